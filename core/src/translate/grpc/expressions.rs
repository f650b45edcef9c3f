//! Kong routes of GRPCRoutes with expressions: one for each match and hostname.
//!
//! Source: KIC v3.5.13 …/subtranslator/grpcroute_atc.go; spec/gateway-routes.md 9.2.

use super::{GrpcRoute, listener_protocol, service};
use crate::annotations::Entity;
use crate::diagnostic::catalog::translation as catalog;
use crate::findings::Findings;
use crate::k8s::http::{GrpcMatch, GrpcMethodMatch, GrpcRule, NamedMatch};
use crate::kong::expressions::{self, Expression, ValueMatch};
use crate::kong::names::{self, RouteKind};
use crate::kong::patterns::matches_host_pattern;
use crate::kong::priority::{self, RelativeOrder};
use crate::kong::{self, Text};
use crate::provenance::{Origin, Placed, Sourced};
use crate::translate::draft::{RouteDraft, ServiceDraft};
use crate::translate::expression_snis;
use crate::translate::http;
use crate::translate::input::Input;
use crate::translate::service_base::owner;
use crate::translate::tags;

const PRESERVE_HOST: &str = "KIC: `preserve_host` of routes of the Gateway API is true unless something sets it";
const PRIORITY: &str = "KIC: `priority` ranks a match by how exact it is, then by age and name";

/// A rule for one hostname.
#[derive(Clone, Copy)]
struct SplitRule<'r, 'a> {
    route: &'r GrpcRoute<'a>,
    rule: &'r GrpcRule<'a>,
    /// Number of the rule, from 0.
    number: usize,
    hostname: Option<Placed<&'a str>>,
}

impl<'r, 'a> SplitRule<'r, 'a> {
    /// The matches with their numbers; a rule without matches has an empty one.
    fn matches(self) -> Vec<(usize, Option<&'r GrpcMatch<'a>>)> {
        if self.rule.matches.is_empty() {
            return vec![(0, None)];
        }
        self.rule.matches.iter().map(Some).enumerate().collect()
    }

    fn upper(&self, matched: Option<&GrpcMatch<'_>>) -> u64 {
        let method = matched.and_then(|matched| matched.method);
        priority::GrpcMatch {
            hostname: self.hostname.map(|hostname| hostname.value),
            service: method.and_then(|method| method.service).map(|service| service.value),
            method: method.and_then(|method| method.method).map(|method| method.value),
            headers: matched.map_or(0, |matched| matched.headers.len()),
        }
        .upper()
    }
}

/// The Kong services of all GRPCRoutes: one for each hostname and rule.
///
/// Hostnames of listeners do not count here.
///
/// Source: KIC v3.5.13 …/translate_grpcroute.go:ingressRulesFromGRPCRoutesUsingExpressionRoutes.
pub(super) fn services<'a>(
    input: Input<'a>,
    routes: &[GrpcRoute<'a>],
    findings: &mut Findings<'a>,
) -> Vec<ServiceDraft<'a>> {
    let rules: Vec<SplitRule<'_, 'a>> = routes.iter().flat_map(split).collect();
    let keys: Vec<_> = rules
        .iter()
        .flat_map(|rule| {
            let object = rule.route.route.object;
            let created = object.metadata("creationTimestamp").map(|created| created.value);
            let key = object.key();
            rule.matches().into_iter().map(move |(number, matched)| {
                (rule.upper(matched), (created, key.namespace, key.name, rule.number, number))
            })
        })
        .collect();
    let mut priorities = RelativeOrder::GrpcRoute.assign(&keys).into_iter();
    rules.iter().map(|rule| service_of(input, *rule, &mut priorities, findings)).collect()
}

fn split<'r, 'a>(route: &'r GrpcRoute<'a>) -> Vec<SplitRule<'r, 'a>> {
    let hostnames: Vec<Option<Placed<&'a str>>> = match route.route.hostnames.as_slice() {
        [] => vec![None],
        hostnames => hostnames.iter().copied().map(Some).collect(),
    };
    let rules = |hostname| {
        let rules = route.rules.iter().enumerate();
        rules.map(move |(number, rule)| SplitRule { route, rule, number, hostname })
    };
    hostnames.into_iter().flat_map(rules).collect()
}

