//! TCPIngresses and UDPIngresses: one Kong route for each rule, one Kong service for each Service and port.
//!
//! Source: KIC v3.5.13 internal/dataplane/translator/translate_kong_l4.go; spec/ingress-and-kong-crds.md 3.

use super::class;
use super::tls::Claims;
use super::{push, target::draft as service_draft};
use crate::annotations::Entity;
use crate::diagnostic::catalog::ingress as catalog;
use crate::findings::Findings;
use crate::k8s::ingress::{BackendPort, IngressTls};
use crate::k8s::l4_ingress::L4IngressRule;
use crate::k8s::route::BackendRef;
use crate::k8s::{Kind, Object};
use crate::kong::names::{self, Owner, PortName};
use crate::kong::{Destination, Flavor, Route, Service, Text, expressions};
use crate::provenance::Sourced;
use crate::translate::certificates::Requests;
use crate::translate::draft::{RouteDraft, ServiceDraft, ruled, text};
use crate::translate::input::Input;
use crate::translate::service_base::owner;
use crate::translate::tags;

const TCP_PORT: &str = "KIC: `port` is 80 unless the Service of the backend has the port";

/// The Kong services of all TCPIngresses.
pub(super) fn tcp<'a>(
    input: Input<'a>,
    claims: &mut Claims<'a>,
    requests: &mut Requests<'a>,
    findings: &mut Findings<'a>,
) -> Vec<ServiceDraft<'a>> {
    const ROUTE: &str =
        "KIC: the Kong route of a TCPIngress has the protocols `tcp` and `tls` unless something sets them";
    const SERVICE: &str = "KIC: the Kong service of a TCPIngress has the protocol `tcp` unless something sets it";
    let mut drafts = Vec::new();
    for object in ours(input, Kind::TCPIngress) {
        claims.add(object, &IngressTls::list(object), requests, findings);
        for (number, rule) in L4IngressRule::list(object).into_iter().enumerate() {
            let mut route = route(input, object, names::tcp_ingress_route(owner(object), number), &rule, findings);
            route.protocols = vec![ruled("tcp", ROUTE), ruled("tls", ROUTE)];
            route.snis = rule.host.map(text).into_iter().collect();
            let named = service_owner(object, &rule);
            let host = names::upstream(named, rule.service_port.map(PortName::Number));
            let mut service = Service::new(names::l4_service(named, rule.service_port), host).with_default_timeouts();
            service.protocol = Some(ruled("tcp", SERVICE));
            service.port = Some(Sourced::rule(80, TCP_PORT));
            add(input, &mut drafts, object, &rule, service, route, findings);
        }
        findings.translated.push(object);
    }
    drafts
}

/// The Kong services of all UDPIngresses: they have neither timeouts nor retries.
pub(super) fn udp<'a>(input: Input<'a>, findings: &mut Findings<'a>) -> Vec<ServiceDraft<'a>> {
    const ROUTE: &str = "KIC: the Kong route of a UDPIngress has the protocol `udp` unless something sets it";
    const SERVICE: &str = "KIC: the Kong service of a UDPIngress has the protocol `udp` unless something sets it";
    let mut drafts = Vec::new();
    for object in ours(input, Kind::UDPIngress) {
        for (number, rule) in L4IngressRule::list(object).into_iter().enumerate() {
            let mut route = route(input, object, names::udp_ingress_route(owner(object), number), &rule, findings);
            route.protocols = vec![ruled("udp", ROUTE)];
            let named = service_owner(object, &rule);
            let host = names::upstream(named, rule.service_port.map(PortName::Number));
            let mut service = Service::new(names::udp_service(named, rule.service_port), host);
            service.protocol = Some(ruled("udp", SERVICE));
            service.port = Some(rule.service_port.sourced());
            add(input, &mut drafts, object, &rule, service, route, findings);
        }
        findings.translated.push(object);
    }
    drafts
}

fn ours(input: Input<'_>, kind: Kind) -> impl Iterator<Item = &Object<'_>> {
    class::ordered(input, kind).into_iter().filter(move |object| class::is_ours(input, object))
}

fn service_owner<'a>(object: &'a Object<'a>, rule: &L4IngressRule<'a>) -> Owner<'a> {
    Owner { namespace: owner(object).namespace, name: rule.target.name }
}

/// Name, port and tags of the Kong route of a rule.
fn route<'a>(
    input: Input<'a>,
    object: &'a Object<'a>,
    mut name: Text<'a>,
    rule: &L4IngressRule<'a>,
    findings: &mut Findings<'a>,
) -> Route<'a> {
    name.origin = name.origin.and(rule.node.place);
    let entity = || Entity::Route(name.value.to_string());
    let tags = tags::of(input.settings.kic, object, [], entity, findings);
    let mut route = Route::new(name);
    route.tags = tags;
    route.destinations = vec![Destination::port(rule.port.sourced())];
    route
}

/// Adds the route to the Kong service of its name. A rule without Service is left out; upstream only logs it.
fn add<'a>(
    input: Input<'a>,
    drafts: &mut Vec<ServiceDraft<'a>>,
    object: &'a Object<'a>,
    rule: &L4IngressRule<'a>,
    service: Service<'a>,
    mut route: Route<'a>,
    findings: &mut Findings<'a>,
) {
    if rule.target.name.value.is_empty() {
        findings.problem(catalog::backend_nameless(object, rule.target.node.place));
        return;
    }
    if input.settings.flavor == Flavor::Expressions {
        expressions::apply_to_stream_route(&mut route);
    }
    let reference = BackendRef { target: rule.target, port: None, weight: None, filters: None };
    let port = rule.service_port.map(BackendPort::Number);
    let route = RouteDraft::new(route, object);
    push(drafts, route, &service.name.value.clone(), || service_draft(input, service, object, None, reference, port));
}
