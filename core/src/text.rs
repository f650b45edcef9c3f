//! Texts the user gave, places in them, and the conversion of places for editors.
//!
//! Inside `core` a place is a byte range ([`Span`]); lines and columns exist only at the edge
//! ([`LineIndex`]). This module knows nothing of YAML or Kubernetes.

use std::fmt;

/// Index of a file in [`Sources`].
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct FileId(u16);

/// A half-open byte range of one file: `start` to `end`, both on character boundaries.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Span {
    /// The file that the offsets count in.
    pub file: FileId,
    /// First byte.
    pub start: u32,
    /// One past the last byte.
    pub end: u32,
}

impl Span {
    /// A span of `file`. Offsets beyond 4 GiB cannot occur: the limit of the YAML reader is far below.
    pub const fn new(file: FileId, start: u32, end: u32) -> Self {
        Self { file, start, end }
    }

    /// The empty span at the start of this one.
    #[must_use]
    pub const fn at_start(self) -> Self {
        Self::new(self.file, self.start, self.start)
    }

    /// The empty span at the end of this one.
    #[must_use]
    pub const fn at_end(self) -> Self {
        Self::new(self.file, self.end, self.end)
    }

    /// The smallest span that holds both; `other` must be of the same file, otherwise `self`.
    #[must_use]
    pub fn to(self, other: Self) -> Self {
        if self.file != other.file {
            return self;
        }
        Self::new(self.file, self.start.min(other.start), self.end.max(other.end))
    }
}

impl fmt::Debug for Span {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}..{}", self.file.0, self.start, self.end)
    }
}

/// The part of the user's input that a file belongs to.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Pane {
    /// Kubernetes manifests.
    Manifests,
    /// Environment of Kong and of the controller.
    Environment,
    /// Environment of a further Kong replica.
    ReplicaEnvironment,
    /// Values of the Helm chart.
    HelmValues,
}

impl Pane {
    /// The stable name used in reports: `manifests`, `environment`, `replica-environment`, `helm-values`.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Manifests => "manifests",
            Self::Environment => "environment",
            Self::ReplicaEnvironment => "replica-environment",
            Self::HelmValues => "helm-values",
        }
    }
}

/// One text of the user, as it was typed.
#[derive(Clone, Copy, Debug)]
pub struct SourceFile<'a> {
    /// Name shown in problems: a path, or the pane's name.
    pub name: &'a str,
    /// Where it stands in the input.
    pub pane: Pane,
    /// The text, byte for byte.
    pub text: &'a str,
}

/// All texts of one input.
///
/// There is always at least one file per pane other than [`Pane::ReplicaEnvironment`]; a pane that the
/// user left out is an empty file, so that a fix can put text into it.
#[derive(Clone, Debug)]
pub struct Sources<'a> {
    files: Vec<SourceFile<'a>>,
}

impl<'a> Sources<'a> {
    /// Takes the files in the order given and adds an empty one for each pane without a file.
    pub fn new(files: impl IntoIterator<Item = SourceFile<'a>>) -> Self {
        let mut files: Vec<_> = files.into_iter().take(usize::from(u16::MAX) - 3).collect();
        for pane in [Pane::Manifests, Pane::Environment, Pane::HelmValues] {
            if !files.iter().any(|file| file.pane == pane) {
                files.push(SourceFile { name: pane.name(), pane, text: "" });
            }
        }
        Self { files }
    }

    /// All files with their ids, in input order.
    pub fn iter(&self) -> impl Iterator<Item = (FileId, SourceFile<'a>)> + '_ {
        (0..).map(FileId).zip(self.files.iter().copied())
    }

    /// The files of one pane, in input order.
    pub fn of(&self, pane: Pane) -> impl Iterator<Item = (FileId, SourceFile<'a>)> + '_ {
        self.iter().filter(move |(_, file)| file.pane == pane)
    }

    /// The file with this id; an id of other sources gives `None`.
    pub fn get(&self, id: FileId) -> Option<SourceFile<'a>> {
        self.files.get(usize::from(id.0)).copied()
    }

    /// The text under a span; a span outside of the text gives the empty text.
    pub fn slice(&self, span: Span) -> &'a str {
        self.get(span.file).and_then(|file| file.text.get(to_usize(span.start)..to_usize(span.end))).unwrap_or_default()
    }

