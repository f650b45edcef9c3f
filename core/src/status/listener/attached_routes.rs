//! `attachedRoutes` of the listeners of a Gateway.

use super::ListenerStatus;
use crate::k8s::ObjectKey;
use crate::k8s::gateway::{Gateway, Listener};
use crate::k8s::kinds::Kind;
use crate::provenance::{Origin, Place, Sourced};
use crate::resolve::Store;
use crate::settings::KicVersion;
use crate::status::gateway::GatewayStatus;
use crate::status::route::RouteStatus;
use crate::status::route::allowed_routes::{self, Policy};
use crate::status::route::supported_gateways::{status_supports, try_reference};

/// Counts the HTTPRoutes of each listener, in the order of the spec.
///
/// A route counts once where `status.parents` names the Gateway, accepted or not, and some parentRef of it passes
/// the tests of the listener; that parentRef need not name this Gateway, and the listener need not be programmed.
///
/// # Errors
/// The controller's error where an `allowedRoutes` test fails; nothing is written then.
///
/// Source: KIC v3.5.13 gw/gateway_utils.go:getAttachedRoutesForListener; spec/gateway-status.md 8.
pub fn count<'a>(
    kic: KicVersion,
    store: &Store<'a>,
    status: &GatewayStatus<'a>,
    http_routes: &[RouteStatus<'a>],
) -> Result<Vec<Sourced<i64>>, String> {
    let gateway = status.gateway;
    let routes: Vec<&RouteStatus<'a>> = http_routes.iter().filter(|route| names(route, gateway)).collect();
    gateway
        .listeners
        .iter()
        .map(|listener| {
            let mut count = 0;
            let mut places = Vec::new();
            for route in &routes {
                let fitting = fitting(store, status, listener, route)?;
                if fitting > 0 {
                    count += if kic.counts_attached_routes_once() { 1 } else { fitting };
                    places.push(route.place());
                }
            }
            let none = Origin::from(Place::Rule("KIC: attachedRoutes is 0 where no HTTPRoute attaches"));
            Ok(Sourced::new(count, Origin::all(places).unwrap_or(none)))
        })
        .collect()
}

/// Puts the counts into the entries of the listeners.
pub fn apply(listeners: &[Listener<'_>], counts: Vec<Sourced<i64>>, entries: &mut [ListenerStatus<'_>]) {
    for (listener, count) in listeners.iter().zip(counts) {
        if let Some(entry) = entries.iter_mut().find(|entry| entry.name.value == listener.name.value) {
            entry.attached_routes = count;
        }
    }
}

fn names(route: &RouteStatus<'_>, gateway: &Gateway<'_>) -> bool {
    let own = route.route.object.namespace();
    let key = gateway.object.key();
    let same = |found: ObjectKey<'_>| found.namespace == key.namespace && found.name == key.name;
    route.counted_parents().iter().any(|entry| entry.parent_ref.gateway(own).is_some_and(same))
}

/// How many parentRefs of the route pass the tests of the listener.
///
/// Source: KIC v3.5.13 gw/route_utils.go:isRouteAcceptedByListener.
fn fitting(
    store: &Store<'_>,
    status: &GatewayStatus<'_>,
    listener: &Listener<'_>,
    route: &RouteStatus<'_>,
) -> Result<i64, String> {
    let mut fitting = 0;
    let (route, gateway) = (route.route, status.gateway);
    for reference in &route.parent_refs {
        let policy = allowed_routes::test(store, route, listener, gateway.object.namespace(), reference)
            .map_err(|error| allowed_routes::wrap(&error, listener, route, gateway))?;
        if policy == Policy::Allowed
            && status_supports(status, listener, Kind::HTTPRoute)
            && try_reference(route, reference, listener).is_none()
        {
            fitting += 1;
        }
    }
    Ok(fitting)
}
