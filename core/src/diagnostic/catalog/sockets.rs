//! Problems of listeners whose status is green and whose clients meet something else.

use super::listeners::Subject;
use crate::diagnostic::{Code, Diagnostic};
use crate::k8s::Object;
use crate::k8s::route::Route;
use crate::k8s::service::{Service, ServicePort};
use crate::listens::Subsystem;
use crate::provenance::{Place, Placed};
use crate::text::Span;

const REALITY: &str = "spec/listens-and-helm.md, section 9";
const PORT_MAPS: &str =
    "Kong 3.9.3 kong/runloop/handler.lua: the port of port_maps; spec/listens-and-helm.md, section 6";
const TARGETS: &str =
    "KIC v3.5.13 gw/gateway_controller.go:determineListenersFromDataPlane; spec/listens-and-helm.md, section 5";
const PROXY_PROTOCOL: &str =
    "nginx ngx_stream_proxy_protocol, directive listen; Kong 3.9.3 kong.conf.default, proxy_listen";

/// The way of one listener, as far as messages show it.
#[derive(Clone, Copy)]
pub struct Way<'s, 'a> {
    /// The listener.
    pub subject: Subject<'s, 'a>,
    /// The Service that it goes through.
    pub service: &'s Service<'a>,
    /// Its port there.
    pub port: &'s ServicePort<'a>,
    /// Where that leads.
    pub target: i64,
}

impl Way<'_, '_> {
    fn problem(self, code: Code, place: Place, message: String, source: &'static str) -> Diagnostic {
        let listener = self.subject.listener;
        let own = listener.port.place.span().unwrap_or_else(|| self.subject.gateway.object.name_span());
        let problem = Diagnostic::new(code, place.span().unwrap_or(own), message, source)
            .with_object(self.subject.gateway.object.title())
            .with_path(format!("spec.listeners[{}].port", self.subject.index));
        let problem = if problem.primary == own { problem } else { problem.with_label(own, "the listener".to_owned()) };
        let target = self.port.target_port.place;
        if place == target { problem } else { problem.with_label_at(target, "the Service leads here".to_owned()) }
    }

    fn name(&self) -> &str {
        self.subject.listener.name.value
    }
}

/// The status is green, but Kong does not listen where the Service leads.
pub fn no_socket(way: Way<'_, '_>, listens: Place, subsystem: Subsystem, entry: &str) -> Diagnostic {
    let variable = subsystem.variable();
    let message = format!(
        "listener `{}` is programmed, but Kong does not listen on port {}: connections are refused",
        way.name(),
        way.target
    );
    way.problem(Code::ListenerSocketMissing, listens, message, REALITY)
        .with_help(format!("add `{entry}` to {variable}"))
        .with_help(
            "the controller takes the Service port for enough: it does not ask whether Kong opens TCP and UDP ports",
        )
}

/// The status is green, but the listen behind it is of another sort. `what` says how it differs, `mend` what to do.
pub fn listen_differs(way: Way<'_, '_>, listen: Place, what: &str, mend: String) -> Diagnostic {
    let message = format!(
        "listener `{}` is programmed, but clients of its port {} meet something else on Kong's port {}: {what}",
        way.name(),
        way.subject.listener.port.value,
        way.target
    );
    way.problem(Code::ListenerListenDiffers, listen, message, REALITY).with_help(mend)
}

/// Kong's router sees the port of the listen, since no port map says otherwise.
///
/// `maps` is `KONG_PORT_MAPS` with its place, if it is set.
pub fn port_moved(way: Way<'_, '_>, maps: Option<Placed<&str>>) -> Diagnostic {
    let (port, target) = (way.subject.listener.port.value, way.target);
    let message = format!(
        "routes of listener `{}` match connections to port {port}, but Kong's router sees port {target}: no connection \
         finds a route",
        way.name()
    );
    let place = maps.map(|maps| maps.place).filter(|place| place.span().is_some());
    let place = place.unwrap_or(way.port.target_port.place);
    let before = maps.map_or("", |maps| maps.value.trim());
    let comma = if before.is_empty() { "" } else { ", " };
    way.problem(Code::StreamPortMoved, place, message, PORT_MAPS)
        .with_help(format!("write `KONG_PORT_MAPS={before}{comma}{port}:{target}`"))
        .with_help(format!("or let Kong listen on {port} and write `targetPort: {port}` in the Service"))
}

/// A port map names another port than the listener has.
pub fn map_elsewhere(way: Way<'_, '_>, map: Placed<u16>) -> Diagnostic {
    let (port, target) = (way.subject.listener.port.value, way.target);
    let message = format!(
        "routes of listener `{}` match connections to port {port}, but KONG_PORT_MAPS makes Kong's router see port {}: no \
         connection finds a route",
        way.name(),
        map.value
    );
    way.problem(Code::PortMapElsewhere, map.place, message, PORT_MAPS)
        .with_help(format!("write `{port}:{target}` instead of `{}:{target}`", map.value))
}

