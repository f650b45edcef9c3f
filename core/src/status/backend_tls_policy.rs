//! BackendTLSPolicies: the Gateways that they reach, and whether they are accepted.

use super::condition::{self, ACCEPTED, Condition, RESOLVED_REFS, Truth};
use super::gateway::publish_service::not_found;
use super::listener::supported_kinds::GATEWAY_GROUP;
use super::route::{RouteStatus, StatusParentRef};
use crate::k8s::gateway::{Gateway, ObjectRef};
use crate::k8s::http::HttpRule;
use crate::k8s::kinds::Kind;
use crate::k8s::{Object, ObjectKey};
use crate::ordered::Ordered as _;
use crate::provenance::{Origin, Place, Placed, Tree, TreeMap};
use crate::resolve::Store;
use crate::settings::ControllerSettings;
use crate::yaml::Node;

/// The API holds no more entries than these.
pub(super) const MAX_ANCESTORS: usize = 16;

/// One entry of `status.ancestors`.
#[derive(Clone, Debug)]
pub struct Ancestor<'a> {
    /// `ancestorRef`.
    pub ancestor_ref: StatusParentRef<'a>,
    /// `controllerName`.
    pub controller_name: Placed<&'a str>,
    /// `conditions`.
    pub conditions: Vec<Condition<'a>>,
}

/// A BackendTLSPolicy with its status.
#[derive(Clone, Debug)]
pub struct PolicyStatus<'a> {
    /// The policy.
    pub object: &'a Object<'a>,
    /// `status.ancestors`; `None` where nobody wrote any.
    pub ancestors: Option<Vec<Ancestor<'a>>>,
    /// The condition that its Gateways get; `None` where no Gateway reaches it.
    pub accepted: Option<Condition<'a>>,
    /// It is in the translator's cache.
    pub cached: bool,
}

impl PolicyStatus<'_> {
    /// The status as the API prints it.
    pub fn to_tree(&self) -> Tree {
        const NOBODY: &str = "KIC: no Gateway reaches the policy, hence no status is written";
        ancestors_to_tree(self.object, self.ancestors.as_deref(), NOBODY)
    }
}

/// The status of a policy: its ancestors, or null with the reason why nobody wrote any.
pub(super) fn ancestors_to_tree(object: &Object<'_>, ancestors: Option<&[Ancestor<'_>]>, nobody: &'static str) -> Tree {
    let place = Origin::from(object.name().place);
    let ancestors = match ancestors {
        None => Tree::Null(place.and(Origin::rule(nobody))),
        Some(ancestors) => Tree::List(ancestors.iter().map(Ancestor::to_tree).collect(), place.clone()),
    };
    Tree::Map(TreeMap::from([("ancestors", ancestors)]), place)
}

impl Ancestor<'_> {
    fn to_tree(&self) -> Tree {
        let controller = Tree::text(self.controller_name.value, self.controller_name.place);
        let fields = TreeMap::from([
            ("ancestorRef", self.ancestor_ref.to_tree()),
            ("controllerName", controller),
            ("conditions", condition::list_to_tree(&self.conditions)),
        ]);
        Tree::Map(fields, self.ancestor_ref.name.place.into())
    }
}

/// What the reconciliation of policies looks at.
#[derive(Clone, Copy)]
pub struct Context<'s, 'a> {
    /// The objects.
    pub store: &'a Store<'a>,
    /// The controller's settings.
    pub controller: &'a ControllerSettings,
    /// The HTTPRoutes with their parents.
    pub http_routes: &'s [RouteStatus<'a>],
    /// The controller of the kind runs.
    pub runs: bool,
}

