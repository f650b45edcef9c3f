//! Section 15.5.

use serde_json::{Value, json};

use super::{CLASS, LOAD_BALANCER, STD_ENV, STD_PORTS, gateway, proxy, with_statuses};
use crate::k8s::Kind;

const HTTP: &str = "{name: http, protocol: HTTP, port: 80}";

/// A route in `namespace` with the lines of a spec.
fn route(kind: &str, namespace: &str, spec: &str) -> String {
    let version = if matches!(kind, "HTTPRoute" | "GRPCRoute") { "v1" } else { "v1alpha2" };
    format!(
        "apiVersion: gateway.networking.k8s.io/{version}\nkind: {kind}\nmetadata: {{name: r, namespace: \
         {namespace}}}\nspec: {{{spec}}}\n"
    )
}

struct Outcome {
    /// `Accepted` of each parent: `True`, or the reason.
    accepted: Vec<String>,
    /// `Programmed` of each parent: the reason.
    programmed: Vec<String>,
    /// `ResolvedRefs` of the first parent: reason and message.
    resolved: Option<String>,
    /// The hostnames with which it is pushed.
    pushed: Option<Vec<String>>,
    status: Value,
    error: Option<String>,
}

fn run(listeners: &[&str], kind: &str, namespace: &str, spec: &str, more: &[String]) -> Outcome {
    let listeners: Vec<String> = listeners.iter().map(|listener| (*listener).to_owned()).collect();
    let mut documents =
        vec![CLASS.to_owned(), proxy(STD_PORTS, LOAD_BALANCER), gateway(&listeners), route(kind, namespace, spec)];
    documents.extend(more.iter().cloned());
    with_statuses(&documents, STD_ENV, |reconciled, statuses| {
        let (kind, status_key) = match kind {
            "HTTPRoute" => (Kind::HTTPRoute, "httpRoutes"),
            "GRPCRoute" => (Kind::GRPCRoute, "grpcRoutes"),
            "TCPRoute" => (Kind::TCPRoute, "tcpRoutes"),
            "UDPRoute" => (Kind::UDPRoute, "udpRoutes"),
            _ => (Kind::TLSRoute, "tlsRoutes"),
        };
        let status = statuses[status_key][format!("{namespace}/r")].clone();
        let parents = status["parents"].as_array().cloned().unwrap_or_default();
        let condition = |parent: &Value, wanted: &str| {
            parent["conditions"].as_array().unwrap().iter().find(|condition| condition["type"] == wanted).cloned()
        };
        let reasons = |wanted: &str| {
            parents
                .iter()
                .map(|parent| {
                    let condition = condition(parent, wanted).unwrap();
                    let reason = condition["reason"].as_str().unwrap();
                    if reason == "Accepted" { "True".to_owned() } else { reason.to_owned() }
                })
                .collect()
        };
        let pushed = reconciled.cache.routes(kind).first();
        Outcome {
            accepted: reasons("Accepted"),
            programmed: reasons("Programmed"),
            resolved: parents.first().and_then(|parent| condition(parent, "ResolvedRefs")).map(|condition| {
                format!("{} {}", condition["reason"].as_str().unwrap(), condition["message"].as_str().unwrap())
            }),
            pushed: pushed
                .map(|cached| cached.route.hostnames.iter().map(|hostname| hostname.value.to_owned()).collect()),
            error: statuses["errors"][0]["message"].as_str().map(ToOwned::to_owned),
            status,
        }
    })
}

/// An HTTPRoute to these listeners: `Accepted` of its first parent.
#[track_caller]
fn http(listeners: &[&str], namespace: &str, spec: &str) -> String {
    run(listeners, "HTTPRoute", namespace, spec, &[]).accepted.first().cloned().unwrap_or_default()
}

const TO_GW: &str = "parentRefs: [{name: gw, namespace: default}]";
const TO_HTTP: &str = "parentRefs: [{name: gw, namespace: default, sectionName: http}]";

