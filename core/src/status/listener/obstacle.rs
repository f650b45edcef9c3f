//! What stands between a listener and Kong, at which joint of the chain: Service port, target port, Kong's listen.

use super::availability::{Availability, Near, OfferedPort};
use crate::k8s::gateway::Listener;
use crate::listens::Subsystem;
use crate::listens::available::Target;

/// The first joint of the chain that does not hold. Only listeners that are not available have one.
#[derive(Clone, Copy, Debug)]
pub enum Obstacle<'a> {
    /// No publish Service has a port of that number.
    NoServicePort,
    /// The number is that of Kong's pod; this Service port leads there with the right protocol.
    ContainerPort(OfferedPort<'a>),
    /// The Service port leads to a named port of the pod, which the controller does not look up.
    NamedTarget(OfferedPort<'a>),
    /// Kong does not listen where the Service port leads.
    NoListen(OfferedPort<'a>),
    /// Kong's listen there is of the other subsystem.
    OtherSubsystem(OfferedPort<'a>),
    /// Kong's listen there has no `ssl`.
    NoSsl(OfferedPort<'a>),
    /// Kong's listen there has `ssl`.
    Ssl(OfferedPort<'a>),
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
        if !matches!(protocol, "HTTP" | "HTTPS" | "TLS" | "TCP" | "UDP") {
            return Some(Self::UnknownProtocol);
        }
        Some(match candidate(protocol, near) {
            Some(offered) => Self::at(protocol, *offered),
            None => near
                .same_target
                .iter()
                .find(|offered| offered.available.protocol == protocol)
                .map_or(Self::NoServicePort, |offered| Self::ContainerPort(*offered)),
        })
    }

    fn at(protocol: &str, offered: OfferedPort<'a>) -> Self {
        let available = offered.available;
        let has_ssl = matches!(available.protocol, "HTTPS" | "TLS");
        let (subsystem, wants_ssl) = match protocol {
            "HTTP" => (Subsystem::Http, false),
            "HTTPS" => (Subsystem::Http, true),
            "TLS" => (Subsystem::Stream, true),
            _ => (Subsystem::Stream, false),
        };
        let Some(listen) = available.listen else {
            return match available.written_target {
                _ if !wants_ssl && subsystem == Subsystem::Stream => Self::OtherTransport(offered),
                Target::Name(_) if available.target.value == 0 => Self::NamedTarget(offered),
                _ => Self::NoListen(offered),
            };
        };
        if listen.subsystem != subsystem {
            Self::OtherSubsystem(offered)
        } else if wants_ssl && !has_ssl {
            Self::NoSsl(offered)
        } else if has_ssl {
            Self::Ssl(offered)
        } else {
            Self::OtherTransport(offered)
        }
    }

    /// The Service port that the chain goes through, if it gets that far.
    pub const fn offered(&self) -> Option<&OfferedPort<'a>> {
        match self {
            Self::NoServicePort | Self::UnknownProtocol => None,
            Self::ContainerPort(offered)
            | Self::NamedTarget(offered)
            | Self::NoListen(offered)
            | Self::OtherSubsystem(offered)
            | Self::NoSsl(offered)
            | Self::Ssl(offered)
            | Self::OtherTransport(offered) => Some(offered),
        }
    }
}

/// Of the Service ports with the listener's number, the one of the right transport, else the first.
fn candidate<'n, 'a>(protocol: &str, near: &'n Near<'a>) -> Option<&'n OfferedPort<'a>> {
    let transport = if protocol == "UDP" { "UDP" } else { "TCP" };
    let fits = |offered: &&OfferedPort<'_>| offered.available.service_protocol.value == transport;
    near.same_port.iter().find(fits).or(near.same_port.first())
}
