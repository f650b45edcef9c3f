//! Kong routes of HTTPRoutes with `paths`, `hosts`, `methods` and `headers`.
//!
//! Source: KIC v3.5.13 …/subtranslator/httproute.go:translateHTTPRouteRulesMetaToKongstateRoutes;
//! spec/gateway-routes.md 6.

use std::borrow::Cow;
use std::collections::BTreeMap;

use super::Rule;
use super::grouping::RuleGroup;
use crate::annotations::Entity;
use crate::diagnostic::catalog::{filters as filters_catalog, translation as catalog};
use crate::findings::Findings;
use crate::k8s::http::{Filter, HttpMatch};
use crate::k8s::{Object, ObjectKey};
use crate::kong::names::{self, RouteKind};
use crate::kong::{Route, Text};
use crate::ordered::Ordered as _;
use crate::provenance::{Place, Placed, Sourced};
use crate::translate::draft::{RouteDraft, text};
use crate::translate::filters::{self, Mode, Refusal};
use crate::translate::matches::{self, HeaderValue};
use crate::translate::same::{fingerprint, grouped};
use crate::translate::service_base::{hosts, owner};
use crate::translate::tags;
use crate::yaml::Node;

const PRESERVE_HOST: &str = "KIC: `preserve_host` of routes of the Gateway API is true unless something sets it";
const STRIP_PATH: &str = "KIC: `strip_path` of routes of the Gateway API is false unless something sets it";

/// A match with the rule that it stands in.
#[derive(Clone, Copy)]
struct Match<'r, 'a> {
    rule: Rule<'r, 'a>,
    /// Number of the match in its rule, from 0.
    number: usize,
    matched: &'r HttpMatch<'a>,
}

/// What routes of one group share.
struct Shared<'s, 'a> {
    protocols: &'s [Text<'a>],
    mode: Mode,
}

/// The Kong routes of a service, sorted by name.
pub(super) fn routes<'a>(
    group: &RuleGroup<'_, 'a>,
    protocols: &[Text<'a>],
    mode: Mode,
    findings: &mut Findings<'a>,
) -> Result<Vec<RouteDraft<'a>>, Box<Refusal>> {
    let shared = Shared { protocols, mode };
    let mut drafts = Vec::new();
    for rules in by_filters(&group.rules) {
        let filters = rules.first().map_or(&[][..], |rule| &rule.spec.filters);
        for rule in rules.iter().filter(|rule| rule.spec.matches.is_empty()) {
            drafts.push(route_without_matches(&shared, *rule, findings));
        }
        for matches in by_key(&rules) {
            let routes = routes_of_matches(&shared, &matches, filters, findings)?;
            report_combined(&matches, &routes, findings);
            drafts.extend(routes);
        }
    }
    drafts.order_by(|a, b| a.route.name.value.cmp(&b.route.name.value));
    Ok(drafts)
}

/// Rules with equal filters, in any order; groups in the order of their first rules.
fn by_filters<'r, 'a>(rules: &[Rule<'r, 'a>]) -> Vec<Vec<Rule<'r, 'a>>> {
    let key = |rule: &Rule<'_, '_>| fingerprint(rule.spec.node.get("filters").map_or(&[], Node::items));
    grouped(rules.iter().copied(), key)
}

/// What matches must share to be one Kong route: the HTTPRoute, the method and the headers, but not the path.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
struct MatchKey<'a> {
    route: ObjectKey<'a>,
    method: Option<&'a str>,
    /// Name in lower case, type, value; of equal names only the first.
    headers: Vec<(String, Option<&'a str>, &'a str)>,
}

impl<'a> MatchKey<'a> {
    fn of(matched: &Match<'_, 'a>) -> Self {
        let mut headers: Vec<(String, Option<&'a str>, &'a str)> = Vec::new();
        for header in &matched.matched.headers {
            let name = header.name.value.to_lowercase();
            if headers.iter().all(|(known, ..)| *known != name) {
                headers.push((name, header.kind.map(|kind| kind.value), header.value.value));
            }
        }
        headers.order();
        let method = matched.matched.method.map(|method| method.value);
        Self { route: matched.rule.object().key(), method, headers }
    }
}

