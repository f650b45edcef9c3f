//! GatewayClass, Gateway and its listeners.

use super::object::Object;
use super::selector::LabelSelector;
use crate::provenance::Placed;
use crate::yaml::Node;

/// A GatewayClass.
#[derive(Clone, Copy, Debug)]
pub struct GatewayClass<'a> {
    /// The stored object.
    pub object: &'a Object<'a>,
    /// `spec.controllerName`; empty where it is missing.
    pub controller_name: Placed<&'a str>,
}

impl<'a> GatewayClass<'a> {
    /// Reads the object.
    pub fn new(object: &'a Object<'a>) -> Self {
        let controller_name =
            object.spec().and_then(|spec| spec.text_at("controllerName")).unwrap_or(Placed::new("", object.node.place));
        Self { object, controller_name }
    }

    /// The annotation that makes its Gateways unmanaged, if it is there with any value but the empty one.
    ///
    /// Source: KIC v3.5.13 gw/gateway_utils.go:isGatewayClassUnmanaged.
    pub fn unmanaged(&self) -> Option<Placed<&'a str>> {
        self.object.annotation("konghq.com/gatewayclass-unmanaged").filter(|value| !value.value.is_empty())
    }
}

/// A Gateway.
#[derive(Clone, Debug)]
pub struct Gateway<'a> {
    /// The stored object.
    pub object: &'a Object<'a>,
    /// `spec.gatewayClassName`; empty where it is missing.
    pub class_name: Placed<&'a str>,
    /// `spec.listeners`, in order.
    pub listeners: Vec<Listener<'a>>,
}

impl<'a> Gateway<'a> {
    /// Reads the object.
    pub fn new(object: &'a Object<'a>) -> Self {
        let missing = Placed::new("", object.node.place);
        let spec = object.spec();
        let listeners = spec.and_then(|spec| spec.get("listeners")).map_or(&[][..], Node::items);
        Self {
            object,
            class_name: spec.and_then(|spec| spec.text_at("gatewayClassName")).unwrap_or(missing),
            listeners: listeners.iter().map(Listener::new).collect(),
        }
    }

    /// The first listener with this name.
    pub fn listener(&self, name: &str) -> Option<&Listener<'a>> {
        self.listeners.iter().find(|listener| listener.name.value == name)
    }
}

/// One entry of `spec.listeners`.
#[derive(Clone, Debug)]
pub struct Listener<'a> {
    /// The entry itself.
    pub node: &'a Node<'a>,
    /// `name`; empty where it is missing.
    pub name: Placed<&'a str>,
    /// `port`; 0 where it is missing.
    pub port: Placed<i64>,
    /// `protocol` as written: `HTTP`, `HTTPS`, `TLS`, `TCP`, `UDP` or anything else.
    pub protocol: Placed<&'a str>,
    /// `hostname`.
    pub hostname: Option<Placed<&'a str>>,
    /// `tls`.
    pub tls: Option<ListenerTls<'a>>,
    /// `allowedRoutes`; absent only in objects as stored by hand.
    pub allowed_routes: Option<AllowedRoutes<'a>>,
}

impl<'a> Listener<'a> {
    fn new(node: &'a Node<'a>) -> Self {
        let missing = Placed::new("", node.place);
        Self {
            node,
            name: node.text_at("name").unwrap_or(missing),
            port: node.int_at("port").unwrap_or(Placed::new(0, node.place)),
            protocol: node.text_at("protocol").unwrap_or(missing),
            hostname: node.text_at("hostname"),
            tls: node.get("tls").map(ListenerTls::new),
            allowed_routes: node.get("allowedRoutes").map(AllowedRoutes::new),
        }
    }

    /// The hostname, where an empty one counts as absent.
    pub fn hostname_text(&self) -> &'a str {
        self.hostname.map_or("", |hostname| hostname.value)
    }
}

