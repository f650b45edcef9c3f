//! Which Gateways of this controller a route names, and whether one of their listeners takes it.

use super::allowed_routes::{self, Policy};
use super::hostname;
use crate::k8s::ObjectKey;
use crate::k8s::gateway::{Gateway, Listener};
use crate::k8s::kinds::Kind;
use crate::k8s::route::{ParentRef, Route};
use crate::provenance::{Origin, Place, Placed};
use crate::resolve::Store;
use crate::settings::ControllerSettings;
use crate::status::condition::{self, PROGRAMMED, Truth};
use crate::status::gateway::GatewayStatus;
use crate::status::gateway_class;
use crate::status::listener::supported_kinds::GATEWAY_GROUP;

/// The reason of a parent's `Accepted`; the names are the reasons.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Reason {
    /// A listener takes the route; the only one with status True.
    Accepted,
    /// A listener would take it, but their hostnames do not meet.
    NoMatchingListenerHostname,
    /// No listener has the section's name, the port, or a protocol for this kind of route.
    NoMatchingParent,
    /// No listener that allows the route is programmed.
    NotAllowedByListeners,
}

impl Reason {
    /// The reason as the status has it.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Accepted => "Accepted",
            Self::NoMatchingListenerHostname => "NoMatchingListenerHostname",
            Self::NoMatchingParent => "NoMatchingParent",
            Self::NotAllowedByListeners => "NotAllowedByListeners",
        }
    }
}

/// The test at which a listener turns a route away, in the order of testing.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Step {
    /// `allowedRoutes.kinds` does not list the route's kind.
    AllowedKinds,
    /// `allowedRoutes.namespaces` does not let the route's namespace in.
    AllowedNamespaces,
    /// The listener has no status yet, or its `supportedKinds` lack the route's kind.
    SupportedKinds,
    /// The listener is not `Programmed`.
    Programmed,
    /// The parentRef names another section.
    SectionName,
    /// The parentRef names another port.
    Port,
    /// The listener's protocol or TLS mode is not for this kind of route.
    Protocol,
    /// The hostnames do not meet.
    Hostname,
}

/// One listener of the Gateway, and where it turned the route away.
#[derive(Clone, Copy, Debug)]
pub struct Trial<'a> {
    /// The listener.
    pub listener: &'a Listener<'a>,
    /// `None`: it takes the route.
    pub stopped: Option<Step>,
    /// Where it would turn the route away if that was mended; `None`: nowhere.
    pub next: Option<Step>,
}

/// A parentRef that leads to a Gateway of this controller.
#[derive(Clone, Debug)]
pub struct Attachment<'a> {
    /// The parentRef.
    pub parent_ref: ParentRef<'a>,
    /// The Gateway.
    pub gateway: &'a Gateway<'a>,
    /// The Gateway is `Programmed` for its generation.
    pub gateway_programmed: bool,
    /// Whether the Gateway takes the route.
    pub reason: Reason,
    /// Each listener, in spec order.
    pub trials: Vec<Trial<'a>>,
}

impl<'a> Attachment<'a> {
    /// The section that is named, if any.
    pub fn section(&self) -> Option<Placed<&'a str>> {
        self.parent_ref.section()
    }

    /// A listener takes the route.
    pub const fn is_accepted(&self) -> bool {
        matches!(self.reason, Reason::Accepted)
    }

    /// The trials that the reason speaks of: those of the named section, or all.
    pub fn relevant(&self) -> impl Iterator<Item = &Trial<'a>> {
        let section = self.section();
        self.trials.iter().filter(move |trial| section.is_none_or(|section| trial.listener.name.value == section.value))
    }

    /// The places that decided the reason: the parentRef, and for each listener that counts what turned the route
    /// away or took it.
    pub fn origin(&self, route: &Route<'_>) -> Origin {
        let reference = &self.parent_ref;
        let mut places = vec![reference.target.name.place];
        places.extend(self.section().map(|section| section.place));
        for trial in self.relevant() {
            match (self.reason, trial.stopped) {
                (Reason::Accepted, None) => places.push(trial.listener.name.place),
                (Reason::NoMatchingListenerHostname, Some(Step::Hostname)) => {
                    places.extend(route.hostnames.iter().map(|hostname| hostname.place));
                    places.extend(trial.listener.hostname.map(|hostname| hostname.place));
                }
                (Reason::NoMatchingListenerHostname | Reason::Accepted, _) | (_, None) => {}
                (_, Some(step)) => places.push(step.place(trial.listener, reference)),
            }
        }
        condition::origin_of("KIC: the reason of a parent", places)
    }
}

