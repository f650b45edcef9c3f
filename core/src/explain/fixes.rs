//! Edits that mend the chain of a listener, best first.

use super::chain::{Chain, Step};
use super::values::{self, Values};
use super::{edits, placeholder};
use crate::diagnostic::{Code, Edit, Fix};
use crate::k8s::service::{Service, TargetPort};
use crate::listens::{Addition, Entry, Flag, KongListens, Need, Subsystem};
use crate::report::ListenerFix;
use crate::settings::EnvValue;
use crate::status::listener::certificate_refs::Fault;
use crate::text::Pane;

/// Problems of the joints between the Service port and Kong's socket.
pub(super) const JOINT: &[Code] = &[
    Code::ListenerPortUnavailable,
    Code::ListenerProtocolUnsupported,
    Code::ListenerContainerPort,
    Code::ListenerNodePort,
    Code::ListenerTargetNamed,
    Code::ListenerNeedsSsl,
    Code::ListenerOnSsl,
    Code::ListenerOtherSubsystem,
    Code::ListenerOtherTransport,
];

/// Problems of listeners that are in each other's way.
const CONFLICTS: &[Code] = &[Code::ListenerProtocolConflict, Code::ListenerHostnameConflict];

/// The edits that mend what is broken on a listener's way, each with the problems that it mends; empty where only the
/// user can know.
pub(super) fn of(chain: &Chain<'_>) -> Vec<ListenerFix> {
    let certificate = certificate(chain).map(|fix| ListenerFix { mends: &[Code::ListenerCertificate], fix });
    let kinds = route_kinds(chain).map(|fix| ListenerFix { mends: &[Code::ListenerRouteKind], fix });
    let joint = joint(chain).into_iter().map(|fix| ListenerFix { mends: JOINT, fix });
    let conflict = conflict(chain).map(|fix| ListenerFix { mends: CONFLICTS, fix });
    certificate.into_iter().chain(kinds).chain(conflict).chain(joint).collect()
}

/// The edits that mend the joints between the Service port and Kong's socket.
pub(super) fn joint(chain: &Chain<'_>) -> Vec<Fix> {
    let mut fixes = Vec::new();
    let Ok(listens) = chain.context.listens else { return fixes };
    let Some(need) = Need::of(chain.listener.protocol.value) else { return fixes };
    match chain.step {
        None => {
            fixes.extend(add_service_port(chain, need, listens));
            fixes.extend(use_offered_port(chain, need, listens));
        }
        // A number may stand in a Service once for each transport.
        Some(_) if !leads_there(chain, need) => {
            if !is_needed_otherwise(chain, need) {
                fixes.extend(add_service_port(chain, need, listens));
            }
            fixes.extend(use_offered_port(chain, need, listens));
        }
        Some(step) if step.target == 0 => fixes.extend(number_for_name(step, need, listens)),
        Some(step) => match chain.listen {
            None => fixes.extend(add_listen(chain, need, listens, step.target)),
            Some((subsystem, entry)) => fixes.extend(mend_listen(chain, need, listens, subsystem, entry)),
        },
    }
    fixes
}

/// A listener in the way of another one gets a port on offer.
fn conflict(chain: &Chain<'_>) -> Option<Fix> {
    let finding = chain.facts?.finding;
    finding.shared.or(finding.own)?;
    use_offered_port(chain, Need::of(chain.listener.protocol.value)?, chain.context.listens.ok()?)
}

/// A certificate that is not there: a placeholder Secret.
fn certificate(chain: &Chain<'_>) -> Option<Fix> {
    let broken = chain.facts?.certificate.as_ref()?;
    let target = broken.target;
    if broken.fault != Fault::Missing {
        return None;
    }
    let document = placeholder::tls_secret(target.namespace, target.name);
    let edit = edits::append_document(chain.context.sources, &document)?;
    Some(Fix { title: format!("Add a placeholder Secret `{target}`"), edits: vec![edit] })
}

/// `allowedRoutes.kinds` with an entry that the controller refuses: the field goes.
fn route_kinds(chain: &Chain<'_>) -> Option<Fix> {
    let invalid = &chain.facts?.kinds.invalid;
    if invalid.is_empty() {
        return None;
    }
    let kinds = chain.listener.node.at(&["allowedRoutes"])?.map()?.entry("kinds")?;
    let span = kinds.key_place.span()?.to(kinds.value.span()?);
    let edit = edits::remove_lines(chain.context.sources, span)?;
    Some(Fix { title: "Remove `kinds`: without it all kinds of the protocol are taken".to_owned(), edits: vec![edit] })
}

