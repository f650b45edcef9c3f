//! The chain of a listener as a report shows it: five stations, what KIC says, what Kong does.

use super::chain::{Chain, Context, Met};
use super::fixes;
use crate::k8s::service::TargetPort;
use crate::listens::{Misfit, Need, Subsystem};
use crate::provenance::Origin;
use crate::report::{Hop, HopState, ListenerView, Station};
use crate::status::condition::Truth;
use crate::status::gateway::{GatewayStatus, Management};

/// One view per listener, in spec order.
pub fn views<'a>(context: Context<'a>, status: &'a GatewayStatus<'a>) -> Vec<ListenerView> {
    Chain::of(context, status).map(|chain| chain.view()).collect()
}

impl Chain<'_> {
    fn view(&self) -> ListenerView {
        let listener = self.listener;
        let met = self.met();
        let mut hops = vec![self.gateway_hop(), self.service_hop(), self.target_hop(), self.listen_hop()];
        let served = hops.iter().all(|hop| hop.state == HopState::Ok);
        let programmed = self.is_programmed();
        hops.push(self.verdict_hop());
        break_once(&mut hops);
        let ready = programmed && served;
        ListenerView {
            gateway: self.status.gateway.object.key().to_string(),
            name: listener.name.value.to_owned(),
            protocol: listener.protocol.value.to_owned(),
            port: listener.port.value,
            hostname: listener.hostname.map(|hostname| hostname.value.to_owned()),
            ready,
            span: listener.node.span().unwrap_or_else(|| self.status.gateway.object.name_span()),
            kic: self.kic_says(),
            kong: self.kong_says(met),
            split: met.is_served().is_some_and(|served| served != programmed),
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
        let met = self.met();
        let protocol = self.listener.protocol;
        let (text, origin) = match (met, self.context.listens, self.listen) {
            (Met::NotStarted(error), ..) => ("Kong does not start".to_owned(), error.place.into()),
            (Met::UnknownProtocol, ..) => ("none".to_owned(), protocol.place.into()),
            (_, Ok(listens), Some((subsystem, entry))) => {
                let of = listens.of(subsystem);
                (of.text(entry).to_owned(), Origin::from(of.place(entry)))
            }
            (_, Ok(listens), None) => {
                let subsystem = Need::of(protocol.value).map_or(Subsystem::Stream, |need| need.subsystem);
                ("no listen".to_owned(), listens.of(subsystem).value.whole().into())
            }
            (_, Err(error), None | Some(_)) => ("Kong does not start".to_owned(), error.place.into()),
        };
        let why = match met {
            Met::NotStarted(error) => Some(error.error.trim().to_owned()),
            Met::UnknownProtocol => Some(format!("Kong has no listens for `{}`", protocol.value)),
            Met::NoSocket | Met::NamedTarget => Some(format!("Kong does not listen on port {}", step.target)),
            Met::Misfit(need, _, _, misfit) => Some(in_words(need, misfit)),
            Met::NoServicePort | Met::Moved(_) | Met::Served => None,
        };
        hop(Station::KongListen, text, why, origin)
    }

    fn verdict_hop(&self) -> Hop {
        let origin = Origin::from(self.listener.name.place);
        if self.is_programmed() {
            return hop(Station::Verdict, "Programmed".to_owned(), None, origin);
        }
        let (reason, message) = self.refusal();
        let why = if message.is_empty() { format!("the controller says {reason}") } else { message };
        hop(Station::Verdict, reason, Some(why), origin)
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
        if self.is_programmed() {
            return "Programmed".to_owned();
        }
        match self.refusal() {
            (reason, message) if message.is_empty() => reason,
            (reason, message) => format!("{reason}: {message}"),
        }
    }

    fn kong_says(&self, met: Met<'_>) -> String {
        let (protocol, port) = (self.listener.protocol.value, self.listener.port.value);
        let target = self.step.map_or(0, |step| step.target);
        match met {
            Met::NotStarted(error) => format!("Kong does not start: {}", error.error.trim()),
            Met::NoServicePort => format!("nothing leads to port {port}: the connection is refused"),
            Met::NamedTarget => {
                "the named port decides where the connection ends; it cannot be told from the manifests".to_owned()
            }
            Met::NoSocket => format!("Kong has no socket on port {target}: the connection is refused"),
            Met::UnknownProtocol => format!("Kong does not speak {protocol}"),
            Met::Misfit(need, _, _, misfit) => format!("port {target} answers otherwise: {}", in_words(need, misfit)),
            Met::Moved(seen) => {
                format!("the connection opens, but routes match port {port} and Kong's router sees port {}", seen.value)
            }
            Met::Served => format!("serves {protocol} on port {target}"),
        }
    }
}

impl Met<'_> {
    /// Whether the client meets what the listener promises; `None` where it cannot be told.
    const fn is_served(self) -> Option<bool> {
        match self {
            Self::Served => Some(true),
            Self::NamedTarget => None,
            Self::NotStarted(_)
            | Self::NoServicePort
            | Self::NoSocket
            | Self::UnknownProtocol
            | Self::Misfit(..)
            | Self::Moved(_) => Some(false),
        }
    }
}

/// Why a listen is not what a listener needs.
pub(super) fn in_words(need: Need, misfit: Misfit) -> String {
    match misfit {
        Misfit::OtherSubsystem => {
            let (is, wants) = match need.subsystem {
                Subsystem::Http => ("a stream listen", Subsystem::Http.setting()),
                Subsystem::Stream => ("an HTTP listen", Subsystem::Stream.setting()),
            };
            format!("{is} holds the port; this protocol needs one in `{wants}`")
        }
        Misfit::NoSsl => "the listen lacks `ssl`".to_owned(),
        Misfit::Ssl => "the listen has `ssl`, so Kong expects TLS there".to_owned(),
        Misfit::NoUdp => "the listen lacks `udp`".to_owned(),
        Misfit::Udp => "the listen has `udp`".to_owned(),
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
