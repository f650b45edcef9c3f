//! What the API server fills in before it stores an object.
//!
//! A step of its own, because users paste what they write and the controller sees what is stored. Each value that
//! is put in carries the rule as its place.
//!
//! Source: Gateway API 1.3 CRDs (`default:` of the schemas), Kubernetes core defaulting of Services and
//! EndpointSlices; spec/gateway-status.md 1.1 and spec/gateway-routes.md Appendix A.

use std::borrow::Cow;

use super::kinds::Kind;
use super::object::Object;
use crate::provenance::Place;
use crate::yaml::{Entry, Map, Node, Value};

/// A value that defaulting puts in.
#[derive(Clone, Copy)]
enum Fill {
    Text(&'static str),
    Int(i64),
    Bool(bool),
    /// `{}`; later rows of the table fill it.
    Map,
    /// `[{}]`; later rows of the table fill it.
    ListOfOneMap,
}

/// One default: where (`[]` walks into each item of a list), what, and its name in provenance.
struct Default {
    path: &'static str,
    fill: Fill,
    rule: &'static str,
}

macro_rules! defaults {
    ($($path:literal => $fill:expr;)*) => {
        &[$(Default { path: $path, fill: $fill, rule: concat!("API server default: ", $path) }),*]
    };
}

const GATEWAY: &[Default] = defaults! {
    "spec.listeners[].allowedRoutes" => Fill::Map;
    "spec.listeners[].allowedRoutes.namespaces" => Fill::Map;
    "spec.listeners[].allowedRoutes.namespaces.from" => Fill::Text("Same");
    "spec.listeners[].allowedRoutes.kinds[].group" => Fill::Text("gateway.networking.k8s.io");
    "spec.listeners[].tls.mode" => Fill::Text("Terminate");
    "spec.listeners[].tls.certificateRefs[].group" => Fill::Text("");
    "spec.listeners[].tls.certificateRefs[].kind" => Fill::Text("Secret");
    "spec.addresses[].type" => Fill::Text("IPAddress");
    "spec.allowedListeners.namespaces" => Fill::Map;
    "spec.allowedListeners.namespaces.from" => Fill::Text("None");
    "spec.backendTLS.clientCertificateRef.group" => Fill::Text("");
    "spec.backendTLS.clientCertificateRef.kind" => Fill::Text("Secret");
};

const L4_ROUTE: &[Default] = defaults! {
    "spec.parentRefs[].group" => Fill::Text("gateway.networking.k8s.io");
    "spec.parentRefs[].kind" => Fill::Text("Gateway");
    "spec.rules[].backendRefs[].group" => Fill::Text("");
    "spec.rules[].backendRefs[].kind" => Fill::Text("Service");
    "spec.rules[].backendRefs[].weight" => Fill::Int(1);
    "status.parents[].parentRef.group" => Fill::Text("gateway.networking.k8s.io");
    "status.parents[].parentRef.kind" => Fill::Text("Gateway");
};

const HTTP_ROUTE: &[Default] = defaults! {
    "spec.rules" => Fill::ListOfOneMap;
    "spec.rules[].matches" => Fill::ListOfOneMap;
    "spec.rules[].matches[].path" => Fill::Map;
    "spec.rules[].matches[].path.type" => Fill::Text("PathPrefix");
    "spec.rules[].matches[].path.value" => Fill::Text("/");
    "spec.rules[].matches[].headers[].type" => Fill::Text("Exact");
    "spec.rules[].matches[].queryParams[].type" => Fill::Text("Exact");
    "spec.rules[].filters[].cors.maxAge" => Fill::Int(5);
    "spec.rules[].filters[].requestMirror.backendRef.group" => Fill::Text("");
    "spec.rules[].filters[].requestMirror.backendRef.kind" => Fill::Text("Service");
    "spec.rules[].filters[].requestMirror.fraction.denominator" => Fill::Int(100);
    "spec.rules[].filters[].requestRedirect.statusCode" => Fill::Int(302);
    "spec.rules[].backendRefs[].filters[].cors.maxAge" => Fill::Int(5);
    "spec.rules[].backendRefs[].filters[].requestMirror.backendRef.group" => Fill::Text("");
    "spec.rules[].backendRefs[].filters[].requestMirror.backendRef.kind" => Fill::Text("Service");
    "spec.rules[].backendRefs[].filters[].requestMirror.fraction.denominator" => Fill::Int(100);
    "spec.rules[].backendRefs[].filters[].requestRedirect.statusCode" => Fill::Int(302);
    "spec.rules[].sessionPersistence.type" => Fill::Text("Cookie");
    "spec.rules[].sessionPersistence.cookieConfig.lifetimeType" => Fill::Text("Session");
};

const GRPC_ROUTE: &[Default] = defaults! {
    "spec.rules[].matches[].method.type" => Fill::Text("Exact");
    "spec.rules[].matches[].headers[].type" => Fill::Text("Exact");
    "spec.rules[].filters[].requestMirror.backendRef.group" => Fill::Text("");
    "spec.rules[].filters[].requestMirror.backendRef.kind" => Fill::Text("Service");
    "spec.rules[].filters[].requestMirror.fraction.denominator" => Fill::Int(100);
    "spec.rules[].backendRefs[].filters[].requestMirror.backendRef.group" => Fill::Text("");
    "spec.rules[].backendRefs[].filters[].requestMirror.backendRef.kind" => Fill::Text("Service");
    "spec.rules[].backendRefs[].filters[].requestMirror.fraction.denominator" => Fill::Int(100);
    "spec.rules[].sessionPersistence.type" => Fill::Text("Cookie");
    "spec.rules[].sessionPersistence.cookieConfig.lifetimeType" => Fill::Text("Session");
};

const ENDPOINT_SLICE: &[Default] = defaults! {
    "ports[].name" => Fill::Text("");
    "ports[].protocol" => Fill::Text("TCP");
};

const SERVICE: &[Default] = defaults! {
    "spec.type" => Fill::Text("ClusterIP");
    "spec.ports[].protocol" => Fill::Text("TCP");
};

const KONG_UPSTREAM_POLICY: &[Default] = defaults! {
    "spec.stickySessions.cookiePath" => Fill::Text("/");
};

const CONTROL_PLANE_REF: &[Default] = defaults! {
    "spec.controlPlaneRef.type" => Fill::Text("kic");
};

const KONG_LICENSE: &[Default] = defaults! {
    "enabled" => Fill::Bool(true);
};

const INGRESS_CLASS_PARAMETERS: &[Default] = defaults! {
    "spec.enableLegacyRegexDetection" => Fill::Bool(false);
    "spec.serviceUpstream" => Fill::Bool(false);
};

/// The tables of a kind, in the order in which they apply.
const fn tables(kind: Kind) -> &'static [&'static [Default]] {
    match kind {
        Kind::Gateway => &[GATEWAY],
        Kind::HTTPRoute => &[HTTP_ROUTE, L4_ROUTE],
        Kind::GRPCRoute => &[GRPC_ROUTE, L4_ROUTE],
        Kind::TCPRoute | Kind::UDPRoute | Kind::TLSRoute => &[L4_ROUTE],
        Kind::EndpointSlice => &[ENDPOINT_SLICE],
        Kind::Service => &[SERVICE],
        Kind::KongUpstreamPolicy => &[KONG_UPSTREAM_POLICY],
        Kind::KongConsumer | Kind::KongConsumerGroup | Kind::KongVault => &[CONTROL_PLANE_REF],
        Kind::KongLicense => &[KONG_LICENSE],
        Kind::IngressClassParameters => &[INGRESS_CLASS_PARAMETERS],
        Kind::GatewayClass
        | Kind::ReferenceGrant
        | Kind::BackendTLSPolicy
        | Kind::Secret
        | Kind::ConfigMap
        | Kind::Namespace
        | Kind::Ingress
        | Kind::IngressClass
        | Kind::KongPlugin
        | Kind::KongClusterPlugin
        | Kind::KongIngress
        | Kind::KongCustomEntity
        | Kind::KongServiceFacade
        | Kind::TCPIngress
        | Kind::UDPIngress => &[],
    }
}

