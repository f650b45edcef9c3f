//! Failures of the translation: the controller's words on the causing objects, and the problem with its place.
//!
//! Source: spec/gateway-routes.md 14.1. Each becomes a Warning event `KongConfigurationTranslationFailed`.

use super::backends::Backend;
use super::draft::{MissingService, ServiceDraft};
use super::input::Input;
use super::overrides::values;
use crate::diagnostic::catalog::{backends, certificates, ingress, translation};
use crate::findings::Findings;
use crate::k8s::{Kind, Object, ObjectKey};
use crate::provenance::{Place, Placed};
use crate::settings::KicVersion;

/// A route has no rules.
pub(super) fn no_rules<'a>(message: &str, route: &'a Object<'a>, findings: &mut Findings<'a>) {
    findings.failure(message, [route]);
    findings.problem(translation::no_rules(route));
}

/// An HTTPRoute matches query parameters in the traditional flavor.
pub(super) fn query_params<'a>(route: &'a Object<'a>, place: Place, findings: &mut Findings<'a>) {
    findings.failure("HTTPRoute can't be routed: query param matches are not yet supported", [route]);
    findings.problem(translation::query_params(route, place));
}

/// Services behind one Kong service have different annotations.
pub(super) fn annotations_disagree<'a>(
    service: &'a Object<'a>,
    key: &str,
    wanted: Placed<&str>,
    kong_service: &str,
    findings: &mut Findings<'a>,
) {
    let message = format!(
        "Service has inconsistent {key} annotation and is used in multi-Service backend {kong_service}. This annotation must have the same value across all Services in the backend."
    );
    findings.failure(message, [service]);
    let own = service.annotation(key);
    if own.is_none_or(|own| own.value != wanted.value) {
        findings.problem(backends::annotations_disagree(service, key, wanted, kong_service));
    }
}

/// A backend of a service that was left out has no Service.
pub(super) fn no_service_for_target<'a>(parent: &'a Object<'a>, backend: &Backend<'a>, findings: &mut Findings<'a>) {
    let message = format!("can't add target for backend {}: no kubernetes service found", backend.name());
    findings.failure(message, [parent]);
}

/// The Service of an Ingress-like backend does not exist.
///
/// Source: KIC v3.5.13 internal/dataplane/translator/ingressrules.go:getK8sServicesForBackends.
pub(super) fn service_missing<'a>(
    input: Input<'a>,
    parent: &'a Object<'a>,
    missing: &MissingService<'a>,
    findings: &mut Findings<'a>,
) {
    let key = missing.key;
    let service = format!("Service {}/{}", key.namespace, key.name);
    let message =
        format!("failed to resolve Kubernetes Service for backend: failed to fetch {service}: {service} not found");
    findings.failure(message, [parent]);
    let message = format!("can't add target for backend {}: no kubernetes service found", key.name);
    findings.failure(message, [parent]);
    findings.problem(ingress::service_missing(missing.named_by, missing.place, key, input.store));
}

/// The Service of a backend does not have its port.
pub(super) fn port_not_found<'a>(
    parent: &'a Object<'a>,
    backend: &Backend<'a>,
    why: &str,
    findings: &mut Findings<'a>,
) {
    let message = format!("can't find port for backend kubernetes service: {why}");
    findings.failure(message, [backend.service.object, parent]);
    if let Some(port) = backend.ingress_port {
        findings.problem(ingress::port_unknown(parent, port, backend.service, why));
        return;
    }
    let (target, port) = (&backend.reference.target, backend.port());
    findings.problem(backends::port_unknown(parent, target, port, backend.service));
}

/// A Service asks for a protocol that does not exist.
pub(super) fn protocol_invalid<'a>(
    draft: &ServiceDraft<'a>,
    service: &'a Object<'a>,
    value: Placed<&str>,
    findings: &mut Findings<'a>,
) {
    let message = format!("konghq.com/protocol annotation has invalid value: {}", value.value);
    findings.failure(message, draft.backing_objects());
    findings.problem(backends::protocol_invalid(service, value, values::PROTOCOLS));
}

/// The KongIngress of a Service does not exist.
pub(super) fn kong_ingress_missing<'a>(
    draft: &ServiceDraft<'a>,
    service: &'a Object<'a>,
    name: Placed<&'a str>,
    findings: &mut Findings<'a>,
) {
    let message = format!("failed to get KongIngress: KongIngress {} not found", name.value);
    findings.failure(message, draft.backing_objects());
    let key = ObjectKey::new(service.key().namespace, name.value);
    findings.problem(backends::kong_ingress_missing(service, name.place, key));
}

