//! The report for people: verdict, listeners, problems with the lines they are about.

use std::fmt::Write;

use kic_core::text::Sources;
use kic_core::wire::{Listener, Problem, Report, Span};

/// The verdict line, the listeners as a table, and all problems.
pub fn report(report: &Report, sources: &Sources<'_>) -> String {
    let mut out = verdict(report);
    if let Some(error) = &report.does_not_start {
        let _ = write!(out, "\n{} does not start: {}\n", error.who, error.error.trim_end());
    }
    if !report.listeners.is_empty() {
        out.push('\n');
        out.push_str(&listeners(&report.listeners));
    }
    for assumed in &report.assumed {
        let _ = write!(out, "\nassumed: {}", assumed.what);
    }
    if !report.assumed.is_empty() {
        out.push('\n');
    }
    out.push_str(&problems(report, sources));
    out
}

/// All problems, one paragraph each.
pub fn problems(report: &Report, sources: &Sources<'_>) -> String {
    let mut out = String::new();
    for problem in &report.problems {
        out.push('\n');
        out.push_str(&one(problem, sources));
    }
    out
}

fn verdict(report: &Report) -> String {
    let verdict = report.verdict;
    let count = |number: u32, one: &str| format!("{number} {one}{}", if number == 1 { "" } else { "s" });
    let mut parts = vec![format!("{} of {} ready", verdict.ready, count(verdict.listeners, "listener"))];
    parts.push(count(verdict.errors, "error"));
    parts.push(count(verdict.warnings, "warning"));
    format!("{}\n", parts.join(", "))
}

fn listeners(listeners: &[Listener]) -> String {
    let rows: Vec<[String; 4]> = listeners
        .iter()
        .map(|listener| {
            let state = if listener.ready { "ready" } else { "not ready" };
            [
                format!("{} {}", listener.gateway, listener.name),
                format!("{} {}", listener.protocol, listener.port),
                state.to_owned(),
                if listener.ready && !listener.split { String::new() } else { listener.kic.clone() },
            ]
        })
        .collect();
    let width = |column: usize| rows.iter().filter_map(|row| row.get(column)).map(|cell| cell.chars().count()).max();
    let widths: Vec<usize> = (0..4).map(|column| width(column).unwrap_or_default()).collect();
    let mut out = String::new();
    for row in &rows {
        let cells: Vec<String> = row.iter().zip(&widths).map(|(cell, width)| format!("{cell:<width$}")).collect();
        let _ = writeln!(out, "{}", cells.join("  ").trim_end());
    }
    out
}

fn one(problem: &Problem, sources: &Sources<'_>) -> String {
    let mut out = format!("{}[{}]: {}\n", problem.severity, problem.code, problem.message);
    excerpt(&mut out, &problem.span, sources, None);
    for label in &problem.labels {
        excerpt(&mut out, &label.span, sources, Some(&label.text));
    }
    for help in &problem.help {
        let _ = writeln!(out, "  help: {help}");
    }
    let _ = writeln!(out, "  source: {}", problem.source);
    out
}

/// The first line of a place with carets under it.
fn excerpt(out: &mut String, span: &Span, sources: &Sources<'_>, label: Option<&str>) {
    let _ = writeln!(out, "  --> {}:{}:{}", span.file, span.line, span.column);
    let text = sources.iter().find(|(_, file)| file.name == span.file).map_or("", |(_, file)| file.text);
    let index = usize::try_from(span.line.saturating_sub(1)).unwrap_or(usize::MAX);
    let Some(line) = text.lines().nth(index) else { return };
    let number = span.line.to_string();
    let pad = " ".repeat(number.len());
    let units = |until: u32| usize::try_from(until.saturating_sub(1)).unwrap_or(usize::MAX);
    let start = units(span.column);
    let end = if span.end_line == span.line { units(span.end_column) } else { line.encode_utf16().count() };
    let lead = " ".repeat(start);
    let carets = "^".repeat(end.saturating_sub(start).max(1));
    let _ = writeln!(out, "  {pad} |\n  {number} | {line}\n  {pad} | {lead}{carets} {}", label.unwrap_or_default());
    while out.ends_with([' ', '\n']) {
        out.pop();
    }
    out.push('\n');
}
