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

/// Appends a scalar to a list behind an item, in the style of the list.
pub fn append_scalar(sources: &Sources<'_>, list: Span, behind: Span, value: &str) -> Option<Edit> {
    if is_flow(sources, list) {
        return Some(Edit { span: behind.at_end(), text: format!(", {value}") });
    }
    let indent = " ".repeat(dash_column(sources, behind)?);
    Some(Edit { span: end_of_item(sources, behind), text: format!("\n{indent}- {value}") })
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

/// Writes a field in front of the first one of a map that has one. Several keys are maps inside of each other.
///
/// In block style the fields stand on lines of their own, in flow style as `{a: b}`, in JSON with quoted keys.
pub fn insert_field(sources: &Sources<'_>, map: Span, keys: &[String], value: &str) -> Option<Edit> {
    let text = sources.slice(map);
    let (outer, inner) = keys.split_first()?;
    if let Some(body) = text.strip_prefix('{') {
        let first = body.trim_start();
        let at = map.start + offset(text.len() - first.len());
        let quote = if first.starts_with('"') { "\"" } else { "" };
        let open: Vec<String> = inner.iter().map(|key| format!("{{{quote}{key}{quote}: ")).collect();
        let close = "}".repeat(inner.len());
        let comma = if first.starts_with('}') { "" } else { ", " };
        let field = format!("{quote}{outer}{quote}: {}{value}{close}{comma}", open.concat());
        return Some(Edit { span: Span::new(map.file, at, at), text: field });
    }
    let indent = " ".repeat(column(sources, map));
    let mut field = format!("{outer}:");
    for (depth, key) in inner.iter().enumerate() {
        field = format!("{field}\n{indent}{}{key}:", "  ".repeat(depth + 1));
    }
    Some(Edit { span: map.at_start(), text: format!("{field} {value}\n{indent}") })
}

/// Writes a field with a list of one map in front of the first field of a map; see [`insert_field`].
pub fn insert_list(sources: &Sources<'_>, map: Span, keys: &[String], fields: &[(&str, String)]) -> Option<Edit> {
    if is_flow(sources, map) {
        return insert_field(sources, map, keys, &flow_list(fields));
    }
    let (outer, inner) = keys.split_first()?;
    let indent = " ".repeat(column(sources, map));
    let mut text = format!("{outer}:");
    for (depth, key) in inner.iter().enumerate() {
        text = format!("{text}\n{indent}{}{key}:", "  ".repeat(depth + 1));
    }
    let deep = format!("{indent}{}", "  ".repeat(inner.len()));
    for (index, (key, value)) in fields.iter().enumerate() {
        let lead = if index == 0 { "- " } else { "  " };
        text = format!("{text}\n{deep}{lead}{key}: {value}");
    }
    Some(Edit { span: map.at_start(), text: format!("{text}\n{indent}") })
}

/// A list of one map in flow style.
pub fn flow_list(fields: &[(&str, String)]) -> String {
    let body: Vec<String> = fields.iter().map(|(key, value)| format!("{key}: {value}")).collect();
    format!("[{{{}}}]", body.join(", "))
}

/// Removes a field with the whole lines that it stands on; in flow style with its comma.
///
/// The first field of an item leaves the dash to the next field. `None` where it is the only one of an item.
pub fn remove_lines(sources: &Sources<'_>, span: Span) -> Option<Edit> {
    let around = Around::new(sources, span)?;
    if around.is_alone() {
        return Some(around.lines(span));
    }
    if around.lead.trim_start().starts_with("- ") && around.ends_line() {
        return around.up_to_sibling(sources, span);
    }
    around.between_commas(span)
}

/// Removes an item of a list with the whole lines that it stands on; in flow style with its comma.
///
/// `span` is the item without its dash.
pub fn remove_item(sources: &Sources<'_>, span: Span) -> Option<Edit> {
    let around = Around::new(sources, span)?;
    if around.lead.trim() == "-" && around.ends_line() {
        return Some(around.lines(span));
    }
    around.between_commas(span)
}

/// What stands around a span.
struct Around<'a> {
    /// All text before it.
    before: &'a str,
    /// The text of its first line before it.
    lead: &'a str,
    /// All text behind it.
    after: &'a str,
}

impl<'a> Around<'a> {
    fn new(sources: &Sources<'a>, span: Span) -> Option<Self> {
        let text = sources.get(span.file)?.text;
        let before = text.get(..to_usize(span.start))?;
        let line = before.rfind('\n').map_or(0, |at| at + 1);
        Some(Self { before, lead: before.get(line..)?, after: text.get(to_usize(span.end)..)? })
    }

    /// Nothing but white space and a comment stands behind it on its last line.
    fn ends_line(&self) -> bool {
        let tail = self.after.split('\n').next().unwrap_or_default().trim();
        tail.is_empty() || tail.starts_with('#')
    }

    /// Its lines hold nothing else.
    fn is_alone(&self) -> bool {
        self.lead.trim().is_empty() && self.ends_line()
    }

    fn lines(&self, span: Span) -> Edit {
        let end = self.after.find('\n').map_or(self.after.len(), |at| at + 1);
        let span = Span::new(span.file, span.start - offset(self.lead.len()), span.end + offset(end));
        Edit { span, text: String::new() }
    }

