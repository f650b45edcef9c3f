//! Helm values as templates see them: merged over the chart's defaults, printed and converted as Go does it.

use std::borrow::Cow;
use std::fmt::Write as _;

use super::defaults::defaults;
use crate::ordered::Ordered as _;
use crate::provenance::Place;
use crate::yaml::{Entry, Map, Node, Value};

/// The user's values over the chart's defaults.
///
/// Maps are merged key by key; a `null` where the chart has a default removes the key; of a map and something else the
/// user's one stays.
///
/// Source: helm 4 `pkg/chart/common/util/coalesce.go`.
pub(super) fn merge<'a>(user: Option<&Node<'a>>) -> Node<'a> {
    let place = user.map_or(Place::Rule("chart kong 3.4.1, values.yaml"), |node| node.place);
    let written = user.and_then(Node::map).cloned().unwrap_or_default();
    Node { value: Value::Map(over(written, defaults())), place }
}

/// `map` over `defaults`.
pub(super) fn over<'a>(mut map: Map<'a>, defaults: Map<'a>) -> Map<'a> {
    for default in defaults.entries {
        let Some(at) = map.entries.iter().position(|entry| entry.key == default.key) else {
            map.entries.push(default);
            continue;
        };
        let Some(entry) = map.entries.get_mut(at) else { continue };
        match (&mut entry.value.value, default.value.value) {
            (Value::Null, _) => {
                map.entries.remove(at);
            }
            (Value::Map(own), Value::Map(below)) => *own = over(std::mem::take(own), below),
            _ => {}
        }
    }
    map
}

/// The value under a key, `null` included; a missing key, or what is no map, has none.
pub(super) fn field<'n, 'a>(node: &'n Node<'a>, key: &str) -> Option<&'n Node<'a>> {
    node.map()?.get(key)
}

/// The value at a path of keys.
pub(super) fn at<'n, 'a>(node: &'n Node<'a>, path: &[&str]) -> Option<&'n Node<'a>> {
    path.iter().try_fold(node, |node, key| field(node, key))
}

/// Whether a template takes the value for true: neither absent, `null`, `false`, zero nor empty.
pub(super) fn truth(node: Option<&Node<'_>>) -> bool {
    node.is_some_and(|node| match &node.value {
        Value::Null => false,
        Value::Bool(value) => *value,
        Value::Int(value) => *value != 0,
        Value::Uint(_) => true,
        Value::Float(value) => *value != 0.0,
        Value::Text(text) => !text.is_empty(),
        Value::List(items) => !items.is_empty(),
        Value::Map(map) => !map.entries.is_empty(),
    })
}

/// Whether the value at a path is true.
pub(super) fn is_set(node: &Node<'_>, path: &[&str]) -> bool {
    truth(at(node, path))
}

/// The value, if a template takes it for true: what `default` and `if` look at.
pub(super) fn set<'n, 'a>(node: &'n Node<'a>, key: &str) -> Option<&'n Node<'a>> {
    field(node, key).filter(|node| truth(Some(node)))
}

/// The value as a template prints it; nothing for an absent value and `null`, because Helm removes `<no value>`.
pub(super) fn print(node: Option<&Node<'_>>) -> String {
    let mut out = String::new();
    if let Some(node) = node.filter(|node| node.value != Value::Null) {
        write_value(&mut out, node);
    }
    out
}

/// Writing to a string cannot fail.
fn write_value(out: &mut String, node: &Node<'_>) {
    match &node.value {
        Value::Null => out.push_str("<nil>"),
        Value::Bool(value) => out.push_str(if *value { "true" } else { "false" }),
        Value::Int(value) => write_integer(out, &value.to_string()),
        Value::Uint(value) => write_integer(out, &value.to_string()),
        Value::Float(value) => {
            let _ = write!(out, "{value}");
        }
        Value::Text(text) => out.push_str(text),
        Value::List(items) => {
            out.push('[');
            for (index, item) in items.iter().enumerate() {
                out.push_str(if index == 0 { "" } else { " " });
                write_value(out, item);
            }
            out.push(']');
        }
        Value::Map(map) => {
            out.push_str("map[");
            for (index, entry) in sorted(map).into_iter().enumerate() {
                let _ = write!(out, "{}{}:", if index == 0 { "" } else { " " }, entry.key);
                write_value(out, &entry.value);
            }
            out.push(']');
        }
    }
}

/// Numbers of values are 64-bit floats, which Go prints with an exponent from a million on: `1e+06`.
fn write_integer(out: &mut String, digits: &str) {
    let (sign, digits) = digits.strip_prefix('-').map_or(("", digits), |digits| ("-", digits));
    out.push_str(sign);
    let Some((first, rest)) = digits.split_at_checked(1).filter(|_| digits.len() > 6) else {
        out.push_str(digits);
        return;
    };
    let fraction = rest.trim_end_matches('0');
    let dot = if fraction.is_empty() { "" } else { "." };
    let _ = write!(out, "{first}{dot}{fraction}e+{:02}", rest.len());
}

