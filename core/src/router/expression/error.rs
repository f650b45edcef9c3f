//! Errors with a place, in the layout of the parser generator that atc-router uses.

use std::fmt::Write as _;

use super::Place;

/// Where an error points.
#[derive(Clone, Copy)]
pub(super) enum At {
    /// In front of a byte.
    Before(usize),
    /// At a part of the text.
    Part(Place),
}

/// Line and column from 1; columns in characters.
fn position(text: &str, at: usize) -> (usize, usize) {
    let before = text.get(..at).unwrap_or(text);
    let line = before.matches('\n').count() + 1;
    let column = before.rsplit('\n').next().unwrap_or_default().chars().count() + 1;
    (line, column)
}

/// The line in which a byte stands.
fn line_at(text: &str, at: usize) -> String {
    let start = text.get(..at).and_then(|before| before.rfind('\n')).map_or(0, |newline| newline + 1);
    let rest = text.get(start..).unwrap_or_default();
    let line = rest.split_inclusive('\n').next().unwrap_or_default();
    // A place that is a line break shows it.
    if text.get(at..).is_some_and(|rest| rest.starts_with(['\n', '\r'])) {
        return line.replace('\r', "␍").replace('\n', "␊");
    }
    line.replace(['\r', '\n'], "")
}

/// The whole text of an error.
///
/// Source: pest 2.7 src/error.rs
pub(super) fn render(text: &str, at: At, message: &str) -> String {
    let (start, end) = match at {
        At::Before(at) => (at, None),
        At::Part(Place { start, end }) => (start, Some(end)),
    };
    let first = position(text, start);
    let last = end.map(|end| position(text, end));
    let line = line_at(text, start);
    let width = last.map_or(first.0, |last| last.0.max(first.0)).to_string().len();
    let gap = " ".repeat(width);
    let mut out = String::new();
    let _ = writeln!(out, "{gap}--> {}:{}\n{gap} |\n{:width$} | {line}", first.0, first.1, first.0);
    if let (Some(last), Some(end)) = (last.filter(|last| last.0 > first.0), end) {
        if last.0 - first.0 > 1 {
            let _ = writeln!(out, "{gap} | ...");
        }
        let _ = writeln!(out, "{:width$} | {}", last.0, line_at(text, end.saturating_sub(1)));
    }
    let _ = write!(out, "{gap} | {}\n{gap} |\n{gap} = {message}", underline(&line, first.1, last.map(|last| last.1)));
    out
}

fn underline(line: &str, start: usize, end: Option<usize>) -> String {
    let (start, end) = match end {
        // A part that ends on a later line, further to the left.
        Some(end) if start > end => (end.saturating_sub(1), Some(start + 1)),
        end => (start, end),
    };
    let mut marks: String =
        line.chars().take(start.saturating_sub(1)).map(|char| if char == '\t' { '\t' } else { ' ' }).collect();
    let Some(end) = end else { return marks + "^---" };
    marks.push('^');
    let length = end.saturating_sub(start);
    if length > 1 {
        marks.push_str(&"-".repeat(length - 2));
        marks.push('^');
    }
    marks
}
