//! What the Helm values do to a report. What the chart renders is compared with Helm by the suite `helm` of `kic-tests`.

use kic_core::helm::{Release, describe};
use serde_json::Value;

const RELEASE: Release<'_> = Release { name: "chartsnap", namespace: "default" };

const VALUES: &str = "\
proxy:
  stream:
  - containerPort: 9901
    servicePort: 9901
    protocol: TCP
  - containerPort: 9903
    servicePort: 9903
    parameters: [ssl]
";

const GATEWAY: &str = "\
apiVersion: gateway.networking.k8s.io/v1
kind: GatewayClass
metadata: {name: kong, annotations: {konghq.com/gatewayclass-unmanaged: 'true'}}
spec: {controllerName: konghq.com/kic-gateway-controller}
---
apiVersion: gateway.networking.k8s.io/v1
kind: Gateway
metadata: {name: edge}
spec:
  gatewayClassName: kong
  listeners:
  - {name: http, protocol: HTTP, port: 80}
  - {name: tcp, protocol: TCP, port: 9901}
";

/// The report for these panes, as hosts get it.
fn report(manifests: &str, environment: &str, helm: &str) -> Value {
    let input = kic_core::wire::Input {
        manifests: manifests.to_owned(),
        environment: environment.to_owned(),
        helm: helm.to_owned(),
        assume: true,
        ..Default::default()
    };
    serde_json::to_value(kic_core::wire::run(&input)).unwrap()
}

fn assumed(report: &Value) -> Vec<&str> {
    report["assumed"].as_array().unwrap().iter().map(|assumed| assumed["what"].as_str().unwrap()).collect()
}

fn codes(report: &Value) -> Vec<&str> {
    report["problems"].as_array().unwrap().iter().map(|problem| problem["code"].as_str().unwrap()).collect()
}

#[test]
fn a_gateway_is_ready_on_what_the_chart_renders() {
    let report = report(GATEWAY, "", VALUES);
    assert_eq!((report["verdict"]["ready"].clone(), report["verdict"]["listeners"].clone()), (2.into(), 2.into()));
    assert_eq!(report["does_not_start"], Value::Null);
    let assumed = assumed(&report);
    let publish =
        "`CONTROLLER_PUBLISH_SERVICE` is `default/kong-kong-proxy`: chart `kong` renders it from the Helm values";
    assert!(assumed.contains(&publish), "{assumed:?}");
    assert!(assumed.iter().any(|what| what.starts_with("the Service `default/kong-kong-proxy`")), "{assumed:?}");
    assert!(codes(&report).contains(&"helm-used"));
}

#[test]
fn the_environment_pane_wins() {
    let report = report(GATEWAY, "KONG_PROXY_LISTEN=0.0.0.0:1234\n", VALUES);
    assert_eq!(report["verdict"]["ready"], 1);
    assert!(!assumed(&report).iter().any(|what| what.starts_with("`KONG_PROXY_LISTEN`")));
}

/// What a replica does not say it has from the release, as the first one has.
#[test]
fn replicas_have_what_the_chart_renders() {
    let with = |replica: &str| {
        let input = kic_core::wire::Input {
            manifests: GATEWAY.to_owned(),
            helm: VALUES.to_owned(),
            replica_environments: vec![replica.to_owned()],
            assume: true,
            ..Default::default()
        };
        serde_json::to_value(kic_core::wire::run(&input)).unwrap()
    };
    assert_eq!(with("KONG_ROUTER_FLAVOR=traditional\n")["verdict"]["ready"], 2);
    let differs = with("KONG_STREAM_LISTEN=off\n");
    assert_eq!(differs["verdict"]["ready"], 0);
    assert!(codes(&differs).contains(&"replicas-differ"));
}

#[test]
fn a_service_of_the_manifests_wins() {
    let service = "
apiVersion: v1
kind: Service
metadata: {name: kong-kong-proxy}
spec:
  type: LoadBalancer
  ports: [{name: http, port: 80, targetPort: 8000}]
";
    let report = report(&format!("{GATEWAY}---{service}"), "", VALUES);
    assert_eq!(report["verdict"]["ready"], 1);
    assert!(!assumed(&report).iter().any(|what| what.starts_with("the Service `default/kong-kong-proxy` is")));
}

#[test]
fn a_chart_that_does_not_render_is_a_problem_at_the_value() {
    let report = report("", "", "proxy:\n  stream: {containerPort: 9901}\n");
    let problems = report["problems"].as_array().unwrap();
    let problem = problems.iter().find(|problem| problem["code"] == "helm-error").unwrap();
    assert_eq!((problem["span"]["line"].clone(), problem["span"]["column"].clone()), (2.into(), 27.into()));
}

#[test]
fn broken_values_are_reported_once_and_a_repeated_key_as_well() {
    let broken = report("", "", "proxy: [\n");
    let broken = codes(&broken);
    assert!(broken.contains(&"yaml-syntax") && !broken.contains(&"helm-error"), "{broken:?}");
    assert!(codes(&report("", "", "proxy: {}\nproxy: {}\n")).contains(&"yaml-duplicate-key"));
}

#[test]
fn an_empty_pane_gives_nothing() {
    for empty in ["", "# no values\n", "---\n"] {
        assert!(!codes(&report(GATEWAY, "", empty)).contains(&"helm-used"), "{empty:?}");
    }
}

#[test]
fn chart_ingress_is_chart_kong_twice() {
    let values = "gateway:\n  proxy:\n    stream:\n    - {containerPort: 9901, servicePort: 9901, protocol: TCP}\n";
    let rendered = describe("values.yaml", values, Release { name: "kong", namespace: "kong" });
    assert_eq!(rendered["service"]["metadata"]["name"], "kong-gateway-proxy");
    assert_eq!(rendered["service"]["spec"]["ports"][2]["port"], 9901);
    assert_eq!(rendered["env"]["KONG_STREAM_LISTEN"], "0.0.0.0:9901, [::]:9901");
    assert_eq!(rendered["controller_env"]["CONTROLLER_PUBLISH_SERVICE"], "kong/kong-gateway-proxy");
    assert_eq!(rendered["controller_env"]["CONTROLLER_KONG_ADMIN_SVC"], "kong/kong-gateway-admin");
}

#[test]
fn the_chart_gives_up_in_its_own_words() {
    let error = |values: &str| describe("values.yaml", values, RELEASE)["error"].clone();
    let discovery = "ingressController: {gatewayDiscovery: {enabled: true, generateAdminApiService: true}}\n";
    assert_eq!(
        error(discovery),
        "Error: execution error at (kong/templates/deployment.yaml:142:10): deployment.kong.enabled and \
         ingressController.gatewayDiscovery.enabled are mutually exclusive and cannot be enabled at once. Gateway \
         discovery requires a split release installation of Gateways and Ingress Controller."
    );
    assert_eq!(
        error("env: {proxy_access_log: off}\n"),
        "Error: execution error at (kong/templates/deployment.yaml:117:12): env.proxy_access_log must use string 'off' \
         to disable. Without quotes, YAML will coerce the value to a boolean and Kong will reject it"
    );
}
