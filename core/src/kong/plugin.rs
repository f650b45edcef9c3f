//! Plugins.

use super::Text;
use crate::provenance::{Sourced, Tree};

/// A plugin: at the top level, or inside of a service or route.
///
/// Absent fields, empty lists and an empty `config` are not rendered.
///
/// Source: go-database-reconciler pkg/file/types.go:FPlugin; spec/ingress-and-kong-crds.md 4
#[derive(Clone, PartialEq, Debug)]
pub struct Plugin<'a> {
    /// Made by [`complete`](super::complete) for plugins at the top level.
    pub id: Option<Text<'a>>,
    /// The kind of plugin, for example `rate-limiting`.
    pub name: Text<'a>,
    /// Unique name of this plugin.
    pub instance_name: Option<Text<'a>>,
    /// A map; nulls and empty values inside are kept.
    pub config: Option<Tree>,
    /// `false` for a disabled plugin, else absent.
    pub enabled: Option<Sourced<bool>>,
    /// Protocols that it works on.
    pub protocols: Vec<Text<'a>>,
    /// A map, as it was written.
    pub ordering: Option<Tree>,
    /// `first`, `second` or `all`; of old releases of Kong.
    pub run_on: Option<Text<'a>>,
    /// What it is bound to; nothing for plugins inside of an entity, and for global ones.
    pub scope: Scope<'a>,
    /// Those of the object that it was made from.
    pub tags: Vec<Text<'a>>,
}

impl<'a> Plugin<'a> {
    /// A plugin with nothing but a name.
    pub fn new(name: Text<'a>) -> Self {
        Self {
            id: None,
            name,
            instance_name: None,
            config: None,
            enabled: None,
            protocols: Vec::new(),
            ordering: None,
            run_on: None,
            scope: Scope::default(),
            tags: Vec::new(),
        }
    }
}

/// The entities that a plugin at the top level is bound to, by name.
///
/// Source: spec/ingress-and-kong-crds.md 4.3
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Scope<'a> {
    /// Name of a service.
    pub service: Option<Text<'a>>,
    /// Name of a route.
    pub route: Option<Text<'a>>,
    /// `username` of a consumer, or else its `custom_id`.
    pub consumer: Option<Text<'a>>,
    /// Name of a consumer group.
    pub consumer_group: Option<Text<'a>>,
}
