//! Problems of objects that the API server refuses by a rule that is worth words of its own; the others are in
//! [`super::schema`].

use crate::diagnostic::remedy::Guard;
use crate::diagnostic::{Change, Code, Diagnostic, Remedy};
use crate::k8s::Object;
use crate::k8s::gateway::{Gateway, Listener, ListenerTls};
use crate::k8s::route::{ParentRef, Route};
use crate::provenance::Place;
use crate::text::Span;

const LISTENERS: &str = "Gateway API 1.3 CRD, rules of spec.listeners";
const PARENT_REFS: &str = "Gateway API 1.3 CRDs, rules of spec.parentRefs";

fn at(object: &Object<'_>, path: &str, code: Code, span: Span, message: String, source: &'static str) -> Diagnostic {
    Diagnostic::new(code, span, message, source).with_object(object.title()).with_path(path)
}

fn span_of(place: Place, object: &Object<'_>) -> Span {
    place.span().unwrap_or_else(|| object.name_span())
}

fn listener_path(index: usize, field: &str) -> String {
    format!("spec.listeners[{index}].{field}")
}

/// A field of a Service, Ingress, EndpointSlice or Secret that the API server refuses. `fact` is what stands after the
/// field's path.
pub fn core_field_refused(object: &Object<'_>, place: Place, path: &str, fact: &str) -> Diagnostic {
    let source = "Kubernetes, validation of core kinds: ValidateService, ValidateIngress, ValidateSecret";
    let path = path.trim_start_matches('.');
    let message = format!("`{path}` {fact}; the API server refuses {}", object.title());
    at(object, path, Code::CoreFieldRefused, span_of(place, object), message, source)
        .with_help("correct it: everything below is shown as if the object had been let through")
}

/// HTTP, TCP and UDP listeners have no `tls`.
pub fn listener_tls_not_allowed(gateway: &Gateway<'_>, index: usize, listener: &Listener<'_>) -> Diagnostic {
    let object = gateway.object;
    let place = listener.tls.as_ref().map_or(listener.protocol.place, |tls| tls.node.place);
    let protocol = listener.protocol.value;
    let message = format!("listener `{}` of protocol {protocol} must not have `tls`", listener.name.value);
    let code = Code::ListenerTlsNotAllowed;
    let problem = at(object, &listener_path(index, "tls"), code, span_of(place, object), message, LISTENERS);
    let other = if protocol == "HTTP" { "HTTPS" } else { "TLS" };
    problem.with_help(format!("write `protocol: {other}`, or remove `tls`")).with_remedy(Remedy::remove_field(
        listener.node,
        "tls",
        format!("Remove `tls` of listener `{}`", listener.name.value),
    ))
}

/// TLS of an HTTPS listener ends at the Gateway.
pub fn listener_tls_mode(gateway: &Gateway<'_>, index: usize, listener: &Listener<'_>) -> Diagnostic {
    let object = gateway.object;
    let mode = listener.tls.as_ref().and_then(|tls| tls.mode);
    let span = span_of(mode.map_or(listener.protocol.place, |mode| mode.place), object);
    let text = mode.map_or("", |mode| mode.value);
    let message = format!("listener `{}` of protocol HTTPS cannot have the TLS mode `{text}`", listener.name.value);
    at(object, &listener_path(index, "tls.mode"), Code::ListenerTlsMode, span, message, LISTENERS)
        .with_help("write `protocol: TLS` and use a TLSRoute to pass connections through, or write `mode: Terminate`")
        .with_remedy(listener.tls.as_ref().and_then(|tls| {
            let title = "Write `mode: Terminate`";
            // Without a certificate that would be refused as well.
            let has_certificate = !tls.certificate_refs.is_empty();
            has_certificate.then(|| Remedy::write(tls.node, &["mode"], "Terminate", title)).flatten()
        }))
        .with_remedy(
            listener
                .protocol
                .place
                .span()
                .map(|span| Remedy::new("Write `protocol: TLS`", Change::Replace(span, "TLS".to_owned()))),
        )
}

/// TCP and UDP listeners have no hostname.
pub fn listener_hostname_not_allowed(gateway: &Gateway<'_>, index: usize, listener: &Listener<'_>) -> Diagnostic {
    let object = gateway.object;
    let place = listener.hostname.map_or(listener.protocol.place, |hostname| hostname.place);
    let (name, protocol) = (listener.name.value, listener.protocol.value);
    let message = format!("listener `{name}` of protocol {protocol} must not have a `hostname`");
    let code = Code::ListenerHostnameNotAllowed;
    at(object, &listener_path(index, "hostname"), code, span_of(place, object), message, LISTENERS)
        .with_help(format!("remove `hostname`: {protocol} has no names to tell connections apart by"))
        .with_remedy(Remedy::remove_field(listener.node, "hostname", format!("Remove `hostname` of listener `{name}`")))
}

/// Two listeners have one name.
pub fn listener_name_twice(
    gateway: &Gateway<'_>,
    index: usize,
    listener: &Listener<'_>,
    earlier: &Listener<'_>,
) -> Diagnostic {
    let object = gateway.object;
    let span = span_of(listener.name.place, object);
    let message = format!("two listeners have the name `{}`", listener.name.value);
    let path = listener_path(index, "name");
    let problem = at(object, &path, Code::ListenerNameTwice, span, message, LISTENERS)
        .with_help(format!("give this one another name, for example `{}-2`", listener.name.value));
    let taken: Vec<&str> = gateway.listeners.iter().map(|listener| listener.name.value).collect();
    let free = crate::explain::edits::free_name(listener.name.value, &taken);
    let title = format!("Name it `{free}`");
    let rename = listener.name.place.span().map(|span| Remedy::new(title, Change::Replace(span, free)));
    labelled(problem.with_remedy(rename), earlier.name.place, "the first one")
}

