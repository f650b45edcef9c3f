//! The readiness chain of a listener: Gateway listener → Service port → target port → Kong listen → verdict, and what
//! KIC says beside what Kong does.
//!
//! Made from what `status` and `listens` have decided; nothing is decided anew here but whether a socket is there at all,
//! which the controller does not look at.

use super::fixes;
use crate::k8s::ObjectKey;
use crate::k8s::gateway::Listener;
use crate::k8s::service::{Service, ServicePort, TargetPort};
use crate::listens::{Entry, Flag, KongListens, Subsystem};
use crate::ordered::Ordered as _;
use crate::provenance::Origin;
use crate::report::{Hop, HopState, ListenerView, Station};
use crate::settings::StartError;
use crate::status::condition::Truth;
use crate::status::gateway::{GatewayStatus, Management};
use crate::status::listener::{Facts, ListenerStatus};
use crate::text::Sources;

/// What the chain of every listener is made from.
#[derive(Clone, Copy)]
pub struct Context<'a> {
    /// The user's texts.
    pub sources: &'a Sources<'a>,
    /// What Kong listens on, or why it does not start.
    pub listens: Result<&'a KongListens, &'a StartError>,
    /// Kong refuses a value that the recorded runs of the controller took.
    pub kong_refuses: Option<&'a StartError>,
    /// The controller refuses to start.
    pub controller_refuses: Option<&'a StartError>,
    /// The publish Services that the controller was told, where the Gateway's own are not resolved.
    pub services: &'a [&'a Service<'a>],
}

/// One view per listener, in spec order.
pub fn views<'a>(context: Context<'a>, status: &'a GatewayStatus<'a>) -> Vec<ListenerView> {
    status
        .gateway
        .listeners
        .iter()
        .enumerate()
        .map(|(index, listener)| Chain::new(context, status, index, listener).view())
        .collect()
}

/// The Service port that a listener leads to, as far as it is found.
#[derive(Clone, Copy)]
pub(super) struct Step<'a> {
    pub service: &'a Service<'a>,
    pub port: &'a ServicePort<'a>,
    /// The target port as the controller reads it; names count as 0.
    pub target: i64,
}

/// One listener on its way.
pub(super) struct Chain<'a> {
    pub context: Context<'a>,
    pub status: &'a GatewayStatus<'a>,
    pub listener: &'a Listener<'a>,
    pub facts: Option<&'a Facts<'a>>,
    /// The publish Services that count.
    pub services: Vec<&'a Service<'a>>,
    pub step: Option<Step<'a>>,
    /// The listen on the target port that fits best, with its subsystem.
    pub listen: Option<(Subsystem, &'a Entry)>,
}

/// What a protocol needs of Kong.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) struct Need {
    pub subsystem: Subsystem,
    /// `Some(true)`: with `ssl`; `Some(false)`: without.
    pub ssl: bool,
    pub udp: bool,
}

/// What a listener of this protocol needs; `None` for protocols that Kong does not have.
pub(super) fn need(protocol: &str) -> Option<Need> {
    let (subsystem, ssl, udp) = match protocol {
        "HTTP" => (Subsystem::Http, false, false),
        "HTTPS" => (Subsystem::Http, true, false),
        "TLS" => (Subsystem::Stream, true, false),
        "TCP" => (Subsystem::Stream, false, false),
        "UDP" => (Subsystem::Stream, false, true),
        _ => return None,
    };
    Some(Need { subsystem, ssl, udp })
}

impl Need {
    /// The words behind an address: ` ssl`, ` udp`.
    pub(super) const fn flags(self) -> &'static str {
        match (self.ssl, self.udp) {
            (true, _) => " ssl",
            (false, true) => " udp",
            (false, false) => "",
        }
    }

    fn fits(self, subsystem: Subsystem, entry: &Entry) -> bool {
        subsystem == self.subsystem && entry.has(Flag::Ssl) == self.ssl && entry.has(Flag::Udp) == self.udp
    }
}

impl<'a> Chain<'a> {
    fn new(context: Context<'a>, status: &'a GatewayStatus<'a>, index: usize, listener: &'a Listener<'a>) -> Self {
        let services = if status.services.is_empty() { context.services.to_vec() } else { status.services.clone() };
        let step = find_step(&services, listener);
        let listen = match (context.listens, step) {
            (Ok(listens), Some(step)) => find_listen(listens, listener, step.target),
            _ => None,
        };
        Self { context, status, listener, facts: status.facts.get(index), services, step, listen }
    }

