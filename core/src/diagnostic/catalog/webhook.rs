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
    let title = object.title();
    let (verb, words) = match (&refusal.value, installed) {
        (Refusal::Refused(message), Installed::Yes) => ("refuses", message),
        (Refusal::Refused(message), Installed::No) => ("would refuse", message),
        (Refusal::Failed(error), Installed::Yes) => ("fails on", error),
        (Refusal::Failed(error), Installed::No) => ("would fail on", error),
    };
    let message = format!("the admission webhook {verb} {title}: {words}");
    match installed {
        Installed::Yes => on(Code::WebhookRefuses, object, refusal.place, message, REFUSED)
            .with_help("mend it: the API server does not store the object; what you see here is as if it did"),
        Installed::No => on(Code::WebhookWouldRefuse, object, refusal.place, message, REFUSED).with_help(
            "this controller has no webhook (`CONTROLLER_ADMISSION_WEBHOOK_LISTEN` is not set); those of the Helm chart have one",
        ),
    }
}

/// The webhook lets the object through, with a warning.
pub fn warned(object: &Object<'_>, warning: Placed<&'static str>) -> Diagnostic {
    let message = format!("the admission webhook warns: {}", warning.value.trim_end_matches('.'));
    on(Code::WebhookWarns, object, warning.place, message, WARNED)
}
