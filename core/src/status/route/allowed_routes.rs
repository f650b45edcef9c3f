//! `allowedRoutes` of a listener against a route: kinds and namespaces.

use crate::k8s::ObjectKey;
use crate::k8s::gateway::{Gateway, Listener};
use crate::k8s::kinds::Kind;
use crate::k8s::route::{ParentRef, Route};
use crate::resolve::Store;
use crate::status::gateway::publish_service::not_found;

/// What `allowedRoutes` says to a route.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Policy {
    /// It may attach.
    Allowed,
    /// Its kind is not listed.
    OtherKind,
    /// Its namespace is not allowed.
    OtherNamespace,
}

/// Tests a route against the listener's `allowedRoutes`.
///
/// The kinds are those of the spec as written. `Same` compares the route's namespace with that of the parentRef where
/// one is given, else with the Gateway's. A selector that is missing matches nothing, an empty one everything.
///
/// # Errors
/// The controller's error where the route's Namespace is not there or `from` has an unknown value; it ends the
/// reconciliation of the route.
///
/// Source: KIC v3.5.13 gw/route_utils.go:routeMatchesListenerAllowedRoutes; spec/gateway-status.md 10.3.
pub fn test(
    store: &Store<'_>,
    route: &Route<'_>,
    listener: &Listener<'_>,
    gateway_namespace: &str,
    parent_ref: &ParentRef<'_>,
) -> Result<Policy, String> {
    let Some(allowed) = &listener.allowed_routes else { return Ok(Policy::Allowed) };
    let info = route.object.info;
    let listed = allowed
        .kinds
        .iter()
        .any(|entry| entry.kind.value == info.name && entry.group.is_some_and(|group| group.value == info.group));
    if !allowed.kinds.is_empty() && !listed {
        return Ok(Policy::OtherKind);
    }
    let Some(from) = allowed.from else { return Ok(Policy::Allowed) };
    let own = route.object.namespace();
    let fits = match from.value {
        "All" => true,
        "Same" => own == parent_ref.target.namespace.map_or(gateway_namespace, |namespace| namespace.value),
        "Selector" => {
            let Some(namespace) = store.get(Kind::Namespace, ObjectKey::new("", own)) else {
                return Err(format!("failed to get namespace {own}: {}", not_found("namespaces", own)));
            };
            allowed.selector.is_some_and(|selector| selector.matches(namespace.labels()))
        }
        other => {
            let name = listener.name.value;
            return Err(format!("unknown listener.AllowedRoutes.Namespaces.From value: {other} for listener {name}"));
        }
    };
    Ok(if fits { Policy::Allowed } else { Policy::OtherNamespace })
}

/// The error of a failing test, as the controllers pass it on.
pub(crate) fn wrap(error: &str, listener: &Listener<'_>, route: &Route<'_>, gateway: &Gateway<'_>) -> String {
    format!(
        "failed matching listener {} to a route {} for gateway {}: {error}",
        listener.name.value,
        route.object.name().value,
        gateway.object.name().value,
    )
}
