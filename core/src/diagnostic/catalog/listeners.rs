//! Problems of Gateway listeners that do not get ready.

use super::admission;
use crate::diagnostic::{Change, Code, Diagnostic, Remedy};
use crate::k8s::gateway::{Gateway, Listener};
use crate::listens::available::Target;
use crate::listens::{Misfit, Need, Subsystem};
use crate::ordered::Ordered as _;
use crate::provenance::Place;
use crate::resolve::grants;
use crate::status::listener::availability::{Availability, OfferedPort};
use crate::status::listener::certificate_refs::{BrokenRef, Fault};
use crate::status::listener::conflicts::{self, Conflict};
use crate::status::listener::obstacle::Obstacle;

const AVAILABILITY: &str = "KIC v3.5.13 gw/gateway_utils.go:getListenerStatus; spec/gateway-status.md 7.1";
const CONFLICTS: &str = "KIC v3.5.13 gw/gateway_utils.go:getListenerStatus, canSharePort; spec/gateway-status.md 7.2";
const KINDS: &str = "KIC v3.5.13 gw/gateway_utils.go:getListenerSupportedRouteKinds; spec/gateway-status.md 7.4";
const CERTIFICATES: &str = "KIC v3.5.13 gw/gateway_utils.go:getListenerStatus; spec/gateway-status.md 7.5";

/// Which listener a problem is about.
#[derive(Clone, Copy, Debug)]
pub struct Subject<'s, 'a> {
    /// The Gateway.
    pub gateway: &'s Gateway<'a>,
    /// Index in `spec.listeners`.
    pub index: usize,
    /// The listener.
    pub listener: &'s Listener<'a>,
}

impl Subject<'_, '_> {
    fn problem(&self, code: Code, field: &str, place: Place, message: String, source: &'static str) -> Diagnostic {
        let object = self.gateway.object;
        let span = place.span().or(self.listener.name.place.span()).unwrap_or_else(|| object.name_span());
        Diagnostic::new(code, span, message, source)
            .with_object(object.title())
            .with_path(format!("spec.listeners[{}].{field}", self.index))
    }

    fn name(&self) -> &str {
        self.listener.name.value
    }
}

/// `PortUnavailable` and `UnsupportedProtocol`: the chain to Kong breaks at an obstacle.
pub fn unavailable(subject: Subject<'_, '_>, availability: &Availability<'_>, obstacle: &Obstacle<'_>) -> Diagnostic {
    let listener = subject.listener;
    let (protocol, port) = (listener.protocol.value, listener.port.value);
    let reason = match availability {
        Availability::UnsupportedProtocol(_) => "UnsupportedProtocol",
        _ => "PortUnavailable",
    };
    let code = match obstacle {
        Obstacle::NoServicePort | Obstacle::NoListen(_) => match availability {
            Availability::UnsupportedProtocol(_) => Code::ListenerProtocolUnsupported,
            _ => Code::ListenerPortUnavailable,
        },
        Obstacle::UnknownProtocol => Code::ListenerProtocolUnsupported,
        Obstacle::ContainerPort(_) => Code::ListenerContainerPort,
        Obstacle::NodePort(_) => Code::ListenerNodePort,
        Obstacle::NamedTarget(_) => Code::ListenerTargetNamed,
        Obstacle::Listen(_, Misfit::NoSsl) => Code::ListenerNeedsSsl,
        Obstacle::Listen(_, Misfit::Ssl) => Code::ListenerOnSsl,
        Obstacle::Listen(_, Misfit::OtherSubsystem) => Code::ListenerOtherSubsystem,
        Obstacle::Listen(_, Misfit::NoUdp | Misfit::Udp) | Obstacle::OtherTransport(_) => Code::ListenerOtherTransport,
    };
    let why = why(protocol, port, obstacle);
    let message = format!("listener `{}` cannot have {protocol} port {port}: {why} ({reason})", subject.name());
    let field = if matches!(obstacle, Obstacle::UnknownProtocol) { "protocol" } else { "port" };
    let place = if field == "port" { listener.port.place } else { listener.protocol.place };
    let problem = subject.problem(code, field, place, message, AVAILABILITY);
    let problem = advise(problem, protocol, port, obstacle, availability);
    match obstacle.offered() {
        Some(offered) => chain_labels(problem, offered),
        None => problem,
    }
}

