//! Routes and services as Kong's router sees them, read from a configuration in JSON or from the model.

use serde_json::Value;

use crate::kong;

/// A subsystem of Kong's proxy; each has a router of its own.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Subsystem {
    /// HTTP, HTTPS, gRPC.
    Http,
    /// TCP, UDP, TLS.
    Stream,
}

/// A route, with the service that it leads to. Strings are borrowed from where it was read.
///
/// A list that is empty and a list that is absent are not the same to Kong.
#[derive(Clone, Debug, Default)]
pub struct Route<'a> {
    /// Its name.
    pub name: Option<&'a str>,
    /// A UUID; the flavors with expressions rank by it.
    pub id: &'a str,
    /// Seconds; the traditional flavor ranks by it.
    pub created_at: Option<i64>,
    /// `http`, `https`, `grpc`, `grpcs`, `tcp`, `tls`, `udp`, `tls_passthrough`; the first decides the subsystem.
    pub protocols: Vec<&'a str>,
    /// Methods.
    pub methods: Option<Vec<&'a str>>,
    /// Host names, with `*` and ports.
    pub hosts: Option<Vec<&'a str>>,
    /// Prefixes, and regular expressions behind `~`.
    pub paths: Option<Vec<&'a str>>,
    /// Values by name, ascending by name: Kong's own order is that of a hash table.
    pub headers: Option<Vec<(&'a str, Vec<&'a str>)>>,
    /// Server names.
    pub snis: Option<Vec<&'a str>>,
    /// Where a connection comes from.
    pub sources: Option<Vec<Endpoint<'a>>>,
    /// Where a connection goes to.
    pub destinations: Option<Vec<Endpoint<'a>>>,
    /// Whether the matched part of the path is cut off.
    pub strip_path: bool,
    /// Whether the Host header is passed on.
    pub preserve_host: bool,
    /// Rank among regular expressions.
    pub regex_priority: i64,
    /// How paths are joined.
    pub path_handling: PathHandling,
    /// An expression in place of the attributes.
    pub expression: Option<&'a str>,
    /// Its rank.
    pub priority: u64,
    /// Where it leads; a route may have none.
    pub service: Option<Service<'a>>,
}

/// How the path of the service and that of the request are joined.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum PathHandling {
    /// With exactly one slash between them.
    #[default]
    V0,
    /// As they stand.
    V1,
}

/// An address or a network, and a port.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Endpoint<'a> {
    /// `10.0.0.1` or `10.0.0.0/8`.
    pub ip: Option<&'a str>,
    /// A port.
    pub port: Option<i64>,
}

/// Where a route leads.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Service<'a> {
    /// Its name.
    pub name: Option<&'a str>,
    /// `http`, `https`, `grpc`, `grpcs`, `tcp`, `tls`, `tls_passthrough`, `udp`.
    pub protocol: Option<&'a str>,
    /// An upstream's name, a host name or an address.
    pub host: Option<&'a str>,
    /// A port.
    pub port: Option<i64>,
    /// Put in front of the path.
    pub path: Option<&'a str>,
}

const HTTP: [&str; 4] = ["http", "https", "grpc", "grpcs"];
/// Their routes strip nothing (Kong 3.9.3 kong/db/schema/entities/routes_subschemas.lua).
const GRPC: [&str; 2] = ["grpc", "grpcs"];
const STREAM: [&str; 4] = ["tcp", "udp", "tls", "tls_passthrough"];

impl Subsystem {
    /// Whether a protocol belongs to it.
    pub fn has(self, protocol: &str) -> bool {
        match self {
            Self::Http => HTTP.contains(&protocol),
            Self::Stream => STREAM.contains(&protocol),
        }
    }
}

impl<'a> Route<'a> {
    /// Reads an entity of Kong; what is absent has the default of Kong's schema.
    ///
    /// Source: Kong 3.9 kong/db/schema/entities/routes.lua
    pub fn from_json(route: &'a Value, service: Option<&'a Value>) -> Self {
        let text = |key: &str| route.get(key).and_then(Value::as_str);
        let flag = |key: &str| route.get(key).and_then(Value::as_bool);
        let protocols = texts(route.get("protocols"));
        let is_grpc = protocols.iter().flatten().any(|protocol| GRPC.contains(protocol));
        let mut headers = route.get("headers").and_then(Value::as_object).map(|headers| {
            let entries = headers.iter().map(|(name, values)| (name.as_str(), texts(Some(values)).unwrap_or_default()));
            entries.collect::<Vec<_>>()
        });
        if let Some(headers) = &mut headers {
            headers.sort_by_key(|(name, _)| *name);
        }
        Self {
            name: text("name"),
            id: text("id").unwrap_or_default(),
            created_at: route.get("created_at").and_then(Value::as_i64),
            protocols: protocols.filter(|list| !list.is_empty()).unwrap_or_else(|| vec!["http", "https"]),
            methods: texts(route.get("methods")),
            hosts: texts(route.get("hosts")),
            paths: texts(route.get("paths")),
            headers,
            snis: texts(route.get("snis")),
            sources: endpoints(route.get("sources")),
            destinations: endpoints(route.get("destinations")),
            strip_path: flag("strip_path").unwrap_or(!is_grpc),
            preserve_host: flag("preserve_host").unwrap_or(false),
            regex_priority: route.get("regex_priority").and_then(Value::as_i64).unwrap_or_default(),
            path_handling: PathHandling::parse(text("path_handling")),
            expression: text("expression"),
            priority: route.get("priority").and_then(Value::as_u64).unwrap_or_default(),
            service: service.map(Service::from_json),
        }
    }