    fn view(&self) -> ListenerView {
        let listener = self.listener;
        let mut hops = vec![self.gateway_hop(), self.service_hop(), self.target_hop(), self.listen_hop()];
        let served = hops.iter().all(|hop| hop.state == HopState::Ok);
        let verdict = self.verdict_hop();
        let programmed = verdict.state == HopState::Ok;
        hops.push(verdict);
        break_once(&mut hops);
        let ready = programmed && served;
        let kong = self.kong_says();
        ListenerView {
            gateway: self.status.gateway.object.key().to_string(),
            name: listener.name.value.to_owned(),
            protocol: listener.protocol.value.to_owned(),
            port: listener.port.value,
            hostname: listener.hostname.map(|hostname| hostname.value.to_owned()),
            ready,
            span: listener.node.span().unwrap_or_else(|| self.status.gateway.object.name_span()),
            kic: self.kic_says(),
            split: programmed != self.kong_serves(),
            kong,
            fixes: if ready { Vec::new() } else { fixes::of(self) },
            hops,
        }
    }

    fn gateway_hop(&self) -> Hop {
        let listener = self.listener;
        let mut text = format!("{} {}", listener.protocol.value, listener.port.value);
        if let Some(hostname) = listener.hostname {
            text = format!("{text} {}", hostname.value);
        }
        let why = self.facts.and_then(|facts| {
            if let Some(broken) = &facts.certificate {
                let reference = broken.target;
                return Some(format!("{}: the certificate of `{reference}` cannot be used", broken.fault.reason()));
            }
            if let Some((_, kind)) = facts.kinds.invalid.first() {
                return Some(format!(
                    "InvalidRouteKinds: the controller does not take `{kind}` in `allowedRoutes.kinds`"
                ));
            }
            let conflict = facts.finding.shared.or(facts.finding.own)?;
            Some(format!("{}: another listener of the Gateway is in the way", conflict.as_str()))
        });
        let origin = Origin::all([listener.protocol.place, listener.port.place])
            .unwrap_or_else(|| Origin::from(listener.node.place));
        hop(Station::GatewayListener, text, why, origin)
    }

    fn service_hop(&self) -> Hop {
        if let Some(step) = self.step {
            let port = step.port;
            let text = format!("{}/{}", port.port.value, port.protocol_text());
            return hop(Station::ServicePort, text, None, port.port.place.into());
        }
        let number = self.listener.port.value;
        let (why, origin) = match self.services.first() {
            Some(service) => (
                format!("the Service `{}` has no port {number}", service.object.key()),
                Origin::from(service.object.name().place).and(self.listener.port.place),
            ),
            None => (
                "no publish Service is known to the controller".to_owned(),
                Origin::rule("KIC: listeners are compared with the ports of the publish Services"),
            ),
        };
        hop(Station::ServicePort, format!("no port {number}"), Some(why), origin)
    }

    fn target_hop(&self) -> Hop {
        let Some(step) = self.step else { return unknown(Station::TargetPort) };
        let place = step.port.target_port.place;
        match step.port.target_port.value {
            TargetPort::Name(name) if step.target == 0 => {
                let needs_number = matches!(self.listener.protocol.value, "HTTP" | "HTTPS" | "TLS");
                let why = needs_number
                    .then(|| format!("the controller does not look up the named port `{name}`; write its number"));
                hop(Station::TargetPort, name.to_owned(), why, place.into())
            }
            _ => hop(Station::TargetPort, step.target.to_string(), None, place.into()),
        }
    }

    fn listen_hop(&self) -> Hop {
        let Some(step) = self.step else { return unknown(Station::KongListen) };
        let listens = match (self.context.listens, self.context.kong_refuses) {
            (Ok(listens), None) => listens,
            (Err(error), _) | (_, Some(error)) => {
                let text = "Kong does not start".to_owned();
                return hop(Station::KongListen, text, Some(error.error.trim().to_owned()), error.place.into());
            }
        };
        let Some(need) = need(self.listener.protocol.value) else {
            let why = format!("Kong has no listens for `{}`", self.listener.protocol.value);
            return hop(Station::KongListen, "none".to_owned(), Some(why), self.listener.protocol.place.into());
        };
        let target = step.target;
        let Some((subsystem, entry)) = self.listen else {
            let why = format!("Kong does not listen on port {target}");
            let value = &listens.of(need.subsystem).value;
            return hop(Station::KongListen, "no listen".to_owned(), Some(why), value.whole().into());
        };
        let text = listens.of(subsystem).text(entry).to_owned();
        let origin = Origin::from(listens.of(subsystem).place(entry));
        let why = (!need.fits(subsystem, entry)).then(|| misfit(need, subsystem, entry));
        hop(Station::KongListen, text, why, origin)
    }

