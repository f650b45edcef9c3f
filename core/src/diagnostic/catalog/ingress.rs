//! Problems of Ingresses, TCPIngresses, UDPIngresses and KongServiceFacades.

use super::backends::{PortName, new_service};
use super::certificates::new_secret;
use super::translation::on;
use crate::diagnostic::remedy::map_around;
use crate::diagnostic::{Change, Code, Diagnostic, Fix, Remedy};
use crate::k8s::ingress::{BackendPort, IngressTls, ParametersRef, ResourceRef};
use crate::k8s::service::Service;
use crate::k8s::{Kind, Object, ObjectKey};
use crate::provenance::{Place, Placed, Sourced};
use crate::resolve::Store;
use crate::suggest::did_you_mean;

const INGRESS: &str = "KIC v3.5.13 internal/dataplane/translator/subtranslator/ingress.go";
const EXPRESSIONS: &str = "KIC v3.5.13 internal/dataplane/translator/subtranslator/ingress_atc.go";
const DEFAULT: &str = "KIC v3.5.13 internal/dataplane/translator/translate_ingress.go:getDefaultBackendService";
const RULES: &str = "KIC v3.5.13 internal/dataplane/translator/ingressrules.go";
const ADDRESSES: &str = "KIC v3.5.13 internal/manager/setup.go:generateAddressFinderGetter";

/// The Service of a backend does not exist.
pub fn service_missing(by: &Object<'_>, place: Place, key: ObjectKey<'_>, store: &Store<'_>) -> Diagnostic {
    let message = format!("there is no Service `{}` in namespace `{}`", key.name, key.namespace);
    let problem = on(Code::BackendServiceMissing, by, place, message, RULES);
    let in_namespace = store.services().map(|service| service.object.key()).filter(|of| of.namespace == key.namespace);
    let similar = did_you_mean(key.name, in_namespace.map(|of| of.name));
    match (similar, place.span()) {
        (Some(name), Some(span)) => problem.with_help(format!("did you mean `{name}`?")).with_fix(Fix::replace(
            format!("Use the Service `{name}`"),
            span,
            name,
        )),
        _ => problem
            .with_help(format!(
                "create the Service `{}` in namespace `{}`: a backend must be in the namespace of the object",
                key.name, key.namespace
            ))
            .with_remedy(new_service(key, port_beside(by, place), by.kind() == Kind::UDPIngress)),
    }
}

/// The port that a backend names beside the name of its Service, which stands at `place`.
fn port_beside<'o>(by: &'o Object<'_>, place: Place) -> PortName<'o> {
    let number = |port: Placed<i64>| PortName::Number(port.value);
    let Some(backend) = map_around(&by.node, place) else { return PortName::Number(80) };
    if let Some(port) = backend.get("port") {
        let name = || port.text_at("name").map(|name| PortName::Name(name.value));
        return port.int_at("number").map(number).or_else(name).unwrap_or(PortName::Number(80));
    }
    let name = || backend.text_at("servicePort").map(|name| PortName::Name(name.value));
    backend.int_at("servicePort").map(number).or_else(name).unwrap_or(PortName::Number(80))
}

/// The Service of a backend does not have its port. `why` is the controller's reason.
pub fn port_unknown(by: &Object<'_>, port: Placed<BackendPort<'_>>, service: &Service<'_>, why: &str) -> Diagnostic {
    let title = service.object.title();
    let message = match port.value {
        BackendPort::Number(number) => format!("{title} has no port {number}"),
        BackendPort::Name(name) => format!("{title} has no port `{name}`: {why}"),
        BackendPort::Implicit => format!("the backend does not say which port of {title}: {why}"),
    };
    let source = "KIC v3.5.13 internal/dataplane/translator/translate_upstreams.go:findPort";
    let problem = on(Code::BackendPortUnknown, by, port.place, message, source);
    let ports: Vec<String> = service.ports.iter().map(|port| port.port.value.to_string()).collect();
    match ports.as_slice() {
        [] => problem.with_help(format!("give {title} a port")),
        several => {
            let problem = problem.with_help(format!("write one of the ports of the Service: {}", several.join(", ")));
            // Of a name only the controller's reason says whether a number may stand there.
            let BackendPort::Number(_) = port.value else { return problem };
            several.iter().take(3).fold(problem, |problem, number| match port.place.span() {
                Some(span) => problem
                    .with_remedy(Remedy::new(format!("Use port {number}"), Change::Replace(span, number.clone()))),
                None => problem,
            })
        }
    }
}

/// The gate of KongServiceFacades is off.
pub fn facades_off(ingress: &Object<'_>, resource: &ResourceRef<'_>) -> Diagnostic {
    let message = format!("the KongServiceFacade `{}` has no effect: its feature gate is off", resource.name.value);
    on(Code::IngressBackendUnusable, ingress, resource.node.place, message, INGRESS)
        .with_help("set `CONTROLLER_FEATURE_GATES=KongServiceFacade=true`")
        .with_remedy(Remedy::open_gate("KongServiceFacade"))
        .with_help("or name the Service itself: `service`")
}

