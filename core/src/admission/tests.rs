use super::*;
use crate::k8s::load::{self, Stored};
use crate::settings::KicVersion;
use crate::text::{Pane, SourceFile, Sources};
use crate::yaml::{self, Limits};

/// Admits the documents of a text: the messages of each refused object, and the problems as `code path`.
fn admit_text(text: &str) -> (Vec<Vec<String>>, Vec<String>) {
    let sources = Sources::new([SourceFile { name: "test", pane: Pane::Manifests, text }]);
    let (file, source) = sources.of(Pane::Manifests).next().unwrap();
    let mut problems = Vec::new();
    let documents = yaml::parse(file, source.text, &Limits::default(), &mut problems);
    let loaded = load::load(documents, Stored::AsPasted, KicVersion::default(), "default", &mut problems);
    let admitted = admit(loaded.objects, KicVersion::default(), &sources, &mut problems);
    let codes = problems
        .iter()
        .map(|problem| format!("{} {}", problem.code.as_str(), problem.path.clone().unwrap_or_default()))
        .collect();
    (admitted.refused.into_iter().map(|refused| refused.left_out.why).collect(), codes)
}

fn gateway(listeners: &str) -> String {
    format!(
        "apiVersion: gateway.networking.k8s.io/v1\nkind: Gateway\nmetadata: {{name: gw}}\nspec:\n  \
         gatewayClassName: kong\n  listeners:\n{listeners}"
    )
}

fn route(kind: &str, version: &str, spec: &str) -> String {
    format!("apiVersion: gateway.networking.k8s.io/{version}\nkind: {kind}\nmetadata: {{name: r}}\nspec:\n{spec}")
}

#[track_caller]
fn refuses(text: &str, message: &str, problem: &str) {
    let (refused, problems) = admit_text(text);
    assert_eq!(refused, [[message]]);
    assert_eq!(problems, [problem]);
}

#[track_caller]
fn accepts(text: &str) {
    let (refused, problems) = admit_text(text);
    assert_eq!(refused, [[""; 0]; 0]);
    assert_eq!(problems, [""; 0]);
}

/// Messages: oracle, scenarios X10, L02, S17, S25.
#[test]
fn listeners_are_refused_in_the_words_of_the_api_server() {
    refuses(
        &gateway("  - {name: a, port: 80, protocol: HTTP, tls: {certificateRefs: [{name: c}]}}"),
        "spec.listeners: Invalid value: \"array\": tls must not be specified for protocols ['HTTP', 'TCP', 'UDP']",
        "listener-tls-not-allowed spec.listeners[0].tls",
    );
    refuses(
        &gateway("  - {name: a, port: 443, protocol: HTTPS, tls: {mode: Passthrough}}"),
        "spec.listeners: Invalid value: \"array\": tls mode must be Terminate for protocol HTTPS",
        "listener-tls-mode spec.listeners[0].tls.mode",
    );
    refuses(
        &gateway("  - {name: a, port: 9000, protocol: TCP, hostname: a.example.com}"),
        "spec.listeners: Invalid value: \"array\": hostname must not be specified for protocols ['TCP', 'UDP']",
        "listener-hostname-not-allowed spec.listeners[0].hostname",
    );
    refuses(
        &gateway("  - {name: a, port: 80, protocol: HTTP}\n  - {name: a, port: 81, protocol: HTTP}"),
        "spec.listeners: Invalid value: \"array\": Listener name must be unique within the Gateway",
        "listener-name-twice spec.listeners[1].name",
    );
    refuses(
        &gateway("  - {name: a, port: 80, protocol: HTTP}\n  - {name: b, port: 80, protocol: HTTP}"),
        "spec.listeners: Invalid value: \"array\": Combination of port, protocol and hostname must be unique for each \
         listener",
        "listener-twice spec.listeners[1].port",
    );
    refuses(
        &gateway("  - {name: a, port: 443, protocol: HTTPS, tls: {mode: Terminate}}"),
        "spec.listeners[0].tls: Invalid value: \"object\": no such key: certificateRefs evaluating rule: \
         certificateRefs or options must be specified when mode is Terminate",
        "listener-certificate-missing spec.listeners[0].tls",
    );
}

#[test]
fn listeners_that_only_look_alike_are_accepted() {
    accepts(&gateway(
        "  - {name: a, port: 80, protocol: HTTP}\n  - {name: b, port: 80, protocol: HTTP, hostname: x.y}",
    ));
    accepts(&gateway("  - {name: a, port: 443, protocol: HTTPS}\n  - {name: b, port: 443, protocol: TLS}"));
    accepts(&gateway("  - {name: a, port: 443, protocol: TLS, tls: {mode: Passthrough}}"));
    accepts(&gateway("  - {name: a, port: 443, protocol: HTTPS, tls: {options: {a: b}}}"));
}