fn why(protocol: &str, port: i64, obstacle: &Obstacle<'_>) -> String {
    let service = |offered: &OfferedPort<'_>| offered.service.object.key().to_string();
    let target = |offered: &OfferedPort<'_>| offered.available.target.value;
    match obstacle {
        Obstacle::NoServicePort => format!("no publish Service has a port {port}"),
        Obstacle::ContainerPort(offered) => format!(
            "{port} is a port of Kong's pod, the port of Service `{}` that leads there is {}",
            service(offered),
            offered.available.port.value
        ),
        Obstacle::NamedTarget(offered) => format!(
            "port {port} of Service `{}` leads to the named port `{}`, which the controller does not look up",
            service(offered),
            written(offered)
        ),
        Obstacle::NoListen(offered) => {
            let variable = subsystem(protocol).variable();
            format!("Service `{}` leads to {}, which {variable} does not open", service(offered), target(offered))
        }
        Obstacle::NodePort(offered) => format!(
            "{port} is the node port of Service `{}`, its port there is {}",
            service(offered),
            offered.available.port.value
        ),
        Obstacle::Listen(offered, Misfit::OtherSubsystem) => format!(
            "Service `{}` leads to {}, which Kong opens for {}",
            service(offered),
            target(offered),
            if subsystem(protocol) == Subsystem::Http { "streams" } else { "HTTP" }
        ),
        Obstacle::Listen(offered, Misfit::NoSsl) => {
            format!("Kong's listen on {} behind Service `{}` has no `ssl`", target(offered), service(offered))
        }
        Obstacle::Listen(offered, Misfit::Ssl) => {
            format!("Kong's listen on {} behind Service `{}` has `ssl`", target(offered), service(offered))
        }
        Obstacle::OtherTransport(offered) | Obstacle::Listen(offered, Misfit::NoUdp | Misfit::Udp) => {
            format!("port {port} of Service `{}` is {}", service(offered), offered.available.service_protocol.value)
        }
        Obstacle::UnknownProtocol => format!("Kong has no protocol `{protocol}`"),
    }
}

fn written<'a>(offered: &OfferedPort<'a>) -> &'a str {
    match offered.available.written_target {
        Target::Name(name) => name.value,
        Target::Number(_) => "",
    }
}

/// The listens that a protocol needs.
fn subsystem(protocol: &str) -> Subsystem {
    Need::of(protocol).map_or(Subsystem::Stream, |need| need.subsystem)
}

fn advise(
    problem: Diagnostic,
    protocol: &str,
    port: i64,
    obstacle: &Obstacle<'_>,
    availability: &Availability<'_>,
) -> Diagnostic {
    let variable = subsystem(protocol).variable();
    let flag = Need::of(protocol).map_or("", Need::flags);
    match obstacle {
        Obstacle::NoServicePort => {
            let problem = problem
                .with_help(format!("add a port {port} to the publish Service whose target is open in {variable}"));
            match listed(protocol, availability) {
                Some(ports) => problem.with_help(format!("or use a port that is open for {protocol}: {ports}")),
                None => problem,
            }
        }
        Obstacle::ContainerPort(offered) | Obstacle::NodePort(offered) => problem.with_help(format!(
            "write `port: {}`: listeners have the port of the Service",
            offered.available.port.value
        )),
        Obstacle::NamedTarget(_) => problem.with_help("write the number of the port as `targetPort` of the Service"),
        Obstacle::NoListen(offered) => {
            let target = offered.available.target.value;
            problem.with_help(format!("add `0.0.0.0:{target}{flag}` to {variable}"))
        }
        Obstacle::Listen(offered, Misfit::OtherSubsystem) => problem
            .with_help(format!("lead port {port} of the Service to another port and add that one to {variable}"))
            .with_help(format!("or write `protocol: {}`", offered.available.protocol)),
        Obstacle::Listen(offered, Misfit::NoSsl) => {
            let target = offered.available.target.value;
            problem
                .with_help(format!("add `ssl` to the listen on port {target} in {variable}"))
                .with_help(format!("or write `protocol: {}`", if protocol == "TLS" { "TCP" } else { "HTTP" }))
        }
        Obstacle::Listen(offered, Misfit::Ssl) => {
            let target = offered.available.target.value;
            problem
                .with_help(format!("write `protocol: {}`", offered.available.protocol))
                .with_help(format!("or remove `ssl` from the listen on port {target} in {variable}"))
        }
        Obstacle::OtherTransport(_) | Obstacle::Listen(_, Misfit::NoUdp | Misfit::Udp) => {
            problem.with_help(format!("write `protocol: {protocol}` at port {port} of the Service"))
        }
        Obstacle::UnknownProtocol => problem.with_help("write one of `HTTP`, `HTTPS`, `TLS`, `TCP`, `UDP`"),
    }
}

