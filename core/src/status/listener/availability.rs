//! Can Kong be reached by a listener's protocol and port? `UnsupportedProtocol` and `PortUnavailable`.

use crate::k8s::gateway::Listener;
use crate::k8s::service::{self, Service, TargetPort};
use crate::listens::available::{ServicePort, Target};
use crate::listens::{Available, AvailablePort, Entry, KongListens, Need, Subsystem};
use crate::provenance::{Place, Placed};

const UNSUPPORTED: &str = "no Kong listen with the requested protocol is configured";
const UNAVAILABLE: &str = "no Kong listen with the requested protocol is configured for the requested port";
const MESSAGE_RULE: &str = "KIC v3.5.13 gw/gateway_utils.go:getListenerStatus: the message of Accepted";

/// One port of a publish Service, and what Kong's listens make of it.
#[derive(Clone, Copy, Debug)]
pub struct OfferedPort<'a> {
    /// The controller's view: the protocol, the target, the listen.
    pub available: AvailablePort<'a>,
    /// The Service.
    pub service: &'a Service<'a>,
    /// The port of the Service.
    pub port: &'a service::ServicePort<'a>,
    /// Kong's listen on the target that the controller looks at, with its place.
    pub listen: Option<Placed<(Subsystem, &'a Entry)>>,
}

impl OfferedPort<'_> {
    /// Where Kong's listen on the target stands.
    pub fn listen_place(&self) -> Option<Place> {
        self.listen.map(|listen| listen.place)
    }
}

/// Of the Service ports with a listener's number, the one of the transport that the protocol needs, else the first.
pub fn of_transport<T: Copy>(protocol: &str, ports: &[T], is_udp: &dyn Fn(&T) -> bool) -> Option<T> {
    let wants_udp = Need::of(protocol).is_some_and(|need| need.udp);
    let fits = |port: &&T| is_udp(port) == wants_udp;
    ports.iter().find(fits).or(ports.first()).copied()
}

/// What the publish Services of a Gateway offer together: their ports in order, Services in the order of the
/// annotation.
#[derive(Clone, Debug, Default)]
pub struct Offer<'a> {
    /// The ports; a Service that is named twice is there twice.
    pub ports: Vec<OfferedPort<'a>>,
}

impl<'a> Offer<'a> {
    /// Unites the ports of the Services.
    pub fn of(services: &[&'a Service<'a>], listens: &'a KongListens) -> Self {
        let ports: Vec<Vec<ServicePort<'a>>> =
            services.iter().map(|service| service.ports.iter().map(as_available).collect()).collect();
        let ports: Vec<&[ServicePort<'a>]> = ports.iter().map(Vec::as_slice).collect();
        let offered = Available::new(&ports, listens).ports.into_iter().filter_map(|available| {
            let service: &'a Service<'a> = services.get(available.service)?;
            let listen = available.listen.and_then(|index| {
                let of = listens.of(index.subsystem);
                let entry = of.entries.get(index.index)?;
                Some(Placed::new((index.subsystem, entry), of.place(entry)))
            });
            Some(OfferedPort { available, service, port: service.ports.get(available.index)?, listen })
        });
        Self { ports: offered.collect() }
    }
}

fn as_available<'a>(port: &'a service::ServicePort<'a>) -> ServicePort<'a> {
    let place = port.target_port.place;
    ServicePort {
        protocol: port.protocol.unwrap_or(Placed::new("TCP", port.port.place)),
        port: port.port,
        target: match port.target_port.value {
            TargetPort::Number(number) => Target::Number(Placed::new(number, place)),
            TargetPort::Name(name) => Target::Name(Placed::new(name, place)),
            TargetPort::Absent => Target::Number(Placed::new(0, place)),
        },
    }
}

/// Whether a listener's protocol and port are on offer.
#[derive(Clone, Debug)]
pub enum Availability<'a> {
    /// They are, by this port.
    Available(OfferedPort<'a>),
    /// The protocol is on offer, but not on this port: `PortUnavailable`.
    PortUnavailable(Near<'a>),
    /// The protocol is not on offer at all: `UnsupportedProtocol`.
    UnsupportedProtocol(Near<'a>),
}

/// What comes near to what a listener asks for.
#[derive(Clone, Debug, Default)]
pub struct Near<'a> {
    /// Service ports with the listener's number; they lead to another protocol.
    pub same_port: Vec<OfferedPort<'a>>,
    /// Service ports with the listener's protocol; they have other numbers.
    pub same_protocol: Vec<OfferedPort<'a>>,
    /// Service ports that lead to the listener's number inside Kong's pod.
    pub same_target: Vec<OfferedPort<'a>>,
}

/// Looks for the pair of protocol and port in what is on offer.
///
/// Conflicts with other listeners play no role here.
///
/// Source: KIC v3.5.13 gw/gateway_utils.go:getListenerStatus, buildKongPortMap; spec/gateway-status.md 7.1, step 6.
pub fn decide<'a>(listener: &Listener<'_>, offer: &Offer<'a>) -> Availability<'a> {
    let (protocol, port) = (listener.protocol.value, listener.port.value);
    let with = |test: &dyn Fn(&AvailablePort<'a>) -> bool| -> Vec<OfferedPort<'a>> {
        offer.ports.iter().filter(|offered| test(&offered.available)).copied().collect()
    };
    let same_port = |available: &AvailablePort<'a>| available.port.value == port;
    let same_protocol = |available: &AvailablePort<'a>| available.protocol == protocol;
    let mut found = offer.ports.iter();
    if let Some(found) = found.find(|offered| same_port(&offered.available) && same_protocol(&offered.available)) {
        return Availability::Available(*found);
    }
    let near = Near {
        same_port: with(&same_port),
        same_protocol: with(&same_protocol),
        same_target: with(&|available| available.target.value == port),
    };
    if near.same_protocol.is_empty() {
        Availability::UnsupportedProtocol(near)
    } else {
        Availability::PortUnavailable(near)
    }
}

impl<'a> Availability<'a> {
    /// It is on offer.
    pub const fn is_available(&self) -> bool {
        matches!(self, Self::Available(_))
    }

    /// The Service ports to show for it: the one found, or those with the listener's number.
    pub fn candidates(&self) -> &[OfferedPort<'a>] {
        match self {
            Self::Available(found) => std::slice::from_ref(found),
            Self::PortUnavailable(near) | Self::UnsupportedProtocol(near) => &near.same_port,
        }
    }

    /// Reason, message and rule of a refusal.
    pub(crate) const fn refusal(&self) -> Option<(&'static str, &'static str, &'static str)> {
        match self {
            Self::Available(_) => None,
            Self::PortUnavailable(_) => Some(("PortUnavailable", UNAVAILABLE, MESSAGE_RULE)),
            Self::UnsupportedProtocol(_) => Some(("UnsupportedProtocol", UNSUPPORTED, MESSAGE_RULE)),
        }
    }

    /// What decided it: the listener's port and protocol, and the Service ports and listens that were found.
    pub(crate) fn places(&self, listener: &Listener<'_>) -> Vec<Place> {
        let mut places = vec![listener.port.place, listener.protocol.place];
        for offered in self.candidates() {
            places.extend([offered.port.port.place, offered.available.target.place]);
            places.extend(offered.listen_place());
        }
        places
    }
}
