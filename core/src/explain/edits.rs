//! Minimal edits of YAML and of environments that keep the user's layout and comments.

use crate::diagnostic::Edit;
use crate::text::{Pane, Sources, Span, offset, to_usize};
use crate::yaml::Node;

/// Appends an item, a map of `fields`, to a list that has at least one item.
///
/// In block style the item gets the indentation of the last one, in flow style it is written as `{a: b}`. `None` for an
/// empty list, or one that nobody wrote.
pub fn append_item(sources: &Sources<'_>, list: &Node<'_>, fields: &[(&str, String)]) -> Option<Edit> {
    let item = list.items().last()?.span()?;
    let at = end_of_item(sources, item);
    if is_flow(sources, list.span()?) {
        let body: Vec<String> = fields.iter().map(|(key, value)| format!("{key}: {value}")).collect();
        return Some(Edit { span: item.at_end(), text: format!(", {{{}}}", body.join(", ")) });
    }
    let indent = dash_column(sources, item)?;
    let pad = " ".repeat(indent);
    let lines: Vec<String> = fields
        .iter()
        .enumerate()
        .map(|(index, (key, value))| {
            let lead = if index == 0 { "- " } else { "  " };
            format!("\n{pad}{lead}{key}: {value}")
        })
        .collect();
    Some(Edit { span: at, text: lines.concat() })
}

/// Puts a field into a map that has at least one entry, after its last entry.
pub fn append_field(sources: &Sources<'_>, map: &Node<'_>, key: &str, value: &str) -> Option<Edit> {
    let last = map.entries().iter().rev().find_map(|entry| Some((entry.key_place.span()?, entry.value.span()?)))?;
    let (key_span, value_span) = last;
    let (open, _) = sources.slice(map.span()?).split_at_checked(1)?;
    if open == "{" {
        return Some(Edit { span: value_span.at_end(), text: format!(", {key}: {value}") });
    }
    let indent = column(sources, key_span);
    let at = end_of_item(sources, key_span.to(value_span));
    Some(Edit { span: at, text: format!("\n{}{key}: {value}", " ".repeat(indent)) })
}

/// Puts a field into a map that has at least one entry, before its first entry.
pub fn prepend_field(sources: &Sources<'_>, map: &Node<'_>, key: &str, value: &str) -> Option<Edit> {
    let first = map.entries().iter().find_map(|entry| entry.key_place.span())?;
    let (open, _) = sources.slice(map.span()?).split_at_checked(1)?;
    let text = if open == "{" {
        format!("{key}: {value}, ")
    } else {
        format!("{key}: {value}\n{}", " ".repeat(column(sources, first)))
    };
    Some(Edit { span: first.at_start(), text })
}

/// Appends a document to the manifests.
pub fn append_document(sources: &Sources<'_>, document: &str) -> Option<Edit> {
    let end = sources.end_of(Pane::Manifests)?;
    let text = sources.get(end.file)?.text;
    let body = text.trim_end();
    let lead = match (body.is_empty(), body.len() == text.len()) {
        (true, _) => "",
        _ if body.ends_with("---") && body.lines().last() == Some("---") => "\n",
        _ => "\n---\n",
    };
    let start = offset(body.len());
    Some(Edit { span: Span::new(end.file, start, end.end), text: format!("{lead}{}\n", document.trim_end()) })
}

/// Appends a line `NAME=value` to the environment.
pub fn append_variable(sources: &Sources<'_>, name: &str, value: &str) -> Option<Edit> {
    let end = sources.end_of(Pane::Environment)?;
    let text = sources.get(end.file)?.text;
    let lead = if text.is_empty() || text.ends_with('\n') { "" } else { "\n" };
    Some(Edit { span: end, text: format!("{lead}{name}={value}\n") })
}

/// Removes a field, or an item, with the whole lines that it stands on; in flow style with the comma before it.
pub fn remove_lines(sources: &Sources<'_>, span: Span) -> Option<Edit> {
    let text = sources.get(span.file)?.text;
    let before = text.get(..to_usize(span.start))?;
    let line_start = before.rfind('\n').map_or(0, |at| at + 1);
    let lead = before.get(line_start..)?;
    let after = text.get(to_usize(span.end)..)?;
    let line_end = after.find('\n').map_or(after.len(), |at| at + 1);
    let tail = after.get(..line_end)?.trim();
    if lead.trim().is_empty() && (tail.is_empty() || tail.starts_with('#')) {
        let span = Span::new(span.file, offset(line_start), span.end + offset(line_end));
        return Some(Edit { span, text: String::new() });
    }
    let comma = before.trim_end().ends_with(',').then(|| before.rfind(','))?;
    let start = comma.map_or(span.start, offset);
    Some(Edit { span: Span::new(span.file, start, span.end), text: String::new() })
}

/// Whether a list or map is written with brackets.
fn is_flow(sources: &Sources<'_>, span: Span) -> bool {
    sources.slice(span).starts_with(['[', '{'])
}

/// Column, from 0, in characters, of the dash in front of a block item.
fn dash_column(sources: &Sources<'_>, item: Span) -> Option<usize> {
    let text = sources.get(item.file)?.text;
    let before = text.get(..to_usize(item.start))?;
    let line_start = before.rfind('\n').map_or(0, |at| at + 1);
    let line = before.get(line_start..)?;
    let dash = line.rfind('-')?;
    line.get(..dash).map(|lead| lead.chars().count())
}

/// Column, from 0, in characters, of a place.
fn column(sources: &Sources<'_>, span: Span) -> usize {
    let Some(before) = sources.get(span.file).and_then(|file| file.text.get(..to_usize(span.start))) else { return 0 };
    let line_start = before.rfind('\n').map_or(0, |at| at + 1);
    before.get(line_start..).map_or(0, |line| line.chars().count())
}

/// The end of the last line of an item that has more than white space or a comment, as an empty span.
fn end_of_item(sources: &Sources<'_>, item: Span) -> Span {
    let Some(file) = sources.get(item.file) else { return item.at_end() };
    let text = file.text.get(..to_usize(item.end)).unwrap_or_default();
    let trimmed = text.trim_end();
    // A comment behind the value stays on its line.
    let rest = file.text.get(trimmed.len()..).unwrap_or_default();
    let line_end = rest.find('\n').map_or(rest.len(), |at| at);
    let tail = rest.get(..line_end).unwrap_or_default();
    let keep = if tail.trim_start().starts_with('#') { tail.trim_end().len() } else { 0 };
    let at = offset(trimmed.len() + keep);
    Span::new(item.file, at, at)
}

/// The first free name `stem`, `stem-2`, … that is not among those taken.
pub fn free_name(stem: &str, taken: &[&str]) -> String {
    if !taken.contains(&stem) {
        return stem.to_owned();
    }
    // Among one more number than names are taken, one is free.
    (2..taken.len() + 3)
        .map(|number| format!("{stem}-{number}"))
        .find(|name| !taken.contains(&name.as_str()))
        .unwrap_or_default()
}
