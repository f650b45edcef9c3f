//! The rules of Ingresses as Kong routes: which paths share a route, and its fields in the traditional flavor.
//!
//! Source: KIC v3.5.13 …/subtranslator/ingress.go; spec/ingress-and-kong-crds.md 2.3, 2.5.

use std::collections::BTreeMap;

use super::target::{self, Refused, Target};
use super::{class, expressions, key_text, paths, push};
use crate::annotations::{Entity, Found};
use crate::diagnostic::catalog::ingress as catalog;
use crate::findings::Findings;
use crate::go::quote;
use crate::k8s::Object;
use crate::k8s::ingress::{Ingress, IngressPath};
use crate::kong::priority::IngressPathKind;
use crate::kong::{Flavor, Route};
use crate::ordered::Ordered as _;
use crate::provenance::{Origin, Place, Placed, Sourced};
use crate::translate::draft::{RouteDraft, ServiceDraft, made, text};
use crate::translate::http;
use crate::translate::input::Input;
use crate::translate::overrides::values;
use crate::translate::tags;

pub(super) const REGEX_PRIORITY: &str = "KIC: `regex_priority` of routes of Ingresses is 0 unless something sets it";
const STRIP_PATH: &str = "KIC: `strip_path` of routes of Ingresses is false unless something sets it";
const PRESERVE_HOST: &str = "KIC: `preserve_host` of routes of Ingresses is true unless something sets it";
const BUFFERING: &str = "KIC: routes of Ingresses buffer requests and responses unless something sets it";
const PROTOCOLS: &str = "konghq.com/protocols";
pub(super) const REGEX_PREFIX_ANNOTATION: &str = "konghq.com/regex-prefix";

/// Paths that become one Kong route.
pub(super) struct Group<'a> {
    /// The first Ingress: it gives name, tags and the mark of regular expressions.
    pub first: &'a Object<'a>,
    /// The last Ingress: its annotations apply. Another one only where names with dots meet.
    pub last: &'a Object<'a>,
    pub host: Option<Placed<&'a str>>,
    pub target: Target<'a>,
    pub paths: Vec<GroupPath>,
}

/// A path of a group.
pub(super) struct GroupPath {
    pub kind: IngressPathKind,
    /// Without repeated slashes.
    pub path: String,
    pub place: Place,
    pub origin: Origin,
}

/// The Kong services of all rules.
pub(super) fn of_rules<'a>(
    input: Input<'a>,
    ingresses: &[Ingress<'a>],
    findings: &mut Findings<'a>,
) -> Vec<ServiceDraft<'a>> {
    let legacy = class::legacy_regex_detection(input);
    let mut drafts = Vec::new();
    for group in groups(input, ingresses, findings) {
        let route = match input.settings.flavor {
            Flavor::Traditional => traditional(input, &group, legacy, findings),
            Flavor::Expressions => expressions::route(input, &group, findings),
        };
        let (service, _) = group.target.service_names(group.first);
        let make = || group.target.draft_of_rule(input, group.first);
        push(&mut drafts, RouteDraft::new(route, group.last), &service.value, make);
    }
    drafts
}

/// The paths of all Ingresses by route, in the order in which the routes come up.
///
/// Source: KIC v3.5.13 …/subtranslator/ingress.go:Add.
fn groups<'a>(input: Input<'a>, ingresses: &[Ingress<'a>], findings: &mut Findings<'a>) -> Vec<Group<'a>> {
    let mut groups: Vec<Group<'a>> = Vec::new();
    let mut index: BTreeMap<String, usize> = BTreeMap::new();
    for ingress in ingresses {
        let object = ingress.object;
        for rule in &ingress.rules {
            if rule.paths.is_empty() {
                findings.problem(catalog::rule_without_paths(object, rule.node.place));
            }
            for path in &rule.paths {
                let entry = entry(path);
                let target = match target::resolve(input, object, &path.backend) {
                    Ok(target) => target,
                    Err(refused) => {
                        findings.failure(failure(&refused, object, &entry.path), [object]);
                        findings.problem(refused.problem(object, path.backend.node.place));
                        continue;
                    }
                };
                let key = target.route_key(object, rule.host.map_or("", |host| host.value));
                let at = *index.entry(key).or_insert(groups.len());
                match groups.get_mut(at) {
                    Some(group) => {
                        group.last = object;
                        group.paths.push(entry);
                    }
                    None => {
                        groups.push(Group { first: object, last: object, host: rule.host, target, paths: vec![entry] });
                    }
                }
            }
        }
    }
    groups
}

fn entry(path: &IngressPath<'_>) -> GroupPath {
    GroupPath {
        kind: paths::kind(path.path_type.value),
        path: paths::flattened(path.path.value),
        place: path.path.place,
        origin: Origin::from(path.path.place).and(path.path_type.place),
    }
}