/// The KongServiceFacade of a backend does not exist.
pub fn facade_missing(ingress: &Object<'_>, resource: &ResourceRef<'_>) -> Diagnostic {
    let namespace = ingress.namespace();
    let message = format!("there is no KongServiceFacade `{}` in namespace `{namespace}`", resource.name.value);
    on(Code::IngressBackendUnusable, ingress, resource.name.place, message, INGRESS).with_help(format!(
        "create it in namespace `{namespace}`, with the annotation `kubernetes.io/ingress.class` of the controller"
    ))
}

/// The resource of a backend is none that the controller knows.
pub fn resource_unknown(ingress: &Object<'_>, resource: &ResourceRef<'_>) -> Diagnostic {
    let message = format!("the controller cannot send requests to a `{}`", resource.kind_text());
    on(Code::IngressBackendUnusable, ingress, resource.kind.place, message, INGRESS)
        .with_help("name a Service: `service` with `name` and `port`")
}

/// The Service of a backend has no name.
pub fn backend_nameless(by: &Object<'_>, place: Place) -> Diagnostic {
    on(Code::IngressBackendUnusable, by, place, "the backend has a Service without name", INGRESS)
        .with_help("write the name of a Service in the same namespace")
}

/// A backend has neither a Service nor a resource.
pub fn backend_missing(ingress: &Object<'_>, place: Place) -> Diagnostic {
    on(Code::IngressBackendUnusable, ingress, place, "the backend names neither a Service nor a resource", INGRESS)
        .with_help("name a Service: `service` with `name` and `port`")
}

/// A rule has no paths.
pub fn rule_without_paths(ingress: &Object<'_>, rule: Place) -> Diagnostic {
    on(Code::IngressRuleWithoutPaths, ingress, rule, "this rule has no paths: the controller leaves it out", INGRESS)
        .with_help("add a path with a backend under `http.paths`; for all requests `path: /`, `pathType: Prefix`")
}

/// An older Ingress has a default backend.
pub fn default_backend_ignored(ingress: &Object<'_>, place: Place, older: &Object<'_>) -> Diagnostic {
    let message = format!("`defaultBackend` has no effect: that of {} is used", older.title());
    on(Code::DefaultBackendIgnored, ingress, place, message, DEFAULT)
        .with_label(
            older.name_span(),
            "the oldest Ingress with a default backend, of equally old ones the first by name",
        )
        .with_help("keep one Ingress with a default backend")
        .with_remedy(if ingress.spec().is_some_and(|spec| spec.get("rules").is_some()) {
            Remedy::remove_at(ingress, place, "Remove `defaultBackend`")
        } else {
            None
        })
}

/// A TCPIngress has the Kong service of Ingresses.
pub fn service_replaced(ingress: &Object<'_>, service: &str, by: &Object<'_>) -> Diagnostic {
    let message = format!(
        "the routes of {} to `{service}` are lost: {} uses the same Service and port",
        ingress.title(),
        by.title()
    );
    on(
        Code::IngressServiceReplaced,
        ingress,
        ingress.name().place,
        message,
        "KIC v3.5.13 internal/dataplane/translator/ingressrules.go:mergeIngressRules",
    )
    .with_label(by.name_span(), "its Kong service has the same name and replaces the other one")
    .with_help("give the Service a second port for the TCPIngress")
}

/// An entry of `tls` has no hosts or no Secret.
pub fn tls_ignored(object: &Object<'_>, entry: &IngressTls<'_>) -> Diagnostic {
    let (what, help) = if entry.secret_name.is_none() {
        ("no `secretName`", "write `secretName`: the name of a Secret with `tls.crt` and `tls.key`")
    } else {
        ("no `hosts`", "write the hosts that the certificate is for under `hosts`")
    };
    let message = format!("this entry of `tls` has {what}: the controller does not read it");
    on(Code::IngressTlsIgnored, object, entry.node.place, message, RULES)
        .with_help(help)
        .with_remedy(Remedy::remove_item_at(entry.node.place, "Remove the entry, which nothing reads"))
}

/// A host has a certificate already.
pub fn tls_host_taken(
    object: &Object<'_>,
    host: Placed<&str>,
    by: &Object<'_>,
    first: Place,
    secret: ObjectKey<'_>,
) -> Diagnostic {
    let message = format!("`{}` already has the certificate of the Secret `{secret}`", host.value);
    on(Code::ServerNameTaken, object, host.place, message, RULES)
        .with_label(by.span_of(first), "the first entry that names the host has it")
        .with_help("name each host in one entry of `tls`")
}

/// The Secret of an entry of `tls` does not exist.
pub fn tls_secret_missing(object: &Object<'_>, place: Place, key: ObjectKey<'_>) -> Diagnostic {
    let message = format!("there is no Secret `{}` in namespace `{}`", key.name, key.namespace);
    on(
        Code::CertificateSecretMissing,
        object,
        place,
        message,
        "KIC v3.5.13 internal/dataplane/translator/translate_certs.go:getCerts",
    )
    .with_help(format!("create it in namespace `{}` with `tls.crt` and `tls.key`", key.namespace))
    .with_remedy(new_secret(key))
}

