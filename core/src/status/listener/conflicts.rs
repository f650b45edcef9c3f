//! Listeners of one Gateway that are in each other's way: `ProtocolConflict` and `HostnameConflict`.

use std::collections::BTreeMap;

use crate::k8s::gateway::Listener;
use crate::provenance::Place;

/// Why a listener is `Conflicted`; the names are the reasons.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Conflict {
    /// Two protocols that cannot share a port.
    ProtocolConflict,
    /// One hostname twice on a port.
    HostnameConflict,
}

impl Conflict {
    /// The reason as the status has it.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::ProtocolConflict => "ProtocolConflict",
            Self::HostnameConflict => "HostnameConflict",
        }
    }
}

/// What the conflict test finds for one listener.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Finding {
    /// The conflict that was found when this listener asked for its port after the others before it.
    pub own: Option<Conflict>,
    /// The conflict that hits it in the end, its own or one that a later listener brought about.
    pub shared: Option<Conflict>,
}

/// Looks for conflicts, one finding per listener in spec order.
///
/// The first listener of a port owns it; each later one is compared with the owner's protocol. A protocol conflict
/// hits every listener of the port, a hostname conflict every one with the port and hostname. A missing hostname is
/// a hostname of its own.
///
/// Source: KIC v3.5.13 gw/gateway_utils.go:getListenerStatus, canSharePort; spec/gateway-status.md 7.1 and 7.2.
pub fn find(listeners: &[Listener<'_>]) -> Vec<Finding> {
    let mut ports: BTreeMap<i64, Port<'_>> = BTreeMap::new();
    let own: Vec<Option<Conflict>> = listeners.iter().map(|listener| claim(&mut ports, listener)).collect();
    let shared = listeners.iter().map(|listener| {
        let port = ports.get(&listener.port.value)?;
        if port.protocol_conflict {
            return Some(Conflict::ProtocolConflict);
        }
        port.hostnames.get(listener.hostname_text()).is_some_and(|twice| *twice).then_some(Conflict::HostnameConflict)
    });
    own.into_iter().zip(shared).map(|(own, shared)| Finding { own, shared }).collect()
}

/// What is known of a port while the listeners are walked.
struct Port<'a> {
    owner: &'a str,
    protocol_conflict: bool,
    /// Hostname to whether it was asked for twice.
    hostnames: BTreeMap<&'a str, bool>,
}

fn claim<'a>(ports: &mut BTreeMap<i64, Port<'a>>, listener: &Listener<'a>) -> Option<Conflict> {
    let (protocol, hostname) = (listener.protocol.value, listener.hostname_text());
    let Some(port) = ports.get_mut(&listener.port.value) else {
        let port = Port { owner: protocol, protocol_conflict: false, hostnames: BTreeMap::from([(hostname, false)]) };
        ports.insert(listener.port.value, port);
        return None;
    };
    if !can_share(protocol, port.owner) {
        port.protocol_conflict = true;
        return Some(Conflict::ProtocolConflict);
    }
    if port.hostnames.contains_key(hostname) {
        port.hostnames.insert(hostname, true);
        return Some(Conflict::HostnameConflict);
    }
    port.hostnames.insert(hostname, false);
    None
}

/// Whether a listener of one protocol may ask for a port that another protocol owns.
fn can_share(requested: &str, owner: &str) -> bool {
    match requested {
        "HTTP" => owner == "HTTP",
        "HTTPS" | "TLS" => matches!(owner, "HTTPS" | "TLS"),
        _ => false,
    }
}

/// The places of everything that takes part in a conflict of the listener at `index`: its own port and protocol or
/// hostname, and those of the others.
pub fn places(listeners: &[Listener<'_>], index: usize, conflict: Conflict) -> Vec<Place> {
    let Some(this) = listeners.get(index) else { return Vec::new() };
    let decisive = |listener: &Listener<'_>| match conflict {
        Conflict::ProtocolConflict => listener.protocol.place,
        Conflict::HostnameConflict => listener.hostname.map_or(listener.protocol.place, |hostname| hostname.place),
    };
    let others = others(listeners, index, conflict);
    let mut places = vec![this.port.place, decisive(this)];
    places.extend(others.flat_map(|other| [other.port.place, decisive(other)]));
    places
}

/// The other listeners that take part in a conflict of the listener at `index`, in spec order.
pub fn others<'l, 'a>(
    listeners: &'l [Listener<'a>],
    index: usize,
    conflict: Conflict,
) -> impl Iterator<Item = &'l Listener<'a>> {
    let this = listeners.get(index);
    listeners.iter().enumerate().filter(move |(at, _)| *at != index).map(|(_, other)| other).filter(move |other| {
        this.is_some_and(|this| {
            this.port.value == other.port.value
                && match conflict {
                    Conflict::ProtocolConflict => true,
                    Conflict::HostnameConflict => this.hostname_text() == other.hostname_text(),
                }
        })
    })
}
