//! The default values of chart `kong` 3.4.1 that the rendered parts depend on.

use std::borrow::Cow;

use crate::provenance::Place;
use crate::yaml::{Entry, Map, Node, Value};

/// One default value.
#[derive(Clone, Copy, Debug)]
enum Default {
    Bool(bool),
    Int(i64),
    Text(&'static str),
    List(&'static [&'static str]),
    EmptyMap,
}

/// A row: the path, the value, and the rule that names it.
type Row = (&'static str, Default, &'static str);

/// The rule of each row is made from its path.
macro_rules! defaults {
    ($($path:literal = $value:expr;)*) => {
        &[$(($path, $value, concat!("chart kong 3.4.1, values.yaml: ", $path))),*]
    };
}

/// Source: the chart's `values.yaml`; the maps above a row exist because the row does.
const DEFAULTS: &[Row] = defaults! {
    "proxy.enabled" = Default::Bool(true);
    "proxy.type" = Default::Text("LoadBalancer");
    "proxy.loadBalancerClass" = Default::Text("");
    "proxy.ipFamilies" = Default::List(&[]);
    "proxy.loadBalancerSourceRanges" = Default::List(&[]);
    "proxy.nameOverride" = Default::Text("");
    "proxy.annotations" = Default::EmptyMap;
    "proxy.labels.enable-metrics" = Default::Text("true");
    "proxy.http.enabled" = Default::Bool(true);
    "proxy.http.servicePort" = Default::Int(80);
    "proxy.http.containerPort" = Default::Int(8000);
    "proxy.http.parameters" = Default::List(&[]);
    "proxy.tls.enabled" = Default::Bool(true);
    "proxy.tls.servicePort" = Default::Int(443);
    "proxy.tls.containerPort" = Default::Int(8443);
    "proxy.tls.parameters" = Default::List(&["http2"]);
    "proxy.tls.appProtocol" = Default::Text("");
    "proxy.stream" = Default::List(&[]);
    "udpProxy.enabled" = Default::Bool(false);
    "udpProxy.type" = Default::Text("LoadBalancer");
    "udpProxy.ipFamilies" = Default::List(&[]);
    "udpProxy.annotations" = Default::EmptyMap;
    "udpProxy.labels" = Default::EmptyMap;
    "udpProxy.stream" = Default::List(&[]);
    "env.database" = Default::Text("off");
    "env.router_flavor" = Default::Text("traditional");
    "admin.enabled" = Default::Bool(false);
    "admin.http.enabled" = Default::Bool(false);
    "admin.http.containerPort" = Default::Int(8001);
    "admin.http.parameters" = Default::List(&[]);
    "admin.tls.enabled" = Default::Bool(true);
    "admin.tls.containerPort" = Default::Int(8444);
    "admin.tls.parameters" = Default::List(&["http2"]);
    "status.enabled" = Default::Bool(true);
    "status.http.enabled" = Default::Bool(true);
    "status.http.containerPort" = Default::Int(8100);
    "status.http.parameters" = Default::List(&[]);
    "status.tls.enabled" = Default::Bool(false);
    "status.tls.containerPort" = Default::Int(8543);
    "status.tls.parameters" = Default::List(&[]);
    "manager.enabled" = Default::Bool(true);
    "manager.http.enabled" = Default::Bool(true);
    "manager.http.containerPort" = Default::Int(8002);
    "manager.http.parameters" = Default::List(&[]);
    "manager.tls.enabled" = Default::Bool(true);
    "manager.tls.containerPort" = Default::Int(8445);
    "manager.tls.parameters" = Default::List(&["http2"]);
    "portal.enabled" = Default::Bool(true);
    "portal.http.enabled" = Default::Bool(true);
    "portal.http.containerPort" = Default::Int(8003);
    "portal.http.parameters" = Default::List(&[]);
    "portal.tls.enabled" = Default::Bool(true);
    "portal.tls.containerPort" = Default::Int(8446);
    "portal.tls.parameters" = Default::List(&["http2"]);
    "portalapi.enabled" = Default::Bool(true);
    "portalapi.http.enabled" = Default::Bool(true);
    "portalapi.http.containerPort" = Default::Int(8004);
    "portalapi.http.parameters" = Default::List(&[]);
    "portalapi.tls.enabled" = Default::Bool(true);
    "portalapi.tls.containerPort" = Default::Int(8447);
    "portalapi.tls.parameters" = Default::List(&["http2"]);
    "cluster.enabled" = Default::Bool(false);
    "cluster.tls.enabled" = Default::Bool(false);
    "cluster.tls.containerPort" = Default::Int(8005);
    "cluster.tls.parameters" = Default::List(&[]);
    "clustertelemetry.enabled" = Default::Bool(false);
    "clustertelemetry.tls.enabled" = Default::Bool(false);
    "clustertelemetry.tls.containerPort" = Default::Int(8006);
    "clustertelemetry.tls.parameters" = Default::List(&[]);
    "enterprise.enabled" = Default::Bool(false);
    "enterprise.portal.enabled" = Default::Bool(false);
    "deployment.kong.enabled" = Default::Bool(true);
    "ingressController.enabled" = Default::Bool(true);
    "ingressController.image.tag" = Default::Text("3.5");
    "ingressController.args" = Default::List(&[]);
    "ingressController.gatewayDiscovery.enabled" = Default::Bool(false);
    "ingressController.gatewayDiscovery.generateAdminApiService" = Default::Bool(false);
    "ingressController.gatewayDiscovery.adminApiService.namespace" = Default::Text("");
    "ingressController.gatewayDiscovery.adminApiService.name" = Default::Text("");
    "ingressController.watchNamespaces" = Default::List(&[]);
    "ingressController.env.kong_admin_tls_skip_verify" = Default::Bool(true);
    "ingressController.admissionWebhook.enabled" = Default::Bool(true);
    "ingressController.admissionWebhook.port" = Default::Int(8080);
    "ingressController.ingressClass" = Default::Text("kong");
    "ingressController.konnect.enabled" = Default::Bool(false);
    "ingressController.konnect.runtimeGroupID" = Default::Text("");
    "ingressController.konnect.controlPlaneID" = Default::Text("");
    "ingressController.konnect.apiHostname" = Default::Text("us.kic.api.konghq.com");
    "ingressController.konnect.tlsClientCertSecretName" = Default::Text("konnect-client-tls");
    "ingressController.konnect.license.enabled" = Default::Bool(false);
    "ingressController.adminApi.tls.client.enabled" = Default::Bool(false);
    "image.tag" = Default::Text("3.9");
    "extraLabels" = Default::EmptyMap;
};

