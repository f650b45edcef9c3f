//! Nodes as JSON values.

use serde_json::{Number, Value as Json};

use super::{Node, Value};

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
