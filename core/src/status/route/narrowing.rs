//! The hostnames that are left of an HTTPRoute when its listeners' hostnames are taken into account.

use super::hostname;
use super::supported_gateways::Attachment;
use crate::k8s::gateway::Listener;
use crate::k8s::route::Route;
use crate::provenance::Placed;

/// Narrows the hostnames of an HTTPRoute that is pushed to translation; `None` when none is left and the route is
/// taken out of it. Empty means any hostname.
///
/// Only the first hit over parents and listeners counts. Whether a parent accepts the route, the listener's
/// protocol, port and policy are not looked at.
///
/// Source: KIC v3.5.13 gw/route_utils.go:filterHostnames; spec/gateway-status.md 10.6.
pub(crate) fn narrow<'a>(route: &Route<'a>, attachments: &[Attachment<'a>]) -> Option<Vec<Placed<&'a str>>> {
    if route.hostnames.is_empty() {
        return Some(union(attachments).unwrap_or_default());
    }
    let narrowed: Vec<_> = route.hostnames.iter().filter_map(|hostname| first_hit(*hostname, attachments)).collect();
    (!narrowed.is_empty()).then_some(narrowed)
}

/// The listeners that a parent's hostnames come from: the named section, or all.
fn listeners<'l, 'a>(attachment: &'l Attachment<'a>) -> impl Iterator<Item = &'a Listener<'a>> + use<'l, 'a> {
    let section = attachment.section();
    attachment
        .gateway
        .listeners
        .iter()
        .filter(move |listener| section.is_none_or(|section| listener.name.value == section.value))
}

/// What becomes of one hostname: itself, the narrower one of a listener, or nothing.
pub(crate) fn first_hit<'a>(hostname: Placed<&'a str>, attachments: &[Attachment<'a>]) -> Option<Placed<&'a str>> {
    attachments.iter().flat_map(listeners).find_map(|listener| {
        let Some(own) = listener.hostname.filter(|own| !own.value.is_empty()) else { return Some(hostname) };
        if hostname::covers(own.value, hostname.value) {
            Some(hostname)
        } else {
            hostname::covers(hostname.value, own.value).then_some(own)
        }
    })
}

/// All hostnames of the listeners of a route without hostnames, in order, with repetitions; `None` where a listener
/// has none.
///
/// Source: KIC v3.5.13 gw/route_utils.go:getUnionOfGatewayHostnames.
fn union<'a>(attachments: &[Attachment<'a>]) -> Option<Vec<Placed<&'a str>>> {
    let mut hostnames = Vec::new();
    for attachment in attachments {
        let named = attachment.section().is_some();
        // A section is looked up by name, the first one counts; without one every listener that has hostnames does.
        let take = if named { 1 } else { usize::MAX };
        let effective = |listener: &&Listener<'_>| named || matches!(listener.protocol.value, "HTTP" | "HTTPS" | "TLS");
        for listener in listeners(attachment).filter(effective).take(take) {
            hostnames.push(listener.hostname?);
        }
    }
    Some(hostnames)
}