    /// From the first field of an item to the next one, which gets the place behind the dash.
    fn up_to_sibling(&self, sources: &Sources<'_>, span: Span) -> Option<Edit> {
        let column = column(sources, span);
        let mut at = self.after.find('\n')? + 1;
        for line in self.after.get(at..)?.split_inclusive('\n') {
            let content = line.trim_start();
            if !content.is_empty() && !content.starts_with('#') {
                let indent = line.len() - content.len();
                let is_sibling = indent == column && !content.starts_with("- ");
                let span = Span::new(span.file, span.start, span.end + offset(at + indent));
                return is_sibling.then_some(Edit { span, text: String::new() });
            }
            at += line.len();
        }
        None
    }

    fn between_commas(&self, span: Span) -> Option<Edit> {
        let (before, after) = (self.before.trim_end(), self.after.trim_start());
        let blanks = offset(self.after.len() - after.len());
        if let Some(kept) = before.strip_suffix(',') {
            return Some(Edit { span: Span::new(span.file, offset(kept.len()), span.end), text: String::new() });
        }
        if let Some(rest) = after.strip_prefix(',') {
            let more = offset(rest.len() - rest.trim_start_matches(' ').len());
            let end = span.end + blanks + 1 + more;
            return Some(Edit { span: Span::new(span.file, span.start, end), text: String::new() });
        }
        let is_only = before.ends_with(['[', '{']) && after.starts_with([']', '}']);
        is_only.then(|| Edit { span, text: String::new() })
    }
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::apply;
    use crate::text::{SourceFile, Sources};
    use crate::yaml::{self, Limits};

    /// The text after the edit of the node at a path, where numbers are positions in lists.
    fn edited(text: &str, path: &[&str], make: impl Fn(&Sources<'_>, Span) -> Option<Edit>) -> Option<String> {
        let sources = Sources::new([SourceFile { name: "m", pane: Pane::Manifests, text }]);
        let (file, source) = sources.of(Pane::Manifests).next().unwrap();
        let node = yaml::parse(file, source.text, &Limits::default(), &mut Vec::new()).remove(0).node.unwrap();
        let mut at = &node;
        let mut span = node.span().unwrap();
        for key in path {
            if let Ok(index) = key.parse::<usize>() {
                at = &at.items()[index];
                span = at.span().unwrap();
            } else {
                let entry = at.map().unwrap().entry(key).unwrap();
                span = entry.key_place.span().unwrap().to(entry.value.span().unwrap());
                at = &entry.value;
            }
        }
        make(&sources, span).map(|edit| apply(text, &[edit]))
    }

    fn field(sources: &Sources<'_>, span: Span) -> Option<Edit> {
        insert_field(sources, span, &["b".to_owned(), "c".to_owned()], "1")
    }

    #[test]
    fn a_field_is_written_in_the_style_of_its_map() {
        let items = "l:\n  - a: 0 # first\n";
        assert_eq!(edited(items, &["l", "0"], field).unwrap(), "l:\n  - b:\n      c: 1\n    a: 0 # first\n");
        assert_eq!(edited("l: [{ a: 0 }]\n", &["l", "0"], field).unwrap(), "l: [{ b: {c: 1}, a: 0 }]\n");
        assert_eq!(edited("[{\"a\": 0}]", &["0"], field).unwrap(), "[{\"b\": {\"c\": 1}, \"a\": 0}]");
        assert_eq!(edited("[{}]", &["0"], field).unwrap(), "[{b: {c: 1}}]");
    }

    #[test]
    fn a_field_goes_with_its_lines() {
        let text = "m:\n  a: 1 # one\n  b:\n    c: 2\n  d: 3\n";
        assert_eq!(edited(text, &["m", "b"], remove_lines).unwrap(), "m:\n  a: 1 # one\n  d: 3\n");
        assert_eq!(edited(text, &["m", "a"], remove_lines).unwrap(), "m:\n  b:\n    c: 2\n  d: 3\n");
        let items = "l:\n- a: 1\n  # kept\n  b: 2\n- c: 3\n";
        assert_eq!(edited(items, &["l", "0", "a"], remove_lines).unwrap(), "l:\n- b: 2\n- c: 3\n");
        assert_eq!(edited(items, &["l", "1", "c"], remove_lines), None);
        assert_eq!(edited("{a: 1, b: 2}\n", &["a"], remove_lines).unwrap(), "{b: 2}\n");
        assert_eq!(edited("{a: 1, b: 2}\n", &["b"], remove_lines).unwrap(), "{a: 1}\n");
    }

    #[test]
    fn an_item_goes_with_its_dash() {
        let text = "l:\r\n- a: 1\r\n  b: 2\r\n- c: 3\r\n";
        assert_eq!(edited(text, &["l", "0"], remove_item).unwrap(), "l:\r\n- c: 3\r\n");
        assert_eq!(edited("l: [x, y]\n", &["l", "0"], remove_item).unwrap(), "l: [y]\n");
        assert_eq!(edited("l: [x]\n", &["l", "0"], remove_item).unwrap(), "l: []\n");
    }
}
