//! Why a pattern is none, in the words of the Rust crate `regex` 1.x, which Kong's errors quote.

use std::fmt::Write as _;

/// An error of syntax: what, and where in bytes.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) struct Refusal {
    pub(super) message: &'static str,
    pub(super) start: usize,
    pub(super) end: usize,
    /// The earlier place that this one repeats.
    pub(super) earlier: Option<(usize, usize)>,
}

/// Why there is no pattern.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Stop {
    Refused(Refusal),
    /// The pattern may be right, but this engine cannot run it.
    Unknown(&'static str),
}

impl Refusal {
    /// The text of the error, several lines.
    ///
    /// Source: regex-syntax 0.8 src/error.rs
    pub(super) fn render(&self, pattern: &str) -> String {
        const INDENT: &str = "    ";
        let multiline = pattern.contains('\n');
        let mut text = String::from("regex parse error:\n");
        let divider = "~".repeat(79);
        if multiline {
            let _ = writeln!(text, "{divider}");
        }
        let lines = pattern.lines().count() + usize::from(pattern.ends_with('\n'));
        let width = lines.to_string().len();
        let mut offset = 0;
        for (number, line) in (1..).zip(pattern.split_inclusive('\n')) {
            if multiline {
                let _ = write!(text, "{number:>width$}: ");
            } else {
                text.push_str(INDENT);
            }
            text.push_str(line.trim_end_matches('\n'));
            text.push('\n');
            self.notate(&mut text, line, offset, if multiline { width + 2 } else { INDENT.len() });
            offset += line.len();
        }
        if pattern.is_empty() {
            self.notate(&mut text, "", 0, INDENT.len());
        }
        if multiline {
            let _ = writeln!(text, "{divider}");
        }
        text.push_str("error: ");
        text.push_str(self.message);
        text
    }

    /// The line with carets under the places on the line that starts at `offset`.
    fn notate(&self, text: &mut String, line: &str, offset: usize, padding: usize) {
        let mut places = vec![(self.start, self.end)];
        places.extend(self.earlier);
        places.sort_unstable();
        let end = offset + line.len();
        let is_last = !line.ends_with('\n');
        places.retain(|(start, _)| (offset..end).contains(start) || is_last && *start == end);
        if places.is_empty() {
            return;
        }
        text.push_str(&" ".repeat(padding));
        let column = |at: usize| line.get(..at.saturating_sub(offset)).unwrap_or(line).chars().count();
        let mut at = 0;
        for (start, end) in places {
            let (first, last) = (column(start), column(end));
            text.push_str(&" ".repeat(first.saturating_sub(at)));
            let length = last.saturating_sub(first).max(1);
            text.push_str(&"^".repeat(length));
            at = at.max(first) + length;
        }
        text.push('\n');
    }
}
