//! TCPRoutes, UDPRoutes and TLSRoutes: one Kong service and one Kong route for each rule.
//!
//! Source: KIC v3.5.13 internal/dataplane/translator/translate_tcproute.go, translate_udproute.go,
//! translate_tlsroute.go; spec/gateway-routes.md 10.

use super::draft::{RouteDraft, ServiceDraft, ruled};
use super::input::Input;
use super::{backends, failures, listeners, service_base, tags};
use crate::annotations::Entity;
use crate::diagnostic::catalog::{backends as backend_catalog, translation as catalog};
use crate::findings::Findings;
use crate::k8s::Kind;
use crate::k8s::route::{L4Rule, Route};
use crate::kong::names::{self, RouteKind};
use crate::kong::{self, Destination, Flavor, Text, expressions};
use crate::provenance::{Origin, Placed, Sourced};
use crate::resolve::cache::CachedRoute;

/// The Kong services of all UDPRoutes. One that has no rules, or a rule without backendRefs, is left out whole.
pub(super) fn udp_routes<'a>(input: Input<'a>, findings: &mut Findings<'a>) -> Vec<ServiceDraft<'a>> {
    const WHOLE: &str = "the controller leaves the whole UDPRoute out";
    let mut drafts = Vec::new();
    for CachedRoute { route, .. } in input.cache.routes(Kind::UDPRoute) {
        let rules = L4Rule::list(route);
        if rules.is_empty() {
            failures::no_rules("no rules provided", route.object, findings);
        } else if let Some(rule) = rules.iter().find(|rule| rule.backend_refs.is_empty()) {
            findings.failure("no backendRefs in rule", [route.object]);
            findings.problem(catalog::no_backend_refs(route.object, rule.node.place, WHOLE));
        } else {
            let destinations = destinations(input, route, "UDP");
            for (number, rule) in rules.iter().enumerate() {
                let mut made = kong_route(input, route, number, rule, findings, RouteKind::Udp);
                made.protocols = vec![ruled("udp", "KIC: the Kong route of a UDPRoute has the protocol `udp`")];
                made.destinations.clone_from(&destinations);
                drafts.push(service(input, route, number, rule, made, findings));
            }
            findings.translated.push(route.object);
        }
    }
    drafts
}

/// The Kong services of all TCPRoutes. A rule without backendRefs ends the translation of its TCPRoute; what was made
/// before stays.
pub(super) fn tcp_routes<'a>(input: Input<'a>, findings: &mut Findings<'a>) -> Vec<ServiceDraft<'a>> {
    const REST: &str = "the controller leaves it out, and all rules after it";
    let mut drafts = Vec::new();
    for CachedRoute { route, .. } in input.cache.routes(Kind::TCPRoute) {
        let rules = L4Rule::list(route);
        if rules.is_empty() {
            findings.problem(catalog::no_rules(route.object));
            continue;
        }
        let destinations = destinations(input, route, "TCP");
        let complete = rules.iter().position(|rule| rule.backend_refs.is_empty());
        for (number, rule) in rules.iter().enumerate().take(complete.unwrap_or(rules.len())) {
            let mut made = kong_route(input, route, number, rule, findings, RouteKind::Tcp);
            made.protocols = vec![ruled("tcp", "KIC: the Kong route of a TCPRoute has the protocol `tcp`")];
            made.destinations.clone_from(&destinations);
            drafts.push(service(input, route, number, rule, made, findings));
        }
        match complete.and_then(|number| rules.get(number)) {
            Some(rule) => findings.problem(catalog::no_backend_refs(route.object, rule.node.place, REST)),
            None => findings.translated.push(route.object),
        }
    }
    drafts
}

/// The Kong services of all TLSRoutes. One without hostnames or rules is left out; backendRefs may be missing.
pub(super) fn tls_routes<'a>(input: Input<'a>, findings: &mut Findings<'a>) -> Vec<ServiceDraft<'a>> {
    let mut drafts = Vec::new();
    for cached in input.cache.routes(Kind::TLSRoute) {
        let route = &cached.route;
        let rules = L4Rule::list(route);
        if route.hostnames.is_empty() {
            findings.problem(catalog::no_hostnames(route.object));
            continue;
        }
        if rules.is_empty() {
            findings.problem(catalog::no_rules(route.object));
            continue;
        }
        let protocol = tls_protocol(input, cached);
        for (number, rule) in rules.iter().enumerate() {
            let mut made = kong_route(input, route, number, rule, findings, RouteKind::Tls);
            made.protocols = vec![protocol.clone()];
            made.snis = service_base::hosts(&route.hostnames);
            drafts.push(service(input, route, number, rule, made, findings));
        }
        findings.translated.push(route.object);
    }
    drafts
}

