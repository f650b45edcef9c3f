//! Writing YAML that readers of version 1.1 and 1.2 understand alike.
//!
//! serde_yaml writes the document, with a placeholder for each string: what it thinks of strings is true for YAML 1.2
//! only (`on`, `1_000`, `2020-01-02`, `<<` stay unquoted), and it cannot be told otherwise. [`scalar`] writes the
//! strings as go-yaml v2 does, and they are put into the places of the placeholders.

mod order;
mod scalar;

use std::cell::RefCell;

use serde::Serialize;
use serde::ser::{SerializeMap, SerializeSeq, Serializer};
use serde_json::Value;

use scalar::Place;

/// The value as YAML: block style, keys in the order of the value, no line folding.
///
/// Reading the text again gives the same value, in this crate, in Kubernetes and in readers of YAML 1.2. The text ends
/// with a line break. A value that JSON cannot hold (a map with a list as key) gives the empty text.
pub fn emit(value: &(impl Serialize + ?Sized)) -> String {
    serde_json::to_value(value).map_or_else(|_| String::new(), |value| write(&value, Style::Safe))
}

/// The value as sigs.k8s.io/yaml writes JSON, byte for byte: keys in go-yaml's natural order, long lines folded.
///
/// Numbers pass through 64-bit floats, as they do where the controller's tests dump the configuration.
///
/// Source: spec/gateway-routes.md 13.5; sigs.k8s.io/yaml `yaml.go:JSONToYAML`, go.yaml.in/yaml v2 `encode.go`,
/// `sorter.go`, `emitterc.go`.
pub fn emit_like_kubernetes(value: &Value) -> String {
    write(value, Style::Kubernetes)
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Style {
    Safe,
    Kubernetes,
}

/// A line break is put into values behind this column; go-yaml's `best_width`.
const FOLD_AT: usize = 80;

/// No number, boolean or null has this letter.
const PLACEHOLDER: &str = "S";
const FILLER: &str = "x";

/// Longest key that the emitters write as `key:`; longer ones and those of several lines become `? key`.
const LONGEST_SIMPLE_KEY: usize = 128;

/// What takes the place of a placeholder.
enum Piece<'v> {
    Text(&'v str),
    Verbatim(String),
}

/// Serializes a value with placeholders and remembers what they stand for, in order.
struct Skeleton<'v, 'p> {
    value: &'v Value,
    style: Style,
    pieces: &'p RefCell<Vec<Piece<'v>>>,
}

impl<'v> Skeleton<'v, '_> {
    fn of(&self, value: &'v Value) -> Self {
        Self { value, ..*self }
    }
}

impl Serialize for Skeleton<'_, '_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self.value {
            Value::Null => serializer.serialize_unit(),
            Value::Bool(value) => serializer.serialize_bool(*value),
            Value::Number(number) if self.style == Style::Safe => number.serialize(serializer),
            Value::Number(number) => {
                self.pieces.borrow_mut().push(Piece::Verbatim(scalar::number(number)));
                serializer.serialize_str(PLACEHOLDER)
            }
            Value::String(text) => {
                self.pieces.borrow_mut().push(Piece::Text(text));
                serializer.serialize_str(PLACEHOLDER)
            }
            Value::Array(items) => {
                let mut list = serializer.serialize_seq(Some(items.len()))?;
                for item in items {
                    list.serialize_element(&self.of(item))?;
                }
                list.end()
            }
            Value::Object(fields) => {
                let mut entries: Vec<(&String, &Value)> = fields.iter().collect();
                if self.style == Style::Kubernetes {
                    entries = order::sort(entries, &|a, b| order::is_less(a.0, b.0));
                }
                let mut map = serializer.serialize_map(Some(entries.len()))?;
                for (key, value) in entries {
                    self.pieces.borrow_mut().push(Piece::Text(key));
                    // As long as the key, so that serde_yaml decides on `?` as go-yaml would.
                    let is_simple = key.len() <= LONGEST_SIMPLE_KEY && !key.contains('\n');
                    let filler = if is_simple { 0 } else { LONGEST_SIMPLE_KEY };
                    map.serialize_entry(&format!("{PLACEHOLDER}{}", FILLER.repeat(filler)), &self.of(value))?;
                }
                map.end()
            }
        }
    }
}

