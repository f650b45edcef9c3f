//! What the API server fills into custom resources, and the nulls that it takes out.

use std::borrow::Cow;

use super::schema::Schema;
use crate::provenance::Place;
use crate::yaml::{Entry, Map, Node, Value};

/// Takes out nulls of fields that have no default, then fills in the defaults, each with its rule as place.
///
/// A field that is present stays, also where it is empty. A default inside of an absent object applies only if the object
/// itself has a default. Nulls in lists stay: the schema refuses them.
///
/// Source: Kubernetes apiextensions-apiserver pkg/apiserver/schema/defaulting: `PruneNonNullableNullsWithoutDefaults`,
/// `Default`.
pub fn apply(node: &mut Node<'_>, schema: &Schema) {
    match &mut node.value {
        Value::Map(map) => {
            if map.entries.iter().any(|entry| entry.value.value == Value::Null) {
                map.entries.retain(|entry| {
                    entry.value.value != Value::Null
                        || schema.has_default(&entry.key)
                        || schema.field(&entry.key).is_none()
                });
            }
            for (name, default) in schema.defaults() {
                if map.get(name).is_none_or(|present| present.value == Value::Null) {
                    put(map, name, default.value());
                }
            }
            for entry in &mut map.entries {
                if is_container(&entry.value)
                    && let Some(schema) = schema.field(&entry.key)
                {
                    apply(&mut entry.value, &schema);
                }
            }
        }
        Value::List(items) => {
            if let Some(schema) = schema.items() {
                for item in items {
                    apply(item, &schema);
                }
            }
        }
        _ => {}
    }
}

const fn is_container(node: &Node<'_>) -> bool {
    matches!(node.value, Value::Map(_) | Value::List(_))
}

/// Puts a value under a key unless one stands there; a `null` is replaced.
pub(crate) fn put<'a>(map: &mut Map<'a>, key: &'static str, value: Node<'a>) {
    match map.get_mut(key) {
        Some(present) if present.value == Value::Null => *present = value,
        Some(_) => {}
        None => {
            let key_place: Place = value.place;
            map.entries.push(Entry { key: Cow::Borrowed(key), key_place, value });
        }
    }
}