const MAP: &str = "chart kong 3.4.1, values.yaml";

/// All defaults as one map.
pub(super) fn defaults() -> Map<'static> {
    let mut root = Map::default();
    for (path, value, rule) in DEFAULTS {
        put(&mut root, path, *value, rule);
    }
    root
}

fn put(map: &mut Map<'static>, path: &'static str, value: Default, rule: &'static str) {
    let (key, rest) = path.split_once('.').map_or((path, None), |(key, rest)| (key, Some(rest)));
    let Some(rest) = rest else {
        let value = Node::from_rule(value_of(value, rule), rule);
        map.entries.push(Entry { key: Cow::Borrowed(key), key_place: Place::Rule(rule), value });
        return;
    };
    if map.get(key).is_none() {
        let value = Node::from_rule(Value::Map(Map::default()), MAP);
        map.entries.push(Entry { key: Cow::Borrowed(key), key_place: Place::Rule(MAP), value });
    }
    if let Some(below) = map.get_mut(key).and_then(Node::map_mut) {
        put(below, rest, value, rule);
    }
}

fn value_of(value: Default, rule: &'static str) -> Value<'static> {
    match value {
        Default::Bool(value) => Value::Bool(value),
        Default::Int(value) => Value::Int(value),
        Default::Text(text) => Value::Text(Cow::Borrowed(text)),
        Default::List(items) => Value::List(items.iter().map(|item| Node::text_from_rule(item, rule)).collect()),
        Default::EmptyMap => Value::Map(Map::default()),
    }
}