/// Messages: oracle, scenario X10 and the admission set.
#[test]
fn parent_refs_to_one_gateway_must_differ_by_section_or_port() {
    let specified = "spec.parentRefs: Invalid value: \"array\": sectionName or port must be specified when parentRefs \
                     includes 2 or more references to the same parent";
    let unique = "spec.parentRefs: Invalid value: \"array\": sectionName or port must be unique when parentRefs \
                  includes 2 or more references to the same parent";
    let rules = "  rules: [{backendRefs: [{name: s, port: 80}]}]";
    for (kind, version) in [("HTTPRoute", "v1"), ("GRPCRoute", "v1"), ("TCPRoute", "v1alpha2")] {
        let with = |refs: &str| route(kind, version, &format!("  parentRefs: [{refs}]\n{rules}"));
        refuses(&with("{name: a}, {name: a, sectionName: s}"), specified, "parent-section-missing spec.parentRefs[1]");
        refuses(&with("{name: a, port: 80}, {name: a, port: 80}"), unique, "parent-twice spec.parentRefs[1]");
        accepts(&with("{name: a, sectionName: one}, {name: a, sectionName: two}"));
        // The route's own namespace written out counts as another parent.
        accepts(&with("{name: a}, {name: a, namespace: default}"));
    }
}

/// Messages: oracle, scenarios X04, X09, S34k.
#[test]
fn wrong_types_are_refused_in_the_words_of_the_api_server() {
    refuses(
        &gateway("  - {name: a, port: 80, protocol: HTTP}\n  - {name: y, port: 81, protocol: HTTP}"),
        "spec.listeners[1].name: Invalid value: \"boolean\": spec.listeners[1].name in body must be of type string: \
         \"boolean\"",
        "field-type spec.listeners[1].name",
    );
    refuses(
        &route("HTTPRoute", "v1", "  parentRefs: [{name: kong, port: \"80\"}]"),
        "spec.parentRefs[0].port: Invalid value: \"string\": spec.parentRefs[0].port in body must be of type integer: \
         \"string\"",
        "field-type spec.parentRefs[0].port",
    );
    refuses(
        &route("HTTPRoute", "v1", "  rules: [{matches: {path: /x}}]"),
        "spec.rules[0].matches: Invalid value: \"object\": spec.rules[0].matches in body must be of type array: \
         \"object\"",
        "field-type spec.rules[0].matches",
    );
    refuses(
        &gateway("  - {name: a, protocol: HTTP}"),
        "spec.listeners[0].port: Required value",
        "field-missing spec.listeners[0].port",
    );
}

#[test]
fn an_unknown_field_is_dropped_with_a_warning() {
    let (refused, problems) = admit_text(&gateway("  - {name: a, port: 80, protocol: HTTP, hostnme: x.y}"));
    assert!(refused.is_empty());
    assert_eq!(problems, ["unknown-field spec.listeners[0].hostnme"]);
}

#[test]
fn a_route_needs_no_hostnames() {
    accepts(&route(
        "TLSRoute",
        "v1alpha2",
        "  parentRefs: [{name: a}]\n  rules: [{backendRefs: [{name: s, port: 80}]}]",
    ));
}

/// Messages: oracle, the admission set and scenario X10.
#[test]
fn texts_and_lists_are_refused_by_form_and_size() {
    refuses(
        &route("HTTPRoute", "v1", "  hostnames: [A.example.com]"),
        "spec.hostnames[0]: Invalid value: \"A.example.com\": spec.hostnames[0] in body should match \
         '^(\\*\\.)?[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$'",
        "field-pattern spec.hostnames[0]",
    );
    refuses(
        &gateway("    []"),
        "spec.listeners: Invalid value: 0: spec.listeners in body should have at least 1 items",
        "field-count spec.listeners",
    );
    refuses(
        &gateway("  - {name: a, port: 70000, protocol: HTTP}"),
        "spec.listeners[0].port: Invalid value: 70000: spec.listeners[0].port in body should be less than or equal to \
         65535",
        "field-range spec.listeners[0].port",
    );
    let name = "n".repeat(254);
    refuses(
        &gateway(&format!("  - {{name: {name}, port: 80, protocol: HTTP}}")),
        "spec.listeners[0].name: Too long: may not be more than 253 bytes",
        "field-length spec.listeners[0].name",
    );
    refuses(
        &gateway("  - {name: a, port: 80, protocol: HTTP, allowedRoutes: {namespaces: {from: all}}}"),
        "spec.listeners[0].allowedRoutes.namespaces.from: Unsupported value: \"all\": supported values: \"All\", \
         \"Selector\", \"Same\"",
        "field-word spec.listeners[0].allowedRoutes.namespaces.from",
    );
}

