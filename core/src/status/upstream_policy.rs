//! KongUpstreamPolicies: which of them the controller reads, and the Services and facades in their statuses.
//!
//! Source: KIC v3.5.13 internal/controllers/configuration/kongupstreampolicy_controller.go,
//! kongupstreampolicy_utils.go.

use std::cmp::Ordering;
use std::collections::{BTreeMap, BTreeSet};

use super::ConfigurationState;
use super::backend_tls_policy::{Ancestor, MAX_ANCESTORS, ancestors_to_tree, stored_ancestors};
use super::condition::{ACCEPTED, Condition, PROGRAMMED, Truth};
use super::ingress::matches_class;
use super::listener::supported_kinds::GATEWAY_GROUP;
use super::route::StatusParentRef;
use crate::k8s::gateway::ObjectRef;
use crate::k8s::http::HttpRule;
use crate::k8s::ingress::{Ingress, is_default_class};
use crate::k8s::route::{BackendRef, Route};
use crate::k8s::{Kind, Object, ObjectKey};
use crate::ordered::Ordered as _;
use crate::provenance::{Origin, Place, Placed, Tree};
use crate::resolve::Store;
use crate::settings::{Controller, ControllerSettings};

/// The annotation that names a policy.
const ANNOTATION: &str = "konghq.com/upstream-policy";
const FACADES: &str = "incubator.ingress-controller.konghq.com";

/// A policy, with what the controller makes of it.
#[derive(Clone, Debug)]
pub struct UpstreamPolicyStatus<'a> {
    /// The policy.
    pub object: &'a Object<'a>,
    /// Services and facades that name it, the oldest first. `None` where the controller does not read the policy.
    pub ancestors: Option<Vec<PolicyAncestor<'a>>>,
    /// A Service or facade names it.
    pub is_named: bool,
    /// `status.ancestors` of the manifest.
    stored: Option<Vec<Ancestor<'a>>>,
    controller_name: Placed<&'a str>,
}

/// A Service or KongServiceFacade that names a policy.
#[derive(Clone, Debug)]
pub struct PolicyAncestor<'a> {
    /// The Service or facade.
    pub object: &'a Object<'a>,
    /// Where it names the policy.
    pub place: Place,
    /// An HTTPRoute that has it beside a Service without the policy in one rule.
    pub conflict: Option<&'a Object<'a>>,
}

/// The policies with their statuses before the translation, in order of their keys.
pub fn reconcile<'a>(store: &'a Store<'a>, controller: &'a ControllerSettings) -> Vec<UpstreamPolicyStatus<'a>> {
    let search = Search::new(store, controller);
    let runs = controller.runs(Controller::KongUpstreamPolicy).value;
    let name = &controller.gateway_api_controller_name;
    store
        .of_kind(Kind::KongUpstreamPolicy)
        .map(|object| {
            let named = search.naming.get(&object.key()).map_or(&[][..], Vec::as_slice);
            let all = !controller.kic.policies_of_used_backends();
            let read = runs && named.iter().any(|(object, _)| all || search.is_used(object));
            UpstreamPolicyStatus {
                object,
                is_named: !named.is_empty(),
                stored: object.node.at(&["status", "ancestors"]).map(|node| stored_ancestors(node.items())),
                ancestors: read.then(|| search.ancestors(named)),
                controller_name: Placed::new(name.value.as_str(), name.place),
            }
        })
        .collect()
}

impl<'a> UpstreamPolicyStatus<'a> {
    /// The status as the API prints it, now that the translation is known.
    pub(super) fn to_tree(&self, configured: &dyn Fn(Kind, ObjectKey<'_>) -> ConfigurationState) -> Tree {
        const NOBODY: &str = "KIC: no route of the controller leads to the policy, hence no status is written";
        let ancestors = self.ancestors.as_ref().map(|ancestors| {
            let make = |ancestor: &PolicyAncestor<'a>| {
                let object = ancestor.object;
                let succeeded = configured(object.kind(), object.key()) == ConfigurationState::Succeeded;
                Ancestor {
                    ancestor_ref: ancestor.reference(),
                    controller_name: self.controller_name,
                    conditions: ancestor.conditions(succeeded),
                }
            };
            ancestors.iter().map(make).collect::<Vec<_>>()
        });
        let stored = self.stored.as_deref();
        let shown = match ancestors.as_deref() {
            Some(fresh) if stored.is_some_and(|stored| are_same(stored, fresh)) => stored,
            Some(fresh) => Some(fresh),
            None => stored,
        };
        ancestors_to_tree(self.object, shown, NOBODY)
    }
}

