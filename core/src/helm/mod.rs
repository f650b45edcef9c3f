//! Helm values of chart `kong` 3.4.1: the proxy Services, environments and ports that Helm renders from them.
//!
//! Must not know Gateway API. [`render`] does what Helm does with the templates that matter here, its errors included;
//! [`feed`] hands the result to the other panes where they are silent.

mod container_ports;
mod controller;
mod defaults;
mod environment;
mod errors;
mod feed;
mod ingress;
mod listens;
mod manifest;
mod names;
mod service;
mod values;

pub use environment::{Variable, Variables};
pub use errors::ChartError;
pub use feed::{Fed, feed};

use serde_json::{Map as JsonMap, Value as Json, json};

use crate::diagnostic::Diagnostic;
use crate::provenance::Place;
use crate::text::{FileId, Pane, SourceFile, Sources};
use crate::yaml::{self, Limits, Node, Value};
use errors::Site;
use manifest::Manifest;
use service::{Which, write_protocols};
use values::{at, is_set};

/// Name of the chart.
const CHART: &str = "kong";

/// A text put together from stretches, each with its place.
pub type Parts = Vec<(String, Place)>;

/// Whether values are meant for chart `ingress`, which hands them on to chart `kong` twice.
pub fn is_for_ingress_chart(values: &Node<'_>) -> bool {
    ingress::is_meant(values)
}

/// What `helm install` is told beside the values.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Release<'r> {
    /// Name of the release.
    pub name: &'r str,
    /// Its namespace.
    pub namespace: &'r str,
}

/// What the templates see.
#[derive(Clone, Copy)]
struct Chart<'n, 'a> {
    /// The user's values over the defaults.
    values: &'n Node<'a>,
    release: Release<'n>,
    /// `.Chart.Name`: `kong`, or the alias under which another chart uses it.
    name: &'n str,
}

/// What Helm renders.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct Rendered {
    /// The Service of `proxy`.
    pub service: Option<Node<'static>>,
    /// The Service of `udpProxy`.
    pub udp_service: Option<Node<'static>>,
    /// The environment of the proxy container, as far as it matters here, and all that the user wrote; `None` without
    /// that container.
    pub env: Option<Variables>,
    /// The ports of the proxy container.
    pub container_ports: Option<Node<'static>>,
    /// The environment of the controller; `None` without the controller.
    pub controller_env: Option<Variables>,
    /// The arguments of the controller.
    pub controller_args: Option<Node<'static>>,
}

/// Renders the chart. `file` is the one of the values; `None` for values are the defaults alone.
///
/// # Errors
/// What stops Helm, in its words.
///
/// Source: spec/listens-and-helm.md, section 8
pub fn render(values: Option<&Node<'_>>, file: FileId, release: Release<'_>) -> Result<Rendered, ChartError> {
    if let Some(values) = values.filter(|values| ingress::is_meant(values)) {
        return ingress::render(values, file, release);
    }
    render_kong(values::merge(values), file, release, CHART)
}

fn render_kong(mut values: Node<'_>, file: FileId, release: Release<'_>, name: &str) -> Result<Rendered, ChartError> {
    let mut rendered = Rendered::default();
    let mut manifests = Vec::new();
    check_blocks(&values)?;
    let has_kong = is_set(&values, &["deployment", "kong", "enabled"]);
    for which in [Which::Udp, Which::Proxy] {
        if !has_kong || !is_rendered(&values, which)? {
            continue;
        }
        Chart { values: &values, release, name }.check_service(which)?;
        if let Some(block) = values.map_mut().and_then(|map| map.get_mut(which.key())) {
            write_protocols(block, which)?;
        }
        let manifest = Chart { values: &values, release, name }.service(which)?;
        manifests.push((which, manifest));
    }
    let chart = Chart { values: &values, release, name };
    let has_controller = is_set(&values, &["ingressController", "enabled"]);
    let mut ports = None;
    if has_kong {
        rendered.env = Some(chart.environment()?);
        ports = Some(chart.container_ports());
    }
    let mut args = None;
    if has_controller {
        rendered.controller_env = Some(chart.controller_environment()?);
        args = chart.controller_args();
    }
    // Helm reads what was rendered in the order of the files' names.
    let deployment = |manifest: &Manifest| {
        manifest.read(file).map_err(|error| ChartError::not_yaml("kong/templates/deployment.yaml", &error))
    };
    rendered.container_ports = ports.filter(|ports| !ports.is_empty()).as_ref().map(deployment).transpose()?;
    rendered.controller_args = args.as_ref().map(deployment).transpose()?;
    for (which, manifest) in manifests.iter().rev() {
        let node = manifest.read(file).map_err(|error| ChartError::not_yaml(which.file(), &error))?;
        match which {
            Which::Proxy => rendered.service = Some(node),
            Which::Udp => rendered.udp_service = Some(node),
        }
    }
    Ok(rendered)
}

/// Blocks that every template takes for granted.
fn check_blocks(values: &Node<'_>) -> Result<(), ChartError> {
    const DEPLOYMENT: Site = Site::new(
        "kong/templates/tests/test-resources.yaml:1:15",
        "kong/templates/tests/test-resources.yaml",
        ".Values.deployment.test.enabled",
    );
    const KONG: Site = Site::new(
        "kong/templates/service-kong-udp-proxy.yaml:1:14",
        "kong/templates/service-kong-udp-proxy.yaml",
        ".Values.deployment.kong.enabled",
    );
    for (path, next, site) in
        [(&["deployment"][..], "test", DEPLOYMENT), (&["deployment", "kong"][..], "enabled", KONG)]
    {
        if at(values, path).is_none_or(|node| node.map().is_none()) {
            return Err(nil(site, next).about(Some(values.place)));
        }
    }
    Ok(())
}

