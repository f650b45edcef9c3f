//! The way of an HTTP request behind the listen.

use super::decision::{Answer, Decision, Effect, Outcome, Sent, State, Station};
use super::entities::{Found, flag, text};
use super::entrance::{Door, Stop};
use super::plugins::Exchange;
use super::{Client, Losers, Proxy, Scheme, Version, answer, balance, certificate, closed, trail};
use crate::listens::Flag;
use crate::router::{Subsystem, Upstream, uri};

impl Proxy<'_> {
    pub(super) fn http(
        &self,
        client: &Client,
        door: &Door<'_>,
        losers: Losers,
        decision: &mut Decision,
    ) -> Result<(), Stop> {
        if !self.tls(client, door, decision)? {
            return Ok(());
        }
        let has_http2 = http_version(client, door, decision)?;
        let scheme = trail::http_scheme(client.scheme);
        let Some((found, matched)) = self.route(client, door, scheme, losers, decision)? else {
            if self.plugins.has_global() {
                let text = "global plugins run for requests without a route as well";
                decision.step(Station::Plugins, State::Ok, text, None);
            }
            decision.answered(answer(404, "no Route matched with those values"));
            return Ok(());
        };
        if let Some(answer) = refused_protocol(client, &found, scheme, has_http2, decision) {
            decision.answered(answer);
            return Ok(());
        }
        let mut exchange = Exchange::new(client, &matched, self.plugins.config());
        forwarded_headers(client, door, scheme, &matched, &mut exchange);
        let (runs, given) = self.plugins.run(&found, Subsystem::Http, &mut exchange);
        describe_plugins(&runs, decision);
        decision.plugins = runs;
        decision.consumer = exchange
            .consumer
            .and_then(|consumer| text(consumer, "username").or(text(consumer, "id")))
            .map(str::to_owned);
        if let Some(given) = given {
            decision.answered(given);
            return Ok(());
        }
        let balanced = match balance::balance(self.config, &self.upstreams, &matched, &mut decision.steps) {
            Ok(balanced) => balanced,
            Err((status, message)) => {
                decision.answered(answer(status, message));
                return Ok(());
            }
        };
        let scheme = matched.scheme.clone().unwrap_or_else(|| "http".to_owned());
        let host = exchange.host.clone().or(matched.preserved_host.clone()).unwrap_or_else(|| {
            let default = match scheme.as_str() {
                "https" | "grpcs" => Some(443),
                _ => Some(80),
            };
            match balanced.port.filter(|port| Some(*port) != default) {
                Some(port) => format!("{}:{port}", balanced.host),
                None => balanced.host.clone(),
            }
        });
        let query = match &exchange.query {
            Some(query) => format!("?{query}"),
            // An empty query stays.
            None if client.target.ends_with('?') => "?".to_owned(),
            None => String::new(),
        };
        let target = format!("{}{query}", exchange.path);
        let url = format!("{scheme}://{}{target}", balanced.address);
        let preserved = matched.preserved_host.is_some() && exchange.host.is_none();
        let words = if preserved { " (preserve_host)" } else { "" };
        decision.step(Station::Upstream, State::Ok, format!("{} {url}, Host {host}{words}", exchange.method), None);
        if let Some(step) = decision.steps.last_mut() {
            step.pointer = Some(found.service_pointer());
        }
        tls_to_upstream(&scheme, &found, decision);
        decision.targets = balanced.targets;
        decision.summary = format!("{url} gets {} with Host {host}", exchange.method);
        decision.outcome = Outcome::Forwarded;
        decision.upstream =
            Some(Sent { url, target, host: Some(host), method: exchange.method, headers: exchange.headers });
        Ok(())
    }

    /// The handshake, and the certificate; false where Kong has answered.
    fn tls(&self, client: &Client, door: &Door<'_>, decision: &mut Decision) -> Result<bool, Stop> {
        if !client.scheme.is_http() {
            let text = format!("the listen speaks HTTP, and the client sends {} data", client.scheme.name());
            if client.scheme == Scheme::Tls && door.has(Flag::Ssl) {
                self.serve(client, decision);
            }
            decision.step(
                Station::Protocol,
                State::End,
                text,
                Some("write http:// or https:// for requests".to_owned()),
            );
            decision.answered(answer(400, "Bad Request"));
            return Ok(false);
        }
        match (door.has(Flag::Ssl), client.scheme.has_tls()) {
            (true, true) => {
                self.serve(client, decision);
                Ok(true)
            }
            (false, false) => Ok(true),
            (true, false) => {
                let why = format!(
                    "write https://, or connect to a listen without `ssl`; this one is `{}`",
                    door.entry.listener
                );
                decision.step(
                    Station::Tls,
                    State::End,
                    "the listen wants TLS, and the client speaks plain HTTP",
                    Some(why),
                );
                decision.answered(answer(400, "The plain HTTP request was sent to HTTPS port"));
                Ok(false)
            }
            (false, true) => {
                let why = format!("write http://, or add `ssl` to the listen `{}`", door.entry.listener);
                decision.step(
                    Station::Tls,
                    State::End,
                    "the listen has no TLS, and the client starts a handshake",
                    Some(why),
                );
                Err(closed("the TLS handshake fails: the listen speaks plain HTTP"))
            }
        }
    }

    pub(super) fn serve(&self, client: &Client, decision: &mut Decision) {
        let name = client.server_name();
        let served = certificate::served(self.config, name);
        let (state, words, why) = match (&served.sni, name) {
            (Some(sni), Some(name)) => {
                let words = format!("the certificate of `{sni}` is served for `{name}`");
                match certificate::objection(self.config, &served, name, self.entrance.now) {
                    Some(why) => (State::Warning, words, Some(format!("clients that check it refuse it: {why}"))),
                    None => (State::Ok, words, None),
                }
            }
            (None, Some(name)) => {
                let why =
                    "clients that check it refuse it; no certificate of the configuration has this name".to_owned();
                (State::Warning, format!("Kong's own certificate is served, none is for `{name}`"), Some(why))
            }
            (_, None) => {
                let why = "the client gives no server name, as with an address in the URL".to_owned();
                (State::Warning, "Kong's own certificate is served".to_owned(), Some(why))
            }
        };
        decision.step(Station::Tls, state, words, why);
        if let Some(step) = decision.steps.last_mut() {
            step.pointer.clone_from(&served.pointer);
        }
        decision.certificate = Some(served);
    }
}

