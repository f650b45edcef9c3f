//! GRPCRoutes: one Kong service for each rule, with expressions for each rule and hostname.
//!
//! Source: KIC v3.5.13 internal/dataplane/translator/translate_grpcroute.go; spec/gateway-routes.md 9.

mod expressions;
mod traditional;

use super::draft::{ServiceDraft, ruled};
use super::input::Input;
use super::{backends, listeners, service_base};
use crate::diagnostic::catalog::backends as catalog;
use crate::findings::Findings;
use crate::k8s::Kind;
use crate::k8s::http::GrpcRule;
use crate::k8s::route::Route;
use crate::kong::{Flavor, Text};
use crate::provenance::{Origin, Placed, Sourced};

/// A GRPCRoute with its rules.
struct GrpcRoute<'a> {
    route: &'a Route<'a>,
    rules: Vec<GrpcRule<'a>>,
}

impl<'a> GrpcRoute<'a> {
    /// The names of all rules, trimmed: they are in the tags of every Kong route.
    ///
    /// Source: KIC v3.5.13 …/subtranslator/grpcroute.go:generateTagsForGRPCRoute.
    fn rule_names(&self) -> impl Iterator<Item = Placed<&'a str>> + '_ {
        self.rules.iter().filter_map(|rule| rule.name).map(|name| name.map(str::trim))
    }
}

/// The Kong services of all GRPCRoutes. One without rules gives none.
pub(super) fn translate<'a>(input: Input<'a>, findings: &mut Findings<'a>) -> Vec<ServiceDraft<'a>> {
    let cached = input.cache.routes(Kind::GRPCRoute).iter();
    let routes = cached.map(|cached| GrpcRoute { route: &cached.route, rules: GrpcRule::list(&cached.route) });
    let routes: Vec<GrpcRoute<'a>> = routes.collect();
    findings.translated.extend(routes.iter().map(|route| route.route.object));
    match input.settings.flavor {
        Flavor::Traditional => traditional::services(input, &routes, findings),
        Flavor::Expressions => expressions::services(input, &routes, findings),
    }
}

/// The Kong service of a rule, without routes.
fn service<'a>(
    input: Input<'a>,
    route: &GrpcRoute<'a>,
    rule: &GrpcRule<'a>,
    mut name: Text<'a>,
    findings: &mut Findings<'a>,
) -> ServiceDraft<'a> {
    let object = route.route.object;
    name.origin = name.origin.and(rule.node.place);
    let followed = backends::resolve(input, object, &rule.backend_refs, findings);
    let mut service = service_base::service(name, service_protocol(input, route.route));
    if followed.is_empty() && !rule.backend_refs.is_empty() {
        service.plugins.push(service_base::answer_500(&Origin::from(rule.node.place)));
        findings.problem(catalog::unusable(object, rule.node.place, true));
    }
    ServiceDraft::new(service, followed, object)
}

/// `grpc` if the route attaches to a listener without TLS, else `grpcs`.
///
/// Source: KIC v3.5.13 internal/dataplane/translator/translate_grpcroute.go:getProtocolForKongService.
fn service_protocol<'a>(input: Input<'a>, route: &'a Route<'a>) -> Text<'a> {
    const SECURE: &str = "KIC: the Kong service of a GRPCRoute has the protocol `grpcs` unless a listener is HTTP";
    match listener_protocol(input, route, "HTTP") {
        Some(origin) => Sourced { value: "grpc".into(), origin },
        None => ruled("grpcs", SECURE),
    }
}

/// The listeners with this protocol that the route selects; `None` where there is none.
fn listener_protocol<'a>(input: Input<'a>, route: &'a Route<'a>, protocol: &str) -> Option<Origin> {
    let selected = listeners::selected(input, route).filter(|(_, listener)| listener.protocol.value == protocol);
    Origin::all(selected.flat_map(|(parent, listener)| [listener.protocol.place, parent.target.node.place]))
}