/// Two ports of a Service have one number and different targets: the controller knows only the last target.
pub fn number_shared(
    service: &Service<'_>,
    lost: &ServicePort<'_>,
    kept: &ServicePort<'_>,
    targets: (i64, i64),
) -> Diagnostic {
    let (port, object) = (lost.port.value, service.object);
    let message = format!(
        "the controller takes {0} for the target of both ports {port} of Service `{1}`; the target of {2}, {3}, is lost",
        targets.1,
        object.key(),
        lost.protocol_text(),
        targets.0
    );
    let span = lost.target_port.place.span().unwrap_or_else(|| object.name_span());
    Diagnostic::new(Code::ServicePortNumberShared, span, message, TARGETS)
        .with_object(object.title())
        .with_path("spec.ports")
        .with_label_at(kept.target_port.place, format!("the target of {} {port} counts for both", kept.protocol_text()))
        .with_help(format!(
            "put the {} port {port} into a Service of its own and name that in CONTROLLER_PUBLISH_SERVICE_UDP",
            if lost.protocol_text() == "UDP" { lost.protocol_text() } else { kept.protocol_text() }
        ))
        .with_help("or give the two ports different numbers, or the same `targetPort`")
}

/// Kong waits for a PROXY protocol header, and the Service says nothing of one.
pub fn proxy_protocol_expected(variable: &str, entry: &str, flag: Span, service: &Service<'_>) -> Diagnostic {
    let message = format!(
        "Kong's listen `{entry}` of {variable} only understands connections that begin with a PROXY protocol header, and \
         nothing on Service `{}` says that its load balancer sends one",
        service.object.key()
    );
    Diagnostic::new(Code::ProxyProtocolExpected, flag, message, PROXY_PROTOCOL)
        .with_label(service.object.name_span(), "the Service in front")
        .with_help(
            "let the load balancer send it, for example by the annotation \
             `service.beta.kubernetes.io/aws-load-balancer-proxy-protocol: \"*\"` on the Service",
        )
        .with_help("or remove `proxy_protocol` from the listen: clients inside the cluster never send the header")
}

/// The Service makes its load balancer send the PROXY protocol, and Kong's listen does not read it.
pub fn proxy_protocol_unread(
    service: &Service<'_>,
    annotation: Placed<&str>,
    port: i64,
    variable: &str,
    listen: Placed<&str>,
) -> Diagnostic {
    let message = format!(
        "the load balancer of Service `{}` sends a PROXY protocol header to port {port}, and Kong's listen `{}` takes it for \
         the client's first bytes",
        service.object.key(),
        listen.value
    );
    let span = listen.place.span().or(annotation.place.span()).unwrap_or_else(|| service.object.name_span());
    Diagnostic::new(Code::ProxyProtocolUnread, span, message, PROXY_PROTOCOL)
        .with_object(service.object.title())
        .with_label_at(annotation.place, "the load balancer sends the header because of this")
        .with_help(format!("write `{} proxy_protocol` in {variable}", listen.value))
        .with_help("set KONG_REAL_IP_HEADER to `proxy_protocol` as well, so that plugins see the client's address")
}

/// A listen has `http2` and no `ssl`.
pub fn cleartext_http2(entry: &str, flag: Span) -> Diagnostic {
    let message = format!(
        "`{entry}` offers HTTP/2 without TLS: browsers do not use it, only clients that begin with HTTP/2 do, as gRPC \
         clients without TLS"
    );
    Diagnostic::new(Code::CleartextHttp2, flag, message, "RFC 9113 section 3.3; nginx 1.25.1, directive http2")
        .with_help("keep it for gRPC without TLS (h2c); for browsers write `http2 ssl` on the port of HTTPS")
}

/// A UDP listener whose port another Service of Kong's has.
///
/// `setting` is the publish Service of UDP that the controller was told, or that of TCP where there is none.
pub fn udp_not_published(
    subject: Subject<'_, '_>,
    service: &Service<'_>,
    setting: Placed<&str>,
    is_udp_setting: bool,
) -> Diagnostic {
    let (listener, key) = (subject.listener, service.object.key());
    let message = format!(
        "UDP port {} of listener `{}` is a port of Service `{key}`, which the controller was not told of",
        listener.port.value, listener.name.value
    );
    let span = setting.place.span().or(listener.port.place.span());
    let problem = Diagnostic::new(
        Code::UdpServiceNotPublished,
        span.unwrap_or_else(|| subject.gateway.object.name_span()),
        message,
        "KIC v3.5.13 internal/manager/config.go: --publish-service-udp; spec/listens-and-helm.md, section 8.5",
    )
    .with_object(subject.gateway.object.title())
    .with_path(format!("spec.listeners[{}].port", subject.index))
    .with_label_at(listener.port.place, "the listener".to_owned())
    .with_label(service.object.name_span(), "the Service".to_owned())
    .with_help(format!("set `CONTROLLER_PUBLISH_SERVICE_UDP={key}`"));
    if is_udp_setting {
        problem.with_help(format!("it names `{}` now", setting.value))
    } else {
        problem.with_help(format!("with the Helm chart: `ingressController.env.publish_service_udp: {key}`"))
    }
}

