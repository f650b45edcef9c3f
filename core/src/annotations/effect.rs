//! What an annotation did, recorded by the code that applies it.

use serde_json::Value;

use crate::k8s::Object;
use crate::provenance::Placed;

/// An annotation or label as it stands on an object.
#[derive(Clone, Copy, Debug)]
pub struct Found<'a> {
    /// The object that carries it.
    pub object: &'a Object<'a>,
    /// The key.
    pub key: &'a str,
    /// The value.
    pub value: Placed<&'a str>,
}

impl<'a> Found<'a> {
    /// The annotation with this key, if the object has it.
    pub fn on(object: &'a Object<'a>, key: &'a str) -> Option<Self> {
        Some(Self { object, key, value: object.annotation(key)? })
    }
}

/// The entity or object that an annotation changes.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Entity {
    /// A Kong service, by name.
    Service(String),
    /// A Kong route, by name.
    Route(String),
    /// A Kong upstream, by name.
    Upstream(String),
    /// A Kong plugin, by plugin name.
    Plugin(String),
    /// A Kong consumer, by username, or else by custom id.
    Consumer(String),
    /// A Kong consumer group, by name.
    ConsumerGroup(String),
    /// Any other Kong entity: its kind in the configuration and its name.
    Other(&'static str, String),
    /// A Kubernetes object, by its title; the field is in its status.
    Status(String),
}

/// What came of it.
#[derive(Clone, PartialEq, Debug)]
pub enum Outcome {
    /// It decided a field. `before` is what the field would be without it; null where the field would be absent.
    /// Equal values mean that the annotation repeats the default.
    Changed {
        /// Whose field.
        entity: Entity,
        /// Name of the field as in Kong's configuration, or a path inside the status.
        field: &'static str,
        /// Without the annotation.
        before: Value,
        /// With it.
        after: Value,
    },
    /// Its value breaks the rule of the key; one sentence says which.
    Invalid(String),
    /// Something else decides the field; one sentence says what.
    Overridden(String),
    /// It has no effect in this router flavor, version or set of gates; one sentence says why.
    Unsupported(String),
}

/// One record.
#[derive(Clone, Debug)]
pub struct Effect<'a> {
    /// The annotation.
    pub found: Found<'a>,
    /// What came of it.
    pub outcome: Outcome,
}