/// Matches that become one Kong route, in order of rules and matches; groups in the order of their first matches.
///
/// Source: KIC v3.5.13 …/subtranslator/httproute.go:getKey; spec/gateway-routes.md 6.2.
fn by_key<'r, 'a>(rules: &[Rule<'r, 'a>]) -> Vec<Vec<Match<'r, 'a>>> {
    let matches = rules.iter().flat_map(|rule| {
        let matches = rule.spec.matches.iter().enumerate();
        matches.map(|(number, matched)| Match { rule: *rule, number, matched })
    });
    grouped(matches, MatchKey::of)
}

/// Reports rules whose matches share a Kong route with those of an earlier one.
fn report_combined<'a>(matches: &[Match<'_, 'a>], routes: &[RouteDraft<'a>], findings: &mut Findings<'a>) {
    let ([route], Some(first)) = (routes, matches.first()) else { return };
    let is_first = |of: &Match<'_, 'a>| std::ptr::eq(of.rule.spec.node, first.rule.spec.node);
    if let Some(later) = matches.iter().find(|of| !is_first(of)) {
        let (rule, place) = (later.rule, first.rule.spec.node.place);
        let name = &route.route.name.value;
        findings.problem(filters_catalog::rules_combined(rule.object(), rule.spec.node.place, place, name));
    }
}

/// A rule without matches takes every request for its hosts. Its filters and its name have no effect.
fn route_without_matches<'a>(
    shared: &Shared<'_, 'a>,
    rule: Rule<'_, 'a>,
    findings: &mut Findings<'a>,
) -> RouteDraft<'a> {
    let object = rule.object();
    if let Some(filter) = rule.spec.filters.first() {
        findings.problem(catalog::filters_ignored(object, filter.node.place));
    }
    let route = base(shared, rule, 0, rule.spec.node.place, &[], findings);
    RouteDraft::new(route, object)
}

/// Name, hosts, protocols, tags.
fn base<'a>(
    shared: &Shared<'_, 'a>,
    rule: Rule<'_, 'a>,
    number: usize,
    place: Place,
    rule_names: &[Placed<&'a str>],
    findings: &mut Findings<'a>,
) -> Route<'a> {
    let object = rule.object();
    let mut name = names::match_route(RouteKind::Http, owner(object), rule.number, number);
    name.origin = name.origin.and(place);
    let entity = || Entity::Route(name.value.to_string());
    let tags = tags::of(shared.mode.kic, object, rule_names.iter().copied(), entity, findings);
    let mut route = Route::new(name);
    route.hosts = hosts(&rule.route.hostnames);
    route.protocols = shared.protocols.to_vec();
    route.preserve_host = Some(Sourced::rule(true, PRESERVE_HOST));
    route.tags = tags;
    route
}

/// The Kong route of matches that differ only in their paths; several with a redirect.
///
/// Source: KIC v3.5.13 …/subtranslator/httproute.go:GenerateKongRoutesFromHTTPRouteMatches, getRoutesFromMatches.
fn routes_of_matches<'a>(
    shared: &Shared<'_, 'a>,
    matches: &[Match<'_, 'a>],
    filters: &[Filter<'a>],
    findings: &mut Findings<'a>,
) -> Result<Vec<RouteDraft<'a>>, Box<Refusal>> {
    let Some(first) = matches.first() else { return Ok(Vec::new()) };
    let object = first.rule.object();
    for unlike in matches.iter().filter_map(|matched| matches::unlike_itself(matched.matched.path?)) {
        findings.problem(catalog::path_is_pattern(object, unlike));
    }
    let rule_names: Vec<_> = matches.iter().filter_map(|matched| matched.rule.spec.name).collect();
    let place = first.matched.node.place;
    let mut route = base(shared, first.rule, first.number, place, &rule_names, findings);
    route.headers = headers(object, first.matched)?;
    // The other matches are part of this route because they ask for the same.
    for header in matches.iter().skip(1).flat_map(|matched| &matched.matched.headers) {
        for value in route.headers.get_mut(header.name.value).into_iter().flatten() {
            value.origin = value.origin.and(&header.sourced().origin);
        }
    }
    route.strip_path = Some(Sourced::rule(false, STRIP_PATH));
    let draft = RouteDraft::new(route, object);
    if filters::find(filters, "RequestRedirect").is_some() {
        routes_of_redirect(shared, draft, matches, filters, findings)
    } else {
        route_of_matches(shared, draft, matches, filters, findings).map(|draft| vec![draft])
    }
}

