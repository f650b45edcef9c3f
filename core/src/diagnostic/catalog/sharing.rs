//! Problems of listeners and routes together: Kong has one router for all listeners of all Gateways.

use super::listeners::Subject;
use crate::diagnostic::{Code, Diagnostic};
use crate::k8s::gateway::{Gateway, Listener};
use crate::k8s::route::{ParentRef, Route};
use crate::provenance::{Place, Placed};

const ONE_ROUTER: &str = "KIC v3.5.13 internal/dataplane/translator: routes of HTTP have no port; spec/kong-router.md";
const COUNT: &str = "KIC v3.5.13 gw/gateway_utils.go:getAttachedRoutesForListener; spec/gateway-status.md 8";
const HOSTNAMES: &str =
    "KIC v3.5.13 gw/route_utils.go:routeHostnamesIntersectsWithListenerHostname; spec/gateway-status.md 10.5";
const STREAMS: &str = "Kong 3.9.3 kong/runloop/handler.lua:preread; spec/listens-and-helm.md, section 6";

fn names(gateway: &Gateway<'_>, listener: &Listener<'_>) -> String {
    format!("`{}` of Gateway `{}`", listener.name.value, gateway.object.key())
}

/// A route that names a section or port is answered on other ports too.
///
/// `others` are listeners of the same protocol on other ports, with their Gateways; there is at least one.
pub fn on_other_listeners(
    route: &Route<'_>,
    index: usize,
    reference: &ParentRef<'_>,
    others: &[(&Gateway<'_>, &Listener<'_>)],
) -> Diagnostic {
    let object = route.object;
    let mut ports: Vec<String> = others.iter().map(|(_, listener)| listener.port.value.to_string()).collect();
    ports.dedup();
    let message = format!(
        "{} `{}` is also answered on port {}: Kong's routes of HTTP have hosts and paths, but no port",
        object.info.name,
        object.key(),
        ports.join(", ")
    );
    let place = reference.section().map(|section| section.place).or(reference.port.map(|port| port.place));
    let span = place.unwrap_or(reference.target.name.place).span().unwrap_or_else(|| object.name_span());
    let problem = Diagnostic::new(Code::RouteOnOtherListeners, span, message, ONE_ROUTER)
        .with_object(object.title())
        .with_path(format!("spec.parentRefs[{index}]"))
        .with_help(
            "give what must stay apart a Kong of its own (another Helm release with its own class), or a host that only \
             resolves inside",
        )
        .with_help("or restrict the route by a KongPlugin, such as `ip-restriction`");
    others.iter().fold(problem, |problem, (gateway, listener)| {
        problem.with_label_at(listener.port.place, format!("listener {} answers it as well", names(gateway, listener)))
    })
}

/// A listener and one of another Gateway have one port and hostnames that meet.
pub fn merged(subject: Subject<'_, '_>, other: (&Gateway<'_>, &Listener<'_>)) -> Diagnostic {
    let listener = subject.listener;
    let object = subject.gateway.object;
    let (theirs, their_listener) = other;
    let message = format!(
        "listener `{}` of Gateway `{}` and listener {} are one in Kong: port {} and their hostnames meet, so clients of \
         either reach the routes of both",
        listener.name.value,
        object.key(),
        names(theirs, their_listener),
        listener.port.value
    );
    let (field, place) = match listener.hostname {
        Some(hostname) => ("hostname", hostname.place),
        None => ("port", listener.port.place),
    };
    let place_there = their_listener.hostname.map_or(their_listener.port.place, |hostname| hostname.place);
    Diagnostic::new(Code::GatewaysMerged, place.span().unwrap_or_else(|| object.name_span()), message, ONE_ROUTER)
        .with_object(object.title())
        .with_path(format!("spec.listeners[{}].{field}", subject.index))
        .with_label_at(place_there, format!("listener {}", names(theirs, their_listener)))
        .with_help("give each Gateway hostnames of its own, or each team a Kong of its own")
}

/// A listener's hostname that no route meets.
pub fn hostname_unreached(subject: Subject<'_, '_>, hostname: Placed<&str>, nearest: Placed<&str>) -> Diagnostic {
    let object = subject.gateway.object;
    let message = format!(
        "listener `{}` has hostname `{}`, which no hostname of a route meets",
        subject.listener.name.value, hostname.value
    );
    let span = hostname.place.span().unwrap_or_else(|| object.name_span());
    Diagnostic::new(Code::ListenerHostnameUnreached, span, message, HOSTNAMES)
        .with_object(object.title())
        .with_path(format!("spec.listeners[{}].hostname", subject.index))
        .with_label_at(nearest.place, "a route that names the listener has this one".to_owned())
        .with_help(format!("write a hostname that covers `{}`, or add a route for `{}`", nearest.value, hostname.value))
}

/// `attachedRoutes` differs from the number of routes that are attached. `wrong` are listener, count, and number.
pub fn miscounted(gateway: &Gateway<'_>, wrong: &[(&Listener<'_>, i64, i64)]) -> Diagnostic {
    let object = gateway.object;
    let said: Vec<String> = wrong
        .iter()
        .map(|(listener, said, are)| format!("`{}` says {said} and has {are}", listener.name.value))
        .collect();
    let message = format!(
        "attachedRoutes of Gateway `{}` is not the number of routes that are attached: {}",
        object.key(),
        said.join(", ")
    );
    let first = wrong.first().and_then(|(listener, ..)| listener.name.place.span());
    Diagnostic::new(Code::AttachedRoutesMiscounted, first.unwrap_or_else(|| object.name_span()), message, COUNT)
        .with_object(object.title())
        .with_path("status.listeners")
        .with_help("do not go by the number: the controller counts HTTPRoutes only, also those of other Gateways")
        .with_help("look at `status.parents` of the routes: `Accepted` `True` there is what counts")
}

/// A stream listener without a route.
pub fn without_route(subject: Subject<'_, '_>, kind: &str) -> Diagnostic {
    let (listener, object) = (subject.listener, subject.gateway.object);
    let port = listener.port.value;
    let message = format!(
        "no {kind} is attached to listener `{}`: Kong closes connections to port {port} with `no Route found with those \
         values`",
        listener.name.value
    );
    let place: Place = listener.name.place;
    Diagnostic::new(Code::StreamWithoutRoute, place.span().unwrap_or_else(|| object.name_span()), message, STREAMS)
        .with_object(object.title())
        .with_path(format!("spec.listeners[{}]", subject.index))
        .with_help(format!(
            "add a {kind} with `parentRefs: [{{name: {}, sectionName: {}}}]`",
            object.key().name,
            listener.name.value
        ))
}