#[test]
fn parents_accept_as_in_the_worked_examples() {
    let broken = "{name: http, protocol: HTTP, port: 8080}";
    let all = "{name: http, protocol: HTTP, port: 80, allowedRoutes: {namespaces: {from: All}}}";
    // R1, R5 to R9, R11, R12.
    assert_eq!(http(&[HTTP], "default", TO_GW), "True");
    assert_eq!(http(&[broken], "default", TO_GW), "NotAllowedByListeners");
    assert_eq!(http(&[broken], "default", TO_HTTP), "NoMatchingParent");
    assert_eq!(http(&[HTTP], "apps", "parentRefs: [{name: gw, namespace: default}]"), "NotAllowedByListeners");
    assert_eq!(http(&[HTTP], "apps", TO_HTTP), "NoMatchingParent");
    assert_eq!(http(&[all], "apps", TO_GW), "True");
    assert_eq!(http(&[HTTP], "default", "parentRefs: [{name: gw, sectionName: nope}]"), "NoMatchingParent");
    assert_eq!(http(&[HTTP], "default", "parentRefs: [{name: gw, sectionName: ''}]"), "True");
    // R13, second half.
    assert_eq!(http(&[HTTP], "default", "parentRefs: [{name: gw, port: 81}]"), "NoMatchingParent");
    // R23 to R25.
    assert_eq!(http(&["{name: tcp, protocol: TCP, port: 9901}"], "default", TO_GW), "NotAllowedByListeners");
    let passthrough = "{name: https, protocol: HTTPS, port: 443, tls: {mode: Passthrough}}";
    assert_eq!(http(&[passthrough], "default", TO_GW), "NoMatchingParent");
    let tcp_only = "{name: http, protocol: HTTP, port: 80, allowedRoutes: {kinds: [{kind: TCPRoute}]}}";
    assert_eq!(http(&[tcp_only], "default", TO_GW), "NotAllowedByListeners");
    // R32.
    let hosts = ["{name: a, protocol: HTTP, port: 80, hostname: a.com}", "{name: b, protocol: HTTP, port: 8080}"];
    let spec = format!("{TO_GW}, hostnames: [x.org]");
    assert_eq!(http(&hosts, "default", &spec), "NoMatchingListenerHostname");
}

#[test]
fn a_selector_looks_at_the_labels_of_the_namespace() {
    // R10.
    let listener = |selector: &str| {
        format!("{{name: http, protocol: HTTP, port: 80, allowedRoutes: {{namespaces: {{from: Selector{selector}}}}}}}")
    };
    let namespace = ["apiVersion: v1\nkind: Namespace\nmetadata: {name: apps, labels: {team: blue}}\n".to_owned()];
    let accepted = |selector: &str, more: &[String]| run(&[&listener(selector)], "HTTPRoute", "apps", TO_GW, more);
    let of = |selector: &str| accepted(selector, &namespace).accepted;
    assert_eq!(of(", selector: {matchLabels: {team: blue}}"), ["True"]);
    assert_eq!(of(", selector: {matchLabels: {team: red}}"), ["NotAllowedByListeners"]);
    assert_eq!(of(", selector: {}"), ["True"]);
    assert_eq!(of(""), ["NotAllowedByListeners"]);
    let missing = accepted(", selector: {}", &[]);
    assert_eq!(missing.status, json!({"parents": null}));
    assert_eq!(
        missing.error.unwrap(),
        "failed matching listener http to a route r for gateway gw: failed to get namespace apps: namespaces \"apps\" not found"
    );
}

