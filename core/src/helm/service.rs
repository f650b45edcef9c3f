//! The proxy Services.

use super::errors::{ChartError, Site};
use super::listens::is_udp;
use super::manifest::Manifest;
use super::values::{field, go_type, print, range, set, sorted_entries};
use super::{Chart, Parts};
use crate::ordered::Ordered as _;
use crate::provenance::Place;
use crate::yaml::{Node, Value};

const TEMPLATE: &str = "chart kong 3.4.1: templates/_helpers.tpl, kong.service";

/// One of the two proxy Services.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Which {
    /// `proxy`: http, tls and streams.
    Proxy,
    /// `udpProxy`: streams only.
    Udp,
}

impl Which {
    /// The file of its template.
    pub(super) const fn file(self) -> &'static str {
        match self {
            Self::Proxy => "kong/templates/service-kong-proxy.yaml",
            Self::Udp => "kong/templates/service-kong-udp-proxy.yaml",
        }
    }

    /// The include of `kong.service` in its file.
    const fn include(self) -> Site {
        let at = match self {
            Self::Proxy => "kong/templates/service-kong-proxy.yaml:10:4",
            Self::Udp => "kong/templates/service-kong-udp-proxy.yaml:13:4",
        };
        Site::new(at, self.file(), "include \"kong.service\" $serviceConfig")
    }

    /// The include of the labels in its file.
    const fn labels(self) -> Site {
        let at = match self {
            Self::Proxy => "kong/templates/service-kong-proxy.yaml:7:43",
            Self::Udp => "kong/templates/service-kong-udp-proxy.yaml:8:43",
        };
        Site::new(at, self.file(), "include \"kong.metaLabels\" .")
    }

    /// The key of its values.
    pub(super) const fn key(self) -> &'static str {
        match self {
            Self::Proxy => "proxy",
            Self::Udp => "udpProxy",
        }
    }

    const fn service_name(self) -> &'static str {
        match self {
            Self::Proxy => "proxy",
            Self::Udp => "udp-proxy",
        }
    }
}

/// Writes the default protocol into the stream entries of a block, as rendering its Service does.
///
/// # Errors
/// Entries that are no maps.
///
/// Source: charts charts/kong/templates/_helpers.tpl:kong.service; spec/listens-and-helm.md 8.3
pub(super) fn write_protocols(block: &mut Node<'_>, which: Which) -> Result<(), ChartError> {
    const TCP: &str = "chart kong 3.4.1: a stream of `proxy` without protocol is TCP";
    const UDP: &str = "chart kong 3.4.1: a stream of `udpProxy` without protocol is UDP";
    let (word, rule) = match which {
        Which::Proxy => ("TCP", TCP),
        Which::Udp => ("UDP", UDP),
    };
    let Some(stream) = block.map_mut().and_then(|map| map.get_mut("stream")) else { return Ok(()) };
    let entries: Vec<&mut Node<'_>> = match &mut stream.value {
        Value::List(items) => items.iter_mut().collect(),
        Value::Map(map) => {
            map.entries.order_by(|a, b| a.key.cmp(&b.key));
            map.entries.iter_mut().map(|entry| &mut entry.value).collect()
        }
        Value::Null => return Ok(()),
        _ => return Err(not_a_range(stream, which)),
    };
    for entry in entries {
        let error = (entry.map().is_none()).then(|| not_a_map(entry, which));
        let Some(map) = entry.map_mut() else {
            return error.map_or(Ok(()), Err);
        };
        if map.get("protocol").is_none() {
            let value = Node::text_from_rule(word, rule);
            map.entries.push(crate::yaml::Entry { key: "protocol".into(), key_place: Place::Rule(rule), value });
        }
    }
    Ok(())
}

fn not_a_map(entry: &Node<'_>, which: Which) -> ChartError {
    const ENTRY: Site = Site::new("kong/templates/_helpers.tpl:255:26", "kong.service", "$streamEntry");
    let got = go_type(entry);
    let reason = if entry.value == Value::Null {
        "invalid value; expected map[string]interface {}".to_owned()
    } else {
        format!("wrong type for value; expected map[string]interface {{}}; got {got}")
    };
    ChartError::execution(&[which.include(), ENTRY], &reason).about(Some(entry.place))
}

fn not_a_range(stream: &Node<'_>, which: Which) -> ChartError {
    const STREAM: Site = Site::new("kong/templates/_helpers.tpl:254:38", "kong.service", ".stream");
    let reason = format!("range can't iterate over {}", print(Some(stream)));
    ChartError::execution(&[which.include(), STREAM], &reason).about(Some(stream.place))
}

