//! Kong routes of HTTPRoutes with expressions: one for each match and hostname, with a priority among all of them.
//!
//! Source: KIC v3.5.13 …/subtranslator/httproute_atc.go; spec/gateway-routes.md 7.

use std::collections::BTreeMap;

use super::HttpRoute;
use super::grouping::RuleGroup;
use crate::annotations::Entity;
use crate::diagnostic::catalog::translation as catalog;
use crate::findings::Findings;
use crate::k8s::ObjectKey;
use crate::k8s::http::{Filter, HttpMatch, HttpRule, NamedMatch, PathMatch};
use crate::k8s::route::Route;
use crate::kong::expressions::{self, Expression, ValueMatch};
use crate::kong::names::{self, RouteKind};
use crate::kong::patterns::matches_host_pattern;
use crate::kong::priority::{self, PathKind, RelativeOrder};
use crate::kong::{self, Text};
use crate::provenance::{Origin, Placed, Sourced};
use crate::translate::draft::RouteDraft;
use crate::translate::expression_snis;
use crate::translate::filters::{self, Mode, Refusal};
use crate::translate::matches;
use crate::translate::service_base::owner;
use crate::translate::tags;

const PRESERVE_HOST: &str = "KIC: `preserve_host` of routes of the Gateway API is true unless something sets it";
const STRIP_PATH: &str = "KIC: `strip_path` of routes of the Gateway API is false unless something sets it";
const PRIORITY: &str = "KIC: `priority` ranks a match by how exact it is, then by age and name";

/// One match for one hostname.
#[derive(Clone, Copy)]
struct Split<'r, 'a> {
    route: &'a Route<'a>,
    rule: &'r HttpRule<'a>,
    /// Number of the rule, from 0.
    rule_number: usize,
    /// `None` for a rule without matches.
    matched: Option<&'r HttpMatch<'a>>,
    /// Number of the match, from 0.
    number: usize,
    hostname: Option<Placed<&'a str>>,
}

/// All matches of all HTTPRoutes with their priorities, by HTTPRoute and number of the rule.
#[derive(Default)]
pub(super) struct Ranked<'r, 'a> {
    by_rule: BTreeMap<(ObjectKey<'a>, usize), Vec<(Split<'r, 'a>, u64)>>,
}

/// Splits all HTTPRoutes and ranks their matches.
///
/// Source: KIC v3.5.13 …/subtranslator/httproute_atc.go:assignRoutePriorityToSplitHTTPRouteMatches.
pub(super) fn rank<'r, 'a>(routes: &'r [HttpRoute<'a>], findings: &mut Findings<'a>) -> Ranked<'r, 'a> {
    let splits: Vec<Split<'r, 'a>> = routes.iter().flat_map(split).collect();
    let keys: Vec<_> = splits
        .iter()
        .map(|split| {
            let object = split.route.object;
            let created = object.metadata("creationTimestamp").map(|created| created.value);
            let key = object.key();
            (split.upper(), (created, key.namespace, key.name, split.rule_number, split.number))
        })
        .collect();
    let priorities = RelativeOrder::HttpRoute.assign(&keys);
    report_exhausted(&splits, &keys, findings);
    let mut by_rule: BTreeMap<_, Vec<_>> = BTreeMap::new();
    for (split, priority) in splits.into_iter().zip(priorities) {
        by_rule.entry((split.route.object.key(), split.rule_number)).or_default().push((split, priority));
    }
    Ranked { by_rule }
}

/// Reports, once per rank, that more matches are equally exact than can be ordered.
fn report_exhausted<'a, K>(splits: &[Split<'_, 'a>], keys: &[(u64, K)], findings: &mut Findings<'a>) {
    let limit = usize::try_from(RelativeOrder::HttpRoute.limit()).unwrap_or(usize::MAX);
    if splits.len() <= limit {
        return;
    }
    let mut counts: BTreeMap<u64, (usize, usize)> = BTreeMap::new();
    for (index, (upper, _)) in keys.iter().enumerate() {
        counts.entry(*upper).or_insert((0, index)).0 += 1;
    }
    for (count, first) in counts.into_values().filter(|(count, _)| *count > limit) {
        if let Some(split) = splits.get(first) {
            findings.problem(catalog::match_order_exhausted(split.route.object, count, limit));
        }
    }
}

