//! YAML as `kubectl` and `deck` print it (lists at the column of their key), with a pointer a line.

use std::rc::Rc;

use serde_json::{Map, Value};

use super::line::{Kind, Line, member};
use super::scalar::{Scalar, scalar};

/// The value as a YAML document; `pointer` is its own.
pub fn yaml_lines(value: &Value, pointer: &str) -> Vec<Line> {
    let pointer = Rc::from(pointer);
    let mut lines = Vec::new();
    block(&mut lines, value, &pointer, 0);
    lines
}

/// Writes a value that stands on lines of its own.
fn block(lines: &mut Vec<Line>, value: &Value, pointer: &Rc<str>, indent: usize) {
    match value {
        Value::Object(map) if !map.is_empty() => mapping(lines, map, pointer, indent, None),
        Value::Array(list) if !list.is_empty() => sequence(lines, list, pointer, indent),
        flat => inline(lines, Line::new(pointer, indent), flat, pointer, indent),
    }
}

/// `first` is a line that already holds the dash of a list: the first key goes behind it.
pub(super) fn mapping(
    lines: &mut Vec<Line>,
    map: &Map<String, Value>,
    pointer: &Rc<str>,
    indent: usize,
    mut first: Option<Line>,
) {
    for (key, value) in map {
        let pointer = member(pointer, key);
        let mut line = first.take().unwrap_or_else(|| Line::new(&pointer, indent));
        line.pointer = Rc::clone(&pointer);
        line.push(Kind::Key, scalar(key).flat());
        line.push(Kind::Plain, ":");
        match value {
            Value::Object(map) if !map.is_empty() => {
                lines.push(line);
                mapping(lines, map, &pointer, indent + 2, None);
            }
            Value::Array(list) if !list.is_empty() => {
                lines.push(line);
                sequence(lines, list, &pointer, indent);
            }
            flat => inline(lines, line.with(Kind::Plain, " "), flat, &pointer, indent + 2),
        }
    }
}

fn sequence(lines: &mut Vec<Line>, list: &[Value], pointer: &Rc<str>, indent: usize) {
    for (index, value) in list.iter().enumerate() {
        let pointer = member(pointer, &index.to_string());
        let line = Line::new(&pointer, indent).with(Kind::Plain, "- ");
        match value {
            Value::Object(map) if !map.is_empty() => mapping(lines, map, &pointer, indent + 2, Some(line)),
            Value::Array(list) if !list.is_empty() => {
                lines.push(Line::new(&pointer, indent).with(Kind::Plain, "-"));
                sequence(lines, list, &pointer, indent + 2);
            }
            flat => inline(lines, line, flat, &pointer, indent + 2),
        }
    }
}

/// Writes a value without parts behind what `line` already holds; a text of several lines goes below, at `indent`.
fn inline(lines: &mut Vec<Line>, line: Line, value: &Value, pointer: &Rc<str>, indent: usize) {
    match value {
        Value::String(text) => match scalar(text) {
            Scalar::Flat(text) => lines.push(line.with(Kind::Text, text)),
            Scalar::Block { header, body } => {
                lines.push(line.with(Kind::Plain, header));
                for part in body {
                    // An empty line has no indentation either.
                    let indent = if part.is_empty() { 0 } else { indent };
                    lines.push(Line::new(pointer, indent).with(Kind::Text, part));
                }
            }
        },
        Value::Number(number) => lines.push(line.with(Kind::Number, number.to_string())),
        Value::Object(_) => lines.push(line.with(Kind::Plain, "{}")),
        Value::Array(_) => lines.push(line.with(Kind::Plain, "[]")),
        word => lines.push(line.with(Kind::Word, word.to_string())),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::wire::code::text_of;
    use serde_json::json;

    fn yaml(value: &Value) -> String {
        text_of(&yaml_lines(value, "/config"))
    }

    #[test]
    fn lists_stand_at_the_column_of_their_key() {
        let value = json!({"services": [{"name": "a", "paths": ["/x"], "tls": {}}, {"name": "b"}], "size": 1});
        assert_eq!(yaml(&value), "services:\n- name: a\n  paths:\n  - /x\n  tls: {}\n- name: b\nsize: 1\n");
    }

    #[test]
    fn each_line_has_the_pointer_of_its_value() {
        let lines = yaml_lines(&json!({"a": [{"b": 1, "c": [true]}]}), "/config");
        let pointers: Vec<&str> = lines.iter().map(|line| &*line.pointer).collect();
        assert_eq!(pointers, ["/config/a", "/config/a/0/b", "/config/a/0/c", "/config/a/0/c/0"]);
    }

    #[test]
    fn what_is_printed_reads_back_as_the_same_value() {
        let value = json!({
            "_format_version": "3.0",
            "cert": "-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----",
            "kept": "a\n\nb\n\n",
            "only breaks": "\n",
            "words": ["yes", "no", "on", "y", "~", "null", "True", ".inf", "0x1f", "1_000", "2020-01-02", "1:20", "+1", ""],
            "signs": ["- a", "? b", "a: b", "a #b", "#c", "*d", "&e", "!f", "%g", "@h", "`i", "'j'", "\"k\"", "[l", "{m", "n:", "|", ">"],
            "plain": ["~/echo$", "/echo/", "10.244.167.26:1027", "k8s-name:echo", "httproute.default.echo.0", "a b"],
            "spaces": [" a", "a ", "\ta", "tab\tin", "  indented\nblock", "trailing \nblock"],
            "odd": ["\u{0007}", "\u{85}", "\u{feff}x", "ä🦍", "a\rb"],
            "nested": [[1, 2], [], [[{"a": null}]]],
            "numbers": [1, -2, 3.5, 1e300],
            "1": {"true": {"": []}},
        });
        let back: Value = serde_yaml::from_str(&yaml(&value)).unwrap();
        assert_eq!(back, value);
    }
}
