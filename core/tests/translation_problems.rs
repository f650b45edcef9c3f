//! What goes wrong on the way to Kong: the problem with its code, the text under it, and the first piece of advice;
//! and the failures in the controller's words. Source: spec/gateway-routes.md 14.

mod support;

use kic_core::kong::Flavor;
use kic_core::translate::TranslateSettings;
use support::{Translated, translated, translated_with_defaults};

const SERVICE: &str = "
apiVersion: v1
kind: Service
metadata: {name: web, namespace: default}
spec: {ports: [{name: http, port: 80, targetPort: 8080}]}
---
apiVersion: discovery.k8s.io/v1
kind: EndpointSlice
metadata: {name: web-1, namespace: default, labels: {kubernetes.io/service-name: web}}
ports: [{name: http, port: 8080}]
endpoints: [{addresses: [10.0.0.1]}]
---
";

/// A route of a kind with this spec, beside the Service `web`.
fn route(kind: &str, spec: &str) -> String {
    let version = if matches!(kind, "HTTPRoute" | "GRPCRoute") { "v1" } else { "v1alpha2" };
    format!(
        "{SERVICE}apiVersion: gateway.networking.k8s.io/{version}\nkind: {kind}\nmetadata: {{name: r, namespace: default}}\nspec:\n{spec}"
    )
}

fn http(spec: &str) -> Translated {
    translated_with_defaults(&route("HTTPRoute", spec), &TranslateSettings::golden())
}

/// Code and text under it.
fn found(translated: &Translated) -> Vec<(&str, &str)> {
    translated.problems.iter().map(|(code, place, _)| (code.as_str(), place.as_str())).collect()
}

fn help_of<'t>(translated: &'t Translated, code: &str) -> &'t str {
    &translated.problems.iter().find(|(of, ..)| of == code).unwrap().2
}

fn messages(translated: &Translated) -> Vec<&str> {
    translated.failures.iter().map(|(_, message)| message.as_str()).collect()
}

#[test]
fn a_right_route_has_no_problem() {
    let got = http("  rules: [{backendRefs: [{name: web, port: 80}]}]\n");
    assert_eq!(found(&got), []);
    assert_eq!(messages(&got), [""; 0]);
}

#[test]
fn backend_refs_that_are_not_followed() {
    let got = http("  rules: [{backendRefs: [{name: wbe, port: 80}, {name: web, port: 80}]}]\n");
    assert_eq!(found(&got), [("backend-service-missing", "wbe")]);
    assert_eq!(help_of(&got, "backend-service-missing"), "did you mean `web`?");

    let got = http("  rules: [{backendRefs: [{kind: Deployment, name: web, port: 80}, {name: web, port: 80}]}]\n");
    assert_eq!(found(&got), [("backend-kind-unsupported", "Deployment")]);

    let got = http("  rules: [{backendRefs: [{group: apps, name: web, port: 80}, {name: web, port: 80}]}]\n");
    assert_eq!(found(&got), [("backend-group-unsupported", "apps")]);

    let stored = route("HTTPRoute", "  rules: [{backendRefs: [{name: web, port: 80}]}]\n");
    let got = translated(&stored, &TranslateSettings::golden());
    let rule = "{backendRefs: [{name: web, port: 80}]}";
    assert_eq!(found(&got), [("backend-kind-missing", "{name: web, port: 80}"), ("backends-unusable", rule)]);
}

#[test]
fn a_service_of_another_namespace_needs_a_grant() {
    let other = "
apiVersion: v1
kind: Service
metadata: {name: far, namespace: other}
spec: {ports: [{port: 80}]}
---
";
    let spec = "  rules: [{backendRefs: [{name: far, namespace: other, port: 80}, {name: web, port: 80}]}]\n";
    let got = translated_with_defaults(&format!("{other}{}", route("HTTPRoute", spec)), &TranslateSettings::golden());
    assert_eq!(found(&got), [("backend-not-granted", "other")]);
    let help = help_of(&got, "backend-not-granted");
    let from = "from: [{group: gateway.networking.k8s.io, kind: HTTPRoute, namespace: default}]";
    assert!(help.contains(from) && help.contains("to: [{group: \"\", kind: Service}]"), "{help}");

    let spec = "  rules: [{backendRefs: [{name: far, port: 80}, {name: web, port: 80}]}]\n";
    let got = translated_with_defaults(&format!("{other}{}", route("HTTPRoute", spec)), &TranslateSettings::golden());
    assert!(help_of(&got, "backend-service-missing").contains("`namespace: other`"));
}

#[test]
fn a_target_port_is_no_port_of_the_service() {
    let got = http("  rules: [{backendRefs: [{name: web, port: 8080}]}]\n");
    assert_eq!(found(&got), [("backend-port-unknown", "8080")]);
    assert!(help_of(&got, "backend-port-unknown").contains("`port: 80`"));
    let expected = "can't find port for backend kubernetes service: no suitable port found";
    assert_eq!(messages(&got), [expected, expected]);
}

