//! Questions and answers of `kicplay route --lines`, in the shape of `oracle/kong-router.jsonl`.

use serde_json::{Map, Value};

use super::entity::{Route, Subsystem};
use super::expression::{Expression, Fault, Schema};
use super::request::{Peer, Request};
use super::transform::{parts, transform};
use super::{Flavor, Match, Outcome, Router};

/// Answers one question: the keys of the question, then those of the answer.
///
/// `kind: "match"` has `flavor`, `subsystem`, `routes` and `request`, and gets `match`, `upstream` or `error`;
/// `kind: "transform"` has `flavor`, `subsystem` and `route`, and gets `matchers` and, if that is one, its `expression`
/// and `priority`. What cannot be decided gets `undecided`, a question that is none gets `error`.
///
/// Source: oracle/README.md
pub fn answer(question: &Value) -> Value {
    let mut out = question.as_object().cloned().unwrap_or_default();
    let answer = answered(question).unwrap_or_else(|error| single("error", error.into()));
    out.extend(answer);
    out.into()
}

fn single(key: &str, value: Value) -> Map<String, Value> {
    Map::from_iter([(key.to_owned(), value)])
}

fn answered(question: &Value) -> Result<Map<String, Value>, &'static str> {
    let text = |key: &str| question.get(key).and_then(Value::as_str);
    let flavor = text("flavor").and_then(Flavor::parse);
    let flavor = flavor.ok_or("`flavor` is none of traditional, traditional_compatible, expressions")?;
    let subsystem = match text("subsystem") {
        Some("http") => Subsystem::Http,
        Some("stream") => Subsystem::Stream,
        _ => return Err("`subsystem` is neither http nor stream"),
    };
    match text("kind") {
        Some("match") => {
            let routes = question.get("routes").and_then(Value::as_array).ok_or("`routes` is no list")?;
            let routes = routes.iter().map(|route| Route::from_json(route, route.get("service"))).collect();
            let built = match Router::new(flavor, subsystem, routes) {
                Ok(built) => built,
                Err(error) => return Ok(single("error", error.into())),
            };
            let request =
                question.get("request").filter(|request| request.is_object()).ok_or("there is no `request`")?;
            Ok(found(&built, &built.find(&self::request(request))))
        }
        Some("transform") => {
            let route = question.get("route").ok_or("there is no `route`")?;
            Ok(transformed(&Route::from_json(route, None), flavor, subsystem))
        }
        _ => Err("`kind` is neither match nor transform"),
    }
}

/// Reads a request of the data set.
fn request(request: &Value) -> Request<'_> {
    let text = |key: &str| request.get(key).and_then(Value::as_str);
    let peer = |ip: &str, port: &str| Peer { ip: text(ip), port: request.get(port).and_then(Value::as_i64) };
    let headers = request.get("headers").and_then(Value::as_object).into_iter().flatten();
    let headers = headers.flat_map(|(name, values)| {
        let list = values.as_array().map_or_else(|| vec![values], |list| list.iter().collect());
        list.into_iter().filter_map(Value::as_str).map(|value| (name.as_str(), value))
    });
    let sni = text("sni");
    let scheme = match text("protocol") {
        Some("udp") => "udp",
        Some(_) if sni.is_some() => "tls",
        Some(_) => "tcp",
        None => text("scheme").unwrap_or_default(),
    };
    Request {
        method: text("method").unwrap_or_default(),
        scheme,
        host: text("host"),
        target: text("uri").unwrap_or_default(),
        headers: headers.collect(),
        source: peer("src_ip", "src_port"),
        destination: peer("dst_ip", "dst_port"),
        sni,
    }
}

fn found(router: &Router<'_>, outcome: &Outcome) -> Map<String, Value> {
    let mut answer = Map::new();
    match outcome {
        Outcome::Matched(found) => {
            let name = router.routes().get(found.route).and_then(|route| route.name);
            answer.insert("match".to_owned(), name.into());
            answer.insert("upstream".to_owned(), upstream(found));
        }
        Outcome::NotFound | Outcome::Failed(_) => {
            answer.insert("match".to_owned(), Value::Null);
            answer.insert("upstream".to_owned(), Value::Null);
        }
        Outcome::Undecided { why, .. } => {
            answer.insert("undecided".to_owned(), (*why).into());
        }
    }
    answer
}

fn upstream(found: &Match) -> Value {
    let upstream = &found.upstream;
    let lossy = |bytes: &Vec<u8>| String::from_utf8_lossy(bytes).into_owned();
    let path = upstream.escaped_path();
    let unescaped = upstream.path.as_ref().map(lossy).filter(|unescaped| path.as_ref() != Some(unescaped));
    let captures = upstream.uri_captures.iter().map(|(key, value)| (key.clone(), value.as_str().into()));
    let captures: Map<String, Value> = captures.collect();
    let mut out = Map::new();
    let mut add = |key: &str, value: Option<Value>| {
        if let Some(value) = value {
            out.insert(key.to_owned(), value);
        }
    };
    add("scheme", upstream.scheme.clone().map(Value::from));
    add("host", upstream.host.clone().map(Value::from));
    add("port", upstream.port.map(Value::from));
    add("host_type", Some(upstream.host_type.into()));
    add("path", path.map(Value::from));
    add("path_unescaped", unescaped.map(Value::from));
    add("prefix", upstream.prefix.as_ref().map(lossy).map(Value::from));
    add("preserved_host", upstream.preserved_host.clone().map(Value::from));
    add("uri_captures", (!captures.is_empty()).then(|| captures.into()));
    out.into()
}

fn transformed(route: &Route<'_>, flavor: Flavor, subsystem: Subsystem) -> Map<String, Value> {
    let schema = match subsystem {
        Subsystem::Http => Schema::Http,
        Subsystem::Stream => Schema::Stream,
    };
    let mut matchers = Vec::new();
    for part in parts(route, subsystem) {
        let one = transform(&Route { paths: part.paths.clone(), ..route.clone() }, flavor);
        let mut matcher = single("id", part.id.into());
        if let Some(paths) = part.paths {
            matcher.insert("paths".to_owned(), paths.into());
        }
        let error = match Expression::new(&one.expression, schema) {
            Ok(_) => None,
            Err(Fault::Refused(error)) => Some(("error", error)),
            Err(Fault::Unknown(why)) => Some(("undecided", why.to_owned())),
        };
        matcher.insert("expression".to_owned(), one.expression.into());
        matcher.insert("priority".to_owned(), one.priority.interpreted.into());
        if one.priority.compiled != one.priority.interpreted {
            matcher.insert("priority_compiled".to_owned(), one.priority.compiled.into());
        }
        if let Some((key, error)) = error {
            matcher.insert(key.to_owned(), error.into());
        }
        matchers.push(matcher);
    }
    let mut answer = Map::new();
    if let [only] = matchers.as_slice() {
        for key in ["expression", "priority"] {
            answer.extend(only.get(key).map(|value| (key.to_owned(), value.clone())));
        }
    }
    answer.insert("matchers".to_owned(), matchers.into_iter().map(Value::from).collect());
    answer
}
