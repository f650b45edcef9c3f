//! Chart `ingress`: chart `kong` twice, as `controller` and as `gateway`.

use super::values::{at, is_set, merge, over, own, truth};
use super::{ChartError, Release, Rendered, render_kong};
use crate::provenance::Place;
use crate::text::FileId;
use crate::yaml::{Entry, Map, Node, Value};

const RULE: &str = "chart ingress 0.24.0, values.yaml";

/// Whether values are meant for chart `ingress`: they have its blocks and none of chart `kong`.
pub(super) fn is_meant(values: &Node<'_>) -> bool {
    let has = |key: &str| at(values, &[key]).is_some_and(|node| node.map().is_some());
    (has("controller") || has("gateway")) && !["proxy", "udpProxy", "env", "ingressController"].into_iter().any(has)
}

/// Renders both charts and takes the Services from the gateway, the controller's environment from the controller.
///
/// # Errors
/// As [`super::render`].
///
/// Source: charts charts/ingress/values.yaml, Chart.yaml
pub(super) fn render(values: &Node<'_>, file: FileId, release: Release<'_>) -> Result<Rendered, ChartError> {
    let mut rendered = Rendered::default();
    for (alias, defaults) in [("gateway", gateway()), ("controller", controller())] {
        let written = own_part(values, alias);
        let merged = Node {
            value: Value::Map(over(written.map().cloned().unwrap_or_default(), defaults)),
            place: written.place,
        };
        if !truth(at(&merged, &["enabled"])) {
            continue;
        }
        let part = render_kong(merge(Some(&merged)), file, release, alias)?;
        if part.env.is_some() {
            rendered.service = part.service;
            rendered.udp_service = part.udp_service;
            rendered.env = part.env;
            rendered.container_ports = part.container_ports;
        }
        if is_set(&merged, &["ingressController", "enabled"]) {
            rendered.controller_env = part.controller_env;
            rendered.controller_args = part.controller_args;
        }
    }
    Ok(rendered)
}

/// The values of one of the charts.
fn own_part(values: &Node<'_>, alias: &str) -> Node<'static> {
    at(values, &[alias])
        .map_or_else(|| Node::from_rule(Value::Map(Map::default()), RULE), |node| own(node, &|place| place))
}

fn controller() -> Map<'static> {
    let discovery = block(vec![("enabled", Value::Bool(true)), ("generateAdminApiService", Value::Bool(true))]);
    let name = Value::Text("{{ .Release.Name }}-gateway-proxy".into());
    map(vec![
        ("enabled", Value::Bool(true)),
        ("proxy", block(vec![("nameOverride", name)])),
        ("deployment", block(vec![("kong", block(vec![("enabled", Value::Bool(false))]))])),
        ("ingressController", block(vec![("enabled", Value::Bool(true)), ("gatewayDiscovery", discovery)])),
    ])
}

fn gateway() -> Map<'static> {
    let text = |text: &'static str| Value::Text(text.into());
    map(vec![
        ("enabled", Value::Bool(true)),
        ("deployment", block(vec![("kong", block(vec![("enabled", Value::Bool(true))]))])),
        ("admin", block(vec![("enabled", Value::Bool(true))])),
        ("ingressController", block(vec![("enabled", Value::Bool(false))])),
        ("env", block(vec![("role", text("traditional")), ("database", text("off"))])),
    ])
}

fn block(entries: Vec<(&'static str, Value<'static>)>) -> Value<'static> {
    Value::Map(map(entries))
}

fn map(entries: Vec<(&'static str, Value<'static>)>) -> Map<'static> {
    let entries = entries.into_iter().map(|(key, value)| Entry {
        key: key.into(),
        key_place: Place::Rule(RULE),
        value: Node::from_rule(value, RULE),
    });
    Map { entries: entries.collect() }
}