/// The value as sprig's `int64` converts it; 0 for what is no number.
pub(super) fn int64(node: Option<&Node<'_>>) -> i64 {
    match node.map(|node| &node.value) {
        Some(Value::Int(value)) => *value,
        Some(Value::Bool(value)) => i64::from(*value),
        Some(Value::Text(text)) => {
            let whole = text.split_once('.').filter(|(_, zeros)| zeros.bytes().all(|byte| byte == b'0'));
            let digits = whole.map_or(text.as_ref(), |(whole, _)| whole);
            let trimmed = digits.trim_start_matches('0');
            if trimmed.is_empty() { 0 } else { trimmed.parse().unwrap_or(0) }
        }
        Some(Value::Float(value)) => format!("{:.0}", value.trunc()).parse().unwrap_or(0),
        _ => 0,
    }
}

/// The Go type of a value, as messages name it.
pub(super) const fn go_type(node: &Node<'_>) -> &'static str {
    match node.value {
        Value::Null => "nil",
        Value::Bool(_) => "bool",
        Value::Int(_) | Value::Uint(_) | Value::Float(_) => "float64",
        Value::Text(_) => "string",
        Value::List(_) => "[]interface {}",
        Value::Map(_) => "map[string]interface {}",
    }
}

/// The entries in the order in which templates range over a map.
pub(super) fn sorted<'m, 'a>(map: &'m Map<'a>) -> Vec<&'m Entry<'a>> {
    let mut entries: Vec<_> = map.entries.iter().collect();
    entries.order_by(|a, b| a.key.cmp(&b.key));
    entries
}

/// The entries of a map node in range order; another node has none.
pub(super) fn sorted_entries<'n, 'a>(node: Option<&'n Node<'a>>) -> Vec<&'n Entry<'a>> {
    node.and_then(Node::map).map(sorted).unwrap_or_default()
}

/// What a template ranges over: the items of a list, the values of a map in key order.
pub(super) fn range<'n, 'a>(node: Option<&'n Node<'a>>) -> Vec<&'n Node<'a>> {
    match node.map(|node| &node.value) {
        Some(Value::List(items)) => items.iter().collect(),
        Some(Value::Map(map)) => sorted(map).into_iter().map(|entry| &entry.value).collect(),
        _ => Vec::new(),
    }
}

/// The node without a tie to the user's text; `place` converts the places.
///
/// Lists and maps get the place that `place` gives them, which must not be a span of the user's text where it is not the
/// text of that list or map: fixes append to it.
pub(super) fn own(node: &Node<'_>, place: &dyn Fn(Place) -> Place) -> Node<'static> {
    let value = match &node.value {
        Value::Null => Value::Null,
        Value::Bool(value) => Value::Bool(*value),
        Value::Int(value) => Value::Int(*value),
        Value::Uint(value) => Value::Uint(*value),
        Value::Float(value) => Value::Float(*value),
        Value::Text(text) => Value::Text(Cow::Owned(text.clone().into_owned())),
        Value::List(items) => Value::List(items.iter().map(|item| own(item, place)).collect()),
        Value::Map(map) => {
            let entries = map.entries.iter().map(|entry| Entry {
                key: Cow::Owned(entry.key.clone().into_owned()),
                key_place: place(entry.key_place),
                value: own(&entry.value, place),
            });
            Value::Map(Map { entries: entries.collect() })
        }
    };
    Node { value, place: place(node.place) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn printed(value: Value<'static>) -> String {
        print(Some(&Node::from_rule(value, "test")))
    }

    #[test]
    fn numbers_print_as_go_prints_floats() {
        assert_eq!(printed(Value::Int(65_535)), "65535");
        assert_eq!(printed(Value::Int(999_999)), "999999");
        assert_eq!(printed(Value::Int(1_000_000)), "1e+06");
        assert_eq!(printed(Value::Int(-12_345_678)), "-1.2345678e+07");
        assert_eq!(printed(Value::Float(0.5)), "0.5");
    }

    #[test]
    fn a_null_removes_a_default_and_stays_elsewhere() {
        let null = |key: &'static str| Entry {
            key: key.into(),
            key_place: Place::Rule("test"),
            value: Node::from_rule(Value::Null, "test"),
        };
        let merged = merge(Some(&Node::from_rule(Value::Map(Map { entries: vec![null("proxy"), null("x")] }), "test")));
        assert!(field(&merged, "proxy").is_none());
        assert_eq!(field(&merged, "x").map(|node| &node.value), Some(&Value::Null));
        assert!(is_set(&merged, &["status", "enabled"]));
    }

    #[test]
    fn texts_convert_to_integers_like_cast() {
        let int = |text: &'static str| int64(Some(&Node::text_from_rule(text, "test")));
        assert_eq!([int("9000"), int("09000"), int("8000.0"), int("x"), int("")], [9000, 9000, 8000, 0, 0]);
    }
}
