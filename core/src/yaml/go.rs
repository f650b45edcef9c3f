//! Values as Go's `%#v` prints them, for messages that quote go-yaml or the API server.

use std::fmt::Write as _;

use super::Value;
use crate::go::{float, quote};
use crate::ordered::Ordered as _;

/// The value in Go's syntax, as go-yaml decodes it without a schema.
pub(super) fn syntax(value: &Value<'_>) -> String {
    let mut out = String::new();
    match value {
        Value::Null => out.push_str("<nil>"),
        _ => write_value(&mut out, value, "map[interface {}]interface {}{"),
    }
    out
}

/// The value in Go's syntax, as the API server decodes it.
pub fn json_syntax(value: &Value<'_>) -> String {
    let mut out = String::new();
    write_value(&mut out, value, "map[string]interface {}{");
    out
}

/// The Go type of the value, as `%s` prints it.
pub(super) fn type_name(value: &Value<'_>) -> &'static str {
    match value {
        Value::Null => "%!s(<nil>)",
        Value::Bool(_) => "bool",
        Value::Int(_) => "int",
        Value::Uint(_) => "uint64",
        Value::Float(_) => "float64",
        Value::Text(_) => "string",
        Value::List(_) => "[]interface {}",
        Value::Map(_) => "map[interface {}]interface {}",
    }
}

fn write_value(out: &mut String, value: &Value<'_>, map_type: &str) {
    match value {
        Value::Null => out.push_str("interface {}(nil)"),
        Value::Bool(value) => out.push_str(if *value { "true" } else { "false" }),
        Value::Int(value) => out.push_str(&value.to_string()),
        Value::Uint(value) => {
            // Writing to a string cannot fail.
            let _ = write!(out, "{value:#x}");
        }
        Value::Float(value) => out.push_str(&float(*value)),
        Value::Text(text) => out.push_str(&quote(text)),
        Value::List(items) => {
            out.push_str("[]interface {}{");
            for (at, item) in items.iter().enumerate() {
                out.push_str(if at == 0 { "" } else { ", " });
                write_value(out, &item.value, map_type);
            }
            out.push('}');
        }
        Value::Map(map) => {
            // Go prints maps sorted by key.
            let mut entries: Vec<_> = map.entries.iter().collect();
            entries.order_by(|a, b| a.key.cmp(&b.key));
            out.push_str(map_type);
            for (at, entry) in entries.into_iter().enumerate() {
                out.push_str(if at == 0 { "" } else { ", " });
                out.push_str(&quote(&entry.key));
                out.push(':');
                write_value(out, &entry.value.value, map_type);
            }
            out.push('}');
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::yaml::{Entry, Map, Node};

    #[test]
    fn values_look_as_go_prints_them() {
        let node = |value| Node::from_rule(value, "test");
        let entry = |key: &'static str, value| Entry {
            key: key.into(),
            key_place: crate::provenance::Place::Rule("test"),
            value: node(value),
        };
        let map = Map { entries: vec![entry(".Values.b", Value::Null), entry("a", Value::Text("x\"".into()))] };
        assert_eq!(
            syntax(&Value::Map(map)),
            r#"map[interface {}]interface {}{".Values.b":interface {}(nil), "a":"x\""}"#
        );
        assert_eq!(syntax(&Value::List(vec![node(Value::Int(1)), node(Value::Bool(true))])), "[]interface {}{1, true}");
        assert_eq!(syntax(&Value::Null), "<nil>");
    }
}
