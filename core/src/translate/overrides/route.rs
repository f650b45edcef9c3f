//! Annotations of routes that change the Kong routes made from them.
//!
//! Source: KIC v3.5.13 internal/dataplane/kongstate/route.go:Override; spec/annotations.md 3.

use std::borrow::Cow;
use std::collections::BTreeMap;

use serde_json::Value;

use super::values;
use crate::annotations::{Entity, Found, Outcome};
use crate::findings::Findings;
use crate::k8s::Object;
use crate::kong::patterns::{is_method, matches_host_pattern, matches_path_handling_pattern, matches_sni_pattern};
use crate::kong::{Route, Text};
use crate::provenance::{Origin, Sourced};
use crate::settings::KicVersion;
use crate::translate::draft::RouteDraft;

const STRIP_PATH: &str = "konghq.com/strip-path";
const FORCE_SSL_REDIRECT: &str = "ingress.kubernetes.io/force-ssl-redirect";
const HTTPS_REDIRECT_STATUS_CODE: &str = "konghq.com/https-redirect-status-code";
const PRESERVE_HOST: &str = "konghq.com/preserve-host";
const REQUEST_BUFFERING: &str = "konghq.com/request-buffering";
const RESPONSE_BUFFERING: &str = "konghq.com/response-buffering";
const PROTOCOLS: &str = "konghq.com/protocols";
const REGEX_PRIORITY: &str = "konghq.com/regex-priority";
const METHODS: &str = "konghq.com/methods";
/// Also read where expressions are made.
pub(in crate::translate) const SNIS: &str = "konghq.com/snis";
const HOST_ALIASES: &str = "konghq.com/host-aliases";
const HEADERS: &str = "konghq.com/headers.";
const HEADERS_SEPARATOR: &str = "konghq.com/headers-separator";
const PATH_HANDLING: &str = "konghq.com/path-handling";

/// Applies the annotations of the route's object, in upstream's order; later ones win. Then gRPC and HTTP are kept
/// apart.
pub(in crate::translate) fn apply<'a>(kic: KicVersion, draft: &mut RouteDraft<'a>, findings: &mut Findings<'a>) {
    let object = draft.object;
    let route = &mut draft.route;
    let mut overrides = Overrides { kic, object, changes: Vec::new(), findings };
    if !object.annotations().is_empty() {
        strip_path(route, &mut overrides);
        force_ssl_redirect(route, &mut overrides);
        https_redirect_status_code(route, &mut overrides);
        preserve_host(route, &mut overrides);
        request_buffering(route, &mut overrides);
        response_buffering(route, &mut overrides);
        protocols(route, &mut overrides);
        if route.is_expression() {
            note_traditional_only(&mut overrides);
        } else {
            regex_priority(route, &mut overrides);
            methods(route, &mut overrides);
            snis(route, &mut overrides);
            host_aliases(route, &mut overrides);
            headers(route, &mut overrides);
            path_handling(route, &mut overrides);
        }
    }
    if !route.is_expression() {
        normalize_protocols(route);
    }
    overrides.record(route);
}

/// `konghq.com/strip-path`: whether the matched path is cut off.
fn strip_path<'a>(route: &mut Route<'a>, overrides: &mut Overrides<'_, 'a>) {
    let Some(found) = overrides.found(STRIP_PATH) else { return };
    match values::bool_word(found.value.value) {
        Some(on) => {
            overrides.change(found, Field::StripPath, route);
            route.strip_path = Some(Sourced::new(on, found.value.place));
        }
        None => overrides.invalid(found, "it is neither `true` nor `false`"),
    }
}

