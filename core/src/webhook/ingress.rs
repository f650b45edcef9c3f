//! Ingresses of the controller's class.
//!
//! Source: KIC v3.5.13 internal/admission/validator.go:ValidateIngress, validation/ingress/ingress.go.

use super::{Verdict, Webhook, refuse};
use crate::k8s::Object;

/// The annotation `konghq.com/protocols`, then what the translation of this one Ingress fails on.
///
/// The class must be named by the annotation or by `spec.ingressClassName`; no default counts.
pub(super) fn review<'a>(webhook: &Webhook<'a>, object: &'a Object<'a>) -> Verdict {
    let class = object.spec().and_then(|spec| spec.text_at("ingressClassName"));
    let in_spec = class.is_some_and(|class| class.value == webhook.settings.ingress_class);
    if !in_spec && !webhook.checks.names_our_class(object) {
        return Ok(());
    }
    if let Some(protocol) = webhook.checks.unknown_protocol(object) {
        let value = protocol.value;
        let message = format!("Ingress has invalid Kong annotations: invalid konghq.com/protocols value: {value}");
        return refuse(message, protocol.place);
    }
    let failures = webhook.checks.ingress(object);
    let Some(first) = failures.first() else { return Ok(()) };
    let messages: Vec<&str> = failures.iter().map(|failure| failure.value.as_str()).collect();
    refuse(format!("Ingress failed schema validation: {}", messages.join(", ")), first.place)
}
