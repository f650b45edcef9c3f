//! Services and EndpointSlices.

use super::object::Object;
use crate::provenance::{Place, Placed};
use crate::yaml::{Node, Value};

/// A Service.
#[derive(Clone, Debug)]
pub struct Service<'a> {
    /// The stored object.
    pub object: &'a Object<'a>,
    /// `spec.ports`, in order.
    pub ports: Vec<ServicePort<'a>>,
}

impl<'a> Service<'a> {
    /// Reads the object.
    pub fn new(object: &'a Object<'a>) -> Self {
        let ports = object.spec().and_then(|spec| spec.get("ports")).map_or(&[][..], Node::items);
        Self { object, ports: ports.iter().map(ServicePort::new).collect() }
    }

    /// `spec.type`; `ClusterIP` where it is absent.
    pub fn service_type(&self) -> Placed<&'a str> {
        self.object
            .spec()
            .and_then(|spec| spec.text_at("type"))
            .unwrap_or(Placed::new("ClusterIP", Place::Rule("Kubernetes: spec.type is ClusterIP where it is absent")))
    }

    /// `spec.externalName`.
    pub fn external_name(&self) -> Option<Placed<&'a str>> {
        self.object.spec()?.text_at("externalName")
    }

    /// `spec.clusterIPs` has an entry; `None` for a headless Service too.
    pub fn has_cluster_ips(&self) -> bool {
        self.object.spec().and_then(|spec| spec.get("clusterIPs")).is_some_and(|ips| !ips.items().is_empty())
    }

    /// `status.loadBalancer.ingress`, in order.
    pub fn load_balancer_ingress(&self) -> &'a [Node<'a>] {
        self.object.node.at(&["status", "loadBalancer", "ingress"]).map_or(&[], Node::items)
    }

    /// The first port with this number.
    pub fn port(&self, number: i64) -> Option<&ServicePort<'a>> {
        self.ports.iter().find(|port| port.port.value == number)
    }
}

/// Where a Service port leads.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum TargetPort<'a> {
    /// A port number of the pods.
    Number(i64),
    /// A named port of the pods, or a number in quotes.
    Name(&'a str),
    /// Nothing: only in objects as stored by hand.
    Absent,
}

/// One entry of `spec.ports`.
#[derive(Clone, Copy, Debug)]
pub struct ServicePort<'a> {
    /// The entry itself.
    pub node: &'a Node<'a>,
    /// `name`.
    pub name: Option<Placed<&'a str>>,
    /// `port`; 0 where it is missing.
    pub port: Placed<i64>,
    /// `protocol`; `None` only in objects as stored by hand.
    pub protocol: Option<Placed<&'a str>>,
    /// `targetPort`.
    pub target_port: Placed<TargetPort<'a>>,
}

impl<'a> ServicePort<'a> {
    fn new(node: &'a Node<'a>) -> Self {
        let target_port = match node.get("targetPort") {
            None => Placed::new(TargetPort::Absent, node.place),
            Some(target) => {
                let value = match &target.value {
                    Value::Int(number) => TargetPort::Number(*number),
                    Value::Text(name) => TargetPort::Name(name),
                    _ => TargetPort::Absent,
                };
                Placed::new(value, target.place)
            }
        };
        Self {
            node,
            name: node.text_at("name"),
            port: node.int_at("port").unwrap_or(Placed::new(0, node.place)),
            protocol: node.text_at("protocol"),
            target_port,
        }
    }

    /// The port's name; an absent one is empty.
    pub fn name_text(&self) -> &'a str {
        self.name.map_or("", |name| name.value)
    }

    /// The port's protocol; an absent one is `TCP`.
    pub fn protocol_text(&self) -> &'a str {
        self.protocol.map_or("TCP", |protocol| protocol.value)
    }
}

/// An EndpointSlice.
#[derive(Clone, Debug)]
pub struct EndpointSlice<'a> {
    /// The stored object.
    pub object: &'a Object<'a>,
    /// `ports`, in order.
    pub ports: Vec<EndpointPort<'a>>,
    /// `endpoints`, in order.
    pub endpoints: Vec<Endpoint<'a>>,
}

impl<'a> EndpointSlice<'a> {
    /// Reads the object.
    pub fn new(object: &'a Object<'a>) -> Self {
        let list = |key: &str| object.node.get(key).map_or(&[][..], Node::items);
        Self {
            object,
            ports: list("ports")
                .iter()
                .map(|node| EndpointPort {
                    name: node.text_at("name").map_or("", |name| name.value),
                    protocol: node.text_at("protocol").map_or("TCP", |protocol| protocol.value),
                    port: node.int_at("port"),
                })
                .collect(),
            endpoints: list("endpoints").iter().map(Endpoint::new).collect(),
        }
    }

    /// Name of the Service that it belongs to.
    pub fn service_name(&self) -> Option<Placed<&'a str>> {
        self.object.label("kubernetes.io/service-name")
    }
}

/// One entry of an EndpointSlice's `ports`.
#[derive(Clone, Copy, Debug)]
pub struct EndpointPort<'a> {
    /// `name`; an absent one is empty.
    pub name: &'a str,
    /// `protocol`; an absent one is `TCP`.
    pub protocol: &'a str,
    /// `port`.
    pub port: Option<Placed<i64>>,
}

/// One entry of an EndpointSlice's `endpoints`.
#[derive(Clone, Copy, Debug)]
pub struct Endpoint<'a> {
    /// The first of `addresses`.
    pub address: Option<Placed<&'a str>>,
    /// `conditions.ready`.
    pub ready: Option<Placed<bool>>,
    /// `conditions.terminating`.
    pub terminating: Option<Placed<bool>>,
}

impl<'a> Endpoint<'a> {
    fn new(node: &'a Node<'a>) -> Self {
        let conditions = node.get("conditions");
        let first = node.get("addresses").and_then(|addresses| addresses.items().first());
        Self {
            address: first.and_then(|node| node.text().map(|text| Placed::new(text, node.place))),
            ready: conditions.and_then(|conditions| conditions.bool_at("ready")),
            terminating: conditions.and_then(|conditions| conditions.bool_at("terminating")),
        }
    }
}
