//! The text around an error, from which its cause is read.

use crate::yaml::Fault;

/// The text around an error.
pub(super) struct Around<'a> {
    text: &'a str,
    at: usize,
    line: &'a str,
    /// Start of the line.
    line_start: usize,
    /// The part of the line before the error.
    pub(super) before: &'a str,
}

impl<'a> Around<'a> {
    pub(super) fn new(text: &'a str, at: usize) -> Self {
        let mut at = at;
        while !text.is_char_boundary(at) {
            at -= 1;
        }
        let line_start = text.get(..at).and_then(|before| before.rfind('\n')).map_or(0, |found| found + 1);
        let line = text.get(line_start..).and_then(|rest| rest.lines().next()).unwrap_or_default();
        let before = text.get(line_start..at).unwrap_or_default();
        Self { text, at, line, line_start, before }
    }

    /// The place to underline: the word at the error, or the rest of the line for quotes; for an error at the end of
    /// the text its last visible character.
    pub(super) fn extent(&self, fault: &Fault) -> (usize, usize) {
        let line_end = self.line_start + self.line.trim_end().len();
        if self.at >= line_end {
            let end = self.text.get(..self.at).unwrap_or_default().trim_end().len();
            let last = self.text.get(..end).and_then(|text| text.chars().next_back()).map_or(0, char::len_utf8);
            return (end - last, end);
        }
        let indented = self.line_start + (self.line.len() - self.line.trim_start().len());
        let tab = self.line.find('\t').map(|tab| self.line_start + tab).filter(|tab| *tab < indented);
        match (fault, tab) {
            (Fault::OpenQuote, _) => return (self.at, line_end),
            (Fault::TabIndentation, Some(tab)) => return (tab, indented),
            _ => {}
        }
        let rest = self.text.get(self.at..line_end).unwrap_or_default();
        let word = rest.find(|c: char| c.is_whitespace()).unwrap_or(rest.len());
        let first = rest.chars().next().map_or(0, char::len_utf8);
        match fault {
            // The colon is where it is noticed, the key before it is what is wrong.
            Fault::KeyTooDeep => (indented, self.at),
            _ => (self.at, self.at + word.max(first)),
        }
    }

    pub(super) fn first_character(&self) -> char {
        self.text.get(self.at..).and_then(|rest| rest.chars().next()).unwrap_or(' ')
    }

    /// The last line with content above, when it has no colon that makes a key but ought to: it is not above the text
    /// of a value, for that would be less deep and have several words.
    pub(super) fn line_above_without_colon(&self) -> Option<Self> {
        let above = self.text.get(..self.line_start)?.trim_end();
        let line = above.get(above.rfind('\n').map_or(0, |found| found + 1)..)?;
        let depth = |line: &str| line.len() - line.trim_start_matches(' ').len();
        let has_colon = line.contains(": ") || line.ends_with(':');
        let may_be_key = depth(line) >= depth(self.line) || !line.trim_start().contains(' ');
        (!line.is_empty() && !has_colon && may_be_key)
            .then(|| Self::new(self.text, above.len() - line.len() + depth(line)))
    }

    /// Only white space with a tab precedes the error on its line.
    pub(super) fn has_tab_before(&self) -> bool {
        self.before.trim().is_empty() && self.before.contains('\t')
    }

    /// A colon stands inside of a word of this line, for example `key:value`.
    pub(super) fn has_tight_colon(&self) -> bool {
        let content = self.line.trim();
        content
            .split_once(':')
            .is_some_and(|(key, value)| !key.is_empty() && !value.starts_with([' ', '/']) && !value.is_empty())
    }

    /// A value is expected at the error: behind a `:` or `-`, or at the start of the document.
    pub(super) fn begins_node(&self) -> bool {
        let before = self.text.get(..self.at).unwrap_or_default().trim_end();
        before.is_empty() || before.ends_with([':', '-'])
    }

    /// Text after a quoted string.
    pub(super) fn follows_quote(&self) -> bool {
        self.before.trim_end().ends_with(['"', '\''])
    }
}

/// The first tab that begins a line below this place, after spaces.
pub(super) fn tab_below(text: &str, at: usize) -> Option<usize> {
    let mut offset = at;
    for line in text.get(at..)?.split_inclusive('\n') {
        let spaces = line.len() - line.trim_start_matches(' ').len();
        if offset > at && line.as_bytes().get(spaces) == Some(&b'\t') {
            return Some(offset + spaces);
        }
        offset += line.len();
    }
    None
}

/// Where go-yaml has read an unquoted key that begins at `at` and has no colon on its line: with deeper lines below
/// it, up to the next colon, comment or line that is not deeper.
pub(super) fn end_of_plain(text: &str, at: usize) -> usize {
    let column = at - text.get(..at).and_then(|before| before.rfind('\n')).map_or(0, |found| found + 1);
    let mut offset = at;
    for line in text.get(at..).unwrap_or_default().split_inclusive('\n') {
        let content = line.trim_start_matches(' ');
        let indent = line.len() - content.len();
        let is_first = offset == at;
        if !(is_first || content.trim().is_empty()) && (indent <= column || content.starts_with('#')) {
            return offset + indent;
        }
        let comment = content.find(" #");
        let colon = [": ", ":\n", ":\r"].iter().filter_map(|colon| content.find(colon)).min();
        if let Some(end) = colon.filter(|colon| comment.is_none_or(|comment| *colon < comment)) {
            return offset + indent + end;
        }
        offset += line.len();
        if comment.is_some() {
            let below = text.get(offset..).unwrap_or_default();
            return offset + below.len() - below.trim_start().len();
        }
    }
    text.len()
}