    fn verdict_hop(&self) -> Hop {
        let programmed = self.entry().is_some_and(ListenerStatus::is_programmed);
        let origin = Origin::from(self.listener.name.place);
        if programmed {
            return hop(Station::Verdict, "Programmed".to_owned(), None, origin);
        }
        let (reason, message) = self.refusal();
        let why = if message.is_empty() { format!("the controller says {reason}") } else { message };
        hop(Station::Verdict, reason, Some(why), origin)
    }

    fn entry(&self) -> Option<&'a ListenerStatus<'a>> {
        self.status.listener(self.listener.name.value)
    }

    /// Reason and message of the condition that keeps the listener from being programmed, or of what keeps the
    /// controller from looking at it.
    fn refusal(&self) -> (String, String) {
        if let Some(entry) = self.entry() {
            // What each condition says when something is wrong.
            let bad = [
                ("Accepted", Truth::False),
                ("Conflicted", Truth::True),
                ("ResolvedRefs", Truth::False),
                ("Programmed", Truth::False),
            ];
            for (kind, when) in bad {
                let Some(condition) = entry.condition(kind) else { continue };
                if condition.status == when {
                    return (condition.reason.to_string(), condition.message.value.to_string());
                }
            }
        }
        if let Some(error) = self.context.controller_refuses {
            return ("controller does not start".to_owned(), error.error.clone());
        }
        if let Some((_, error)) = &self.status.error {
            return ("Pending".to_owned(), error.value.clone());
        }
        let (reason, why) = match self.status.management {
            Management::Off => ("not reconciled", "the controller does not handle Gateways in these settings"),
            Management::Skipped => ("not reconciled", "`CONTROLLER_GATEWAY_TO_RECONCILE` names another Gateway"),
            Management::ClassMissing => ("class missing", "the GatewayClass does not exist"),
            Management::ForeignClass => ("foreign class", "the GatewayClass belongs to another controller"),
            Management::Deleted => ("deleted", "the Gateway is being deleted"),
            Management::Managed => {
                ("managed", "the GatewayClass is not unmanaged: another component must write the Gateway's status")
            }
            Management::Unmanaged => ("Pending", "the controller has not written a status"),
        };
        (reason.to_owned(), why.to_owned())
    }

    fn kic_says(&self) -> String {
        if self.entry().is_some_and(ListenerStatus::is_programmed) {
            return "Programmed".to_owned();
        }
        match self.refusal() {
            (reason, message) if message.is_empty() => reason,
            (reason, message) => format!("{reason}: {message}"),
        }
    }

    /// A client that connects to the Service port meets what the listener promises.
    fn kong_serves(&self) -> bool {
        if self.context.kong_refuses.is_some() {
            return false;
        }
        let Some(need) = need(self.listener.protocol.value) else { return false };
        let meets = self.listen.is_some_and(|(subsystem, entry)| need.fits(subsystem, entry));
        meets && self.destination_differs().is_none()
    }

    fn kong_says(&self) -> String {
        let listener = self.listener;
        if let Some(error) = self.context.listens.err().or(self.context.kong_refuses) {
            return format!("Kong does not start: {}", error.error.trim());
        }
        let Some(step) = self.step else {
            return format!("nothing leads to port {}: the connection is refused", listener.port.value);
        };
        let Some((subsystem, entry)) = self.listen else {
            return if step.target == 0 {
                "the named port decides where the connection ends; it cannot be told from the manifests".to_owned()
            } else {
                format!("Kong has no socket on port {}: the connection is refused", step.target)
            };
        };
        if let Some(destination) = self.destination_differs() {
            return format!(
                "the connection opens, but routes match port {} and Kong's router sees port {destination}",
                listener.port.value
            );
        }
        match need(listener.protocol.value) {
            Some(need) if need.fits(subsystem, entry) => {
                format!("serves {} on port {}", listener.protocol.value, step.target)
            }
            Some(need) => format!("port {} answers otherwise: {}", step.target, misfit(need, subsystem, entry)),
            None => format!("Kong does not speak {}", listener.protocol.value),
        }
    }

