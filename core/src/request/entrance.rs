//! What clients can connect to: the ports of the Services in front of Kong, and Kong's listens.

use super::client::{Client, Scheme};
use super::decision::{Outcome, State, Station, Step};
use crate::k8s::service::{Service, TargetPort};
use crate::listens::{Entry, Flag, HostKind, KongListens, Subsystem};
use crate::provenance::{Place, Placed};
use crate::router;
use crate::settings::RouterFlavor;

/// What is in front of a configuration.
#[derive(Clone, Debug)]
pub struct Entrance {
    /// What Kong listens on.
    pub listens: KongListens,
    /// Kong's router.
    pub flavor: RouterFlavor,
    /// The publish Services; where there is none, clients connect to Kong itself.
    pub services: Vec<PublishService>,
    /// The time that certificates are judged by, in seconds since 1970.
    pub now: Option<i64>,
}

/// A Service in front of Kong.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct PublishService {
    /// `namespace/name`.
    pub name: String,
    /// Its ports, in order.
    pub ports: Vec<PublishPort>,
}

/// A port of such a Service.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct PublishPort {
    /// The number that clients use.
    pub port: Placed<i64>,
    /// It is for UDP.
    pub is_udp: bool,
    /// The port of the pod, or its name, which only the pod knows.
    pub target: Result<i64, String>,
    /// Where the target stands.
    pub target_place: Place,
}

impl PublishService {
    /// The ports of a Service.
    pub fn of(service: &Service<'_>) -> Self {
        let ports = service.ports.iter().map(|port| PublishPort {
            port: port.port,
            is_udp: port.protocol_text() == "UDP",
            target: match port.target_port.value {
                TargetPort::Absent => Ok(port.port.value),
                TargetPort::Number(number) => Ok(number),
                TargetPort::Name(name) => name.parse().map_err(|_| name.to_owned()),
            },
            target_place: port.target_port.place,
        });
        Self { name: service.object.key().to_string(), ports: ports.collect() }
    }
}

/// A listen that takes a connection.
#[derive(Clone, Copy, Debug)]
pub(super) struct Door<'a> {
    pub(super) subsystem: Subsystem,
    pub(super) entry: &'a Entry,
    /// The port that Kong's router sees.
    pub(super) seen_port: u16,
}

impl Door<'_> {
    pub(super) fn has(&self, flag: Flag) -> bool {
        self.entry.has(flag)
    }

    pub(super) const fn router(&self) -> router::Subsystem {
        match self.subsystem {
            Subsystem::Http => router::Subsystem::Http,
            Subsystem::Stream => router::Subsystem::Stream,
        }
    }
}

/// The way ends before Kong's router.
pub(super) struct Stop {
    pub(super) outcome: Outcome,
    pub(super) summary: String,
}

