//! Secret values in what can be read as YAML.

use super::raw;
use super::stand_in::Form;
use super::{Finder, names};
use crate::text::{Span, to_usize};
use crate::yaml::{Entry, Node, Value};

/// The annotation with a copy of the whole object.
const LAST_APPLIED: &str = "kubectl.kubernetes.io/last-applied-configuration";

/// What is written behind a stand-in, where a comment may stand.
const COMMENT: &str = " # left out";

/// Finds the secret values of a document.
pub(super) fn object(finder: &mut Finder<'_, '_>, root: &Node<'_>) {
    let mut walker = Walker { finder, title: String::new(), aliased: Vec::new() };
    walker.node(root, "");
    let aliased = std::mem::take(&mut walker.aliased);
    if !aliased.is_empty() {
        walker.anchors(root, &aliased);
    }
}

struct Walker<'f, 'a, 's> {
    finder: &'f mut Finder<'a, 's>,
    /// The object, for people: `Secret kong-cert: `.
    title: String,
    /// Secret values that are written as aliases: they stand at their anchors as well.
    aliased: Vec<String>,
}

impl Walker<'_, '_, '_> {
    /// A node under a key; an item of a list stands under the list's.
    fn node(&mut self, node: &Node<'_>, key: &str) {
        match &node.value {
            Value::Map(map) => self.map(node, &map.entries),
            Value::List(items) => {
                for item in items {
                    match item.text().and_then(|text| Some((text, text.split_once(':')?))) {
                        Some((text, (name, value))) if names::is_secret(name.trim()) => self.header(item, text, value),
                        _ => self.node(item, key),
                    }
                }
            }
            _ if key == LAST_APPLIED || names::is_secret(key) => self.scalar(node, key, Form::Plain),
            Value::Text(_) => self.lines_inside(node),
            _ => {}
        }
    }

    fn map(&mut self, node: &Node<'_>, entries: &[Entry<'_>]) {
        let outer = self.title.clone();
        let kind = node.get("kind").and_then(Node::text);
        if let Some(kind) = kind.filter(|_| node.get("metadata").is_some()) {
            let name = node.at(&["metadata", "name"]).and_then(Node::text).unwrap_or_default();
            self.title = format!("{kind} {name}: ");
        }
        let named = node.get("name").and_then(Node::text).filter(|name| names::is_secret(name));
        for entry in entries {
            let key = entry.key.as_ref();
            match (kind, key, named) {
                (Some("Secret"), "data", _) => self.secret(entry, Form::Base64),
                (Some("Secret"), "stringData", _) => self.secret(entry, Form::Plain),
                // A variable of a container, or a header of a filter.
                (_, "value", Some(name)) => self.scalar(&entry.value, name, Form::Plain),
                _ => self.node(&entry.value, key),
            }
        }
        self.title = outer;
    }

    /// Everything in `data` or `stringData`.
    fn secret(&mut self, entry: &Entry<'_>, form: Form) {
        let is_flow = self.is_flow(&entry.value);
        let mut at = entry.key_place.span().map(|span| to_usize(span.end));
        for value in entry.value.entries() {
            if let (Some(from), Some(key)) = (at, value.key_place.span()) {
                raw::gap(self.finder, from..to_usize(key.start), is_flow, &self.title);
            }
            self.all(&value.value, &value.key, form);
            at = value.value.span().map(|span| to_usize(span.end)).or(at);
        }
        if entry.value.map().is_none() {
            self.all(&entry.value, &entry.key, form);
        } else if let Some(from) = at {
            raw::tail(self.finder, from, is_flow, &self.title);
        }
    }

    /// All scalars of a node.
    fn all(&mut self, node: &Node<'_>, key: &str, form: Form) {
        match &node.value {
            Value::Map(map) => map.entries.iter().for_each(|entry| self.all(&entry.value, key, form)),
            Value::List(items) => items.iter().for_each(|item| self.all(item, key, form)),
            _ => self.scalar(node, key, form),
        }
    }

    fn scalar(&mut self, node: &Node<'_>, key: &str, form: Form) {
        let (Some(span), false) = (node.span(), matches!(node.value, Value::Null | Value::Bool(_))) else { return };
        let source = self.finder.slice(to_usize(span.start), to_usize(span.end)).to_owned();
        let value = node.text().unwrap_or(&source).to_owned();
        if source.is_empty() || value.is_empty() || names::is_reference(&value) && form == Form::Plain {
            return;
        }
        let mut text = self.finder.stand_ins.of(&value, form);
        if source.starts_with(['"', '\'']) && !text.starts_with('"') {
            text = format!("\"{text}\"");
        }
        if source.starts_with('*') {
            self.aliased.push(value);
        }
        if self.may_have_comment(span) {
            text.push_str(COMMENT);
        }
        let what = format!("{}{key}", self.title);
        self.finder.patch(span, text, what);
    }

    /// `Authorization: Basic …` as one text.
    fn header(&mut self, node: &Node<'_>, text: &str, value: &str) {
        let Some(span) = node.span().filter(|_| !names::is_reference(value)) else { return };
        let name = text.split(':').next().unwrap_or_default();
        let stand_in = self.finder.stand_ins.of(value.trim(), Form::Plain);
        let what = format!("{}{}", self.title, name.trim());
        self.finder.patch(span, format!("\"{name}: {stand_in}\""), what);
    }

    /// The lines of a text of several lines: a file in a ConfigMap, a configuration in a Secret's form.
    fn lines_inside(&mut self, node: &Node<'_>) {
        if let Some(span) = node.span() {
            let range = to_usize(span.start)..to_usize(span.end);
            if self.finder.slice(range.start, range.end).contains(['\n', '{']) {
                raw::lines(self.finder, range, &self.title);
            }
        }
    }

    /// The places of values that are written as aliases.
    fn anchors(&mut self, node: &Node<'_>, aliased: &[String]) {
        match &node.value {
            Value::Map(map) => map.entries.iter().for_each(|entry| self.anchors(&entry.value, aliased)),
            Value::List(items) => items.iter().for_each(|item| self.anchors(item, aliased)),
            Value::Text(text) if aliased.iter().any(|value| value == text) => self.scalar(node, "", Form::Plain),
            _ => {}
        }
    }

    fn is_flow(&self, node: &Node<'_>) -> bool {
        let start = node.span().map_or(0, |span| to_usize(span.start));
        self.finder.text.get(start..).is_some_and(|text| text.starts_with('{'))
    }

    /// Behind the value the line ends, and no bracket is open: a comment may stand there. A block ends in a line of its
    /// own.
    fn may_have_comment(&self, span: Span) -> bool {
        let (start, end) = (to_usize(span.start), to_usize(span.end));
        let line_start = self.finder.slice(0, start).rfind('\n').map_or(0, |at| at + 1);
        let before = self.finder.slice(line_start, start);
        let behind = self.finder.text.get(end..).unwrap_or_default().lines().next().unwrap_or_default();
        let is_key = before.trim_start().chars().next().is_some_and(|c| !matches!(c, '"' | '{' | '[' | ','));
        behind.trim().is_empty() && is_key && !before.contains(['{', '['])
    }
}
