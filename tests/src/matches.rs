//! Whether a request fits a match of an HTTPRoute, by the words of the Gateway API: a second opinion on what the
//! translation made of the match.
//!
//! Source: Gateway API v1 HTTPRouteMatch

use kic_core::request::Client;
use kic_core::router::pattern::{Dialect, Pattern, Start};
use kic_core::router::uri;
use serde_json::{Value, json};

/// Whether all conditions of a match hold. Host names are not looked at: they belong to the route.
pub fn fits(matched: &Value, client: &Client) -> bool {
    let target = &client.target;
    let path = String::from_utf8_lossy(&uri::path_of(target)).into_owned();
    let default = json!({"type": "PathPrefix", "value": "/"});
    let condition = matched.get("path").unwrap_or(&default);
    let method = text(matched, "method");
    let query = uri::query_of(target).map(uri::arguments).unwrap_or_default();
    let has_header = |condition: &Value| {
        let name = text(condition, "name").unwrap_or_default();
        // Kong has one name for both.
        let mut headers = client
            .headers
            .iter()
            .filter(|(own, _)| own.replace('_', "-").eq_ignore_ascii_case(&name.replace('_', "-")));
        headers.any(|(_, value)| holds(condition, value))
    };
    let has_argument = |condition: &Value| {
        let name = text(condition, "name");
        query.iter().any(|(own, value)| Some(own.as_str()) == name && holds(condition, value))
    };
    is_path(condition, &path)
        && method.is_none_or(|method| method == client.method)
        && list(matched, "headers").iter().all(has_header)
        && list(matched, "queryParams").iter().all(has_argument)
}

fn text<'v>(value: &'v Value, key: &str) -> Option<&'v str> {
    value.get(key).and_then(Value::as_str)
}

fn list<'v>(value: &'v Value, key: &str) -> &'v [Value] {
    value.get(key).and_then(Value::as_array).map_or(&[], Vec::as_slice)
}

fn is_path(condition: &Value, path: &str) -> bool {
    let value = text(condition, "value").unwrap_or("/");
    match text(condition, "type").unwrap_or("PathPrefix") {
        "Exact" => path == value,
        "RegularExpression" => matches_from_start(value, path),
        _ => {
            let prefix = value.strip_suffix('/').unwrap_or(value);
            path.strip_prefix(prefix).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
        }
    }
}

fn holds(condition: &Value, value: &str) -> bool {
    let wanted = text(condition, "value").unwrap_or_default();
    match text(condition, "type") {
        Some("RegularExpression") => {
            let pattern = Pattern::new(&wanted.to_lowercase(), Dialect::Rust).ok();
            let found = pattern.and_then(|pattern| pattern.find(value.to_lowercase().as_bytes(), Start::Anywhere).ok());
            found.flatten().is_some()
        }
        // Kong compares values of headers without case, and takes what stands behind `~*` for a pattern.
        _ if wanted.starts_with("~*") => true,
        _ => wanted.eq_ignore_ascii_case(value),
    }
}

fn matches_from_start(pattern: &str, path: &str) -> bool {
    let pattern = Pattern::new(pattern, Dialect::Rust).ok();
    pattern.is_some_and(|pattern| matches!(pattern.find(path.as_bytes(), Start::First), Ok(Some(_))))
}
