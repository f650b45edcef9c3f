//! The rule of a KongConsumer as a whole.

use crate::admission::Refusal;
use crate::diagnostic::catalog::consumers as catalog;
use crate::k8s::Object;

/// Source: kubernetes-configuration v1.5.2, CRD kongconsumers: `has(self.username) || has(self.custom_id)`. An empty
/// text is there as well.
pub(super) fn check(object: &Object<'_>) -> Vec<Refusal> {
    let is_there = |key: &str| object.node.get(key).is_some();
    if is_there("username") || is_there("custom_id") {
        return Vec::new();
    }
    let message = "<nil>: Invalid value: \"object\": Need to provide either username or custom_id".to_owned();
    vec![Refusal { message, problem: catalog::without_name(object) }]
}
