//! Problems of certificates: of listeners, towards upstreams, of CAs.

use super::translation::on;
use crate::diagnostic::{Change, Code, Diagnostic, Remedy};
use crate::explain::placeholder;
use crate::k8s::{Kind, Object, ObjectKey};
use crate::provenance::Place;
use crate::resolve::grants::Target;

const LISTENERS: &str = "KIC v3.5.13 internal/dataplane/translator/translate_certs.go:getGatewayCerts";
const CLIENT: &str = "KIC v3.5.13 internal/dataplane/translator/ingressrules.go:handleServiceClientCertificates";
const CA: &str = "KIC v3.5.13 internal/dataplane/translator/ingressrules.go:handleServiceCACertificates";

/// A listener has more than one certificateRef.
pub fn several_certificate_refs(gateway: &Object<'_>, listener: &str, second: Place) -> Diagnostic {
    let message = format!("listener `{listener}` has more than one certificateRef: Kong gets none of them");
    on(Code::CertificateRefsSeveral, gateway, second, message, LISTENERS)
        .with_help("keep one certificateRef, and make a listener of its own for each further certificate")
        .with_remedy(Remedy::remove_item_at(second, "Remove the second certificateRef"))
}

/// A Secret of this name with a placeholder's key pair.
pub(super) fn new_secret(key: ObjectKey<'_>) -> Remedy {
    let document = placeholder::tls_secret(key.namespace, key.name);
    Remedy::new(format!("Add a placeholder Secret `{key}`"), Change::AddDocument(document))
}

/// No ReferenceGrant, as the translator reads them, allows a certificateRef into another namespace.
pub fn not_granted(gateway: &Object<'_>, listener: &str, place: Place, wanted: Target<'_>) -> Diagnostic {
    let message = format!(
        "listener `{listener}` may not use the Secret `{}/{}`: Kong does not get the certificate",
        wanted.namespace, wanted.name
    );
    let help = format!(
        "create a ReferenceGrant in namespace `{}` with `from: [{{group: gateway.networking.k8s.io, kind: Gateway, namespace: {}}}]` and `to: [{{group: \"{}\", kind: {}}}]`",
        wanted.namespace,
        gateway.namespace(),
        wanted.group,
        wanted.kind,
    );
    on(Code::CertificateNotGranted, gateway, place, message, LISTENERS)
        .with_help(help)
        .with_remedy(Remedy::grant(gateway, wanted))
}

/// The Secret of a listener's certificate does not exist.
pub fn listener_secret_missing(gateway: &Object<'_>, listener: &str, place: Place, key: ObjectKey<'_>) -> Diagnostic {
    let message = format!("listener `{listener}` has no certificate: there is no Secret `{key}`");
    on(Code::CertificateSecretMissing, gateway, place, message, LISTENERS)
        .with_help(format!(
            "create the Secret `{}` of type kubernetes.io/tls in namespace `{}`",
            key.name, key.namespace
        ))
        .with_remedy(new_secret(key))
}

/// A Secret does not hold a certificate and its key.
pub fn invalid_key_pair(secret: &Object<'_>, place: Place, why: &str) -> Diagnostic {
    let message = format!("{} gives no certificate: {why}", secret.title());
    on(
        Code::CertificateInvalid,
        secret,
        place,
        message,
        "KIC v3.5.13 internal/dataplane/translator/translate_certs.go:getCertFromSecret",
    )
    .with_help("put the PEM certificate into `tls.crt` and its PEM private key, not encrypted, into `tls.key`")
}

const VALIDITY: &str = "RFC 5280 section 4.1.2.5; KIC and Kong do not look at the dates of a certificate";

/// The certificate of a Secret has expired. `since` is a date.
pub fn expired(secret: &Object<'_>, place: Place, since: &str, by: &Object<'_>, asked: Place) -> Diagnostic {
    let message = format!(
        "the certificate of {} expired on {since}: Kong shows it all the same, and clients refuse it",
        secret.title()
    );
    on(Code::CertificateExpired, secret, place, message, VALIDITY)
        .with_label_at(asked, format!("{} asks for it", by.title()))
        .with_help("put a renewed certificate and its key into `tls.crt` and `tls.key`")
}

/// The certificate of a Secret is not valid before a date.
pub fn not_yet_valid(secret: &Object<'_>, place: Place, from: &str, by: &Object<'_>, asked: Place) -> Diagnostic {
    let message = format!(
        "the certificate of {} is only valid from {from} on: Kong shows it all the same, and clients refuse it",
        secret.title()
    );
    on(Code::CertificateNotYetValid, secret, place, message, VALIDITY)
        .with_label_at(asked, format!("{} asks for it", by.title()))
        .with_help("put a certificate into `tls.crt` and `tls.key` that is valid today")
}