impl Step {
    /// The place in the listener, or in the parentRef, that decides the test.
    pub fn place(self, listener: &Listener<'_>, reference: &ParentRef<'_>) -> Place {
        let allowed = listener.allowed_routes.as_ref();
        match self {
            Self::AllowedKinds => {
                allowed.and_then(|allowed| allowed.kinds.first()).map_or(listener.name.place, |entry| entry.kind.place)
            }
            Self::AllowedNamespaces => {
                allowed.and_then(|allowed| allowed.from).map_or(listener.name.place, |from| from.place)
            }
            Self::SupportedKinds => listener.protocol.place,
            Self::Programmed | Self::SectionName => listener.name.place,
            Self::Port => reference.port.map_or(listener.port.place, |port| port.place),
            Self::Protocol => {
                listener.tls.as_ref().and_then(|tls| tls.mode).map_or(listener.protocol.place, |mode| mode.place)
            }
            Self::Hostname => listener.hostname.map_or(listener.name.place, |hostname| hostname.place),
        }
    }
}

/// How the error begins that a parentRef of another kind brings about.
pub(crate) const GATEWAY_ERROR: &str = "unsupported parent kind";

/// What the search needs to know.
#[derive(Clone, Copy)]
pub struct Search<'s, 'a> {
    /// The objects.
    pub store: &'a Store<'a>,
    /// The controller's settings.
    pub controller: &'a ControllerSettings,
    /// Statuses of all Gateways, in order of their keys.
    pub gateways: &'s [GatewayStatus<'a>],
}

/// Finds the Gateways that a route names, one entry per parentRef that leads to one of this controller.
///
/// parentRefs to Gateways that do not exist, have no class, or belong to another controller are passed over.
///
/// # Errors
/// The controller's error, with the place that brings it about: a parentRef that is no Gateway spoils the whole
/// route, and so does a failing `allowedRoutes` test.
///
/// Source: KIC v3.5.13 gw/route_utils.go:getSupportedGatewayForRoute; spec/gateway-status.md 10.2 and 10.6.
pub fn find<'a>(search: Search<'_, 'a>, route: &Route<'a>) -> Result<Vec<Attachment<'a>>, (String, Place)> {
    for reference in &route.parent_refs {
        let target = &reference.target;
        let group = target.group.map_or(GATEWAY_GROUP, |group| group.value);
        let kind = target.kind.map_or("Gateway", |kind| kind.value);
        if group != GATEWAY_GROUP || kind != "Gateway" {
            let place = target.kind.map_or(target.name.place, |kind| kind.place);
            return Err((format!("{GATEWAY_ERROR} {group}/{kind}"), place));
        }
    }
    let mut attachments = Vec::new();
    for reference in &route.parent_refs {
        let Some(status) = gateway_of(search, route, reference) else { continue };
        attachments.push(attach(search.store, route, reference, status)?);
    }
    Ok(attachments)
}

/// The Gateway that a parentRef means, if it belongs to this controller.
fn gateway_of<'s, 'a>(
    search: Search<'s, 'a>,
    route: &Route<'a>,
    reference: &ParentRef<'a>,
) -> Option<&'s GatewayStatus<'a>> {
    let key = ObjectKey::new(reference.target.namespace_or(route.object.namespace()), reference.target.name.value);
    if let Some(only) = &search.controller.gateway_to_reconcile
        && !only.value.is(key.namespace, key.name)
    {
        return None;
    }
    let index = search.gateways.binary_search_by_key(&key, |status| status.gateway.object.key()).ok()?;
    let status = search.gateways.get(index)?;
    let class = search.store.class(status.gateway.class_name.value)?;
    gateway_class::is_controlled(class, search.controller).then_some(status)
}

fn attach<'a>(
    store: &Store<'a>,
    route: &Route<'a>,
    reference: &ParentRef<'a>,
    status: &GatewayStatus<'a>,
) -> Result<Attachment<'a>, (String, Place)> {
    let gateway = status.gateway;
    let mut trials = Vec::with_capacity(gateway.listeners.len());
    for listener in &gateway.listeners {
        let stopped = try_listener(store, route, reference, status, listener).map_err(|error| {
            let message = allowed_routes::wrap(&error, listener, route, gateway);
            (message, Step::AllowedNamespaces.place(listener, reference))
        })?;
        let next = stopped.and_then(|step| try_further(store, route, reference, status, listener, step));
        trials.push(Trial { listener, stopped, next });
    }
    Ok(Attachment {
        parent_ref: *reference,
        gateway,
        gateway_programmed: status.is_programmed(),
        reason: reason(&trials, reference),
        trials,
    })
}

/// The first test that a listener fails.
fn try_listener(
    store: &Store<'_>,
    route: &Route<'_>,
    reference: &ParentRef<'_>,
    status: &GatewayStatus<'_>,
    listener: &Listener<'_>,
) -> Result<Option<Step>, String> {
    match allowed_routes::test(store, route, listener, status.gateway.object.namespace(), reference)? {
        Policy::Allowed => {}
        Policy::OtherKind => return Ok(Some(Step::AllowedKinds)),
        Policy::OtherNamespace => return Ok(Some(Step::AllowedNamespaces)),
    }
    if !status_supports(status, listener, route.kind()) {
        return Ok(Some(Step::SupportedKinds));
    }
    if !status_is_programmed(status, listener) {
        return Ok(Some(Step::Programmed));
    }
    Ok(try_reference(route, reference, listener))
}

