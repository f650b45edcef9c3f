//! Whether lists of the input are the same, as upstream compares them: by their decoded fields, in any order.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use crate::ordered::Ordered as _;
use crate::yaml::{Node, Value};

/// A text that two lists share exactly if they hold the same items, in any order.
///
/// An absent field differs from its default; a `null` and an empty list are absent.
///
/// Source: KIC v3.5.13 …/subtranslator/httproute.go:getSortedItemsString; spec/gateway-routes.md 5.2.
pub(super) fn fingerprint(items: &[Node<'_>]) -> String {
    let mut texts: Vec<String> = items
        .iter()
        .map(|item| {
            let mut text = String::new();
            add(item, &mut text);
            text
        })
        .collect();
    texts.order();
    texts.join(";")
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

fn add(node: &Node<'_>, text: &mut String) {
    match &node.value {
        Value::Null => text.push_str("null"),
        Value::Bool(value) => text.push_str(if *value { "true" } else { "false" }),
        Value::Int(value) => text.push_str(&value.to_string()),
        Value::Uint(value) => text.push_str(&value.to_string()),
        Value::Float(value) => text.push_str(&value.to_string()),
        Value::Text(value) => add_text(value, text),
        Value::List(items) => {
            text.push('[');
            for item in items {
                add(item, text);
                text.push(',');
            }
            text.push(']');
        }
        Value::Map(map) => {
            let mut entries: Vec<_> = map.entries.iter().filter(|entry| !is_absent(&entry.value)).collect();
            entries.order_by(|a, b| a.key.cmp(&b.key));
            text.push('{');
            for entry in entries {
                add_text(&entry.key, text);
                add(&entry.value, text);
                text.push(',');
            }
            text.push('}');
        }
    }
}

/// The length in front keeps apart what follows; that is quicker than to quote.
fn add_text(value: &str, text: &mut String) {
    // Writing to a string cannot fail.
    let _ = write!(text, "\"{}:{value}", value.len());
}

fn is_absent(node: &Node<'_>) -> bool {
    match &node.value {
        Value::Null => true,
        Value::List(items) => items.is_empty(),
        _ => false,
    }
}
