//! What stands between a listener and Kong, at which joint of the chain: Service port, target port, Kong's listen.

use super::availability::{self, Availability, Near, OfferedPort};
use crate::k8s::gateway::Listener;
use crate::listens::available::Target;
use crate::listens::{Misfit, Need, Subsystem};

/// The first joint of the chain that does not hold. Only listeners that are not available have one.
#[derive(Clone, Copy, Debug)]
pub enum Obstacle<'a> {
    /// No publish Service has a port of that number.
    NoServicePort,
    /// The number is that of Kong's pod; this Service port leads there with the right protocol.
    ContainerPort(OfferedPort<'a>),
    /// The number is the node port of this Service port.
    NodePort(OfferedPort<'a>),
    /// The Service port leads to a named port of the pod, which the controller does not look up.
    NamedTarget(OfferedPort<'a>),
    /// Kong does not listen where the Service port leads.
    NoListen(OfferedPort<'a>),
    /// Kong's listen there is of another sort: of the other subsystem, without `ssl`, with `ssl`.
    Listen(OfferedPort<'a>, Misfit),
    /// The Service port is TCP where UDP is wanted, or the reverse.
    OtherTransport(OfferedPort<'a>),
    /// No listen of Kong has such a protocol.
    UnknownProtocol,
}

impl<'a> Obstacle<'a> {
    /// Looks for the joint; `None` for a listener that is available.
    pub fn find(listener: &Listener<'_>, availability: &Availability<'a>) -> Option<Self> {
        let near = match availability {
            Availability::Available(_) => return None,
            Availability::PortUnavailable(near) | Availability::UnsupportedProtocol(near) => near,
        };
        let protocol = listener.protocol.value;
        let Some(need) = Need::of(protocol) else { return Some(Self::UnknownProtocol) };
        let is_udp = |offered: &OfferedPort<'_>| offered.available.service_protocol.value == "UDP";
        Some(match availability::of_transport(protocol, &near.same_port, &is_udp) {
            Some(offered) => Self::at(need, offered),
            None => Self::elsewhere(listener, near),
        })
    }

    /// No Service port has the number: what else has it?
    fn elsewhere(listener: &Listener<'_>, near: &Near<'a>) -> Self {
        let (protocol, number) = (listener.protocol.value, listener.port.value);
        let is_node_port = |offered: &&OfferedPort<'_>| {
            offered.port.node.int_at("nodePort").is_some_and(|node_port| node_port.value == number)
        };
        if let Some(offered) = near.same_target.iter().find(|offered| offered.available.protocol == protocol) {
            return Self::ContainerPort(*offered);
        }
        near.same_protocol.iter().find(is_node_port).map_or(Self::NoServicePort, |offered| Self::NodePort(*offered))
    }

    fn at(need: Need, offered: OfferedPort<'a>) -> Self {
        let available = offered.available;
        let Some(listen) = offered.listen else {
            return match available.written_target {
                _ if !need.ssl && need.subsystem == Subsystem::Stream => Self::OtherTransport(offered),
                Target::Name(_) if available.target.value == 0 => Self::NamedTarget(offered),
                _ => Self::NoListen(offered),
            };
        };
        let (subsystem, entry) = listen.value;
        match need.misfit(subsystem, entry) {
            Some(misfit @ (Misfit::OtherSubsystem | Misfit::NoSsl | Misfit::Ssl)) => Self::Listen(offered, misfit),
            Some(Misfit::NoUdp | Misfit::Udp) | None => Self::OtherTransport(offered),
        }
    }

    /// The Service port that the chain goes through, if it gets that far.
    pub const fn offered(&self) -> Option<&OfferedPort<'a>> {
        match self {
            Self::NoServicePort | Self::UnknownProtocol => None,
            Self::ContainerPort(offered)
            | Self::NodePort(offered)
            | Self::NamedTarget(offered)
            | Self::NoListen(offered)
            | Self::Listen(offered, _)
            | Self::OtherTransport(offered) => Some(offered),
        }
    }
}