#[test]
fn a_service_without_endpoints_is_told() {
    let text = route("HTTPRoute", "  rules: [{backendRefs: [{name: web, port: 80}]}]\n");
    let text = text.replace("kubernetes.io/service-name: web", "kubernetes.io/service-name: other");
    let got = translated_with_defaults(&text, &TranslateSettings::golden());
    assert_eq!(found(&got), [("endpoints-missing", "web")]);
}

#[test]
fn http_routes_that_are_left_out() {
    let got = translated(&route("HTTPRoute", "  hostnames: [a.com]\n"), &TranslateSettings::golden());
    assert_eq!(messages(&got), ["HTTPRoute can't be routed: no rules provided"]);
    let got =
        http("  rules: [{matches: [{queryParams: [{name: q, value: v}]}], backendRefs: [{name: web, port: 80}]}]\n");
    assert_eq!(messages(&got), ["HTTPRoute can't be routed: query param matches are not yet supported"]);
    assert_eq!(found(&got), [("query-params-in-traditional-router", "q")]);
}

#[test]
fn rules_that_are_left_out() {
    let filters = |filters: &str| {
        http(&format!(
            "  rules: [{{matches: [{{path: {{value: /}}}}], filters: [{filters}], backendRefs: [{{name: web, port: 80}}]}}]\n"
        ))
    };
    for (filter, code, place, message) in [
        ("{type: CORS, cors: {}}", "filter-unsupported", "CORS", "httpFilter CORS unsupported"),
        (
            "{type: ExtensionRef, extensionRef: {group: g, kind: K, name: n}}",
            "extension-ref-unsupported",
            "{group: g, kind: K, name: n}",
            "plugin g/K unsupported",
        ),
        ("{type: URLRewrite, urlRewrite: {}}", "filter-incomplete", "{}", "URLRewrite missing Path and Hostname"),
        ("{type: URLRewrite}", "filter-incomplete", "{type: URLRewrite}", "URLRewrite is not provided"),
        (
            "{type: URLRewrite, urlRewrite: {path: {type: ReplaceFullPath}}}",
            "filter-incomplete",
            "{type: ReplaceFullPath}",
            "failed to generate request-transformer plugin for Path: failed to generate request-transformer plugin for URLRewrite: URLRewrite missing ReplaceFullPath",
        ),
    ] {
        let got = filters(filter);
        assert_eq!(found(&got), [(code, place)], "{filter}");
        assert_eq!(messages(&got), [format!("HTTPRoute can't be routed: {message}")], "{filter}");
        assert_eq!(got.config.get("services"), None, "{filter}");
    }
    let repeated = "headers: [{name: A, value: x}, {name: A, value: y}]";
    let got = http(&format!("  rules: [{{matches: [{{{repeated}}}], backendRefs: [{{name: web, port: 80}}]}}]\n"));
    assert_eq!(found(&got), [("header-match-repeated", "A")]);
    assert_eq!(
        messages(&got),
        ["HTTPRoute can't be routed: multiple header matches for the same header are not allowed: A"]
    );
}

/// Errors of several groups of one HTTPRoute are one failure; the other groups stay.
#[test]
fn errors_of_one_route_are_joined() {
    let got = http(
        "  rules:
  - {matches: [{path: {value: /a}}], filters: [{type: CORS, cors: {}}], backendRefs: [{name: web, port: 80, weight: 1}]}
  - {matches: [{path: {value: /b}}], filters: [{type: RequestMirror}], backendRefs: [{name: web, port: 80, weight: 2}]}
  - {matches: [{path: {value: /c}}], backendRefs: [{name: web, port: 80, weight: 3}]}
",
    );
    assert_eq!(
        messages(&got),
        ["HTTPRoute can't be routed: httpFilter CORS unsupported\nhttpFilter RequestMirror unsupported"]
    );
    assert_eq!(got.config["services"].as_array().unwrap().len(), 1);
}

#[test]
fn what_has_no_effect_is_told() {
    let got = http(
        "  rules:
  - matches: [{path: {value: /}}]
    timeouts: {request: 1s, backendRequest: 2s}
    retry: {attempts: 2}
    sessionPersistence: {sessionName: s}
    backendRefs: [{name: web, port: 80, filters: [{type: RequestHeaderModifier}]}]
",
    );
    let places: Vec<_> = found(&got).iter().map(|(code, place)| format!("{code} {place}")).collect();
    assert_eq!(places.len(), 4);
    assert!(places.iter().all(|place| place.starts_with("route-field-ignored")), "{places:?}");

    let stored = "  rules: [{filters: [{type: CORS}], backendRefs: [{name: web, kind: Service, port: 80}]}]\n";
    let got = translated(&route("HTTPRoute", stored), &TranslateSettings::golden());
    assert_eq!(found(&got), [("rule-filters-ignored", "{type: CORS}")]);

    let got = http(
        "  rules:
  - {matches: [{path: {value: /a}}], timeouts: {backendRequest: 1s}, backendRefs: [{name: web, port: 80}]}
  - {matches: [{path: {value: /b}}], timeouts: {backendRequest: 2s}, backendRefs: [{name: web, port: 80}]}
",
    );
    let codes: Vec<_> = found(&got).iter().map(|(code, _)| *code).collect();
    assert_eq!(codes, ["rules-combined", "timeout-overridden"]);
    assert_eq!(got.config["services"][0]["read_timeout"], 2000);
}

