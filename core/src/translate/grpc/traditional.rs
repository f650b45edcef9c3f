//! Kong routes of GRPCRoutes with `paths`, `hosts` and `headers`.
//!
//! Source: KIC v3.5.13 …/subtranslator/grpcroute.go:GenerateKongRoutesFromGRPCRouteRule; spec/gateway-routes.md 9.1.

use std::borrow::Cow;

use super::GrpcRoute;
use crate::annotations::Entity;
use crate::diagnostic::catalog::translation as catalog;
use crate::findings::Findings;
use crate::k8s::ObjectKey;
use crate::k8s::http::{GrpcMatch, GrpcMethodMatch, GrpcRule};
use crate::k8s::route::Route;
use crate::kong::names::{self, RouteKind};
use crate::kong::{self, Text};
use crate::provenance::{Origin, Place, Placed, Sourced};
use crate::translate::draft::{RouteDraft, ServiceDraft, made, origin_of, ruled};
use crate::translate::input::Input;
use crate::translate::listeners;
use crate::translate::service_base::{hosts, owner};
use crate::translate::tags;

/// The Kong services of all GRPCRoutes.
pub(super) fn services<'a>(
    input: Input<'a>,
    routes: &[GrpcRoute<'a>],
    findings: &mut Findings<'a>,
) -> Vec<ServiceDraft<'a>> {
    let mut drafts = Vec::new();
    for route in routes {
        let hosts = hosts(&hostnames(input, route.route));
        for (number, rule) in route.rules.iter().enumerate() {
            let name = names::rule_service(RouteKind::Grpc, owner(route.route.object), number);
            let mut draft = super::service(input, route, rule, name, findings);
            // Upstream does not record whose service it is.
            draft.tags_parent = None;
            draft.routes = routes_of_rule(input, route, number, rule, &hosts, findings);
            drafts.push(draft);
        }
    }
    drafts
}

fn routes_of_rule<'a>(
    input: Input<'a>,
    route: &GrpcRoute<'a>,
    number: usize,
    rule: &GrpcRule<'a>,
    hosts: &[Text<'a>],
    findings: &mut Findings<'a>,
) -> Vec<RouteDraft<'a>> {
    const ROOT: &str = "KIC: a rule without matches and hostnames takes every path";
    let mut base = |matched: usize, place: Place| {
        let object = route.route.object;
        let mut name = names::match_route(RouteKind::Grpc, owner(object), number, matched);
        name.origin = name.origin.and(place);
        let entity = || Entity::Route(name.value.to_string());
        let tags = tags::of(input.settings.kic, object, route.rule_names(), entity, findings);
        let mut made = kong::Route::new(name);
        made.protocols = protocols();
        made.hosts = hosts.to_vec();
        made.tags = tags;
        RouteDraft::new(made, object)
    };
    if rule.matches.is_empty() {
        let mut draft = base(0, rule.node.place);
        if hosts.is_empty() {
            draft.route.paths = vec![ruled("/", ROOT)];
        }
        return vec![draft];
    }
    let mut drafts = Vec::new();
    for (matched_number, matched) in rule.matches.iter().enumerate() {
        let mut draft = base(matched_number, matched.node.place);
        draft.route.paths = matched.method.iter().map(path).collect();
        add_headers(&mut draft.route, matched);
        drafts.push(draft);
    }
    report_header_types(route, rule, findings);
    drafts
}

fn protocols<'a>() -> Vec<Text<'a>> {
    const RULE: &str = "KIC: the Kong routes of a GRPCRoute have the protocols `grpc` and `grpcs`";
    vec![ruled("grpc", RULE), ruled("grpcs", RULE)]
}

/// `~/<service>/<method>`: a missing service is anything, a missing method nothing, or anything in a regular
/// expression.
fn path<'a>(method: &GrpcMethodMatch<'a>) -> Text<'a> {
    const ANY: &str = "KIC: a method match without service and method matches every path";
    let regex = method.kind.is_some_and(|kind| kind.value == "RegularExpression");
    let any_method = if regex { ".+" } else { "" };
    let service = method.service.map_or(".+", |service| service.value);
    let name = method.method.map_or(any_method, |method| method.value);
    let places = [method.service, method.method, method.kind].into_iter().flatten().map(|part| part.place);
    made(format!("~/{service}/{name}"), origin_of(places, ANY))
}

/// Values of equal names are collected; the type of a header match does not count.
fn add_headers<'a>(route: &mut kong::Route<'a>, matched: &GrpcMatch<'a>) {
    for header in &matched.headers {
        let values = route.headers.entry(Cow::Borrowed(header.name.value)).or_default();
        let named = Origin::from(header.value.place).and(header.name.place);
        values.push(Sourced::new(header.value.value.into(), named));
    }
}

fn report_header_types<'a>(route: &GrpcRoute<'a>, rule: &GrpcRule<'a>, findings: &mut Findings<'a>) {
    let headers = rule.matches.iter().flat_map(|matched| &matched.headers);
    for kind in headers.filter_map(|header| header.kind).filter(|kind| kind.value == "RegularExpression") {
        findings.problem(catalog::header_type_ignored(route.route.object, kind));
    }
}

/// The hostnames of the route; without any, those of the listeners of its Gateways.
///
/// A namespace in a parentRef counts for the following ones too, and a Gateway that is missing empties the list.
///
/// Source: KIC v3.5.13 …/subtranslator/grpcroute.go:getGRPCRouteHostnamesAsSliceOfStringPointers.
fn hostnames<'a>(input: Input<'a>, route: &'a Route<'a>) -> Vec<Placed<&'a str>> {
    if !route.hostnames.is_empty() {
        return route.hostnames.clone();
    }
    let mut namespace = route.object.key().namespace;
    let mut hostnames = Vec::new();
    for parent in &route.parent_refs {
        if parent.target.kind.is_some_and(|kind| kind.value != "Gateway") {
            continue;
        }
        namespace = parent.target.namespace.map_or(namespace, |written| written.value);
        let Some(gateway) = input.gateway(ObjectKey::new(namespace, parent.target.name.value)) else {
            return Vec::new();
        };
        let selected = listeners::of_section(*parent, &gateway.listeners);
        hostnames.extend(selected.filter_map(|listener| listener.hostname));
    }
    hostnames
}

#[cfg(test)]
mod tests {
    use super::*;

    /// spec/gateway-routes.md 9.1.
    #[test]
    fn a_method_match_is_a_path() {
        let at = |value| Placed::new(value, Place::Rule("test"));
        for (kind, service, method, expected) in [
            (None, Some("service0"), None, "~/service0/"),
            (None, Some("service0"), Some("method0"), "~/service0/method0"),
            (None, None, Some("method0"), "~/.+/method0"),
            (Some("RegularExpression"), Some("v[012]"), None, "~/v[012]/.+"),
            (Some("Exact"), None, None, "~/.+/"),
        ] {
            let made = path(&GrpcMethodMatch { kind: kind.map(at), service: service.map(at), method: method.map(at) });
            assert_eq!(made.value, expected);
        }
    }
}
