//! Health checks of KongUpstreamPolicies and KongIngresses: the same fields in two spellings.
//!
//! Source: KIC v3.5.13 internal/dataplane/kongstate/kongupstreampolicy.go:translateHealthchecks; go-kong
//! kong/types.go:Healthcheck.

use std::borrow::Cow;
use std::collections::BTreeMap;

use crate::kong::{ActiveHealthcheck, Healthchecks, Healthy, Number, PassiveHealthcheck, Text, Unhealthy};
use crate::provenance::{Placed, Sourced};
use crate::translate::draft::text;
use crate::yaml::{Node, Value};

/// How a kind spells the fields of several words.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(in crate::translate) enum Spelling {
    /// `httpPath`, as the Kubernetes API has it: KongUpstreamPolicy.
    Camel,
    /// `http_path`, as Kong has it: KongIngress.
    Snake,
}

impl Spelling {
    const fn of(self, camel: &'static str, snake: &'static str) -> &'static str {
        match self {
            Self::Camel => camel,
            Self::Snake => snake,
        }
    }
}

/// Reads `healthchecks`.
pub(in crate::translate) fn checks<'a>(node: &'a Node<'a>, spelling: Spelling) -> Healthchecks<'a> {
    Healthchecks {
        active: node.get("active").map(|node| Sourced::new(active(node, spelling), node.place)),
        passive: node.get("passive").map(|node| Sourced::new(passive(node, spelling), node.place)),
        threshold: node.get("threshold").and_then(number),
    }
}

fn active<'a>(node: &'a Node<'a>, spelling: Spelling) -> ActiveHealthcheck<'a> {
    ActiveHealthcheck {
        kind: string(node, "type"),
        concurrency: integer(node, "concurrency"),
        timeout: integer(node, "timeout"),
        http_path: string(node, spelling.of("httpPath", "http_path")),
        https_sni: string(node, spelling.of("httpsSni", "https_sni")),
        https_verify_certificate: node
            .bool_at(spelling.of("httpsVerifyCertificate", "https_verify_certificate"))
            .map(Placed::sourced),
        headers: headers(node),
        healthy: node.get("healthy").map(|node| Sourced::new(healthy(node, spelling), node.place)),
        unhealthy: node.get("unhealthy").map(|node| Sourced::new(unhealthy(node, spelling), node.place)),
    }
}

fn passive<'a>(node: &'a Node<'a>, spelling: Spelling) -> PassiveHealthcheck<'a> {
    PassiveHealthcheck {
        kind: string(node, "type"),
        healthy: node.get("healthy").map(|node| Sourced::new(healthy(node, spelling), node.place)),
        unhealthy: node.get("unhealthy").map(|node| Sourced::new(unhealthy(node, spelling), node.place)),
    }
}

fn healthy(node: &Node<'_>, spelling: Spelling) -> Healthy {
    Healthy {
        http_statuses: statuses(node, spelling),
        interval: integer(node, "interval"),
        successes: integer(node, "successes"),
    }
}

fn unhealthy(node: &Node<'_>, spelling: Spelling) -> Unhealthy {
    Unhealthy {
        http_statuses: statuses(node, spelling),
        interval: integer(node, "interval"),
        http_failures: integer(node, spelling.of("httpFailures", "http_failures")),
        tcp_failures: integer(node, spelling.of("tcpFailures", "tcp_failures")),
        timeouts: integer(node, "timeouts"),
    }
}

fn statuses(node: &Node<'_>, spelling: Spelling) -> Vec<Sourced<i64>> {
    let items = node.get(spelling.of("httpStatuses", "http_statuses")).map_or(&[][..], Node::items);
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
    node.int_at(key).map(Placed::sourced)
}

fn number(node: &Node<'_>) -> Option<Sourced<Number>> {
    let value = match node.value {
        Value::Int(value) => Number::Int(value),
        Value::Float(value) => Number::Float(value),
        _ => return None,
    };
    Some(Sourced::new(value, node.place))
}
