//! The value of a variable, which knows for each byte where the user wrote it.

use std::borrow::Cow;
use std::ops::Range;

use crate::provenance::Place;
use crate::text::{FileId, Span, offset, to_usize};

/// The value of a variable as the program gets it, with the way back to the text of the user.
///
/// Quotes and escapes are gone from the text, so that offsets in it are not offsets in the file; [`EnvValue::place`]
/// converts. A value that no text of the user holds (a default) has the rule as its place everywhere.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct EnvValue<'a> {
    text: Cow<'a, str>,
    whole: Place,
    pieces: Vec<Piece>,
}

/// A stretch of the value, from `at` to the next piece.
#[derive(Clone, PartialEq, Eq, Debug)]
struct Piece {
    at: u32,
    source: Source,
}

/// How a stretch came to be.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Source {
    /// The bytes stand in the file, one after the other, from `start` on.
    Verbatim { file: FileId, start: u32 },
    /// The stretch as a whole was made from this.
    Made(Place),
}

impl<'a> EnvValue<'a> {
    /// A value that stands in the file as it is, from `start` on.
    pub fn verbatim(text: &'a str, file: FileId, start: u32) -> Self {
        let span = Span::new(file, start, start + offset(text.len()));
        let pieces = vec![Piece { at: 0, source: Source::Verbatim { file, start } }];
        Self { text: Cow::Borrowed(text), whole: span.into(), pieces }
    }

    /// A value of which only the place as a whole is known: a default, or a text with escapes.
    pub fn opaque(text: impl Into<Cow<'a, str>>, place: impl Into<Place>) -> Self {
        let place = place.into();
        Self { text: text.into(), whole: place, pieces: vec![Piece { at: 0, source: Source::Made(place) }] }
    }

    /// A value put together from parts, each made from one place of the user's text: what a chart renders.
    ///
    /// `whole` is the place of the value as a whole.
    pub fn composed(whole: impl Into<Place>, parts: impl IntoIterator<Item = (String, Place)>) -> Self {
        let mut value = Self::empty(whole);
        for (text, place) in parts {
            value.push(&text, Source::Made(place));
        }
        value
    }

    /// An empty value, to be extended by the readers.
    pub(super) fn empty(whole: impl Into<Place>) -> Self {
        Self { text: Cow::Borrowed(""), whole: whole.into(), pieces: Vec::new() }
    }

    /// The same value with another place as a whole.
    pub(super) fn with_whole(mut self, whole: impl Into<Place>) -> Self {
        self.whole = whole.into();
        self
    }

    /// Appends text that stands in the file from `start` on.
    pub(super) fn push_verbatim(&mut self, text: &'a str, file: FileId, start: u32) {
        if self.text.is_empty() && self.pieces.is_empty() {
            self.text = Cow::Borrowed(text);
            self.pieces.push(Piece { at: 0, source: Source::Verbatim { file, start } });
        } else {
            self.push(text, Source::Verbatim { file, start });
        }
    }

    fn push(&mut self, text: &str, source: Source) {
        if text.is_empty() {
            return;
        }
        self.pieces.push(Piece { at: offset(self.text.len()), source });
        self.text.to_mut().push_str(text);
    }