/// What Kong tells the upstream about the client, which it does not trust.
///
/// Source: Kong 3.9.3 kong/runloop/handler.lua, access.before; spec/kong-router.md, section 0
fn forwarded_headers(client: &Client, door: &Door<'_>, scheme: &str, matched: &Upstream, exchange: &mut Exchange<'_>) {
    let own = [
        "x-forwarded-proto",
        "x-forwarded-host",
        "x-forwarded-port",
        "x-forwarded-path",
        "x-forwarded-prefix",
        "x-real-ip",
    ];
    let forwarded_for = client.header("x-forwarded-for").map(str::to_owned);
    exchange.headers.retain(|(name, _)| {
        !own.iter().any(|own| own.eq_ignore_ascii_case(name)) && !name.eq_ignore_ascii_case("x-forwarded-for")
    });
    let mut add = |name: &str, value: String| exchange.headers.push((name.to_owned(), value));
    match (forwarded_for, client.address.as_deref()) {
        (Some(before), Some(address)) => add("X-Forwarded-For", format!("{before}, {address}")),
        (None, Some(address)) => add("X-Forwarded-For", address.to_owned()),
        (_, None) => {}
    }
    add("X-Forwarded-Proto", scheme.to_owned());
    // nginx's $host: in lower case and without port.
    let host = client.host_header().to_ascii_lowercase();
    let bare = match host.rsplit_once(':') {
        Some((bare, port)) if port.bytes().all(|byte| byte.is_ascii_digit()) => bare.to_owned(),
        _ => host,
    };
    add("X-Forwarded-Host", bare);
    add("X-Forwarded-Port", door.seen_port.to_string());
    let path = client
        .target
        .get(1..)
        .and_then(|rest| rest.find('?'))
        .map_or(client.target.as_str(), |at| client.target.get(..=at).unwrap_or_default());
    add("X-Forwarded-Path", path.to_owned());
    let prefix = matched.prefix.as_deref().filter(|prefix| *prefix != b"/");
    if let Some(prefix) = prefix {
        add("X-Forwarded-Prefix", String::from_utf8_lossy(prefix).into_owned());
    }
    if let Some(address) = client.address.as_deref() {
        add("X-Real-IP", address.to_owned());
    }
}

/// Whether HTTP/2 is spoken.
fn http_version(client: &Client, door: &Door<'_>, decision: &mut Decision) -> Result<bool, Stop> {
    let offered = door.has(Flag::Http2);
    match (client.version, offered, client.scheme.has_tls()) {
        (Version::One, ..) | (Version::Any, _, false) | (Version::Any, false, true) => Ok(false),
        (Version::Any, true, true) | (Version::Two, true, _) => Ok(true),
        (Version::Two, false, _) => {
            let why = format!("add `http2` to the listen `{}`", door.entry.listener);
            decision.step(
                Station::Protocol,
                State::End,
                "the listen has no `http2`, and the client speaks HTTP/2 only",
                Some(why),
            );
            Err(closed("the connection is closed: the listen does not speak HTTP/2"))
        }
    }
}

