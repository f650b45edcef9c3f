//! Consumers, their credentials, and consumer groups.

use super::Text;
use crate::provenance::Sourced;

/// A consumer. It has a `username`, a `custom_id`, or both.
///
/// Source: spec/ingress-and-kong-crds.md 5.1
#[derive(Clone, PartialEq, Debug, Default)]
pub struct Consumer<'a> {
    /// Made from the username by [`complete`](super::complete).
    pub id: Option<Text<'a>>,
    /// Name within Kong.
    pub username: Option<Text<'a>>,
    /// Name within the user's systems.
    pub custom_id: Option<Text<'a>>,
    /// Credentials by kind.
    pub credentials: Credentials<'a>,
    /// Names of the groups that it belongs to; rendered as `consumer_group_consumers`.
    pub groups: Vec<Text<'a>>,
    /// Those of the object.
    pub tags: Vec<Text<'a>>,
}

impl<'a> Consumer<'a> {
    /// What a plugin calls it by: `username`, or else `custom_id`.
    pub const fn identifier(&self) -> Option<&Text<'a>> {
        match &self.username {
            Some(username) => Some(username),
            None => self.custom_id.as_ref(),
        }
    }
}

/// Credentials by kind, each kind in the order in which the consumer names them.
///
/// Source: spec/ingress-and-kong-crds.md 5.3
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Credentials<'a> {
    /// `keyauth_credentials`.
    pub key_auth: Vec<KeyAuth<'a>>,
    /// `basicauth_credentials`.
    pub basic_auth: Vec<BasicAuth<'a>>,
    /// `hmacauth_credentials`.
    pub hmac_auth: Vec<HmacAuth<'a>>,
    /// `jwt_secrets`.
    pub jwt: Vec<Jwt<'a>>,
    /// `oauth2_credentials`.
    pub oauth2: Vec<Oauth2<'a>>,
    /// `acls`.
    pub acls: Vec<Acl<'a>>,
    /// `mtls_auth_credentials`.
    pub mtls_auth: Vec<MtlsAuth<'a>>,
}

/// A credential of the plugin `key-auth`.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct KeyAuth<'a> {
    /// Only where the Secret has one.
    pub id: Option<Text<'a>>,
    /// The key.
    pub key: Option<Text<'a>>,
    /// Seconds.
    pub ttl: Option<Sourced<i64>>,
    /// Those of the Secret.
    pub tags: Vec<Text<'a>>,
}

/// A credential of the plugin `basic-auth`.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct BasicAuth<'a> {
    /// Only where the Secret has one.
    pub id: Option<Text<'a>>,
    /// User name.
    pub username: Option<Text<'a>>,
    /// Password.
    pub password: Option<Text<'a>>,
    /// Those of the Secret.
    pub tags: Vec<Text<'a>>,
}

/// A credential of the plugin `hmac-auth`.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct HmacAuth<'a> {
    /// Only where the Secret has one.
    pub id: Option<Text<'a>>,
    /// User name.
    pub username: Option<Text<'a>>,
    /// Shared secret.
    pub secret: Option<Text<'a>>,
    /// Those of the Secret.
    pub tags: Vec<Text<'a>>,
}

/// A credential of the plugin `jwt`.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Jwt<'a> {
    /// Only where the Secret has one.
    pub id: Option<Text<'a>>,
    /// The issuer.
    pub key: Option<Text<'a>>,
    /// `HS256` where the Secret has none.
    pub algorithm: Option<Text<'a>>,
    /// PEM.
    pub rsa_public_key: Option<Text<'a>>,
    /// Shared secret.
    pub secret: Option<Text<'a>>,
    /// Those of the Secret.
    pub tags: Vec<Text<'a>>,
}

/// A credential of the plugin `oauth2`.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Oauth2<'a> {
    /// Only where the Secret has one.
    pub id: Option<Text<'a>>,
    /// Name of the application.
    pub name: Option<Text<'a>>,
    /// Client id.
    pub client_id: Option<Text<'a>>,
    /// Client secret.
    pub client_secret: Option<Text<'a>>,
    /// `confidential` or `public`.
    pub client_type: Option<Text<'a>>,
    /// Whether Kong stores a hash of the secret.
    pub hash_secret: Option<Sourced<bool>>,
    /// Split at commas, not trimmed.
    pub redirect_uris: Vec<Text<'a>>,
    /// Those of the Secret.
    pub tags: Vec<Text<'a>>,
}

/// A group of the plugin `acl`.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Acl<'a> {
    /// Only where the Secret has one.
    pub id: Option<Text<'a>>,
    /// Name of the group.
    pub group: Option<Text<'a>>,
    /// Those of the Secret.
    pub tags: Vec<Text<'a>>,
}

/// A credential of the plugin `mtls-auth`.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct MtlsAuth<'a> {
    /// Only where the Secret has one.
    pub id: Option<Text<'a>>,
    /// Subject of the client's certificate.
    pub subject_name: Option<Text<'a>>,
    /// Those of the Secret.
    pub tags: Vec<Text<'a>>,
}

/// A consumer group.
///
/// Source: spec/ingress-and-kong-crds.md 5.5
#[derive(Clone, PartialEq, Debug)]
pub struct ConsumerGroup<'a> {
    /// Made from the name by [`complete`](super::complete).
    pub id: Option<Text<'a>>,
    /// The name of the object.
    pub name: Text<'a>,
    /// Those of the object.
    pub tags: Vec<Text<'a>>,
}
