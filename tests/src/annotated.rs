//! Fixtures whose comments say which problems are expected, under the text that they are about.
//!
//! ```yaml
//! spec:
//!   gatewayClassNme: kong
//! # ^^^^^^^^^^^^^^^ warning[unknown-field]: unknown field `gatewayClassNme`
//! ```
//!
//! A line that starts with `#` and holds carets speaks of the nearest line above that does not. After the carets come
//! the severity, the code, and optionally a part of the message. What starts in the first column is drawn as `#<^^`,
//! whose first two characters count as carets. The comment lines stay in the text.

use std::collections::BTreeSet;

use kic_core::wire::{self, Input};

/// One expectation, or one problem in the same words.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub struct Expected {
    /// Line, from 1.
    pub line: u32,
    /// Columns, from 1, in UTF-16 units; the end is one past the last.
    pub columns: (u32, u32),
    /// `error`, `warning` or `info`.
    pub severity: String,
    /// The code.
    pub code: String,
    /// A part of the message; empty where only the code matters.
    pub message: String,
}

/// Checks manifests with nothing else in the input: every annotation is met by a problem, and no error or warning
/// about the manifests stands there without an annotation. `info` is checked only where it is annotated.
///
/// # Panics
///
/// When a problem is missing or not expected; the text of the panic has both lists.
#[track_caller]
pub fn check(manifests: &str) {
    check_input(&Input { manifests: strip_indent(manifests), assume: true, ..Input::default() });
}

/// As [`check`] for an environment; what the controller needs in order to start is added at its end.
///
/// # Panics
///
/// As [`check`].
#[track_caller]
pub fn check_environment(environment: &str) {
    let environment = strip_indent(environment) + "CONTROLLER_PUBLISH_SERVICE=kong/proxy\n";
    let input = Input { environment, ..Input::default() };
    compare(&expectations(&input.environment), "environment", &input);
}

/// As [`check`] with an input of the test's own.
///
/// # Panics
///
/// As [`check`].
#[track_caller]
pub fn check_input(input: &Input) {
    compare(&expectations(&input.manifests), "manifests", input);
}

#[track_caller]
fn compare(expected: &[Expected], pane: &str, input: &Input) {
    let report = wire::run(input);
    let found: Vec<Expected> =
        report.problems.iter().filter(|problem| problem.span.pane == pane).map(Expected::of).collect();
    let mut met = BTreeSet::new();
    let mut faults = Vec::new();
    for expected in expected {
        match found.iter().enumerate().find(|(index, found)| !met.contains(index) && expected.is_met_by(found)) {
            Some((index, _)) => drop(met.insert(index)),
            None => faults.push(format!("missing: {}", expected.in_words())),
        }
    }
    for (index, found) in found.iter().enumerate() {
        if !met.contains(&index) && found.severity != "info" {
            faults.push(format!("not expected: {}", found.in_words()));
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

impl Expected {
    /// A problem in these words. Of one that ends on a later line the end is its start: it cannot be drawn.
    pub fn of(problem: &wire::Problem) -> Self {
        let span = &problem.span;
        let end = if span.end_line == span.line { span.end_column } else { span.column };
        Self {
            line: span.line,
            columns: (span.column, end),
            severity: problem.severity.clone(),
            code: problem.code.clone(),
            message: problem.message.clone(),
        }
    }

    /// Whether a problem is the one that is expected.
    pub fn is_met_by(&self, found: &Self) -> bool {
        (self.line, self.columns.0) == (found.line, found.columns.0)
            && (self.columns.1 == found.columns.1 || found.columns.1 <= found.columns.0)
            && (&self.severity, &self.code) == (&found.severity, &found.code)
            && found.message.contains(&self.message)
    }

    /// Line, columns, severity, code and message.
    pub fn in_words(&self) -> String {
        let (from, to) = self.columns;
        format!("{}:{from}..{to} {}[{}]: {}", self.line, self.severity, self.code, self.message)
    }
}

/// The annotations of a text.
///
/// # Panics
///
/// When a comment with carets is no annotation.
pub fn expectations(text: &str) -> Vec<Expected> {
    let mut expectations = Vec::new();
    let mut line_above = 0;
    for (line, number) in text.lines().zip(1..) {
        if is_annotation(line) {
            expectations.push(parse(line, line_above).unwrap_or_else(|| panic!("no annotation: {line}")));
        } else {
            line_above = number;
        }
    }
    expectations
}

/// Whether a line marks something in a line above.
pub fn is_annotation(line: &str) -> bool {
    let rest = line.strip_prefix('#').map(|rest| rest.strip_prefix('<').unwrap_or(rest).trim_start());
    rest.is_some_and(|rest| rest.starts_with('^'))
}

/// What an annotation says of the line with this number; `None` where it does not have the form.
pub fn parse(line: &str, line_above: u32) -> Option<Expected> {
    let caret = line.find('^')?;
    let before = if line.starts_with("#<^") { 0 } else { caret };
    let end = caret + line.get(caret..)?.chars().take_while(|c| *c == '^').count();
    let carets = end - before;
    let words = line.get(end..)?.trim();
    let (severity, rest) = words.split_once('[')?;
    let (code, message) = rest.split_once(']')?;
    let from = u32::try_from(before).ok()? + 1;
    Some(Expected {
        line: line_above,
        columns: (from, from + u32::try_from(carets).ok()?),
        severity: severity.to_owned(),
        code: code.to_owned(),
        message: message.trim_start_matches(':').trim().to_owned(),
    })
}

/// The text without the line break after the opening quote and without the indentation of its first line.
fn strip_indent(text: &str) -> String {
    let text = text.strip_prefix('\n').unwrap_or(text);
    let indent = text.len() - text.trim_start_matches(' ').len();
    let strip = |line: &str| {
        let own = line.len() - line.trim_start_matches(' ').len();
        line.get(own.min(indent)..).unwrap_or_default().to_owned() + "\n"
    };
    text.trim_end_matches([' ', '\n']).lines().map(strip).collect()
}

#[cfg(test)]
mod tests {
    use super::{expectations, strip_indent};

    #[test]
    fn carets_speak_of_the_line_above_them() {
        let text = strip_indent(
            r"
            kind: Gateway
            spec:
              gatewayClassNme: kong
            # ^^^^^^^^^^^^^^^ warning[unknown-field]: unknown field
            # ^^^ info[other]
            # a comment
            ",
        );
        let found = expectations(&text);
        assert_eq!(text.lines().next(), Some("kind: Gateway"));
        assert_eq!(found.len(), 2);
        assert_eq!((found[0].line, found[0].columns, found[0].code.as_str()), (3, (3, 18), "unknown-field"));
        assert_eq!(found[0].message, "unknown field");
        assert_eq!((found[1].line, found[1].columns), (3, (3, 6)));
    }
}
