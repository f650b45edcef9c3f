//! Parts of an object that go into the configuration as they are.

use serde_json::{Map, Number};

use crate::provenance::{Origin, Sourced, Tree, TreeMap};
use crate::yaml::{Node, Value};

/// A node as a tree whose every value knows its place. Numbers without a fraction are integers, as Kong's
/// configuration prints them.
pub(super) fn of(node: &Node<'_>) -> Tree {
    let origin = Origin::from(node.place);
    match &node.value {
        Value::Null => Tree::Null(origin),
        Value::Bool(value) => Tree::Bool(Sourced::new(*value, origin)),
        Value::Int(value) => number(&Number::from(*value), origin),
        Value::Uint(value) => number(&Number::from(*value), origin),
        Value::Float(value) => double(*value, origin),
        Value::Text(text) => Tree::text(text.as_ref(), origin),
        Value::List(items) => Tree::List(items.iter().map(of).collect(), origin),
        Value::Map(map) => {
            let fields: TreeMap = map.entries.iter().map(|entry| (entry.key.to_string(), of(&entry.value))).collect();
            Tree::Map(fields, origin)
        }
    }
}

/// A node as JSON.
pub(super) fn json(node: &Node<'_>) -> serde_json::Value {
    match &node.value {
        Value::Null => serde_json::Value::Null,
        Value::Bool(value) => (*value).into(),
        Value::Int(value) => (*value).into(),
        Value::Uint(value) => (*value).into(),
        Value::Float(value) => Number::from_f64(*value).map_or(serde_json::Value::Null, Into::into),
        Value::Text(text) => text.as_ref().into(),
        Value::List(items) => serde_json::Value::Array(items.iter().map(json).collect()),
        Value::Map(map) => {
            let fields: Map<_, _> =
                map.entries.iter().map(|entry| (entry.key.to_string(), json(&entry.value))).collect();
            serde_json::Value::Object(fields)
        }
    }
}

/// A number as upstream's JSON decoder reads it, as a double: large integers lose digits.
pub(super) fn number(number: &Number, origin: Origin) -> Tree {
    /// Integers up to here are the same as doubles.
    const EXACT: u64 = 1 << 53;
    match number.as_i64() {
        Some(value) if value.unsigned_abs() <= EXACT => Tree::Int(Sourced::new(value, origin)),
        _ => double(number.as_f64().unwrap_or_default(), origin),
    }
}

/// A double; one without a fraction is written as an integer as long as it is below 1e21.
fn double(value: f64, origin: Origin) -> Tree {
    let digits = format!("{value:.0}");
    match digits.parse::<i64>() {
        Ok(integer) if value.fract() == 0.0 => Tree::Int(Sourced::new(integer, origin)),
        _ => Tree::Float(Sourced::new(value, origin)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn printed(value: &Value<'_>) -> String {
        let node = Node::from_rule(value.clone(), "test");
        serde_json::to_string(&of(&node)).unwrap()
    }

    /// spec/ingress-and-kong-crds.md 4.5.
    #[test]
    fn numbers_pass_through_doubles() {
        assert_eq!(printed(&Value::Int(-5)), "-5");
        assert_eq!(printed(&Value::Float(3.0)), "3");
        assert_eq!(printed(&Value::Float(0.5)), "0.5");
        assert_eq!(printed(&Value::Int(9_007_199_254_740_993)), "9007199254740992");
    }
}
