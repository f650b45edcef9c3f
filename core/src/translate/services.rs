//! The Kubernetes Services of each Kong service: agreement of annotations, TLS towards them, tags.

use super::agreement;
use super::backing::{self, BackingService};
use super::certificates::Requests;
use super::draft::ServiceDraft;
use super::input::Input;
use super::{failures, tags, tls};
use crate::annotations::Entity;
use crate::findings::Findings;
use crate::kong::Text;
use crate::ordered::Ordered as _;

/// Fills in what a Kong service gets from its Kubernetes Services, before annotations override its fields.
///
/// A service whose Services disagree is marked as skipped and left as it is. Certificates that the Services ask for
/// are added to `requests`.
///
/// Source: KIC v3.5.13 internal/dataplane/translator/ingressrules.go:populateServices.
pub(super) fn populate<'a>(
    input: Input<'a>,
    draft: &mut ServiceDraft<'a>,
    requests: &mut Requests<'a>,
    findings: &mut Findings<'a>,
) {
    findings.translated.extend(draft.backends.iter().map(|backend| backend.service.object));
    if !agreement::check(&draft.service.name.value, &draft.backends, findings) {
        draft.skipped = true;
        return;
    }
    if let Some(missing) = &draft.missing {
        failures::service_missing(input, draft.parent, missing, findings);
    }
    // Once per backendRef, as upstream does it: a repeated Service repeats its CA certificates.
    for index in 0..draft.backends.len() {
        let Some(backend) = draft.backends.get(index) else { break };
        let mut backing = BackingService::new(backend);
        backing.policy = tls::policy(input, backing.service.object, findings);
        tls::client_certificate(input, &backing, &mut draft.service, requests, findings);
        tls::ca_certificates(input, &backing, &mut draft.service, findings);
        let known = draft.backing.iter().any(|known| known.service.object.key() == backing.service.object.key());
        if !known {
            draft.backing.push(backing);
        }
    }
    draft.backing.order_by(backing::by_key_text);
    draft.service.tags = tags_of(input, draft, findings);
}

/// The tags of a Kong service and of its upstream: those of its one Service, or of the route where there are several.
///
/// Counted are backendRefs, not Services.
///
/// Source: KIC v3.5.13 internal/dataplane/translator/ingressrules.go:generateKongServiceTags.
fn tags_of<'a>(input: Input<'a>, draft: &ServiceDraft<'a>, findings: &mut Findings<'a>) -> Vec<Text<'a>> {
    let object = match draft.backends.as_slice() {
        [] => return crate::kong::tags::of_unknown_service(),
        [backend] => Some(backend.tagged()),
        _ => draft.tags_parent,
    };
    let Some(object) = object else { return Vec::new() };
    let entity = || Entity::Service(draft.service.name.value.to_string());
    tags::of(input.settings.kic, object, [], entity, findings)
}