/// `ingress.kubernetes.io/force-ssl-redirect`: only protocols with TLS, and a redirect for the others.
fn force_ssl_redirect<'a>(route: &mut Route<'a>, overrides: &mut Overrides<'_, 'a>) {
    let Some(found) = overrides.found(FORCE_SSL_REDIRECT) else { return };
    if found.value.value != "true" {
        overrides.invalid(found, "only `true` has an effect");
        return;
    }
    overrides.change(found, Field::HttpsRedirectStatusCode, route);
    route.https_redirect_status_code = Some(Sourced::new(302, found.value.place));
    overrides.change(found, Field::Protocols, route);
    let has = |word: &str| route.protocols.iter().any(|protocol| protocol.value.contains(word));
    let (grpc, http) = (has("grpc"), has("http"));
    let mut secure = Vec::new();
    if grpc {
        secure.push("grpcs");
    }
    if http || !grpc {
        secure.push("https");
    }
    let origin = route.protocols.iter().fold(Origin::from(found.value.place), |all, of| all.and(&of.origin));
    route.protocols = secure.into_iter().map(|word| Sourced::new(Cow::Borrowed(word), origin.clone())).collect();
}

/// `konghq.com/https-redirect-status-code`: the answer to plain HTTP where TLS is needed.
fn https_redirect_status_code<'a>(route: &mut Route<'a>, overrides: &mut Overrides<'_, 'a>) {
    let Some(found) = overrides.found(HTTPS_REDIRECT_STATUS_CODE) else { return };
    match values::integer(found.value.value).filter(|code| matches!(code, 301 | 302 | 307 | 308 | 426)) {
        Some(code) => {
            overrides.change(found, Field::HttpsRedirectStatusCode, route);
            route.https_redirect_status_code = Some(Sourced::new(code, found.value.place));
        }
        None => overrides.invalid(found, "it is none of 301, 302, 307, 308, 426"),
    }
}

/// `konghq.com/preserve-host`: whether the Host header of the request is passed on.
fn preserve_host<'a>(route: &mut Route<'a>, overrides: &mut Overrides<'_, 'a>) {
    let Some(found) = overrides.found(PRESERVE_HOST) else { return };
    match values::bool_word(found.value.value) {
        Some(on) => {
            overrides.change(found, Field::PreserveHost, route);
            route.preserve_host = Some(Sourced::new(on, found.value.place));
        }
        None => overrides.invalid(found, "it is neither `true` nor `false`"),
    }
}

/// `konghq.com/request-buffering`: whether Kong reads the whole request first.
fn request_buffering<'a>(route: &mut Route<'a>, overrides: &mut Overrides<'_, 'a>) {
    let Some(found) = overrides.found(REQUEST_BUFFERING) else { return };
    match values::parse_bool_of_any_case(found.value.value) {
        Some(on) => {
            overrides.change(found, Field::RequestBuffering, route);
            route.request_buffering = Some(Sourced::new(on, found.value.place));
        }
        None => overrides.invalid(found, "it is neither `true` nor `false`"),
    }
}

/// `konghq.com/response-buffering`: whether Kong reads the whole response first.
fn response_buffering<'a>(route: &mut Route<'a>, overrides: &mut Overrides<'_, 'a>) {
    let Some(found) = overrides.found(RESPONSE_BUFFERING) else { return };
    match values::parse_bool_of_any_case(found.value.value) {
        Some(on) => {
            overrides.change(found, Field::ResponseBuffering, route);
            route.response_buffering = Some(Sourced::new(on, found.value.place));
        }
        None => overrides.invalid(found, "it is neither `true` nor `false`"),
    }
}

/// `konghq.com/protocols`: replaces the protocols of the route; one bad item spoils all.
fn protocols<'a>(route: &mut Route<'a>, overrides: &mut Overrides<'_, 'a>) {
    let Some(found) = overrides.found(PROTOCOLS) else { return };
    let items = values::list(overrides.kic, found.value.value);
    if items.is_empty() {
        overrides.invalid(found, "it names no protocol");
    } else if let Some(bad) = items.iter().find(|item| !values::is_protocol(item)) {
        overrides.invalid(found, &format!("`{bad}` is none of {}", values::PROTOCOLS));
    } else {
        overrides.change(found, Field::Protocols, route);
        route.protocols = texts(&items, found);
    }
}

