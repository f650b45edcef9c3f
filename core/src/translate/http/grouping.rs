//! Rules that share their backends share a Kong service.

use std::cmp::Ordering;
use std::collections::BTreeMap;

use super::{HttpRoute, Rule};
use crate::k8s::route::Route;
use crate::kong::names::{self, CombinedBackend, RouteKind};
use crate::kong::{Flavor, Text};
use crate::ordered::Ordered as _;
use crate::provenance::Placed;
use crate::settings::KicVersion;
use crate::translate::TranslateSettings;
use crate::translate::same::{fingerprint, grouped};
use crate::translate::service_base::owner;
use crate::yaml::Node;

/// The rules of one Kong service, in upstream's order; never empty.
pub(super) struct RuleGroup<'r, 'a> {
    /// Name of the service.
    pub name: Text<'a>,
    /// The rules.
    pub rules: Vec<Rule<'r, 'a>>,
    /// Whose matches are in it.
    pub hostnames: Hostnames<'a>,
    first: Rule<'r, 'a>,
    /// The rules whose timeouts count, where these are not the same.
    timed: Option<Vec<Rule<'r, 'a>>>,
}

/// Which hostnames of an HTTPRoute a group is for.
#[derive(Clone, Copy, Debug)]
pub(super) enum Hostnames<'a> {
    /// All of them.
    All,
    /// This one; `None` of an HTTPRoute without hostnames.
    Only(Option<Placed<&'a str>>),
}

impl Hostnames<'_> {
    /// Whether matches for a hostname are meant.
    pub(super) fn has(self, hostname: Option<Placed<&str>>) -> bool {
        match self {
            Self::All => true,
            Self::Only(only) => only.map(|only| only.value) == hostname.map(|hostname| hostname.value),
        }
    }
}

impl<'r, 'a> RuleGroup<'r, 'a> {
    fn new(kic: KicVersion, name: Text<'a>, mut rules: Vec<Rule<'r, 'a>>) -> Option<Self> {
        if kic.orders_rules_by_text() {
            rules.order_by(by_key_text);
        }
        let first = *rules.first()?;
        Some(Self { name, rules, hostnames: Hostnames::All, first, timed: None })
    }

    /// The rules whose timeouts count for the service.
    pub(super) fn timed(&self) -> &[Rule<'r, 'a>] {
        self.timed.as_deref().unwrap_or(&self.rules)
    }

    /// The rule whose route is the parent, and whose backendRefs count.
    pub(super) const fn first(&self) -> Rule<'r, 'a> {
        self.first
    }

    /// The distinct HTTPRoutes, in the order of their first rules.
    pub(super) fn routes(&self) -> Vec<&'a Route<'a>> {
        let mut routes: Vec<&'a Route<'a>> = Vec::new();
        for rule in &self.rules {
            if routes.iter().all(|known| known.object.key() != rule.object().key()) {
                routes.push(rule.route);
            }
        }
        routes
    }
}

/// All rules, grouped by their backendRefs: within each HTTPRoute, or with the flag across those of a namespace.
///
/// Source: KIC v3.5.13 …/subtranslator/httproute.go:groupRulesFromHTTPRoutesByKongServiceName;
/// spec/gateway-routes.md 5.2, 5.3.
pub(super) fn by_backends<'r, 'a>(settings: &TranslateSettings, routes: &'r [HttpRoute<'a>]) -> Vec<RuleGroup<'r, 'a>> {
    if settings.combined_services {
        return by_combined_name(settings.kic, routes);
    }
    if settings.flavor == Flavor::Expressions && !settings.kic.groups_rules_in_expressions() {
        return routes.iter().flat_map(|route| by_hostname(settings.kic, route)).collect();
    }
    routes.iter().flat_map(|route| within_route(settings.kic, route)).collect()
}

/// The rules of the whole HTTPRoute, where the timeouts of all of them count for each of its services.
fn timed<'r, 'a>(kic: KicVersion, route: &'r HttpRoute<'a>) -> Option<Vec<Rule<'r, 'a>>> {
    (!kic.timeouts_per_service()).then(|| rules_of(route).collect())
}

