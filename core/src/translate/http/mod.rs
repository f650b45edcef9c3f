//! HTTPRoutes: which are translated, how their rules become Kong services, and the services' own fields.

mod expressions;
mod grouping;
mod ignored;
pub(super) mod protocols;
mod timeouts;
mod traditional;
mod traps;

use std::collections::BTreeMap;

use expressions::Ranked;
use grouping::RuleGroup;

use super::draft::{RouteDraft, ServiceDraft, ruled};
use super::filters::{Mode, Refusal};
use super::input::Input;
use super::{TranslateSettings, backends, failures, service_base};
use crate::diagnostic::catalog::backends as catalog;
use crate::findings::Findings;
use crate::k8s::http::HttpRule;
use crate::k8s::route::Route;
use crate::k8s::{Kind, Object, ObjectKey};
use crate::kong::{Flavor, Text};
use crate::provenance::{Origin, Placed};
use crate::resolve::Store;
use crate::resolve::cache::Cache;

/// An HTTPRoute with its rules.
struct HttpRoute<'a> {
    route: &'a Route<'a>,
    rules: Vec<HttpRule<'a>>,
}

/// A rule of an HTTPRoute.
#[derive(Clone, Copy)]
struct Rule<'r, 'a> {
    route: &'a Route<'a>,
    /// Number of the rule in the route, from 0.
    number: usize,
    spec: &'r HttpRule<'a>,
}

impl<'a> Rule<'_, 'a> {
    const fn object(&self) -> &'a Object<'a> {
        self.route.object
    }
}

/// The Kong services of all HTTPRoutes.
///
/// A service that cannot be made is left out; the others of its HTTPRoutes stay.
///
/// Source: KIC v3.5.13 internal/dataplane/translator/translate_httproute.go:ingressRulesFromHTTPRoutes;
/// spec/gateway-routes.md 5.
pub(super) fn translate<'a>(input: Input<'a>, findings: &mut Findings<'a>) -> Vec<ServiceDraft<'a>> {
    let cached = input.cache.routes(Kind::HTTPRoute).iter();
    let routes = cached.filter_map(|cached| valid(input, &cached.route, findings));
    let routes: Vec<HttpRoute<'a>> = routes.collect();
    for route in &routes {
        ignored::report(route.route.object, &route.rules, findings);
        traps::report(input, route.route.object, &route.rules, findings);
    }
    let (mut drafts, errors) = services(input, &routes, findings);
    if !input.settings.kic.extension_refs_per_rule() {
        share_extension_plugins(&mut drafts);
    }
    for route in routes.iter().map(|route| route.route.object) {
        match errors.get(&route.key()) {
            Some(errors) => findings.failure(format!("HTTPRoute can't be routed: {}", errors.join("\n")), [route]),
            None => findings.translated.push(route),
        }
    }
    drafts
}

/// What an HTTPRoute that stands alone cannot be translated for, in the controller's words; the objects that it refers to
/// do not matter, and so its backends are not looked at.
///
/// Source: KIC v3.5.13 internal/admission/validation/gateway/httproute.go:validateWithKongGateway.
pub(super) fn errors(settings: &TranslateSettings, route: &Route<'_>) -> Vec<String> {
    let rules = HttpRule::list(route);
    // Only filters and headers can be wrong; most routes have none, and are not translated a second time.
    let headers = |rule: &HttpRule<'_>| rule.matches.iter().any(|matched| !matched.headers.is_empty());
    if !rules.iter().any(|rule| !rule.filters.is_empty() || headers(rule)) {
        return Vec::new();
    }
    let (store, cache) = (Store::default(), Cache::default());
    let input = Input { store: &store, cache: &cache, settings };
    let (routes, mut findings) = ([HttpRoute { route, rules }], Findings::default());
    let ranked = ranked(settings, &routes, &mut findings);
    let groups = grouping::by_backends(settings, &routes);
    let made = groups.iter().map(|group| self::routes(input, group, &ranked, &[], &mut findings));
    made.filter_map(Result::err).map(|refusal| refusal.message).collect()
}

