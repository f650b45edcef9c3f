//! The worked examples of spec/gateway-status.md, section 15, as data.

mod addresses;
mod attached_routes;
mod listeners;
mod origins;
mod publish_service;
mod routes;

use serde_json::Value;

use super::{ConfigurationState, DataPlane, Reconciled, reconcile};
use crate::k8s::Kind;
use crate::k8s::load::{self, Stored};
use crate::listens::KongListens;
use crate::resolve::Store;
use crate::settings::{self, KicVersion, Settings, environment};
use crate::text::{Pane, SourceFile, Sources};
use crate::yaml::{self, Limits};

/// The listens of fixture STD, and the publish Service.
const STD_ENV: &str = "KONG_PROXY_LISTEN=0.0.0.0:8000, 0.0.0.0:8443 ssl\n\
                       KONG_STREAM_LISTEN=0.0.0.0:9901, 0.0.0.0:9902 udp, 0.0.0.0:9903 ssl\n\
                       CONTROLLER_PUBLISH_SERVICE=kong/proxy\n\
                       CONTROLLER_FEATURE_GATES=GatewayAlpha=true\n";

/// The ports of fixture STD.
const STD_PORTS: &str = "80:8000 443:8443 9901:9901 9902/UDP:9902 9903:9903";

const CLASS: &str = "apiVersion: gateway.networking.k8s.io/v1\n\
                     kind: GatewayClass\n\
                     metadata: {name: kong, annotations: {konghq.com/gatewayclass-unmanaged: 'true'}}\n\
                     spec: {controllerName: konghq.com/kic-gateway-controller}\n";

/// Reconciles manifests; every pushed route is configured. Gives the statuses to `check`.
fn with_statuses<R>(documents: &[String], env: &str, check: impl FnOnce(&Reconciled<'_>, &Value) -> R) -> R {
    let text = documents.join("\n---\n");
    let sources = Sources::new([
        SourceFile { name: "manifests", pane: Pane::Manifests, text: &text },
        SourceFile { name: "env", pane: Pane::Environment, text: env },
    ]);
    let mut problems = Vec::new();
    let (file, source) = sources.of(Pane::Environment).next().unwrap();
    let environment = environment::parse(file, source.text, &mut problems);
    let settings = Settings::read(&environment, settings::Options::default(), &mut problems);
    let listens = KongListens::read(&settings.kong, &mut problems).unwrap();
    let (file, source) = sources.of(Pane::Manifests).next().unwrap();
    let parsed = yaml::parse(file, source.text, &Limits::default(), &mut problems);
    let loaded = load::load(parsed, Stored::AsPasted, KicVersion::default(), "default", &mut problems);
    assert_eq!(problems, [], "{text}");
    let store = Store::new(&loaded.objects);
    let data_plane = DataPlane::ask(&[&listens]);
    let reconciled = reconcile(&store, &settings.controller, &data_plane);
    // The problems must be able to speak of whatever the examples are about.
    reconciled.report(&store, &settings.controller, &mut problems);
    let configured = |kind: Kind, key: crate::k8s::ObjectKey<'_>| {
        let pushed = reconciled.cache.routes(kind).iter().any(|route| {
            let own = route.route.object.key();
            own.namespace == key.namespace && own.name == key.name
        });
        if pushed { ConfigurationState::Succeeded } else { ConfigurationState::Unknown }
    };
    let statuses = serde_json::to_value(reconciled.finish(&configured)).unwrap();
    check(&reconciled, &statuses)
}

/// A Service `kong/proxy`. `ports` is a list of `number[/PROTOCOL]:target`; `rest` are further lines of the spec, or
/// a status at the end.
fn proxy(ports: &str, rest: &str) -> String {
    service("proxy", ports, rest)
}

fn service(name: &str, ports: &str, rest: &str) -> String {
    let ports: Vec<String> = ports
        .split_whitespace()
        .map(|port| {
            let (left, target) = port.split_once(':').unwrap();
            let (number, protocol) = left.split_once('/').unwrap_or((left, "TCP"));
            format!(
                "{{name: p-{number}-{}, port: {number}, protocol: {protocol}, targetPort: {target}}}",
                protocol.to_lowercase()
            )
        })
        .collect();
    format!(
        "apiVersion: v1\nkind: Service\nmetadata: {{name: {name}, namespace: kong}}\nspec:\n  ports: [{}]\n{rest}",
        ports.join(", ")
    )
}

/// A load balancer with an address, as fixture STD has it.
const LOAD_BALANCER: &str = "  type: LoadBalancer\n  clusterIPs: [10.0.0.1]\n\
                             status: {loadBalancer: {ingress: [{ip: 172.18.0.101}]}}\n";

fn gateway(listeners: &[String]) -> String {
    let listeners: Vec<String> = listeners.iter().map(|listener| format!("  - {listener}")).collect();
    let listeners = listeners.join("\n");
    format!(
        "apiVersion: gateway.networking.k8s.io/v1\nkind: Gateway\nmetadata: {{name: gw}}\nspec:\n  gatewayClassName: \
         kong\n  listeners:\n{listeners}\n"
    )
}

/// Manifests of fixture STD with these listeners.
fn std_world(listeners: &[String]) -> Vec<String> {
    vec![CLASS.to_owned(), proxy(STD_PORTS, LOAD_BALANCER), gateway(listeners)]
}
