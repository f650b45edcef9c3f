//! Nodes as JSON values, and back.

use serde_json::{Number, Value as Json};

use super::{Entry, Map, Node, Value};

/// The node without places, as JSON; maps keep their order.
///
/// Infinity and not-a-number, which the reader refuses, become `null`.
pub fn to_json(node: &Node<'_>) -> Json {
    match &node.value {
        Value::Null => Json::Null,
        Value::Bool(value) => Json::Bool(*value),
        Value::Int(value) => Json::from(*value),
        Value::Uint(value) => Json::from(*value),
        Value::Float(value) => Number::from_f64(*value).map_or(Json::Null, Json::Number),
        Value::Text(text) => Json::String(text.clone().into_owned()),
        Value::List(items) => items.iter().map(to_json).collect(),
        Value::Map(map) => {
            map.entries.iter().map(|entry| (entry.key.clone().into_owned(), to_json(&entry.value))).collect()
        }
    }
}

/// JSON as a node; every place is the rule.
pub fn from_json<'a>(json: &'a Json, rule: &'static str) -> Node<'a> {
    let value = match json {
        Json::Null => Value::Null,
        Json::Bool(value) => Value::Bool(*value),
        Json::Number(number) => match (number.as_i64(), number.as_u64()) {
            (Some(value), _) => Value::Int(value),
            (None, Some(value)) => Value::Uint(value),
            (None, None) => Value::Float(number.as_f64().unwrap_or_default()),
        },
        Json::String(text) => Value::Text(text.into()),
        Json::Array(items) => Value::List(items.iter().map(|item| from_json(item, rule)).collect()),
        Json::Object(fields) => {
            let entry = |(key, value): (&'a String, &'a Json)| Entry {
                key: key.into(),
                key_place: crate::provenance::Place::Rule(rule),
                value: from_json(value, rule),
            };
            Value::Map(Map { entries: fields.iter().map(entry).collect() })
        }
    };
    Node::from_rule(value, rule)
}