    /// The end of the last file of a pane: where a fix appends.
    pub fn end_of(&self, pane: Pane) -> Option<Span> {
        let (id, file) = self.of(pane).last()?;
        let end = offset(file.text.len());
        Some(Span::new(id, end, end))
    }
}

/// A place as editors count: line and column from 1, the column in UTF-16 units.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub struct Position {
    /// Line, from 1.
    pub line: u32,
    /// Column, from 1, in UTF-16 units.
    pub column: u32,
    /// Offset from the start of the text in UTF-16 units, as browsers' editors count.
    pub utf16: u32,
}

/// Finds lines and columns in one text.
///
/// Lines end at `\n`; a `\r` before it belongs to the line.
#[derive(Clone, Debug)]
pub struct LineIndex<'a> {
    text: &'a str,
    /// Byte offset and UTF-16 offset of each line's start.
    starts: Vec<(u32, u32)>,
}

impl<'a> LineIndex<'a> {
    /// Reads the text once.
    pub fn new(text: &'a str) -> Self {
        let mut starts = vec![(0, 0)];
        let (mut bytes, mut units) = (0, 0);
        for line in text.split_inclusive('\n') {
            bytes += offset(line.len());
            units += utf16_len(line);
            if line.ends_with('\n') {
                starts.push((bytes, units));
            }
        }
        Self { text, starts }
    }

    /// Position of a byte offset; one beyond the end gives the end, one inside a character its start.
    pub fn position(&self, at: u32) -> Position {
        let mut at = to_usize(at).min(self.text.len());
        while !self.text.is_char_boundary(at) {
            at -= 1;
        }
        let index = self.starts.partition_point(|(start, _)| to_usize(*start) <= at).saturating_sub(1);
        let (start, units) = self.starts.get(index).copied().unwrap_or_default();
        let inside = utf16_len(self.text.get(to_usize(start)..at).unwrap_or_default());
        Position { line: offset(index) + 1, column: inside + 1, utf16: units + inside }
    }
}

/// A text length as the `u32` of spans; longer texts are cut off by the limits before they get here.
pub(crate) fn offset(length: usize) -> u32 {
    u32::try_from(length).unwrap_or(u32::MAX)
}

/// The way back: `usize` has at least 32 bits on every target.
pub(crate) fn to_usize(offset: u32) -> usize {
    usize::try_from(offset).unwrap_or(usize::MAX)
}

fn utf16_len(text: &str) -> u32 {
    if text.is_ascii() {
        return offset(text.len());
    }
    text.chars().map(|c| if c.len_utf16() == 2 { 2 } else { 1 }).sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_count_utf16_units() {
        let index = LineIndex::new("a😀b\nü: x\n");
        assert_eq!(index.position(5), Position { line: 1, column: 4, utf16: 3 });
        assert_eq!(index.position(7), Position { line: 2, column: 1, utf16: 5 });
        assert_eq!(index.position(9), Position { line: 2, column: 2, utf16: 6 });
        assert_eq!(index.position(999), Position { line: 3, column: 1, utf16: 10 });
    }

    #[test]
    fn a_pane_without_a_file_is_an_empty_file() {
        let sources = Sources::new([SourceFile { name: "m", pane: Pane::Manifests, text: "a: 1" }]);
        assert_eq!(sources.iter().count(), 3);
        let end = sources.end_of(Pane::Environment).unwrap();
        assert_eq!((end.start, end.end), (0, 0));
    }
}
