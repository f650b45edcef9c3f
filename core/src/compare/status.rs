//! The statuses: conditions by type, parents and listeners by name, other fields by path.

use std::collections::BTreeSet;

use serde_json::{Value, json};

use super::pair::pairs;
use super::{Found, Side, escaped};
use crate::wire::compare::{Effect, Hurt, Part};

/// All differences of two statuses.
pub(super) fn status(before: &Value, after: &Value, found: &mut Found) {
    each_key(before, after, &mut |kind, a, b| {
        let at = format!("/status/{}", escaped(kind));
        match kind {
            "annotations" => annotations(a, b, &at, found),
            "errors" => errors(a, b, &at, found),
            _ => each_key(a, b, &mut |name, a, b| {
                let at = format!("{at}/{}", escaped(name));
                let object = format!("{} {name}", kind_name(kind));
                Object { object: &object, found }.whole(present(a, &at), present(b, &at));
            }),
        }
    });
}

/// The keys of both sides with their values; null where a side has none.
fn each_key(before: &Value, after: &Value, visit: &mut dyn FnMut(&str, &Value, &Value)) {
    let keys = |value: &'_ Value| value.as_object().into_iter().flatten().map(|(key, _)| key.clone()).collect();
    let mut all: BTreeSet<String> = keys(before);
    let others: BTreeSet<String> = keys(after);
    all.extend(others);
    for key in &all {
        let of = |value: &Value| value.get(key).cloned().unwrap_or_default();
        let (a, b) = (of(before), of(after));
        if a != b {
            visit(key, &a, &b);
        }
    }
}

fn present<'a>(value: &'a Value, pointer: &'a str) -> Option<Side<'a>> {
    (!value.is_null()).then_some(Side { value, pointer })
}

/// `gateways` to `Gateway`, `tcpRoutes` to `TCPRoute`, `backendTLSPolicies` to `BackendTLSPolicy`, `ingresses` to `Ingress`.
fn kind_name(plural: &str) -> String {
    let one = match plural {
        "gatewayClasses" => "gatewayClass".to_owned(),
        _ => match (plural.strip_suffix("ies"), plural.strip_suffix("sses")) {
            (Some(stem), _) => format!("{stem}y"),
            (None, Some(stem)) => format!("{stem}ss"),
            (None, None) => plural.strip_suffix('s').unwrap_or(plural).to_owned(),
        },
    };
    for (word, kind) in [("tcp", "TCP"), ("udp", "UDP"), ("tls", "TLS"), ("grpc", "GRPC"), ("http", "HTTP")] {
        if let Some(rest) = one.strip_prefix(word) {
            return format!("{kind}{rest}");
        }
    }
    let mut letters = one.chars();
    let first = letters.next().map(|letter| letter.to_ascii_uppercase());
    first.into_iter().chain(letters).collect()
}

/// What the controller writes into annotations.
fn annotations(before: &Value, after: &Value, at: &str, found: &mut Found) {
    each_key(before, after, &mut |object, a, b| {
        let (plural, name) = object.split_once('/').unwrap_or(("", object));
        let title = format!("{} {name}", kind_name(plural));
        each_key(a, b, &mut |key, a, b| {
            let at = format!("{at}/{}/{}", escaped(object), escaped(key));
            let path = format!("metadata.annotations[{key}]");
            let judged = (Hurt::Words, Effect::Neutral);
            found.values(Part::Status, judged, (title.clone(), &path), present(a, &at), present(b, &at));
        });
    });
}

/// What reconcilers fail with, by object.
fn errors(before: &Value, after: &Value, at: &str, found: &mut Found) {
    let objects = |value: &Value| -> Vec<String> {
        let items = value.as_array().into_iter().flatten();
        items.map(|item| text(item, "object").to_owned()).collect()
    };
    let (a, b) = (objects(before), objects(after));
    for (from, to) in pairs(&a, &b) {
        let object = from.and_then(|index| a.get(index)).or_else(|| to.and_then(|index| b.get(index)));
        let message = |side: &Value, index: Option<usize>| {
            index.and_then(|index| side.get(index)).and_then(|item| item.get("message")).cloned().unwrap_or_default()
        };
        let values = (message(before, from), message(after, to));
        if values.0 != values.1 {
            let effect = super::effect(from.is_none(), to.is_none());
            let pointers = (from.map(|index| format!("{at}/{index}")), to.map(|index| format!("{at}/{index}")));
            let at = (object.cloned().unwrap_or_default(), "reconcile error");
            found.add(Part::Status, (Hurt::Object, effect), at, values, pointers);
        }
    }
}