/// The certificate of a Secret is for other names than the host that it is shown for.
pub fn host_mismatch(
    object: &Object<'_>,
    place: Place,
    host: &str,
    names: &[&str],
    (secret, cert): (&Object<'_>, Place),
) -> Diagnostic {
    let names = if names.is_empty() { "no name at all".to_owned() } else { format!("`{}`", names.join("`, `")) };
    let message = format!("Kong shows the certificate of {} for `{host}`, but it is for {names}", secret.title());
    on(Code::CertificateHostMismatch, object, place, message, "RFC 6125 section 6.4")
        .with_label_at(cert, "the certificate")
        .with_help(format!("put a certificate for `{host}` into the Secret, or name the Secret that has one"))
}

/// A server name belongs to another certificate already.
pub fn server_name_taken(object: &Object<'_>, place: Place, name: &str, by: &Object<'_>) -> Diagnostic {
    let message = format!("Kong shows the certificate of {} for `{name}`, not this one", by.title());
    on(
        Code::ServerNameTaken,
        object,
        place,
        message,
        "KIC v3.5.13 internal/dataplane/translator/translate_certs.go:mergeCerts",
    )
    .with_help("use one Secret for the name, or different host names")
}

/// The Secret of `konghq.com/client-cert` does not exist.
pub fn client_secret_missing(service: &Object<'_>, place: Place, key: ObjectKey<'_>) -> Diagnostic {
    let message = format!("`konghq.com/client-cert` names the Secret `{key}`, which is not there");
    on(Code::CertificateSecretMissing, service, place, message, CLIENT).with_help(format!(
        "create the Secret `{}` of type kubernetes.io/tls in namespace `{}`",
        key.name, key.namespace
    ))
}

/// A client certificate is asked for with a protocol without TLS.
pub fn client_certificate_without_tls(service: &Object<'_>, place: Place, protocol: &str) -> Diagnostic {
    let message = format!("`konghq.com/client-cert` has no effect: the protocol `{protocol}` has no TLS");
    on(Code::ClientCertificateUnused, service, place, message, CLIENT)
        .with_help("write `konghq.com/protocol: https` (or `grpcs`, `tls`, `wss`) on the Service as well")
}

/// CA certificates are asked for without verification of the upstream's certificate.
pub fn ca_without_verification(service: &Object<'_>, place: Place) -> Diagnostic {
    let message = "CA certificates have no effect: the certificate of the upstream is not verified";
    on(Code::CaCertificatesUnused, service, place, message, CA)
        .with_help("write `konghq.com/tls-verify: 'true'` on the Service as well")
}

/// CA certificates are asked for with a protocol without TLS.
pub fn ca_without_tls(service: &Object<'_>, place: Place, protocol: &str) -> Diagnostic {
    let message = format!("CA certificates have no effect: the protocol `{protocol}` has no TLS");
    on(Code::CaCertificatesUnused, service, place, message, CA)
        .with_help("write `konghq.com/protocol: https` (or `grpcs`, `tls`, `wss`) on the Service as well")
}

/// The Secret or ConfigMap of a CA certificate does not exist.
pub fn ca_missing(service: &Object<'_>, place: Place, kind: Kind, key: ObjectKey<'_>) -> Diagnostic {
    let message = format!("there is no {} `{key}` with a CA certificate", kind.name());
    on(Code::CaCertificateMissing, service, place, message, CA)
        .with_help(format!("create it in namespace `{}`, where the Service is", key.namespace))
}

/// The object of a CA certificate has no id.
pub fn ca_without_id(service: &Object<'_>, place: Place, object: &Object<'_>) -> Diagnostic {
    let message = format!("{} has no `id` in its data", object.title());
    on(Code::CaCertificateMissing, service, place, message, CA)
        .with_label(object.name_span(), "no `id` in its data")
        .with_help("add a UUID under the key `id` of its data")
}

const AUTHORITIES: &str = "KIC v3.5.13 internal/dataplane/translator/translate_cacerts.go:getCACerts";

/// An object with the label of CA certificates has no id.
pub fn authority_without_id(object: &Object<'_>) -> Diagnostic {
    let message = format!("{} has the label `konghq.com/ca-cert`, but no key `id`", object.title());
    on(Code::CaCertificateInvalid, object, object.name().place, message, AUTHORITIES)
        .with_help("add the key `id` with a UUID of your choice: services and plugins name the certificate by it")
}

/// An object with the label of CA certificates holds none. `naming` are the plugins that name its id, with the places.
pub fn authority_invalid(object: &Object<'_>, place: Place, why: &str, naming: &[(&Object<'_>, Place)]) -> Diagnostic {
    let message = format!("{} gives no CA certificate: {why}", object.title());
    let problem = on(Code::CaCertificateInvalid, object, place, message, AUTHORITIES)
        .with_help("put exactly one PEM certificate of a CA into the key `cert`");
    naming.iter().fold(problem, |problem, (plugin, place)| {
        problem.with_label_at(*place, format!("{} asks for it", plugin.title()))
    })
}

/// Two objects ask for the same id.
pub fn authority_repeated(object: &Object<'_>, place: Place, id: &str, winner: &Object<'_>) -> Diagnostic {
    let message = format!("{} has the id `{id}`, which is that of {}: it is left out", object.title(), winner.title());
    on(Code::CaCertificateRepeated, object, place, message, AUTHORITIES)
        .with_label_at(winner.name().place, "the older one counts, then the first by namespace and name")
        .with_help("give each CA certificate an id of its own")
}