/// The policy's status once nothing changes any more.
///
/// Source: KIC v3.5.13 gw/backendtlspolicy_controller.go:Reconcile; spec/gateway-status.md 11.
pub fn reconcile<'a>(context: Context<'_, 'a>, object: &'a Object<'a>) -> PolicyStatus<'a> {
    let stored = object.node.at(&["status", "ancestors"]).map(|node| stored_ancestors(node.items()));
    let mut status = PolicyStatus { object, ancestors: stored, accepted: None, cached: false };
    if !context.runs {
        return status;
    }
    let mut gateways = reached(context, object);
    if gateways.is_empty() {
        return status;
    }
    let accepted = accepted(context.store, object);
    status.cached = accepted.status == Truth::True;
    let name = &context.controller.gateway_api_controller_name;
    let (ours, mut entries): (Vec<_>, Vec<_>) = status
        .ancestors
        .unwrap_or_default()
        .into_iter()
        .partition(|ancestor| ancestor.controller_name.value == name.value);
    let listed = |key: ObjectKey<'_>| {
        ours.iter().any(|ancestor| {
            let namespace = ancestor.ancestor_ref.namespace.map_or(object.namespace(), |namespace| namespace.value);
            namespace == key.namespace && ancestor.ancestor_ref.name.value == key.name
        })
    };
    gateways.order_by_key(|(gateway, _)| (!listed(gateway.object.key()), gateway.object.key()));
    let room = MAX_ANCESTORS.saturating_sub(entries.len());
    entries.extend(gateways.into_iter().take(room).map(|(gateway, place)| Ancestor {
        ancestor_ref: StatusParentRef::of_gateway(gateway, place),
        controller_name: Placed::new(name.value.as_str(), name.place),
        conditions: vec![accepted.clone()],
    }));
    status.ancestors = Some(entries);
    status.accepted = Some(accepted);
    status
}

/// Reads the `ancestors` of a status that a manifest carries.
pub(super) fn stored_ancestors<'a>(entries: &'a [Node<'a>]) -> Vec<Ancestor<'a>> {
    let read = |entry: &'a Node<'a>| {
        Some(Ancestor {
            ancestor_ref: StatusParentRef::stored(entry.get("ancestorRef")?),
            controller_name: entry.text_at("controllerName").unwrap_or(Placed::new("", entry.place)),
            conditions: Condition::list_stored(entry),
        })
    };
    entries.iter().filter_map(read).collect()
}

fn refs<'a>(object: &'a Object<'a>, path: &[&str]) -> Vec<ObjectRef<'a>> {
    let entries = object.spec().and_then(|spec| spec.at(path)).map_or(&[][..], Node::items);
    entries.iter().map(ObjectRef::new).collect()
}

/// The Gateways of HTTPRoutes that send to a target, with the place of the parentRef, with repetitions.
///
/// Source: KIC v3.5.13 gw/backendtlspolicy_utils.go:getBackendTLSPolicyAncestors.
fn reached<'a>(context: Context<'_, 'a>, object: &'a Object<'a>) -> Vec<(&'a Gateway<'a>, Place)> {
    let mut gateways = Vec::new();
    for target in refs(object, &["targetRefs"]) {
        if !target.is_core_group() && target.kind_text() != "Service" {
            continue;
        }
        let service = ObjectKey::new(object.namespace(), target.name.value);
        for status in context.http_routes.iter().filter(|status| sends_to(status, service)) {
            let own = status.route.object.namespace();
            for reference in &status.route.parent_refs {
                let group = reference.target.group.map_or(GATEWAY_GROUP, |group| group.value);
                let kind = reference.target.kind.map_or("Gateway", |kind| kind.value);
                let key = ObjectKey::new(reference.target.namespace_or(own), reference.target.name.value);
                if group != GATEWAY_GROUP || kind != "Gateway" || !resolves(context.controller, status, key) {
                    continue;
                }
                gateways.extend(context.store.gateway(key).map(|gateway| (gateway, reference.target.name.place)));
            }
        }
    }
    gateways
}

fn sends_to(status: &RouteStatus<'_>, service: ObjectKey<'_>) -> bool {
    let own = status.route.object.namespace();
    HttpRule::list(status.route).iter().flat_map(|rule| &rule.backend_refs).any(|backend| {
        backend.target.is_core_group()
            && backend.target.kind.is_none_or(|kind| kind.value == "Service")
            && backend.target.namespace_or(own) == service.namespace
            && backend.target.name.value == service.name
    })
}

/// An entry of ours for the Gateway says that all references of the route are resolved.
fn resolves(controller: &ControllerSettings, status: &RouteStatus<'_>, gateway: ObjectKey<'_>) -> bool {
    let reconciled =
        controller.gateway_to_reconcile.as_ref().is_none_or(|only| only.value.is(gateway.namespace, gateway.name));
    let entries = status.parents.entries.as_deref().unwrap_or_default();
    reconciled
        && entries.iter().any(|entry| {
            entry.controller_name.value == controller.gateway_api_controller_name.value
                && entry.parent_ref.name.value == gateway.name
                && entry.parent_ref.namespace.is_some_and(|namespace| namespace.value == gateway.namespace)
                && entry
                    .conditions
                    .iter()
                    .any(|condition| condition.kind == RESOLVED_REFS && condition.status == Truth::True)
        })
}