/// The gate of `konghq.com/rewrite` is off.
///
/// `is_valid`: with the gate the template could be used.
pub fn rewrite_off(ingress: &Object<'_>, value: Placed<&str>, service: &str, is_valid: bool) -> Diagnostic {
    let message = format!("`konghq.com/rewrite` takes all routes of `{service}` away: its feature gate is off");
    on(Code::IngressRewriteUnusable, ingress, value.place, message, INGRESS)
        .with_help("set `CONTROLLER_FEATURE_GATES=RewriteURIs=true`")
        .with_remedy(is_valid.then(|| Remedy::open_gate("RewriteURIs")))
        .with_remedy(Remedy::remove_metadata(ingress, "annotations", "konghq.com/rewrite"))
        .with_help("or take the annotation away: routes of other Ingresses to the same Service are lost as well")
}

/// The template of `konghq.com/rewrite` has a mistake.
pub fn rewrite_invalid(ingress: &Object<'_>, value: Placed<&str>, why: &str, service: &str) -> Diagnostic {
    let message = format!("`konghq.com/rewrite: {}` takes all routes of `{service}` away: {why}", value.value);
    on(Code::IngressRewriteUnusable, ingress, value.place, message, INGRESS)
        .with_help("write `$1`, `$2` … for what the path captures, `\\$` for a dollar sign, and no other backslash")
        .with_remedy(Remedy::remove_metadata(ingress, "annotations", "konghq.com/rewrite"))
}

/// A host cannot be part of an expression.
pub fn host_unusable(ingress: &Object<'_>, host: Placed<&str>, every: bool) -> Diagnostic {
    let what = if every { "the route matches every host" } else { "the route does not match it" };
    let message = format!("`{}` cannot be matched in an expression: {what}", host.value);
    on(Code::IngressHostUnusable, ingress, host.place, message, EXPRESSIONS)
        .with_help("use labels of letters, digits and single hyphens, with `*.` in front at most")
        .with_help("or set `KONG_ROUTER_FLAVOR=traditional_compatible`")
}

/// An item of an annotation cannot be part of an expression.
pub fn item_left_out(ingress: &Object<'_>, key: &str, place: Place, item: &str) -> Diagnostic {
    let message = format!("`{item}` of `{key}` is left out of the expression");
    on(Code::IngressItemLeftOut, ingress, place, message, EXPRESSIONS).with_help("mend the item, or take it away")
}

/// The parameters of the controller's class have no effect.
pub fn parameters_unusable(class: &Object<'_>, reference: &ParametersRef<'_>) -> Diagnostic {
    let name = class.name().value;
    let (message, help) = if reference.group.is_none_or(|group| group.value != "configuration.konghq.com") {
        (
            format!(
                "the parameters of IngressClass {name} are not used: their group is not `configuration.konghq.com`"
            ),
            "write `apiGroup: configuration.konghq.com`",
        )
    } else if reference.kind.value != "IngressClassParameters" {
        (
            format!("the parameters of IngressClass {name} are not used: they are no `IngressClassParameters`"),
            "write `kind: IngressClassParameters`",
        )
    } else if !reference.has_scope || reference.key.is_none() {
        (
            format!("the parameters of IngressClass {name} are not used: their namespace is not given"),
            "write `scope: Namespace` and the `namespace` of the IngressClassParameters",
        )
    } else {
        let key = reference.key.map_or(String::new(), |key| key.to_string());
        (
            format!("IngressClass {name} names IngressClassParameters `{key}`, which do not exist"),
            "create them, or mend name and namespace",
        )
    };
    let source = "KIC v3.5.13 internal/store/store.go:GetIngressClassParametersV1Alpha1";
    on(Code::IngressClassParametersUnusable, class, reference.node.place, message, source).with_help(help)
}

/// The controller does not learn the addresses for the statuses of `objects`. `error` is what it says.
pub fn addresses_unknown(objects: &[&Object<'_>], error: &Sourced<String>) -> Option<Diagnostic> {
    let (first, others) = objects.split_first()?;
    let others = match others.len() {
        0 => String::new(),
        1 => " and of another one".to_owned(),
        count => format!(" and of {count} others"),
    };
    let message = format!("no address gets into the status of {}{others}: {}", first.title(), error.value);
    let problem = on(Code::StatusAddressUnknown, first, first.name().place, message, ADDRESSES).with_help(
        "let `CONTROLLER_PUBLISH_SERVICE` name the Service in front of Kong, or write the address into \
         `CONTROLLER_PUBLISH_STATUS_ADDRESS`; Kong serves the routes all the same",
    );
    Some(error.origin.places().iter().fold(problem, |problem, place| problem.with_label_at(*place, "looked up here")))
}