/// The numbers that are open for a protocol, without repetition.
fn listed(protocol: &str, availability: &Availability<'_>) -> Option<String> {
    let (Availability::PortUnavailable(near) | Availability::UnsupportedProtocol(near)) = availability else {
        return None;
    };
    let mut numbers: Vec<i64> = near
        .same_protocol
        .iter()
        .filter(|offered| offered.available.protocol == protocol)
        .map(|offered| offered.available.port.value)
        .collect();
    numbers.order();
    numbers.dedup();
    let texts: Vec<String> = numbers.iter().map(ToString::to_string).collect();
    (!texts.is_empty()).then(|| texts.join(", "))
}

fn chain_labels(problem: Diagnostic, offered: &OfferedPort<'_>) -> Diagnostic {
    let available = offered.available;
    let problem = problem.with_label_at(available.port.place, format!("this Service port is {}", available.protocol));
    let target_place = match available.written_target {
        Target::Number(number) => number.place,
        Target::Name(name) => name.place,
    };
    let problem = problem.with_label_at(target_place, "it leads here".to_owned());
    match offered.listen_place() {
        Some(place) => problem.with_label_at(place, "Kong listens there".to_owned()),
        None => problem,
    }
}

/// `ProtocolConflict` and `HostnameConflict`.
pub fn conflict(subject: Subject<'_, '_>, conflict: Conflict) -> Diagnostic {
    let listener = subject.listener;
    let listeners = &subject.gateway.listeners;
    let others: Vec<&Listener<'_>> = conflicts::others(listeners, subject.index, conflict).collect();
    let names: Vec<String> = others.iter().map(|other| format!("`{}`", other.name.value)).collect();
    let (name, port) = (subject.name(), listener.port.value);
    let (code, field, place, message) = match conflict {
        Conflict::ProtocolConflict => (
            Code::ListenerProtocolConflict,
            "protocol",
            listener.protocol.place,
            format!("listener `{name}` cannot share port {port} with {} (ProtocolConflict)", names.join(", ")),
        ),
        Conflict::HostnameConflict => (
            Code::ListenerHostnameConflict,
            "hostname",
            listener.hostname.map_or(listener.port.place, |hostname| hostname.place),
            format!("listener `{name}` has the port and hostname of {} (HostnameConflict)", names.join(", ")),
        ),
    };
    let mut problem = subject.problem(code, field, place, message, CONFLICTS);
    for other in others {
        problem = problem.with_label_at(other.port.place, format!("`{}`, {}", other.name.value, other.protocol.value));
    }
    match conflict {
        Conflict::ProtocolConflict => problem.with_help(
            "give each its own port: only HTTP listeners share a port with HTTP, and HTTPS and TLS with one another",
        ),
        Conflict::HostnameConflict => problem
            .with_help("give each its own `hostname`, or its own port")
            .with_remedy(admission::without(subject.gateway, listener)),
    }
}

/// `InvalidRouteKinds`: an entry of `allowedRoutes.kinds` that the controller does not know.
pub fn route_kind(subject: Subject<'_, '_>, place: Place, kind: &str) -> Diagnostic {
    let message = format!(
        "listener `{}` is not programmed: `{kind}` in `allowedRoutes.kinds` is none of the controller's kinds \
         (InvalidRouteKinds)",
        subject.name()
    );
    let problem = subject.problem(Code::ListenerRouteKind, "allowedRoutes.kinds", place, message, KINDS);
    let known = ["HTTPRoute", "TCPRoute", "UDPRoute", "TLSRoute"];
    if kind == "GRPCRoute" {
        return problem.with_help(
            "remove `kinds`: without it an HTTP or HTTPS listener takes GRPCRoutes, with it the controller refuses them",
        );
    }
    match crate::suggest::did_you_mean(kind, known) {
        Some(meant) => problem.with_help(format!("did you mean `{meant}`?")),
        None => problem.with_help(format!("write one of `{}`, or remove `kinds`", known.join("`, `"))),
    }
}

