//! Upstreams and targets of Kong services, and the ports that they resolve.

use super::draft::ServiceDraft;
use super::input::Input;
use super::weights::{self, Targets};
use super::{endpoints, failures, ports};
use crate::annotations::{Entity, Outcome};
use crate::diagnostic::catalog::backends as catalog;
use crate::findings::Findings;
use crate::kong::Upstream;

use super::backends::Backend;
use super::backing::{BackingService, keys};

/// The upstream of a Kong service, skipped or not. Sets the port of the service.
///
/// Source: KIC v3.5.13 internal/dataplane/translator/translate_upstreams.go:getUpstreams.
pub(super) fn make<'a>(input: Input<'a>, draft: &mut ServiceDraft<'a>, findings: &mut Findings<'a>) -> Upstream<'a> {
    let mut upstream = Upstream::new(draft.service.host.clone());
    upstream.tags.clone_from(&draft.service.tags);
    let mut targets = Targets::default();
    for backend in &draft.backends {
        let key = backend.service.object.key();
        let Some(backing) = draft.backing.iter().find(|backing| backing.service.object.key() == key) else {
            failures::no_service_for_target(draft.parent, backend, findings);
            continue;
        };
        let port = match ports::of_backend(backend) {
            Ok(port) => port,
            Err(why) => {
                failures::port_not_found(draft.parent, backend, &why, findings);
                continue;
            }
        };
        let found = endpoints::of_service(input, backing, &port);
        if found.is_empty() {
            let slices = input.store.endpoint_slices(key).len();
            let target = &backend.reference.target;
            findings.problem(catalog::endpoints_missing(draft.parent, target, backing.service.object, slices));
        }
        let first = found.first().map(|endpoint| endpoint.target.value.to_string());
        service_upstream_effect(backing, &upstream, first, findings);
        draft.service.port = Some(port.number);
        targets.add(weights::distribute(found, weight(backend)));
    }
    upstream.targets = targets.into_list();
    upstream
}

fn weight(backend: &Backend<'_>) -> Option<crate::provenance::Placed<i64>> {
    backend.reference.weight
}

/// What `ingress.kubernetes.io/service-upstream` did.
fn service_upstream_effect<'a>(
    backing: &BackingService<'a>,
    upstream: &Upstream<'a>,
    target: Option<String>,
    findings: &mut Findings<'a>,
) {
    let Some(found) = backing.found(keys::SERVICE_UPSTREAM) else { return };
    if found.value.value == "true" {
        let entity = Entity::Upstream(upstream.name.value.to_string());
        findings.changed(found, entity, "targets", (), target);
    } else {
        findings.effect(found, Outcome::Invalid("only `true` has an effect".to_owned()));
    }
}