/// What Kong answers where the protocol is none of the route's.
///
/// Source: Kong 3.9.3 kong/runloop/handler.lua, access.before
fn refused_protocol(
    client: &Client,
    found: &Found<'_>,
    scheme: &str,
    has_http2: bool,
    decision: &mut Decision,
) -> Option<Answer> {
    let protocols = found.protocols();
    let has = |protocol: &str| protocols.contains(&protocol);
    let mut end = |text: &str| {
        let why = format!("the route's protocols are {}", protocols.join(", "));
        decision.step(Station::Protocol, State::End, text, Some(why));
        if let Some(step) = decision.steps.last_mut() {
            step.pointer = Some(format!("{}/protocols", found.pointer()));
        }
    };
    if has("https") && !has("http") && scheme != "https" {
        let status = found.route.get("https_redirect_status_code").and_then(serde_json::Value::as_i64).unwrap_or(426);
        end("the route is for HTTPS only");
        if status == 426 {
            let mut answer = answer(426, "Please use HTTPS protocol");
            answer.headers.push(("Connection".to_owned(), "Upgrade".to_owned()));
            answer.headers.push(("Upgrade".to_owned(), "TLS/1.2, HTTP/1.1".to_owned()));
            return Some(answer);
        }
        let host = client.host_header().to_ascii_lowercase();
        let bare = match host.rsplit_once(':') {
            Some((bare, port)) if port.bytes().all(|byte| byte.is_ascii_digit()) => bare.to_owned(),
            _ => host,
        };
        let location = format!("https://{bare}{}", client.target);
        return Some(Answer { status, message: None, headers: vec![("Location".to_owned(), location)] });
    }
    if has("grpc") || has("grpcs") {
        let is_grpc = client.header("content-type").is_some_and(|value| value.starts_with("application/grpc"));
        if !is_grpc {
            end("the route is for gRPC, and the request's Content-Type is not application/grpc");
            return Some(answer(415, "Non-gRPC request matched gRPC route"));
        }
        if !has_http2 {
            end("gRPC needs HTTP/2");
            let mut answer = answer(426, "Please use HTTP2 protocol");
            answer.headers.push(("Connection".to_owned(), "Upgrade".to_owned()));
            answer.headers.push(("Upgrade".to_owned(), "HTTP/2".to_owned()));
            return Some(answer);
        }
        if !has("grpc") && scheme != "https" {
            end("the route is for gRPC over TLS only");
            let headers = [
                ("content-type", "application/grpc"),
                ("grpc-status", "1"),
                ("grpc-message", "gRPC request matched gRPCs route"),
            ];
            let headers = headers.map(|(name, value)| (name.to_owned(), value.to_owned())).to_vec();
            return Some(Answer { status: 200, message: None, headers });
        }
    }
    None
}

/// One step for all plugins.
pub(super) fn describe_plugins(runs: &[super::PluginRun], decision: &mut Decision) {
    if runs.is_empty() {
        return;
    }
    let names: Vec<&str> = runs.iter().map(|run| run.name.as_str()).collect();
    let answers = runs.iter().find(|run| run.effect == Effect::Answers);
    match answers {
        Some(run) => {
            let text = format!("`{}` {}", run.name, run.text);
            decision.step(Station::Plugins, State::End, text, Some(format!("the order is {}", names.join(", "))));
            if let Some(step) = decision.steps.last_mut() {
                step.pointer = Some(run.pointer.clone());
            }
        }
        None => decision.step(Station::Plugins, State::Ok, names.join(", "), None),
    }
}

/// Whether Kong checks the certificate of an upstream.
fn tls_to_upstream(scheme: &str, found: &Found<'_>, decision: &mut Decision) {
    if !matches!(scheme, "https" | "grpcs") {
        return;
    }
    let text = if flag(found.service, "tls_verify", false) {
        "TLS to the upstream; its certificate is checked"
    } else {
        "TLS to the upstream; its certificate is not checked"
    };
    decision.step(Station::Upstream, State::Ok, text, None);
}

/// The path of a request without its query, for messages.
pub(super) fn path_of(client: &Client) -> String {
    String::from_utf8_lossy(&uri::path_of(&client.target)).into_owned()
}
