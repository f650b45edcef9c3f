//! What all routes share: parentRefs, hostnames, backendRefs; and the rules of TCPRoute, UDPRoute and TLSRoute.

use super::gateway::ObjectRef;
use super::kinds::Kind;
use super::object::Object;
use crate::provenance::Placed;
use crate::yaml::Node;

/// The part of a route that decides where it attaches.
#[derive(Clone, Debug)]
pub struct Route<'a> {
    /// The stored object.
    pub object: &'a Object<'a>,
    /// `spec.parentRefs`, in order.
    pub parent_refs: Vec<ParentRef<'a>>,
    /// `spec.hostnames`, in order; empty for kinds without hostnames.
    pub hostnames: Vec<Placed<&'a str>>,
}

impl<'a> Route<'a> {
    /// Reads the object.
    pub fn new(object: &'a Object<'a>) -> Self {
        let list = |key: &str| object.spec().and_then(|spec| spec.get(key)).map_or(&[][..], Node::items);
        Self {
            object,
            parent_refs: list("parentRefs").iter().map(ParentRef::new).collect(),
            hostnames: list("hostnames")
                .iter()
                .filter_map(|node| node.text().map(|text| Placed::new(text, node.place)))
                .collect(),
        }
    }

    /// Its kind.
    pub const fn kind(&self) -> Kind {
        self.object.kind()
    }

    /// The entries of `spec.rules`.
    pub fn rule_nodes(&self) -> &'a [Node<'a>] {
        self.object.spec().and_then(|spec| spec.get("rules")).map_or(&[], Node::items)
    }
}

/// One entry of `spec.parentRefs`.
#[derive(Clone, Copy, Debug)]
pub struct ParentRef<'a> {
    /// Group, kind, namespace and name.
    pub target: ObjectRef<'a>,
    /// `sectionName`.
    pub section_name: Option<Placed<&'a str>>,
    /// `port`.
    pub port: Option<Placed<i64>>,
}

impl<'a> ParentRef<'a> {
    /// Reads an entry.
    pub fn new(node: &'a Node<'a>) -> Self {
        Self { target: ObjectRef::new(node), section_name: node.text_at("sectionName"), port: node.int_at("port") }
    }

    /// The section, where an empty one counts as absent.
    pub fn section(&self) -> Option<Placed<&'a str>> {
        self.section_name.filter(|name| !name.value.is_empty())
    }
}

/// One entry of `backendRefs`.
#[derive(Clone, Copy, Debug)]
pub struct BackendRef<'a> {
    /// Group, kind, namespace and name.
    pub target: ObjectRef<'a>,
    /// `port`.
    pub port: Option<Placed<i64>>,
    /// `weight`.
    pub weight: Option<Placed<i64>>,
    /// `filters` of the backendRef, which the translator ignores but compares.
    pub filters: Option<&'a Node<'a>>,
}

impl<'a> BackendRef<'a> {
    /// Reads an entry.
    pub fn new(node: &'a Node<'a>) -> Self {
        Self {
            target: ObjectRef::new(node),
            port: node.int_at("port"),
            weight: node.int_at("weight"),
            filters: node.get("filters"),
        }
    }

    /// Reads the `backendRefs` of a rule.
    pub fn list(rule: &'a Node<'a>) -> Vec<Self> {
        rule.get("backendRefs").map_or(&[][..], Node::items).iter().map(Self::new).collect()
    }
}

/// A rule of a TCPRoute, UDPRoute or TLSRoute.
#[derive(Clone, Debug)]
pub struct L4Rule<'a> {
    /// The rule itself.
    pub node: &'a Node<'a>,
    /// `name`.
    pub name: Option<Placed<&'a str>>,
    /// `backendRefs`, in order.
    pub backend_refs: Vec<BackendRef<'a>>,
}

impl<'a> L4Rule<'a> {
    /// Reads the rules of a route.
    pub fn list(route: &Route<'a>) -> Vec<Self> {
        route
            .rule_nodes()
            .iter()
            .map(|node| Self { node, name: node.text_at("name"), backend_refs: BackendRef::list(node) })
            .collect()
    }
}