#[test]
fn surprises_of_filters_are_told() {
    let rewrite =
        "filters: [{type: URLRewrite, urlRewrite: {path: {type: ReplacePrefixMatch, replacePrefixMatch: /n}}}]";
    let refs = "backendRefs: [{name: web, port: 80}]";
    let got = http(&format!(
        "  rules:\n  - {{matches: [{{path: {{value: /a}}}}], {rewrite}, {refs}}}\n  - {{matches: [{{path: {{value: /b}}}}], {rewrite}, {refs}}}\n"
    ));
    let codes: Vec<_> = found(&got).iter().map(|(code, _)| *code).collect();
    assert_eq!(codes, ["rewrite-drops-paths", "rules-combined"]);
    assert_eq!(found(&got).first(), Some(&("rewrite-drops-paths", "{path: {value: /b}}")));
    let redirect = "filters: [{type: RequestRedirect, requestRedirect: {hostname: n.com}}]";
    let got =
        http(&format!("  rules: [{{matches: [{{path: {{value: /a}}}}, {{path: {{value: /b}}}}], {redirect}}}]\n"));
    assert_eq!(found(&got), [("redirect-repeats-routes", "{path: {value: /b}}"), ("redirect-scheme-assumed", "n.com")]);
}

#[test]
fn expressions_cannot_match_every_hostname() {
    let text = route("HTTPRoute", "  hostnames: [a_b.com]\n  rules: [{backendRefs: [{name: web, port: 80}]}]\n");
    let settings = TranslateSettings { flavor: Flavor::Expressions, ..TranslateSettings::golden() };
    let got = translated_with_defaults(&text, &settings);
    assert_eq!(found(&got), [("hostname-not-matched", "a_b.com")]);
    assert_eq!(got.config["services"][0]["routes"][0]["expression"], r#"http.path ^= "/""#);
}

/// spec/gateway-routes.md 10.5: what upstream only logs is a problem, what it reports is a failure.
#[test]
fn stream_routes_that_are_left_out() {
    let run = |kind: &str, spec: &str| translated_with_defaults(&route(kind, spec), &TranslateSettings::golden());
    let got = run("UDPRoute", "  rules: [{backendRefs: [{name: web, port: 80}]}, {name: second}]\n");
    assert_eq!(
        (found(&got), messages(&got)),
        (vec![("rule-without-backends", "{name: second}")], vec!["no backendRefs in rule"])
    );
    assert_eq!(got.config.get("services"), None);
    let got = run("UDPRoute", "  rules: []\n");
    assert_eq!(messages(&got), ["no rules provided"]);
    let got = run("TCPRoute", "  rules: [{backendRefs: [{name: web, port: 80}]}, {name: second}, {name: third}]\n");
    assert_eq!((found(&got), messages(&got)), (vec![("rule-without-backends", "{name: second}")], vec![]));
    assert_eq!(got.config["services"].as_array().unwrap().len(), 1);
    let got = run("TLSRoute", "  rules: [{backendRefs: [{name: web, port: 80}]}]\n");
    assert_eq!(found(&got), [("route-without-hostnames", "r")]);
}

#[test]
fn plugins_that_are_not_bound() {
    let with = |value: &str| {
        let text = route("HTTPRoute", "  rules: [{backendRefs: [{name: web, port: 80}]}]\n");
        let annotated = format!("{{name: r, namespace: default, annotations: {{konghq.com/plugins: '{value}'}}}}");
        let text = text.replace("{name: r, namespace: default}", &annotated);
        translated_with_defaults(&text, &TranslateSettings::golden())
    };
    let got = with("nope,:x,y:");
    assert_eq!(found(&got), [("plugin-missing", "'nope,:x,y:'")]);
    assert_eq!(messages(&got), ["referenced KongPlugin or KongClusterPlugin \"nope\" does not exist"]);
    let got = with("default:nope");
    assert_eq!(found(&got), [("plugin-not-granted", "'default:nope'")]);
    assert_eq!(help_of(&got, "plugin-not-granted"), "write `nope` without the namespace: it is the object's own");
    assert_eq!(
        messages(&got),
        ["no grant found to referenced \"default:nope\" plugin in the requested remote KongPlugin bind"]
    );
}
