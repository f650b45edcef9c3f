//! Whether lists of the input are the same, as upstream compares them: by their decoded fields, in any order.

use std::collections::BTreeMap;

use crate::ordered::Ordered as _;
use crate::yaml::{Node, Value};

/// Bytes that two lists share exactly if they hold the same items, in any order.
///
/// An absent field differs from its default; a `null` and an empty list are absent.
///
/// Source: KIC v3.5.13 …/subtranslator/httproute.go:getSortedItemsString; spec/gateway-routes.md 5.2.
pub(super) fn fingerprint(items: &[Node<'_>]) -> Vec<u8> {
    // Most lists have one item.
    if let [item] = items {
        let mut bytes = Vec::new();
        add(item, &mut bytes);
        return bytes;
    }
    let mut prints: Vec<Vec<u8>> = items
        .iter()
        .map(|item| {
            let mut bytes = Vec::new();
            add(item, &mut bytes);
            bytes
        })
        .collect();
    prints.order();
    prints.join(&b';')
}

/// Items with equal keys together, each group in the order of its items, the groups in the order of their first ones.
pub(super) fn grouped<T, K: Ord>(items: impl IntoIterator<Item = T>, key: impl Fn(&T) -> K) -> Vec<Vec<T>> {
    let items: Vec<T> = items.into_iter().collect();
    if items.len() < 2 {
        // A single item is its own group, whatever its key.
        return if items.is_empty() { Vec::new() } else { vec![items] };
    }
    let mut groups: Vec<Vec<T>> = Vec::new();
    let mut index: BTreeMap<K, usize> = BTreeMap::new();
    for item in items {
        let at = *index.entry(key(&item)).or_insert(groups.len());
        if at == groups.len() {
            groups.push(Vec::new());
        }
        if let Some(group) = groups.get_mut(at) {
            group.push(item);
        }
    }
    groups
}

fn add(node: &Node<'_>, bytes: &mut Vec<u8>) {
    match &node.value {
        Value::Null => bytes.extend_from_slice(b"null"),
        Value::Bool(value) => bytes.extend_from_slice(if *value { &b"true"[..] } else { b"false" }),
        Value::Int(value) => bytes.extend_from_slice(value.to_string().as_bytes()),
        Value::Uint(value) => bytes.extend_from_slice(value.to_string().as_bytes()),
        Value::Float(value) => bytes.extend_from_slice(value.to_string().as_bytes()),
        Value::Text(value) => add_text(value, bytes),
        Value::List(items) => {
            bytes.push(b'[');
            for item in items {
                add(item, bytes);
                bytes.push(b',');
            }
            bytes.push(b']');
        }
        Value::Map(map) => {
            let mut entries: Vec<_> = map.entries.iter().filter(|entry| !is_absent(&entry.value)).collect();
            entries.order_by(|a, b| a.key.cmp(&b.key));
            bytes.push(b'{');
            for entry in entries {
                add_text(&entry.key, bytes);
                add(&entry.value, bytes);
                bytes.push(b',');
            }
            bytes.push(b'}');
        }
    }
}

/// The length in front keeps apart what follows; that is quicker than to quote.
fn add_text(value: &str, bytes: &mut Vec<u8>) {
    bytes.push(b'"');
    bytes.extend_from_slice(&value.len().to_le_bytes());
    bytes.extend_from_slice(value.as_bytes());
}

fn is_absent(node: &Node<'_>) -> bool {
    match &node.value {
        Value::Null => true,
        Value::List(items) => items.is_empty(),
        _ => false,
    }
}