/// A port is added to the publish Service, with a listen where Kong has none to lead to.
fn add_service_port(chain: &Chain<'_>, need: Need, listens: &KongListens) -> Option<Fix> {
    let service = *chain.services.first()?;
    let key = chain.service_key()?;
    let number = chain.listener.port.value;
    let spare = spare_listen(chain, need, listens);
    let target = spare.unwrap_or(number);
    if is_of_values(chain, service) {
        return add_port_to_values(chain, need, number, target);
    }
    let edit = service_port_edit(chain, service, need, number, target)?;
    let mut edits = vec![edit];
    let mut title = format!("Add port {number} to the Service `{key}`");
    if spare.is_none() {
        edits.push(listen_edit(chain, need, listens, target)?);
        title = format!("{title} and a listen to `{}`", need.subsystem.variable());
    }
    Some(Fix { title, edits })
}

/// The Service is one that the chart makes.
fn is_of_values(chain: &Chain<'_>, service: &Service<'_>) -> bool {
    let file = chain.context.sources.get(service.object.span.file);
    file.is_some_and(|file| file.pane == Pane::HelmValues)
}

/// The chart makes a Service port and a listen of one entry of `stream`; the port for HTTP or HTTPS gets the number, if no
/// other listener is for it.
fn add_port_to_values(chain: &Chain<'_>, need: Need, number: i64, target: i64) -> Option<Fix> {
    let values = Values::read(chain.context.sources)?;
    if need.subsystem == Subsystem::Http {
        let half = if need.ssl { "tls" } else { "http" };
        let listeners = chain.status.gateway.listeners.iter();
        let equal = listeners.filter(|listener| listener.protocol.value == chain.listener.protocol.value);
        let edit = if equal.count() == 1 { values.set_service_port(need, number)? } else { return None };
        return Some(Fix { title: format!("Set `proxy.{half}.servicePort` to {number}"), edits: vec![edit] });
    }
    let block = if need.udp { "udpProxy" } else { "proxy" };
    let mut edits = vec![values.add_stream(need, number, target)?];
    // The chart does not tell the controller of its Service for UDP.
    let is_published = |service: &&Service<'_>| service.ports.iter().any(|port| port.protocol_text() == "UDP");
    if need.udp && !chain.services.iter().any(is_published) {
        let name = values.udp_service(chain.services.first()?.object.key())?;
        edits.push(values.set_variable("CONTROLLER_PUBLISH_SERVICE_UDP", &name)?);
    }
    Some(Fix { title: format!("Add port {number} to `{block}.stream` of the Helm values"), edits })
}

fn service_port_edit(chain: &Chain<'_>, service: &Service<'_>, need: Need, port: i64, target: i64) -> Option<Edit> {
    let taken: Vec<&str> = service.ports.iter().map(crate::k8s::service::ServicePort::name_text).collect();
    let transport = if need.udp { "UDP" } else { "TCP" };
    let prefix = if need.udp {
        "streamudp"
    } else if need.subsystem == Subsystem::Stream {
        "stream"
    } else {
        "proxy"
    };
    let name = edits::free_name(&format!("{prefix}-{port}"), &taken);
    let fields = [
        ("name", name),
        ("port", port.to_string()),
        ("protocol", transport.to_owned()),
        ("targetPort", target.to_string()),
    ];
    edits::append_item(chain.context.sources, service.object.node.at(&["spec", "ports"])?, &fields)
}

/// A listen that fits and that no port of the Services leads to: the listener's own number, else for HTTP and HTTPS
/// the first that fits, since several Service ports may lead to it.
fn spare_listen(chain: &Chain<'_>, need: Need, listens: &KongListens) -> Option<i64> {
    let fitting: Vec<i64> = listens
        .of(need.subsystem)
        .entries
        .iter()
        .filter(|entry| entry.has(Flag::Ssl) == need.ssl && entry.has(Flag::Udp) == need.udp)
        .filter_map(|entry| entry.port_number().map(i64::from))
        .collect();
    let own = chain.listener.port.value;
    if fitting.contains(&own) {
        return Some(own);
    }
    if need.subsystem == Subsystem::Http { fitting.first().copied() } else { None }
}

/// The listener is moved to a port that is on offer for its protocol and that no other listener has.
fn use_offered_port(chain: &Chain<'_>, need: Need, listens: &KongListens) -> Option<Fix> {
    let span = chain.listener.port.place.span()?;
    let used: Vec<i64> = chain.status.gateway.listeners.iter().map(|listener| listener.port.value).collect();
    let transport = if need.udp { "UDP" } else { "TCP" };
    let offered = chain.services.iter().flat_map(|service| &service.ports).find(|port| {
        let TargetPort::Number(target) = port.target_port.value else { return false };
        let fits = listens.of(need.subsystem).entries.iter().any(|entry| {
            entry.port_number().is_some_and(|number| i64::from(number) == target)
                && entry.has(Flag::Ssl) == need.ssl
                && entry.has(Flag::Udp) == need.udp
        });
        fits && port.protocol_text() == transport && !used.contains(&port.port.value)
    })?;
    let number = offered.port.value;
    Some(Fix::replace(format!("Use port {number} in the listener"), span, number.to_string()))
}