/// `InvalidCertificateRef` and `RefNotPermitted`.
pub fn certificate(subject: Subject<'_, '_>, broken: &BrokenRef<'_>) -> Diagnostic {
    let own = subject.gateway.object.namespace();
    let (target, reason) = (broken.target, broken.fault.reason());
    let fact = match broken.fault {
        Fault::NotGranted => format!("no ReferenceGrant lets it use Secret `{target}`"),
        Fault::NotASecret => "its certificateRef names no Secret".to_owned(),
        Fault::Missing => format!("there is no Secret `{target}`"),
        Fault::NoPem(key) => format!("`{key}` of Secret `{target}` is missing or holds no PEM block"),
    };
    let message = format!("listener `{}` is not programmed: {fact} ({reason})", subject.name());
    let code = match broken.fault {
        Fault::NotGranted => Code::ListenerCertificateNotGranted,
        Fault::NotASecret | Fault::Missing | Fault::NoPem(_) => Code::ListenerCertificate,
    };
    let field = format!("tls.certificateRefs[{}]", broken.index);
    let (first, rest) = broken.places.split_first().map_or((None, &[][..]), |(first, rest)| (Some(*first), rest));
    let place = first.unwrap_or(subject.listener.name.place);
    let mut problem = subject.problem(code, &field, place, message, CERTIFICATES);
    for place in rest {
        problem = problem.with_label_at(*place, "the Secret".to_owned());
    }
    match broken.fault {
        Fault::NotGranted => problem
            .with_help(format!(
            "add a ReferenceGrant to namespace `{}`: from group `gateway.networking.k8s.io`, kind `Gateway`, namespace \
             `{own}`, to group \"\", kind `Secret`",
                target.namespace
            ))
            .with_remedy(Remedy::grant(subject.gateway.object, grants::Target {
                group: "",
                kind: "Secret",
                namespace: target.namespace,
                name: target.name,
            })),
        Fault::NotASecret => problem.with_help("write `kind: Secret` and leave `group` out"),
        Fault::Missing => problem.with_help(format!(
            "create it: `kubectl create secret tls {} --namespace {} --cert=tls.crt --key=tls.key`",
            target.name, target.namespace
        )),
        Fault::NoPem(key) => problem.with_help(format!(
            "put the PEM text into `{key}`, encoded as base64 under `data` or plain under `stringData`"
        )),
    }
}

const POLICY: &str = "KIC v3.5.13 gw/route_utils.go:isRouteAcceptedByListener; spec/gateway-status.md 10.3";

/// `from: Selector` without a selector.
pub fn selector_missing(subject: Subject<'_, '_>, from: Place) -> Diagnostic {
    let message = format!(
        "listener `{}` takes routes of no namespace: it says `from: Selector` and has no `selector`",
        subject.name()
    );
    subject
        .problem(Code::ListenerSelectorMissing, "allowedRoutes.namespaces", from, message, POLICY)
        .with_help("add `selector: {matchLabels: {…}}` with labels of the Namespaces; an empty selector takes all")
        .with_help("or write `from: All` or `from: Same`")
        .with_remedy(from.span().map(|span| {
            let title = format!("Let listener `{}` take routes of all namespaces", subject.name());
            Remedy::new(title, Change::Replace(span, "All".to_owned()))
        }))
}

/// A listener that passes TLS through has certificateRefs.
pub fn passthrough_certificate(subject: Subject<'_, '_>, first: Place) -> Diagnostic {
    let message = format!(
        "listener `{}` passes TLS through: the backend shows its own certificate, not this one",
        subject.name()
    );
    subject
        .problem(Code::PassthroughCertificate, "tls.certificateRefs", first, message, CERTIFICATES)
        .with_help(
            "remove `certificateRefs`: a reference that cannot be resolved keeps the listener from being programmed",
        )
        .with_help("write `mode: Terminate` if Kong is to end TLS; TLSRoutes do not attach then")
        .with_remedy(
            subject
                .listener
                .tls
                .as_ref()
                .and_then(|tls| Remedy::remove_field(tls.node, "certificateRefs", "Remove `certificateRefs`")),
        )
}
