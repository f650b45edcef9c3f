//! `ResolvedRefs` of an HTTPRoute.

use std::borrow::Cow;

use crate::k8s::ObjectKey;
use crate::k8s::http::HttpRule;
use crate::k8s::kinds::Kind;
use crate::k8s::route::{BackendRef, Route};
use crate::provenance::{Origin, Place, Placed};
use crate::resolve::Store;
use crate::resolve::grants::{self, GroupRule, Target};
use crate::settings::KicVersion;
use crate::status::condition::{Condition, RESOLVED_REFS, Truth};

/// The reason of `ResolvedRefs`; the names are the reasons.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Reason {
    /// Every backendRef is fine; the only one with status True.
    ResolvedRefs,
    /// A backendRef is no Service.
    InvalidKind,
    /// The Service does not exist.
    BackendNotFound,
    /// The Service is in another namespace and no ReferenceGrant allows it.
    RefNotPermitted,
}

impl Reason {
    /// The reason as the status has it.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::ResolvedRefs => "ResolvedRefs",
            Self::InvalidKind => "InvalidKind",
            Self::BackendNotFound => "BackendNotFound",
            Self::RefNotPermitted => "RefNotPermitted",
        }
    }
}

/// The first backendRef that is not resolved.
#[derive(Clone, Debug)]
pub struct Unresolved<'a> {
    /// What is wrong; never [`Reason::ResolvedRefs`].
    pub reason: Reason,
    /// The controller's message.
    pub message: String,
    /// The backendRef.
    pub backend: BackendRef<'a>,
    /// Namespace and name that the reference means.
    pub target: ObjectKey<'a>,
    /// Where it stands.
    pub place: Place,
}

/// The backendRefs that are not resolved, in rule order; the first one decides the condition.
///
/// Existence is tested before the grant. Ports, filters and their backends are not looked at.
///
/// Source: KIC v3.5.13 gw/httproute_controller.go:getHTTPRouteRuleReason; spec/gateway-status.md 10.10.
pub fn unresolved<'s, 'a>(store: &'s Store<'a>, route: &'s Route<'a>) -> impl Iterator<Item = Unresolved<'a>> + 's {
    HttpRule::list(route).into_iter().flat_map(|rule| rule.backend_refs).filter_map(move |backend| {
        let (reason, message, place) = check(store, route, &backend)?;
        Some(Unresolved { reason, message, backend, target: target_of(route, &backend), place })
    })
}

fn target_of<'a>(route: &Route<'a>, backend: &BackendRef<'a>) -> ObjectKey<'a> {
    ObjectKey::new(backend.target.namespace_or(route.object.namespace()), backend.target.name.value)
}

fn check<'a>(store: &Store<'a>, route: &Route<'a>, backend: &BackendRef<'a>) -> Option<(Reason, String, Place)> {
    let target = target_of(route, backend);
    let reference = &backend.target;
    let kind = reference.kind.map_or("Service", |kind| kind.value);
    let group = reference.group_text();
    let group_kind = if group.is_empty() { Cow::Borrowed(kind) } else { Cow::Owned(format!("{group}/{kind}")) };
    if !reference.is_core_group() || kind != "Service" {
        let place = reference.kind.or(reference.group).map_or(reference.name.place, |placed| placed.place);
        return Some((Reason::InvalidKind, format!("target {target} has unsupported type {group_kind}"), place));
    }
    if store.service(target).is_none() {
        let message = format!("target {target} of type {group_kind} does not exist");
        return Some((Reason::BackendNotFound, message, reference.name.place));
    }
    let own = route.object.namespace();
    let wanted = Target { group, kind, namespace: target.namespace, name: target.name };
    if own != target.namespace && grants::granted(store, route.object, wanted, GroupRule::Literal).is_none() {
        let message = format!(
            "{target} is in a different namespace than the HTTPRoute (namespace {own}) and no ReferenceGrant allowing \
             reference is configured"
        );
        let place = reference.namespace.map_or(reference.name.place, |namespace| namespace.place);
        return Some((Reason::RefNotPermitted, message, place));
    }
    None
}

/// The condition that every parent of the route gets.
pub fn condition<'a>(
    kic: KicVersion,
    route: &Route<'a>,
    unresolved: Option<&Unresolved<'a>>,
    generation: Placed<i64>,
) -> Condition<'a> {
    match unresolved {
        None => {
            let backends = HttpRule::list(route);
            let places = backends.iter().flat_map(|rule| &rule.backend_refs).map(|backend| backend.target.name.place);
            let origin = Origin::all(places).unwrap_or(Origin::rule("KIC: a route without backendRefs is resolved"));
            Condition::new(RESOLVED_REFS, Truth::True, Reason::ResolvedRefs.as_str(), generation, origin)
        }
        Some(unresolved) => {
            let origin = Origin::from(unresolved.place);
            let condition =
                Condition::new(RESOLVED_REFS, Truth::False, unresolved.reason.as_str(), generation, origin.clone());
            if kic.explains_unresolved_refs() {
                condition.with_message(unresolved.message.clone(), origin)
            } else {
                condition
            }
        }
    }
}

/// Whether the condition of this controller is to be used at all: HTTPRoutes only.
pub const fn applies_to(kind: Kind) -> bool {
    matches!(kind, Kind::HTTPRoute)
}