/// The status of one object.
struct Object<'f> {
    object: &'f str,
    found: &'f mut Found,
}

impl Object<'_> {
    /// A status that only one side has is one difference.
    fn whole(&mut self, before: Option<Side<'_>>, after: Option<Side<'_>>) {
        if let (Some(a), Some(b)) = (before, after) {
            self.value("", a, b);
            return;
        }
        let holds = |side: Option<Side<'_>>| side.is_some_and(|side| has_good_condition(side.value));
        let judged = (Hurt::Object, super::effect(holds(before), holds(after)));
        self.told(judged, "status", before, after);
    }

    fn value(&mut self, path: &str, before: Side<'_>, after: Side<'_>) {
        if before.value == after.value {
            return;
        }
        let inside = |key: &str| if path.is_empty() { key.to_owned() } else { format!("{path}.{key}") };
        match (before.value, after.value) {
            (Value::Object(_), Value::Object(_)) => each_key(before.value, after.value, &mut |key, a, b| {
                let at = |side: Side<'_>| format!("{}/{}", side.pointer, escaped(key));
                let (at_a, at_b) = (at(before), at(after));
                let (a, b) = (present(a, &at_a), present(b, &at_b));
                let path = inside(key);
                match key {
                    "conditions" | "listeners" | "parents" | "ancestors" => self.lists(&path, a, b),
                    _ => match (a, b) {
                        (Some(a), Some(b)) => self.value(&path, a, b),
                        _ => self.told((Hurt::Words, Effect::Neutral), &path, a, b),
                    },
                }
            }),
            _ => self.told((Hurt::Words, Effect::Neutral), path, Some(before), Some(after)),
        }
    }

    /// Conditions, listeners, parents: items that are known by a name, also where one side has no such list.
    fn lists(&mut self, path: &str, before: Option<Side<'_>>, after: Option<Side<'_>>) {
        let items = |side: Option<Side<'_>>| {
            side.and_then(|side| side.value.as_array()).map_or(&[][..], Vec::as_slice).to_vec()
        };
        let (a, b) = (items(before), items(after));
        for (from, to) in matched(&a, &b) {
            let at = |side: Option<Side<'_>>, index: Option<usize>| {
                format!("{}/{}", side.map_or("", |side| side.pointer), index.unwrap_or_default())
            };
            let (at_a, at_b) = (at(before, from), at(after, to));
            let from = from.and_then(|index| a.get(index)).map(|value| Side { value, pointer: &at_a });
            let to = to.and_then(|index| b.get(index)).map(|value| Side { value, pointer: &at_b });
            let Some(name) = to.or(from).map(|side| full_name(side.value)) else { continue };
            let path = format!("{path}[{name}]");
            match (from, to) {
                _ if path.contains("conditions[") => self.condition(&path, &name, from, to),
                (Some(a), Some(b)) => self.value(&path, a, b),
                _ => {
                    let holds = |side: Option<Side<'_>>| side.is_some_and(|side| has_good_condition(side.value));
                    self.told((Hurt::Object, super::effect(holds(from), holds(to))), &path, from, to);
                }
            }
        }
    }

    /// A condition is one difference, whatever differs in it: its status decides how much it hurts.
    fn condition(&mut self, path: &str, name: &str, before: Option<Side<'_>>, after: Option<Side<'_>>) {
        let good = good_status(name);
        let holds = |side: Option<Side<'_>>| side.is_some_and(|side| text(side.value, "status") == good);
        // A listener that is not accepted has no other conditions: that says nothing more.
        let is_told = before.is_some() && after.is_some() || matches!(name, "Accepted" | "Programmed");
        let (was, is) = if is_told { (holds(before), holds(after)) } else { (false, false) };
        let words = |side: Option<Side<'_>>| side.map_or(Value::Null, |side| condition(side.value));
        let values = (words(before), words(after));
        if values.0 == values.1 {
            return;
        }
        let hurt = if was == is { Hurt::Words } else { Hurt::Object };
        let pointer = |side: Option<Side<'_>>| side.map(|side| side.pointer.to_owned());
        let at = (self.object.to_owned(), path);
        let pointers = (pointer(before), pointer(after));
        self.found.add(Part::Status, (hurt, super::effect(was, is)), at, values, pointers);
    }

    fn told(&mut self, judged: (Hurt, Effect), path: &str, before: Option<Side<'_>>, after: Option<Side<'_>>) {
        self.found.values(Part::Status, judged, (self.object.to_owned(), path), before, after);
    }
}

