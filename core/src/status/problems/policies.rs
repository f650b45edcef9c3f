//! Problems of BackendTLSPolicies.

use crate::diagnostic::Diagnostic;
use crate::diagnostic::catalog::{gateways as catalog, routes};
use crate::settings::{Controller, ControllerSettings};
use crate::status::backend_tls_policy::PolicyStatus;
use crate::status::condition::Truth;

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
