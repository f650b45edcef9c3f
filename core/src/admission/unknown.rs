//! Fields that the API server drops because the schema does not have them.

use super::path::Path;
use crate::k8s::crd::Schema;
use crate::yaml::{Entry, Node, Value};

/// A field that is dropped.
pub(super) struct Unknown<'n> {
    pub(super) entry: &'n Entry<'n>,
    /// Path of the field.
    pub(super) path: String,
    /// The fields that the schema has in its place.
    pub(super) known: Vec<&'static str>,
}

/// The fields of an object that the schema does not have, in the order of the text.
///
/// Source: Kubernetes apiextensions-apiserver pkg/apiserver/schema/pruning/algorithm.go:PruneWithOptions.
pub(super) fn check<'n>(node: &'n Node<'n>, schema: &Schema) -> Vec<Unknown<'n>> {
    let mut found = Vec::new();
    value(node, Some(schema), &Path::ROOT, &mut found);
    found
}

/// Whether it is a field that objects have whatever their schema says.
pub(super) fn is_of_every_object(key: &str, path: &Path<'_>) -> bool {
    path.is_root() && matches!(key, "apiVersion" | "kind" | "metadata")
}

fn value<'n>(node: &'n Node<'n>, schema: Option<&Schema>, path: &Path<'_>, found: &mut Vec<Unknown<'n>>) {
    match &node.value {
        Value::Map(map) => {
            for entry in &map.entries {
                let key = entry.key.as_ref();
                if is_of_every_object(key, path) {
                    continue;
                }
                match schema.map(|schema| (schema, schema.field(key))) {
                    Some((_, Some(inner))) => value(&entry.value, Some(&inner), &path.field(key), found),
                    Some((schema, None)) if schema.preserves => {}
                    _ => found.push(Unknown {
                        entry,
                        path: path.field(key).dotted(),
                        known: schema.map(|schema| schema.fields().collect()).unwrap_or_default(),
                    }),
                }
            }
        }
        Value::List(items) => {
            if schema.is_some_and(|schema| schema.preserves && schema.items().is_none()) {
                return;
            }
            let inner = schema.and_then(Schema::items);
            for (index, item) in items.iter().enumerate() {
                value(item, inner.as_ref(), &path.index(index), found);
            }
        }
        _ => {}
    }
}
