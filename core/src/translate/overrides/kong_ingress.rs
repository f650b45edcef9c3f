//! What the section `upstream` of a KongIngress makes of an upstream. Its words are those of Kong.
//!
//! Source: KIC v3.5.13 internal/dataplane/kongstate/upstream.go:overrideByKongIngress;
//! spec/ingress-and-kong-crds.md 6.1.

use std::borrow::Cow;

use serde_json::Value as Json;

use super::health;
use super::upstream_policy::Change;
use crate::k8s::Object;
use crate::kong::{Text, Upstream};
use crate::provenance::{Origin, Sourced};
use crate::translate::tree;

/// Sets the fields that the KongIngress has. `attached` is where the Service names it.
pub(super) fn apply<'a>(object: &'a Object<'a>, attached: &Origin, upstream: &mut Upstream<'a>) -> Vec<Change> {
    let Some(section) = object.node.get("upstream") else { return Vec::new() };
    let mut changes = Vec::new();
    let mut set = |field: &mut Option<Text<'a>>, name: &'static str| {
        if let Some(value) = section.text_at(name) {
            let before = field.as_ref().map_or(Json::Null, |field| field.value.as_ref().into());
            changes.push(Change { field: name, before, after: value.value.into() });
            *field = Some(Sourced::new(Cow::Borrowed(value.value), Origin::from(value.place).and(attached)));
        }
    };
    set(&mut upstream.host_header, "host_header");
    set(&mut upstream.algorithm, "algorithm");
    set(&mut upstream.hash_on, "hash_on");
    set(&mut upstream.hash_fallback, "hash_fallback");
    set(&mut upstream.hash_on_header, "hash_on_header");
    set(&mut upstream.hash_fallback_header, "hash_fallback_header");
    set(&mut upstream.hash_on_cookie, "hash_on_cookie");
    set(&mut upstream.hash_on_cookie_path, "hash_on_cookie_path");
    set(&mut upstream.hash_on_query_arg, "hash_on_query_arg");
    set(&mut upstream.hash_fallback_query_arg, "hash_fallback_query_arg");
    set(&mut upstream.hash_on_uri_capture, "hash_on_uri_capture");
    set(&mut upstream.hash_fallback_uri_capture, "hash_fallback_uri_capture");
    if let Some(slots) = section.int_at("slots") {
        changes.push(Change { field: "slots", before: Json::Null, after: slots.value.into() });
        upstream.slots = Some(Sourced::new(slots.value, Origin::from(slots.place).and(attached)));
    }
    if let Some(node) = section.get("healthchecks") {
        changes.push(Change { field: "healthchecks", before: Json::Null, after: tree::json(node) });
        upstream.healthchecks = Some(Sourced::new(health::checks(node, health::Spelling::Snake), node.place));
    }
    changes
}