/// The first test that a listener fails when the one at `step` is mended.
fn try_further(
    store: &Store<'_>,
    route: &Route<'_>,
    reference: &ParentRef<'_>,
    status: &GatewayStatus<'_>,
    listener: &Listener<'_>,
    step: Step,
) -> Option<Step> {
    let namespace = status.gateway.object.namespace();
    let of_any_kind = || {
        let mut open = listener.clone();
        if let Some(allowed) = &mut open.allowed_routes {
            allowed.kinds.clear();
        }
        allowed_routes::test(store, route, &open, namespace, reference) == Ok(Policy::Allowed)
    };
    if step == Step::AllowedKinds && !of_any_kind() {
        return Some(Step::AllowedNamespaces);
    }
    // The kinds of the status are those that are listed.
    if step == Step::AllowedNamespaces && !status_supports(status, listener, route.kind()) {
        return Some(Step::SupportedKinds);
    }
    if step < Step::Programmed && !status_is_programmed(status, listener) {
        return Some(Step::Programmed);
    }
    (step <= Step::Programmed).then(|| try_reference(route, reference, listener)).flatten()
}

/// The tests that need no status: section, port, protocol, hostnames.
///
/// Source: KIC v3.5.13 gw/route_utils.go:getSupportedGatewayForRoute, isRouteAcceptedByListener.
pub(crate) fn try_reference(route: &Route<'_>, reference: &ParentRef<'_>, listener: &Listener<'_>) -> Option<Step> {
    if reference.section().is_some_and(|section| section.value != listener.name.value) {
        return Some(Step::SectionName);
    }
    if reference.port.is_some_and(|port| port.value != listener.port.value) {
        return Some(Step::Port);
    }
    if !kind_fits(route.kind(), listener) {
        return Some(Step::Protocol);
    }
    if !hostname::route_meets_listener(route, listener) {
        return Some(Step::Hostname);
    }
    None
}

/// A status entry with the listener's name lists the kind.
///
/// Source: KIC v3.5.13 gw/route_utils.go:existsMatchingListenerInStatus.
pub(crate) fn status_supports(status: &GatewayStatus<'_>, listener: &Listener<'_>, kind: Kind) -> bool {
    let info = kind.info();
    status
        .listeners
        .iter()
        .filter(|entry| entry.name.value == listener.name.value)
        .any(|entry| entry.supported_kinds.iter().any(|kind| kind.group == Some(info.group) && kind.kind == info.name))
}

/// The first status entry with the listener's name is `Programmed`, whatever its reason and generation.
///
/// Source: KIC v3.5.13 gw/route_utils.go:listenerProgrammedInStatus.
fn status_is_programmed(status: &GatewayStatus<'_>, listener: &Listener<'_>) -> bool {
    status
        .listeners
        .iter()
        .find(|entry| entry.name.value == listener.name.value)
        .and_then(|entry| entry.conditions.iter().find(|condition| condition.kind == PROGRAMMED))
        .is_some_and(|condition| condition.status == Truth::True)
}

/// Whether a listener's protocol and TLS mode are for a kind of route. Without a `tls` block the mode is not tested.
///
/// Source: KIC v3.5.13 gw/route_utils.go:routeTypeMatchesListenerType; spec/gateway-status.md 10.4.
pub fn kind_fits(kind: Kind, listener: &Listener<'_>) -> bool {
    let protocol = listener.protocol.value;
    let mode = listener.tls.as_ref().map(|tls| tls.mode.map_or("Terminate", |mode| mode.value));
    match kind {
        Kind::HTTPRoute => matches!(protocol, "HTTP" | "HTTPS") && mode.is_none_or(|mode| mode == "Terminate"),
        Kind::GRPCRoute => matches!(protocol, "HTTP" | "HTTPS"),
        Kind::TCPRoute => protocol == "TCP" && mode.is_none_or(|mode| mode == "Terminate"),
        Kind::UDPRoute => protocol == "UDP" && mode.is_none(),
        Kind::TLSRoute => protocol == "TLS" && mode.is_none_or(|mode| mode == "Passthrough"),
        _ => false,
    }
}

/// The reason that the trials add up to: flags accumulate over the listeners, and the first rule that holds counts.
fn reason(trials: &[Trial<'_>], reference: &ParentRef<'_>) -> Reason {
    let reached = |step: Step| trials.iter().any(|trial| trial.stopped.is_none_or(|stopped| stopped > step));
    // The hostname test that was made last counts: a later listener whose hostname meets would have matched.
    let host_mismatch = trials.iter().any(|trial| trial.stopped == Some(Step::Hostname));
    if trials.iter().any(|trial| trial.stopped.is_none()) {
        Reason::Accepted
    } else if host_mismatch {
        Reason::NoMatchingListenerHostname
    } else if reference.section_name.is_some() && !reached(Step::SectionName) {
        Reason::NoMatchingParent
    } else if !reached(Step::Programmed) {
        Reason::NotAllowedByListeners
    } else {
        // The port does not match, or the protocol does not.
        Reason::NoMatchingParent
    }
}
