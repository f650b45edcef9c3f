//! `status.addresses` of a Gateway.

use std::borrow::Cow;
use std::net::IpAddr;

use crate::k8s::service::Service;
use crate::provenance::{Origin, Placed, Sourced, Tree, TreeMap};
use crate::settings::ControllerSettings;
use crate::yaml::Node;

/// `type` of an address.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum AddressKind {
    /// `IPAddress`.
    IPAddress,
    /// `Hostname`.
    Hostname,
}

impl AddressKind {
    /// `IPAddress` or `Hostname`.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::IPAddress => "IPAddress",
            Self::Hostname => "Hostname",
        }
    }
}

/// One entry of `status.addresses`.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Address<'a> {
    /// `type`; `None` only in stored statuses without one or with another.
    pub kind: Option<AddressKind>,
    /// `value`.
    pub value: Sourced<Cow<'a, str>>,
}

impl<'a> Address<'a> {
    fn new(kind: AddressKind, value: Placed<&'a str>, origin: Origin) -> Self {
        Self {
            kind: Some(kind),
            value: Sourced::new(Cow::Borrowed(value.value), Origin::from(value.place).and(origin)),
        }
    }

    /// Reads the addresses of a status that a manifest carries.
    pub fn list_stored(status: &'a Node<'a>) -> Vec<Self> {
        let entries = status.get("addresses").map_or(&[][..], Node::items);
        entries
            .iter()
            .filter_map(|entry| {
                let value = entry.text_at("value")?;
                let kind = match entry.text_at("type").map(|kind| kind.value) {
                    None | Some("IPAddress") => Some(AddressKind::IPAddress),
                    Some("Hostname") => Some(AddressKind::Hostname),
                    Some(_) => None,
                };
                Some(Self { kind, value: value.map(Cow::Borrowed).sourced() })
            })
            .collect()
    }

    /// The address as the API prints it.
    pub fn to_tree(&self) -> Tree {
        let mut fields = TreeMap::from([("value", Tree::text(self.value.value.as_ref(), &self.value.origin))]);
        if let Some(kind) = self.kind {
            fields.insert("type", Tree::text(kind.as_str(), &self.value.origin));
        }
        Tree::Map(fields, self.value.origin.clone())
    }
}

/// The addresses that a publish Service contributes: those of its load balancer, in reverse.
///
/// Each address is put in front of those before it. Cluster IPs, external IPs and node addresses never count.
///
/// Source: KIC v3.5.13 gw/gateway_controller.go:determineL4ListenersFromService; spec/gateway-status.md 5.1.
pub fn of_service<'a>(service: &Service<'a>) -> Vec<Address<'a>> {
    let service_type = service.service_type();
    if service_type.value != "LoadBalancer" {
        return Vec::new();
    }
    let mut addresses: Vec<Address<'a>> = service
        .load_balancer_ingress()
        .iter()
        .flat_map(|ingress| {
            let of = |field: &str, kind: AddressKind| {
                let value = ingress.text_at(field).filter(|value| !value.value.is_empty())?;
                Some(Address::new(kind, value, service_type.place.into()))
            };
            of("ip", AddressKind::IPAddress).into_iter().chain(of("hostname", AddressKind::Hostname))
        })
        .collect();
    addresses.reverse();
    addresses
}

/// The addresses that settings put in place of those of the Services; `None` without such settings.
///
/// Source: KIC v3.5.13 gw/gateway_controller.go:reconcileUnmanagedGateway; spec/gateway-status.md 5.2.
pub fn overrides(controller: &ControllerSettings) -> Option<Vec<Address<'_>>> {
    let all: Vec<Address<'_>> = controller
        .publish_status_address
        .iter()
        .chain(&controller.publish_status_address_udp)
        .map(|address| {
            let kind = if is_ip(&address.value) { AddressKind::IPAddress } else { AddressKind::Hostname };
            Address { kind: Some(kind), value: Sourced::new(Cow::Borrowed(address.value.as_str()), address.place) }
        })
        .collect();
    (!all.is_empty()).then_some(all)
}

/// Go's `net.ParseIP`: no zone, no leading zeros in IPv4, which is what the standard library here holds too.
fn is_ip(text: &str) -> bool {
    text.parse::<IpAddr>().is_ok()
}
