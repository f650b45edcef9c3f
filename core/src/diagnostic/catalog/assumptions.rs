//! Things that the input does not say and that were assumed.

use crate::diagnostic::{Code, Diagnostic, Fix};
use crate::text::Span;

/// No document defines the class that a Gateway names.
pub fn gateway_class(span: Span, name: &str, fix: Option<Fix>) -> Diagnostic {
    let mut problem = Diagnostic::new(
        Code::GatewayClassAssumed,
        span,
        format!("no GatewayClass `{name}` is in the manifests; without it the controller ignores the Gateway"),
        "KIC v3.5.13 gw/gateway_controller.go:Reconcile",
    )
    .with_path("spec.gatewayClassName")
    .with_help("add the GatewayClass, or check that your cluster has it; what you see here assumes that it does");
    problem.fixes.extend(fix);
    problem
}

/// No Service leads to Kong, and the environment does not name the publish Service.
pub fn proxy_service(span: Span, name: &str, fix: Option<Fix>) -> Diagnostic {
    let mut problem = Diagnostic::new(
        Code::PublishServiceAssumed,
        span,
        format!(
            "no Service in the manifests leads to Kong, and `CONTROLLER_PUBLISH_SERVICE` is not set; assumed is `{name}`, \
             as the Helm chart makes it"
        ),
        "KIC v3.5.13 internal/controllers/gateway/gateway_controller.go:SetupWithManager",
    )
    .with_help("add the Service in front of Kong, and set the variable to its name; the Helm chart does both");
    problem.fixes.extend(fix);
    problem
}

/// The environment does not name the publish Service.
pub fn publish_service(span: Span, name: &str, why: &str, fix: Option<Fix>) -> Diagnostic {
    let mut problem = Diagnostic::new(
        Code::PublishServiceAssumed,
        span,
        format!("`CONTROLLER_PUBLISH_SERVICE` is not set; assumed is `{name}` ({why})"),
        "KIC v3.5.13 internal/controllers/gateway/gateway_controller.go:SetupWithManager",
    )
    .with_help("set it to the Service in front of Kong; the Helm chart does so by itself");
    problem.fixes.extend(fix);
    problem
}
