//! Problems that the controller's admission webhook tells.

use super::translation::on;
use crate::diagnostic::{Code, Diagnostic};
use crate::k8s::Object;
use crate::provenance::Placed;
use crate::webhook::{Installed, Refusal};

const REFUSED: &str = "KIC v3.5.13 internal/admission/validator.go";
const WARNED: &str = "KIC v3.5.13 internal/admission/handler.go:handleKongIngress, handleService";

/// The webhook does not let the object through. Where the cluster has no webhook the object is stored all the same.
pub fn refused(object: &Object<'_>, refusal: &Placed<Refusal>, installed: Installed) -> Diagnostic {
    let verb = match (&refusal.value, installed) {
        (Refusal::Refused(_), Installed::Yes) => "refuses",
        (Refusal::Refused(_), Installed::No) => "would refuse",
        (Refusal::Failed { .. }, Installed::Yes) => "fails on",
        (Refusal::Failed { .. }, Installed::No) => "would fail on",
    };
    let message = format!("the admission webhook {verb} {}: {}", object.title(), refusal.value.words());
    let code = match installed {
        Installed::Yes => Code::WebhookRefuses,
        Installed::No => Code::WebhookWouldRefuse,
    };
    let problem = on(code, object, refusal.place, message, REFUSED);
    let problem = match refusal.value {
        Refusal::Failed { help, .. } => problem.with_help(help),
        Refusal::Refused(_) => problem,
    };
    problem.with_help(match installed {
        Installed::Yes => "correct it: the API server does not store the object as it is; what you see here is as if it did",
        Installed::No => {
            "this controller has no webhook (`CONTROLLER_ADMISSION_WEBHOOK_LISTEN` is not set); those of the Helm chart have one"
        }
    })
}

/// The webhook lets the object through, with a warning.
pub fn warned(object: &Object<'_>, warning: Placed<&'static str>) -> Diagnostic {
    let message = format!("the admission webhook warns: {}", warning.value.trim_end_matches('.'));
    on(Code::WebhookWarns, object, warning.place, message, WARNED)
        .with_help("use a KongUpstreamPolicy, and annotations of the Service, before the field or annotation is gone")
}