/// Two listeners ask for one port with one protocol and hostname.
pub fn listener_twice(
    gateway: &Gateway<'_>,
    index: usize,
    listener: &Listener<'_>,
    earlier: &Listener<'_>,
) -> Diagnostic {
    let object = gateway.object;
    let (name, other) = (listener.name.value, earlier.name.value);
    let (protocol, port) = (listener.protocol.value, listener.port.value);
    let hostname = match listener.hostname {
        Some(hostname) => format!("hostname `{}`", hostname.value),
        None => "no hostname".to_owned(),
    };
    let place = listener.hostname.map_or(listener.port.place, |hostname| hostname.place);
    let message = format!("listeners `{other}` and `{name}` both ask for {protocol} port {port} with {hostname}");
    let path = listener_path(index, "port");
    let problem = at(object, &path, Code::ListenerTwice, span_of(place, object), message, LISTENERS);
    let problem = if matches!(protocol, "TCP" | "UDP") {
        problem.with_help("give this one another port, or remove it")
    } else {
        problem.with_help("give this one another hostname or port, or remove it")
    };
    let problem = problem.with_remedy(without(gateway, listener)).with_remedy(without(gateway, earlier));
    labelled(problem, earlier.port.place, "the first one asks for it here")
}

/// The listener goes, if no route names it.
pub(super) fn without(gateway: &Gateway<'_>, listener: &Listener<'_>) -> Option<Remedy> {
    let key = gateway.object.key();
    let guard = Guard::Unnamed {
        gateway: (key.namespace.to_owned(), key.name.to_owned()),
        listener: listener.name.value.to_owned(),
    };
    let title = format!("Remove listener `{}`", listener.name.value);
    Some(Remedy::new(title, Change::RemoveItem(listener.node.span()?)).guarded(guard))
}

/// TLS ends at the Gateway without a certificate.
pub fn listener_certificate_missing(
    gateway: &Gateway<'_>,
    index: usize,
    listener: &Listener<'_>,
    tls: &ListenerTls<'_>,
) -> Diagnostic {
    let object = gateway.object;
    let name = listener.name.value;
    let message = format!("listener `{name}` ends TLS but has no `certificateRefs`");
    let path = listener_path(index, "tls");
    let code = Code::ListenerCertificateMissing;
    let problem = at(object, &path, code, span_of(tls.node.place, object), message, LISTENERS)
        .with_help("write `certificateRefs:` with the name of a Secret of type `kubernetes.io/tls`");
    if listener.protocol.value == "TLS" {
        problem.with_help("or write `mode: Passthrough`, which is what TLSRoutes need").with_remedy(Remedy::write(
            tls.node,
            &["mode"],
            "Passthrough",
            format!("Write `mode: Passthrough` at listener `{name}`"),
        ))
    } else {
        problem
    }
}

/// Of two references to one parent only one has a section or port.
pub fn parent_section_missing(
    route: &Route<'_>,
    index: usize,
    earlier: &ParentRef<'_>,
    later: &ParentRef<'_>,
) -> Diagnostic {
    let object = route.object;
    let name = later.target.name;
    let message = format!(
        "two parentRefs name the Gateway `{}`, but not both have a `sectionName`, or not both have a `port`",
        name.value
    );
    let path = format!("spec.parentRefs[{index}]");
    let code = Code::ParentSectionMissing;
    let problem = at(object, &path, code, span_of(name.place, object), message, PARENT_REFS)
        .with_help("give each of them a `sectionName`, or keep only the one without")
        .with_remedy(drop_parent(if earlier.section_name.is_some() { earlier } else { later }));
    labelled(problem, earlier.target.name.place, "the other one")
}

/// Two references to one parent are equal.
pub fn parent_twice(route: &Route<'_>, index: usize, earlier: &ParentRef<'_>, later: &ParentRef<'_>) -> Diagnostic {
    let object = route.object;
    let name = later.target.name;
    let message = format!("two parentRefs name the same listener of the Gateway `{}`", name.value);
    let path = format!("spec.parentRefs[{index}]");
    let problem = at(object, &path, Code::ParentTwice, span_of(name.place, object), message, PARENT_REFS)
        .with_help("remove one of them, or give each another `sectionName`")
        .with_remedy(drop_parent(later));
    labelled(problem, earlier.target.name.place, "the first one")
}

/// The parentRef goes.
fn drop_parent(reference: &ParentRef<'_>) -> Option<Remedy> {
    let title = match reference.section() {
        Some(section) => format!("Remove the parentRef to section `{}`", section.value),
        None => "Remove the second parentRef".to_owned(),
    };
    Some(Remedy::new(title, Change::RemoveItem(reference.target.node.span()?)))
}

fn labelled(problem: Diagnostic, place: Place, text: &str) -> Diagnostic {
    match place.span() {
        Some(span) => problem.with_label(span, text),
        None => problem,
    }
}

/// A Service with several ports has one without a name.
pub fn service_port_unnamed(service: &Object<'_>, index: usize, count: usize, span: Span) -> Diagnostic {
    let (number, verb) = if count == 1 { ("a port".to_owned(), "has") } else { (format!("{count} ports"), "have") };
    Diagnostic::new(
        Code::ServicePortUnnamed,
        span,
        format!("{number} of the Service {verb} no `name`; the API server refuses a Service with several ports then"),
        "Kubernetes core validation: spec.ports[].name is required where there are several ports",
    )
    .with_object(service.title())
    .with_path(format!("spec.ports[{index}].name"))
    .with_help("give each port a name of its own; what you see here assumes that you do")
}