/// A group for each hostname and rule.
///
/// Source: KIC v3.3.1 …/subtranslator/httproute_atc.go:KongServiceNameFromSplitHTTPRouteMatch.
fn by_hostname<'r, 'a>(kic: KicVersion, route: &'r HttpRoute<'a>) -> Vec<RuleGroup<'r, 'a>> {
    let mut groups = Vec::new();
    for hostname in super::expressions::hostnames(route.route) {
        for rule in rules_of(route) {
            let mut name = names::host_service(RouteKind::Http, owner(route.route.object), hostname, rule.number);
            name.origin = name.origin.and(rule.spec.node.place);
            let timed = timed(kic, route);
            groups.push(RuleGroup {
                name,
                rules: vec![rule],
                hostnames: Hostnames::Only(hostname),
                first: rule,
                timed,
            });
        }
    }
    groups
}

fn rules_of<'r, 'a>(route: &'r HttpRoute<'a>) -> impl Iterator<Item = Rule<'r, 'a>> {
    let rules = route.rules.iter().enumerate();
    rules.map(|(number, spec)| Rule { route: route.route, number, spec })
}

/// Groups in the order of their first rules; each is named after that rule, before the order within is decided.
fn within_route<'r, 'a>(kic: KicVersion, route: &'r HttpRoute<'a>) -> Vec<RuleGroup<'r, 'a>> {
    let key = |rule: &Rule<'_, '_>| fingerprint(rule.spec.node.get("backendRefs").map_or(&[], Node::items));
    grouped(rules_of(route), key)
        .into_iter()
        .filter_map(|rules| {
            let lowest = rules.first()?;
            let mut name = names::rule_service(RouteKind::Http, owner(route.route.object), lowest.number);
            name.origin = name.origin.and(lowest.spec.node.place);
            Some(RuleGroup { timed: timed(kic, route), ..RuleGroup::new(kic, name, rules)? })
        })
        .collect()
}

fn by_combined_name<'r, 'a>(kic: KicVersion, routes: &'r [HttpRoute<'a>]) -> Vec<RuleGroup<'r, 'a>> {
    let mut groups: BTreeMap<String, (Text<'a>, Vec<Rule<'r, 'a>>)> = BTreeMap::new();
    for rule in routes.iter().flat_map(rules_of) {
        let namespace = owner(rule.object()).namespace;
        let references = rule.spec.backend_refs.iter();
        let backends: Vec<CombinedBackend<'_>> = references
            .map(|reference| CombinedBackend {
                namespace: reference.target.namespace.map_or(namespace.value, |namespace| namespace.value),
                name: reference.target.name,
                port: reference.port.map(|port| port.value),
                weight: reference.weight.map(|weight| weight.value),
            })
            .collect();
        let name = names::combined_service(namespace, &backends);
        let (known, rules) =
            groups.entry(name.value.to_string()).or_insert_with(|| (Text { ..name.clone() }, Vec::new()));
        known.origin = known.origin.and(&name.origin);
        rules.push(rule);
    }
    groups.into_values().filter_map(|(name, rules)| RuleGroup::new(kic, name, rules)).collect()
}

/// Compares as the texts `<namespace>/<name>.<number>`: rule 10 comes before rule 2.
///
/// Source: KIC v3.5.13 …/subtranslator/httproute.go:getRuleKey; spec/gateway-routes.md 5.4.
fn by_key_text(a: &Rule<'_, '_>, b: &Rule<'_, '_>) -> Ordering {
    if a.object().key() == b.object().key() && a.number < 10 && b.number < 10 {
        return a.number.cmp(&b.number);
    }
    let text = |rule: &Rule<'_, '_>| {
        let key = rule.object().key();
        format!("{}/{}.{}", key.namespace, key.name, rule.number)
    };
    text(a).cmp(&text(b))
}