/// Gives the KongPlugins that filters of a rule name to all Kong routes of the HTTPRoute: releases that do not keep them
/// apart write them into its annotations, where it has some.
///
/// Source: KIC v3.3.1 internal/util/objectmeta.go:FromK8sObject, which shares the map of annotations.
fn share_extension_plugins(drafts: &mut [ServiceDraft<'_>]) {
    let mut named: BTreeMap<ObjectKey<'_>, Vec<Placed<&str>>> = BTreeMap::new();
    let routes = || drafts.iter().flat_map(|draft| &draft.routes);
    for route in routes().filter(|route| !route.object.annotations().is_empty()) {
        named.entry(route.object.key()).or_default().extend(&route.extension_plugins);
    }
    for route in drafts.iter_mut().flat_map(|draft| &mut draft.routes) {
        if let Some(plugins) = named.get(&route.object.key()) {
            route.extension_plugins.clone_from(plugins);
        }
    }
}

/// The priorities of expressions; the traditional flavor has none.
fn ranked<'r, 'a>(
    settings: &TranslateSettings,
    routes: &'r [HttpRoute<'a>],
    findings: &mut Findings<'a>,
) -> Ranked<'r, 'a> {
    match settings.flavor {
        Flavor::Traditional => Ranked::default(),
        Flavor::Expressions => expressions::rank(routes, findings),
    }
}

/// The Kong services of the routes, and for each route the errors of those that could not be made.
fn services<'a>(
    input: Input<'a>,
    routes: &[HttpRoute<'a>],
    findings: &mut Findings<'a>,
) -> (Vec<ServiceDraft<'a>>, BTreeMap<ObjectKey<'a>, Vec<String>>) {
    let ranked = ranked(input.settings, routes, findings);
    let mut drafts = Vec::new();
    let mut errors: BTreeMap<ObjectKey<'a>, Vec<String>> = BTreeMap::new();
    for group in grouping::by_backends(input.settings, routes) {
        match service(input, &group, &ranked, findings) {
            Ok(draft) => drafts.push(draft),
            Err(refusal) => {
                for route in group.routes() {
                    errors.entry(route.object.key()).or_default().push(refusal.message.clone());
                }
                findings.problem(refusal.problem);
            }
        }
    }
    (drafts, errors)
}

/// The route, unless it is left out as a whole.
///
/// Source: KIC v3.5.13 internal/dataplane/translator/translate_httproute.go:validateHTTPRoute.
fn valid<'a>(input: Input<'a>, route: &'a Route<'a>, findings: &mut Findings<'a>) -> Option<HttpRoute<'a>> {
    let rules = HttpRule::list(route);
    if rules.is_empty() {
        failures::no_rules("HTTPRoute can't be routed: no rules provided", route.object, findings);
        return None;
    }
    let mut queries = rules.iter().flat_map(|rule| &rule.matches).flat_map(|matched| &matched.query_params);
    if input.settings.flavor == Flavor::Traditional
        && let Some(query) = queries.next()
    {
        failures::query_params(route.object, query.name.place, findings);
        return None;
    }
    Some(HttpRoute { route, rules })
}

/// The Kong service of a group of rules, with its routes.
///
/// Source: KIC v3.5.13 …/subtranslator/httproute.go:translateHTTPRouteRulesMetaToKongstateService.
fn service<'a>(
    input: Input<'a>,
    group: &RuleGroup<'_, 'a>,
    ranked: &Ranked<'_, 'a>,
    findings: &mut Findings<'a>,
) -> Result<ServiceDraft<'a>, Box<Refusal>> {
    const PROTOCOL: &str = "KIC: the Kong service of an HTTPRoute has the protocol `http` unless something sets it";
    let protocols = protocols::of_routes(input, group);
    let routes = routes(input, group, ranked, &protocols, findings)?;
    let first = group.first();
    let object = first.object();
    let mut service = service_base::service(group.name.clone(), ruled("http", PROTOCOL));
    let followed = backends::resolve(input, object, &first.spec.backend_refs, findings);
    for further in group.rules.iter().skip(1) {
        // The same references again: each place that does not lead anywhere is reported.
        backends::resolve(input, further.object(), &further.spec.backend_refs, findings);
    }
    if followed.is_empty() && !first.spec.backend_refs.is_empty() {
        service.plugins.push(service_base::answer_500(&Origin::from(first.spec.node.place)));
        for rule in &group.rules {
            findings.problem(catalog::unusable(rule.object(), rule.spec.node.place, true));
        }
    }
    timeouts::apply(input.settings.kic, &mut service, group.timed(), findings);
    let mut draft = ServiceDraft::new(service, followed, object);
    draft.routes = routes;
    Ok(draft)
}

fn routes<'a>(
    input: Input<'a>,
    group: &RuleGroup<'_, 'a>,
    ranked: &Ranked<'_, 'a>,
    protocols: &[Text<'a>],
    findings: &mut Findings<'a>,
) -> Result<Vec<RouteDraft<'a>>, Box<Refusal>> {
    let flavor = input.settings.flavor;
    let mode = Mode { flavor, redirect_plugin: input.settings.redirect_plugin, kic: input.settings.kic };
    match flavor {
        Flavor::Traditional => traditional::routes(group, protocols, mode, findings),
        Flavor::Expressions => expressions::routes(group, ranked, protocols, mode, findings),
    }
}
