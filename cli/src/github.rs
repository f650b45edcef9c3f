//! Problems as workflow commands of GitHub Actions, which shows them beside the lines of a pull request.
//!
//! Source: docs.github.com, "Workflow commands for GitHub Actions"; escaping as in actions/toolkit
//! `packages/core/src/command.ts`.

use std::fmt::Write;

use kic_core::wire::{Problem, Span};

use crate::checkout::Checkout;

/// One command a line, in the order of `problems`. `files` are the names of the files that were given; a problem of
/// something else has no place.
pub fn commands(problems: &[Problem], files: &[&str], checkout: &Checkout) -> String {
    let mut out = String::new();
    for problem in problems {
        let command = match problem.severity.as_str() {
            "error" => "error",
            "warning" => "warning",
            _ => "notice",
        };
        let mut properties = Vec::new();
        if files.contains(&problem.span.file.as_str()) {
            properties.push(format!("file={}", property(checkout.path(&problem.span.file).text())));
            properties.extend(place(&problem.span));
        }
        properties.push(format!("title={}", property(&problem.code)));
        let helps = problem.help.iter().map(|help| format!("\nhelp: {help}"));
        let message = format!("{}{}", problem.message, helps.collect::<String>());
        let _ = writeln!(out, "::{command} {}::{}", properties.join(","), data(&message));
    }
    out
}

/// Lines, and columns where there is one line: GitHub takes them for nothing else.
fn place(span: &Span) -> Vec<String> {
    // A place that ends behind a line break ends on the line before.
    let ends_before = span.end_line > span.line && span.end_column == 1;
    let end_line = if ends_before { span.end_line - 1 } else { span.end_line };
    let mut place = vec![format!("line={}", span.line), format!("endLine={end_line}")];
    if end_line == span.line {
        place.push(format!("col={}", span.column));
        if !ends_before {
            place.push(format!("endColumn={}", span.end_column));
        }
    }
    place
}

fn data(text: &str) -> String {
    text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_ends_a_message_or_property_is_escaped() {
        assert_eq!(data("100 %: a, b\r\nc"), "100 %25: a, b%0D%0Ac");
        assert_eq!(property("a:b,c%\n"), "a%3Ab%2Cc%25%0A");
    }

    #[test]
    fn columns_are_given_for_one_line_only() {
        let span = |line, column, end_line, end_column| Span { line, column, end_line, end_column, ..Span::default() };
        assert_eq!(place(&span(3, 2, 3, 9)), ["line=3", "endLine=3", "col=2", "endColumn=9"]);
        assert_eq!(place(&span(3, 2, 5, 9)), ["line=3", "endLine=5"]);
        assert_eq!(place(&span(3, 2, 5, 1)), ["line=3", "endLine=4"]);
        assert_eq!(place(&span(3, 2, 4, 1)), ["line=3", "endLine=3", "col=2"]);
    }
}
