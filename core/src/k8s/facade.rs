//! KongServiceFacade.

use super::gateway::ObjectRef;
use super::object::Object;
use crate::provenance::Placed;

/// A KongServiceFacade: a Service with annotations of its own.
#[derive(Clone, Copy, Debug)]
pub struct Facade<'a> {
    /// The stored object.
    pub object: &'a Object<'a>,
    /// `spec.backendRef`: the name of the Service, in the facade's namespace.
    pub target: ObjectRef<'a>,
    /// `spec.backendRef.port`; 0 where it is missing.
    pub port: Placed<i64>,
}

impl<'a> Facade<'a> {
    /// Reads the object.
    pub fn new(object: &'a Object<'a>) -> Self {
        let node = object.node.at(&["spec", "backendRef"]).unwrap_or(&object.node);
        Self {
            object,
            target: ObjectRef { group: None, kind: None, namespace: None, ..ObjectRef::new(node) },
            port: node.int_at("port").unwrap_or(Placed::new(0, node.place)),
        }
    }
}
