//! TLS towards Kubernetes Services: BackendTLSPolicy, client certificate, CA certificates.

use super::backing::{BackingService, PolicyValues, keys};
use super::certificates::Requests;
use super::draft::{made, ruled, text};
use super::failures;
use super::input::Input;
use super::overrides::values;
use crate::annotations::{Entity, Outcome};
use crate::findings::Findings;
use crate::k8s::gateway::ObjectRef;
use crate::k8s::{Kind, Object, ObjectKey};
use crate::kong::{Service, Text};
use crate::provenance::{Origin, Placed};
use crate::resolve::secret;
use crate::yaml::Node;

/// What a BackendTLSPolicy means for a Service. Several policies for one Service are a failure, and none counts.
///
/// Source: KIC v3.5.13 internal/dataplane/translator/ingressrules.go:handleBackendTLSPolices;
/// spec/annotations.md 2.2.
pub(super) fn policy<'a>(
    input: Input<'a>,
    service: &'a Object<'a>,
    findings: &mut Findings<'a>,
) -> Option<PolicyValues<'a>> {
    let mut policies = input.store.of_kind(Kind::BackendTLSPolicy).filter(|policy| {
        input.cache.has(policy) && policy.namespace() == service.namespace() && targets(policy, service)
    });
    let policy = policies.next()?;
    if let Some(second) = policies.next() {
        failures::several_backend_tls_policies(service, [policy, second], findings);
        return None;
    }
    Some(policy_values(policy))
}

fn targets(policy: &Object<'_>, service: &Object<'_>) -> bool {
    let references = policy.spec().and_then(|spec| spec.get("targetRefs")).map_or(&[][..], Node::items);
    references.iter().map(ObjectRef::new).any(|reference| {
        reference.is_core_group() && reference.kind_text() == "Service" && reference.name.value == service.name().value
    })
}

fn policy_values<'a>(policy: &'a Object<'a>) -> PolicyValues<'a> {
    const VERIFY: &str = "KIC: a BackendTLSPolicy turns verification of the upstream's certificate on";
    const PROTOCOL: &str = "KIC: a BackendTLSPolicy makes the protocol `https`";
    let spec = policy.spec();
    let validation = spec.and_then(|spec| spec.get("validation"));
    let hostname = validation.and_then(|validation| validation.text_at("hostname"));
    let references = validation.and_then(|validation| validation.get("caCertificateRefs"));
    let references = references.map_or(&[][..], Node::items);
    let names_of = |kind: &str| -> Vec<Placed<&'a str>> {
        let references = references.iter().map(ObjectRef::new);
        references.filter(|reference| reference.kind_text() == kind).map(|reference| reference.name).collect()
    };
    let depth = spec.and_then(|spec| spec.get("options")).and_then(|options| options.text_at("tls-verify-depth"));
    let depth = depth.and_then(|depth| {
        let number = values::integer(depth.value).filter(|number| *number >= 0)?;
        Some(made(number.to_string(), depth.place))
    });
    let by_policy = |value: Text<'a>| Text { origin: value.origin.and(policy.name().place), value: value.value };
    PolicyValues {
        object: policy,
        hostname: text(hostname.unwrap_or(Placed::new("", policy.node.place))),
        verify: by_policy(ruled("true", VERIFY)),
        protocol: by_policy(ruled("https", PROTOCOL)),
        verify_depth: depth,
        ca_secrets: names_of("Secret"),
        ca_config_maps: names_of("ConfigMap"),
    }
}

/// `konghq.com/client-cert`: the Secret whose key pair Kong shows to the upstream.
///
/// Source: KIC v3.5.13 internal/dataplane/translator/ingressrules.go:handleServiceClientCertificates;
/// spec/annotations.md 4.2.
pub(super) fn client_certificate<'a>(
    input: Input<'a>,
    backing: &BackingService<'a>,
    service: &mut Service<'a>,
    requests: &mut Requests<'a>,
    findings: &mut Findings<'a>,
) {
    let Some(annotation) = backing.filled_annotation(keys::CLIENT_CERT) else { return };
    let Some(found) = annotation.found else { return };
    let object = backing.service.object;
    let key = ObjectKey::new(object.key().namespace, found.value.value);
    let Some(secret) = input.store.get(Kind::Secret, key) else {
        findings.effect(found, Outcome::Invalid(format!("there is no Secret `{key}`")));
        failures::client_certificate_missing(object, key, found.value.place, findings);
        return;
    };
    let protocol = effective_protocol(backing);
    if !uses_tls(&protocol) {
        let shown = service.protocol.as_ref().map_or("", |protocol| &protocol.value).to_owned();
        findings.effect(
            found,
            Outcome::Overridden(format!("a client certificate needs TLS, the protocol is `{protocol}`")),
        );
        failures::client_certificate_without_tls(
            input.settings.kic,
            object,
            &shown,
            &protocol,
            found.value.place,
            findings,
        );
        return;
    }
    requests.add(key, object, found.value.place);
    let uid = secret.metadata("uid").unwrap_or(Placed::new("", secret.name().place));
    let origin = Origin::from(found.value.place).and(uid.place);
    service.client_certificate = Some(made(uid.value.to_owned(), origin));
    let entity = Entity::Service(service.name.value.to_string());
    findings.changed(found, entity, "client_certificate", (), uid.value);
}

