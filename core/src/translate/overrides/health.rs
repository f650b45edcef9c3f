//! Health checks, as KongUpstreamPolicies (`httpPath`) and KongIngresses (`http_path`) write them.
//!
//! Source: KIC v3.5.13 internal/dataplane/kongstate/kongupstreampolicy.go:translateHealthchecks.

use std::borrow::Cow;
use std::collections::BTreeMap;

use crate::kong::{ActiveHealthcheck, Healthchecks, Healthy, Number, PassiveHealthcheck, Text, Unhealthy};
use crate::provenance::Sourced;
use crate::translate::draft::text;
use crate::yaml::{Node, Value};

/// How the words of a key are joined.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(in crate::translate) enum Naming {
    /// `httpPath`.
    Camel,
}

impl Naming {
    const fn key(self, camel: &'static str) -> &'static str {
        match self {
            Self::Camel => camel,
        }
    }
}

/// Reads `healthchecks`.
pub(in crate::translate) fn checks<'a>(node: &'a Node<'a>, naming: Naming) -> Healthchecks<'a> {
    Healthchecks {
        active: node.get("active").map(|node| Sourced::new(active(node, naming), node.place)),
        passive: node.get("passive").map(|node| Sourced::new(passive(node, naming), node.place)),
        threshold: node.get("threshold").and_then(number),
    }
}

fn active<'a>(node: &'a Node<'a>, naming: Naming) -> ActiveHealthcheck<'a> {
    ActiveHealthcheck {
        kind: string(node, "type"),
        concurrency: integer(node, "concurrency"),
        timeout: integer(node, "timeout"),
        http_path: string(node, naming.key("httpPath")),
        https_sni: string(node, naming.key("httpsSni")),
        https_verify_certificate: node
            .bool_at(naming.key("httpsVerifyCertificate"))
            .map(crate::provenance::Placed::sourced),
        headers: headers(node),
        healthy: node.get("healthy").map(|node| Sourced::new(healthy(node, naming), node.place)),
        unhealthy: node.get("unhealthy").map(|node| Sourced::new(unhealthy(node, naming), node.place)),
    }
}

fn passive<'a>(node: &'a Node<'a>, naming: Naming) -> PassiveHealthcheck<'a> {
    PassiveHealthcheck {
        kind: string(node, "type"),
        healthy: node.get("healthy").map(|node| Sourced::new(healthy(node, naming), node.place)),
        unhealthy: node.get("unhealthy").map(|node| Sourced::new(unhealthy(node, naming), node.place)),
    }
}

fn healthy(node: &Node<'_>, naming: Naming) -> Healthy {
    Healthy {
        http_statuses: statuses(node, naming),
        interval: integer(node, "interval"),
        successes: integer(node, "successes"),
    }
}

fn unhealthy(node: &Node<'_>, naming: Naming) -> Unhealthy {
    Unhealthy {
        http_statuses: statuses(node, naming),
        interval: integer(node, "interval"),
        http_failures: integer(node, naming.key("httpFailures")),
        tcp_failures: integer(node, naming.key("tcpFailures")),
        timeouts: integer(node, "timeouts"),
    }
}

fn statuses(node: &Node<'_>, naming: Naming) -> Vec<Sourced<i64>> {
    let items = node.get(naming.key("httpStatuses")).map_or(&[][..], Node::items);
    items.iter().filter_map(|item| Some(Sourced::new(item.int()?, item.place))).collect()
}

fn headers<'a>(node: &'a Node<'a>) -> BTreeMap<Cow<'a, str>, Vec<Text<'a>>> {
    let entries = node.get("headers").map_or(&[][..], Node::entries);
    let values = |node: &'a Node<'a>| -> Vec<Text<'a>> {
        let items = node.items().iter();
        items.filter_map(|item| Some(Sourced::new(Cow::Borrowed(item.text()?), item.place))).collect()
    };
    entries.iter().map(|entry| (Cow::Borrowed(entry.key.as_ref()), values(&entry.value))).collect()
}

fn string<'a>(node: &'a Node<'a>, key: &str) -> Option<Text<'a>> {
    node.text_at(key).map(text)
}

fn integer(node: &Node<'_>, key: &str) -> Option<Sourced<i64>> {
    node.int_at(key).map(crate::provenance::Placed::sourced)
}

fn number(node: &Node<'_>) -> Option<Sourced<Number>> {
    let value = match node.value {
        Value::Int(value) => Number::Int(value),
        Value::Float(value) => Number::Float(value),
        _ => return None,
    };
    Some(Sourced::new(value, node.place))
}