/// `tls` of a listener.
#[derive(Clone, Debug)]
pub struct ListenerTls<'a> {
    /// The block itself.
    pub node: &'a Node<'a>,
    /// `mode`; `None` counts as `Terminate`.
    pub mode: Option<Placed<&'a str>>,
    /// `certificateRefs`, in order.
    pub certificate_refs: Vec<ObjectRef<'a>>,
}

impl<'a> ListenerTls<'a> {
    fn new(node: &'a Node<'a>) -> Self {
        let refs = node.get("certificateRefs").map_or(&[][..], Node::items);
        Self { node, mode: node.text_at("mode"), certificate_refs: refs.iter().map(ObjectRef::new).collect() }
    }

    /// TLS is not ended at the Gateway.
    pub fn is_passthrough(&self) -> bool {
        self.mode.is_some_and(|mode| mode.value == "Passthrough")
    }
}

/// A reference to an object: Secret, ConfigMap, Service, plugin.
#[derive(Clone, Copy, Debug)]
pub struct ObjectRef<'a> {
    /// The entry itself.
    pub node: &'a Node<'a>,
    /// `group`.
    pub group: Option<Placed<&'a str>>,
    /// `kind`.
    pub kind: Option<Placed<&'a str>>,
    /// `namespace`.
    pub namespace: Option<Placed<&'a str>>,
    /// `name`; empty where it is missing.
    pub name: Placed<&'a str>,
}

impl<'a> ObjectRef<'a> {
    /// Reads a reference.
    pub fn new(node: &'a Node<'a>) -> Self {
        Self {
            node,
            group: node.text_at("group"),
            kind: node.text_at("kind"),
            namespace: node.text_at("namespace"),
            name: node.text_at("name").unwrap_or(Placed::new("", node.place)),
        }
    }

    /// The group; an absent one is the core group.
    pub fn group_text(&self) -> &'a str {
        self.group.map_or("", |group| group.value)
    }

    /// The kind; empty where it is absent.
    pub fn kind_text(&self) -> &'a str {
        self.kind.map_or("", |kind| kind.value)
    }

    /// The namespace that is meant, seen from an object in `own`; an empty one counts as absent.
    pub fn namespace_or(&self, own: &'a str) -> &'a str {
        self.namespace.map_or(own, |namespace| if namespace.value.is_empty() { own } else { namespace.value })
    }

    /// The group is the core group, by either of its names.
    pub fn is_core_group(&self) -> bool {
        matches!(self.group_text(), "" | "core")
    }
}

/// `allowedRoutes` of a listener.
#[derive(Clone, Debug)]
pub struct AllowedRoutes<'a> {
    /// `kinds`, in order; empty where there are none.
    pub kinds: Vec<RouteGroupKind<'a>>,
    /// `namespaces.from`; `None` allows every namespace.
    pub from: Option<Placed<&'a str>>,
    /// `namespaces.selector`; `None` matches no namespace.
    pub selector: Option<LabelSelector<'a>>,
}

impl<'a> AllowedRoutes<'a> {
    fn new(node: &'a Node<'a>) -> Self {
        let kinds = node.get("kinds").map_or(&[][..], Node::items);
        let namespaces = node.get("namespaces");
        Self {
            kinds: kinds
                .iter()
                .map(|kind| RouteGroupKind {
                    group: kind.text_at("group"),
                    kind: kind.text_at("kind").unwrap_or(Placed::new("", kind.place)),
                })
                .collect(),
            from: namespaces.and_then(|namespaces| namespaces.text_at("from")),
            selector: namespaces.and_then(|namespaces| namespaces.get("selector")).map(LabelSelector::new),
        }
    }
}

/// One entry of `allowedRoutes.kinds`.
#[derive(Clone, Copy, Debug)]
pub struct RouteGroupKind<'a> {
    /// `group`.
    pub group: Option<Placed<&'a str>>,
    /// `kind`; empty where it is missing.
    pub kind: Placed<&'a str>,
}
