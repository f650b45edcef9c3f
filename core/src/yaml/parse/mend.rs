//! Edits that mend a broken document. Each is tried before it is offered: the document must be read after it.

use super::syntax::Broken;
use super::tree::{Ending, Outcome, Tree};
use crate::diagnostic::{Edit, Fix};
use crate::text::{FileId, Span, offset, to_usize};
use crate::yaml::{Fault, Limits};

/// An edit of more lines is nothing to offer.
const MOST_EDITS: usize = 1000;

/// The document that is to be mended.
pub(super) struct Patient<'a, 'l> {
    /// The whole text.
    pub(super) text: &'a str,
    /// Its file.
    pub(super) file: FileId,
    /// First byte of the document.
    pub(super) start: usize,
    /// One past its last byte.
    pub(super) end: usize,
    /// What may be read.
    pub(super) limits: &'l Limits,
}

impl Patient<'_, '_> {
    /// The first of the known remedies that makes the document readable.
    pub(super) fn mend(&self, broken: &Broken) -> Option<Fix> {
        let fault = broken.fault.as_ref()?;
        self.remedies(fault, broken).into_iter().flatten().find(|fix| self.helps(fault, fix))
    }

    fn helps(&self, fault: &Fault, fix: &Fix) -> bool {
        let mut mended = String::with_capacity(self.end - self.start + 16);
        // The first line of such a document holds its separator.
        let start = if *fault == Fault::Separator {
            fix.edits.first().map_or(self.start, |edit| to_usize(edit.span.end))
        } else {
            self.start
        };
        let mut at = start;
        for edit in fix.edits.iter().filter(|_| *fault != Fault::Separator) {
            mended.push_str(self.text.get(at..to_usize(edit.span.start)).unwrap_or_default());
            mended.push_str(&edit.text);
            at = to_usize(edit.span.end);
        }
        mended.push_str(self.text.get(at..self.end).unwrap_or_default());
        let mut tree = Tree::new(&mended, self.file, 0, self.limits, self.limits.nodes);
        let outcome = tree.read();
        matches!(outcome, Outcome::Read { ending: Ending::Chunk, .. }) && tree.problems.is_empty()
    }

    fn span(&self, start: usize, end: usize) -> Span {
        Span::new(self.file, offset(start), offset(end))
    }

    fn replace(&self, title: &str, start: usize, end: usize, text: impl Into<String>) -> Option<Fix> {
        (self.start..=self.end).contains(&end).then(|| Fix::replace(title, self.span(start, end), text))
    }

    /// The end of the line, without white space, and without a comment.
    fn line_end(&self, from: usize) -> usize {
        let line = self.text.get(from..self.end).and_then(|rest| rest.lines().next()).unwrap_or_default();
        let content = line.split(" #").next().unwrap_or_default();
        from + content.trim_end().len()
    }

    fn line_start(&self, at: usize) -> usize {
        self.text.get(..at).and_then(|before| before.rfind('\n')).map_or(0, |found| found + 1)
    }

    fn slice(&self, start: usize, end: usize) -> &str {
        self.text.get(start..end).unwrap_or_default()
    }

