//! What `helm get values` and `helm get all` print, and values of the chart.

use super::Part;
use crate::text::Pane;
use crate::yaml::Node;

/// The headings of `helm get`, each in a line of its own.
///
/// Source: helm cmd/helm/get_values.go (`USER-SUPPLIED VALUES:`, `COMPUTED VALUES:`), cmd/helm/status.go:statusPrinter.
const HEADINGS: [&str; 5] = ["USER-SUPPLIED VALUES:", "COMPUTED VALUES:", "HOOKS:", "MANIFEST:", "NOTES:"];

/// The parts of an output of `helm get`; `None` for another text.
///
/// Of the values those that the user supplied are taken where both are there: what is computed has the chart's defaults in
/// it. `null` is what a release without values has.
pub(super) fn output(text: &str) -> Option<Vec<Part>> {
    let section = |heading: &str| section(text, heading);
    let supplied = section("USER-SUPPLIED VALUES:");
    let values = supplied.or_else(|| section("COMPUTED VALUES:"))?;
    let is_computed = supplied.is_none();
    let values = if values.trim() == "null" { "" } else { values };
    let what = if is_computed { "output of helm get values --all" } else { "output of helm get values" };
    let mut parts = vec![Part::new(Pane::HelmValues, values, what)];
    if let Some(manifest) = section("MANIFEST:") {
        parts.push(Part::new(Pane::Manifests, manifest, "manifest of helm get all"));
    }
    Some(parts)
}

/// What stands between a heading and the next one.
fn section<'t>(text: &'t str, heading: &str) -> Option<&'t str> {
    let (mut at, mut start) = (0, None);
    for line in text.split_inclusive('\n') {
        let content = line.trim_end();
        match start {
            None if content == heading => start = Some(at + line.len()),
            Some(start) if HEADINGS.contains(&content) => return text.get(start..at),
            _ => {}
        }
        at += line.len();
    }
    text.get(start?..)
}

/// Keys of the charts `kong` and `ingress` that manifests and other files do not have at the top.
///
/// Source: charts charts/kong/values.yaml, charts/ingress/values.yaml.
const KEYS: [&str; 12] = [
    "proxy",
    "udpProxy",
    "ingressController",
    "gateway",
    "controller",
    "admin",
    "manager",
    "enterprise",
    "dblessConfig",
    "secretVolumes",
    "postgresql",
    "env",
];

/// Whether the map may be values of the chart.
pub(super) fn is_values(node: &Node<'_>) -> bool {
    KEYS.iter().any(|key| node.get(key).is_some_and(|value| value.map().is_some()))
}
