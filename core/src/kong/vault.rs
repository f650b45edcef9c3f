//! Vaults, licenses, and entities of other types.

use std::borrow::Cow;

use super::Text;
use crate::provenance::Tree;

/// A vault that references such as `{vault://prefix/key}` are resolved with.
///
/// Source: spec/ingress-and-kong-crds.md 8.1
#[derive(Clone, PartialEq, Debug)]
pub struct Vault<'a> {
    /// Made from the prefix by [`complete`](super::complete).
    pub id: Option<Text<'a>>,
    /// The backend: `env`, `aws` …
    pub name: Text<'a>,
    /// Unique.
    pub prefix: Text<'a>,
    /// Absent when empty.
    pub description: Option<Text<'a>>,
    /// A map; not rendered when empty.
    pub config: Option<Tree>,
    /// Those of the object.
    pub tags: Vec<Text<'a>>,
}

/// A license of Kong Enterprise.
///
/// Source: spec/ingress-and-kong-crds.md 8.2
#[derive(Clone, PartialEq, Debug)]
pub struct License<'a> {
    /// Made with [`ids::license`](super::ids::license).
    pub id: Text<'a>,
    /// The license, as JSON text.
    pub payload: Text<'a>,
}

/// An entity of a type that plugins bring along, for example `degraphql_routes`.
///
/// Source: spec/ingress-and-kong-crds.md 8.3
#[derive(Clone, PartialEq, Debug)]
pub struct CustomEntity<'a> {
    /// The type: the key of the list that it is rendered in. A type that equals another list's key replaces that
    /// list.
    pub kind: Text<'a>,
    /// A map, rendered as it is: foreign fields included, empty values kept.
    pub fields: Tree,
    /// Where it stands among those of its type.
    pub order: CustomEntityOrder<'a>,
}

/// The order of custom entities of one type: field by field, all ascending.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug, Default)]
pub struct CustomEntityOrder<'a> {
    /// Namespace of the object.
    pub namespace: Cow<'a, str>,
    /// Name of the object.
    pub name: Cow<'a, str>,
    /// Id of the service that it belongs to, empty without one.
    pub service: Cow<'a, str>,
    /// Id of the route that it belongs to, empty without one.
    pub route: Cow<'a, str>,
    /// Id of the consumer that it belongs to, empty without one.
    pub consumer: Cow<'a, str>,
}
