//! Which bytes of the user's texts a recorded place begins at: one bit a byte.
//!
//! A run of a thousand routes records some fifty thousand places. A bit is set and asked in a few instructions; sorting
//! the places would cost more than finding them.

use crate::provenance::{Place, Tree};
use crate::text::{FileId, Sources, Span, to_usize};

const BITS: usize = 64;

/// The places, by file.
#[derive(Clone, Debug)]
pub(super) struct Marks {
    files: Vec<(FileId, Vec<u64>)>,
}

impl Marks {
    /// No place is marked.
    pub(super) fn new(sources: &Sources<'_>) -> Self {
        let words = |text: &str| vec![0; text.len() / BITS + 1];
        Self { files: sources.iter().map(|(id, file)| (id, words(file.text))).collect() }
    }

    /// Marks all places of a tree.
    pub(super) fn add_tree(&mut self, tree: &Tree) {
        tree.each_place(&mut |place| self.add(place));
    }

    /// Marks a place; one that a rule gave marks nothing.
    pub(super) fn add(&mut self, place: Place) {
        let Place::At(span) = place else { return };
        let at = to_usize(span.start);
        let Some((_, words)) = self.files.iter_mut().find(|(file, _)| *file == span.file) else { return };
        if let Some(word) = words.get_mut(at / BITS) {
            *word |= 1 << (at % BITS);
        }
    }

    /// Whether a marked place begins inside of the span, or where an empty span stands.
    ///
    /// A list or map begins with its first key, dash or bracket, never with a scalar of it, so that the place of a list
    /// does not mark its first scalar.
    pub(super) fn has_any_in(&self, span: Span) -> bool {
        let Some((_, words)) = self.files.iter().find(|(file, _)| *file == span.file) else { return false };
        let (start, end) = (to_usize(span.start), to_usize(span.end.max(span.start.saturating_add(1))));
        let (first, last) = (start / BITS, (end - 1) / BITS);
        words.iter().enumerate().take(last + 1).skip(first).any(|(index, word)| {
            let from = if index == first { u64::MAX << (start % BITS) } else { u64::MAX };
            let to = if index == last { u64::MAX >> (BITS - 1 - (end - 1) % BITS) } else { u64::MAX };
            word & from & to != 0
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::{Pane, SourceFile};

    #[test]
    fn a_place_is_found_in_the_spans_around_it_only() {
        let text = "x".repeat(300);
        let sources = Sources::new([SourceFile { name: "m", pane: Pane::Manifests, text: &text }]);
        let (file, _) = sources.of(Pane::Manifests).next().unwrap();
        let mut marks = Marks::new(&sources);
        for at in [0, 63, 64, 200, 300] {
            marks.add(Span::new(file, at, at + 1).into());
        }
        marks.add(Place::Rule("nothing"));
        let is_in = |start, end| marks.has_any_in(Span::new(file, start, end));
        assert!(is_in(0, 1) && is_in(63, 64) && is_in(64, 65) && is_in(190, 210) && is_in(65, 290) && is_in(300, 300));
        assert!(!is_in(1, 63) && !is_in(65, 200) && !is_in(201, 300) && !is_in(5, 5));
    }
}
