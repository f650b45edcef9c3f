//! Problems of listeners that are not programmed.

use crate::diagnostic::Diagnostic;
use crate::diagnostic::catalog::listeners::{self as catalog, Subject};
use crate::diagnostic::catalog::sockets;
use crate::k8s::Object;
use crate::k8s::service::Service;
use crate::ordered::Ordered as _;
use crate::provenance::Placed;
use crate::resolve::Store;
use crate::settings::ControllerSettings;
use crate::status::listener::chain::ListenerChain;
use crate::status::listener::obstacle::Obstacle;
use crate::yaml::Node;

pub(super) fn report(
    chain: &ListenerChain<'_, '_>,
    store: &Store<'_>,
    controller: &ControllerSettings,
    problems: &mut Vec<Diagnostic>,
) {
    let Some(facts) = chain.facts else { return };
    let subject = Subject { gateway: chain.gateway.gateway, index: chain.index, listener: chain.listener };
    if let Some(obstacle) = chain.obstacle() {
        problems.push(catalog::unavailable(subject, &facts.availability, &obstacle));
        if matches!(obstacle, Obstacle::NoServicePort) {
            problems.extend(unpublished(subject, chain, store, controller));
        }
    }
    if let Some(conflict) = facts.finding.shared.or(facts.finding.own) {
        problems.push(catalog::conflict(subject, conflict));
    }
    problems.extend(facts.kinds.invalid.iter().map(|(place, kind)| catalog::route_kind(subject, *place, kind)));
    problems.extend(facts.certificate.as_ref().map(|broken| catalog::certificate(subject, broken)));
}

/// A UDP port of another Service in front of Kong's pods: one in the namespace of a publish Service that is open to the
/// outside or has the same selector.
fn unpublished(
    subject: Subject<'_, '_>,
    chain: &ListenerChain<'_, '_>,
    store: &Store<'_>,
    controller: &ControllerSettings,
) -> Option<Diagnostic> {
    if subject.listener.protocol.value != "UDP" {
        return None;
    }
    let published = &chain.gateway.services;
    let beside = |service: &&Service<'_>| {
        published.iter().any(|other| {
            let (own, other) = (service.object, other.object);
            own.key() != other.key()
                && own.namespace() == other.namespace()
                && (service.service_type().value != "ClusterIP" || selects_the_same(own, other))
        })
    };
    let has_port = |service: &&Service<'_>| {
        let mut ports = service.ports.iter();
        ports.any(|port| port.port.value == subject.listener.port.value && port.protocol_text() == "UDP")
    };
    let service = store.services().filter(has_port).find(beside)?;
    let udp = controller.publish_service_udp.as_ref();
    let setting = udp.or(controller.publish_service.as_ref())?;
    let text = setting.value.to_string();
    Some(sockets::udp_not_published(subject, service, Placed::new(&text, setting.place), udp.is_some()))
}

/// Both select something, and the same.
fn selects_the_same(one: &Object<'_>, other: &Object<'_>) -> bool {
    let selector = |object: &Object<'_>| -> Vec<(String, String)> {
        let entries = object.spec().and_then(|spec| spec.get("selector")).map_or(&[][..], Node::entries);
        let mut pairs: Vec<(String, String)> =
            entries.iter().filter_map(|entry| Some((entry.key.to_string(), entry.value.text()?.to_owned()))).collect();
        pairs.order();
        pairs
    };
    let own = selector(one);
    !own.is_empty() && own == selector(other)
}