/// kube-openapi: the alternative that fits most gives the reason; the words about the alternatives have no path.
#[test]
fn an_address_of_a_gateway_must_be_one() {
    let (refused, problems) =
        admit_text(&(gateway("  - {name: a, port: 80, protocol: HTTP}") + "\n  addresses: [{value: here}]"));
    assert_eq!(
        refused,
        [[
            "<nil>: Invalid value: \"\": \"spec.addresses[0]\" must validate one and only one schema (oneOf). Found none \
             valid",
            "<nil>: Invalid value: \"\": \"spec.addresses[0].value\" must validate at least one schema (anyOf)",
            "spec.addresses[0].value: Invalid value: \"here\": spec.addresses[0].value in body must be of type ipv4: \
             \"here\"",
        ]]
    );
    assert_eq!(problems, ["field-pattern spec.addresses[0].value"]);
    accepts(&(gateway("  - {name: a, port: 80, protocol: HTTP}") + "\n  addresses: [{value: 10.0.0.1}]"));
}

/// Messages: oracle, scenarios X09 and X10.
#[test]
fn kinds_of_kong_have_rules_too() {
    let kong = |version: &str, kind: &str, rest: &str| {
        format!("apiVersion: configuration.konghq.com/{version}\nkind: {kind}\nmetadata: {{name: x}}\n{rest}")
    };
    refuses(
        &kong("v1", "KongConsumer", ""),
        "<nil>: Invalid value: \"object\": Need to provide either username or custom_id",
        "consumer-without-name metadata.name",
    );
    refuses(&kong("v1", "KongPlugin", "config: {}"), "plugin: Required value", "field-missing plugin");
    refuses(
        &kong("v1beta1", "KongUpstreamPolicy", "spec: {hashOn: {cookie: c}, algorithm: consistent-hashing}"),
        "<nil>: Invalid value: \"object\": When spec.hashOn.cookie is set, spec.hashOn.cookiePath is required.",
        "field-rule ",
    );
    accepts(&kong("v1", "KongConsumer", "custom_id: c\nusername: null"));
}

/// A real server goes on to the rules after a pattern; the recorded messages are those of the schema alone.
#[test]
fn problems_of_both_layers_are_told_where_the_server_would_find_both() {
    let (refused, problems) =
        admit_text(&gateway("  - {name: A, port: 80, protocol: HTTP, tls: {certificateRefs: [{name: c}]}}"));
    assert_eq!(refused.iter().flatten().count(), 1);
    assert_eq!(problems, ["field-pattern spec.listeners[0].name", "listener-tls-not-allowed spec.listeners[0].tls"]);
    let (_, problems) = admit_text(&gateway("  - {name: a, port: x, protocol: HTTP, tls: {}}"));
    assert_eq!(problems, ["field-type spec.listeners[0].port"]);
}

/// Kubernetes: `x-kubernetes-list-type: map` and `set`; the recorded runs let such objects through.
#[test]
fn an_item_that_stands_twice_is_told_and_goes_on() {
    let (refused, problems) = admit_text(&route(
        "HTTPRoute",
        "v1",
        "  rules: [{matches: [{headers: [{name: x, value: a}, {name: z, value: a}, {name: x, value: b}]}]}]",
    ));
    assert!(refused.is_empty());
    assert_eq!(problems, ["field-item-twice spec.rules[0].matches[0].headers[2]"]);
}

/// Go's encoding/json: annotations and labels are texts; the word `null` is an empty one.
#[test]
fn an_annotation_without_quotes_is_refused() {
    let text = |value: &str| {
        format!("apiVersion: v1\nkind: Service\nmetadata: {{name: s, annotations: {{konghq.com/strip-path: {value}}}}}")
    };
    refuses(
        &text("yes"),
        "json: cannot unmarshal bool into Go struct field ObjectMeta.metadata.annotations of type string",
        "field-type metadata.annotations[\"konghq.com/strip-path\"]",
    );
    accepts(&text("\"true\""));
    accepts(&text("null"));
}
