//! What a KongUpstreamPolicy makes of an upstream.
//!
//! Source: KIC v3.5.13 internal/dataplane/kongstate/kongupstreampolicy.go:TranslateKongUpstreamPolicy;
//! spec/gateway-routes.md 12.2.

use serde_json::Value;

use super::health;
use super::upstream::policy_text;
use crate::k8s::Object;
use crate::kong::{Text, Upstream};
use crate::provenance::{Origin, Placed, Sourced};
use crate::settings::KicVersion;
use crate::translate::tree;
use crate::yaml::Node;

/// A field of the upstream that the policy set.
pub(super) struct Change {
    /// Name of the field.
    pub field: &'static str,
    /// Without the policy.
    pub before: Value,
    /// With it.
    pub after: Value,
}

/// Sets the fields that the policy has. `attached` is where Services name the policy.
///
/// `kic` decides which fields the release knows.
pub(super) fn apply<'a>(
    kic: KicVersion,
    policy: &'a Object<'a>,
    attached: &Origin,
    upstream: &mut Upstream<'a>,
) -> Vec<Change> {
    let Some(spec) = policy.spec() else { return Vec::new() };
    let hash_on = spec.get("hashOn");
    let fallback = spec.get("hashOnFallback");
    let sticky = spec.get("stickySessions").filter(|_| kic.sticky_sessions());
    let fallback_cookies = fallback.filter(|_| kic.policy_fallback_cookies());
    let of = |node: Option<&'a Node<'a>>, key: &str| node.and_then(|node| node.text_at(key));
    let mut changes = Vec::new();
    let mut set = |field: &mut Option<Text<'a>>, name: &'static str, value: Option<Placed<&'a str>>| {
        if let Some(value) = value {
            changes.push(Change { field: name, before: before(field.as_ref()), after: value.value.into() });
            *field = Some(policy_text(value, attached));
        }
    };
    set(&mut upstream.algorithm, "algorithm", of(Some(spec), "algorithm"));
    set(&mut upstream.hash_on, "hash_on", hash_on.and_then(hash_kind));
    set(&mut upstream.hash_fallback, "hash_fallback", fallback.and_then(hash_kind));
    set(&mut upstream.hash_on_header, "hash_on_header", of(hash_on, "header"));
    set(&mut upstream.hash_fallback_header, "hash_fallback_header", of(fallback, "header"));
    let cookie = of(hash_on, "cookie").or(of(fallback_cookies, "cookie"));
    set(&mut upstream.hash_on_cookie, "hash_on_cookie", cookie);
    let cookie_path = of(hash_on, "cookiePath").or(of(fallback_cookies, "cookiePath"));
    set(&mut upstream.hash_on_cookie_path, "hash_on_cookie_path", cookie_path);
    set(&mut upstream.hash_on_query_arg, "hash_on_query_arg", of(hash_on, "queryArg"));
    set(&mut upstream.hash_fallback_query_arg, "hash_fallback_query_arg", of(fallback, "queryArg"));
    set(&mut upstream.hash_on_uri_capture, "hash_on_uri_capture", of(hash_on, "uriCapture"));
    set(&mut upstream.hash_fallback_uri_capture, "hash_fallback_uri_capture", of(fallback, "uriCapture"));
    let sticky_cookie = of(sticky, "cookie").or(sticky.map(|sticky| Placed::new("", sticky.place)));
    set(&mut upstream.sticky_sessions_cookie, "sticky_sessions_cookie", sticky_cookie);
    set(&mut upstream.sticky_sessions_cookie_path, "sticky_sessions_cookie_path", of(sticky, "cookiePath"));
    if let Some(slots) = spec.int_at("slots") {
        changes.push(Change { field: "slots", before: before(upstream.slots.as_ref()), after: slots.value.into() });
        upstream.slots = Some(Sourced::new(slots.value, Origin::from(slots.place).and(attached)));
    }
    if let Some(node) = spec.get("healthchecks") {
        changes.push(Change { field: "healthchecks", before: Value::Null, after: tree::json(node) });
        let mut checks = health::checks(node, health::Spelling::Camel);
        checks.threshold = checks.threshold.filter(|_| kic.policy_thresholds());
        upstream.healthchecks = Some(Sourced::new(checks, node.place));
    }
    changes
}

fn before<T: Clone + Into<Value>>(field: Option<&Sourced<T>>) -> Value {
    field.map_or(Value::Null, |field| field.value.clone().into())
}

/// What Kong calls the thing that is hashed; of several the first in this order.
fn hash_kind<'a>(hash: &'a Node<'a>) -> Option<Placed<&'a str>> {
    if let Some(input) = hash.text_at("input") {
        return Some(input);
    }
    [("header", "header"), ("cookie", "cookie"), ("queryArg", "query_arg"), ("uriCapture", "uri_capture")]
        .into_iter()
        .find_map(|(key, kind)| Some(Placed::new(kind, hash.text_at(key)?.place)))
}
