//! Ingress, IngressClass and its parameters.

use super::gateway::ObjectRef;
use super::object::{Object, ObjectKey};
use crate::provenance::{Place, Placed};
use crate::yaml::Node;

/// An Ingress.
#[derive(Clone, Debug)]
pub struct Ingress<'a> {
    /// The stored object.
    pub object: &'a Object<'a>,
    /// `spec.ingressClassName`, also an empty one.
    pub class_name: Option<Placed<&'a str>>,
    /// `spec.defaultBackend`.
    pub default_backend: Option<IngressBackend<'a>>,
    /// `spec.rules`, in order.
    pub rules: Vec<IngressRule<'a>>,
    /// `spec.tls`, in order.
    pub tls: Vec<IngressTls<'a>>,
}

impl<'a> Ingress<'a> {
    /// Reads the object.
    pub fn new(object: &'a Object<'a>) -> Self {
        let spec = object.spec();
        let rules = spec.and_then(|spec| spec.get("rules")).map_or(&[][..], Node::items);
        Self {
            object,
            class_name: spec.and_then(|spec| spec.text_at("ingressClassName")),
            default_backend: spec.and_then(|spec| spec.get("defaultBackend")).map(IngressBackend::new),
            rules: rules.iter().map(IngressRule::new).collect(),
            tls: IngressTls::list(object),
        }
    }
}

/// One entry of `spec.rules`.
#[derive(Clone, Debug)]
pub struct IngressRule<'a> {
    /// The entry itself.
    pub node: &'a Node<'a>,
    /// `host`; an empty one counts as absent.
    pub host: Option<Placed<&'a str>>,
    /// `http.paths`, in order.
    pub paths: Vec<IngressPath<'a>>,
}

impl<'a> IngressRule<'a> {
    fn new(node: &'a Node<'a>) -> Self {
        let paths = node.at(&["http", "paths"]).map_or(&[][..], Node::items);
        Self { node, host: filled(node.text_at("host")), paths: paths.iter().map(IngressPath::new).collect() }
    }
}

/// One entry of `http.paths`.
#[derive(Clone, Copy, Debug)]
pub struct IngressPath<'a> {
    /// The entry itself.
    pub node: &'a Node<'a>,
    /// `path`; empty where it is missing.
    pub path: Placed<&'a str>,
    /// `pathType`; `ImplementationSpecific` where it is missing.
    pub path_type: Placed<&'a str>,
    /// `backend`.
    pub backend: IngressBackend<'a>,
}

impl<'a> IngressPath<'a> {
    fn new(node: &'a Node<'a>) -> Self {
        const TYPE: &str = "KIC: a path without `pathType` is ImplementationSpecific";
        Self {
            node,
            path: node.text_at("path").unwrap_or(Placed::new("", node.place)),
            path_type: node.text_at("pathType").unwrap_or(Placed::new("ImplementationSpecific", Place::Rule(TYPE))),
            backend: IngressBackend::new(node.get("backend").unwrap_or(node)),
        }
    }
}

/// A backend of an Ingress.
#[derive(Clone, Copy, Debug)]
pub struct IngressBackend<'a> {
    /// The block itself; the path where there is none.
    pub node: &'a Node<'a>,
    /// `service`.
    pub service: Option<ServiceBackend<'a>>,
    /// `resource`: `apiGroup`, `kind`, `name`.
    pub resource: Option<ResourceRef<'a>>,
}

impl<'a> IngressBackend<'a> {
    fn new(node: &'a Node<'a>) -> Self {
        Self {
            node,
            service: node.get("service").map(ServiceBackend::new),
            resource: node.get("resource").map(ResourceRef::new),
        }
    }
}

/// `service` of a backend.
#[derive(Clone, Copy, Debug)]
pub struct ServiceBackend<'a> {
    /// `name` alone, as a reference.
    pub target: ObjectRef<'a>,
    /// `port`.
    pub port: Placed<BackendPort<'a>>,
}

