//! Lines of the user's texts, for drawing.

use std::collections::BTreeMap;
use std::ops::Range;

use kic_core::text::{FileId, LineIndex, SourceFile, Sources, Span};
use unicode_width::UnicodeWidthChar;

use super::clean;

/// The texts of a run with their lines, read once.
pub(super) struct Excerpts<'a>(BTreeMap<FileId, Excerpt<'a>>);

impl<'a> Excerpts<'a> {
    pub(super) fn new(sources: &Sources<'a>) -> Self {
        Self(sources.iter().map(|(id, file)| (id, Excerpt { file, lines: LineIndex::new(file.text) })).collect())
    }

    pub(super) fn of(&self, file: FileId) -> Option<&Excerpt<'a>> {
        self.0.get(&file)
    }
}

/// One text. A pane that the user left out is an empty one.
pub(super) struct Excerpt<'a> {
    pub(super) file: SourceFile<'a>,
    lines: LineIndex<'a>,
}

/// Whole lines of a text.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) struct Lines<'a> {
    /// Number of the first line, from 1.
    pub(super) first: usize,
    /// Where the first line begins in the whole text.
    pub(super) start: usize,
    /// The lines, without the line break of the last one.
    pub(super) text: &'a str,
}

impl<'a> Excerpt<'a> {
    /// What carets stand under: the bytes of a span without line breaks at its end. Where that is the end of the text
    /// behind its last line break, it is the end of the last line instead, because there is no line to show.
    pub(super) fn range(&self, span: Span) -> Range<usize> {
        let text = self.file.text;
        let (start, end) = self.bytes(span);
        let shown = text.get(start..end).unwrap_or_default().trim_end_matches(['\r', '\n']);
        if start == text.len() {
            let end = text.trim_end_matches(['\r', '\n']).len();
            return end..end;
        }
        start..start + shown.len()
    }

    /// The bytes of a span, inside of the text.
    pub(super) fn bytes(&self, span: Span) -> (usize, usize) {
        let inside = |at: u32| usize::try_from(at).unwrap_or(usize::MAX).min(self.file.text.len());
        (inside(span.start), inside(span.end).max(inside(span.start)))
    }

    /// Number of the line that a byte is on, from 1.
    pub(super) fn line(&self, at: usize) -> usize {
        let position = self.lines.position(u32::try_from(at).unwrap_or(u32::MAX));
        usize::try_from(position.line).unwrap_or(usize::MAX)
    }

    /// The whole lines that a range touches.
    pub(super) fn lines(&self, range: &Range<usize>) -> Lines<'a> {
        let text = self.file.text;
        let start = text.get(..range.start).and_then(|before| before.rfind('\n')).map_or(0, |at| at + 1);
        let rest = text.get(range.end..).unwrap_or_default();
        let end = range.end + rest.find('\n').unwrap_or(rest.len());
        let lines = text.get(start..end).unwrap_or_default();
        Lines { first: self.line(start), start, text: lines.strip_suffix('\r').unwrap_or(lines) }
    }
}

/// Columns that a text takes.
pub(super) fn width(text: &str) -> usize {
    text.chars().map(|c| c.width().unwrap_or_default()).sum()
}

/// The text filled up with blanks.
pub(super) fn padded(text: &str, columns: usize) -> String {
    format!("{text}{}", " ".repeat(columns.saturating_sub(width(text))))
}

/// Stands where a line is cut.
const MARK: &str = "...";

/// Columns for what stands before `focus` in a line of at most `columns`; no limit where the line fits as it is.
///
/// As much of the focus as fits comes first, and a third of what is left belongs to what stands behind, if it needs it.
pub(super) fn room_before(line: &str, focus: &Range<usize>, columns: usize) -> usize {
    let [before, inside, behind] = parts(line, focus).map(|part| width(&part));
    if before + inside + behind <= columns {
        return usize::MAX;
    }
    let room = columns.saturating_sub(2 * MARK.len()).saturating_sub(inside);
    room - (room / 3).min(behind)
}

/// A line in three parts: before, in and behind `focus`, cut to `columns`, with `...` where it is cut. `room` is that of
/// [`room_before`], or less.
pub(super) fn cut(line: &str, focus: &Range<usize>, columns: usize, room: usize) -> [String; 3] {
    let [before, inside, behind] = parts(line, focus);
    let before = match tail(&before, room) {
        cut if cut.len() < before.len() => format!("{MARK}{cut}"),
        whole => whole.to_owned(),
    };
    let room = columns.saturating_sub(width(&before));
    let inside = shortened(&inside, room);
    let behind = shortened(&behind, room.saturating_sub(width(&inside)));
    [before, inside, behind]
}

fn parts(line: &str, focus: &Range<usize>) -> [String; 3] {
    [0..focus.start, focus.clone(), focus.end..line.len()].map(|range| clean(line.get(range).unwrap_or_default()))
}

/// The start of a text, with the mark where it does not fit.
fn shortened(text: &str, columns: usize) -> String {
    if width(text) <= columns {
        return text.to_owned();
    }
    format!("{}{MARK}", head(text, columns.saturating_sub(MARK.len())))
}

/// The longest start of a text that fits.
fn head(text: &str, columns: usize) -> &str {
    let mut left = columns;
    for (at, c) in text.char_indices() {
        match left.checked_sub(c.width().unwrap_or_default()) {
            Some(rest) => left = rest,
            None => return text.get(..at).unwrap_or_default(),
        }
    }
    text
}

/// The longest end of a text that fits.
fn tail(text: &str, columns: usize) -> &str {
    let mut left = columns;
    for (at, c) in text.char_indices().rev() {
        match left.checked_sub(c.width().unwrap_or_default()) {
            Some(rest) => left = rest,
            None => return text.get(at + c.len_utf8()..).unwrap_or_default(),
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    fn joined(line: &str, focus: Range<usize>, columns: usize) -> String {
        cut(line, &focus, columns, room_before(line, &focus, columns)).concat()
    }

    #[test]
    fn a_line_that_fits_is_whole() {
        assert_eq!(cut("a: ü\tb", &(3..5), 20, 20), ["a: ".to_owned(), "ü".to_owned(), "    b".to_owned()]);
    }

    #[test]
    fn a_long_line_is_cut_around_the_change() {
        let line = format!("{}HERE{}", "a".repeat(100), "b".repeat(100));
        let shown = joined(&line, 100..104, 40);
        assert_eq!(shown, format!("...{}HERE{}...", "a".repeat(20), "b".repeat(10)));
        assert_eq!(joined(&line, 0..0, 20), format!("{}...", "a".repeat(17)));
        assert_eq!(joined(&line, 204..204, 20), format!("...{}", "b".repeat(14)));
        assert_eq!(joined(&line, 0..204, 20), format!("{}...", "a".repeat(17)));
    }

    #[test]
    fn wide_characters_take_two_columns() {
        let line = "漢".repeat(30);
        assert_eq!(joined(&line, 0..3, 20), format!("{}...", "漢".repeat(8)));
        assert_eq!(padded("漢", 4), "漢  ");
    }
}