impl Entrance {
    /// The listen that a client reaches, with the stations up to there.
    ///
    /// # Errors
    /// Nothing takes the connection; the last of the steps says why.
    ///
    /// Source: spec/listens-and-helm.md, sections 4 to 6
    pub(super) fn open(&self, client: &Client, steps: &mut Vec<Step>) -> Result<Door<'_>, Stop> {
        let is_udp = client.scheme == Scheme::Udp;
        let number = if self.services.is_empty() {
            i64::from(client.port)
        } else {
            self.through_service(client, is_udp, steps)?
        };
        let found = [Subsystem::Http, Subsystem::Stream].into_iter().find_map(|subsystem| {
            let listens = self.listens.of(subsystem);
            let mut entries = listens.entries.iter().filter(|entry| entry.has(Flag::Udp) == is_udp);
            let entry = entries.find(|entry| entry.port_number().map(i64::from) == Some(number))?;
            Some((subsystem, entry))
        });
        let Some((subsystem, entry)) = found else {
            let transport = if is_udp { "UDP" } else { "TCP" };
            let open = self.open_ports(is_udp);
            let itself = if self.services.is_empty() {
                "no Service in front of Kong is known, so the client connects to Kong itself; "
            } else {
                ""
            };
            let why = format!("{itself}Kong listens for {transport} on {open}");
            steps.push(Step {
                station: Station::Listen,
                state: State::End,
                text: format!("nothing listens for {transport} on port {number}"),
                why: Some(why),
                pointer: None,
                places: self.setting_places(),
            });
            let summary = format!("connection refused: Kong does not listen for {transport} on port {number}");
            return Err(Stop { outcome: Outcome::Refused, summary });
        };
        let seen = self.listens.port_maps.destination(entry.port_number().unwrap_or_default());
        let listens = self.listens.of(subsystem);
        let mut text = format!("`{}` of {}", listens.text(entry), subsystem.variable());
        if seen.value != entry.port_number().unwrap_or_default() {
            text = format!("{text}; the router sees port {}", seen.value);
        }
        let is_local = entry.kind != HostKind::Name
            && matches!(entry.ip.as_str(), "127.0.0.1" | "[0000:0000:0000:0000:0000:0000:0000:0001]");
        let why = is_local.then(|| "it takes connections from inside of the pod only".to_owned());
        let state = if is_local { State::Warning } else { State::Ok };
        let places = vec![listens.place(entry), seen.place];
        steps.push(Step { station: Station::Listen, state, text, why, pointer: None, places });
        Ok(Door { subsystem, entry, seen_port: seen.value })
    }

    /// The port of the pod behind the port of a Service.
    fn through_service(&self, client: &Client, is_udp: bool, steps: &mut Vec<Step>) -> Result<i64, Stop> {
        let transport = if is_udp { "UDP" } else { "TCP" };
        let number = i64::from(client.port);
        let mut all = self.services.iter().flat_map(|service| service.ports.iter().map(move |port| (service, port)));
        let Some((service, port)) = all.find(|(_, port)| port.port.value == number && port.is_udp == is_udp) else {
            let names: Vec<String> = self.services.iter().map(|service| format!("`{}`", service.name)).collect();
            let ports = self.services.iter().flat_map(|service| &service.ports).filter(|port| port.is_udp == is_udp);
            let ports: Vec<String> = ports.map(|port| port.port.value.to_string()).collect();
            let has = if ports.is_empty() { "none".to_owned() } else { ports.join(", ") };
            steps.push(Step {
                station: Station::Service,
                state: State::End,
                text: format!("{} has no {transport} port {number}", names.join(" and ")),
                why: Some(format!("its {transport} ports are: {has}")),
                pointer: None,
                places: self.services.iter().flat_map(|service| &service.ports).map(|port| port.port.place).collect(),
            });
            let summary = format!("connection refused: the Service in front of Kong has no {transport} port {number}");
            return Err(Stop { outcome: Outcome::Refused, summary });
        };
        let places = vec![port.port.place, port.target_place];
        let step = |state, text, why| Step { station: Station::Service, state, text, why, pointer: None, places };
        match (&port.target, self.target(port)) {
            (Ok(_), Some(target)) => {
                steps.push(step(State::Ok, format!("`{}` leads {number} to {target}", service.name), None));
                Ok(target)
            }
            (Err(name), Some(target)) => {
                let why = format!("`{name}` is looked up in the pod, where the chart gives that name to {target}");
                let text = format!("`{}` leads {number} to `{name}`, {target}", service.name);
                steps.push(step(State::Ok, text, Some(why)));
                Ok(target)
            }
            (name, None) => {
                let name = name.as_ref().err().cloned().unwrap_or_default();
                let text = format!("`{}` leads {number} to the pod's port `{name}`", service.name);
                let why = "the number of a named port stands in the pod, which is not part of the input".to_owned();
                steps.push(step(State::End, text, Some(why)));
                let summary = format!("undecided: the port `{name}` of Kong's pod is not known");
                Err(Stop { outcome: Outcome::Undecided, summary })
            }
        }
    }

    /// The port of the pod that a Service port leads to; `None` for a name that only the pod knows.
    pub(super) fn target(&self, port: &PublishPort) -> Option<i64> {
        match &port.target {
            Ok(target) => Some(*target),
            Err(name) => self.conventional(name),
        }
    }

    /// The port that the chart gives a name: the first proxy listen without or with TLS.
    ///
    /// Source: chart kong 3.4.1, templates/_helpers.tpl (container ports `proxy`, `proxy-tls`)
    fn conventional(&self, name: &str) -> Option<i64> {
        let ssl = match name {
            "proxy" => false,
            "proxy-tls" | "proxy-ssl" => true,
            _ => return None,
        };
        let mut entries = self.listens.proxy.entries.iter();
        entries.find(|entry| entry.has(Flag::Ssl) == ssl)?.port_number().map(i64::from)
    }

    fn open_ports(&self, is_udp: bool) -> String {
        let entries = [&self.listens.proxy, &self.listens.stream].into_iter().flat_map(|listens| &listens.entries);
        let ports = entries.filter(|entry| entry.has(Flag::Udp) == is_udp).filter_map(Entry::port_number);
        let ports: Vec<String> = ports.map(|port| port.to_string()).collect();
        if ports.is_empty() { "no port".to_owned() } else { ports.join(", ") }
    }

    fn setting_places(&self) -> Vec<Place> {
        vec![self.listens.proxy.value.whole(), self.listens.stream.value.whole()]
    }
}