impl<'a> ServiceBackend<'a> {
    fn new(node: &'a Node<'a>) -> Self {
        let port = node.get("port");
        let number = port.and_then(|port| port.int_at("number")).filter(|number| number.value != 0);
        let name = filled(port.and_then(|port| port.text_at("name")));
        let port = match (number, name) {
            (Some(number), _) => number.map(BackendPort::Number),
            (None, Some(name)) => name.map(BackendPort::Name),
            (None, None) => Placed::new(BackendPort::Implicit, port.unwrap_or(node).place),
        };
        Self { target: ObjectRef::new(node), port }
    }
}

/// How a backend names the port of its Service.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum BackendPort<'a> {
    /// By number.
    Number(i64),
    /// By name.
    Name(&'a str),
    /// Not at all: the Service must have one port.
    Implicit,
}

/// `resource` of a backend.
#[derive(Clone, Copy, Debug)]
pub struct ResourceRef<'a> {
    /// The block itself.
    pub node: &'a Node<'a>,
    /// `apiGroup`.
    pub group: Option<Placed<&'a str>>,
    /// `kind`; empty where it is missing.
    pub kind: Placed<&'a str>,
    /// `name`; empty where it is missing.
    pub name: Placed<&'a str>,
}

impl<'a> ResourceRef<'a> {
    /// `<group>/<kind>`, or `<kind>` alone.
    pub fn kind_text(&self) -> String {
        match self.group {
            Some(group) => format!("{}/{}", group.value, self.kind.value),
            None => self.kind.value.to_owned(),
        }
    }

    fn new(node: &'a Node<'a>) -> Self {
        let missing = Placed::new("", node.place);
        Self {
            node,
            group: node.text_at("apiGroup"),
            kind: node.text_at("kind").unwrap_or(missing),
            name: node.text_at("name").unwrap_or(missing),
        }
    }
}

/// One entry of `spec.tls` of an Ingress or TCPIngress.
#[derive(Clone, Debug)]
pub struct IngressTls<'a> {
    /// The entry itself.
    pub node: &'a Node<'a>,
    /// `hosts`, in order.
    pub hosts: Vec<Placed<&'a str>>,
    /// `secretName`; an empty one counts as absent.
    pub secret_name: Option<Placed<&'a str>>,
}

impl<'a> IngressTls<'a> {
    /// Reads `spec.tls` of an object.
    pub fn list(object: &'a Object<'a>) -> Vec<Self> {
        let entries = object.spec().and_then(|spec| spec.get("tls")).map_or(&[][..], Node::items);
        entries
            .iter()
            .map(|node| {
                let hosts = node.get("hosts").map_or(&[][..], Node::items).iter();
                let hosts = hosts.filter_map(|host| host.text().map(|text| Placed::new(text, host.place)));
                Self { node, hosts: hosts.collect(), secret_name: filled(node.text_at("secretName")) }
            })
            .collect()
    }
}

/// The parameters that an IngressClass names.
#[derive(Clone, Copy, Debug)]
pub struct ParametersRef<'a> {
    /// The block itself.
    pub node: &'a Node<'a>,
    /// `apiGroup`.
    pub group: Option<Placed<&'a str>>,
    /// `kind`; empty where it is missing.
    pub kind: Placed<&'a str>,
    /// `scope` is there, with any value.
    pub has_scope: bool,
    /// Namespace and name, where a namespace is given.
    pub key: Option<ObjectKey<'a>>,
}

impl<'a> ParametersRef<'a> {
    /// Reads `spec.parameters` of an IngressClass.
    pub fn of_class(class: &'a Object<'a>) -> Option<Self> {
        let node = class.spec()?.get("parameters")?;
        let name = node.text_at("name").map_or("", |name| name.value);
        Some(Self {
            node,
            group: node.text_at("apiGroup"),
            kind: node.text_at("kind").unwrap_or(Placed::new("", node.place)),
            has_scope: node.get("scope").is_some(),
            key: node.text_at("namespace").map(|namespace| ObjectKey::new(namespace.value, name)),
        })
    }
}

/// Whether an IngressClass is marked as the default class.
///
/// Source: KIC v3.5.13 internal/controllers/utils/utils.go:IsDefaultIngressClass.
pub fn is_default_class(class: &Object<'_>) -> bool {
    class.annotation("ingressclass.kubernetes.io/is-default-class").is_some_and(|value| value.value == "true")
}

fn filled(text: Option<Placed<&str>>) -> Option<Placed<&str>> {
    text.filter(|text| !text.value.is_empty())
}