    /// The routes of a configuration in JSON, as `kicplay translate --output config` prints it, that a router of this
    /// subsystem takes.
    pub fn all_from_json(configuration: &'a Value, subsystem: Subsystem) -> Vec<Self> {
        let list = |parent: &'a Value, key: &str| parent.get(key).and_then(Value::as_array).into_iter().flatten();
        let routes = list(configuration, "services")
            .flat_map(|service| list(service, "routes").map(move |route| Self::from_json(route, Some(service))));
        routes.filter(|route| route.belongs_to(subsystem)).collect()
    }

    /// The routes of the model that a router of this subsystem takes.
    pub fn all_from_model(configuration: &'a kong::Configuration<'a>, subsystem: Subsystem) -> Vec<Self> {
        let routes = configuration
            .services
            .iter()
            .flat_map(|service| service.routes.iter().map(move |route| Self::from_model(route, service)));
        routes.filter(|route| route.belongs_to(subsystem)).collect()
    }

    /// Reads the model of the configuration.
    pub fn from_model(route: &'a kong::Route<'a>, service: &'a kong::Service<'a>) -> Self {
        // The model does not tell an empty list from an absent one, and neither is rendered.
        let some = |list: &'a [kong::Text<'a>]| {
            (!list.is_empty()).then(|| list.iter().map(|text| text.value.as_ref()).collect::<Vec<&str>>())
        };
        let endpoints = |list: &'a [kong::Destination<'a>]| {
            let endpoint = |item: &'a kong::Destination<'a>| Endpoint {
                ip: item.ip.as_ref().map(|ip| ip.value.as_ref()),
                port: item.port.as_ref().map(|port| port.value),
            };
            (!list.is_empty()).then(|| list.iter().map(endpoint).collect::<Vec<_>>())
        };
        let headers = route.headers.iter().map(|(name, values)| {
            (name.as_ref(), values.iter().map(|value| value.value.as_ref()).collect::<Vec<&str>>())
        });
        Self {
            name: Some(route.name.value.as_ref()),
            id: route.id.as_ref().map_or("", |id| id.value.as_ref()),
            created_at: None,
            protocols: some(&route.protocols).unwrap_or_else(|| vec!["http", "https"]),
            methods: some(&route.methods),
            hosts: some(&route.hosts),
            paths: some(&route.paths),
            headers: (!route.headers.is_empty()).then(|| headers.collect()),
            snis: some(&route.snis),
            sources: endpoints(&route.sources),
            destinations: endpoints(&route.destinations),
            strip_path: route.strip_path.as_ref().map_or_else(
                || !route.protocols.iter().any(|protocol| GRPC.contains(&protocol.value.as_ref())),
                |strip| strip.value,
            ),
            preserve_host: route.preserve_host.as_ref().is_some_and(|preserve| preserve.value),
            regex_priority: route.regex_priority.as_ref().map_or(0, |priority| priority.value),
            path_handling: PathHandling::parse(route.path_handling.as_ref().map(|text| text.value.as_ref())),
            expression: route.expression.as_ref().map(|text| text.value.as_ref()),
            priority: route.priority.as_ref().map_or(0, |priority| priority.value),
            service: Some(Service {
                name: Some(service.name.value.as_ref()),
                protocol: Some(service.protocol.as_ref().map_or("http", |protocol| protocol.value.as_ref())),
                host: Some(service.host.value.as_ref()),
                port: Some(service.port.as_ref().map_or(80, |port| port.value)),
                path: service.path.as_ref().map(|path| path.value.as_ref()),
            }),
        }
    }

    /// Whether a router of this subsystem takes it.
    ///
    /// Source: Kong 3.9 kong/runloop/handler.lua:should_process_route
    pub fn belongs_to(&self, subsystem: Subsystem) -> bool {
        self.protocols.iter().any(|protocol| subsystem.has(protocol))
    }

    /// Whether it is a route of connections, by its first protocol.
    pub(super) fn is_stream(&self) -> bool {
        self.protocols.first().is_some_and(|protocol| Subsystem::Stream.has(protocol))
    }
}

impl<'a> Service<'a> {
    /// Reads an entity of Kong as it stands.
    pub fn from_json(service: &'a Value) -> Self {
        let text = |key: &str| service.get(key).and_then(Value::as_str);
        Self {
            name: text("name"),
            protocol: text("protocol"),
            host: text("host"),
            port: service.get("port").and_then(Value::as_i64),
            path: text("path"),
        }
    }
}

impl PathHandling {
    fn parse(text: Option<&str>) -> Self {
        if text == Some("v1") { Self::V1 } else { Self::V0 }
    }
}

impl Endpoint<'_> {
    pub(super) fn is_empty(&self) -> bool {
        self.ip.is_none() && self.port.is_none()
    }
}

fn texts(list: Option<&Value>) -> Option<Vec<&str>> {
    Some(list?.as_array()?.iter().filter_map(Value::as_str).collect())
}

fn endpoints(list: Option<&Value>) -> Option<Vec<Endpoint<'_>>> {
    let endpoint = |item| {
        let item: &Value = item;
        Endpoint { ip: item.get("ip").and_then(Value::as_str), port: item.get("port").and_then(Value::as_i64) }
    };
    Some(list?.as_array()?.iter().map(endpoint).collect())
}
