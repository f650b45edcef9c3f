//! `response-transformer`, as far as an answer of Kong's own shows it.

use serde_json::Value;

use super::super::entities::texts;
use crate::request::decision::Answer;

/// Changes the headers of an answer; whether any was changed.
///
/// Source: Kong 3.9.3 kong/plugins/response-transformer/header_transformer.lua
pub(super) fn transform_answer(plugin: &Value, answer: &mut Answer) -> bool {
    let before = answer.headers.clone();
    let config = plugin.get("config").unwrap_or(&Value::Null);
    let of = |action: &str| config.get(action).map(|part| texts(part, "headers")).unwrap_or_default();
    let headers = &mut answer.headers;
    let position =
        |headers: &[(String, String)], name: &str| headers.iter().position(|(own, _)| own.eq_ignore_ascii_case(name));
    for name in of("remove") {
        headers.retain(|(own, _)| !own.eq_ignore_ascii_case(name));
    }
    for (old, new) in of("rename").into_iter().filter_map(split) {
        if let Some(header) = position(headers, old).and_then(|at| headers.get_mut(at)) {
            new.clone_into(&mut header.0);
        }
    }
    for (name, value) in of("replace").into_iter().filter_map(split) {
        if let Some(header) = position(headers, name).and_then(|at| headers.get_mut(at)) {
            value.clone_into(&mut header.1);
        }
    }
    for (name, value) in of("add").into_iter().filter_map(split) {
        if position(headers, name).is_none() {
            headers.push((name.to_owned(), value.to_owned()));
        }
    }
    for (name, value) in of("append").into_iter().filter_map(split) {
        headers.push((name.to_owned(), value.to_owned()));
    }
    *headers != before
}

/// `name:value`.
pub(super) fn split(pair: &str) -> Option<(&str, &str)> {
    let (name, value) = pair.split_once(':')?;
    (!name.is_empty()).then(|| (name, value.trim_start_matches(':')))
}