fn write(value: &Value, style: Style) -> String {
    let pieces = RefCell::default();
    let skeleton = serde_yaml::to_string(&Skeleton { value, style, pieces: &pieces }).unwrap_or_default();
    let width = if style == Style::Kubernetes { FOLD_AT } else { usize::MAX };
    let mut parts = skeleton.split(PLACEHOLDER);
    let mut out = parts.next().unwrap_or_default().to_owned();
    // The line of the skeleton that the placeholder stands in: its beginning tells the indentation.
    let mut line = out.rsplit('\n').next().unwrap_or_default().to_owned();
    for (piece, part) in pieces.take().into_iter().zip(parts) {
        let after = part.trim_start_matches(FILLER);
        let is_simple_key = after.starts_with(':');
        let indent = indentation(&line, is_simple_key);
        let mut place = Place { out: &mut out, indent, width, may_break: !is_simple_key };
        let ends_line = match piece {
            Piece::Text(text) => place.text(text),
            Piece::Verbatim(text) => place.verbatim(&text),
        };
        // A block scalar has ended its line by itself.
        out.push_str(if ends_line { after.strip_prefix('\n').unwrap_or(after) } else { after });
        match part.rfind('\n') {
            Some(at) => part.get(at + 1..).unwrap_or_default().clone_into(&mut line),
            None => line.push_str(part),
        }
    }
    out
}

/// Column at which further lines of a scalar begin that follows this beginning of a line.
fn indentation(line: &str, is_simple_key: bool) -> usize {
    let mut rest = line.trim_start_matches(' ');
    while let Some(behind) =
        rest.strip_prefix("- ").or_else(|| rest.strip_prefix("? ")).or_else(|| rest.strip_prefix(": "))
    {
        rest = behind;
    }
    let column = line.len() - rest.len();
    // Behind a key, or the only node of the document.
    if !rest.is_empty() || is_simple_key || column == 0 { column + 2 } else { column }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn words_and_numbers_of_yaml_1_1_are_quoted() {
        let value = json!({"on": "yes", "y": [1, "1", "1_000", 1.5, "1.5", "0777", "2020-01-02", "1:20", "<<", "=", "~", ""],
            "n": null, "plain": "10.0.0.1:80", "true": true});
        assert_eq!(
            emit(&value),
            "\"on\": \"yes\"\n\"y\":\n- 1\n- \"1\"\n- \"1_000\"\n- 1.5\n- \"1.5\"\n- \"0777\"\n- \"2020-01-02\"\n- \"1:20\"\n- \"<<\"\n- \"=\"\n- \"~\"\n- \"\"\n\"n\": null\nplain: 10.0.0.1:80\n\"true\": true\n"
        );
    }

    #[test]
    fn layout_is_that_of_kubernetes() {
        let value = json!({"b": [{"x": 1, "y": []}, [1, [2]], {}], "a": {"c": "*.foo", "d": "it's: x"}});
        assert_eq!(
            emit_like_kubernetes(&value),
            "a:\n  c: '*.foo'\n  d: 'it''s: x'\nb:\n- x: 1\n  \"y\": []\n- - 1\n  - - 2\n- {}\n"
        );
    }

    #[test]
    fn texts_of_several_lines_become_literal_blocks() {
        let value = json!({"a": "x\n y\n", "b": "x", "c": ["1\n2", " x\n", "x\n\n", "\nx"], "d": "tab\t\n"});
        assert_eq!(
            emit_like_kubernetes(&value),
            "a: |\n  x\n   y\nb: x\nc:\n- |-\n  1\n  2\n- |2\n   x\n- |+\n  x\n\n- |2-\n\n  x\nd: \"tab\\t\\n\"\n"
        );
        assert_eq!(emit_like_kubernetes(&json!("a\nb\n")), "|\n  a\n  b\n");
    }

    #[test]
    fn long_values_are_folded_behind_column_80() {
        // spec/gateway-routes.md, the example with expressions.
        let expression = "(http.host == \"shop.example.com\") && (((http.path == \"/api\") || (http.path ^= \"/api/\")) && ((http.headers.accept ~ \"application/.*\") && (http.headers.x_version == \"2\")) && (http.method == \"GET\"))";
        let text = emit_like_kubernetes(&json!({"services": [{"routes": [{"expression": expression}]}]}));
        assert_eq!(
            text,
            "services:\n- routes:\n  - expression: (http.host == \"shop.example.com\") && (((http.path == \"/api\") || (http.path\n      ^= \"/api/\")) && ((http.headers.accept ~ \"application/.*\") && (http.headers.x_version\n      == \"2\")) && (http.method == \"GET\"))\n"
        );
        assert_eq!(emit(&json!({"e": expression})).lines().count(), 1);
    }

    #[test]
    fn long_keys_are_written_with_a_question_mark() {
        let key = "k".repeat(129);
        assert_eq!(emit_like_kubernetes(&json!({ key.clone(): 1 })), format!("? {key}\n: 1\n"));
    }
}