/// `konghq.com/regex-priority`: rank among regular expressions.
fn regex_priority<'a>(route: &mut Route<'a>, overrides: &mut Overrides<'_, 'a>) {
    let Some(found) = overrides.found(REGEX_PRIORITY) else { return };
    match values::integer(found.value.value) {
        Some(rank) => {
            overrides.change(found, Field::RegexPriority, route);
            route.regex_priority = Some(Sourced::new(rank, found.value.place));
        }
        None => overrides.invalid(found, "it is no integer"),
    }
}

/// `konghq.com/methods`: replaces the methods; one bad item spoils all.
fn methods<'a>(route: &mut Route<'a>, overrides: &mut Overrides<'_, 'a>) {
    let Some(found) = overrides.found(METHODS) else { return };
    let items = values::list(overrides.kic, found.value.value);
    let items: Vec<String> = items.into_iter().map(str::to_uppercase).collect();
    if items.is_empty() {
        overrides.invalid(found, "it names no method");
    } else if let Some(bad) = items.iter().find(|item| !is_method(item)) {
        overrides.invalid(found, &format!("`{bad}` is no method"));
    } else {
        overrides.change(found, Field::Methods, route);
        route.methods = items.into_iter().map(|item| Sourced::new(Cow::Owned(item), found.value.place)).collect();
    }
}

/// `konghq.com/snis`: replaces the server names; an empty value takes them away, one bad item spoils all.
fn snis<'a>(route: &mut Route<'a>, overrides: &mut Overrides<'_, 'a>) {
    let Some(found) = overrides.found(SNIS) else { return };
    let items = values::list(overrides.kic, found.value.value);
    if let Some(bad) = items.iter().find(|item| !matches_sni_pattern(item)) {
        overrides.invalid(found, &format!("`{bad}` is no host name without wildcard"));
    } else {
        overrides.change(found, Field::Snis, route);
        route.snis = texts(&items, found);
    }
}

/// `konghq.com/host-aliases`: adds host names; one bad item spoils all.
fn host_aliases<'a>(route: &mut Route<'a>, overrides: &mut Overrides<'_, 'a>) {
    let Some(found) = overrides.found(HOST_ALIASES) else { return };
    let items = values::list(overrides.kic, found.value.value);
    if found.value.value.is_empty() {
        overrides.invalid(found, "it names no host");
    } else if let Some(bad) = items.iter().find(|item| !matches_host_pattern(item)) {
        overrides.invalid(found, &format!("`{bad}` is no host name"));
    } else {
        overrides.change(found, Field::Hosts, route);
        for host in texts(&items, found) {
            if route.hosts.iter().all(|known| known.value != host.value) {
                route.hosts.push(host);
            }
        }
    }
}

/// `konghq.com/headers.<name>`, separated by `konghq.com/headers-separator`: replaces all headers.
fn headers<'a>(route: &mut Route<'a>, overrides: &mut Overrides<'_, 'a>) {
    let object = overrides.object;
    let separator = overrides.found(HEADERS_SEPARATOR);
    let mut collected: BTreeMap<Cow<'a, str>, Vec<Text<'a>>> = BTreeMap::new();
    let mut used = Vec::new();
    for entry in object.annotations() {
        let Some(name) = entry.key.strip_prefix(HEADERS) else { continue };
        let Some(found) = overrides.found(&entry.key) else { continue };
        if name.is_empty() || found.value.value.is_empty() {
            overrides.invalid(found, "it has no header name, or no value");
            continue;
        }
        let parts = split(found.value.value, separator.map_or(",", |separator| separator.value.value));
        let origin = separator.map_or_else(
            || Origin::from(found.value.place),
            |separator| Origin::from(found.value.place).and(separator.value.place),
        );
        let parts = parts.into_iter().map(|part| Sourced::new(Cow::Borrowed(part.trim()), origin.clone()));
        collected.insert(Cow::Borrowed(name), parts.collect());
        used.push(found);
    }
    if used.is_empty() {
        if let Some(separator) = separator {
            overrides.effect(separator, Outcome::Overridden("no `konghq.com/headers.*` has a value".to_owned()));
        }
        return;
    }
    for found in used.into_iter().chain(separator) {
        overrides.share(found, Field::Headers, route);
    }
    route.headers = collected;
}

