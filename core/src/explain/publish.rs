//! UDP listeners whose Service the controller was not told of.

use super::chain::Chain;
use super::{fixes, values};
use crate::diagnostic::catalog::listeners::Subject;
use crate::diagnostic::catalog::sockets as catalog;
use crate::diagnostic::{Code, Diagnostic, Fix};
use crate::k8s::Object;
use crate::k8s::service::Service;
use crate::ordered::Ordered as _;
use crate::provenance::Placed;
use crate::resolve::Store;
use crate::settings::ControllerSettings;
use crate::status::listener::obstacle::Obstacle;
use crate::yaml::Node;

/// A UDP port of another Service in front of Kong's pods: one in the namespace of a publish Service that is open to the
/// outside or has the same selector.
pub(super) fn unpublished(chain: &Chain<'_>, store: &Store<'_>, controller: &ControllerSettings) -> Option<Diagnostic> {
    const VARIABLE: &str = "CONTROLLER_PUBLISH_SERVICE_UDP";
    let listener = chain.listener;
    let obstacle = Obstacle::find(listener, &chain.facts?.availability)?;
    if listener.protocol.value != "UDP" || !matches!(obstacle, Obstacle::NoServicePort) {
        return None;
    }
    let beside = |service: &&Service<'_>| {
        chain.services.iter().any(|other| {
            let (own, other) = (service.object, other.object);
            own.key() != other.key()
                && own.namespace() == other.namespace()
                && (service.service_type().value != "ClusterIP" || selects_the_same(own, other))
        })
    };
    let has_port = |service: &&Service<'_>| {
        let mut ports = service.ports.iter();
        ports.any(|port| port.port.value == listener.port.value && port.protocol_text() == "UDP")
    };
    let service = store.services().filter(has_port).find(beside)?;
    let key = service.object.key().to_string();
    let udp = controller.publish_service_udp.as_ref();
    let setting = udp.or(controller.publish_service.as_ref())?;
    let text = setting.value.to_string();
    let subject = Subject { gateway: chain.status.gateway, index: chain.index, listener };
    let problem = catalog::udp_not_published(subject, service, Placed::new(&text, setting.place), udp.is_some());
    let fix = match udp {
        None => values::set_variable(chain.context.sources, VARIABLE, &key)
            .map(|edit| Fix { title: format!("Add `{VARIABLE}={key}`"), edits: vec![edit] }),
        Some(udp) => udp.place.span().map(|span| Fix::replace(format!("Publish the Service `{key}`"), span, &key)),
    };
    Some(fix.into_iter().fold(problem, Diagnostic::with_fix))
}

/// Where a Service has the port that a listener misses, the best edit is to tell the controller of that Service.
pub fn first(problems: &mut [Diagnostic]) {
    let is_untold = |problem: &&Diagnostic| problem.code == Code::UdpServiceNotPublished;
    let untold: Vec<Diagnostic> = problems.iter().filter(is_untold).cloned().collect();
    for problem in problems.iter_mut().filter(|problem| fixes::JOINT.contains(&problem.code)) {
        let place = (&problem.object, &problem.path);
        if let Some(told) = untold.iter().find(|untold| (&untold.object, &untold.path) == place) {
            problem.fixes.splice(0..0, told.fixes.iter().cloned());
        }
    }
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