fn service_of<'a>(
    input: Input<'a>,
    split: SplitRule<'_, 'a>,
    priorities: &mut dyn Iterator<Item = u64>,
    findings: &mut Findings<'a>,
) -> ServiceDraft<'a> {
    let object = split.route.route.object;
    let name = names::host_service(RouteKind::Grpc, owner(object), split.hostname, split.number);
    let mut draft = service(input, split.route, split.rule, name, findings);
    let matches = split.matches();
    // Upstream visits the service once for each match, and adds the plugin each time.
    if let Some(plugin) = draft.service.plugins.first().cloned() {
        draft.service.plugins = vec![plugin; matches.len()];
    }
    let protocols = protocols(input, split);
    for ((number, matched), priority) in matches.into_iter().zip(priorities) {
        let made = route(input, split, number, matched, priority, &protocols, findings);
        draft.routes.push(RouteDraft::new(made, object));
    }
    draft
}

/// Source: KIC v3.5.13 …/grpcroute_atc.go:KongExpressionRouteFromSplitGRPCRouteMatchWithPriority.
fn route<'a>(
    input: Input<'a>,
    split: SplitRule<'_, 'a>,
    number: usize,
    matched: Option<&GrpcMatch<'a>>,
    priority: u64,
    protocols: &[Text<'a>],
    findings: &mut Findings<'a>,
) -> kong::Route<'a> {
    let (kic, object) = (input.settings.kic, split.route.route.object);
    let place = matched.map_or(split.rule.node.place, |matched| matched.node.place);
    let mut origin = Origin::from(place);
    if let Some(hostname) = split.hostname {
        origin = origin.and(hostname.place);
    }
    let mut name = names::host_route(RouteKind::Grpc, owner(object), split.hostname, split.number, number);
    name.origin = name.origin.and(&origin);
    let entity = || Entity::Route(name.value.to_string());
    let tags = tags::of(kic, object, split.route.rule_names(), entity, findings);
    let parts = [
        matched.and_then(|matched| matched.method).map_or(Expression::EMPTY, |of| method(&of, place)),
        matched.map_or(Expression::EMPTY, |matched| expressions::headers(matched.headers.iter().map(named))),
        split.hostname.map_or(Expression::EMPTY, |hostname| host(split, hostname, findings)),
    ];
    let without_snis = Expression::all(parts.clone());
    let snis = expression_snis::of(kic, object, &name, &without_snis, findings);
    let expression = Expression::all(parts.into_iter().chain([snis]));
    let mut route = kong::Route::new(name);
    route.expression = Some(expression.or_catch_all());
    route.priority = Some(Sourced::new(priority, origin.and(Origin::rule(PRIORITY))));
    route.preserve_host = Some(Sourced::rule(true, PRESERVE_HOST));
    route.protocols = protocols.to_vec();
    route.tags = tags;
    route
}

fn method(of: &GrpcMethodMatch<'_>, place: crate::provenance::Place) -> Expression {
    let kind = match of.kind.map_or("Exact", |kind| kind.value) {
        "RegularExpression" => ValueMatch::RegularExpression,
        _ => ValueMatch::Exact,
    };
    let places = [of.service, of.method, of.kind].into_iter().flatten().map(|part| part.place);
    let origin = Origin::all(places).unwrap_or(Origin::from(place));
    expressions::grpc_method(kind, of.service.map(|of| of.value), of.method.map(|of| of.value), origin)
}

fn named<'a>(named: &NamedMatch<'a>) -> (&'a str, ValueMatch, Sourced<&'a str>) {
    let kind = match named.kind.map_or("Exact", |kind| kind.value) {
        "RegularExpression" => ValueMatch::RegularExpression,
        _ => ValueMatch::Exact,
    };
    (named.name.value, kind, named.sourced())
}

fn host<'a>(split: SplitRule<'_, 'a>, hostname: Placed<&'a str>, findings: &mut Findings<'a>) -> Expression {
    if !hostname.value.is_empty() && !matches_host_pattern(hostname.value) {
        findings.problem(catalog::hostname_not_matched(split.route.route.object, hostname));
    }
    expressions::host(hostname)
}

/// `grpc` for a listener without TLS, `grpcs` for one with it; nothing where there is none.
///
/// Source: KIC v3.5.13 internal/dataplane/translator/translate_grpcroute.go:getProtocolsForKongRoute.
fn protocols<'a>(input: Input<'a>, split: SplitRule<'_, 'a>) -> Vec<Text<'a>> {
    if !input.settings.kic.listener_protocols_on_routes() {
        return http::protocols::plain(input.settings);
    }
    let pairs = [("HTTP", "grpc"), ("HTTPS", "grpcs")];
    pairs
        .into_iter()
        .filter_map(|(listener, protocol)| {
            let origin = listener_protocol(input, split.route.route, listener)?;
            Some(Sourced { value: protocol.into(), origin })
        })
        .collect()
}
