//! Problems of listeners that are not programmed.

use crate::diagnostic::Diagnostic;
use crate::diagnostic::catalog::listeners::{self as catalog, Subject};
use crate::status::listener::chain::ListenerChain;

pub(super) fn report(chain: &ListenerChain<'_, '_>, problems: &mut Vec<Diagnostic>) {
    let Some(facts) = chain.facts else { return };
    let subject = Subject { gateway: chain.gateway.gateway, index: chain.index, listener: chain.listener };
    if let Some(obstacle) = chain.obstacle() {
        problems.push(catalog::unavailable(subject, &facts.availability, &obstacle));
    }
    if let Some(conflict) = facts.finding.shared.or(facts.finding.own) {
        problems.push(catalog::conflict(subject, conflict));
    }
    problems.extend(facts.kinds.invalid.iter().map(|(place, kind)| catalog::route_kind(subject, *place, kind)));
    problems.extend(facts.certificate.as_ref().map(|broken| catalog::certificate(subject, broken)));
}