    /// The port that Kong's router sees, where it is not the listener's and routes match by port.
    fn destination_differs(&self) -> Option<u16> {
        if !matches!(self.listener.protocol.value, "TCP" | "UDP") {
            return None;
        }
        let (_, entry) = self.listen?;
        let listens = self.context.listens.ok()?;
        let seen = listens.port_maps.destination(entry.port_number()?).value;
        (i64::from(seen) != self.listener.port.value).then_some(seen)
    }

    /// Key of a Service of the chain, for messages.
    pub(super) fn service_key(&self) -> Option<ObjectKey<'a>> {
        self.step.map(|step| step.service).or(self.services.first().copied()).map(|service| service.object.key())
    }
}

/// The Service port with the listener's number: of several the one with the transport that the protocol needs.
fn find_step<'a>(services: &[&'a Service<'a>], listener: &Listener<'_>) -> Option<Step<'a>> {
    let transport = if listener.protocol.value == "UDP" { "UDP" } else { "TCP" };
    let mut found: Vec<(&'a Service<'a>, &'a ServicePort<'a>)> = services
        .iter()
        .flat_map(|service| service.ports.iter().map(|port| (*service, port)))
        .filter(|(_, port)| port.port.value == listener.port.value)
        .collect();
    found.order_by_key(|(_, port)| port.protocol_text() != transport);
    let (service, port) = *found.first()?;
    let target = match port.target_port.value {
        TargetPort::Number(number) => number,
        TargetPort::Name(name) => name.parse().unwrap_or(0),
        TargetPort::Absent => port.port.value,
    };
    Some(Step { service, port, target })
}

/// The listen on a port that fits a listener best: the right one, else one of the other subsystem or flags.
fn find_listen<'a>(listens: &'a KongListens, listener: &Listener<'_>, target: i64) -> Option<(Subsystem, &'a Entry)> {
    let need = need(listener.protocol.value);
    let on_port = [Subsystem::Http, Subsystem::Stream].into_iter().flat_map(|subsystem| {
        let entries = listens.of(subsystem).entries.iter();
        entries
            .filter(move |entry| entry.port_number().is_some_and(|port| i64::from(port) == target))
            .map(move |entry| (subsystem, entry))
    });
    on_port.min_by_key(|(subsystem, entry)| {
        let Some(need) = need else { return 2 };
        if need.fits(*subsystem, entry) { 0 } else { 1 + u8::from(*subsystem != need.subsystem) }
    })
}

/// Why an entry is not what a listener needs.
fn misfit(need: Need, subsystem: Subsystem, entry: &Entry) -> String {
    if subsystem != need.subsystem {
        let (is, wants) = match need.subsystem {
            Subsystem::Http => ("a stream listen", Subsystem::Http.setting()),
            Subsystem::Stream => ("an HTTP listen", Subsystem::Stream.setting()),
        };
        return format!("{is} holds the port; this protocol needs one in `{wants}`");
    }
    match (entry.has(Flag::Ssl), need.ssl, entry.has(Flag::Udp), need.udp) {
        (false, true, ..) => "the listen lacks `ssl`".to_owned(),
        (true, false, _, false) => "the listen has `ssl`, so Kong expects TLS there".to_owned(),
        (_, _, false, true) => "the listen lacks `udp`".to_owned(),
        _ => "the listen has `udp`".to_owned(),
    }
}

fn hop(station: Station, text: String, why: Option<String>, origin: Origin) -> Hop {
    let state = if why.is_some() { HopState::Broken } else { HopState::Ok };
    Hop { station, state, text, why, origin }
}

fn unknown(station: Station) -> Hop {
    let origin = Origin::rule("not reached");
    Hop { station, state: HopState::Unknown, text: "not reached".to_owned(), why: None, origin }
}

/// Keeps the first broken joint between the listener and Kong's socket; later ones follow from it. The verdict stays.
fn break_once(hops: &mut [Hop]) {
    let mut broken = false;
    for hop in hops.iter_mut() {
        if hop.station == Station::Verdict {
            continue;
        }
        if broken && hop.state == HopState::Broken && hop.station != Station::KongListen {
            hop.state = HopState::Unknown;
        }
        broken |= hop.state == HopState::Broken;
    }
}
