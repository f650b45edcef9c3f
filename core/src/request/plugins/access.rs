//! Plugins that answer by themselves, whoever asks.

use std::net::IpAddr;

use serde_json::Value;

use super::super::entities::{flag, text, texts};
use super::{Answer, Exchange, Turn, answer, number};
use crate::router::{Cidr, uri};

/// Source: Kong 3.9.3 kong/plugins/request-termination/handler.lua
pub(super) fn request_termination(config: &Value, exchange: &Exchange<'_>) -> Turn {
    if let Some(trigger) = text(config, "trigger") {
        let in_query = exchange
            .query
            .as_deref()
            .is_some_and(|query| uri::arguments(query).iter().any(|(name, _)| name == trigger));
        if exchange.client.header(trigger).is_none() && !in_query {
            return Turn::Passes(format!("the request has no `{trigger}`, which would trigger it"));
        }
    }
    let status = number(config, "status_code").unwrap_or(503);
    let default = match status {
        401 => Some("Unauthorized"),
        404 => Some("Not found"),
        405 => Some("Method not allowed"),
        500 => Some("An unexpected error occurred"),
        502 => Some("Bad Gateway"),
        503 => Some("Service unavailable"),
        _ => None,
    };
    let mut answer = Answer { status, message: None, headers: Vec::new() };
    if flag(config, "echo", false) {
        answer.message = text(config, "message").or(default).map(str::to_owned);
        return Turn::Answers(answer, format!("answers {status} with what it got"));
    }
    if let Some(body) = text(config, "body") {
        answer.message = Some(body.to_owned());
        let content_type = text(config, "content_type").unwrap_or("application/json; charset=utf-8");
        answer.headers.push(("Content-Type".to_owned(), content_type.to_owned()));
    } else {
        answer.message = text(config, "message").or(default).map(str::to_owned);
    }
    Turn::Answers(answer, format!("answers {status}"))
}

/// Source: Kong 3.9.3 kong/plugins/redirect/handler.lua
pub(super) fn redirect(config: &Value, exchange: &Exchange<'_>) -> Turn {
    let status = number(config, "status_code").unwrap_or(301);
    let location = text(config, "location").unwrap_or_default();
    let location = if flag(config, "keep_incoming_path", false) {
        let Some(location) = with_target(location, &exchange.client.target) else {
            // The plugin does not look at the error of its URL parser.
            let words = format!("answers 500: it cannot put a path into `{location}`, which is no URL with a host");
            return Turn::Answers(answer(500, "An unexpected error occurred"), words);
        };
        location
    } else {
        location.to_owned()
    };
    let words = format!("answers {status} with Location: {location}");
    let headers = vec![("Location".to_owned(), location)];
    Turn::Answers(Answer { status, message: Some("redirecting".to_owned()), headers }, words)
}

/// A URL with another path and query; `None` for what is no URL by itself.
fn with_target(location: &str, target: &str) -> Option<String> {
    let (scheme, rest) = location.split_once("://")?;
    let host = rest.split(['/', '?', '#']).next().filter(|host| !host.is_empty())?;
    let scheme = scheme.to_ascii_lowercase();
    let host = match (scheme.as_str(), host.rsplit_once(':')) {
        ("http", Some((bare, "80"))) | ("https", Some((bare, "443"))) => bare,
        _ => host,
    };
    Some(format!("{scheme}://{host}{target}"))
}

/// Source: Kong 3.9.3 kong/plugins/ip-restriction/handler.lua
pub(super) fn ip_restriction(config: &Value, exchange: &Exchange<'_>) -> Turn {
    let (deny, allow) = (texts(config, "deny"), texts(config, "allow"));
    let Some(address) = exchange.address else {
        return Turn::Runs(
            "it judges the client's address, which the request does not give (`--client-ip`)".to_owned(),
        );
    };
    let refused = if deny.iter().any(|network| is_in(address, network)) {
        Some("is denied")
    } else if !allow.is_empty() && !allow.iter().any(|network| is_in(address, network)) {
        Some("is not among the allowed")
    } else {
        None
    };
    let Some(why) = refused else { return Turn::Passes(format!("{address} may pass")) };
    let status = number(config, "status").unwrap_or(403);
    let message = text(config, "message").map_or_else(|| format!("IP address not allowed: {address}"), str::to_owned);
    Turn::Answers(answer(status, message), format!("answers {status}: {address} {why}"))
}

fn is_in(address: &str, network: &str) -> bool {
    let Ok(address) = address.parse::<IpAddr>() else { return false };
    match Cidr::parse(network) {
        Some(network) => network.contains(address),
        None => network.parse() == Ok(address),
    }
}
