//! `kicplay request`: what becomes of a request, of those that the routes are made for, or of a table of them.

use std::fmt::Write;

use kic_core::wire::request::{Asked, Decision, Question, Row};
use kic_core::wire::{self, Origin};
use serde_json::{Value, json};

use crate::args::{Format, RequestArguments};
use crate::files::{self, UsageError};
use crate::print::Outcome;
use crate::translate::{Texts, options, print};

/// Translates the inputs and asks.
///
/// # Errors
/// An unreadable file, an unknown version, a line that is no request, or a table that is none.
pub fn run(arguments: &RequestArguments) -> Result<Outcome, UsageError> {
    let texts = Texts::read(&arguments.inputs)?;
    let sources = texts.sources();
    let report =
        kic_core::translate(&kic_core::Input { sources: sources.clone(), options: options(&arguments.inputs)? });
    let table = arguments.table.as_deref().map(files::read).transpose()?.unwrap_or_default();
    let question = Question { line: line(arguments), derived: arguments.derived, table, against: None };
    let asked = wire::asked(&report, &sources, &question);
    if let Some(error) = &asked.error {
        return Err(UsageError(format!("{}\n  {}\n  {}", error.message, question.line, carets(error.from, error.to))));
    }
    if let Some(error) = &asked.table_error {
        let name = arguments.table.as_ref().map(|path| path.display().to_string()).unwrap_or_default();
        return Err(UsageError(format!("{name}: {error}")));
    }
    let is_shadowed = asked.shadows.iter().any(|shadow| shadow.whole);
    let failed = asked.table.iter().any(|row| !row.ok) || (arguments.inputs.strict && is_shadowed);
    let text = match arguments.inputs.format {
        Format::Text => words(arguments, &asked),
        format => print(&value(arguments, &asked), format)?,
    };
    Ok(Outcome { text, failed })
}

/// The line with the options of the command line behind it.
fn line(arguments: &RequestArguments) -> String {
    let mut line = arguments.line.clone().unwrap_or_default();
    let mut add = |name: &str, value: &str| {
        let _ = write!(line, " {name} '{}'", value.replace('\'', r"'\''"));
    };
    for header in &arguments.headers {
        add("-H", header);
    }
    for (name, value) in
        [("--sni", &arguments.sni), ("--client-ip", &arguments.client_ip), ("--protocol", &arguments.protocol)]
    {
        if let Some(value) = value {
            add(name, value);
        }
    }
    line
}

fn carets(from: usize, to: usize) -> String {
    format!("{}{}", " ".repeat(from), "^".repeat(to.saturating_sub(from).max(1)))
}

/// Only what was asked for.
fn value(arguments: &RequestArguments, asked: &Asked) -> Value {
    if arguments.table.is_some() {
        return json!(asked.table);
    }
    if arguments.derived {
        return json!({ "derived": asked.derived, "not_made": asked.not_made, "shadows": asked.shadows });
    }
    json!(asked.decision)
}

fn words(arguments: &RequestArguments, asked: &Asked) -> String {
    if arguments.table.is_some() {
        return rows(&asked.table);
    }
    if arguments.derived {
        return derived(asked);
    }
    asked.decision.as_ref().map(decision).unwrap_or_default()
}

fn decision(decision: &Decision) -> String {
    let mut out = format!("{}\n{}\n\n", decision.request, decision.summary);
    for step in &decision.steps {
        let mark = match step.state.as_str() {
            "ok" => "ok",
            "warning" => "!!",
            _ => "--",
        };
        let _ = writeln!(out, "{mark}  {:<8}  {}", step.station, step.text);
        if let Some(why) = &step.why {
            let _ = writeln!(out, "              {why}");
        }
        for origin in &step.origins {
            if let Origin::At(span) = origin {
                let _ = writeln!(out, "              {}:{}:{}", span.file, span.line, span.column);
            }
        }
    }
    if !decision.lost.is_empty() {
        out.push_str("\nroutes that lost:\n");
    }
    for lost in &decision.lost {
        let paths = lost.paths.as_ref().map_or_else(String::new, |paths| format!(" {paths}"));
        let _ = writeln!(out, "  {}{paths}: {}", lost.route.name, lost.why);
    }
    if !decision.plugins.is_empty() {
        out.push_str("\nplugins in order:\n");
    }
    for plugin in &decision.plugins {
        let priority = plugin.priority.map_or_else(|| "?".to_owned(), |priority| priority.to_string());
        let _ = writeln!(out, "  {priority:>7}  {} ({}): {}", plugin.name, plugin.scope, plugin.text);
    }
    if !decision.targets.is_empty() {
        out.push_str("\ntargets:\n");
    }
    for target in &decision.targets {
        let _ = writeln!(out, "  {:>5.1} %  {}", target.share * 100.0, target.target);
    }
    if let Some(sent) = &decision.upstream {
        let _ = write!(out, "\nthe upstream gets:\n  {} {}\n", sent.method, sent.target);
        for (name, value) in sent.host.iter().map(|host| ("Host", host.as_str())).chain(pairs(&sent.headers)) {
            let _ = writeln!(out, "  {name}: {value}");
        }
    }
    if let Some(answer) = &decision.answer {
        let _ = write!(out, "\nKong answers {}\n", answer.status);
        for (name, value) in pairs(&answer.headers) {
            let _ = writeln!(out, "  {name}: {value}");
        }
        if let Some(message) = &answer.message {
            let _ = writeln!(out, "  {message}");
        }
    }
    out
}

fn pairs(headers: &[(String, String)]) -> impl Iterator<Item = (&str, &str)> {
    headers.iter().map(|(name, value)| (name.as_str(), value.as_str()))
}

fn rows(rows: &[Row]) -> String {
    let mut out = String::new();
    for row in rows {
        let _ = writeln!(out, "{} {}  {}", if row.ok { "ok    " } else { "FAILED" }, row.number, row.request);
        for difference in &row.differences {
            let _ = writeln!(
                out,
                "         {}: expected {}, got {}",
                difference.field, difference.expected, difference.found
            );
        }
    }
    let failed = rows.iter().filter(|row| !row.ok).count();
    let _ = writeln!(out, "{} of {} as expected", rows.len() - failed, rows.len());
    out
}

fn derived(asked: &Asked) -> String {
    let mut out = String::new();
    for request in &asked.derived {
        let end = match (&request.other, &request.outcome) {
            _ if request.reaches => "reaches it".to_owned(),
            (Some(other), _) => format!("goes to {}", other.name),
            (None, outcome) => outcome.clone().unwrap_or_default(),
        };
        let _ = writeln!(out, "{}  {}  {}: {end}", request.route.name, request.purpose, request.line);
    }
    for left in &asked.not_made {
        let _ = writeln!(out, "{}: no request was made: {}", left.route.name, left.why);
    }
    for shadow in &asked.shadows {
        let what = if shadow.whole { "is never reached" } else { "loses requests" };
        let _ = writeln!(out, "{} {what}: {} goes to {}", shadow.route.name, shadow.request, shadow.by.name);
    }
    out
}
