//! Each annotation that changes a Kong route, service or upstream: valid and invalid values, what they set, and what
//! is recorded of it. Source: spec/annotations.md 3 and 4, spec/gateway-routes.md 11.

mod support;

use kic_core::annotations::Outcome;
use kic_core::kong::Flavor;
use kic_core::translate::TranslateSettings;
use serde_json::{Value, json};
use support::{Translated, translated_with_defaults};

/// What a row expects of the field.
enum Expected {
    /// The annotation sets it to this.
    Set(Value),
    /// The value breaks the rule of the key; the field stays as it is without it.
    Invalid,
    /// Something else decides, or nothing can.
    NoEffect,
}

use Expected::{Invalid, NoEffect, Set};

/// An HTTPRoute with annotations, one rule with one match, and its Service.
fn http_route(annotations: &str, service_annotations: &str) -> String {
    format!(
        "
apiVersion: v1
kind: Service
metadata: {{name: a, namespace: default, annotations: {{{service_annotations}}}}}
spec: {{ports: [{{name: http, port: 80}}]}}
---
apiVersion: gateway.networking.k8s.io/v1
kind: HTTPRoute
metadata: {{name: r, namespace: default, annotations: {{{annotations}}}}}
spec:
  hostnames: [h.com]
  rules:
  - matches: [{{path: {{value: /x}}}}]
    backendRefs: [{{name: a, port: 80}}]
"
    )
}

fn run(annotations: &str, service_annotations: &str, flavor: Flavor) -> Translated {
    let settings = TranslateSettings { flavor, ..TranslateSettings::golden() };
    translated_with_defaults(&http_route(annotations, service_annotations), &settings)
}

fn outcome_of<'t>(translated: &'t Translated, key: &str) -> &'t Outcome {
    let found = translated.effects.iter().find(|(of, _)| of == key);
    &found.unwrap_or_else(|| panic!("nothing is recorded of {key}")).1
}

/// Compares one field and the record of the annotation.
fn check(row: &str, key: &str, field: &Value, without: &Value, outcome: &Outcome, expected: &Expected) {
    match expected {
        Set(value) => {
            assert_eq!(field, value, "{row}");
            let Outcome::Changed { before, after, .. } = outcome else { panic!("{row}: {key} {outcome:?}") };
            assert_eq!(after, value, "{row}");
            assert_eq!(before, without, "{row}");
        }
        Invalid => {
            assert_eq!(field, without, "{row}");
            assert!(matches!(outcome, Outcome::Invalid(_)), "{row}: {outcome:?}");
        }
        NoEffect => {
            assert_eq!(field, without, "{row}");
            assert!(matches!(outcome, Outcome::Overridden(_) | Outcome::Unsupported(_)), "{row}: {outcome:?}");
        }
    }
}

fn check_routes(flavor: Flavor, rows: Vec<(&str, &str, &str, Expected)>) {
    let plain = run("", "", flavor).config["services"][0]["routes"][0].clone();
    for (key, value, field, expected) in rows {
        let row = format!("{key}: '{value}'");
        let got = run(&format!("{key}: '{value}'"), "", flavor);
        let route = &got.config["services"][0]["routes"][0];
        check(&row, key, &route[field], &plain[field], outcome_of(&got, key), &expected);
    }
}

