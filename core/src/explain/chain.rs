//! The chain of a listener, from the Gateway to Kong's socket, and what a client meets at its end.
//!
//! Made from what `status` and `listens` have decided. Anew is only what the controller does not look at: the target of
//! the very port, whether a socket is there and of which sort, and the port that Kong's router sees.

use crate::k8s::ObjectKey;
use crate::k8s::gateway::Listener;
use crate::k8s::service::{Service, ServicePort, TargetPort};
use crate::listens::{Entry, KongListens, Misfit, Need, Subsystem};
use crate::provenance::Placed;
use crate::settings::{EnvValue, KongVersion, StartError};
use crate::status::gateway::GatewayStatus;
use crate::status::listener::availability;
use crate::status::listener::{Facts, ListenerStatus};
use crate::text::Sources;

/// What the chain of every listener is made from.
#[derive(Clone, Copy)]
pub struct Context<'a> {
    /// The user's texts.
    pub sources: &'a Sources<'a>,
    /// What Kong listens on, or why it does not start.
    pub listens: Result<&'a KongListens, &'a StartError>,
    /// Which Kong it is.
    pub kong: KongVersion,
    /// `KONG_PORT_MAPS`, if it is set.
    pub port_maps: Option<&'a EnvValue<'static>>,
    /// Kong refuses a value that the recorded runs of the controller took.
    pub kong_refuses: Option<&'a StartError>,
    /// The controller refuses to start.
    pub controller_refuses: Option<&'a StartError>,
    /// The publish Services that the controller was told, where the Gateway's own are not resolved.
    pub services: &'a [&'a Service<'a>],
}

/// The Service port that a listener leads to, as far as it is found.
#[derive(Clone, Copy)]
pub(super) struct Step<'a> {
    pub service: &'a Service<'a>,
    pub port: &'a ServicePort<'a>,
    /// The target of this very port; names count as 0.
    pub target: i64,
}

/// One listener on its way.
pub(super) struct Chain<'a> {
    pub context: Context<'a>,
    pub status: &'a GatewayStatus<'a>,
    pub index: usize,
    pub listener: &'a Listener<'a>,
    pub facts: Option<&'a Facts<'a>>,
    /// The publish Services that count.
    pub services: Vec<&'a Service<'a>>,
    pub step: Option<Step<'a>>,
    /// The listen on the target port that fits best, with its subsystem.
    pub listen: Option<(Subsystem, &'a Entry)>,
}

/// What a client meets that connects to the port of a listener.
#[derive(Clone, Copy)]
pub(super) enum Met<'a> {
    /// Kong does not start.
    NotStarted(&'a StartError),
    /// No port of a publish Service.
    NoServicePort,
    /// A named port of the pod, which the manifests do not tell.
    NamedTarget,
    /// No socket.
    NoSocket,
    /// Kong has no such protocol.
    UnknownProtocol,
    /// A socket of another sort.
    Misfit(Need, Subsystem, &'a Entry, Misfit),
    /// A socket of the right sort, but routes match by port, and Kong's router sees another one.
    Moved(Placed<u16>),
    /// What the listener promises.
    Served,
}

impl<'a> Chain<'a> {
    /// The chain of the listener at `index` of a Gateway; `None` for an index that is none.
    pub(super) fn new(context: Context<'a>, status: &'a GatewayStatus<'a>, index: usize) -> Option<Self> {
        let listener = status.gateway.listeners.get(index)?;
        let services = if status.services.is_empty() { context.services.to_vec() } else { status.services.clone() };
        let step = find_step(&services, listener);
        let listen = match (context.listens, step) {
            (Ok(listens), Some(step)) => listens.nearest(Need::of(listener.protocol.value), step.target),
            _ => None,
        };
        Some(Self { context, status, index, listener, facts: status.facts.get(index), services, step, listen })
    }

    /// The chains of a Gateway's listeners, in spec order.
    pub(super) fn of(context: Context<'a>, status: &'a GatewayStatus<'a>) -> impl Iterator<Item = Self> {
        (0..status.gateway.listeners.len()).filter_map(move |index| Self::new(context, status, index))
    }

    /// The entry of `status.listeners`.
    pub(super) fn entry(&self) -> Option<&'a ListenerStatus<'a>> {
        self.status.listener(self.listener.name.value)
    }

    /// The status says that the listener is programmed.
    pub(super) fn is_programmed(&self) -> bool {
        self.entry().is_some_and(ListenerStatus::is_programmed)
    }

    /// What a client meets at the port of the listener.
    ///
    /// Source: spec/listens-and-helm.md, sections 6 and 9.
    pub(super) fn met(&self) -> Met<'a> {
        if let Some(error) = self.context.listens.err().or(self.context.kong_refuses) {
            return Met::NotStarted(error);
        }
        let Some(step) = self.step else { return Met::NoServicePort };
        let Some(need) = Need::of(self.listener.protocol.value) else { return Met::UnknownProtocol };
        let Some((subsystem, entry)) = self.listen else {
            return if step.target == 0 { Met::NamedTarget } else { Met::NoSocket };
        };
        if let Some(misfit) = need.misfit(subsystem, entry) {
            return Met::Misfit(need, subsystem, entry, misfit);
        }
        self.moved(need, entry).map_or(Met::Served, Met::Moved)
    }

    /// The port that Kong's router sees, where it is not the listener's and routes match by port.
    fn moved(&self, need: Need, entry: &Entry) -> Option<Placed<u16>> {
        if need.subsystem != Subsystem::Stream || need.ssl {
            return None;
        }
        let seen = self.context.listens.ok()?.port_maps.destination(entry.port_number()?);
        (i64::from(seen.value) != self.listener.port.value).then_some(seen)
    }

    /// Key of a Service of the chain, for messages.
    pub(super) fn service_key(&self) -> Option<ObjectKey<'a>> {
        self.step.map(|step| step.service).or(self.services.first().copied()).map(|service| service.object.key())
    }
}

/// The Service port with the listener's number: of several the one with the transport that the protocol needs.
fn find_step<'a>(services: &[&'a Service<'a>], listener: &Listener<'_>) -> Option<Step<'a>> {
    let found: Vec<(&'a Service<'a>, &'a ServicePort<'a>)> = services
        .iter()
        .flat_map(|service| service.ports.iter().map(|port| (*service, port)))
        .filter(|(_, port)| port.port.value == listener.port.value)
        .collect();
    let is_udp = |(_, port): &(&Service<'_>, &ServicePort<'_>)| port.protocol_text() == "UDP";
    let (service, port) = availability::of_transport(listener.protocol.value, &found, &is_udp)?;
    let target = target_of(port);
    Some(Step { service, port, target })
}

/// Where a Service port leads; names count as 0.
pub(super) fn target_of(port: &ServicePort<'_>) -> i64 {
    match port.target_port.value {
        TargetPort::Number(number) => number,
        TargetPort::Name(name) => name.parse().unwrap_or(0),
        TargetPort::Absent => port.port.value,
    }
}