/// Whether the template of a Service renders one.
fn is_rendered(values: &Node<'_>, which: Which) -> Result<bool, ChartError> {
    const UDP: &str = "kong/templates/service-kong-udp-proxy.yaml";
    const PROXY: &str = "kong/templates/service-kong-proxy.yaml";
    let Some(block) = at(values, &[which.key()]).filter(|node| node.value != Value::Null) else {
        let site = match which {
            Which::Udp => Site::new("kong/templates/service-kong-udp-proxy.yaml:2:18", UDP, ".Values.udpProxy.enabled"),
            Which::Proxy => Site::new("kong/templates/service-kong-proxy.yaml:2:18", PROXY, ".Values.proxy.enabled"),
        };
        return Err(nil(site, "enabled").about(Some(values.place)));
    };
    if !is_set(block, &["enabled"]) {
        return Ok(false);
    }
    if which == Which::Udp {
        return Ok(true);
    }
    let sites = [
        ("http", Site::new("kong/templates/service-kong-proxy.yaml:2:44", PROXY, ".Values.proxy.http.enabled")),
        ("tls", Site::new("kong/templates/service-kong-proxy.yaml:2:71", PROXY, ".Values.proxy.tls.enabled")),
    ];
    for (key, site) in sites {
        if at(block, &[key]).is_none_or(|node| node.value == Value::Null) {
            return Err(nil(site, "enabled").about(Some(block.place)));
        }
        if is_set(block, &[key, "enabled"]) {
            return Ok(true);
        }
    }
    Ok(false)
}

fn nil(site: Site, field: &str) -> ChartError {
    ChartError::execution(&[site], &format!("nil pointer evaluating interface {{}}.{field}"))
}

/// Reads the text of the Helm values pane as Helm reads a file of values: its first document.
///
/// May add the problems of [`yaml::parse`].
///
/// # Errors
/// Text that is no YAML, or no map. `None` is an empty text.
pub fn read<'a>(
    file: FileId,
    name: &str,
    text: &'a str,
    problems: &mut Vec<Diagnostic>,
) -> Result<Option<Node<'a>>, ChartError> {
    let Some(document) = yaml::parse(file, text, &Limits::default(), problems).into_iter().next() else {
        return Ok(None);
    };
    let refuse = |why: &str| ChartError {
        message: format!("Error: failed to parse {name}: {why}"),
        place: Some(document.span.into()),
    };
    match (&document.node, &document.error) {
        (_, Some(error)) => Err(refuse(error)),
        (None, None) => Ok(None),
        (Some(node), None) => {
            match &node.value {
                Value::Map(_) => return Ok(document.node),
                Value::Null => return Ok(None),
                _ => {}
            }
            let found = node.json_type();
            Err(refuse(&format!(
                "error unmarshaling JSON: while decoding JSON: json: cannot unmarshal {found} into Go value of type \
                 map[string]interface {{}}"
            )))
        }
    }
}

/// What Helm renders from a text of values, in the shape of the oracle's outputs.
///
/// Source: DESIGN.md section 4, `kicplay helm`
pub fn describe(name: &str, text: &str, release: Release<'_>) -> Json {
    let sources = Sources::new([SourceFile { name, pane: Pane::HelmValues, text }]);
    let rendered = sources.of(Pane::HelmValues).next().map_or_else(
        || Ok(Rendered::default()),
        |(file, source)| {
            let values = read(file, name, source.text, &mut Vec::new())?;
            render(values.as_ref(), file, release)
        },
    );
    match rendered {
        Ok(rendered) => describe_rendered(&rendered),
        Err(error) => json!({ "error": error.message }),
    }
}

fn describe_rendered(rendered: &Rendered) -> Json {
    let node = |node: &Option<Node<'_>>| node.as_ref().map_or(Json::Null, yaml::to_json);
    let variables = |variables: &Option<Variables>, shown: &dyn Fn(&str) -> bool| {
        variables.as_ref().map_or(Json::Null, |all| {
            let shown = all.iter().filter(|(name, _)| shown(name));
            shown.map(|(name, variable)| (name.clone(), describe_variable(variable))).collect::<JsonMap<_, _>>().into()
        })
    };
    json!({
        "service": node(&rendered.service),
        "udp_service": node(&rendered.udp_service),
        "env": variables(&rendered.env, &is_shown),
        "container_ports": node(&rendered.container_ports),
        "controller_env": variables(&rendered.controller_env, &|name| name.starts_with("CONTROLLER_")),
        "controller_args": node(&rendered.controller_args),
    })
}

/// The variables of the proxy container that the oracle shows.
fn is_shown(name: &str) -> bool {
    const SHOWN: [&str; 5] = ["KONG_PORT_MAPS", "KONG_ROUTER_FLAVOR", "KONG_DATABASE", "KONG_ROLE", "KONG_KIC"];
    name.ends_with("_LISTEN") || SHOWN.contains(&name)
}

fn describe_variable(variable: &Variable) -> Json {
    match variable {
        Variable::Null(_) => Json::Null,
        Variable::Elsewhere(node) => yaml::to_json(node),
        Variable::Text(_) => Json::String(variable.text().unwrap_or_default()),
    }
}