impl Chart<'_, '_> {
    /// What stops a proxy Service before its streams are looked at.
    ///
    /// # Errors
    /// An image tag that is no version, `proxy.tls` removed.
    pub(super) fn check_service(&self, which: Which) -> Result<(), ChartError> {
        const TLS: Site = Site::new("kong/templates/_helpers.tpl:237:13", "kong.service", ".tls.enabled");
        self.meta_labels(&mut Manifest::default(), which.labels())?;
        let Some(block) = field(self.values, which.key()).filter(|_| which == Which::Proxy) else { return Ok(()) };
        let reason = match field(block, "tls") {
            Some(node) if node.map().is_some() => return Ok(()),
            Some(node) if node.value != Value::Null => "can't evaluate field enabled in type interface {}".to_owned(),
            _ => "nil pointer evaluating interface {}.enabled".to_owned(),
        };
        Err(ChartError::execution(&[which.include(), TLS], &reason).about(Some(block.place)))
    }

    /// The manifest of a proxy Service; its block has gone through [`write_protocols`].
    ///
    /// # Errors
    /// An image tag that is no version.
    ///
    /// Source: charts charts/kong/templates/_helpers.tpl:kong.service
    pub(super) fn service(&self, which: Which) -> Result<Manifest, ChartError> {
        let Some(block) = field(self.values, which.key()) else { return Ok(Manifest::default()) };
        let mut manifest = Manifest::default();
        self.metadata(&mut manifest, block, which)?;
        spec(&mut manifest, block);
        ports(&mut manifest, block, which);
        options(&mut manifest, block);
        manifest.push("  selector:\n", Place::Rule(TEMPLATE));
        self.selector_labels(&mut manifest);
        Ok(manifest)
    }

    fn metadata(&self, manifest: &mut Manifest, block: &Node<'_>, which: Which) -> Result<(), ChartError> {
        manifest.push("apiVersion: v1\nkind: Service\nmetadata:\n  name: ", Place::Rule(TEMPLATE));
        manifest.parts(&self.service_name(block, which));
        let (namespace, place) = self.namespace();
        manifest
            .push("\n  namespace: ", Place::Rule(TEMPLATE))
            .push(&namespace, place)
            .push("\n", Place::Rule(TEMPLATE));
        if let Some(annotations) = set(block, "annotations") {
            manifest.push("  annotations:\n", annotations.place);
            texts(manifest, annotations);
        }
        manifest.push("  labels:\n", Place::Rule(TEMPLATE));
        self.meta_labels(manifest, which.labels())?;
        manifest.push("\n", Place::Rule(TEMPLATE));
        if let Some(labels) = field(block, "labels") {
            texts(manifest, labels);
        }
        Ok(())
    }

    /// The name of a proxy Service, its `nameOverride` taken as it is.
    fn service_name(&self, block: &Node<'_>, which: Which) -> Parts {
        const NAME: &str = "chart kong 3.4.1: a Service is named after the release";
        if let Some(node) = set(block, "nameOverride") {
            return vec![(print(Some(node)), node.place)];
        }
        let mut name = self.fullname();
        name.push((format!("-{}", which.service_name()), Place::Rule(NAME)));
        name
    }
}

/// The entries of a map of strings, sorted, each value quoted.
fn texts(manifest: &mut Manifest, map: &Node<'_>) {
    for entry in sorted_entries(Some(map)) {
        let value = (entry.value.value != Value::Null).then(|| print(Some(&entry.value)));
        manifest.push("    ", entry.key_place).push(&entry.key, entry.key_place).push(": ", entry.key_place);
        manifest.quoted(value.as_deref(), entry.value.place).push("\n", Place::Rule(TEMPLATE));
    }
}

/// A line `key: value` with the value as it prints.
fn line(manifest: &mut Manifest, key: &str, node: &Node<'_>) {
    manifest.push(key, Place::Rule(TEMPLATE)).push(": ", Place::Rule(TEMPLATE));
    manifest.push(&print(Some(node)), node.place).push("\n", Place::Rule(TEMPLATE));
}

/// A key and one line per item.
fn lines(manifest: &mut Manifest, key: &str, node: &Node<'_>) {
    manifest.push(key, node.place).push(":\n", node.place);
    for item in range(Some(node)) {
        manifest.push("  - ", Place::Rule(TEMPLATE)).push(&print(Some(item)), item.place);
        manifest.push("\n", Place::Rule(TEMPLATE));
    }
}