#[test]
fn annotations_of_routes() {
    check_routes(
        Flavor::Traditional,
        vec![
            ("konghq.com/strip-path", "TRUE", "strip_path", Set(json!(true))),
            ("konghq.com/strip-path", "false", "strip_path", Set(json!(false))),
            ("konghq.com/strip-path", " true", "strip_path", Invalid),
            ("ingress.kubernetes.io/force-ssl-redirect", "true", "https_redirect_status_code", Set(json!(302))),
            ("ingress.kubernetes.io/force-ssl-redirect", "True", "https_redirect_status_code", Invalid),
            ("konghq.com/https-redirect-status-code", "308", "https_redirect_status_code", Set(json!(308))),
            ("konghq.com/https-redirect-status-code", "426", "https_redirect_status_code", Set(json!(426))),
            ("konghq.com/https-redirect-status-code", "303", "https_redirect_status_code", Invalid),
            ("konghq.com/preserve-host", "False", "preserve_host", Set(json!(false))),
            ("konghq.com/preserve-host", "no", "preserve_host", Invalid),
            ("konghq.com/request-buffering", "T", "request_buffering", Set(json!(true))),
            ("konghq.com/request-buffering", "off", "request_buffering", Invalid),
            ("konghq.com/response-buffering", "0", "response_buffering", Set(json!(false))),
            ("konghq.com/response-buffering", "", "response_buffering", Invalid),
            ("konghq.com/protocols", "https, http", "protocols", Set(json!(["https", "http"]))),
            ("konghq.com/protocols", "grpc,http", "protocols", Set(json!(["http", "https"]))),
            ("konghq.com/protocols", "http,udp", "protocols", Invalid),
            ("konghq.com/regex-priority", "-10", "regex_priority", Set(json!(-10))),
            ("konghq.com/regex-priority", "1.5", "regex_priority", Invalid),
            ("konghq.com/methods", "get, Post", "methods", Set(json!(["GET", "POST"]))),
            ("konghq.com/methods", "GET,-1", "methods", Invalid),
            ("konghq.com/snis", "a.com,b.com", "snis", Set(json!(["a.com", "b.com"]))),
            ("konghq.com/snis", "", "snis", Set(Value::Null)),
            ("konghq.com/snis", "*.a.com", "snis", Invalid),
            ("konghq.com/host-aliases", "*.b.com,h.com", "hosts", Set(json!(["h.com", "*.b.com"]))),
            ("konghq.com/host-aliases", "a_b.com", "hosts", Invalid),
            ("konghq.com/host-aliases", "", "hosts", Invalid),
            ("konghq.com/headers.X-A", "a, b,", "headers", Set(json!({"X-A": ["a", "b", ""]}))),
            ("konghq.com/headers.X-A", "", "headers", Invalid),
            ("konghq.com/path-handling", "xv1", "path_handling", Set(json!("xv1"))),
            ("konghq.com/path-handling", "V1", "path_handling", Invalid),
        ],
    );
}

#[test]
fn an_expression_takes_only_what_is_no_match() {
    check_routes(
        Flavor::Expressions,
        vec![
            ("konghq.com/strip-path", "true", "strip_path", Set(json!(true))),
            ("konghq.com/protocols", "grpc,http", "protocols", Set(json!(["grpc", "http"]))),
            ("konghq.com/regex-priority", "1", "expression", NoEffect),
            ("konghq.com/methods", "GET", "expression", NoEffect),
            ("konghq.com/host-aliases", "b.com", "expression", NoEffect),
            ("konghq.com/headers.X-A", "a", "expression", NoEffect),
            ("konghq.com/headers-separator", ";", "expression", NoEffect),
            ("konghq.com/path-handling", "v1", "expression", NoEffect),
            ("konghq.com/snis", "*.a.com", "expression", Invalid),
        ],
    );
    let got = run("konghq.com/snis: 'a.com,*.b.com'", "", Flavor::Expressions);
    let expression = &got.config["services"][0]["routes"][0]["expression"];
    let wanted = r#"(http.host == "h.com") && (tls.sni == "a.com") && ((http.path == "/x") || (http.path ^= "/x/"))"#;
    assert_eq!(expression, wanted);
    assert!(matches!(outcome_of(&got, "konghq.com/snis"), Outcome::Changed { .. }));
}

/// spec/annotations.md 3.1, 3.2.
#[test]
fn the_later_of_two_annotations_decides() {
    let both = "ingress.kubernetes.io/force-ssl-redirect: 'true', konghq.com/protocols: 'http,https'";
    let got = run(both, "", Flavor::Traditional);
    let route = &got.config["services"][0]["routes"][0];
    assert_eq!(route["protocols"], json!(["http", "https"]));
    assert_eq!(route["https_redirect_status_code"], 302);
    let force = "ingress.kubernetes.io/force-ssl-redirect";
    let of_force: Vec<&Outcome> =
        got.effects.iter().filter(|(key, _)| key == force).map(|(_, outcome)| outcome).collect();
    assert!(matches!(of_force.as_slice(), [Outcome::Changed { .. }, Outcome::Overridden(_)]), "{of_force:?}");

    let grpc = "konghq.com/strip-path: 'true', konghq.com/protocols: grpc";
    let got = run(grpc, "", Flavor::Traditional);
    assert_eq!(got.config["services"][0]["routes"][0].get("strip_path"), None);
    assert!(matches!(outcome_of(&got, "konghq.com/strip-path"), Outcome::Overridden(_)));
}