#[test]
fn a_parent_that_does_not_exist_leaves_no_entry() {
    // R2.
    let outcome = run(&[HTTP], "HTTPRoute", "default", "parentRefs: [{name: other}]", &[]);
    assert_eq!(outcome.status, json!({"parents": null}));
    assert_eq!(outcome.pushed, None);
    let outcome =
        run(&[HTTP], "HTTPRoute", "default", "parentRefs: [{name: gw}, {name: s, kind: Service, group: ''}]", &[]);
    assert_eq!(outcome.status, json!({"parents": null}));
    assert_eq!(outcome.error.unwrap(), "unsupported parent kind /Service");
}

#[test]
fn hostnames_are_narrowed_as_in_the_worked_examples() {
    // R14 to R22.
    let pushed = |listeners: &[&str], hostnames: &str| {
        run(listeners, "HTTPRoute", "default", &format!("{TO_GW}, hostnames: [{hostnames}]"), &[]).pushed
    };
    let host = |name: &str| format!("{{name: l{}, protocol: HTTP, port: 80, hostname: '{name}'}}", name.len());
    let hosts = |names: &[&str]| Some(names.iter().map(|name| (*name).to_owned()).collect::<Vec<_>>());
    assert_eq!(pushed(&[&host("a.com")], "x.org"), None);
    assert_eq!(pushed(&[&host("*.a.com")], "x.a.com, y.b.com, '*.a.com'"), hosts(&["x.a.com", "*.a.com"]));
    assert_eq!(pushed(&[&host("x.a.com")], "'*.a.com'"), hosts(&["x.a.com"]));
    assert_eq!(pushed(&[&host("x.a.com")], ""), hosts(&["x.a.com"]));
    let https = "{name: https, protocol: HTTPS, port: 443, hostname: b.com}";
    assert_eq!(pushed(&[&host("a.com"), https], ""), hosts(&["a.com", "b.com"]));
    assert_eq!(pushed(&[&host("a.com"), "{name: any, protocol: HTTPS, port: 443}"], ""), hosts(&[]));
    let tls = "{name: tls, protocol: TLS, port: 9903, hostname: t.com}";
    assert_eq!(pushed(&[&host("a.com"), tls], ""), hosts(&["a.com", "t.com"]));
    assert_eq!(pushed(&[&host("x.a.com"), &host("yy.a.com")], "'*.a.com'"), hosts(&["x.a.com"]));
    let tcp = "{name: tcp, protocol: TCP, port: 9901}";
    assert_eq!(pushed(&[tcp, &host("a.com")], "a.com, zzz.org"), hosts(&["a.com", "zzz.org"]));
}

#[test]
fn other_kinds_need_their_protocols() {
    let of = |kind: &str, listener: &str, rest: &str| {
        run(&[listener], kind, "default", &format!("{TO_GW}{rest}"), &[]).accepted.first().cloned().unwrap()
    };
    let tls = |mode: &str| format!("{{name: tls, protocol: TLS, port: 9903{mode}}}");
    // R26 to R30.
    assert_eq!(of("GRPCRoute", HTTP, ""), "True");
    let listed = "{name: http, protocol: HTTP, port: 80, allowedRoutes: {kinds: [{kind: GRPCRoute}]}}";
    assert_eq!(of("GRPCRoute", listed, ""), "NotAllowedByListeners");
    assert_eq!(of("TCPRoute", "{name: tcp, protocol: TCP, port: 9901}", ""), "True");
    assert_eq!(of("TCPRoute", &tls(""), ""), "NotAllowedByListeners");
    assert_eq!(of("UDPRoute", "{name: udp, protocol: UDP, port: 9902}", ""), "True");
    assert_eq!(of("TLSRoute", &tls(""), ""), "True");
    assert_eq!(of("TLSRoute", &tls(", tls: {mode: Passthrough}"), ""), "True");
    assert_eq!(of("TLSRoute", &tls(", tls: {mode: Terminate}"), ""), "NoMatchingParent");
    assert_eq!(of("TLSRoute", &tls(", hostname: b.com"), ", hostnames: [a.com]"), "NoMatchingListenerHostname");
}

