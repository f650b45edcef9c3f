use super::*;
use crate::k8s::load::{self, Stored};
use crate::text::{Pane, SourceFile, Sources};
use crate::yaml::{self, Limits};

/// Admits the documents of a text: the messages of each refused object, and the problems as `code path`.
fn admit_text(text: &str) -> (Vec<Vec<String>>, Vec<String>) {
    let sources = Sources::new([SourceFile { name: "test", pane: Pane::Manifests, text }]);
    let (file, source) = sources.of(Pane::Manifests).next().unwrap();
    let mut problems = Vec::new();
    let documents = yaml::parse(file, source.text, &Limits::default(), &mut problems);
    let loaded = load::load(documents, Stored::AsPasted, "default", &mut problems);
    let admitted = admit(loaded.objects, &mut problems);
    let codes = problems
        .iter()
        .map(|problem| format!("{} {}", problem.code.as_str(), problem.path.clone().unwrap_or_default()))
        .collect();
    (admitted.refused.into_iter().map(|(_, left_out)| left_out.why).collect(), codes)
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

/// The crate's types are those of a later Gateway API; what only it asks for is not asked for here.
#[test]
fn fields_that_a_later_gateway_api_changed_are_let_through() {
    accepts(&route(
        "TLSRoute",
        "v1alpha2",
        "  parentRefs: [{name: a}]\n  rules: [{backendRefs: [{name: s, port: 80}]}]",
    ));
}
