//! Statuses as one YAML document an object, each under a comment with its name.

use std::rc::Rc;

use serde_json::Value;

use super::line::{Kind, Line, member};
use super::yaml::mapping;

/// The statuses (`{"gateways": {"namespace/name": …}, …}`) as YAML; `pointer` is that of the whole.
pub fn status_lines(statuses: &Value, pointer: &str) -> Vec<Line> {
    let mut lines = Vec::new();
    let mut kinds: Vec<(&String, &Value)> = statuses.as_object().into_iter().flatten().collect();
    kinds.sort_by_key(|(plural, _)| rank(plural));
    for (plural, objects) in kinds {
        let pointer = member(pointer, plural);
        match objects {
            Value::Object(objects) => {
                for (name, status) in objects {
                    document(&mut lines, &title_of(plural, name), key_of(plural), status, &member(&pointer, name));
                }
            }
            Value::Array(list) if !list.is_empty() => {
                document(&mut lines, "What the controller retries for ever", plural, objects, &pointer);
            }
            _ => {}
        }
    }
    lines
}

/// What the reader looks for first stands first; the rest keeps its order.
fn rank(plural: &str) -> u8 {
    match plural {
        "errors" => 0,
        "gateways" => 1,
        "gatewayClasses" => 3,
        "annotations" => 4,
        _ => 2,
    }
}

fn document(lines: &mut Vec<Line>, title: &str, key: &str, status: &Value, pointer: &Rc<str>) {
    if !lines.is_empty() {
        lines.push(Line::new(pointer, 0).with(Kind::Plain, "---"));
    }
    lines.push(Line::new(pointer, 0).with(Kind::Comment, format!("# {title}")));
    let mut parent = serde_json::Map::new();
    parent.insert(key.to_owned(), status.clone());
    let mut own = Vec::new();
    // The pointers lead into the status itself: the key above it is only written.
    mapping(&mut own, &parent, &Rc::from(""), 0, None);
    let written = member("", key);
    for line in &mut own {
        let rest = line.pointer.strip_prefix(&*written).unwrap_or_default();
        line.pointer = format!("{pointer}{rest}").into();
    }
    lines.append(&mut own);
}

/// What stands above the values of an object: annotations are no part of the status.
fn key_of(plural: &str) -> &'static str {
    if plural == "annotations" { "annotations" } else { "status" }
}

fn title_of(plural: &str, name: &str) -> String {
    match plural {
        "annotations" => format!("Annotations that the controller writes on {name}"),
        _ => format!("{} {name}", kind_of(plural)),
    }
}

/// `httpRoutes` is `HTTPRoute`.
fn kind_of(plural: &str) -> String {
    let singular = match plural.strip_suffix("ies") {
        Some(stem) => format!("{stem}y"),
        None if plural.ends_with("sses") => plural.strip_suffix("es").unwrap_or(plural).to_owned(),
        None => plural.strip_suffix('s').unwrap_or(plural).to_owned(),
    };
    for (start, acronym) in [("http", "HTTP"), ("grpc", "GRPC"), ("tcp", "TCP"), ("udp", "UDP"), ("tls", "TLS")] {
        if let Some(rest) = singular.strip_prefix(start) {
            return format!("{acronym}{rest}");
        }
    }
    let mut chars = singular.chars();
    chars.next().map(|first| first.to_uppercase().chain(chars).collect()).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::wire::code::text_of;
    use serde_json::json;

    #[test]
    fn objects_stand_under_their_names() {
        let statuses = json!({
            "gatewayClasses": {"kong": {"conditions": []}},
            "httpRoutes": {"default/echo": {"parents": [{"a": 1}]}},
            "backendTLSPolicies": {"default/p": {}},
            "errors": [],
        });
        let lines = status_lines(&statuses, "/status");
        let expected = "# HTTPRoute default/echo\nstatus:\n  parents:\n  - a: 1\n---\n# BackendTLSPolicy default/p\nstatus: {}\n---\n# GatewayClass kong\nstatus:\n  conditions: []\n";
        assert_eq!(text_of(&lines), expected);
    }

    #[test]
    fn pointers_lead_into_the_status() {
        let lines = status_lines(&json!({"gateways": {"default/a": {"x": [1]}}}), "/status");
        let pointers: Vec<&str> = lines.iter().map(|line| &*line.pointer).collect();
        let gateway = "/status/gateways/default~1a";
        assert_eq!(pointers, [gateway, gateway, &format!("{gateway}/x"), &format!("{gateway}/x/0")]);
    }
}
