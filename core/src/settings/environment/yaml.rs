//! YAML in the environment pane: a container's `env:` list, a compose file's `environment:`, a map, a ConfigMap, or a
//! whole manifest that holds one of them.

use std::borrow::Cow;

use super::value::EnvValue;
use super::{Assignment, Line, Reader, dotenv};
use crate::diagnostic::Diagnostic;
use crate::diagnostic::catalog::environment as catalog;
use crate::provenance::{Place, Placed};
use crate::text::{Span, offset, to_usize};
use crate::yaml::{self, Entry, Limits, Node, Value};

/// The line begins a list, or a list or map with brackets.
pub(super) fn is_yaml(content: &str) -> bool {
    content == "-" || content.starts_with("- ") || content.starts_with(['[', '{', '"'])
}

/// Reads the YAML that begins with the line and goes on to the next assignment that is not indented more.
pub(super) fn read(reader: &mut Reader<'_, '_>, line: Line) -> usize {
    let indent = indentation(reader, line);
    let mut end = line.next;
    while end < reader.text.len() {
        let next = reader.line(end);
        if dotenv::form(reader.text, next.start, next.end).is_some() && indentation(reader, next) <= indent {
            break;
        }
        end = next.next;
    }
    read_region(reader, line.start, end);
    end
}

/// Reads the one entry of a map that begins with the line, and its lines that are indented more.
pub(super) fn read_entry(reader: &mut Reader<'_, '_>, line: Line) -> usize {
    let indent = indentation(reader, line);
    let mut end = line.next;
    while end < reader.text.len() {
        let next = reader.line(end);
        if !reader.slice(next.start, next.end).trim().is_empty() && indentation(reader, next) <= indent {
            break;
        }
        end = next.next;
    }
    read_region(reader, line.start, end);
    end
}

fn indentation(reader: &Reader<'_, '_>, line: Line) -> usize {
    let text = reader.slice(line.start, line.end);
    text.len() - text.trim_start_matches([' ', '\t']).len()
}

fn read_region(reader: &mut Reader<'_, '_>, start: usize, end: usize) {
    let base = offset(start);
    let mut problems = Vec::new();
    let documents = yaml::parse(reader.file, reader.slice(start, end), &Limits::default(), &mut problems);
    reader.problems.extend(problems.into_iter().map(|problem| shifted(problem, base)));
    for document in &documents {
        let Some(node) = &document.node else { continue };
        let mut walker = Walker { reader: &mut *reader, base };
        if !walker.variables(node, Form::Unknown) {
            let span = walker.span(node.place);
            walker.reader.problems.extend(span.map(|span| catalog::not_environment(span, "this YAML")));
        }
    }
}

fn shifted(mut problem: Diagnostic, base: u32) -> Diagnostic {
    let shift = |span: &mut Span| *span = Span::new(span.file, span.start + base, span.end + base);
    shift(&mut problem.primary);
    problem.labels.iter_mut().for_each(|label| shift(&mut label.span));
    problem.fixes.iter_mut().flat_map(|fix| &mut fix.edits).for_each(|edit| shift(&mut edit.span));
    problem
}

/// What a node of the tree is expected to be.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Form {
    /// Anything that may hold variables.
    Unknown,
    /// The value of `env:`, `environment:` or `data:`.
    Variables,
}

struct Walker<'r, 'a, 'p> {
    reader: &'r mut Reader<'a, 'p>,
    /// Where the text of the tree begins in the file.
    base: u32,
}

impl<'a> Walker<'_, 'a, '_> {
    /// Takes the variables that the node holds; `false` if there are none.
    fn variables(&mut self, node: &Node<'a>, form: Form) -> bool {
        match &node.value {
            Value::List(items) => {
                let mut found = false;
                for item in items {
                    found |= self.item(item, form);
                }
                found
            }
            Value::Map(map) => self.map(&map.entries, form),
            _ => false,
        }
    }

    /// An item of a list: a variable of a container, `NAME=value` of a compose file, or something that holds some.
    fn item(&mut self, item: &Node<'a>, form: Form) -> bool {
        if item.text().is_some() {
            return self.pair(item);
        }
        let Some(name) = item.get("name").filter(|name| name.text().is_some()) else {
            return self.variables(item, Form::Unknown);
        };
        let keys = || item.entries().iter().map(|entry| entry.key.as_ref());
        if form == Form::Unknown && !keys().all(|key| matches!(key, "name" | "value" | "valueFrom")) {
            return self.variables(item, Form::Unknown);
        }
        if item.get("valueFrom").is_some() {
            let span = self.span(item.place);
            let name = name.text().unwrap_or_default();
            self.reader.problems.extend(span.map(|span| catalog::value_elsewhere(name, span)));
            return true;
        }
        let value = item.get("value").map(|value| self.value(name.text().unwrap_or_default(), value, true));
        let value = value.unwrap_or_else(|| EnvValue::opaque("", self.place(name.place)));
        self.assign(name, value)
    }

