//! Consumers, credentials and group memberships.

use std::borrow::Cow;

use super::fields::Fields;
use crate::kong::{Acl, BasicAuth, Consumer, Credentials, HmacAuth, Jwt, KeyAuth, MtlsAuth, Oauth2, Text};
use crate::provenance::{Origin, Sourced, Tree};

const NAMELESS: &str = "KIC: a consumer without `username` is a member of its groups under an empty name";

pub(super) fn consumer(consumer: &Consumer<'_>) -> Tree {
    let Consumer { id, username, custom_id, credentials, groups: _, tags } = consumer;
    let Credentials {
        key_auth: keys,
        basic_auth: basics,
        hmac_auth: hmacs,
        jwt: jwts,
        oauth2: applications,
        acls,
        mtls_auth: subjects,
    } = credentials;
    let mut fields = Fields::default();
    fields.text("id", id.as_ref());
    fields.text("username", username.as_ref());
    fields.text("custom_id", custom_id.as_ref());
    fields.trees("keyauth_credentials", keys.iter().map(key_auth));
    fields.trees("basicauth_credentials", basics.iter().map(basic_auth));
    fields.trees("hmacauth_credentials", hmacs.iter().map(hmac_auth));
    fields.trees("jwt_secrets", jwts.iter().map(jwt));
    fields.trees("oauth2_credentials", applications.iter().map(oauth2));
    fields.trees("acls", acls.iter().map(acl));
    fields.trees("mtls_auth_credentials", subjects.iter().map(mtls_auth));
    fields.texts("tags", tags);
    fields.into_tree()
}

/// Who belongs to which group: in the order of the consumers, then of their groups.
///
/// Source: KIC v3.5.13 internal/dataplane/sendconfig/inmemory_schema.go:convertConsumerGroups
pub(super) fn memberships<'c>(consumers: &'c [Consumer<'_>]) -> impl Iterator<Item = Tree> + 'c {
    consumers.iter().flat_map(|consumer| {
        consumer.groups.iter().map(|group: &Text<'_>| {
            let mut fields = Fields::default();
            fields.text("consumer", Some(&friendly_name(consumer)));
            fields.text("consumer_group", Some(group));
            fields.into_tree()
        })
    })
}

fn friendly_name<'a>(consumer: &Consumer<'a>) -> Text<'a> {
    let name = consumer.username.as_ref().or(consumer.id.as_ref()).cloned();
    name.unwrap_or_else(|| {
        let rule = Origin::rule(NAMELESS);
        let origin = consumer.custom_id.as_ref().map_or(rule.clone(), |custom_id| custom_id.origin.and(rule));
        Sourced::new(Cow::Borrowed(""), origin)
    })
}

fn key_auth(credential: &KeyAuth<'_>) -> Tree {
    let KeyAuth { id, key, ttl, tags } = credential;
    let mut fields = Fields::default();
    fields.text("id", id.as_ref());
    fields.text("key", key.as_ref());
    fields.int("ttl", ttl.as_ref());
    fields.texts("tags", tags);
    fields.into_tree()
}

fn basic_auth(credential: &BasicAuth<'_>) -> Tree {
    let BasicAuth { id, username, password, tags } = credential;
    texts([("id", id), ("username", username), ("password", password)], tags).into_tree()
}

fn hmac_auth(credential: &HmacAuth<'_>) -> Tree {
    let HmacAuth { id, username, secret, tags } = credential;
    texts([("id", id), ("username", username), ("secret", secret)], tags).into_tree()
}

fn jwt(credential: &Jwt<'_>) -> Tree {
    let Jwt { id, key, algorithm, rsa_public_key, secret, tags } = credential;
    let values =
        [("id", id), ("key", key), ("algorithm", algorithm), ("rsa_public_key", rsa_public_key), ("secret", secret)];
    texts(values, tags).into_tree()
}

fn oauth2(credential: &Oauth2<'_>) -> Tree {
    let Oauth2 { id, name, client_id, client_secret, client_type, hash_secret, redirect_uris, tags } = credential;
    let values = [
        ("id", id),
        ("name", name),
        ("client_id", client_id),
        ("client_secret", client_secret),
        ("client_type", client_type),
    ];
    let mut fields = texts(values, tags);
    fields.bool("hash_secret", hash_secret.as_ref());
    fields.texts("redirect_uris", redirect_uris);
    fields.into_tree()
}

fn acl(credential: &Acl<'_>) -> Tree {
    let Acl { id, group, tags } = credential;
    texts([("id", id), ("group", group)], tags).into_tree()
}

fn mtls_auth(credential: &MtlsAuth<'_>) -> Tree {
    let MtlsAuth { id, subject_name, tags } = credential;
    texts([("id", id), ("subject_name", subject_name)], tags).into_tree()
}

fn texts<const N: usize>(values: [(&'static str, &Option<Text<'_>>); N], tags: &[Text<'_>]) -> Fields {
    let mut fields = Fields::default();
    for (key, value) in values {
        fields.text(key, value.as_ref());
    }
    fields.texts("tags", tags);
    fields
}
