//! What is assumed where the input is silent, each assumption with the words that make it explicit.
//!
//! Only with [`Assume::Missing`](crate::Assume::Missing). An assumption is not a default: it may be wrong, so it is named in the
//! report, and where it stands for something that a cluster needs there is an edit that writes it down.

mod proxy;

use std::borrow::Cow;

use crate::diagnostic::catalog::assumptions as catalog;
use crate::diagnostic::{Diagnostic, Fix};
use crate::explain::edits;
use crate::helm::Release;
use crate::k8s::gateway::Gateway;
use crate::k8s::kinds::KINDS;
use crate::k8s::service::{Service, TargetPort};
use crate::k8s::{Kind, Object, ObjectKey};
use crate::listens::KongListens;
use crate::provenance::{Place, Placed};
use crate::report::Assumed;
use crate::settings::{NamespacedName, Settings};
use crate::text::{Pane, Sources, Span};
use crate::yaml::{Entry, Map, Node, Value};

const CLASS: &str = "assumed: the GatewayClass of the release";
const PUBLISH_SERVICE: &str = "assumed: the publish Service";
const CLUSTER_IP: &str = "assumed: the API server has given the publish Service a cluster IP";

/// Adds a GatewayClass for each class that a Gateway names and nobody defines.
pub(crate) fn gateway_classes<'a>(
    objects: &mut Vec<Object<'a>>,
    settings: &Settings,
    sources: &Sources<'a>,
    problems: &mut Vec<Diagnostic>,
) -> Vec<Assumed> {
    let mut missing: Vec<(String, Span)> = Vec::new();
    for object in objects.iter().filter(|object| object.kind() == Kind::Gateway) {
        let class = Gateway::new(object).class_name;
        let Some(span) = class.place.span() else { continue };
        let defined =
            objects.iter().any(|other| other.kind() == Kind::GatewayClass && other.name().value == class.value);
        if !class.value.is_empty() && !defined && missing.iter().all(|(name, _)| name != class.value) {
            missing.push((class.value.to_owned(), span));
        }
    }
    let controller = &settings.controller.gateway_api_controller_name.value;
    let mut assumed = Vec::new();
    for (name, span) in missing {
        let explicit = format!(
            "apiVersion: gateway.networking.k8s.io/v1\nkind: GatewayClass\nmetadata:\n  name: {name}\n  annotations:\n    \
             konghq.com/gatewayclass-unmanaged: \"true\"\nspec:\n  controllerName: {controller}\n"
        );
        let fix = edits::append_document(sources, &explicit)
            .map(|edit| Fix { title: format!("Add the GatewayClass `{name}`"), edits: vec![edit] });
        problems.push(catalog::gateway_class(span, &name, fix.clone()));
        objects.push(gateway_class(&name, controller, span));
        assumed.push(Assumed {
            what: format!("the GatewayClass `{name}` belongs to this controller and its Gateways are unmanaged"),
            explicit,
            pane: Pane::Manifests,
            fix,
        });
    }
    assumed
}

/// The object that the assumed class would be. Its span is the place that names it.
fn gateway_class<'a>(name: &str, controller: &str, span: Span) -> Object<'a> {
    let text = |value: &str| Node::from_rule(Value::Text(Cow::Owned(value.to_owned())), CLASS);
    let map = |entries: Vec<(&'static str, Node<'a>)>| {
        let entries = entries
            .into_iter()
            .map(|(key, value)| Entry { key: Cow::Borrowed(key), key_place: Place::Rule(CLASS), value })
            .collect();
        Node::from_rule(Value::Map(Map { entries }), CLASS)
    };
    let annotations = map(vec![("konghq.com/gatewayclass-unmanaged", text("true"))]);
    let node = map(vec![
        ("apiVersion", text("gateway.networking.k8s.io/v1")),
        ("kind", text("GatewayClass")),
        ("metadata", map(vec![("name", text(name)), ("annotations", annotations)])),
        ("spec", map(vec![("controllerName", text(controller))])),
    ]);
    let info = KINDS.iter().find(|info| info.kind == Kind::GatewayClass).unwrap_or_else(|| Kind::GatewayClass.info());
    Object { info, node, span, document: u32::MAX }
}

