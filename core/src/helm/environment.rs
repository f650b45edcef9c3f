//! The environment of the proxy container.

use std::collections::BTreeMap;

use super::errors::{ChartError, Site};
use super::listens::{join, listen, port_maps, stream_listen};
use super::values::{at, field, is_set, own, print, sorted_entries};
use super::{Chart, Parts};
use crate::provenance::{Origin, Place};
use crate::settings::EnvValue;
use crate::yaml::{Node, Value};

const DEPLOYMENT: &str = "kong/templates/deployment.yaml";
const HELPERS: &str = "kong.env";

/// The include of `kong.env` that is rendered first: that of the init container.
const ENV: Site = Site::new("kong/templates/deployment.yaml:117:12", DEPLOYMENT, "include \"kong.env\" .");

/// The value of a variable.
#[derive(Clone, PartialEq, Debug)]
pub enum Variable {
    /// A text and the stretches that it was made of.
    Text(Parts),
    /// `value:` without a value, which a container takes for the empty text.
    Null(Place),
    /// The value stands elsewhere: the fields that Kubernetes finds it by.
    Elsewhere(Node<'static>),
}

impl Variable {
    /// What a value of `env` or `customEnv` becomes.
    pub(super) fn of(node: &Node<'_>) -> Self {
        match &node.value {
            Value::Null => Self::Null(node.place),
            Value::Map(_) => {
                let source = field(node, "valueFrom").or_else(|| field(node, "value")).unwrap_or(node);
                Self::Elsewhere(own(source, &|place| place))
            }
            _ => Self::Text(vec![(print(Some(node)), node.place)]),
        }
    }

    /// A text that one rule gives.
    pub(super) fn rule(text: impl Into<String>, rule: &'static str) -> Self {
        Self::Text(vec![(text.into(), Place::Rule(rule))])
    }

    /// The text that the container gets; `None` where it stands elsewhere.
    pub fn text(&self) -> Option<String> {
        match self {
            Self::Text(parts) => Some(parts.iter().map(|(text, _)| text.as_str()).collect()),
            Self::Null(_) => Some(String::new()),
            Self::Elsewhere(_) => None,
        }
    }

    /// All places that decided the value.
    pub fn origin(&self) -> Origin {
        match self {
            Self::Text(parts) => Origin::all(parts.iter().map(|(_, place)| *place))
                .unwrap_or(Origin::rule("chart kong 3.4.1: an empty value")),
            Self::Null(place) => (*place).into(),
            Self::Elsewhere(node) => node.place.into(),
        }
    }

    /// The place to show for the whole: the first one that the user wrote, else the first one.
    pub fn place(&self) -> Place {
        let origin = self.origin();
        let mut places = origin.places().iter();
        let written = origin.places().iter().find(|place| place.span().is_some());
        written.or_else(|| places.next()).copied().unwrap_or(Place::Rule("chart kong 3.4.1"))
    }

    /// The value as the settings read it; `None` where it stands elsewhere.
    pub(super) fn env_value(&self) -> Option<EnvValue<'static>> {
        match self {
            Self::Text(parts) => Some(EnvValue::composed(self.place(), parts.iter().cloned())),
            Self::Null(place) => Some(EnvValue::opaque("", *place)),
            Self::Elsewhere(_) => None,
        }
    }
}

/// Variables by name.
pub type Variables = BTreeMap<String, Variable>;

