//! Items of lists that must differ: those of sets, and those of lists that are maps by some fields.
//!
//! The recorded runs did not check them, so the object goes on, with a problem.

use super::path::Path;
use crate::k8s::crd::{Limits, Schema};
use crate::yaml::{Node, Value};

/// An item that equals one before it.
pub(super) struct Duplicate<'n> {
    pub(super) item: &'n Node<'n>,
    pub(super) earlier: &'n Node<'n>,
    pub(super) path: String,
    /// The fields in which it must differ; empty where it must differ as a whole.
    pub(super) keys: Vec<&'static str>,
}

/// The duplicates of an object, each list's in order.
///
/// Source: Kubernetes apiextensions-apiserver pkg/apiserver/schema/listtype/validation.go:ValidateListSetsAndMaps.
pub(super) fn check<'n>(node: &'n Node<'n>, schema: &Schema) -> Vec<Duplicate<'n>> {
    let mut found = Vec::new();
    value(node, schema, &Path::ROOT, &mut found);
    found
}

/// Whether [`check`] might find something among the items: quick, and exact for lists of the usual length.
pub(super) fn are_possible(items: &[Node<'_>], limits: &Limits) -> bool {
    const USUAL: usize = 32;
    if items.len() < 2 {
        return false;
    }
    let keys: Vec<&str> = limits.map_keys().collect();
    if !limits.is_set && keys.is_empty() {
        return false;
    }
    let is_repeated = |(index, item)| items.iter().take(index).any(|earlier: &Node<'_>| equal(earlier, item, &keys));
    items.len() > USUAL || items.iter().enumerate().any(is_repeated)
}

fn value<'n>(node: &'n Node<'n>, schema: &Schema, path: &Path<'_>, found: &mut Vec<Duplicate<'n>>) {
    match &node.value {
        Value::Map(map) => {
            for entry in &map.entries {
                if matches!(entry.value.value, Value::Map(_) | Value::List(_))
                    && let Some(schema) = schema.field(&entry.key)
                {
                    value(&entry.value, &schema, &path.field(&entry.key), found);
                }
            }
        }
        Value::List(items) => {
            let limits = schema.limits();
            let keys: Vec<&str> = limits.map_keys().collect();
            if limits.is_set || !keys.is_empty() {
                for (index, item) in items.iter().enumerate() {
                    if let Some(earlier) = items.iter().take(index).find(|earlier| equal(earlier, item, &keys)) {
                        let path = path.index(index).dotted();
                        found.push(Duplicate { item, earlier, path, keys: keys.clone() });
                    }
                }
            }
            if let Some(schema) = schema.items() {
                for (index, item) in items.iter().enumerate() {
                    value(item, &schema, &path.index(index), found);
                }
            }
        }
        _ => {}
    }
}

fn equal(a: &Node<'_>, b: &Node<'_>, keys: &[&str]) -> bool {
    let same = |key: &&str| a.get(key).map(scalar) == b.get(key).map(scalar);
    if keys.is_empty() { scalar(a) == scalar(b) } else { keys.iter().all(same) }
}

/// The value without places; keys and items of sets are scalars in all CRDs.
fn scalar<'n>(node: &'n Node<'_>) -> &'n Value<'n> {
    &node.value
}
