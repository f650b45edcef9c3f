//! The addresses behind a port of a Kubernetes Service.

use std::collections::BTreeSet;
use std::net::IpAddr;

use super::backing::BackingService;
use super::draft::{made, origin_of};
use super::input::Input;
use super::ports::{self, ResolvedPort};
use crate::k8s::service::EndpointSlice;
use crate::kong::Text;
use crate::provenance::{Origin, Placed};

/// An address that requests can be sent to.
#[derive(Clone, PartialEq, Debug)]
pub(super) struct Endpoint<'a> {
    /// `address:port`, IPv6 in brackets.
    pub target: Text<'a>,
    /// It is about to go away; only set with drain support.
    pub terminating: bool,
}

/// The endpoints of a Service for one of its ports.
///
/// They are looked up once for TCP and once for each further protocol among the Service's ports. A Service whose
/// own address is the target, and an ExternalName Service, give the same endpoint each time; merging adds it up.
///
/// Source: KIC v3.5.13 internal/dataplane/translator/translate_upstreams.go:getServiceEndpoints;
/// spec/gateway-routes.md 4.5.
pub(super) fn of_service<'a>(
    input: Input<'a>,
    backing: &BackingService<'a>,
    port: &ResolvedPort<'a>,
) -> Vec<Endpoint<'a>> {
    let mut protocols = vec!["TCP"];
    for service_port in &backing.service.ports {
        let protocol = service_port.protocol.map_or("", |protocol| protocol.value);
        if !protocol.is_empty() && !protocols.contains(&protocol) {
            protocols.push(protocol);
        }
    }
    if let Some(decided) = backing.service_upstream(input) {
        let endpoint = own_address(input, backing, port, &decided);
        return protocols.iter().map(|_| endpoint.clone()).collect();
    }
    if ports::is_external(backing.service) {
        let endpoint = external_name(backing, port);
        return protocols.iter().map(|_| endpoint.clone()).collect();
    }
    let slices = input.store.endpoint_slices(backing.service.object.key());
    protocols.iter().flat_map(|protocol| in_slices(input, slices, protocol, port)).collect()
}

/// `<service>.<namespace>.svc`, with the cluster domain if there is one.
fn own_address<'a>(
    input: Input<'a>,
    backing: &BackingService<'a>,
    port: &ResolvedPort<'a>,
    decided: &Origin,
) -> Endpoint<'a> {
    let key = backing.service.object.key();
    let domain = &input.settings.cluster_domain;
    let dot = if domain.is_empty() { "" } else { "." };
    let address = format!("{}.{}.svc{dot}{domain}:{}", key.name, key.namespace, port.number.value);
    let origin = Origin::from(backing.service.object.name().place).and(decided).and(&port.number.origin);
    Endpoint { target: made(address, origin), terminating: false }
}

fn external_name<'a>(backing: &BackingService<'a>, port: &ResolvedPort<'a>) -> Endpoint<'a> {
    let missing = Placed::new("", backing.service.object.node.place);
    let name = backing.service.external_name().unwrap_or(missing);
    let origin = Origin::from(name.place).and(&port.number.origin);
    Endpoint { target: made(target_text(name.value, port.number.value), origin), terminating: false }
}

fn in_slices<'a>(
    input: Input<'a>,
    slices: &'a [EndpointSlice<'a>],
    protocol: &str,
    port: &ResolvedPort<'a>,
) -> Vec<Endpoint<'a>> {
    const ADDRESS: &str = "Kubernetes: EndpointSlice without address";
    let mut found = Vec::new();
    let mut known = BTreeSet::new();
    for slice in slices {
        for slice_port in &slice.ports {
            let Some(number) = slice_port.port.filter(|number| number.value >= 0) else { continue };
            if slice_port.protocol != protocol || slice_port.name != port.name {
                continue;
            }
            for endpoint in &slice.endpoints {
                let terminating =
                    input.settings.drain_support && endpoint.terminating.is_some_and(|terminating| terminating.value);
                let ready = endpoint.ready.is_none_or(|ready| ready.value);
                let Some(address) = endpoint.address.filter(|_| ready || terminating) else { continue };
                if known.insert((address.value, number.value, terminating)) {
                    let places = [address.place, number.place].into_iter();
                    let decided = endpoint.terminating.filter(|_| terminating);
                    let places = places.chain(decided.map(|decided| decided.place));
                    let target = made(target_text(address.value, number.value), origin_of(places, ADDRESS));
                    found.push(Endpoint { target, terminating });
                }
            }
        }
    }
    found
}

/// `address:port`; an IPv6 address that does not stand for an IPv4 one is put into brackets.
fn target_text(address: &str, port: i64) -> String {
    match address.parse::<IpAddr>() {
        Ok(IpAddr::V6(ip)) if ip.to_ipv4_mapped().is_none() => format!("[{address}]:{port}"),
        _ => format!("{address}:{port}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// spec/gateway-routes.md 4.5.
    #[test]
    fn only_ipv6_addresses_stand_in_brackets() {
        assert_eq!(target_text("10.0.0.1", 80), "10.0.0.1:80");
        assert_eq!(target_text("fd00::1", 8000), "[fd00::1]:8000");
        assert_eq!(target_text("::ffff:10.0.0.1", 80), "::ffff:10.0.0.1:80");
        assert_eq!(target_text("example.org", -1), "example.org:-1");
    }
}
