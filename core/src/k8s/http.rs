//! Rules, matches and filters of HTTPRoutes and GRPCRoutes.

use super::gateway::ObjectRef;
use super::route::{BackendRef, Route};
use crate::provenance::{Origin, Placed, Sourced};
use crate::yaml::Node;

/// A rule of an HTTPRoute.
#[derive(Clone, Debug)]
pub struct HttpRule<'a> {
    /// The rule itself.
    pub node: &'a Node<'a>,
    /// `name`.
    pub name: Option<Placed<&'a str>>,
    /// `matches`, in order; empty where there are none.
    pub matches: Vec<HttpMatch<'a>>,
    /// `filters`, in order.
    pub filters: Vec<Filter<'a>>,
    /// `backendRefs`, in order.
    pub backend_refs: Vec<BackendRef<'a>>,
    /// `timeouts.backendRequest`.
    pub backend_request_timeout: Option<Placed<&'a str>>,
}

impl<'a> HttpRule<'a> {
    /// Reads the rules of a route.
    pub fn list(route: &Route<'a>) -> Vec<Self> {
        route
            .rule_nodes()
            .iter()
            .map(|node| Self {
                node,
                name: node.text_at("name"),
                matches: items(node, "matches").iter().map(HttpMatch::new).collect(),
                filters: items(node, "filters").iter().map(Filter::new).collect(),
                backend_refs: BackendRef::list(node),
                backend_request_timeout: node.get("timeouts").and_then(|timeouts| timeouts.text_at("backendRequest")),
            })
            .collect()
    }
}

/// One entry of `matches` of an HTTPRoute.
#[derive(Clone, Debug)]
pub struct HttpMatch<'a> {
    /// The match itself.
    pub node: &'a Node<'a>,
    /// `path`.
    pub path: Option<PathMatch<'a>>,
    /// `headers`, in order.
    pub headers: Vec<NamedMatch<'a>>,
    /// `queryParams`, in order.
    pub query_params: Vec<NamedMatch<'a>>,
    /// `method`.
    pub method: Option<Placed<&'a str>>,
}

impl<'a> HttpMatch<'a> {
    fn new(node: &'a Node<'a>) -> Self {
        Self {
            node,
            path: node.get("path").map(|path| PathMatch { kind: path.text_at("type"), value: path.text_at("value") }),
            headers: items(node, "headers").iter().map(NamedMatch::new).collect(),
            query_params: items(node, "queryParams").iter().map(NamedMatch::new).collect(),
            method: node.text_at("method"),
        }
    }
}

/// `path` of a match. Both fields are present once defaults are filled in.
#[derive(Clone, Copy, Debug)]
pub struct PathMatch<'a> {
    /// `type`: `Exact`, `PathPrefix` or `RegularExpression`.
    pub kind: Option<Placed<&'a str>>,
    /// `value`.
    pub value: Option<Placed<&'a str>>,
}

/// A header or query parameter that is matched by name.
#[derive(Clone, Copy, Debug)]
pub struct NamedMatch<'a> {
    /// `type`: `Exact` (also where it is absent) or `RegularExpression`.
    pub kind: Option<Placed<&'a str>>,
    /// `name`; empty where it is missing.
    pub name: Placed<&'a str>,
    /// `value`; empty where it is missing.
    pub value: Placed<&'a str>,
}

impl<'a> NamedMatch<'a> {
    /// The value as an output value: name and type decide about it as well.
    pub fn sourced(&self) -> Sourced<&'a str> {
        let places = [Some(self.value.place), Some(self.name.place), self.kind.map(|kind| kind.place)];
        let origin = Origin::all(places.into_iter().flatten());
        Sourced::new(self.value.value, origin.unwrap_or(self.value.place.into()))
    }

    fn new(node: &'a Node<'a>) -> Self {
        let missing = Placed::new("", node.place);
        Self {
            kind: node.text_at("type"),
            name: node.text_at("name").unwrap_or(missing),
            value: node.text_at("value").unwrap_or(missing),
        }
    }
}

/// One entry of `filters`.
#[derive(Clone, Copy, Debug)]
pub struct Filter<'a> {
    /// The filter itself, which is compared when rules are grouped.
    pub node: &'a Node<'a>,
    /// `type` as written; empty where it is missing.
    pub kind: Placed<&'a str>,
}

impl<'a> Filter<'a> {
    fn new(node: &'a Node<'a>) -> Self {
        Self { node, kind: node.text_at("type").unwrap_or(Placed::new("", node.place)) }
    }

    /// The block of a type, for example `requestRedirect`.
    pub fn block(&self, key: &str) -> Option<&'a Node<'a>> {
        self.node.get(key)
    }

    /// `extensionRef`.
    pub fn extension_ref(&self) -> Option<ObjectRef<'a>> {
        self.node.get("extensionRef").map(ObjectRef::new)
    }
}

/// A rule of a GRPCRoute.
#[derive(Clone, Debug)]
pub struct GrpcRule<'a> {
    /// The rule itself.
    pub node: &'a Node<'a>,
    /// `name`.
    pub name: Option<Placed<&'a str>>,
    /// `matches`, in order; empty where there are none.
    pub matches: Vec<GrpcMatch<'a>>,
    /// `backendRefs`, in order.
    pub backend_refs: Vec<BackendRef<'a>>,
}

impl<'a> GrpcRule<'a> {
    /// Reads the rules of a route.
    pub fn list(route: &Route<'a>) -> Vec<Self> {
        route
            .rule_nodes()
            .iter()
            .map(|node| Self {
                node,
                name: node.text_at("name"),
                matches: items(node, "matches").iter().map(GrpcMatch::new).collect(),
                backend_refs: BackendRef::list(node),
            })
            .collect()
    }
}

/// One entry of `matches` of a GRPCRoute.
#[derive(Clone, Debug)]
pub struct GrpcMatch<'a> {
    /// The match itself.
    pub node: &'a Node<'a>,
    /// `method`.
    pub method: Option<GrpcMethodMatch<'a>>,
    /// `headers`, in order.
    pub headers: Vec<NamedMatch<'a>>,
}

impl<'a> GrpcMatch<'a> {
    fn new(node: &'a Node<'a>) -> Self {
        Self {
            node,
            method: node.get("method").map(|method| GrpcMethodMatch {
                kind: method.text_at("type"),
                service: method.text_at("service"),
                method: method.text_at("method"),
            }),
            headers: items(node, "headers").iter().map(NamedMatch::new).collect(),
        }
    }
}

/// `method` of a GRPCRoute match.
#[derive(Clone, Copy, Debug)]
pub struct GrpcMethodMatch<'a> {
    /// `type`: `Exact` (also where it is absent) or `RegularExpression`.
    pub kind: Option<Placed<&'a str>>,
    /// `service`.
    pub service: Option<Placed<&'a str>>,
    /// `method`.
    pub method: Option<Placed<&'a str>>,
}

fn items<'a>(node: &'a Node<'a>, key: &str) -> &'a [Node<'a>] {
    node.get(key).map_or(&[], Node::items)
}
