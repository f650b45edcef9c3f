//! Edits of the Helm values, from which the chart makes the proxy Services, the listens and the environment.

use super::edits;
use crate::diagnostic::Edit;
use crate::diagnostic::remedy::quoted;
use crate::helm;
use crate::k8s::ObjectKey;
use crate::listens::{Need, Subsystem};
use crate::text::{Pane, Sources};
use crate::yaml::{self, Limits, Node};

/// The values that the user wrote.
pub(super) struct Values<'s, 'a> {
    sources: &'s Sources<'a>,
    node: Node<'a>,
    /// They are for chart `ingress`, whose blocks `gateway` and `controller` hold values of chart `kong`.
    in_blocks: bool,
}

impl<'s, 'a> Values<'s, 'a> {
    /// Reads the pane; `None` where it holds no map.
    pub(super) fn read(sources: &'s Sources<'a>) -> Option<Self> {
        let (file, source) = sources.of(Pane::HelmValues).last()?;
        let document = yaml::parse(file, source.text, &Limits::default(), &mut Vec::new()).into_iter().next()?;
        let node = document.node.filter(|node| !node.entries().is_empty())?;
        let in_blocks = helm::is_for_ingress_chart(&node);
        Some(Self { sources, node, in_blocks })
    }

    /// Sets a variable of Kong or of the controller in `env` of the one or the other.
    pub(super) fn set_variable(&self, name: &str, value: &str) -> Option<Edit> {
        let path = match name.strip_prefix("CONTROLLER_") {
            Some(flag) => self.path("controller", &["ingressController", "env", &flag.to_lowercase()]),
            None => self.path("gateway", &["env", &name.strip_prefix("KONG_")?.to_lowercase()]),
        };
        self.set(&path, &quoted(value))
    }

    /// Adds a port to the streams of the proxy: of its Service and of Kong's listens at once.
    pub(super) fn add_stream(&self, need: Need, port: i64, target: i64) -> Option<Edit> {
        if need.subsystem != Subsystem::Stream {
            return None;
        }
        let transport = if need.udp { "UDP" } else { "TCP" };
        let mut fields = vec![
            ("containerPort", target.to_string()),
            ("servicePort", port.to_string()),
            ("protocol", transport.to_owned()),
        ];
        if need.ssl {
            fields.push(("parameters", "[ssl]".to_owned()));
        }
        let block = if need.udp { "udpProxy" } else { "proxy" };
        // The Service for UDP is off unless it is asked for.
        if need.udp && !is_true(self.at(&self.path("gateway", &[block, "enabled"]))) {
            return None;
        }
        let path = self.path("gateway", &[block, "stream"]);
        match self.at(&path) {
            Some(list)
                if list.items().iter().any(|entry| entry.int_at("servicePort").is_some_and(|of| of.value == port)) =>
            {
                None
            }
            Some(list) if !list.items().is_empty() => edits::append_item(self.sources, list, &fields),
            Some(list) => Some(Edit { span: list.span()?, text: edits::flow_list(&fields) }),
            None => {
                let (map, rest) = self.deepest(&path)?;
                edits::insert_list(self.sources, map.span()?, rest, &fields)
            }
        }
    }

    /// Namespace and name of the Service for UDP beside that of the proxy.
    pub(super) fn udp_service(&self, proxy: ObjectKey<'_>) -> Option<String> {
        let own = self.at(&self.path("gateway", &["udpProxy", "nameOverride"])).and_then(Node::text);
        let name = match own {
            Some(own) => own.to_owned(),
            None => format!("{}-udp-proxy", proxy.name.strip_suffix("-proxy")?),
        };
        Some(format!("{}/{name}", proxy.namespace))
    }

    /// Adds a parameter to the stream of a container port.
    pub(super) fn add_parameter(&self, target: i64, parameter: &str) -> Option<Edit> {
        let entry = self.stream(target)?;
        match entry.get("parameters") {
            Some(list) => {
                let behind = list.items().last()?.span()?;
                edits::append_scalar(self.sources, list.span()?, behind, parameter)
            }
            None => edits::append_field(self.sources, entry, "parameters", &format!("[{parameter}]")),
        }
    }

    /// Takes a parameter from the stream of a container port.
    pub(super) fn remove_parameter(&self, target: i64, parameter: &str) -> Option<Edit> {
        let list = self.stream(target)?.get("parameters")?;
        let item = list.items().iter().find(|item| item.text() == Some(parameter))?;
        edits::remove_item(self.sources, item.span()?)
    }

    /// Gives the proxy's port for HTTP or HTTPS another number in front of Kong.
    pub(super) fn set_service_port(&self, need: Need, port: i64) -> Option<Edit> {
        if need.subsystem != Subsystem::Http {
            return None;
        }
        let half = if need.ssl { "tls" } else { "http" };
        self.set(&self.path("gateway", &["proxy", half, "servicePort"]), &port.to_string())
    }

    fn stream(&self, target: i64) -> Option<&Node<'a>> {
        let blocks = ["proxy", "udpProxy"].map(|block| self.path("gateway", &[block, "stream"]));
        let mut entries = blocks.iter().filter_map(|path| self.at(path)).flat_map(Node::items);
        entries.find(|entry| entry.int_at("containerPort").is_some_and(|port| port.value == target))
    }

    fn path(&self, block: &str, keys: &[&str]) -> Vec<String> {
        let block = self.in_blocks.then_some(block);
        block.into_iter().chain(keys.iter().copied()).map(str::to_owned).collect()
    }

    fn at(&self, path: &[String]) -> Option<&Node<'a>> {
        path.iter().try_fold(&self.node, |node, key| node.get(key))
    }

    /// The last map on the way that has entries, and the keys behind it.
    fn deepest<'p>(&self, path: &'p [String]) -> Option<(&Node<'a>, &'p [String])> {
        let mut node = &self.node;
        let mut rest = path;
        while let Some((key, behind)) = rest.split_first() {
            match node.map()?.entry(key) {
                Some(entry) if entry.value.entries().is_empty() => return None,
                Some(entry) => (node, rest) = (&entry.value, behind),
                None => break,
            }
        }
        Some((node, rest))
    }

    /// Replaces the scalar at a path, or writes it with the maps that lead to it.
    fn set(&self, path: &[String], value: &str) -> Option<Edit> {
        if let Some(node) = self.at(path) {
            let is_scalar = node.map().is_none() && node.items().is_empty();
            return node.span().filter(|_| is_scalar).map(|span| Edit { span, text: value.to_owned() });
        }
        let (map, rest) = self.deepest(path)?;
        edits::insert_field(self.sources, map.span()?, rest, value)
    }
}

/// Sets a variable that is not set: in the values, if those are all that the user has, else at the end of the environment.
pub(super) fn set_variable(sources: &Sources<'_>, name: &str, value: &str) -> Option<Edit> {
    let (_, pane) = sources.of(Pane::Environment).last()?;
    let in_values = pane.text.trim().is_empty().then(|| Values::read(sources)?.set_variable(name, value)).flatten();
    in_values.or_else(|| edits::append_variable(sources, name, value))
}

fn is_true(node: Option<&Node<'_>>) -> bool {
    node.is_some_and(|node| node.value == yaml::Value::Bool(true))
}