/// Items with equal names belong together, then those whose names are equal but for the section.
fn matched(before: &[Value], after: &[Value]) -> Vec<(Option<usize>, Option<usize>)> {
    let names = |items: &[Value], name: fn(&Value) -> String| -> Vec<String> { items.iter().map(name).collect() };
    let mut all = pairs(&names(before, full_name), &names(after, full_name));
    let lone: Vec<(Option<usize>, Option<usize>)> =
        all.extract_if(.., |pair| pair.0.is_none() || pair.1.is_none()).collect();
    let (left, right): (Vec<usize>, Vec<usize>) =
        (lone.iter().filter_map(|pair| pair.0).collect(), lone.iter().filter_map(|pair| pair.1).collect());
    let of = |items: &[Value], indices: &[usize]| -> Vec<String> {
        indices.iter().map(|index| items.get(*index).map(short_name).unwrap_or_default()).collect()
    };
    let rest = pairs(&of(before, &left), &of(after, &right))
        .into_iter()
        .map(|(a, b)| (a.and_then(|index| left.get(index).copied()), b.and_then(|index| right.get(index).copied())));
    all.extend(rest);
    all
}

/// A condition's type, a listener's name, a parent with its section.
fn full_name(item: &Value) -> String {
    let section = item.get("parentRef").map_or("", |parent| text(parent, "sectionName"));
    let name = short_name(item);
    if section.is_empty() { name } else { format!("{name} {section}") }
}

fn short_name(item: &Value) -> String {
    let parent = item.get("parentRef").or_else(|| item.get("ancestorRef"));
    match parent {
        Some(parent) => format!("{} {}/{}", text(parent, "kind"), text(parent, "namespace"), text(parent, "name")),
        None => [text(item, "type"), text(item, "name")].concat(),
    }
}

fn text<'a>(value: &'a Value, key: &str) -> &'a str {
    value.get(key).and_then(Value::as_str).unwrap_or_default()
}

/// `True` but for conditions that tell of trouble.
fn good_status(condition: &str) -> &'static str {
    match condition {
        "Conflicted" | "OverlappingTLSConfig" | "PartiallyInvalid" => "False",
        _ => "True",
    }
}

/// `True Programmed: words`.
fn condition(condition: &Value) -> Value {
    let message = text(condition, "message");
    let words = format!("{} {}", text(condition, "status"), text(condition, "reason"));
    if message.is_empty() { json!(words) } else { json!(format!("{words}: {message}")) }
}

/// Whether something is accepted or programmed in a status.
fn has_good_condition(status: &Value) -> bool {
    match status {
        Value::Array(items) => items.iter().any(has_good_condition),
        Value::Object(fields) => {
            let is_good = text(status, "status") == "True" && matches!(text(status, "type"), "Accepted" | "Programmed");
            is_good || fields.values().any(has_good_condition) || fields.contains_key("loadBalancer")
        }
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::kind_name;

    #[test]
    fn kinds_are_named_as_the_api_names_them() {
        for (plural, kind) in [
            ("gateways", "Gateway"),
            ("gatewayClasses", "GatewayClass"),
            ("httpRoutes", "HTTPRoute"),
            ("grpcRoutes", "GRPCRoute"),
            ("tcpRoutes", "TCPRoute"),
            ("backendTLSPolicies", "BackendTLSPolicy"),
            ("kongUpstreamPolicies", "KongUpstreamPolicy"),
            ("ingresses", "Ingress"),
            ("udpIngresses", "UDPIngress"),
            ("kongConsumers", "KongConsumer"),
        ] {
            assert_eq!(kind_name(plural), kind);
        }
    }
}