#[test]
fn each_section_has_an_entry_and_all_become_programmed() {
    // R31.
    let spec = "parentRefs: [{name: gw, sectionName: http}, {name: gw, sectionName: x}]";
    let outcome = run(&[HTTP], "HTTPRoute", "default", spec, &[]);
    assert_eq!(outcome.accepted, ["True", "NoMatchingParent"]);
    assert_eq!(outcome.programmed, ["ConfiguredInGateway", "ConfiguredInGateway"]);
    assert_eq!(outcome.status["parents"][1]["parentRef"]["sectionName"], "x");
}

#[test]
fn an_unresolved_backend_has_the_words_of_the_controller() {
    let resolved = |backend: &str, more: &[String]| {
        let spec = format!("{TO_GW}, rules: [{{backendRefs: [{{{backend}, port: 80}}]}}]");
        run(&[HTTP], "HTTPRoute", "default", &spec, more).resolved.unwrap()
    };
    let foreign =
        ["apiVersion: v1\nkind: Service\nmetadata: {name: x, namespace: apps}\nspec: {ports: [{port: 80}]}\n"
            .to_owned()];
    // R33 to R35.
    assert_eq!(resolved("name: x", &[]), "BackendNotFound target default/x of type Service does not exist");
    assert_eq!(
        resolved("name: x, namespace: apps", &foreign),
        "RefNotPermitted apps/x is in a different namespace than the HTTPRoute (namespace default) and no ReferenceGrant \
         allowing reference is configured"
    );
    assert_eq!(
        resolved("name: x, kind: Foo, group: example.com", &[]),
        "InvalidKind target default/x has unsupported type example.com/Foo"
    );
    // Existence comes before the grant.
    assert_eq!(
        resolved("name: other, namespace: apps", &foreign),
        "BackendNotFound target apps/other of type Service does not exist"
    );
}

#[test]
fn a_port_in_a_parent_ref_makes_the_status_alternate() {
    // R13, first half; section 10.7.
    let documents = vec![
        CLASS.to_owned(),
        proxy(STD_PORTS, LOAD_BALANCER),
        gateway(&[HTTP.to_owned()]),
        route("HTTPRoute", "default", "parentRefs: [{name: gw, port: 80}]"),
    ];
    with_statuses(&documents, STD_ENV, |reconciled, statuses| {
        let parents = &statuses["httpRoutes"]["default/r"]["parents"];
        assert_eq!(parents.as_array().unwrap().len(), 1);
        let reasons: Vec<&str> = parents[0]["conditions"]
            .as_array()
            .unwrap()
            .iter()
            .map(|condition| condition["reason"].as_str().unwrap())
            .collect();
        assert_eq!(reasons, ["Accepted", "Unknown", "ResolvedRefs"]);
        assert_eq!(reconciled.routes(Kind::HTTPRoute)[0].parents.other.as_deref().map(<[_]>::len), Some(0));
        // The Gateway counts what the round before left.
        assert_eq!(statuses["gateways"]["default/gw"]["listeners"][0]["attachedRoutes"], 0);
    });
}

#[test]
fn only_the_last_section_of_an_l4_route_is_visible() {
    // Section 10.7.
    let listeners = ["{name: a, protocol: TCP, port: 9901}", "{name: b, protocol: TCP, port: 9901}"];
    let spec = "parentRefs: [{name: gw, sectionName: a}, {name: gw, sectionName: b}]";
    let one = ["{name: a, protocol: TCP, port: 9901}"];
    let outcome = run(&one, "TCPRoute", "default", spec, &[]);
    assert_eq!(outcome.accepted, ["NoMatchingParent"]);
    assert_eq!(outcome.status["parents"][0]["parentRef"]["sectionName"], "b");
    assert_eq!(outcome.programmed, ["Unknown"]);
    // Both conflict, hence neither takes the route.
    assert_eq!(run(&listeners, "TCPRoute", "default", spec, &[]).accepted, ["NoMatchingParent"]);
}