/// A GRPCRoute is only reached by listens without `http2`. `parent` is the name in its parentRef.
pub fn grpc_without_http2(route: &Route<'_>, parent: Place, listen: Placed<&str>) -> Diagnostic {
    let object = route.object;
    let message = format!(
        "GRPCRoute `{}` is only reached through Kong's listen `{}`, which does not offer HTTP/2: gRPC calls fail there",
        object.key(),
        listen.value
    );
    let span = listen.place.span().or(parent.span()).unwrap_or_else(|| object.name_span());
    Diagnostic::new(Code::GrpcWithoutHttp2, span, message, "spec/kong-router.md: a call that is no HTTP/2 gets 426")
        .with_object(object.title())
        .with_path("spec.parentRefs")
        .with_label_at(parent, "the GRPCRoute".to_owned())
        .with_help(format!("write `{} http2` in KONG_PROXY_LISTEN, for clients without TLS", listen.value))
        .with_help("or add a HTTPS listener to the Gateway: Kong's listen with `ssl` has `http2` by default")
}

/// A GRPCRoute is only reached without TLS. `parent` is the name in its parentRef.
pub fn grpc_without_tls(route: &Route<'_>, parent: Place, listen: Placed<&str>) -> Diagnostic {
    let object = route.object;
    let message = format!(
        "GRPCRoute `{}` is on no HTTPS listener: only calls that begin with HTTP/2 without TLS (h2c) reach it as they should",
        object.key()
    );
    let span = parent.span().unwrap_or_else(|| object.name_span());
    let source = "RFC 9113 section 3.3; Kong 3.9.3 kong/templates/nginx_kong.lua: `http2 on`";
    Diagnostic::new(Code::GrpcWithoutTls, span, message, source)
        .with_object(object.title())
        .with_path("spec.parentRefs")
        .with_label_at(listen.place, "Kong's listen".to_owned())
        .with_help("add a HTTPS listener with a certificate to the Gateway; TLS clients meet Kong's own certificate until then")
        .with_help("or let clients call without TLS, as `grpcurl -plaintext` does")
}

/// What is wrong with a rule of a TCPIngress or UDPIngress.
#[derive(Clone, Copy)]
pub enum StreamRule<'r> {
    /// Kong's router never sees connections to the port.
    PortClosed {
        /// The port of the rule.
        port: Placed<i64>,
        /// It is of a UDPIngress.
        is_udp: bool,
        /// `KONG_STREAM_LISTEN`.
        listens: Placed<&'r str>,
        /// The port of the publish Service whose node port it is.
        service_port: Option<i64>,
    },
    /// The rule has a host, and the listen does not read server names.
    HostWithoutSsl {
        /// The host of the rule.
        host: Placed<&'r str>,
        /// The port of the rule.
        port: i64,
        /// The listen.
        listen: Placed<&'r str>,
    },
}

impl StreamRule<'_> {
    /// The problem of the rule at `index` of an object.
    pub fn of_rule(self, object: &Object<'_>, index: usize) -> Diagnostic {
        let path = |field: &str| format!("spec.rules[{index}].{field}");
        match self {
            Self::PortClosed { port, is_udp, listens, service_port } => {
                let message = format!(
                    "no connection matches port {} of {}: Kong's router never sees that port",
                    port.value,
                    object.title()
                );
                let span = port.place.span().unwrap_or_else(|| object.name_span());
                let problem = Diagnostic::new(Code::StreamRoutePortClosed, span, message, PORT_MAPS)
                    .with_object(object.title())
                    .with_path(path("port"))
                    .with_label_at(listens.place, "Kong's stream listens".to_owned());
                match service_port {
                    Some(service_port) => problem.with_help(format!(
                        "write `port: {service_port}`: {} is the node port, which Kong does not see",
                        port.value
                    )),
                    None => problem.with_help(format!(
                        "add `0.0.0.0:{}{}` to KONG_STREAM_LISTEN and a port of that number to the publish Service",
                        port.value,
                        if is_udp { " udp" } else { "" }
                    )),
                }
            }
            Self::HostWithoutSsl { host, port, listen } => {
                let message = format!(
                    "host `{}` of {} is never matched: Kong's listen `{}` on port {port} has no `ssl` and reads no server names",
                    host.value,
                    object.title(),
                    listen.value
                );
                let span = host.place.span().unwrap_or_else(|| object.name_span());
                Diagnostic::new(Code::StreamHostWithoutSsl, span, message, REALITY)
                    .with_object(object.title())
                    .with_path(path("host"))
                    .with_label_at(listen.place, "the listen".to_owned())
                    .with_help(format!(
                        "write `{} ssl` in KONG_STREAM_LISTEN; clients must speak TLS then",
                        listen.value
                    ))
                    .with_help("or give each backend a port of its own and leave `host` out")
            }
        }
    }
}
