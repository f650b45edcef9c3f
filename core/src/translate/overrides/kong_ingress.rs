//! What the section `upstream` of a KongIngress makes of an upstream. Its words are those of Kong.
//!
//! Source: KIC v3.5.13 internal/dataplane/kongstate/upstream.go:overrideByKongIngress;
//! spec/ingress-and-kong-crds.md 6.1.

use std::borrow::Cow;
use std::collections::BTreeMap;

use serde_json::Value as Json;

use super::upstream_policy::Change;
use crate::k8s::Object;
use crate::kong::{ActiveHealthcheck, Healthchecks, Healthy, Number, PassiveHealthcheck, Text, Unhealthy, Upstream};
use crate::provenance::{Origin, Placed, Sourced};
use crate::translate::draft::text;
use crate::translate::tree;
use crate::yaml::{Node, Value};

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
        upstream.healthchecks = Some(Sourced::new(checks(node), node.place));
    }
    changes
}

fn checks<'a>(node: &'a Node<'a>) -> Healthchecks<'a> {
    let threshold = node.get("threshold").and_then(|node| match node.value {
        Value::Int(value) => Some(Sourced::new(Number::Int(value), node.place)),
        Value::Float(value) => Some(Sourced::new(Number::Float(value), node.place)),
        _ => None,
    });
    Healthchecks {
        active: node.get("active").map(|node| Sourced::new(active(node), node.place)),
        passive: node.get("passive").map(|node| Sourced::new(passive(node), node.place)),
        threshold,
    }
}

fn active<'a>(node: &'a Node<'a>) -> ActiveHealthcheck<'a> {
    let entries = node.get("headers").map_or(&[][..], Node::entries).iter();
    let headers: BTreeMap<Cow<'a, str>, Vec<Text<'a>>> = entries
        .map(|entry| {
            let values = entry.value.items().iter();
            let values = values.filter_map(|item| Some(text(Placed::new(item.text()?, item.place))));
            (Cow::Borrowed(entry.key.as_ref()), values.collect())
        })
        .collect();
    ActiveHealthcheck {
        kind: node.text_at("type").map(text),
        concurrency: integer(node, "concurrency"),
        timeout: integer(node, "timeout"),
        http_path: node.text_at("http_path").map(text),
        https_sni: node.text_at("https_sni").map(text),
        https_verify_certificate: node.bool_at("https_verify_certificate").map(Placed::sourced),
        headers,
        healthy: node.get("healthy").map(|node| Sourced::new(healthy(node), node.place)),
        unhealthy: node.get("unhealthy").map(|node| Sourced::new(unhealthy(node), node.place)),
    }
}

fn passive<'a>(node: &'a Node<'a>) -> PassiveHealthcheck<'a> {
    PassiveHealthcheck {
        kind: node.text_at("type").map(text),
        healthy: node.get("healthy").map(|node| Sourced::new(healthy(node), node.place)),
        unhealthy: node.get("unhealthy").map(|node| Sourced::new(unhealthy(node), node.place)),
    }
}

fn healthy(node: &Node<'_>) -> Healthy {
    Healthy {
        http_statuses: statuses(node),
        interval: integer(node, "interval"),
        successes: integer(node, "successes"),
    }
}

fn unhealthy(node: &Node<'_>) -> Unhealthy {
    Unhealthy {
        http_statuses: statuses(node),
        interval: integer(node, "interval"),
        http_failures: integer(node, "http_failures"),
        tcp_failures: integer(node, "tcp_failures"),
        timeouts: integer(node, "timeouts"),
    }
}

fn statuses(node: &Node<'_>) -> Vec<Sourced<i64>> {
    let items = node.get("http_statuses").map_or(&[][..], Node::items).iter();
    items.filter_map(|item| Some(Sourced::new(item.int()?, item.place))).collect()
}

fn integer(node: &Node<'_>, key: &str) -> Option<Sourced<i64>> {
    node.int_at(key).map(Placed::sourced)
}