/// The controller leaves the stored ancestors as they are: generations are not compared.
///
/// Source: isPolicyStatusUpdated.
fn are_same(stored: &[Ancestor<'_>], fresh: &[Ancestor<'_>]) -> bool {
    let text = |text: Option<Placed<&str>>| text.map(|text| text.value.to_owned());
    let reference = |ancestor: &Ancestor<'_>| {
        let StatusParentRef { group, kind, namespace, name, section_name, port } = ancestor.ancestor_ref;
        let texts = [group, kind, namespace, Some(name), section_name].map(text);
        (texts, port.map(|port| port.value))
    };
    let conditions = |ancestor: &Ancestor<'_>| {
        let says = |condition: &Condition<'_>| {
            let words = [condition.kind, condition.reason, condition.message.value.as_ref()];
            (condition.status, words.map(str::to_owned))
        };
        ancestor.conditions.iter().map(says).collect::<Vec<_>>()
    };
    stored.len() == fresh.len()
        && stored.iter().zip(fresh).all(|(stored, fresh)| {
            stored.controller_name.value == fresh.controller_name.value
                && reference(stored) == reference(fresh)
                && conditions(stored) == conditions(fresh)
        })
}

impl<'a> PolicyAncestor<'a> {
    fn reference(&self) -> StatusParentRef<'a> {
        const RULE: Place = Place::Rule("KIC: ancestors are written with group and kind");
        let (key, name) = (self.object.key(), self.object.name());
        let group = if self.object.kind() == Kind::Service { "core" } else { FACADES };
        StatusParentRef {
            group: Some(Placed::new(group, RULE)),
            kind: Some(Placed::new(self.object.info.name, RULE)),
            namespace: Some(Placed::new(key.namespace, name.place)),
            name: Placed::new(key.name, name.place),
            section_name: None,
            port: None,
        }
    }

    /// No generation is written in them.
    fn conditions(&self, succeeded: bool) -> Vec<Condition<'a>> {
        const RULE: &str = "KIC: `Programmed` says whether the translation used the object";
        let make = |kind, status, reason, origin| Condition {
            observed_generation: None,
            ..Condition::new(kind, status, reason, Placed::new(0, self.place), origin)
        };
        let named = Origin::from(self.place);
        if let Some(route) = self.conflict {
            let origin = named.and(route.name().place);
            return vec![
                make(ACCEPTED, Truth::False, "Conflicted", origin.clone()),
                make(PROGRAMMED, Truth::False, "Pending", origin),
            ];
        }
        let (status, reason) = if succeeded { (Truth::True, "Programmed") } else { (Truth::False, "Pending") };
        vec![
            make(ACCEPTED, Truth::True, "Accepted", named.clone()),
            make(PROGRAMMED, status, reason, named.and(Origin::rule(RULE))),
        ]
    }
}

/// The backendRefs of one rule of an HTTPRoute.
struct Rule<'a> {
    route: &'a Route<'a>,
    backend_refs: Vec<BackendRef<'a>>,
}

/// What the reconciler looks at.
struct Search<'a> {
    store: &'a Store<'a>,
    controller: &'a ControllerSettings,
    default_class: bool,
    facades: bool,
    http_routes: bool,
    /// The rules of all HTTPRoutes that have a Service or facade among their backendRefs, by its kind and key.
    rules: BTreeMap<(Kind, ObjectKey<'a>), Vec<Rule<'a>>>,
    /// The Services that a rule of an Ingress of the controller's class names.
    of_ingresses: BTreeSet<ObjectKey<'a>>,
    /// Services, then facades, that name a policy, with the place, by the policy's key.
    naming: BTreeMap<ObjectKey<'a>, Vec<(&'a Object<'a>, Place)>>,
}

impl<'a> Search<'a> {
    fn new(store: &'a Store<'a>, controller: &'a ControllerSettings) -> Self {
        let class = store.get(Kind::IngressClass, ObjectKey::new("", &controller.ingress_class.value));
        let mut search = Self {
            store,
            controller,
            default_class: class.is_some_and(is_default_class),
            facades: controller.runs(Controller::KongServiceFacade).value,
            http_routes: controller.runs(Controller::HTTPRoute).value,
            rules: BTreeMap::new(),
            of_ingresses: BTreeSet::new(),
            naming: BTreeMap::new(),
        };
        if store.of_kind(Kind::KongUpstreamPolicy).next().is_none() {
            return search;
        }
        let facades = store.of_kind(Kind::KongServiceFacade).filter(|_| search.facades);
        for object in store.of_kind(Kind::Service).chain(facades) {
            if let Some(annotation) = object.annotation(ANNOTATION) {
                let policy = ObjectKey::new(object.key().namespace, annotation.value);
                search.naming.entry(policy).or_default().push((object, annotation.place));
            }
        }
        for route in store.routes(Kind::HTTPRoute).iter().filter(|_| search.http_routes) {
            for rule in HttpRule::list(route) {
                let targets: BTreeSet<_> =
                    rule.backend_refs.iter().filter_map(|backend| target_of(route, backend)).collect();
                for target in targets {
                    let rule = Rule { route, backend_refs: rule.backend_refs.clone() };
                    search.rules.entry(target).or_default().push(rule);
                }
            }
        }
        let ingresses = store.of_kind(Kind::Ingress);
        for object in ingresses.filter(|object| matches_class(object, controller, search.default_class)) {
            let paths = Ingress::new(object).rules.into_iter().flat_map(|rule| rule.paths);
            let services = paths.filter_map(|path| path.backend.service);
            let namespace = object.key().namespace;
            search.of_ingresses.extend(services.map(|service| ObjectKey::new(namespace, service.target.name.value)));
        }
        search
    }