impl Chart<'_, '_> {
    /// The variables of the proxy container that matter here, and all that the user wrote.
    ///
    /// # Errors
    /// Parameters that are no list; a log that is switched off by a boolean.
    ///
    /// Source: charts charts/kong/templates/_helpers.tpl:kong.env
    pub(super) fn environment(&self) -> Result<Variables, ChartError> {
        const KIC: &str = "chart kong 3.4.1: KONG_KIC is on where the controller is enabled";
        let mut variables = Variables::new();
        let mut put = |name: &str, variable| variables.insert(name.to_owned(), variable);
        if is_set(self.values, &["ingressController", "enabled"]) {
            put("KONG_KIC", Variable::rule("on", KIC));
        }
        if let Some(admin) = field(self.values, "admin") {
            let local = field(admin, "addresses").is_none() && !is_set(admin, &["enabled"]);
            put("KONG_ADMIN_LISTEN", self.listens("admin", local)?);
        }
        put("KONG_PROXY_LISTEN", self.listens("proxy", false)?);
        put("KONG_STREAM_LISTEN", self.stream_listens());
        put("KONG_STATUS_LISTEN", self.listens("status", false)?);
        if let Some(proxy) = field(self.values, "proxy").filter(|proxy| is_set(proxy, &["enabled"])) {
            put("KONG_PORT_MAPS", Variable::Text(port_maps(proxy)));
        }
        put("KONG_CLUSTER_LISTEN", self.listens("cluster", false)?);
        if is_set(self.values, &["enterprise", "enabled"]) {
            put("KONG_ADMIN_GUI_LISTEN", self.listens("manager", false)?);
            put("KONG_CLUSTER_TELEMETRY_LISTEN", self.listens("clustertelemetry", false)?);
            if is_set(self.values, &["enterprise", "portal", "enabled"]) {
                put("KONG_PORTAL_GUI_LISTEN", self.listens("portal", false)?);
                put("KONG_PORTAL_API_LISTEN", self.listens("portalapi", false)?);
            }
        }
        for entry in sorted_entries(field(self.values, "env")) {
            if entry.key.contains("_log") && matches!(entry.value.value, Value::Bool(_)) {
                let message = format!(
                    "env.{} must use string 'off' to disable. Without quotes, YAML will coerce the value to a boolean \
                     and Kong will reject it",
                    entry.key
                );
                return Err(ChartError::failed(ENV.at, &message).about(Some(entry.value.place)));
            }
            put(&format!("KONG_{}", entry.key.to_uppercase()), Variable::of(&entry.value));
        }
        for entry in sorted_entries(field(self.values, "customEnv")) {
            put(&entry.key.to_uppercase(), Variable::of(&entry.value));
        }
        Ok(variables)
    }

    fn listens(&self, block: &str, local: bool) -> Result<Variable, ChartError> {
        let Some(node) = field(self.values, block) else {
            return Ok(Variable::rule("off", "chart kong 3.4.1: nothing is enabled, so nothing listens"));
        };
        listen(node, local).map(Variable::Text).map_err(|error| {
            const APPEND: Site =
                Site::new("kong/templates/_helpers.tpl:321:25", "kong.listen", "append .tls.parameters \"ssl\"");
            let reason = format!("error calling append: {}", error.message);
            ChartError::execution(&[ENV, include(block), APPEND], &reason).about(error.place)
        })
    }

    /// Source: charts charts/kong/templates/_helpers.tpl:kong.streamListen
    fn stream_listens(&self) -> Variable {
        const OFF: &str = "chart kong 3.4.1: without stream entries KONG_STREAM_LISTEN is off";
        let blocks = ["proxy", "udpProxy"].into_iter().filter_map(|key| at(self.values, &[key]));
        let enabled = blocks.filter(|block| is_set(block, &["enabled"]));
        join(enabled.filter_map(stream_listen).collect()).map_or_else(|| Variable::rule("off", OFF), Variable::Text)
    }
}

/// The include of `kong.listen` for a block.
const fn include(block: &str) -> Site {
    let (at, node) = match block.as_bytes() {
        b"admin" => ("kong/templates/_helpers.tpl:1032:46", "include \"kong.listen\" $listenConfig"),
        b"status" => ("kong/templates/_helpers.tpl:1106:45", "include \"kong.listen\" .Values.status"),
        b"cluster" => ("kong/templates/_helpers.tpl:1112:46", "include \"kong.listen\" .Values.cluster"),
        b"manager" => ("kong/templates/_helpers.tpl:1122:50", "include \"kong.listen\" .Values.manager"),
        b"clustertelemetry" => {
            ("kong/templates/_helpers.tpl:1130:58", "include \"kong.listen\" .Values.clustertelemetry")
        }
        b"portal" => ("kong/templates/_helpers.tpl:1134:55", "include \"kong.listen\" .Values.portal"),
        b"portalapi" => ("kong/templates/_helpers.tpl:1135:53", "include \"kong.listen\" .Values.portalapi"),
        _ => ("kong/templates/_helpers.tpl:1085:44", "include \"kong.listen\" .Values.proxy"),
    };
    Site::new(at, HELPERS, node)
}
