//! `cors`: answers preflight requests.

use serde_json::Value;

use super::super::entities::{flag, texts};
use super::{Answer, Exchange, Turn, number};
use crate::router::pattern::{Dialect, Pattern, Start};

/// Source: Kong 3.9.3 kong/plugins/cors/handler.lua
pub(super) fn cors(config: &Value, exchange: &Exchange<'_>) -> Turn {
    let client = exchange.client;
    let preflight = client.method == "OPTIONS"
        && client.header("origin").is_some()
        && client.header("access-control-request-method").is_some();
    if !preflight {
        return Turn::Passes("it adds headers to the answer; this is no preflight request".to_owned());
    }
    if flag(config, "preflight_continue", false) {
        return Turn::Passes("it leaves preflight requests to the upstream (`preflight_continue`)".to_owned());
    }
    let mut headers = Vec::new();
    let mut add = |name: &str, value: &str| headers.push((name.to_owned(), value.to_owned()));
    let origin = client.header("origin").unwrap_or_default();
    let allowed = allowed_origin(&texts(config, "origins"), origin);
    let credentials = flag(config, "credentials", false);
    match allowed.as_deref() {
        Some("*") if credentials => add("Access-Control-Allow-Origin", origin),
        Some(allowed) => add("Access-Control-Allow-Origin", allowed),
        None => {}
    }
    if credentials {
        add("Access-Control-Allow-Credentials", "true");
    }
    let own = texts(config, "headers").join(",");
    let asked = client.header("access-control-request-headers");
    if let Some(value) = Some(own.as_str()).filter(|own| !own.is_empty()).or(asked) {
        add("Access-Control-Allow-Headers", value);
    }
    let methods = texts(config, "methods").join(",");
    let all = "GET,HEAD,PUT,PATCH,POST,DELETE,OPTIONS,TRACE,CONNECT";
    add("Access-Control-Allow-Methods", if methods.is_empty() { all } else { &methods });
    if let Some(seconds) = number(config, "max_age") {
        add("Access-Control-Max-Age", &seconds.to_string());
    }
    let words = match &allowed {
        Some(_) => "answers 200 to the preflight request".to_owned(),
        None => format!("answers 200, but does not allow the origin {origin}"),
    };
    Turn::Answers(Answer { status: 200, message: None, headers }, words)
}

/// The value of `Access-Control-Allow-Origin`.
fn allowed_origin(origins: &[&str], origin: &str) -> Option<String> {
    let is_plain = |text: &str| text.bytes().all(|byte| byte.is_ascii_alphanumeric() || b".:/-".contains(&byte));
    match origins {
        [] | ["*"] => return Some("*".to_owned()),
        [only] if is_plain(only) => return Some((*only).to_owned()),
        _ => {}
    }
    let own = normal(origin);
    for entry in origins {
        if *entry == "*" {
            return Some("*".to_owned());
        }
        let fits = if is_plain(entry) {
            normal(entry) == own
        } else {
            let by_host = !entry.contains(':');
            let host = own.split_once("://").map_or(own.as_str(), |(_, rest)| rest);
            let host = host.split(':').next().unwrap_or_default();
            let subject = if by_host { host } else { &own };
            let pattern = entry.trim_start_matches('^').trim_end_matches('$');
            let pattern = Pattern::new(&format!("(?:{pattern})$"), Dialect::Pcre).ok();
            pattern.is_some_and(|pattern| matches!(pattern.find(subject.as_bytes(), Start::First), Ok(Some(_))))
        };
        if fits {
            return Some(own);
        }
    }
    None
}

/// An origin without the port that its scheme has anyway.
fn normal(origin: &str) -> String {
    let cut = match origin.split_once("://") {
        Some(("http", _)) => origin.strip_suffix(":80"),
        Some(("https", _)) => origin.strip_suffix(":443"),
        _ => None,
    };
    cut.unwrap_or(origin).to_owned()
}