/// Name and tags of the Kong route of a rule.
fn kong_route<'a>(
    input: Input<'a>,
    route: &'a Route<'a>,
    number: usize,
    rule: &L4Rule<'a>,
    findings: &mut Findings<'a>,
    kind: RouteKind,
) -> kong::Route<'a> {
    let mut name = names::match_route(kind, service_base::owner(route.object), number, 0);
    name.origin = name.origin.and(rule.node.place);
    let entity = || Entity::Route(name.value.to_string());
    let tags = tags::of(input.settings.kic, route.object, rule.name, entity, findings);
    let mut made = kong::Route::new(name);
    made.tags = tags;
    made
}

/// The Kong service of a rule with its route, as an expression in that flavor.
fn service<'a>(
    input: Input<'a>,
    route: &'a Route<'a>,
    number: usize,
    rule: &L4Rule<'a>,
    mut made: kong::Route<'a>,
    findings: &mut Findings<'a>,
) -> ServiceDraft<'a> {
    let (kind, protocol) = match route.kind() {
        Kind::UDPRoute => (RouteKind::Udp, ruled("udp", "KIC: the Kong service of a UDPRoute has the protocol `udp`")),
        Kind::TCPRoute => (RouteKind::Tcp, ruled("tcp", "KIC: the Kong service of a TCPRoute has the protocol `tcp`")),
        _ => (RouteKind::Tls, ruled("tcp", "KIC: the Kong service of a TLSRoute has the protocol `tcp`")),
    };
    let mut name = names::rule_service(kind, service_base::owner(route.object), number);
    name.origin = name.origin.and(rule.node.place);
    let mut service = service_base::service(name, protocol);
    let followed = backends::resolve(input, route.object, &rule.backend_refs, findings);
    if followed.is_empty() && !rule.backend_refs.is_empty() {
        findings.problem(backend_catalog::unusable(route.object, rule.node.place, false));
        if !input.settings.kic.stream_services_without_termination() {
            service.plugins.push(service_base::answer_500(&Origin::from(rule.node.place)));
        }
    }
    if input.settings.flavor == Flavor::Expressions {
        expressions::apply_to_stream_route(&mut made);
    }
    let mut draft = ServiceDraft::new(service, followed, route.object);
    draft.routes.push(RouteDraft::new(made, route.object));
    draft
}

/// The ports of the listeners of this protocol that the route selects, with repetitions.
///
/// Source: KIC v3.5.13 internal/dataplane/translator/translate_routes_helpers.go:getGatewayListeningPorts.
fn destinations<'a>(input: Input<'a>, route: &'a Route<'a>, protocol: &str) -> Vec<Destination<'a>> {
    let selected = listeners::selected(input, route);
    let ports = selected.filter(|(_, listener)| listener.protocol.value == protocol).map(|(parent, listener)| {
        let origin = Origin::from(listener.port.place).and(parent.target.node.place);
        Destination::port(Sourced::new(listener.port.value, origin))
    });
    ports.collect()
}

/// `tls_passthrough` if a listener that the route's status names passes TLS through, else `tls`.
///
/// Source: KIC v3.5.13 internal/dataplane/translator/translate_tlsroute.go:isTLSRoutePassthrough.
fn tls_protocol<'a>(input: Input<'a>, cached: &CachedRoute<'a>) -> Text<'a> {
    for parent in &cached.parents {
        let Some(gateway) = input.gateway(parent.gateway) else { continue };
        let section = parent.section.map(|section| section.value);
        let selected = gateway.listeners.iter().filter(|of| section.is_none_or(|name| name == of.name.value));
        let mut modes = selected.filter_map(|listener| listener.tls.as_ref()?.mode);
        if let Some(mode) = modes.find(|mode: &Placed<&str>| mode.value == "Passthrough") {
            return Sourced::new("tls_passthrough".into(), mode.place);
        }
    }
    ruled("tls", "KIC: the Kong route of a TLSRoute has the protocol `tls` unless its listener passes TLS through")
}
