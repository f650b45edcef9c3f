//! What a Secret must hold to be a credential. The webhook asks for more than the translation does.
//!
//! Source: KIC v3.5.13 internal/admission/validation/consumers/credentials/{validation,vars,constraints}.go;
//! spec/ingress-and-kong-crds.md 11.4.

use crate::k8s::Object;
use crate::provenance::Placed;
use crate::resolve::secret;
use crate::settings::KicVersion;

/// The label that names the type of a credential.
pub(super) const LABEL: &str = "konghq.com/credential";

/// What is said of a Secret without the label.
pub(super) const NO_TYPE: &str = "secret has no credential type, add a konghq.com/credential label";

/// A type of credential.
struct CredentialType {
    name: &'static str,
    /// The keys that must be there, in the order in which messages list them.
    required: &'static [&'static str],
    /// The key whose value may be there only once among the credentials of this type.
    unique: Option<&'static str>,
}

const TYPES: &[CredentialType] = &[
    CredentialType { name: "basic-auth", required: &["username", "password"], unique: Some("username") },
    CredentialType { name: "hmac-auth", required: &["username", "secret"], unique: Some("username") },
    CredentialType { name: "jwt", required: &["algorithm", "rsa_public_key", "key", "secret"], unique: Some("key") },
    CredentialType { name: "key-auth", required: &["key"], unique: Some("key") },
    CredentialType {
        name: "oauth2",
        required: &["name", "client_id", "client_secret", "redirect_uris"],
        unique: Some("client_id"),
    },
    CredentialType { name: "acl", required: &["group"], unique: None },
    CredentialType { name: "mtls-auth", required: &["subject_name"], unique: None },
    // For another controller: known, and not looked into.
    CredentialType { name: "konnect", required: &[], unique: None },
];

fn find(name: &str) -> Option<&'static CredentialType> {
    TYPES.iter().find(|credential| credential.name == name)
}

/// The key of a type whose value must be unique.
pub(super) fn unique_key(type_name: &str) -> Option<&'static str> {
    find(type_name)?.unique
}

/// What the Secret lacks to be a credential, in the webhook's words, with the place to look at.
pub(super) fn check<'a>(kic: KicVersion, object: &'a Object<'a>) -> Result<(), Placed<String>> {
    let Some(label) = object.label(LABEL) else { return Err(Placed::new(NO_TYPE.to_owned(), object.name().place)) };
    let Some(credential) = find(label.value) else {
        return Err(Placed::new(format!("invalid credential type {}", label.value), label.place));
    };
    // A token is signed by a shared secret or by a private key, never by both.
    let algorithm = if label.value == "jwt" { secret::data(object, "algorithm") } else { None };
    let waived = match &algorithm {
        Some(algorithm) if matches!(algorithm.value.as_ref(), "HS256" | "HS384" | "HS512") => "rsa_public_key",
        Some(_) if kic.webhook_waives_secrets_of_public_key_tokens() => "secret",
        _ => "",
    };
    let (mut missing, mut empty) = (Vec::new(), Vec::new());
    for key in credential.required.iter().filter(|key| **key != waived) {
        match secret::data(object, key) {
            None => missing.push(*key),
            Some(value) if value.value.is_empty() => empty.push(*key),
            Some(_) => {}
        }
    }
    let place =
        object.node.get("data").or_else(|| object.node.get("stringData")).map_or(label.place, |data| data.place);
    if !missing.is_empty() {
        return Err(Placed::new(format!("missing required field(s): {}", missing.join(", ")), place));
    }
    if !empty.is_empty() {
        let message = format!("some fields were invalid due to missing data: {}", empty.join(", "));
        return Err(Placed::new(message, place));
    }
    Ok(())
}
