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
            self.notate(&mut text, pattern, line, offset, if multiline { width + 2 } else { INDENT.len() });
            offset += line.len();
        }
        if pattern.is_empty() {
            self.notate(&mut text, pattern, "", 0, INDENT.len());
        }
        if multiline {
            let _ = writeln!(text, "{divider}");
            let broken: Vec<String> = self
                .places()
                .filter(|place| is_broken(pattern, *place))
                .map(|(start, end)| {
                    let ((line, column), (last, behind)) = (position(pattern, start), position(pattern, end));
                    format!(
                        "on line {line} (column {column}) through line {last} (column {})",
                        behind.saturating_sub(1)
                    )
                })
                .collect();
            if !broken.is_empty() {
                let _ = writeln!(text, "{}", broken.join("\n"));
            }
        }
        text.push_str("error: ");
        text.push_str(self.message);
        text
    }

    fn places(&self) -> impl Iterator<Item = (usize, usize)> {
        [Some((self.start, self.end)), self.earlier].into_iter().flatten()
    }

    /// The line with carets under the places on the line that starts at `offset`.
    fn notate(&self, text: &mut String, pattern: &str, line: &str, offset: usize, padding: usize) {
        let mut places: Vec<_> = self.places().filter(|place| !is_broken(pattern, *place)).collect();
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

/// Whether a place goes over the end of a line; such a one gets words instead of carets.
fn is_broken(pattern: &str, (start, end): (usize, usize)) -> bool {
    pattern.get(start..end).is_some_and(|part| part.contains('\n'))
}

/// Line and column from 1; columns in characters.
fn position(pattern: &str, at: usize) -> (usize, usize) {
    let before = pattern.get(..at).unwrap_or(pattern);
    let line = before.rsplit('\n').next().unwrap_or_default();
    (before.matches('\n').count() + 1, line.chars().count() + 1)
}