/// Sets the publish Service where the environment does not: the Gateway's annotation, else the one Service whose ports
/// lead to most of Kong's listens, else one that the chart would make, which is added then.
pub(crate) fn publish_service<'a>(
    objects: &mut Vec<Object<'a>>,
    settings: &mut Settings,
    listens: Option<&KongListens>,
    release: Release<'a>,
    sources: &Sources<'a>,
    problems: &mut Vec<Diagnostic>,
) -> Vec<Assumed> {
    if settings.controller.publish_service.is_some() {
        return Vec::new();
    }
    let known = annotated(objects).map_or_else(|| leading_to_kong(objects, listens), Lead::One);
    let (name, why) = match known {
        Lead::One(found) => found,
        Lead::Several => return Vec::new(),
        Lead::None => {
            let Some((name, assumed)) = proxy::add(objects, listens, release, sources, problems) else {
                return Vec::new();
            };
            settings.controller.publish_service = Some(Placed::new(name, Place::Rule(PUBLISH_SERVICE)));
            return assumed;
        }
    };
    let explicit = format!("CONTROLLER_PUBLISH_SERVICE={name}");
    let fix = edits::append_variable(sources, "CONTROLLER_PUBLISH_SERVICE", &name.to_string())
        .map(|edit| Fix { title: format!("Set `{explicit}`"), edits: vec![edit] });
    if let Some(span) = sources.end_of(Pane::Environment) {
        problems.push(catalog::publish_service(span, &name.to_string(), why, fix.clone()));
    }
    let what = format!("the publish Service is `{name}`: {why}");
    settings.controller.publish_service = Some(Placed::new(name, Place::Rule(PUBLISH_SERVICE)));
    vec![Assumed { what, explicit, pane: Pane::Environment, fix }]
}

/// The first Service that a Gateway's annotation names.
fn annotated(objects: &[Object<'_>]) -> Option<(NamespacedName, &'static str)> {
    objects.iter().filter(|object| object.kind() == Kind::Gateway).find_map(|object| {
        let value = object.annotation("konghq.com/publish-service")?;
        let first = value.value.split(',').map(str::trim).find(|item| !item.is_empty())?;
        Some((NamespacedName::parse(first).ok()?, "the Gateway's annotation names it"))
    })
}

/// The Services that could be the publish Service.
enum Lead {
    /// This one, and why.
    One((NamespacedName, &'static str)),
    /// Nothing tells which one.
    Several,
    /// None.
    None,
}

/// The Service with the most ports that lead to a listen of Kong, if no other has as many.
fn leading_to_kong(objects: &[Object<'_>], listens: Option<&KongListens>) -> Lead {
    let mut best: Option<(usize, ObjectKey<'_>)> = None;
    let mut tied = false;
    for object in objects.iter().filter(|object| object.kind() == Kind::Service) {
        let ports = Service::new(object)
            .ports
            .iter()
            .filter(|port| match port.target_port.value {
                // A Kong that does not start is meant to listen somewhere: its usual ports.
                TargetPort::Number(number) => listens.map_or(matches!(number, 8000 | 8443), |all| all.has_port(number)),
                TargetPort::Name(name) => matches!(name, "proxy" | "proxy-tls") || name.starts_with("kong-proxy"),
                TargetPort::Absent => false,
            })
            .count();
        if ports == 0 {
            continue;
        }
        match best {
            Some((most, _)) if ports < most => {}
            Some((most, _)) if ports == most => tied = true,
            _ => {
                best = Some((ports, object.key()));
                tied = false;
            }
        }
    }
    let Some((_, key)) = best else { return Lead::None };
    if tied {
        return Lead::Several;
    }
    let name = NamespacedName { namespace: key.namespace.to_owned(), name: key.name.to_owned() };
    Lead::One((name, "its ports lead to Kong's listens"))
}

/// Gives the publish Services the cluster IP that a manifest does not have and a cluster would.
pub(crate) fn cluster_ips(objects: &mut [Object<'_>], settings: &Settings) -> Vec<Assumed> {
    let controller = &settings.controller;
    let published: Vec<&NamespacedName> = [&controller.publish_service, &controller.publish_service_udp]
        .into_iter()
        .flatten()
        .map(|name| &name.value)
        .collect();
    let mut assumed = Vec::new();
    for object in objects.iter_mut().filter(|object| object.kind() == Kind::Service) {
        let key = object.key();
        if !published.iter().any(|name| name.is(key.namespace, key.name)) {
            continue;
        }
        let service = Service::new(object);
        if service.has_cluster_ips() || service.service_type().value == "ExternalName" {
            continue;
        }
        let what = format!("the API server has given the Service `{key}` a cluster IP");
        let headless = object.spec().and_then(|spec| spec.text_at("clusterIP")).map(|ip| ip.value.to_owned());
        let ip = headless.unwrap_or_else(|| "10.96.0.80".to_owned());
        let explicit = format!("clusterIPs: [\"{ip}\"]");
        let item = Node::from_rule(Value::Text(Cow::Owned(ip)), CLUSTER_IP);
        let list = Node::from_rule(Value::List(vec![item]), CLUSTER_IP);
        let Some(spec) = object.node.map_mut().and_then(|map| map.get_mut("spec")).and_then(Node::map_mut) else {
            continue;
        };
        match spec.get_mut("clusterIPs") {
            Some(present) => *present = list,
            None => spec.entries.push(Entry {
                key: Cow::Borrowed("clusterIPs"),
                key_place: Place::Rule(CLUSTER_IP),
                value: list,
            }),
        }
        assumed.push(Assumed { what, explicit, pane: Pane::Manifests, fix: None });
    }
    assumed
}
