//! Problems of listeners that are not programmed.

use crate::diagnostic::Diagnostic;
use crate::diagnostic::catalog::listeners::{self as catalog, Subject};
use crate::status::listener::chain::ListenerChain;

pub(super) fn report(chain: &ListenerChain<'_, '_>, problems: &mut Vec<Diagnostic>) {
    let listener = chain.listener;
    let subject = Subject { gateway: chain.gateway.gateway, index: chain.index, listener };
    if let Some(allowed) = &listener.allowed_routes {
        let from = allowed.from.filter(|from| from.value == "Selector" && allowed.selector.is_none());
        problems.extend(from.map(|from| catalog::selector_missing(subject, from.place)));
    }
    if let Some(tls) = listener.tls.as_ref().filter(|tls| tls.is_passthrough()) {
        let first = tls.certificate_refs.first();
        problems.extend(first.map(|first| catalog::passthrough_certificate(subject, first.name.place)));
    }
    let Some(facts) = chain.facts else { return };
    if let Some(obstacle) = chain.obstacle() {
        problems.push(catalog::unavailable(subject, &facts.availability, &obstacle));
    }
    if let Some(conflict) = facts.finding.shared.or(facts.finding.own) {
        problems.push(catalog::conflict(subject, conflict));
    }
    problems.extend(facts.kinds.invalid.iter().map(|(place, kind)| catalog::route_kind(subject, *place, kind)));
    problems.extend(facts.certificate.as_ref().map(|broken| catalog::certificate(subject, broken)));
}