fn route_of_matches<'a>(
    shared: &Shared<'_, 'a>,
    mut draft: RouteDraft<'a>,
    matches: &[Match<'_, 'a>],
    filters: &[Filter<'a>],
    findings: &mut Findings<'a>,
) -> Result<RouteDraft<'a>, Box<Refusal>> {
    for matched in matches {
        add_match(&mut draft.route, matched);
    }
    // Only a prefix that is replaced by something needs to know which prefix.
    let replaced = filters::prefix_rewrite(filters);
    let first = matches.first().and_then(|matched| matches::path_value(matched.matched));
    let path = first.filter(|_| replaced.is_some_and(|rewrite| rewrite.replacement.is_some()));
    let filtered = filters::translate(draft.object, filters, path, &draft.route.tags, shared.mode)?;
    if filtered.paths.is_some() {
        let kept = path.map_or("/", |path| path.value);
        for lost in matches.iter().skip(1) {
            findings.problem(catalog::rewrite_drops_paths(draft.object, lost.matched.node.place, kept));
        }
    }
    apply_filters(&mut draft, filtered);
    Ok(draft)
}

/// One entry for each match, because the redirect needs the path. Upstream goes on with one object: entry k has the
/// paths, methods and plugins of the matches up to k, and all entries have one name.
///
/// Source: spec/gateway-routes.md 6.6.
fn routes_of_redirect<'a>(
    shared: &Shared<'_, 'a>,
    mut draft: RouteDraft<'a>,
    matches: &[Match<'_, 'a>],
    filters: &[Filter<'a>],
    findings: &mut Findings<'a>,
) -> Result<Vec<RouteDraft<'a>>, Box<Refusal>> {
    let mut entries = Vec::new();
    for matched in matches {
        add_match(&mut draft.route, matched);
        let path = matches::path_value(matched.matched);
        let filtered = filters::translate(draft.object, filters, path, &draft.route.tags, shared.mode)?;
        apply_filters(&mut draft, filtered);
        entries.push(draft.clone());
    }
    for repeated in matches.iter().skip(1) {
        let place = repeated.matched.node.place;
        findings.problem(catalog::redirect_repeats_routes(draft.object, place, &draft.route.name.value));
    }
    // The list of plugins is one object for all entries.
    for entry in &mut entries {
        entry.extension_plugins.clone_from(&draft.extension_plugins);
    }
    Ok(entries)
}

fn add_match<'a>(route: &mut Route<'a>, matched: &Match<'_, 'a>) {
    if let Some(path) = matched.matched.path {
        route.paths.extend(matches::kong_paths(path, matched.matched.node.place));
    }
    if let Some(method) = matched.matched.method {
        let known = route.methods.iter_mut().find(|known| known.value == method.value);
        match known {
            Some(known) => known.origin = known.origin.and(method.place),
            None => route.methods.push(text(method)),
        }
    }
}

fn apply_filters<'a>(draft: &mut RouteDraft<'a>, filtered: filters::Filtered<'a>) {
    draft.route.plugins.extend(filtered.plugins);
    if let Some(paths) = filtered.paths {
        draft.route.paths = paths;
    }
    draft.extension_plugins.extend(filtered.extension_plugins);
}

/// Headers of a Kong route: a regular expression has `~*` in front.
///
/// Source: KIC v3.5.13 …/subtranslator/httproute.go:convertGatewayMatchHeadersToKongRouteMatchHeaders.
fn headers<'a>(
    object: &'a Object<'a>,
    matched: &HttpMatch<'a>,
) -> Result<BTreeMap<Cow<'a, str>, Vec<Text<'a>>>, Box<Refusal>> {
    let mut headers: BTreeMap<Cow<'a, str>, Vec<Text<'a>>> = BTreeMap::new();
    for header in &matched.headers {
        let name = header.name.value;
        if headers.contains_key(name) {
            let message = format!("multiple header matches for the same header are not allowed: {name}");
            return Err(Refusal::new(message, catalog::header_repeated(object, header.name.place, name)));
        }
        match matches::header_value(header) {
            HeaderValue::Text(value) => headers.insert(Cow::Borrowed(name), vec![value]),
            HeaderValue::UnknownType(kind) => {
                let message = format!("unknown/unsupported header match type: {}", kind.value);
                return Err(Refusal::new(message, catalog::header_type(object, kind)));
            }
        };
    }
    Ok(headers)
}