#[test]
fn entries_of_other_controllers_stay_and_get_conditions() {
    // Section 10.7; stale entries of ours go, section 10.8.
    let status = "status:\n  parents:\n  - {parentRef: {name: other, namespace: default}, controllerName: example.com/other}\n  \
                  - {parentRef: {name: old, namespace: default}, controllerName: konghq.com/kic-gateway-controller}\n";
    let documents = vec![
        CLASS.to_owned(),
        proxy(STD_PORTS, LOAD_BALANCER),
        gateway(&[HTTP.to_owned()]),
        format!("{}{status}", route("HTTPRoute", "default", TO_GW)),
    ];
    with_statuses(&documents, STD_ENV, |_, statuses| {
        let parents = statuses["httpRoutes"]["default/r"]["parents"].as_array().unwrap();
        let names: Vec<&str> = parents.iter().map(|parent| parent["parentRef"]["name"].as_str().unwrap()).collect();
        assert_eq!(names, ["other", "gw"]);
        let foreign: Vec<&str> = parents[0]["conditions"]
            .as_array()
            .unwrap()
            .iter()
            .map(|condition| condition["reason"].as_str().unwrap())
            .collect();
        assert_eq!(foreign, ["Unknown", "ResolvedRefs"]);
    });
}

#[test]
fn tcp_and_udp_routes_have_no_status_before_kong_runs_them() {
    let documents = vec![
        CLASS.to_owned(),
        proxy(STD_PORTS, LOAD_BALANCER),
        gateway(&["{name: tcp, protocol: TCP, port: 9901}".to_owned()]),
        route("TCPRoute", "default", TO_GW),
    ];
    with_statuses(&documents, STD_ENV, |reconciled, statuses| {
        assert_eq!(statuses["tcpRoutes"]["default/r"]["parents"][0]["conditions"][1]["reason"], "ConfiguredInGateway");
        let waiting = reconciled.finish(&|_, _| super::ConfigurationState::Unknown);
        let waiting = serde_json::to_value(waiting).unwrap();
        assert_eq!(waiting["tcpRoutes"]["default/r"], json!({"parents": null}));
    });
    let env = STD_ENV.replace("GatewayAlpha=true", "GatewayAlpha=false");
    with_statuses(&documents, &env, |reconciled, statuses| {
        assert_eq!(statuses["tcpRoutes"]["default/r"], json!({"parents": null}));
        assert!(reconciled.cache.routes(Kind::TCPRoute).is_empty());
    });
}

#[test]
fn without_status_updates_programmed_stays_unknown() {
    let env = format!("{STD_ENV}CONTROLLER_UPDATE_STATUS=false\n");
    let documents = vec![
        CLASS.to_owned(),
        proxy(STD_PORTS, LOAD_BALANCER),
        gateway(&[HTTP.to_owned()]),
        route("HTTPRoute", "default", TO_GW),
    ];
    with_statuses(&documents, &env, |_, statuses| {
        let conditions = &statuses["httpRoutes"]["default/r"]["parents"][0]["conditions"];
        assert_eq!((&conditions[0]["reason"], &conditions[1]["reason"]), (&json!("Accepted"), &json!("Unknown")));
    });
}

#[test]
fn a_failed_translation_shows_on_every_parent() {
    let documents = vec![
        CLASS.to_owned(),
        proxy(STD_PORTS, LOAD_BALANCER),
        gateway(&[HTTP.to_owned()]),
        route("HTTPRoute", "default", TO_GW),
    ];
    with_statuses(&documents, STD_ENV, |reconciled, _| {
        let failed = serde_json::to_value(reconciled.finish(&|_, _| super::ConfigurationState::Failed)).unwrap();
        let condition = &failed["httpRoutes"]["default/r"]["parents"][0]["conditions"][1];
        assert_eq!((&condition["status"], &condition["reason"]), (&json!("False"), &json!("TranslationError")));
    });
}