/// The KongUpstreamPolicy of a Service does not exist.
pub(super) fn upstream_policy_missing<'a>(
    draft: &ServiceDraft<'a>,
    service: &'a Object<'a>,
    place: Place,
    key: ObjectKey<'a>,
    findings: &mut Findings<'a>,
) {
    let message =
        format!("failed fetching KongUpstreamPolicy: KongUpstreamPolicy {}/{} not found", key.namespace, key.name);
    findings.failure(message, draft.backing_objects());
    findings.problem(backends::upstream_policy_missing(service, place, key));
}

/// Services behind one Kong service name different policies, which the comparison of annotations catches first.
pub(super) fn upstream_policies_differ<'a>(draft: &ServiceDraft<'a>, findings: &mut Findings<'a>) {
    let keys: Vec<String> = draft.backing_objects().map(|object| object.key().to_string()).collect();
    let message = format!("inconsistent KongUpstreamPolicy configuration for services {}", keys.join(", "));
    findings.failure(message, draft.backing_objects());
}

/// Kong is too old for sticky sessions.
pub(super) fn sticky_sessions_unsupported<'a>(
    draft: &ServiceDraft<'a>,
    policy: &'a Object<'a>,
    place: Place,
    findings: &mut Findings<'a>,
) {
    let message = format!(
        "sticky sessions algorithm specified in KongUpstreamPolicy '{}' is not supported with Kong Gateway versions < 3.11.0",
        policy.name().value
    );
    findings.failure(message, draft.backing_objects());
    findings.problem(backends::sticky_sessions_unsupported(policy, place));
}

/// Several BackendTLSPolicies target one Service.
pub(super) fn several_backend_tls_policies<'a>(
    service: &'a Object<'a>,
    policies: [&'a Object<'a>; 2],
    findings: &mut Findings<'a>,
) {
    findings.failure("Multiple BackendTLSPolicies attached to service", [service]);
    findings.problem(backends::several_backend_tls_policies(service, policies));
}

/// The Secret of a client certificate does not exist.
pub(super) fn client_certificate_missing<'a>(
    service: &'a Object<'a>,
    key: ObjectKey<'a>,
    place: Place,
    findings: &mut Findings<'a>,
) {
    let (namespace, name) = (key.namespace, key.name);
    let message = format!("Failed to fetch secret '{namespace}/{name}': Secret {namespace}/{name} not found");
    findings.failure(message, [service]);
    findings.problem(certificates::client_secret_missing(service, place, key));
}

/// A client certificate is asked for with a protocol without TLS; the message shows the protocol of the Kong
/// service as it was made.
pub(super) fn client_certificate_without_tls<'a>(
    kic: KicVersion,
    service: &'a Object<'a>,
    shown: &str,
    protocol: &str,
    place: Place,
    findings: &mut Findings<'a>,
) {
    let client = if kic.capital_client_certificate() { "Client" } else { "client" };
    let message = format!("{client} certificate requested for incompatible service protocol '{shown}'");
    findings.failure(message, [service]);
    findings.problem(certificates::client_certificate_without_tls(service, place, protocol));
}

/// CA certificates are asked for without verification.
pub(super) fn ca_certificates_without_verification<'a>(
    service: &'a Object<'a>,
    place: Place,
    findings: &mut Findings<'a>,
) {
    findings.failure("CA certificates requested for service without TLS verification enabled", [service]);
    findings.problem(certificates::ca_without_verification(service, place));
}

/// CA certificates are asked for with a protocol without TLS.
pub(super) fn ca_certificates_without_tls<'a>(
    service: &'a Object<'a>,
    protocol: &str,
    place: Place,
    findings: &mut Findings<'a>,
) {
    let message = format!("CA certificates requested for incompatible service protocol '{protocol}'");
    findings.failure(message, [service]);
    findings.problem(certificates::ca_without_tls(service, place, protocol));
}

/// The object of a CA certificate does not exist.
pub(super) fn ca_certificate_missing<'a>(
    service: &'a Object<'a>,
    kind: Kind,
    key: ObjectKey<'a>,
    place: Place,
    findings: &mut Findings<'a>,
) {
    let (namespace, name) = (key.namespace, key.name);
    let (word, kind_name) = (kind.name().to_lowercase(), kind.name());
    let message = format!(
        "Failed to fetch {word} for CA Certificate '{namespace}/{name}': {kind_name} {namespace}/{name} not found"
    );
    findings.failure(message, [service]);
    findings.problem(certificates::ca_missing(service, place, kind, key));
}

/// The object of a CA certificate has no id.
pub(super) fn ca_certificate_without_id<'a>(
    service: &'a Object<'a>,
    object: &'a Object<'a>,
    place: Place,
    findings: &mut Findings<'a>,
) {
    let key = object.key();
    let message = format!("Invalid CA certificate '{}/{}': missing 'id' field in data", key.namespace, key.name);
    findings.failure(message, [object, service]);
    findings.problem(certificates::ca_without_id(service, place, object));
}