/// spec/annotations.md 3.3.
#[test]
fn a_separator_splits_all_headers() {
    let separated = "konghq.com/headers-separator: ';', konghq.com/headers.x: ' foo, bar;cat,dog ;   baz '";
    let got = run(separated, "", Flavor::Traditional);
    let headers = &got.config["services"][0]["routes"][0]["headers"];
    assert_eq!(*headers, json!({"x": ["foo, bar", "cat,dog", "baz"]}));
    assert!(matches!(outcome_of(&got, "konghq.com/headers-separator"), Outcome::Changed { .. }));
    let characters = run("konghq.com/headers-separator: '', konghq.com/headers.x: ab", "", Flavor::Traditional);
    assert_eq!(characters.config["services"][0]["routes"][0]["headers"], json!({"x": ["a", "b"]}));
}

#[test]
fn annotations_of_services() {
    let rows = vec![
        ("konghq.com/protocol", "https", "protocol", Set(json!("https"))),
        ("konghq.com/protocol", "", "protocol", NoEffect),
        ("konghq.com/protocol", "udp", "protocol", Invalid),
        ("konghq.com/path", "/v1", "path", Set(json!("/v1"))),
        ("konghq.com/path", "v1", "path", Invalid),
        ("konghq.com/connect-timeout", "+5", "connect_timeout", Set(json!(5))),
        ("konghq.com/write-timeout", "-1", "write_timeout", Set(json!(-1))),
        ("konghq.com/read-timeout", "5s", "read_timeout", Invalid),
        ("konghq.com/retries", "0", "retries", Set(json!(0))),
        ("konghq.com/retries", "", "retries", Invalid),
        ("konghq.com/tls-verify", "F", "tls_verify", Set(json!(false))),
        ("konghq.com/tls-verify", "tRUE", "tls_verify", Invalid),
        ("konghq.com/tls-verify-depth", "-2", "tls_verify_depth", Set(json!(-2))),
        ("konghq.com/tls-verify-depth", "x", "tls_verify_depth", Invalid),
    ];
    let plain = run("", "", Flavor::Traditional).config["services"][0].clone();
    for (key, value, field, expected) in rows {
        let row = format!("{key}: '{value}'");
        let got = run("", &row, Flavor::Traditional);
        let service = &got.config["services"][0];
        check(&row, key, &service[field], &plain[field], outcome_of(&got, key), &expected);
    }
    let upstream = run("", "konghq.com/host-header: in.side", Flavor::Traditional);
    assert_eq!(upstream.config["upstreams"][0]["host_header"], "in.side");
    let itself = run("", "ingress.kubernetes.io/service-upstream: 'true'", Flavor::Traditional);
    assert_eq!(itself.config["upstreams"][0]["targets"][0]["target"], "a.default.svc:80");
    assert!(matches!(outcome_of(&itself, "ingress.kubernetes.io/service-upstream"), Outcome::Changed { .. }));
}

/// spec/annotations.md 12.3.
#[test]
fn a_grpc_service_has_no_path() {
    let annotations = "konghq.com/protocol: grpcs, konghq.com/path: /v1, konghq.com/retries: '3'";
    let got = run("", annotations, Flavor::Traditional);
    let service = &got.config["services"][0];
    assert_eq!((service["protocol"].as_str(), service.get("path")), (Some("grpcs"), None));
    assert!(matches!(outcome_of(&got, "konghq.com/path"), Outcome::Overridden(_)));
    // An invalid protocol leaves the rest of the same Service in effect.
    let got = run("", "konghq.com/protocol: udp, konghq.com/path: /v1, konghq.com/retries: '3'", Flavor::Traditional);
    let service = &got.config["services"][0];
    assert_eq!((service["protocol"].as_str(), service["path"].as_str()), (Some("http"), Some("/v1")));
    assert_eq!(service["retries"], 3);
    let failure = ("Service default/a".to_owned(), "konghq.com/protocol annotation has invalid value: udp".to_owned());
    assert_eq!(got.failures, [failure]);
}

/// spec/gateway-routes.md 11.4.
#[test]
fn a_kong_ingress_hides_the_host_header() {
    let missing = run("", "konghq.com/override: k, konghq.com/host-header: in.side", Flavor::Traditional);
    assert_eq!(missing.config["upstreams"][0].get("host_header"), None);
    assert_eq!(missing.failures[0].1, "failed to get KongIngress: KongIngress k not found");
    assert!(matches!(outcome_of(&missing, "konghq.com/host-header"), Outcome::Overridden(_)));
}
