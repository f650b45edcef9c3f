//! Where the values of a configuration come from: every scalar knows all the places that decided it.

mod support;

use kic_core::translate::TranslateSettings;
use support::{Translated, translated_with_defaults};

fn run(text: &str, change: impl FnOnce(&mut TranslateSettings)) -> Translated {
    let mut settings = TranslateSettings::golden();
    change(&mut settings);
    translated_with_defaults(text, &settings)
}

/// The texts under the places of a value, without rules.
fn written<'t>(translated: &'t Translated, pointer: &str) -> Vec<&'t str> {
    let places = translated.origins.get(pointer).unwrap_or_else(|| panic!("{pointer}: {:#?}", translated.origins));
    places.iter().map(String::as_str).filter(|place| !place.starts_with('[') || place.starts_with("[{")).collect()
}

const TWO_SERVICES: &str = "
apiVersion: v1
kind: Service
metadata: {name: a, namespace: default, annotations: {konghq.com/retries: '3', konghq.com/host-header: a.b}}
spec: {ports: [{name: http, port: 80}]}
---
apiVersion: v1
kind: Service
metadata: {name: b, namespace: default, annotations: {konghq.com/retries: \"3\", konghq.com/host-header: 'a.b'}}
spec: {ports: [{name: http, port: 8080}]}
---
";

#[test]
fn annotations_of_several_services_decide_together() {
    let text = format!(
        "{TWO_SERVICES}
apiVersion: gateway.networking.k8s.io/v1
kind: HTTPRoute
metadata: {{name: r, namespace: default}}
spec:
  rules:
  - matches: [{{path: {{value: /x}}}}]
    backendRefs: [{{name: a, port: 80}}, {{name: b, port: 8080}}]
"
    );
    let got = run(&text, |_| {});
    assert_eq!(written(&got, "/services/0/retries"), ["'3'", "\"3\""]);
    assert_eq!(written(&got, "/upstreams/0/host_header"), ["a.b", "'a.b'"]);
    // The port is that of the last backendRef, and that of its Service.
    assert_eq!(written(&got, "/services/0/port"), ["8080", "8080"]);
    assert_eq!(written(&got, "/services/0/routes/0/paths/0"), ["/x"]);
    assert!(got.origins["/services/0/connect_timeout"][0].starts_with("[KIC: "));
}

/// Combined rules of several HTTPRoutes: paths from each match, the name from the first match, timeouts from the last
/// rule with a value, the service's name from all backendRefs.
#[test]
fn combined_rules_keep_their_own_places() {
    let route = |name: &str, path: &str, timeout: &str| {
        format!(
            "
apiVersion: gateway.networking.k8s.io/v1
kind: HTTPRoute
metadata: {{name: {name}, namespace: default}}
spec:
  rules:
  - matches: [{{path: {{value: {path}}}}}, {{path: {{value: {path}/second}}}}]
    timeouts: {{backendRequest: {timeout}}}
    backendRefs: [{{name: a, port: 80}}]
---
"
        )
    };
    let text = format!("{TWO_SERVICES}{}{}", route("one", "/one", "5s"), route("two", "/two", "7s"));
    let got = run(&text, |settings| settings.combined_services = true);
    assert_eq!(got.config["services"][0]["name"], "httproute.default.svc.default.a.80.1");
    assert_eq!(written(&got, "/services/0/read_timeout"), ["7s"]);
    // Sorted by name: `…one.0.0` before `…two.0.0`.
    assert_eq!(written(&got, "/services/0/routes/0/name"), ["one", "default", "{path: {value: /one}}"]);
    assert_eq!(written(&got, "/services/0/routes/0/paths/0"), ["/one"]);
    assert_eq!(written(&got, "/services/0/routes/0/paths/2"), ["/one/second"]);
    assert_eq!(written(&got, "/services/0/routes/1/paths/0"), ["/two"]);
    let name = written(&got, "/services/0/name");
    assert_eq!(name, ["default", "a", "default", "a"], "two places in each HTTPRoute");
}

#[test]
fn protocols_come_from_the_listeners() {
    let text = format!(
        "{TWO_SERVICES}
apiVersion: gateway.networking.k8s.io/v1
kind: Gateway
metadata: {{name: gw, namespace: default}}
spec:
  gatewayClassName: kong
  listeners: [{{name: web, port: 80, protocol: HTTP}}, {{name: also, port: 81, protocol: HTTP}}]
---
apiVersion: gateway.networking.k8s.io/v1
kind: HTTPRoute
metadata: {{name: r, namespace: default}}
spec:
  parentRefs: [{{name: gw}}]
  rules: [{{backendRefs: [{{name: a, port: 80}}]}}]
"
    );
    let got = run(&text, |_| {});
    assert_eq!(written(&got, "/services/0/routes/0/protocols/0"), ["HTTP", "{name: gw}", "HTTP"]);
}

#[test]
fn a_plugin_patched_from_a_secret_knows_the_secret() {
    let text = format!(
        "{TWO_SERVICES}
apiVersion: v1
kind: Secret
metadata: {{name: s, namespace: default}}
stringData: {{limit: '{{\"minute\": 5}}'}}
---
apiVersion: configuration.konghq.com/v1
kind: KongPlugin
metadata: {{name: p, namespace: default}}
plugin: rate-limiting
config: {{policy: local}}
configPatches: [{{path: /by, valueFrom: {{secretKeyRef: {{name: s, key: limit}}}}}}]
---
apiVersion: gateway.networking.k8s.io/v1
kind: HTTPRoute
metadata: {{name: r, namespace: default, annotations: {{konghq.com/plugins: p}}}}
spec:
  rules: [{{backendRefs: [{{name: a, port: 80}}]}}]
"
    );
    let got = run(&text, |_| {});
    assert_eq!(written(&got, "/plugins/0/config/policy"), ["local"]);
    assert_eq!(written(&got, "/plugins/0/config/by/minute"), ["'{\"minute\": 5}'"]);
    assert_eq!(written(&got, "/plugins/0/name"), ["rate-limiting"]);
    assert_eq!(written(&got, "/plugins/0/route")[0], "p");
}

/// An entity of one Secret, its server names from several listeners; the one that was merged away is in the id.
#[test]
fn a_merged_certificate_knows_all_its_secrets() {
    let pem = include_str!("support/key_pairs/ec.crt");
    let key = include_str!("support/key_pairs/ec.pkcs8.key");
    let indented = |text: &str| text.lines().map(|line| format!("    {line}\n")).collect::<Vec<_>>().concat();
    let secret = |name: &str, uid: &str| {
        format!(
            "
apiVersion: v1
kind: Secret
metadata: {{name: {name}, namespace: default, uid: {uid}}}
stringData:
  tls.crt: |
{}  tls.key: |
{}---
",
            indented(pem),
            indented(key)
        )
    };
    let listener = |name: &str, secret: &str| {
        format!(
            "  - {{name: {name}, port: 443, protocol: HTTPS, hostname: {name}.com, tls: {{certificateRefs: [{{name: {secret}}}]}}}}\n"
        )
    };
    let text = format!(
        "{}{}
apiVersion: gateway.networking.k8s.io/v1
kind: GatewayClass
metadata: {{name: kong}}
spec: {{controllerName: ours}}
---
apiVersion: gateway.networking.k8s.io/v1
kind: Gateway
metadata: {{name: gw, namespace: default}}
spec:
  gatewayClassName: kong
  listeners:
{}{}status:
  listeners: [{{name: one}}, {{name: two}}]
",
        secret("s2", "u2"),
        secret("s1", "u1"),
        listener("one", "s2"),
        listener("two", "s1")
    );
    let got = run(&text, |settings| settings.gateway_controller_name = "ours".to_owned());
    let certificate = &got.config["certificates"][0];
    assert_eq!(certificate["id"], "u1");
    // Each id with the certificateRef that asks for its Secret.
    assert_eq!(written(&got, "/certificates/0/id"), ["u2", "s2", "u1", "s1"]);
    assert_eq!(written(&got, "/certificates/0/snis/0/name"), ["one.com"]);
    assert_eq!(written(&got, "/certificates/0/snis/1/name"), ["two.com"]);
    assert_eq!(got.config["certificates"].as_array().unwrap().len(), 1);
}
