//! Annotations and labels: maps of texts.

use super::problem;
use crate::diagnostic::Diagnostic;
use crate::k8s::{Object, crd};
use crate::settings::KicVersion;
use crate::text::Sources;
use crate::yaml::Value;

/// Tells each value that is no text. The words of the decoder about the first of them, `None` where all are texts: an
/// object with such a value is decoded by nobody.
///
/// `null` is read as an empty text.
///
/// Source: Go's encoding/json, `UnmarshalTypeError`; Kubernetes apimachinery, `ObjectMeta`.
pub(super) fn check(object: &Object<'_>, sources: &Sources<'_>, problems: &mut Vec<Diagnostic>) -> Option<String> {
    let mut first = None;
    for field in ["annotations", "labels"] {
        let Some(map) = object.node.at(&["metadata", field]) else { continue };
        for entry in map.entries() {
            if matches!(entry.value.value, Value::Null | Value::Text(_)) {
                continue;
            }
            let found = entry.value.json_type();
            problems.push(problem::metadata_type(object, field, entry, sources));
            let path = if crd::of(object.kind(), KicVersion::default()).is_some() { "" } else { "metadata." };
            first.get_or_insert_with(|| {
                format!("json: cannot unmarshal {found} into Go struct field ObjectMeta.{path}{field} of type string")
            });
        }
    }
    first
}