fn spec(manifest: &mut Manifest, block: &Node<'_>) {
    let service_type = field(block, "type");
    manifest.push("spec:\n  type: ", Place::Rule(TEMPLATE));
    let place = service_type.map_or(block.place, |node| node.place);
    manifest.push(&print(service_type), place).push("\n", Place::Rule(TEMPLATE));
    if service_type.and_then(Node::text) == Some("LoadBalancer") {
        if let Some(node) = set(block, "loadBalancerIP") {
            line(manifest, "  loadBalancerIP", node);
        }
        if let Some(node) = set(block, "loadBalancerSourceRanges") {
            lines(manifest, "  loadBalancerSourceRanges", node);
        }
        if let Some(node) = set(block, "loadBalancerClass") {
            line(manifest, "  loadBalancerClass", node);
        }
    }
    if let Some(node) = set(block, "externalIPs") {
        lines(manifest, "  externalIPs", node);
    }
    if let Some(node) = set(block, "ipFamilyPolicy") {
        line(manifest, "  ipFamilyPolicy", node);
    }
    if let Some(node) = set(block, "ipFamilies") {
        lines(manifest, "  ipFamilies", node);
    }
}

fn ports(manifest: &mut Manifest, block: &Node<'_>, which: Which) {
    let has_node_ports = matches!(field(block, "type").and_then(Node::text), Some("LoadBalancer" | "NodePort"));
    manifest.push("  ports:\n", Place::Rule(TEMPLATE));
    if which == Which::Proxy {
        for key in ["http", "tls"] {
            let Some(half) = field(block, key).filter(|half| set(half, "enabled").is_some()) else { continue };
            if key == "http" && print(field(half, "servicePort")) == "0" {
                continue;
            }
            let target = set(half, "overrideServiceTargetPort").filter(|_| key == "tls");
            let name = if key == "http" { "kong-proxy" } else { "kong-proxy-tls" };
            let target = target.or_else(|| field(half, "containerPort"));
            let port = Port { name: name.to_owned(), block: half, target, protocol: Protocol::Tcp };
            port.render(manifest, has_node_ports);
        }
    }
    for entry in range(field(block, "stream")) {
        let target = field(entry, "containerPort");
        let lead = if is_udp(entry) { "streamudp-" } else { "stream-" };
        let name = format!("{lead}{}", print(target));
        let protocol = set(entry, "protocol").map_or(Protocol::Tcp, Protocol::Of);
        Port { name, block: entry, target, protocol }.render(manifest, has_node_ports);
    }
}

/// The protocol of a port.
#[derive(Clone, Copy)]
enum Protocol<'n, 'a> {
    /// That of http, tls, and of streams that say nothing.
    Tcp,
    /// That of a stream entry.
    Of(&'n Node<'a>),
}

/// One port of a Service.
struct Port<'n, 'a> {
    name: String,
    block: &'n Node<'a>,
    target: Option<&'n Node<'a>>,
    protocol: Protocol<'n, 'a>,
}

impl Port<'_, '_> {
    fn render(&self, manifest: &mut Manifest, has_node_ports: bool) {
        const NAME: &str = "chart kong 3.4.1: names of the ports of the proxy Services";
        const TCP: &str = "chart kong 3.4.1: the protocol of http and tls ports is TCP";
        manifest.push("  - name: ", Place::Rule(NAME)).push(&self.name, Place::Rule(NAME));
        for (key, node) in [("port", field(self.block, "servicePort")), ("targetPort", self.target)] {
            let place = node.map_or(self.block.place, |node| node.place);
            manifest.push(&format!("\n    {key}: "), place).push(&print(node), place);
        }
        if let Some(node) = set(self.block, "appProtocol").filter(|_| field(self.block, "enabled").is_some()) {
            manifest.push("\n    appProtocol: ", node.place).push(&print(Some(node)), node.place);
        }
        if let Some(node) = set(self.block, "nodePort").filter(|_| has_node_ports) {
            manifest.push("\n    nodePort: ", node.place).push(&print(Some(node)), node.place);
        }
        let (protocol, place) = match self.protocol {
            Protocol::Tcp => ("TCP".to_owned(), Place::Rule(TCP)),
            Protocol::Of(node) => (print(Some(node)), node.place),
        };
        manifest.push("\n    protocol: ", place).push(&protocol, place).push("\n", Place::Rule(TEMPLATE));
    }
}

fn options(manifest: &mut Manifest, block: &Node<'_>) {
    if let Some(node) = set(block, "externalTrafficPolicy") {
        line(manifest, "  externalTrafficPolicy", node);
    }
    if let Some(node) = set(block, "trafficDistribution") {
        line(manifest, "  trafficDistribution", node);
    }
    let service_type = field(block, "type").and_then(Node::text);
    if let Some(node) = set(block, "clusterIP")
        && (node.text() != Some("None") || service_type == Some("ClusterIP"))
    {
        line(manifest, "  clusterIP", node);
    }
}
