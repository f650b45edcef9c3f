//! The credentials of a consumer: from the Secrets that it names.
//!
//! Source: KIC v3.5.13 internal/dataplane/kongstate/kongstate.go:FillConsumersAndCredentials,
//! consumer.go:SetCredential; spec/ingress-and-kong-crds.md 5.2.

use super::conflicts::Registered;
use super::decode::{self, Decoded};
use super::failures;
use super::kinds::{CredentialKind, KINDS};
use crate::annotations::{Entity, Found, Outcome};
use crate::diagnostic::catalog::consumers as catalog;
use crate::findings::Findings;
use crate::k8s::consumer::KongConsumer;
use crate::k8s::{Kind, ObjectKey};
use crate::kong::{Acl, BasicAuth, Credentials, HmacAuth, Jwt, KeyAuth, MtlsAuth, Oauth2, Text};
use crate::provenance::{Placed, Sourced};
use crate::translate::draft::ruled;
use crate::translate::input::Input;
use crate::translate::tags;

/// Label that says which credential a Secret holds.
const LABEL: &str = "konghq.com/credential";

/// Adds the credential that the consumer names to its others; a failing one costs only itself.
///
/// Gives what must be unique about it.
pub(super) fn add<'a>(
    input: Input<'a>,
    consumer: &KongConsumer<'a>,
    name: Placed<&'a str>,
    credentials: &mut Credentials<'a>,
    findings: &mut Findings<'a>,
) -> Option<Registered<'a>> {
    let key = ObjectKey::new(consumer.object.key().namespace, name.value);
    let Some(secret) = input.store.get(Kind::Secret, key) else {
        failures::secret_missing(consumer.object, name.place, key, input.store, findings);
        return None;
    };
    let label = secret.label(LABEL);
    let Some(kind) = label.and_then(|label| CredentialKind::of_label(label.value)) else {
        let kinds = KINDS.iter().map(|kind| kind.label).collect::<Vec<_>>().join("`, `");
        failures::kind_unknown(consumer.object, name.place, secret, label, &kinds, findings);
        if let Some(value) = label {
            let why = format!("it must be one of `{kinds}`");
            findings.effect(Found { object: secret, key: LABEL, value }, Outcome::Invalid(why));
        }
        return None;
    };
    let (entries, unreadable) = decode::entries(secret);
    for entry in &unreadable {
        failures::unreadable(consumer.object, secret, entry, findings);
    }
    let decoded = match decode::decode(kind, secret, &entries) {
        Ok(decoded) => decoded,
        Err(why) => {
            failures::invalid(consumer.object, name.place, secret, &why, findings);
            return None;
        }
    };
    if kind.label == "mtls-auth" && !input.settings.enterprise {
        findings.problem(catalog::enterprise_needed(consumer.object, name.place, "credentials of type `mtls-auth`"));
    }
    for key in &decoded.ignored {
        findings.problem(catalog::credential_field_ignored(secret, *key, kind.label));
    }
    if let (Some(value), Some(owner)) = (label, consumer.identifier()) {
        let entity = Entity::Consumer(owner.value.to_owned());
        findings.changed(Found { object: secret, key: LABEL, value }, entity, kind.list, (), kind.label);
    }
    let entity = || Entity::Other("credential", secret.key().to_string());
    let tags = tags::of(input.settings.kic, secret, [], entity, findings);
    set(kind, &decoded, tags, credentials);
    let (field, index) = kind.unique?;
    Some(Registered { index, field, value: decoded.text(field)?, secret, named: name, consumer: consumer.object })
}

/// Source: KIC v3.5.13 internal/dataplane/kongstate/consumer.go:SetCredential.
fn set<'a>(kind: &CredentialKind, data: &Decoded<'a>, tags: Vec<Text<'a>>, all: &mut Credentials<'a>) {
    let id = data.text("id");
    match kind.label {
        "key-auth" => all.key_auth.push(KeyAuth { id, key: data.text("key"), ttl: data.int("ttl"), tags }),
        "basic-auth" => {
            let (username, password) = (data.text("username"), data.text("password"));
            all.basic_auth.push(BasicAuth { id, username, password, tags });
        }
        "hmac-auth" => {
            let (username, secret) = (data.text("username"), data.text("secret"));
            all.hmac_auth.push(HmacAuth { id, username, secret, tags });
        }
        "jwt" => all.jwt.push(Jwt {
            id,
            key: data.text("key"),
            algorithm: Some(algorithm(data)),
            rsa_public_key: data.text("rsa_public_key"),
            secret: data.text("secret"),
            tags,
        }),
        "oauth2" => all.oauth2.push(Oauth2 {
            id,
            name: data.text("name"),
            client_id: data.text("client_id"),
            client_secret: data.text("client_secret"),
            client_type: data.text("client_type"),
            hash_secret: data.bool("hash_secret"),
            redirect_uris: data.list("redirect_uris"),
            tags,
        }),
        "acl" => all.acls.push(Acl { id, group: data.text("group"), tags }),
        "mtls-auth" => all.mtls_auth.push(MtlsAuth { id, subject_name: data.text("subject_name"), tags }),
        _ => {}
    }
}

/// An absent or empty `algorithm` is `HS256`.
///
/// Source: KIC v3.5.13 internal/dataplane/kongstate/credentials.go:NewJWTAuth.
fn algorithm<'a>(data: &Decoded<'a>) -> Text<'a> {
    const RULE: &str = "KIC: a JWT credential without `algorithm` has HS256";
    let default = || ruled("HS256", RULE);
    match data.text("algorithm") {
        Some(text) if text.value.is_empty() => {
            let Sourced { value, origin } = default();
            Sourced::new(value, text.origin.and(origin))
        }
        Some(text) => text,
        None => default(),
    }
}