/// `konghq.com/path-handling`: set as it is written; there must be a `v` before a digit somewhere.
fn path_handling<'a>(route: &mut Route<'a>, overrides: &mut Overrides<'_, 'a>) {
    let Some(found) = overrides.found(PATH_HANDLING) else { return };
    if matches_path_handling_pattern(found.value.value) {
        overrides.change(found, Field::PathHandling, route);
        route.path_handling = Some(Sourced::new(Cow::Borrowed(found.value.value), found.value.place));
    } else {
        overrides.invalid(found, "it is neither `v0` nor `v1`");
    }
}

/// What only the fields of traditional routes can hold has no effect on an expression.
fn note_traditional_only(overrides: &mut Overrides<'_, '_>) {
    const WHY: &str = "the expressions router does not use it";
    let object = overrides.object;
    for entry in object.annotations() {
        let key = entry.key.as_ref();
        let traditional = matches!(key, REGEX_PRIORITY | METHODS | HOST_ALIASES | HEADERS_SEPARATOR | PATH_HANDLING)
            || key.starts_with(HEADERS);
        if let Some(found) = overrides.found(key).filter(|_| traditional) {
            overrides.effect(found, Outcome::Unsupported(WHY.to_owned()));
        }
    }
    // Expressions of HTTPRoutes and GRPCRoutes are made with the server names.
    let stream = !matches!(object.info.name, "HTTPRoute" | "GRPCRoute" | "Ingress");
    if let Some(found) = overrides.found(SNIS).filter(|_| stream) {
        overrides.effect(found, Outcome::Unsupported(WHY.to_owned()));
    }
}

/// Keeps gRPC and HTTP apart: both together become `http` and `https`, and gRPC has no `strip_path`.
///
/// Source: KIC v3.5.13 internal/dataplane/kongstate/route.go:normalizeProtocols; spec/annotations.md 3.1.
fn normalize_protocols(route: &mut Route<'_>) {
    const RULE: &str = "KIC: protocols of gRPC and of HTTP on one route become `http` and `https`";
    let grpc = route.protocols.iter().any(|protocol| protocol.value.contains("grpc"));
    let http = |protocol: &Text<'_>| protocol.value.contains("http") || !values::is_protocol(&protocol.value);
    if !grpc {
        return;
    }
    if route.protocols.iter().any(http) {
        let origin = route.protocols.iter().map(|protocol| protocol.origin.clone());
        let origin =
            origin.reduce(|all, of| all.and(&of)).map_or(Origin::rule(RULE), |all| all.and(Origin::rule(RULE)));
        let words = ["http", "https"];
        route.protocols = words.map(|word| Sourced::new(Cow::Borrowed(word), origin.clone())).into();
    }
    route.strip_path = None;
}

/// Splits as Go does: an empty separator splits after each character.
fn split<'t>(text: &'t str, separator: &str) -> Vec<&'t str> {
    if separator.is_empty() {
        text.split("").filter(|part| !part.is_empty()).collect()
    } else {
        text.split(separator).collect()
    }
}

fn texts<'a>(items: &[&'a str], found: Found<'a>) -> Vec<Text<'a>> {
    items.iter().map(|item| Sourced::new(Cow::Borrowed(*item), found.value.place)).collect()
}

/// A field of a Kong route that annotations change.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Field {
    StripPath,
    PreserveHost,
    RequestBuffering,
    ResponseBuffering,
    HttpsRedirectStatusCode,
    RegexPriority,
    Protocols,
    Methods,
    Snis,
    Hosts,
    Headers,
    PathHandling,
}