    fn remedies(&self, fault: &Fault, broken: &Broken) -> [Option<Fix>; 2] {
        let (start, end) = (broken.start, broken.end);
        match fault {
            Fault::ColonInValue => [self.quote_value(start), None],
            Fault::ReservedCharacter(_) | Fault::NoAlias => {
                let line_end = self.line_end(start);
                let bracket = self.slice(start, line_end).find([',', ']', '}']).map(|at| start + at);
                [self.quote(start, line_end), bracket.and_then(|end| self.quote(start, end))]
            }
            Fault::Escape => [self.single_quotes(start), None],
            Fault::TabIndentation => [self.spaces_for_tabs(), None],
            Fault::OpenQuote => {
                let quote = self.slice(start, start + 1);
                let at = self.line_end(start);
                [self.replace("Close the quote at the end of the line", at, at, quote), None]
            }
            Fault::OpenBracket(open) => {
                let at = self.line_end(start);
                let close = if *open == '[' { "]" } else { "}" };
                [self.replace("Close the bracket at the end of the line", at, at, close), None]
            }
            Fault::NoSpaceAfterColon => {
                let line = self.line_start(start);
                let colon = self.slice(line, self.line_end(line)).find(':').map(|at| line + at + 1);
                [colon.and_then(|at| self.replace("Insert a space after the `:`", at, at, " ")), None]
            }
            Fault::NoColon => {
                let at = self.line_end(start);
                [self.replace("Write a `:` behind the key", at, at, ":"), None]
            }
            Fault::KeyTooDeep => [self.like_the_line_above(start), None],
            Fault::Separator => {
                let dashes = self.line_start(start) + 3;
                [Some(Fix::replace("Begin the document on the next line", self.span(dashes, start), "\n")), None]
            }
            Fault::Directive => {
                let below =
                    self.text.get(end..).and_then(|rest| rest.find('\n')).map_or(self.text.len(), |at| end + at + 1);
                [self.replace("Delete the directive", start, below, ""), None]
            }
            Fault::ControlCharacter(_) => [self.replace("Delete the character", start, end, ""), None],
            Fault::Indentation
            | Fault::MisplacedItem
            | Fault::TextAfterQuote
            | Fault::WrongBracket(_)
            | Fault::NoComma
            | Fault::BlockHeader
            | Fault::BlockIndentation
            | Fault::Dashes
            | Fault::Tag
            | Fault::Other(_) => [None, None],
        }
    }

    fn quote(&self, start: usize, end: usize) -> Option<Fix> {
        let value = self.slice(start, end);
        if value.is_empty() || value.starts_with(['"', '\'']) {
            return None;
        }
        self.replace("Put the value in quotes", start, end, quoted(value))
    }

    /// The value behind the first colon of the line.
    fn quote_value(&self, at: usize) -> Option<Fix> {
        let line = self.line_start(at);
        let colon = self.slice(line, at).find(": ")?;
        let rest = self.slice(line + colon + 1, self.line_end(line));
        let start = line + colon + 1 + (rest.len() - rest.trim_start().len());
        self.quote(start, self.line_end(line))
    }

    /// Single quotes for a double-quoted string of one line, in which backslashes mean themselves.
    fn single_quotes(&self, start: usize) -> Option<Fix> {
        let line = self.slice(start, self.line_end(start)).strip_prefix('"')?;
        let mut escaped = false;
        let length = line.find(|c| {
            let is_end = c == '"' && !escaped;
            escaped = c == '\\' && !escaped;
            is_end
        })?;
        let content = line.get(..length).filter(|content| !content.contains("\\\""))?;
        self.replace("Use single quotes", start, start + length + 2, quoted(content))
    }

    fn spaces_for_tabs(&self) -> Option<Fix> {
        let mut edits = Vec::new();
        let mut at = self.start;
        for line in self.slice(self.start, self.end).split_inclusive('\n') {
            let indentation = line.len() - line.trim_start_matches([' ', '\t']).len();
            let blank = line.get(..indentation).unwrap_or_default();
            if blank.contains('\t') {
                let text = if line.trim().is_empty() { String::new() } else { blank.replace('\t', "  ") };
                edits.push(Edit { span: self.span(at, at + indentation), text });
            }
            at += line.len();
        }
        (edits.len() <= MOST_EDITS).then(|| Fix { title: "Indent with spaces".to_owned(), edits })
    }

    /// The indentation of the last line with content above the key.
    fn like_the_line_above(&self, key: usize) -> Option<Fix> {
        let line = self.line_start(key);
        let above = self.slice(self.start, line).lines().rev().find(|line| !line.trim().is_empty())?;
        // A list item's keys stand behind its dash.
        let content = above.trim_start_matches([' ', '-']);
        let indentation = " ".repeat(above.len() - content.len());
        self.replace("Align the key with the one above", line, key, indentation)
    }
}

fn quoted(value: &str) -> String {
    format!("'{}'", value.replace('\'', "''"))
}
