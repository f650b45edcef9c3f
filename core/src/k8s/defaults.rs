//! What the API server fills in before it stores an object.
//!
//! A step of its own, because users paste what they write and the controller sees what is stored. Each value that
//! is put in carries the rule as its place.
//!
//! Source: the schemas of the CRDs (`default:`), Kubernetes core defaulting of Services and EndpointSlices;
//! spec/gateway-status.md 1.1 and spec/gateway-routes.md Appendix A.

use super::crd;
use super::crd::defaults::put;
use super::kinds::Kind;
use super::object::Object;
use crate::settings::KicVersion;
use crate::yaml::{Node, Value};

/// One default: where (`[]` walks into each item of a list), what, and its name in provenance.
struct Default {
    path: &'static str,
    text: &'static str,
    rule: &'static str,
}

macro_rules! defaults {
    ($($path:literal => $text:literal;)*) => {
        &[$(Default { path: $path, text: $text, rule: concat!("API server default: ", $path) }),*]
    };
}

const ENDPOINT_SLICE: &[Default] = defaults! {
    "ports[].name" => "";
    "ports[].protocol" => "TCP";
};

const SERVICE: &[Default] = defaults! {
    "spec.type" => "ClusterIP";
    "spec.ports[].protocol" => "TCP";
};

/// Fills in what the API server would, each value with its rule as place.
///
/// Custom resources have their defaults in their schemas, see [`crd::defaults::apply`]; those of Kubernetes' own kinds
/// are in the tables here. A field that is present stays, also where it is empty; `null` counts as absent.
pub fn apply(object: &mut Object<'_>, kic: KicVersion) {
    if let Some(schema) = crd::of(object.kind(), kic) {
        crd::defaults::apply(&mut object.node, &schema);
        return;
    }
    let table = match object.kind() {
        Kind::Service => SERVICE,
        Kind::EndpointSlice => ENDPOINT_SLICE,
        _ => return,
    };
    for default in table {
        fill(&mut object.node, default.path, default);
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
        None => put(map, key, Node::text_from_rule(default.text, default.rule)),
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
            put(map, "targetPort", Node::from_rule(Value::Int(number.value), RULE));
        }
    }
}
