//! Annotations of routes that change the Kong routes made from them: here those that have an effect in every flavor,
//! in [`traditional`] the others.
//!
//! Source: KIC v3.5.13 internal/dataplane/kongstate/route.go:Override; spec/annotations.md 3.

mod record;
mod traditional;

use std::borrow::Cow;

use record::{Field, Overrides};

use super::values;
use crate::diagnostic::catalog::filters as catalog;
use crate::findings::Findings;
use crate::kong::{Route, Text};
use crate::provenance::{Origin, Sourced};
use crate::settings::KicVersion;
use crate::translate::draft::RouteDraft;

pub(in crate::translate) use traditional::SNIS;

const STRIP_PATH: &str = "konghq.com/strip-path";
const FORCE_SSL_REDIRECT: &str = "ingress.kubernetes.io/force-ssl-redirect";
const HTTPS_REDIRECT_STATUS_CODE: &str = "konghq.com/https-redirect-status-code";
const PRESERVE_HOST: &str = "konghq.com/preserve-host";
const REQUEST_BUFFERING: &str = "konghq.com/request-buffering";
const RESPONSE_BUFFERING: &str = "konghq.com/response-buffering";
const PROTOCOLS: &str = "konghq.com/protocols";

/// Applies the annotations of the route's object, in upstream's order; later ones win. Then gRPC and HTTP are kept
/// apart.
pub(in crate::translate) fn apply<'a>(kic: KicVersion, draft: &mut RouteDraft<'a>, findings: &mut Findings<'a>) {
    let object = draft.object;
    let route = &mut draft.route;
    let mut overrides = Overrides::new(kic, object, findings);
    if !object.annotations().is_empty() {
        strip_path(route, &mut overrides);
        force_ssl_redirect(route, &mut overrides);
        https_redirect_status_code(route, &mut overrides);
        preserve_host(route, &mut overrides);
        request_buffering(route, &mut overrides);
        response_buffering(route, &mut overrides);
        protocols(route, &mut overrides);
        if route.is_expression() {
            traditional::note_no_effect(&mut overrides);
        } else {
            traditional::apply(route, &mut overrides);
        }
    }
    if !route.is_expression() {
        normalize_protocols(route);
    }
    redirect_hidden(route, &mut overrides);
    overrides.record(route);
}

/// Reports a redirect of plain HTTP that server names keep from matching.
fn redirect_hidden(route: &Route<'_>, overrides: &mut Overrides<'_, '_>) {
    let Some(found) = overrides.found(SNIS).filter(|_| !route.snis.is_empty()) else { return };
    let code = route.https_redirect_status_code.as_ref().map(|code| code.value).filter(|code| *code != 426);
    let is_plain = route.protocols.iter().any(|protocol| protocol.value == "http");
    if let Some(code) = code.filter(|_| !is_plain) {
        overrides.problem(catalog::redirect_hidden(overrides.object, found.value, code));
    }
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
        route.protocols = record::texts(&items, found);
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
