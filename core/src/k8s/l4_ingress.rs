//! TCPIngress and UDPIngress.

use super::gateway::ObjectRef;
use super::object::Object;
use crate::provenance::Placed;
use crate::yaml::Node;

/// One entry of `spec.rules` of a TCPIngress or UDPIngress.
#[derive(Clone, Copy, Debug)]
pub struct L4IngressRule<'a> {
    /// The entry itself.
    pub node: &'a Node<'a>,
    /// `host`, TCPIngress only; an empty one counts as absent.
    pub host: Option<Placed<&'a str>>,
    /// `port`: that of the connection; 0 where it is missing.
    pub port: Placed<i64>,
    /// `backend.serviceName`, as a reference.
    pub target: ObjectRef<'a>,
    /// `backend.servicePort`; 0 where it is missing.
    pub service_port: Placed<i64>,
}

impl<'a> L4IngressRule<'a> {
    /// Reads the rules of an object.
    pub fn list(object: &'a Object<'a>) -> Vec<Self> {
        let rules = object.spec().and_then(|spec| spec.get("rules")).map_or(&[][..], Node::items);
        rules
            .iter()
            .map(|node| {
                let backend = node.get("backend").unwrap_or(node);
                let missing = Placed::new("", backend.place);
                let target = ObjectRef {
                    node: backend,
                    group: None,
                    kind: None,
                    namespace: None,
                    name: backend.text_at("serviceName").unwrap_or(missing),
                };
                Self {
                    node,
                    host: node.text_at("host").filter(|host| !host.value.is_empty()),
                    port: node.int_at("port").unwrap_or(Placed::new(0, node.place)),
                    target,
                    service_port: backend.int_at("servicePort").unwrap_or(Placed::new(0, backend.place)),
                }
            })
            .collect()
    }
}