/// What the paths of an Ingress cannot be translated for, in the controller's words and with the places.
pub(super) fn failures<'a>(input: Input<'a>, ingress: &Ingress<'a>) -> Vec<Placed<String>> {
    let object = ingress.object;
    let paths = ingress.rules.iter().flat_map(|rule| &rule.paths);
    let failed = paths.filter_map(|path| {
        let refused = target::resolve(input, object, &path.backend).err()?;
        Some(Placed::new(failure(&refused, object, &entry(path).path), path.backend.node.place))
    });
    failed.collect()
}

fn failure(refused: &Refused<'_>, ingress: &Object<'_>, path: &str) -> String {
    let why = match refused {
        Refused::Nameless(_) => {
            return "failed to translate Ingress into Kong Service: failed to create ServiceBackend for Kubernetes Service \"\": name cannot be empty".to_owned();
        }
        Refused::FacadesOff(_) => super::FACADES_OFF.to_owned(),
        Refused::FacadeMissing(resource) => {
            let name = resource.name.value;
            let key = key_text(ingress.key().namespace, name);
            format!("failed to get KongServiceFacade {}: KongServiceFacade {key} not found", quote(name))
        }
        Refused::UnknownResource(resource) => format!("unknown resource type {}", resource.kind_text()),
        Refused::Nothing => "no Service or Resource specified for Ingress path".to_owned(),
    };
    format!("failed to get backend for ingress path {}: {why}", quote(path))
}

/// What both flavors, and default backends, have in common.
pub(super) fn common_fields(route: &mut Route<'_>) {
    route.strip_path = Some(Sourced::rule(false, STRIP_PATH));
    route.preserve_host = Some(Sourced::rule(true, PRESERVE_HOST));
    route.request_buffering = Some(Sourced::rule(true, BUFFERING));
    route.response_buffering = Some(Sourced::rule(true, BUFFERING));
}

/// Name, tags, protocols and what both flavors have in common.
pub(super) fn base<'a>(input: Input<'a>, group: &Group<'a>, findings: &mut Findings<'a>) -> Route<'a> {
    let kic = input.settings.kic;
    let name = group.target.route_name(group.first, group.host);
    let entity = || Entity::Route(name.value.to_string());
    let tags = tags::of(kic, group.first, [], entity, findings);
    let mut route = Route::new(name);
    route.tags = tags;
    common_fields(&mut route);
    if !kic.listener_protocols_on_routes() {
        route.protocols = http::protocols::plain(input.settings);
        return route;
    }
    // Sorted and not looked at; where all of them are protocols the annotation itself replaces them later on.
    if let Some(protocols) = group.last.annotation(PROTOCOLS) {
        let mut items = values::list(kic, protocols.value);
        items.order();
        route.protocols = items.into_iter().map(|item| text(Placed::new(item, protocols.place))).collect();
    }
    route
}

/// The mark of regular expressions that an annotation gives.
pub(super) fn regex_prefix<'a>(group: &Group<'a>) -> Option<Found<'a>> {
    Found::on(group.first, REGEX_PREFIX_ANNOTATION)
}

/// The route with `hosts` and `paths`.
///
/// Source: KIC v3.5.13 …/subtranslator/ingress.go:translateIntoKongRoute.
fn traditional<'a>(
    input: Input<'a>,
    group: &Group<'a>,
    legacy: Option<Place>,
    findings: &mut Findings<'a>,
) -> Route<'a> {
    let mut route = base(input, group, findings);
    route.hosts = group.host.map(text).into_iter().collect();
    route.regex_priority = Some(Sourced::rule(0, REGEX_PRIORITY));
    let annotated = regex_prefix(group);
    let prefix = annotated.map_or(paths::REGEX_PREFIX, |found| found.value.value);
    let mut before = Vec::new();
    for entry in &group.paths {
        for plain in paths::expanded(entry.kind, &entry.path) {
            before.push(paths::marked(&plain, paths::REGEX_PREFIX, legacy.is_some()));
            let path = paths::marked(&plain, prefix, legacy.is_some());
            let mut origin = entry.origin.clone();
            if path != plain {
                let prefixed = plain.starts_with(prefix);
                let decided = if prefixed { annotated.map(|found| found.value.place) } else { legacy };
                origin = decided.map_or(origin.clone(), |place| origin.and(place));
            }
            route.paths.push(made(path, origin));
        }
    }
    if let Some(found) = annotated {
        let after: Vec<&str> = route.paths.iter().map(|path| path.value.as_ref()).collect();
        findings.changed(found, Entity::Route(route.name.value.to_string()), "paths", before, after);
    }
    route
}
