//! `supportedKinds` of a listener, and the reason `InvalidRouteKinds`.

use crate::k8s::gateway::Listener;
use crate::provenance::{Origin, Place, Tree, TreeMap};
use crate::yaml::Node;

/// The API group of all routes.
pub(crate) const GATEWAY_GROUP: &str = "gateway.networking.k8s.io";

/// One entry of `supportedKinds`.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct SupportedKind<'a> {
    /// `group`; absent only in statuses that other controllers wrote.
    pub group: Option<&'a str>,
    /// `kind`.
    pub kind: &'a str,
    /// What decided it: the protocol, or the entry of `allowedRoutes.kinds`.
    pub origin: Origin,
}

impl<'a> SupportedKind<'a> {
    /// Reads the `supportedKinds` of a listener status that a manifest carries.
    pub fn list_stored(node: &'a Node<'a>) -> Vec<Self> {
        let entries = node.get("supportedKinds").map_or(&[][..], Node::items);
        entries
            .iter()
            .filter_map(|entry| {
                let kind = entry.text_at("kind")?;
                let group = entry.text_at("group");
                Some(Self { group: group.map(|group| group.value), kind: kind.value, origin: kind.place.into() })
            })
            .collect()
    }

    fn to_tree(&self) -> Tree {
        let mut fields = TreeMap::from([("kind", Tree::text(self.kind, &self.origin))]);
        if let Some(group) = self.group {
            fields.insert("group", Tree::text(group, &self.origin));
        }
        Tree::Map(fields, self.origin.clone())
    }
}

/// The list as the API prints it: also where it is empty.
pub(crate) fn list_to_tree(kinds: &[SupportedKind<'_>], origin: Origin) -> Tree {
    Tree::List(kinds.iter().map(SupportedKind::to_tree).collect(), origin)
}

/// What a listener supports, and the entries of `allowedRoutes.kinds` that the controller does not know.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct RouteKinds<'a> {
    /// `supportedKinds`, in order.
    pub supported: Vec<SupportedKind<'a>>,
    /// The refused entries, by their places and kinds; not empty means `InvalidRouteKinds`.
    pub invalid: Vec<(Place, &'a str)>,
}

/// Decides `supportedKinds`.
///
/// Without `allowedRoutes.kinds` the protocol decides. With it every entry that names one of four kinds stays, in
/// order and with repetitions; GRPCRoute is not among the four, and the protocol is not looked at.
///
/// Source: KIC v3.5.13 gw/gateway_utils.go:getListenerSupportedRouteKinds; spec/gateway-status.md 7.4.
pub fn decide<'a>(listener: &Listener<'a>) -> RouteKinds<'a> {
    let kinds = listener.allowed_routes.as_ref().map_or(&[][..], |allowed| &allowed.kinds);
    if kinds.is_empty() {
        let origin = Origin::from(listener.protocol.place);
        let supported = of_protocol(listener.protocol.value).iter().map(|kind| SupportedKind {
            group: Some(GATEWAY_GROUP),
            kind,
            origin: origin.clone(),
        });
        return RouteKinds { supported: supported.collect(), invalid: Vec::new() };
    }
    let mut decided = RouteKinds { supported: Vec::new(), invalid: Vec::new() };
    for entry in kinds {
        let group = entry.group.filter(|group| group.value == GATEWAY_GROUP);
        let known = matches!(entry.kind.value, "HTTPRoute" | "TCPRoute" | "UDPRoute" | "TLSRoute");
        match group {
            Some(group) if known => decided.supported.push(SupportedKind {
                group: Some(group.value),
                kind: entry.kind.value,
                origin: Origin::from(entry.kind.place).and(group.place),
            }),
            _ => decided.invalid.push((entry.kind.place, entry.kind.value)),
        }
    }
    decided
}

/// The kinds of a protocol, in the order of the status.
pub(crate) fn of_protocol(protocol: &str) -> &'static [&'static str] {
    match protocol {
        "HTTP" | "HTTPS" => &["HTTPRoute", "GRPCRoute"],
        "TCP" => &["TCPRoute"],
        "UDP" => &["UDPRoute"],
        "TLS" => &["TLSRoute"],
        _ => &[],
    }
}