    /// A part of the value.
    pub(super) fn slice(&self, range: Range<usize>) -> EnvValue<'a> {
        let whole = self.place(range.clone());
        let text = match &self.text {
            Cow::Borrowed(text) => Cow::Borrowed(text.get(range.clone()).unwrap_or_default()),
            Cow::Owned(text) => Cow::Owned(text.get(range.clone()).unwrap_or_default().to_owned()),
        };
        let start = offset(range.start);
        let moved = |piece: &Piece| match piece.source {
            Source::Verbatim { file, start: from } => {
                let from = from + start.saturating_sub(piece.at);
                Piece { at: piece.at.saturating_sub(start), source: Source::Verbatim { file, start: from } }
            }
            Source::Made(_) => Piece { at: piece.at.saturating_sub(start), source: piece.source },
        };
        let first = self.pieces.partition_point(|piece| to_usize(piece.at) <= range.start).saturating_sub(1);
        let pieces =
            self.pieces.iter().skip(first).filter(|piece| to_usize(piece.at) <= range.end).map(moved).collect();
        EnvValue { text, whole, pieces }
    }

    /// The text that the program gets.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The place of the whole value, quotes included; the rule of a default.
    pub const fn whole(&self) -> Place {
        self.whole
    }

    /// The place of a byte range of the text; a range without bytes gives the point before its start.
    ///
    /// Where the range was made from several places of one file, the span holds them all.
    pub fn place(&self, range: Range<usize>) -> Place {
        if range.start >= range.end {
            return self.point(range.start).map_or(self.whole, Place::At);
        }
        let (first, last) = (self.byte(range.start), self.byte(range.end - 1));
        match (first, last) {
            (Place::At(first), Place::At(last)) => Place::At(first.to(last)),
            (place @ Place::At(_), _) | (_, place) => place,
        }
    }

    /// The empty span behind the byte before `at`: where a fix inserts text there. `None` if the user did not
    /// write that part of the value character by character.
    pub fn point(&self, at: usize) -> Option<Span> {
        let (index, behind) = if at == 0 { (0, 0) } else { (at - 1, 1) };
        let piece = self.piece(index)?;
        let Source::Verbatim { file, start } = piece.source else { return None };
        let at = start + offset(index).checked_sub(piece.at)? + behind;
        Some(Span::new(file, at, at))
    }

    /// The span of the range, if the user wrote it character by character, so that a fix can replace it.
    pub fn editable(&self, range: Range<usize>) -> Option<Span> {
        let start = if range.start == 0 || range.start == range.end {
            self.point(range.start)?
        } else {
            self.point(range.start + 1).map(|span| Span::new(span.file, span.start - 1, span.start - 1))?
        };
        let end = self.point(range.end)?;
        let length = offset(range.end.checked_sub(range.start)?);
        (start.file == end.file && end.end.checked_sub(start.start)? == length).then(|| start.to(end))
    }

    /// The same value without a tie to the lifetime of the text.
    pub fn into_owned(self) -> EnvValue<'static> {
        EnvValue { text: Cow::Owned(self.text.into_owned()), whole: self.whole, pieces: self.pieces }
    }

    fn piece(&self, at: usize) -> Option<&Piece> {
        let index = self.pieces.partition_point(|piece| to_usize(piece.at) <= at).checked_sub(1)?;
        self.pieces.get(index)
    }

    fn byte(&self, at: usize) -> Place {
        let Some(piece) = self.piece(at) else { return self.whole };
        match piece.source {
            Source::Verbatim { file, start } => {
                let at = start + offset(at).saturating_sub(piece.at);
                Span::new(file, at, at + 1).into()
            }
            Source::Made(place) => place,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::{Pane, SourceFile, Sources};

    fn file() -> FileId {
        Sources::new([SourceFile { name: "e", pane: Pane::Environment, text: "" }]).iter().next().unwrap().0
    }

    #[test]
    fn ranges_lead_back_across_removed_quotes() {
        // The user wrote `"ab"cd` at 10: the value is `abcd`.
        let mut value = EnvValue::empty(Span::new(file(), 10, 16));
        value.push_verbatim("ab", file(), 11);
        value.push_verbatim("cd", file(), 14);
        assert_eq!(value.text(), "abcd");
        assert_eq!(value.place(1..3), Place::At(Span::new(file(), 12, 15)));
        assert_eq!(value.point(2), Some(Span::new(file(), 13, 13)));
        assert_eq!(value.point(4), Some(Span::new(file(), 16, 16)));
        assert_eq!(value.editable(0..2), Some(Span::new(file(), 11, 13)));
        assert_eq!(value.editable(2..4), Some(Span::new(file(), 14, 16)));
        assert_eq!(value.editable(1..3), None);
    }

    #[test]
    fn a_default_has_its_rule_everywhere() {
        let value = EnvValue::opaque("off", Place::Rule("default"));
        assert_eq!(value.place(0..3), Place::Rule("default"));
        assert_eq!(value.point(3), None);
    }
}