/// For each hostname (or none), for each rule, each match (or none).
///
/// Source: KIC v3.5.13 …/subtranslator/httproute_atc.go:SplitHTTPRoute; spec/gateway-routes.md 7.2.
fn split<'r, 'a>(route: &'r HttpRoute<'a>) -> Vec<Split<'r, 'a>> {
    let mut splits = Vec::new();
    for hostname in hostnames(route.route) {
        for (rule_number, rule) in route.rules.iter().enumerate() {
            let base = Split { route: route.route, rule, rule_number, matched: None, number: 0, hostname };
            if rule.matches.is_empty() {
                splits.push(base);
            }
            let matches = rule.matches.iter().enumerate();
            splits.extend(matches.map(|(number, matched)| Split { matched: Some(matched), number, ..base }));
        }
    }
    splits
}

/// Each hostname, or none.
pub(super) fn hostnames<'a>(route: &Route<'a>) -> Vec<Option<Placed<&'a str>>> {
    match route.hostnames.as_slice() {
        [] => vec![None],
        hostnames => hostnames.iter().copied().map(Some).collect(),
    }
}

impl Split<'_, '_> {
    /// The priority without its lowest bits.
    fn upper(&self) -> u64 {
        let path = self.matched.and_then(|matched| matched.path);
        priority::HttpMatch {
            hostname: self.hostname.map(|hostname| hostname.value),
            path: path.map(|path| (path_kind(path), path.value.map_or("", |value| value.value))),
            method: self.matched.is_some_and(|matched| matched.method.is_some()),
            headers: self.matched.map_or(0, |matched| matched.headers.len()),
            queries: self.matched.map_or(0, |matched| matched.query_params.len()),
        }
        .upper()
    }

    /// All that the match says.
    fn expression(&self) -> Expression {
        let Some(matched) = self.matched else { return Expression::EMPTY };
        Expression::all([
            matched.path.map_or(Expression::EMPTY, |path| path_expression(path, &self.rule.filters)),
            expressions::headers(matched.headers.iter().map(named)),
            expressions::queries(matched.query_params.iter().map(named)),
            matched.method.map_or(Expression::EMPTY, expressions::method),
        ])
    }

    fn origin(&self) -> Origin {
        let place = self.matched.map_or(self.rule.node.place, |matched| matched.node.place);
        let origin = Origin::from(place);
        self.hostname.map_or(origin.clone(), |hostname| origin.and(hostname.place))
    }
}

/// An unknown type counts as a prefix, which adds nothing to the priority.
fn path_kind(path: PathMatch<'_>) -> PathKind {
    match path.kind.map_or("", |kind| kind.value) {
        "Exact" => PathKind::Exact,
        "RegularExpression" => PathKind::RegularExpression,
        _ => PathKind::Prefix,
    }
}

/// The path of a match; a prefix that the rule replaces captures what is below it.
///
/// Source: KIC v3.5.13 …/subtranslator/httproute_atc.go:pathMatcherFromHTTPPathMatch; spec/gateway-routes.md 7.3.
fn path_expression(path: PathMatch<'_>, filters: &[Filter<'_>]) -> Expression {
    let Some(value) = path.value.or(path.kind.map(|kind| Placed::new("", kind.place))) else {
        return Expression::EMPTY;
    };
    match path_kind(path) {
        PathKind::Exact => expressions::exact_path(value),
        PathKind::RegularExpression => expressions::regex_path(value),
        PathKind::Prefix if filters::prefix_rewrite(filters).is_some() => expressions::rewritten_prefix_path(value),
        PathKind::Prefix => expressions::prefix_path(value),
    }
}