/// The condition of every Gateway that the policy reaches.
///
/// Source: KIC v3.5.13 gw/backendtlspolicy_utils.go:validateBackendTLSPolicy.
fn accepted<'a>(store: &Store<'a>, object: &'a Object<'a>) -> Condition<'a> {
    const CONFLICT_RULE: &str = "KIC: several BackendTLSPolicies of a namespace target one Service, and none is used";
    if let Some((place, other)) = rival(store, object) {
        let mut condition = Condition::new(
            ACCEPTED,
            Truth::False,
            "Conflicted",
            object.generation(),
            Origin::from(place).and(other.name().place),
        )
        .with_message("Multiple BackendTLSPolicies target the same service", Origin::rule(CONFLICT_RULE));
        condition.observed_generation = None;
        return condition;
    }
    let problems = problems(store, object);
    match Origin::all(problems.iter().map(|(place, _)| *place)) {
        None => {
            let targets = refs(object, &["targetRefs"]).into_iter().map(|target| target.name.place);
            let origin = condition::origin_of("KIC: Accepted of a BackendTLSPolicy", targets);
            Condition::new(ACCEPTED, Truth::True, "Accepted", object.generation(), origin)
        }
        Some(origin) => {
            let texts: Vec<String> = problems.into_iter().map(|(_, text)| text).collect();
            Condition::new(ACCEPTED, Truth::False, "Invalid", object.generation(), origin.clone())
                .with_message(texts.join(" - "), origin)
        }
    }
}

/// Another policy of the namespace with a target of this one, and the place of the target.
fn rival<'a>(store: &Store<'a>, object: &'a Object<'a>) -> Option<(Place, &'a Object<'a>)> {
    let services = |policy: &'a Object<'a>| -> Vec<Placed<&'a str>> {
        let targets = refs(policy, &["targetRefs"]).into_iter();
        targets
            .filter(|target| target.is_core_group() && target.kind_text() == "Service")
            .map(|target| target.name)
            .collect()
    };
    let own = services(object);
    let others = store
        .of_kind(Kind::BackendTLSPolicy)
        .filter(|other| other.namespace() == object.namespace() && other.name().value != object.name().value);
    others.into_iter().find_map(|other| {
        let theirs = services(other);
        let target = own.iter().find(|target| theirs.iter().any(|service| service.value == target.value))?;
        Some((target.place, other))
    })
}

/// What makes a policy `Invalid`, in the order of the message.
fn problems(store: &Store<'_>, object: &Object<'_>) -> Vec<(Place, String)> {
    let mut problems = Vec::new();
    problems.extend(broken_certificate(store, object));
    let validation = object.spec().and_then(|spec| spec.get("validation"));
    if let Some(names) = validation.and_then(|validation| validation.get("subjectAltNames"))
        && !names.items().is_empty()
    {
        problems.push((names.place, "SubjectAltNames feature is not currently supported".to_owned()));
    }
    if let Some(well_known) = validation.and_then(|validation| validation.get("wellKnownCACertificates")) {
        problems.push((well_known.place, "WellKnownCACertificates feature is not currently supported".to_owned()));
    }
    problems
}

/// The first certificate reference that does not lead to a ConfigMap or Secret.
fn broken_certificate(store: &Store<'_>, object: &Object<'_>) -> Option<(Place, String)> {
    let entries = object.spec()?.at(&["validation", "caCertificateRefs"])?.items();
    entries.iter().map(ObjectRef::new).find_map(|reference| {
        let (kind, resource) = match (reference.is_core_group(), reference.kind_text()) {
            (true, "ConfigMap") => (Kind::ConfigMap, "configmaps"),
            (true, "Secret") => (Kind::Secret, "secrets"),
            _ => {
                let text = "CACertificateRefs must reference ConfigMaps or Secrets in the core group";
                let place = reference.kind.map_or(reference.name.place, |kind| kind.place);
                return Some((place, text.to_owned()));
            }
        };
        let key = ObjectKey::new(object.namespace(), reference.name.value);
        if store.get(kind, key).is_some() {
            return None;
        }
        let error = not_found(resource, reference.name.value);
        let text = format!("failed getting *v1.{} {key} set as CACertificateRef: {error}", kind.name());
        Some((reference.name.place, text))
    })
}