/// `konghq.com/ca-certificates-secrets` and `-configmaps`: the ids of the CA certificates that Kong trusts.
///
/// Source: KIC v3.5.13 internal/dataplane/translator/ingressrules.go:handleServiceCACertificates;
/// spec/annotations.md 4.1.
pub(super) fn ca_certificates<'a>(
    input: Input<'a>,
    backing: &BackingService<'a>,
    service: &mut Service<'a>,
    findings: &mut Findings<'a>,
) {
    let secrets = ca_names(input, backing, keys::CA_SECRETS);
    let config_maps = ca_names(input, backing, keys::CA_CONFIG_MAPS);
    let object = backing.service.object;
    let Some(first) = secrets.first().or(config_maps.first()) else { return };
    if !input.settings.kic.verifies_upstreams() {
        return;
    }
    let place = first.place;
    let verify = backing.annotation(keys::TLS_VERIFY).and_then(|annotation| values::parse_bool(&annotation.value));
    let protocol = effective_protocol(backing);
    let refused = if verify == Some(true) {
        (!uses_tls(&protocol)).then(|| format!("CA certificates need TLS, the protocol is `{protocol}`"))
    } else {
        Some("the certificate of the upstream is not verified: `konghq.com/tls-verify` is not true".to_owned())
    };
    if let Some(why) = refused {
        for found in [keys::CA_SECRETS, keys::CA_CONFIG_MAPS].iter().filter_map(|key| backing.annotation(key)?.found) {
            findings.effect(found, Outcome::Overridden(why.clone()));
        }
        if verify == Some(true) {
            failures::ca_certificates_without_tls(object, &protocol, place, findings);
        } else {
            failures::ca_certificates_without_verification(object, place, findings);
        }
        return;
    }
    for (kind, key, names) in
        [(Kind::Secret, keys::CA_SECRETS, secrets), (Kind::ConfigMap, keys::CA_CONFIG_MAPS, config_maps)]
    {
        let before = service.ca_certificates.len();
        for name in names {
            service.ca_certificates.extend(ca_certificate(input, object, kind, name, findings));
        }
        if let Some(found) = backing.annotation(key).and_then(|annotation| annotation.found) {
            let ids: Vec<&str> = service.ca_certificates.iter().skip(before).map(|id| id.value.as_ref()).collect();
            let entity = Entity::Service(service.name.value.to_string());
            let outcome = if ids.is_empty() {
                Outcome::Invalid("none of the objects that it names has an `id`".to_owned())
            } else {
                Outcome::Changed { entity, field: "ca_certificates", before: ().into(), after: ids.into() }
            };
            findings.effect(found, outcome);
        }
    }
}

/// The id that one object with a CA certificate has.
fn ca_certificate<'a>(
    input: Input<'a>,
    service: &'a Object<'a>,
    kind: Kind,
    name: Placed<&'a str>,
    findings: &mut Findings<'a>,
) -> Option<Text<'a>> {
    let key = ObjectKey::new(service.key().namespace, name.value);
    let Some(object) = input.store.get(kind, key) else {
        failures::ca_certificate_missing(service, kind, key, name.place, findings);
        return None;
    };
    let Some(id) = secret::data(object, "id") else {
        failures::ca_certificate_without_id(service, object, name.place, findings);
        return None;
    };
    Some(Text { origin: Origin::from(id.place).and(name.place), value: id.value })
}

/// The names in the annotation, then those of the policy.
fn ca_names<'a>(input: Input<'a>, backing: &BackingService<'a>, key: &'static str) -> Vec<Placed<&'a str>> {
    let written = backing.found(key).map(|found| found.value);
    let mut names: Vec<_> = written.map_or_else(Vec::new, |written| {
        let items = values::list(input.settings.kic, written.value);
        items.into_iter().map(|item| Placed::new(item, written.place)).collect()
    });
    if let Some(policy) = &backing.policy {
        names.extend(if key == keys::CA_SECRETS { &policy.ca_secrets } else { &policy.ca_config_maps });
    }
    names
}

/// The protocol that the annotation asks for; `http` without one, whatever the Kong service has.
fn effective_protocol(backing: &BackingService<'_>) -> String {
    backing.filled_annotation(keys::PROTOCOL).map_or("http".to_owned(), |annotation| annotation.value.into_owned())
}

/// Whether Kong speaks TLS to an upstream with this protocol.
///
/// Source: KIC v3.5.13 internal/dataplane/translator/ingressrules.go:isNonTLSProtocol.
fn uses_tls(protocol: &str) -> bool {
    !matches!(protocol, "http" | "grpc" | "tcp" | "tls_passthrough" | "udp" | "ws")
}
