//! What the listeners of a Gateway may use: the ports of the publish Services, with the protocol that Kong's listens
//! give them.

use super::flag::{Flag, Subsystem};
use super::kong::KongListens;
use crate::provenance::Placed;

/// Where a Service port leads.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Target<'a> {
    /// A number.
    Number(Placed<i64>),
    /// A text: the name of a port of the pods, or a number in quotes.
    Name(Placed<&'a str>),
}

impl Target<'_> {
    /// The number that the controller takes: names count as 0, they are not looked up in the pods.
    ///
    /// Source: k8s.io/apimachinery/pkg/util/intstr:IntValue (Go's `strconv.Atoi`, errors ignored)
    pub fn number(&self) -> Placed<i64> {
        match self {
            Self::Number(number) => *number,
            Self::Name(name) => name.map(|name| name.parse().unwrap_or(0)),
        }
    }
}

/// One port of a Service, after defaulting.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct ServicePort<'a> {
    /// `protocol`.
    pub protocol: Placed<&'a str>,
    /// `port`.
    pub port: Placed<i64>,
    /// `targetPort`.
    pub target: Target<'a>,
}

/// A listen of Kong: the subsystem and the index of the entry in it.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub struct ListenIndex {
    /// The subsystem.
    pub subsystem: Subsystem,
    /// Index in [`super::Listens::entries`].
    pub index: usize,
}

/// One port of a Service as the controller sees it.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct AvailablePort<'a> {
    /// `HTTP`, `HTTPS`, `TLS`, or the protocol of the Service port as it stands there.
    pub protocol: &'a str,
    /// The number of the Service port.
    pub port: Placed<i64>,
    /// Index of the Service among those given.
    pub service: usize,
    /// Index of the port in its Service.
    pub index: usize,
    /// The protocol of the Service port.
    pub service_protocol: Placed<&'a str>,
    /// The target that the controller looks at: that of the last port of the Service with this number.
    pub target: Placed<i64>,
    /// The target as it is written, with its place.
    pub written_target: Target<'a>,
    /// Index of the port that gave the target; differs from `index` where a number occurs twice in the Service.
    pub target_from: usize,
    /// Kong's listen on the target. For a protocol of the Service, the listen may be of the other transport or be
    /// missing; nobody checks.
    pub listen: Option<ListenIndex>,
}

/// All ports that the listeners of a Gateway may use.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Available<'a> {
    /// Every port of every Service, in order; pairs of protocol and number may occur several times.
    pub ports: Vec<AvailablePort<'a>>,
}

impl<'a> Available<'a> {
    /// Puts the ports of the publish Services and Kong's listens together.
    ///
    /// Source: KIC v3.5.13 internal/controllers/gateway/gateway_controller.go:determineL4ListenersFromService,
    /// determineListenersFromDataPlane; spec/listens-and-helm.md, section 5
    pub fn new(services: &[&[ServicePort<'a>]], listens: &KongListens) -> Self {
        let mut available = Self::default();
        for (service, ports) in services.iter().enumerate() {
            for (index, port) in ports.iter().enumerate() {
                let same_number = |(_, other): &(usize, &ServicePort<'a>)| other.port.value == port.port.value;
                let (target_from, source) = ports.iter().enumerate().rfind(same_number).unwrap_or((index, port));
                let target = source.target.number();
                let (protocol, listen) = protocol(port.protocol.value, target.value, listens);
                available.ports.push(AvailablePort {
                    protocol,
                    port: port.port,
                    service,
                    index,
                    service_protocol: port.protocol,
                    target,
                    written_target: source.target,
                    target_from,
                    listen,
                });
            }
        }
        available
    }

    /// Some port has the protocol.
    pub fn has_protocol(&self, protocol: &str) -> bool {
        self.ports.iter().any(|available| available.protocol == protocol)
    }

    /// The first port with this protocol and number.
    pub fn find(&self, protocol: &str, port: i64) -> Option<&AvailablePort<'a>> {
        self.on_port(port).find(|available| available.protocol == protocol)
    }

    /// All ports with this number, in order.
    pub fn on_port(&self, port: i64) -> impl Iterator<Item = &AvailablePort<'a>> {
        self.ports.iter().filter(move |available| available.port.value == port)
    }
}

/// The protocol of a Service port: proxy listens win over stream listens, `ssl` over none.
fn protocol<'a>(own: &'a str, target: i64, listens: &KongListens) -> (&'a str, Option<ListenIndex>) {
    let found = |subsystem: Subsystem| {
        let (index, entry) = listens.of(subsystem).on_port(target)?;
        Some((ListenIndex { subsystem, index }, entry.has(Flag::Ssl)))
    };
    match (found(Subsystem::Http), found(Subsystem::Stream)) {
        (Some((listen, true)), _) => ("HTTPS", Some(listen)),
        (Some((listen, false)), _) => ("HTTP", Some(listen)),
        (None, Some((listen, true))) => ("TLS", Some(listen)),
        (None, Some((listen, false))) => (own, Some(listen)),
        (None, None) => (own, None),
    }
}
