//! Problems of BackendTLSPolicies and KongUpstreamPolicies.

use crate::diagnostic::Diagnostic;
use crate::diagnostic::catalog::{entities, gateways as catalog, routes};
use crate::settings::{Controller, ControllerSettings};
use crate::status::backend_tls_policy::PolicyStatus;
use crate::status::condition::Truth;
use crate::status::upstream_policy::UpstreamPolicyStatus;

pub(super) fn report(status: &PolicyStatus<'_>, controller: &ControllerSettings, problems: &mut Vec<Diagnostic>) {
    let switch = controller.runs(Controller::BackendTLSPolicy);
    match &status.accepted {
        _ if !switch.value => problems.push(routes::kind_off(status.object, switch.place)),
        None => problems.push(catalog::policy_unreached(status.object)),
        Some(accepted) if accepted.status != Truth::True => {
            problems.push(catalog::policy_refused(
                status.object,
                accepted.reason,
                accepted.message.value.as_ref(),
                &accepted.origin,
            ));
        }
        Some(_) => {}
    }
}

pub(super) fn report_upstream(status: &UpstreamPolicyStatus<'_>, problems: &mut Vec<Diagnostic>) {
    let Some(ancestors) = &status.ancestors else {
        problems.push(entities::policy_unused(status.object, status.is_named));
        return;
    };
    for ancestor in ancestors {
        if let Some(route) = ancestor.conflict {
            problems.push(entities::policy_conflict(ancestor.object, ancestor.place, status.object, route));
        }
    }
}