/// A header or query parameter with its type.
fn named<'a>(named: &NamedMatch<'a>) -> (&'a str, ValueMatch, Sourced<&'a str>) {
    let kind = match named.kind.map_or("Exact", |kind| kind.value) {
        "RegularExpression" => ValueMatch::RegularExpression,
        _ => ValueMatch::Exact,
    };
    (named.name.value, kind, named.sourced())
}

/// The Kong routes of a service.
///
/// Source: KIC v3.5.13 …/httproute_atc.go:translateSplitHTTPRouteMatchesToKongstateRoutesWithExpression.
pub(super) fn routes<'a>(
    group: &RuleGroup<'_, 'a>,
    ranked: &Ranked<'_, 'a>,
    protocols: &[Text<'a>],
    mode: Mode,
    findings: &mut Findings<'a>,
) -> Result<Vec<RouteDraft<'a>>, Box<Refusal>> {
    let mut drafts = Vec::new();
    for rule in &group.rules {
        let splits = ranked.by_rule.get(&(rule.object().key(), rule.number)).map_or(&[][..], Vec::as_slice);
        for (split, priority) in splits.iter().filter(|(split, _)| group.hostnames.has(split.hostname)) {
            drafts.push(route(split, *priority, protocols, mode, findings)?);
        }
    }
    Ok(drafts)
}

/// Source: KIC v3.5.13 …/httproute_atc.go:kongExpressionRouteFromHTTPRouteMatchWithPriority; spec/gateway-routes.md 7.4.
fn route<'a>(
    split: &Split<'_, 'a>,
    priority: u64,
    protocols: &[Text<'a>],
    mode: Mode,
    findings: &mut Findings<'a>,
) -> Result<RouteDraft<'a>, Box<Refusal>> {
    let object = split.route.object;
    let mut name = names::host_route(RouteKind::Http, owner(object), split.hostname, split.rule_number, split.number);
    name.origin = name.origin.and(split.origin());
    let entity = || Entity::Route(name.value.to_string());
    let tags = tags::of(mode.kic, object, split.rule.name, entity, findings);
    let host = split.hostname.map_or(Expression::EMPTY, |hostname| host(split, hostname, findings));
    let without_snis = Expression::all([host.clone(), split.expression()]);
    let snis = expression_snis::of(mode.kic, object, &name, &without_snis, findings);
    let expression = Expression::all([host, snis, split.expression()]);

    let mut route = kong::Route::new(name);
    route.expression = Some(expression.or_catch_all());
    if !mode.kic.rewrites_keep_matches()
        && filters::prefix_rewrite(&split.rule.filters).is_some()
        && let Some(path) = split.matched.and_then(|matched| matched.path?.value)
    {
        route.expression = Some(expressions::rewritten_prefix_path(path).or_catch_all());
    }
    route.priority = Some(Sourced::new(priority, split.origin().and(Origin::rule(PRIORITY))));
    route.preserve_host = Some(Sourced::rule(true, PRESERVE_HOST));
    route.strip_path = Some(Sourced::rule(false, STRIP_PATH));
    route.protocols = protocols.to_vec();
    route.tags = tags;
    let path = split.matched.and_then(matches::path_value);
    let filtered = filters::translate(object, &split.rule.filters, path, &route.tags, mode)?;
    route.plugins = filtered.plugins;
    let mut draft = RouteDraft::new(route, object);
    draft.extension_plugins = filtered.extension_plugins;
    Ok(draft)
}

fn host<'a>(split: &Split<'_, 'a>, hostname: Placed<&'a str>, findings: &mut Findings<'a>) -> Expression {
    if !hostname.value.is_empty() && !matches_host_pattern(hostname.value) {
        findings.problem(catalog::hostname_not_matched(split.route.object, hostname));
    }
    expressions::host(hostname)
}