impl Field {
    const fn name(self) -> &'static str {
        match self {
            Self::StripPath => "strip_path",
            Self::PreserveHost => "preserve_host",
            Self::RequestBuffering => "request_buffering",
            Self::ResponseBuffering => "response_buffering",
            Self::HttpsRedirectStatusCode => "https_redirect_status_code",
            Self::RegexPriority => "regex_priority",
            Self::Protocols => "protocols",
            Self::Methods => "methods",
            Self::Snis => "snis",
            Self::Hosts => "hosts",
            Self::Headers => "headers",
            Self::PathHandling => "path_handling",
        }
    }

    /// The field's value; null where it is absent, after the defaults that are filled in last.
    fn value(self, route: &Route<'_>) -> Value {
        let flag = |value: &Option<Sourced<bool>>| value.as_ref().map(|value| value.value).into();
        let list = |items: &[Text<'_>]| -> Value {
            if items.is_empty() { Value::Null } else { items.iter().map(|item| item.value.as_ref()).collect() }
        };
        match self {
            Self::StripPath => flag(&route.strip_path),
            Self::PreserveHost => flag(&route.preserve_host),
            Self::RequestBuffering => flag(&route.request_buffering),
            Self::ResponseBuffering => flag(&route.response_buffering),
            Self::HttpsRedirectStatusCode => {
                route.https_redirect_status_code.as_ref().map_or(426, |code| code.value).into()
            }
            Self::RegexPriority => route.regex_priority.as_ref().map(|rank| rank.value).into(),
            Self::Protocols => list(&route.protocols),
            Self::Methods => list(&route.methods),
            Self::Snis => list(&route.snis),
            Self::Hosts => list(&route.hosts),
            Self::Headers if route.headers.is_empty() => Value::Null,
            Self::Headers => route.headers.iter().map(|(name, values)| (name.to_string(), list(values))).collect(),
            Self::PathHandling => route.path_handling.as_ref().map_or("v0", |handling| handling.value.as_ref()).into(),
        }
    }
}

/// A field that an annotation set.
struct Change<'a> {
    found: Found<'a>,
    field: Field,
    before: Value,
    /// The annotation decides the field together with the one before it.
    shared: bool,
}

/// The annotations of one object, and what they changed so far.
struct Overrides<'o, 'a> {
    kic: KicVersion,
    object: &'a Object<'a>,
    changes: Vec<Change<'a>>,
    findings: &'o mut Findings<'a>,
}

impl<'a> Overrides<'_, 'a> {
    fn found(&self, key: &'a str) -> Option<Found<'a>> {
        Found::on(self.object, key)
    }

    fn effect(&mut self, found: Found<'a>, outcome: Outcome) {
        self.findings.effect(found, outcome);
    }

    fn invalid(&mut self, found: Found<'a>, why: &str) {
        self.effect(found, Outcome::Invalid(why.to_owned()));
    }

    /// Notes that an annotation is about to set a field.
    fn change(&mut self, found: Found<'a>, field: Field, route: &Route<'_>) {
        self.changes.push(Change { found, field, before: field.value(route), shared: false });
    }

    /// Notes that an annotation is about to set a field together with others.
    fn share(&mut self, found: Found<'a>, field: Field, route: &Route<'_>) {
        self.changes.push(Change { found, field, before: field.value(route), shared: true });
    }

    /// Records what each annotation did, now that the route is finished.
    fn record(self, route: &Route<'_>) {
        for (index, change) in self.changes.iter().enumerate() {
            let later = self.changes.iter().skip(index + 1).find(|later| later.field == change.field && !later.shared);
            let after = change.field.value(route);
            let outcome = if let Some(later) = later {
                Outcome::Overridden(format!("`{}` decides `{}`", later.found.key, change.field.name()))
            } else if after.is_null() && change.field == Field::StripPath {
                Outcome::Overridden("a route with gRPC protocols has no `strip_path`".to_owned())
            } else {
                let entity = Entity::Route(route.name.value.to_string());
                Outcome::Changed { entity, field: change.field.name(), before: change.before.clone(), after }
            };
            self.findings.effect(change.found, outcome);
        }
    }
}