/// Fills in what the API server would, each value with its rule as place.
///
/// A field that is present stays, also where it is empty; `null` counts as absent. A default inside an absent
/// object applies only if the object itself has a default.
pub fn apply(object: &mut Object<'_>) {
    for table in tables(object.kind()) {
        for default in *table {
            fill(&mut object.node, default.path, default);
        }
    }
    if object.kind() == Kind::Service {
        target_ports(&mut object.node);
    }
}

fn fill(node: &mut Node<'_>, path: &'static str, default: &Default) {
    let (segment, rest) = path.split_once('.').map_or((path, None), |(segment, rest)| (segment, Some(rest)));
    let (key, each) = segment.strip_suffix("[]").map_or((segment, false), |key| (key, true));
    let Some(map) = node.map_mut() else { return };
    match rest {
        None => put(map, key, value_of(default.fill, default.rule), default.rule),
        Some(rest) => {
            let Some(child) = map.get_mut(key) else { return };
            if each {
                for item in child.items_mut() {
                    fill(item, rest, default);
                }
            } else {
                fill(child, rest, default);
            }
        }
    }
}

/// Puts a value under a key unless one stands there; a `null` is replaced.
pub(super) fn put<'a>(map: &mut Map<'a>, key: &'static str, value: Node<'a>, rule: &'static str) {
    match map.get_mut(key) {
        Some(present) if present.value == Value::Null => *present = value,
        Some(_) => {}
        None => map.entries.push(Entry { key: Cow::Borrowed(key), key_place: Place::Rule(rule), value }),
    }
}

fn value_of<'a>(fill: Fill, rule: &'static str) -> Node<'a> {
    match fill {
        Fill::Text(text) => Node::text_from_rule(text, rule),
        Fill::Int(value) => Node::from_rule(Value::Int(value), rule),
        Fill::Bool(value) => Node::from_rule(Value::Bool(value), rule),
        Fill::Map => Node::from_rule(Value::Map(Map::default()), rule),
        Fill::ListOfOneMap => {
            Node::from_rule(Value::List(vec![Node::from_rule(Value::Map(Map::default()), rule)]), rule)
        }
    }
}

/// A Service port without `targetPort` aims at the same number.
fn target_ports(service: &mut Node<'_>) {
    const RULE: &str = "API server default: spec.ports[].targetPort is the same number as port";
    let Some(ports) = service
        .map_mut()
        .and_then(|map| map.get_mut("spec"))
        .and_then(Node::map_mut)
        .and_then(|map| map.get_mut("ports"))
    else {
        return;
    };
    for port in ports.items_mut() {
        let Some(number) = port.int_at("port") else { continue };
        if let Some(map) = port.map_mut() {
            put(map, "targetPort", Node::from_rule(Value::Int(number.value), RULE), RULE);
        }
    }
}