    /// A route that the controller reconciles leads to the Service or facade.
    ///
    /// Source: upstreamPolicyUsedByBackendsOfMatchingClass.
    fn is_used(&self, object: &'a Object<'a>) -> bool {
        let by_ingress = object.kind() == Kind::Service && self.of_ingresses.contains(&object.key());
        by_ingress || self.rules_with(object).iter().any(|rule| self.is_attached(rule.route))
    }

    fn rules_with(&self, object: &'a Object<'a>) -> &[Rule<'a>] {
        self.rules.get(&(object.kind(), object.key())).map_or(&[], Vec::as_slice)
    }

    /// A parentRef names a Gateway of this controller; one that names a missing Gateway or class ends the search.
    ///
    /// Source: KIC v3.5.13 internal/controllers/gateway/route_predicates.go:IsRouteAttachedToReconciledGateway.
    fn is_attached(&self, route: &'a Route<'a>) -> bool {
        for parent in &route.parent_refs {
            let ObjectRef { group, kind, name, .. } = parent.target;
            let is_gateway = kind.is_none_or(|kind| kind.value == "Gateway")
                && group.is_none_or(|group| group.value == GATEWAY_GROUP);
            if !is_gateway {
                if self.controller.kic.skips_foreign_parents() {
                    continue;
                }
                return false;
            }
            let namespace = parent.target.namespace_or(route.object.key().namespace);
            let gateway = self.store.gateway(ObjectKey::new(namespace, name.value));
            let class = gateway.and_then(|gateway| self.store.class(gateway.class_name.value));
            let Some(class) = class else { return false };
            if class.controller_name.value == self.controller.gateway_api_controller_name.value {
                return true;
            }
        }
        false
    }

    /// The entries of the status: the oldest first, then by kind, namespace and name; no more than the API holds.
    fn ancestors(&self, named: &[(&'a Object<'a>, Place)]) -> Vec<PolicyAncestor<'a>> {
        let with_policy: BTreeSet<ObjectKey<'a>> =
            named.iter().filter(|(object, _)| object.kind() == Kind::Service).map(|(object, _)| object.key()).collect();
        let mut ancestors: Vec<PolicyAncestor<'a>> = named
            .iter()
            .map(|(object, place)| PolicyAncestor {
                object,
                place: *place,
                conflict: self.conflict(object, &with_policy),
            })
            .collect();
        ancestors.order_by(|a, b| older(a.object, b.object));
        ancestors.truncate(MAX_ANCESTORS);
        ancestors
    }

    /// The HTTPRoute with a rule that has the Service beside one without the policy. Facades have no conflicts.
    ///
    /// Source: getConflictedServices.
    fn conflict(&self, service: &'a Object<'a>, with_policy: &BTreeSet<ObjectKey<'a>>) -> Option<&'a Object<'a>> {
        let rules = self.rules_with(service).iter().filter(|_| service.kind() == Kind::Service);
        let mut conflicting = rules.filter(|rule| {
            let services = rule.backend_refs.iter().filter_map(|backend| target_of(rule.route, backend));
            let mut services = services.filter(|(kind, _)| *kind == Kind::Service);
            services.any(|(_, key)| !with_policy.contains(&key))
        });
        conflicting.next().map(|rule| rule.route.object)
    }
}

/// The Service or facade that a backendRef names; `None` for anything else.
fn target_of<'a>(route: &Route<'a>, backend: &BackendRef<'a>) -> Option<(Kind, ObjectKey<'a>)> {
    let ObjectRef { group, kind, name, .. } = backend.target;
    let (group, kind) = (group.map_or("", |group| group.value), kind.map_or("Service", |kind| kind.value));
    let kind = match (group, kind) {
        ("" | "core", "Service") => Kind::Service,
        (FACADES, "KongServiceFacade") => Kind::KongServiceFacade,
        _ => return None,
    };
    Some((kind, ObjectKey::new(backend.target.namespace_or(route.object.key().namespace), name.value)))
}

/// Source: buildPolicyStatus. An object without a time counts as the oldest.
fn older(a: &Object<'_>, b: &Object<'_>) -> Ordering {
    let rank = |object: &Object<'_>| object.metadata("creationTimestamp").map(|created| created.value.to_owned());
    (rank(a), facade_first(a), a.key()).cmp(&(rank(b), facade_first(b), b.key()))
}

/// The kinds as texts: `KongServiceFacade` stands before `Service`.
fn facade_first(object: &Object<'_>) -> bool {
    object.kind() == Kind::Service
}
