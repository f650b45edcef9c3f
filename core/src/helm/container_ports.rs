//! The ports of the proxy container.

use super::Chart;
use super::listens::is_udp;
use super::manifest::Manifest;
use super::values::{at, field, is_set, print, range, set};
use crate::provenance::Place;
use crate::yaml::Node;

const TEMPLATE: &str = "chart kong 3.4.1: templates/deployment.yaml, ports of the proxy container";

impl Chart<'_, '_> {
    /// The list of ports.
    ///
    /// Source: charts charts/kong/templates/deployment.yaml
    pub(super) fn container_ports(&self) -> Manifest {
        let mut manifest = Manifest::default();
        for (block, http, tls) in [("admin", "admin", "admin-tls"), ("proxy", "proxy", "proxy-tls")] {
            self.pair(&mut manifest, block, http, tls);
        }
        for entry in range(at(self.values, &["proxy", "stream"])) {
            stream(&mut manifest, entry, if is_udp(entry) { "streamudp-" } else { "stream-" });
        }
        for entry in range(at(self.values, &["udpProxy", "stream"])) {
            stream(&mut manifest, entry, "streamudp-");
        }
        self.pair(&mut manifest, "status", "status", "status-tls");
        self.single(&mut manifest, "cluster", "tls", "cluster-tls");
        if is_set(self.values, &["enterprise", "enabled"]) {
            self.pair(&mut manifest, "manager", "manager", "manager-tls");
            self.pair(&mut manifest, "portal", "portal", "portal-tls");
            self.pair(&mut manifest, "portalapi", "portalapi", "portalapi-tls");
            self.single(&mut manifest, "clustertelemetry", "tls", "clustert-tls");
        }
        manifest
    }

    fn pair(&self, manifest: &mut Manifest, block: &str, http: &str, tls: &str) {
        self.single(manifest, block, "http", http);
        self.single(manifest, block, "tls", tls);
    }

    fn single(&self, manifest: &mut Manifest, block: &str, part: &str, name: &str) {
        let Some(node) = at(self.values, &[block, part]) else { return };
        if is_set(node, &["enabled"]) && is_set(self.values, &[block, "enabled"]) {
            port(manifest, name, node);
            manifest.push("\n  protocol: TCP\n", Place::Rule(TEMPLATE));
        }
    }
}

/// Name, port and host port, without a line break at the end.
fn port(manifest: &mut Manifest, name: &str, node: &Node<'_>) {
    manifest.push(&format!("- name: {name}"), node.place);
    let port = field(node, "containerPort");
    let place = port.map_or(node.place, |port| port.place);
    manifest.push("\n  containerPort: ", place).push(&print(port), place);
    if let Some(host) = set(node, "hostPort") {
        manifest.push("\n  hostPort: ", host.place).push(&print(Some(host)), host.place);
    }
}

fn stream(manifest: &mut Manifest, entry: &Node<'_>, lead: &str) {
    port(manifest, &format!("{lead}{}", print(field(entry, "containerPort"))), entry);
    let protocol = field(entry, "protocol");
    let place = protocol.map_or(Place::Rule(TEMPLATE), |protocol| protocol.place);
    manifest.push("\n  protocol: ", place).push(&print(protocol), place).push("\n", Place::Rule(TEMPLATE));
}