/// A named target port becomes the number of a listen that fits.
fn number_for_name(step: Step<'_>, need: Need, listens: &KongListens) -> Option<Fix> {
    let span = step.port.target_port.place.span()?;
    let entry = listens
        .of(need.subsystem)
        .entries
        .iter()
        .find(|entry| entry.has(Flag::Ssl) == need.ssl && entry.has(Flag::Udp) == need.udp)?;
    let number = entry.port_number()?;
    Some(Fix::replace(format!("Write the number {number} as `targetPort`"), span, number.to_string()))
}

/// A listen is added where Kong has none.
fn add_listen(chain: &Chain<'_>, need: Need, listens: &KongListens, target: i64) -> Option<Fix> {
    let edit = listen_edit(chain, need, listens, target)?;
    let title = format!("Add `0.0.0.0:{target}{}` to `{}`", need.flags(), need.subsystem.variable());
    Some(Fix { title, edits: vec![edit] })
}

fn listen_edit(chain: &Chain<'_>, need: Need, listens: &KongListens, target: i64) -> Option<Edit> {
    match listens.of(need.subsystem).add_entry(&format!("0.0.0.0:{target}{}", need.flags())) {
        Addition::Edit(edit) => Some(edit),
        Addition::Set { variable, value } => {
            let of = &listens.of(need.subsystem).value;
            let sources = chain.context.sources;
            // The chart makes the listen of an entry of `stream`; it may stand in the values or in none yet.
            let by_chart = is_by_chart(chain, of).then(|| Values::read(sources)).flatten();
            let port = chain.listener.port.value;
            let in_values = by_chart.and_then(|values| values.add_stream(need, port, target));
            in_values.or_else(|| values::set_variable(sources, variable, &value))
        }
    }
}

/// A value that no text holds as it is, beside Helm values: the chart has put it together.
fn is_by_chart(chain: &Chain<'_>, value: &EnvValue<'_>) -> bool {
    let pane = value.whole().span().and_then(|span| chain.context.sources.get(span.file)).map(|file| file.pane);
    matches!(pane, None | Some(Pane::HelmValues))
}

/// A listen that is there but of the wrong sort: its flags are changed, on all entries of the port (an address of IPv4 and
/// one of IPv6, say), since the controller knows the last one. Not where the Service port has the other transport or
/// another listener of the Gateway needs the port as it is.
fn mend_listen(chain: &Chain<'_>, need: Need, listens: &KongListens, subsystem: Subsystem, entry: &Entry) -> Vec<Fix> {
    let offered = use_offered_port(chain, need, listens);
    if subsystem != need.subsystem {
        return offered.into_iter().collect();
    }
    if !leads_there(chain, need) || is_needed_otherwise(chain, need) {
        return offered.into_iter().collect();
    }
    let port = entry.port_number().unwrap_or_default();
    let of = listens.of(subsystem);
    let values = || is_by_chart(chain, &of.value).then(|| Values::read(chain.context.sources)).flatten();
    let on_port = || of.entries.iter().filter(|other| other.port_number() == Some(port));
    let add = |flag: Flag, word: &str| {
        let missing = on_port().filter(|other| !other.has(flag));
        let edits: Option<Vec<Edit>> = missing.map(|other| of.add_flag(other, word)).collect();
        let in_values = || values()?.add_parameter(i64::from(port), word).map(|edit| vec![edit]);
        Some(Fix { title: format!("Add `{word}` to the listen on port {port}"), edits: edits.or_else(in_values)? })
    };
    let remove = |flag: Flag, word: &str| {
        let present = on_port().filter(|other| other.has(flag));
        let edits: Option<Vec<Edit>> = present.map(|other| of.remove_flag(other, flag)).collect();
        let in_values = || values()?.remove_parameter(i64::from(port), word).map(|edit| vec![edit]);
        Some(Fix { title: format!("Remove `{word}` from the listen on port {port}"), edits: edits.or_else(in_values)? })
    };
    let mend = match (entry.has(Flag::Ssl), need.ssl, entry.has(Flag::Udp), need.udp) {
        (false, true, ..) => add(Flag::Ssl, "ssl"),
        (true, false, _, false) => remove(Flag::Ssl, "ssl"),
        (_, _, false, true) => add(Flag::Udp, "udp"),
        (_, _, true, false) => remove(Flag::Udp, "udp"),
        _ => None,
    };
    mend.into_iter().chain(offered).collect()
}

/// The Service port has the transport that the protocol needs.
fn leads_there(chain: &Chain<'_>, need: Need) -> bool {
    chain.step.is_some_and(|step| (step.port.protocol_text() == "UDP") == need.udp)
}

/// Another listener of the Gateway has the port and needs another sort of listen.
fn is_needed_otherwise(chain: &Chain<'_>, own: Need) -> bool {
    let port = chain.listener.port.value;
    let others = chain.status.gateway.listeners.iter().filter(|other| other.port.value == port);
    others.filter_map(|other| Need::of(other.protocol.value)).any(|other| other != own)
}