    /// `NAME=value` as one text.
    fn pair(&mut self, item: &Node<'a>) -> bool {
        let Value::Text(text) = &item.value else { return false };
        let whole = self.text(text, item.place);
        if self.reader.take_flag(&whole) {
            return true;
        }
        let Some(at) = text.find('=').filter(|at| dotenv::name_length(text) == *at && *at > 0) else { return false };
        let name = Placed::new(Cow::Owned(text.get(..at).unwrap_or_default().to_owned()), whole.place(0..at));
        let value = whole.slice(at + 1..text.len());
        self.reader.environment.entries.push(Assignment { name, value, line: None });
        true
    }

    fn map(&mut self, entries: &[Entry<'a>], form: Form) -> bool {
        let is_config_map = entries.iter().any(|entry| entry.key == "kind" && entry.value.text() == Some("ConfigMap"));
        let mut found = false;
        for entry in entries {
            let key = entry.key.as_ref();
            let holds = matches!(key, "env" | "environment") || key == "data" && is_config_map;
            let is_scalar = !matches!(entry.value.value, Value::List(_) | Value::Map(_));
            if key == "envFrom" {
                let span = self.span(entry.key_place);
                self.reader.problems.extend(span.map(|span| catalog::value_elsewhere("envFrom", span)));
                found = true;
            } else if holds && !is_scalar {
                found |= self.variables(&entry.value, Form::Variables);
            } else if is_scalar && (form == Form::Variables || is_variable(key)) {
                let value = self.value(key, &entry.value, false);
                let name = Placed::new(entry.key.clone(), self.place(entry.key_place));
                self.reader.environment.entries.push(Assignment { name, value, line: None });
                found = true;
            } else if form == Form::Unknown {
                found |= self.variables(&entry.value, Form::Unknown);
            }
        }
        found
    }

    fn assign(&mut self, name: &Node<'a>, value: EnvValue<'a>) -> bool {
        let Value::Text(text) = &name.value else { return false };
        let name = Placed::new(text.clone(), self.place(name.place));
        self.reader.environment.entries.push(Assignment { name, value, line: None });
        true
    }

    /// The text of a value. One that is no string counts as it is written; a container cannot have it.
    fn value(&mut self, name: &str, node: &Node<'a>, of_container: bool) -> EnvValue<'a> {
        if let Value::Text(text) = &node.value {
            return self.text(text, node.place);
        }
        let Some(span) = self.span(node.place) else { return EnvValue::opaque("", node.place) };
        let text = self.reader.slice(to_usize(span.start), to_usize(span.end));
        if node.value == Value::Null {
            return EnvValue::opaque("", span);
        }
        if of_container {
            self.reader.problems.push(catalog::value_not_string(name, span, node.kind_in_words(), text));
        }
        EnvValue::verbatim(text, self.reader.file, span.start)
    }

    /// A text of the tree, byte for byte where it stands in the file like that.
    fn text(&self, text: &Cow<'a, str>, place: Place) -> EnvValue<'a> {
        if let Cow::Borrowed(text) = text {
            let start = text.as_ptr().addr().checked_sub(self.reader.text.as_ptr().addr());
            if let Some(start) = start.filter(|start| self.reader.slice(*start, start + text.len()) == *text) {
                let whole = self.place(place);
                return EnvValue::verbatim(text, self.reader.file, offset(start)).with_whole(whole);
            }
        }
        EnvValue::opaque(text.clone(), self.place(place))
    }

    fn span(&self, place: Place) -> Option<Span> {
        let span = place.span()?;
        Some(Span::new(span.file, span.start + self.base, span.end + self.base))
    }

    fn place(&self, place: Place) -> Place {
        self.span(place).map_or(place, Place::At)
    }
}

/// The key looks like a variable of one of the two programs.
fn is_variable(key: &str) -> bool {
    key.starts_with("KONG_") || key.starts_with("CONTROLLER_")
}
