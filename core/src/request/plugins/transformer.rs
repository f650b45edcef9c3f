//! `request-transformer`: headers, path, query and method for the upstream.

use serde_json::Value;

use super::super::entities::{text, texts};
use super::template::render;
use super::{Exchange, Turn};
use crate::router::uri;

/// Source: Kong 3.9.3 kong/plugins/request-transformer/access.lua
pub(super) fn request_transformer(config: &Value, exchange: &mut Exchange<'_>) -> Turn {
    let mut changes = Vec::new();
    let mut unknown = Vec::new();
    if let Some(method) = text(config, "http_method") {
        method.to_ascii_uppercase().clone_into(&mut exchange.method);
        changes.push(format!("the method to {method}"));
    }
    headers(config, exchange, &mut changes, &mut unknown);
    query(config, exchange, &mut changes, &mut unknown);
    if let Some(template) = config.get("replace").and_then(|replace| text(replace, "uri")) {
        match evaluate(template, exchange) {
            Some(path) => {
                changes.push(format!("the path to {path}"));
                exchange.path = uri::escape(path.as_bytes());
            }
            None => unknown.push(format!("path `{template}`")),
        }
    }
    if !unknown.is_empty() {
        return Turn::Runs(format!("runs here; not evaluated: {}", unknown.join(", ")));
    }
    if changes.is_empty() {
        return Turn::Passes("it has nothing to change in this request".to_owned());
    }
    Turn::Changes(format!("changes {}", changes.join(", ")))
}

fn evaluate(template: &str, exchange: &Exchange<'_>) -> Option<String> {
    let captures = &exchange.matched.uri_captures;
    render(template, &|name| captures.iter().find(|(own, _)| own == name).map(|(_, value)| value.clone()))
}

/// The pairs `name:value` of one action; those with an expression that is not known go to `unknown`.
fn pairs(
    config: &Value,
    action: &str,
    what: &str,
    exchange: &Exchange<'_>,
    unknown: &mut Vec<String>,
) -> Vec<(String, String)> {
    let Some(part) = config.get(action) else { return Vec::new() };
    let mut pairs = Vec::new();
    for pair in texts(part, what) {
        let (name, value) = pair.split_once(':').unwrap_or((pair, ""));
        match evaluate(value.trim_start_matches(':'), exchange) {
            Some(value) => pairs.push((name.to_owned(), value)),
            None => unknown.push(format!("`{pair}`")),
        }
    }
    pairs
}

fn headers(config: &Value, exchange: &mut Exchange<'_>, changes: &mut Vec<String>, unknown: &mut Vec<String>) {
    let has = |headers: &[(String, String)], name: &str| headers.iter().any(|(own, _)| own.eq_ignore_ascii_case(name));
    for (name, _) in pairs(config, "remove", "headers", exchange, unknown) {
        if has(&exchange.headers, &name) {
            exchange.headers.retain(|(own, _)| !own.eq_ignore_ascii_case(&name));
            changes.push(format!("removes the header {name}"));
        }
    }
    for (name, new) in pairs(config, "rename", "headers", exchange, unknown) {
        if let Some(header) = exchange.headers.iter_mut().find(|(own, _)| own.eq_ignore_ascii_case(&name)) {
            header.0.clone_from(&new);
            changes.push(format!("the header {name} to {new}"));
        }
    }
    for (name, value) in pairs(config, "replace", "headers", exchange, unknown) {
        if name.eq_ignore_ascii_case("host") {
            changes.push(format!("the Host header to {value}"));
            exchange.host = Some(value);
        } else if has(&exchange.headers, &name) {
            exchange.headers.retain(|(own, _)| !own.eq_ignore_ascii_case(&name));
            changes.push(format!("the header {name}"));
            exchange.headers.push((name, value));
        }
    }
    for (name, value) in pairs(config, "add", "headers", exchange, unknown) {
        if !name.eq_ignore_ascii_case("host") && !has(&exchange.headers, &name) {
            changes.push(format!("adds the header {name}"));
            exchange.headers.push((name, value));
        }
    }
    for (name, value) in pairs(config, "append", "headers", exchange, unknown) {
        changes.push(format!("appends to the header {name}"));
        exchange.headers.push((name, value));
    }
}

fn query(config: &Value, exchange: &mut Exchange<'_>, changes: &mut Vec<String>, unknown: &mut Vec<String>) {
    let mut all = |action: &str| pairs(config, action, "querystring", exchange, unknown);
    let (remove, rename, replace, add, append) =
        (all("remove"), all("rename"), all("replace"), all("add"), all("append"));
    if [&remove, &rename, &replace, &add, &append].iter().all(|pairs| pairs.is_empty()) {
        return;
    }
    let mut arguments = exchange.query.as_deref().map(uri::arguments).unwrap_or_default();
    let before = arguments.clone();
    let has = |arguments: &[(String, String)], name: &str| arguments.iter().any(|(own, _)| own == name);
    arguments.retain(|(own, _)| !has(&remove, own));
    for (name, new) in rename {
        for argument in arguments.iter_mut().filter(|(own, _)| *own == name) {
            argument.0.clone_from(&new);
        }
    }
    for (name, value) in replace {
        if has(&arguments, &name) {
            arguments.retain(|(own, _)| *own != name);
            arguments.push((name, value));
        }
    }
    for (name, value) in add {
        if !has(&arguments, &name) {
            arguments.push((name, value));
        }
    }
    arguments.extend(append);
    if arguments != before {
        changes.push("the query".to_owned());
    }
    let encoded = arguments.iter().map(|(name, value)| {
        if value.is_empty() { encode(name) } else { format!("{}={}", encode(name), encode(value)) }
    });
    let encoded: Vec<String> = encoded.collect();
    exchange.query = (!encoded.is_empty()).then(|| encoded.join("&"));
}

/// As `ngx.encode_args` does.
fn encode(text: &str) -> String {
    use std::fmt::Write as _;
    let mut out = String::new();
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || b"-_.~".contains(&byte) {
            out.push(char::from(byte));
        } else {
            let _ = write!(out, "%{byte:02X}");
        }
    }
    out
}
