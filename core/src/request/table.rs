//! Many requests with what is expected of them.

use serde_json::{Map, Value};

use super::client::Client;
use super::decision::Decision;
use super::{Losers, Proxy};
use crate::suggest::did_you_mean;

/// A row of a table.
#[derive(Clone, PartialEq, Debug)]
pub struct Row {
    /// The request as it is written.
    pub request: String,
    /// Its number in the table, from 1.
    pub number: usize,
    /// What became of it; `None` where it is no request.
    pub decision: Option<Decision>,
    /// What is not as expected; empty where all is.
    pub differences: Vec<Difference>,
}

/// Something that is not as expected.
#[derive(Clone, PartialEq, Debug)]
pub struct Difference {
    /// The field, or `request`, `expect`.
    pub field: String,
    /// What the table says.
    pub expected: Value,
    /// What was found.
    pub found: Value,
}

/// The fields that a row may expect.
pub const FIELDS: [&str; 16] = [
    "outcome",
    "status",
    "message",
    "location",
    "route",
    "object",
    "service",
    "url",
    "path",
    "host",
    "method",
    "targets",
    "plugins",
    "consumer",
    "certificate",
    "headers",
];

/// Sends the requests of a table.
///
/// A table is a list of `{request, expect}`, where `request` is a line as [`Client::parse`] reads it and `expect` a map
/// of some of [`FIELDS`]. `targets` maps a target to its share in percent, `headers` lists headers of the answer or, for
/// a request that is forwarded, of what the upstream gets: a value of `null` means that there is none.
///
/// # Errors
/// What is no table.
pub fn run(proxy: &Proxy<'_>, table: &Value) -> Result<Vec<Row>, String> {
    let rows = table.as_array().ok_or("a table is a list of {request, expect}")?;
    Ok(rows.iter().enumerate().map(|(index, row)| one(proxy, row, index + 1)).collect())
}

fn one(proxy: &Proxy<'_>, row: &Value, number: usize) -> Row {
    let line = row.get("request").and_then(Value::as_str).unwrap_or_default();
    let mut result = Row { request: line.to_owned(), number, decision: None, differences: Vec::new() };
    let mut differs = |field: &str, expected: Value, found: Value| {
        result.differences.push(Difference { field: field.to_owned(), expected, found });
    };
    if line.is_empty() {
        differs("request", Value::Null, "the row has no request".into());
        return result;
    }
    let client = match Client::parse(line) {
        Ok(client) => client,
        Err(error) => {
            differs("request", line.into(), error.message.into());
            return result;
        }
    };
    let decision = proxy.send(&client, Losers::LeftOut);
    match row.get("expect") {
        Some(Value::Object(expected)) => {
            for (field, expected) in expected {
                if !FIELDS.contains(&field.as_str()) {
                    let meant = did_you_mean(field, FIELDS.iter().copied());
                    let meant = meant.map_or_else(String::new, |meant| format!(", did you mean `{meant}`"));
                    differs("expect", field.as_str().into(), format!("there is no such field{meant}").into());
                    continue;
                }
                let found = found(&decision, field, expected);
                if !equal(expected, &found) {
                    differs(field, expected.clone(), found);
                }
            }
        }
        _ => differs("expect", Value::Null, summary(&decision)),
    }
    result.decision = Some(decision);
    result
}

/// What a field is in a decision. Of maps only what is expected.
fn found(decision: &Decision, field: &str, expected: &Value) -> Value {
    let answer = decision.answer.as_ref();
    let sent = decision.upstream.as_ref();
    let text = |text: Option<&str>| text.map_or(Value::Null, Value::from);
    match field {
        "outcome" => decision.outcome.name().into(),
        "status" => answer.map_or(Value::Null, |answer| answer.status.into()),
        "message" => text(answer.and_then(|answer| answer.message.as_deref())),
        "location" => text(answer.and_then(|answer| header(&answer.headers, "location"))),
        "route" => text(decision.route.as_ref().map(|route| route.name.as_str())),
        "object" => text(decision.route.as_ref().and_then(|route| route.object.as_deref())),
        "service" => text(decision.route.as_ref().map(|route| route.service.as_str())),
        "url" => text(sent.map(|sent| sent.url.as_str())),
        "path" => text(sent.map(|sent| sent.target.as_str())),
        "host" => text(sent.and_then(|sent| sent.host.as_deref())),
        "method" => text(sent.map(|sent| sent.method.as_str())),
        "plugins" => decision.plugins.iter().map(|plugin| plugin.name.as_str()).collect(),
        "consumer" => text(decision.consumer.as_deref()),
        "certificate" => text(decision.certificate.as_ref().and_then(|certificate| certificate.sni.as_deref())),
        "targets" => {
            let percent = |share: f64| (share * 1000.0).round() / 10.0;
            let shares = decision.targets.iter().map(|share| (share.target.clone(), percent(share.share).into()));
            Value::Object(shares.collect())
        }
        "headers" => {
            let headers = answer.map(|answer| &answer.headers).or(sent.map(|sent| &sent.headers));
            let names = expected.as_object().into_iter().flat_map(Map::keys);
            let found = names.map(|name| (name.clone(), text(headers.and_then(|headers| header(headers, name)))));
            Value::Object(found.collect())
        }
        _ => Value::Null,
    }
}

fn header<'h>(headers: &'h [(String, String)], name: &str) -> Option<&'h str> {
    headers.iter().find(|(own, _)| own.eq_ignore_ascii_case(name)).map(|(_, value)| value.as_str())
}

/// Equal, whether a number is written as 50 or 50.0.
fn equal(expected: &Value, found: &Value) -> bool {
    match (expected, found) {
        (Value::Number(expected), Value::Number(found)) => expected.as_f64() == found.as_f64(),
        (Value::Object(expected), Value::Object(found)) => {
            expected.len() == found.len()
                && expected.iter().all(|(key, value)| found.get(key).is_some_and(|found| equal(value, found)))
        }
        _ => expected == found,
    }
}

/// What could be expected of a row that expects nothing.
fn summary(decision: &Decision) -> Value {
    let fields = ["outcome", "status", "route", "url", "host"];
    let found = fields.iter().map(|field| ((*field).to_owned(), found(decision, field, &Value::Null)));
    Value::Object(found.filter(|(_, value)| !value.is_null()).collect())
}
