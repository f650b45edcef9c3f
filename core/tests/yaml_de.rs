//! Typed reading, on the types of the Gateway API.

use std::collections::BTreeMap;

use gateway_api::apis::experimental as api;
use gateway_api::apis::standard::backendtlspolicies::BackendTlsPolicySpec;
use kic_core::suggest::did_you_mean;
use kic_core::text::{Pane, SourceFile, Sources};
use kic_core::yaml::{Context, Document, Limits, from_node, parse};
use serde::de::DeserializeOwned;

fn read(text: &str) -> Vec<Document<'_>> {
    let sources = Sources::new([SourceFile { name: "m", pane: Pane::Manifests, text }]);
    let (file, _) = sources.iter().next().unwrap();
    let mut problems = Vec::new();
    let documents = parse(file, text, &Limits::default(), &mut problems);
    assert_eq!(problems, []);
    documents
}

/// The value, and what the context says: `place: path: words`.
fn typed<T: DeserializeOwned>(text: &str) -> (Option<T>, Vec<String>) {
    let documents = read(text);
    let mut context = Context::default();
    let value = from_node(documents[0].node.as_ref().unwrap(), &mut context);
    let under = |place: kic_core::provenance::Place| {
        let span = place.span().unwrap();
        text[span.start as usize..span.end as usize].lines().next().unwrap_or_default().to_owned()
    };
    let mut said = Vec::new();
    for field in &context.unknown_fields {
        let meant = did_you_mean(&field.name, field.known.iter().copied());
        said.push(format!("{}: {}: did you mean {meant:?}", under(field.place), field.path));
    }
    for mismatch in &context.mismatches {
        said.push(format!("{}: {}: {}", under(mismatch.place), mismatch.path, mismatch.reason));
    }
    (value, said)
}

#[test]
fn specs_of_the_gateway_api_are_read() {
    let (gateway, said) = typed::<api::gateways::GatewaySpec>(
        "gatewayClassName: kong\nlisteners:\n- name: https\n  port: 443\n  protocol: HTTPS\n  hostname: '*.example.com'\n  tls:\n    mode: Terminate\n    certificateRefs:\n    - {name: cert, group: null}\n  allowedRoutes: {namespaces: {from: All}}\n",
    );
    assert_eq!(said, Vec::<String>::new());
    let gateway = gateway.unwrap();
    assert_eq!((gateway.gateway_class_name.as_str(), gateway.listeners[0].port), ("kong", 443));

    let (route, said) = typed::<api::httproutes::HttpRouteSpec>(
        "parentRefs: [{name: kong}]\nhostnames: [a.example.com]\nrules:\n- matches:\n  - path: {type: PathPrefix, value: /x}\n  filters:\n  - type: RequestHeaderModifier\n    requestHeaderModifier: {set: [{name: a, value: b}]}\n  backendRefs: [{name: s, port: 80, weight: 1}]\n",
    );
    assert_eq!(said, Vec::<String>::new());
    assert_eq!(route.unwrap().rules.unwrap().len(), 1);

    let (route, said) = typed::<api::grpcroutes::GrpcRouteSpec>(
        "rules:\n- matches: [{method: {service: s, method: m}}]\n  backendRefs: [{name: s, port: 80}]\n",
    );
    assert!(route.is_some() && said.is_empty(), "{said:?}");
    let rules = "rules: [{backendRefs: [{name: s, port: 80}]}]";
    assert!(typed::<api::tcproutes::TcpRouteSpec>(rules).0.is_some());
    assert!(typed::<api::udproutes::UdpRouteSpec>(rules).0.is_some());
    assert!(typed::<api::tlsroutes::TlsRouteSpec>(&format!("hostnames: [a.b]\n{rules}")).0.is_some());
    let (grant, said) = typed::<api::referencegrants::ReferenceGrantSpec>(
        "from: [{group: gateway.networking.k8s.io, kind: HTTPRoute, namespace: a}]\nto: [{group: '', kind: Service}]",
    );
    assert!(grant.is_some() && said.is_empty(), "{said:?}");
    let (policy, said) = typed::<BackendTlsPolicySpec>(
        "targetRefs: [{group: '', kind: Service, name: s}]\nvalidation: {hostname: a.b, wellKnownCACertificates: System}",
    );
    assert!(policy.is_some() && said.is_empty(), "{said:?}");
}

#[test]
fn unknown_fields_are_recorded_and_skipped() {
    let (gateway, said) = typed::<api::gateways::GatewaySpec>(
        "gatewayClassName: kong\nlistenrs: {a: [1]}\nlisteners:\n- {name: a, port: 80, protocol: HTTP, hostName: x}\n",
    );
    assert!(gateway.is_some());
    assert_eq!(
        said,
        [
            "listenrs: listenrs: did you mean Some(\"listeners\")",
            "hostName: listeners[0].hostName: did you mean Some(\"hostname\")",
        ]
    );
}

#[test]
fn mismatches_have_their_place_and_path() {
    let said = |text| typed::<api::gateways::GatewaySpec>(text).1;
    assert_eq!(
        said("gatewayClassName: k\nlisteners:\n- {name: a, port: eighty, protocol: HTTP}"),
        ["eighty: listeners[0].port: the string `eighty` stands where an integer of 32 bits is expected"]
    );
    assert_eq!(
        said("gatewayClassName: k\nlisteners:\n- {name: a, port: 99999999999, protocol: HTTP}"),
        ["99999999999: listeners[0].port: the number `99999999999` stands where an integer of 32 bits is expected"]
    );
    assert_eq!(
        said("gatewayClassName: k\nlisteners:\n- name: a\n  protocol: HTTP"),
        ["name: a: listeners[0]: `port` is missing"]
    );
    assert_eq!(said("gatewayClassName: k\nlisteners: {}"), ["{}: listeners: a map stands where a list is expected"]);
    assert_eq!(
        said(
            "gatewayClassName: k\nlisteners:\n- {name: a, port: 1, protocol: HTTP, allowedRoutes: {namespaces: {from: Al}}}"
        ),
        ["Al: listeners[0].allowedRoutes.namespaces.from: `Al` is none of `All`, `Selector`, `Same`"]
    );
    assert_eq!(
        said("gatewayClassName: yes\nlisteners: []"),
        ["yes: gatewayClassName: the boolean `true` stands where a string is expected"]
    );
}

#[test]
fn values_without_a_schema_are_read_as_json() {
    let (value, said) = typed::<BTreeMap<String, serde_json::Value>>("a: [1, 2.5, x, null, {b: yes}]\n18: ~");
    assert_eq!(said, Vec::<String>::new());
    assert_eq!(serde_json::to_string(&value).unwrap(), r#"{"18":null,"a":[1,2.5,"x",null,{"b":true}]}"#);
}
