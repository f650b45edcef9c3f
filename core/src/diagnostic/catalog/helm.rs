//! Problems of Helm values, and what is taken from them.

use crate::diagnostic::{Code, Diagnostic};
use crate::text::Span;

/// Helm refuses the values, or renders something that Kubernetes cannot read. `error` is its message.
pub fn not_rendered(span: Span, error: &str) -> Diagnostic {
    let lines = error.strip_prefix("Error: ").unwrap_or(error).lines().map(str::trim);
    let message: Vec<&str> = lines.collect();
    Diagnostic::new(
        Code::HelmError,
        span,
        format!("Helm does not render chart `kong` with these values: {}", message.join(" ")),
        "Kong/charts charts/kong/templates, chart version 3.4.1",
    )
    .with_help("mend the value that the message names; until then nothing is taken from the Helm values")
}

/// The chart gives settings and Services that the other panes do not have. `taken` are they, ready for a sentence.
pub fn used(span: Span, taken: &str) -> Diagnostic {
    Diagnostic::new(
        Code::HelmUsed,
        span,
        format!("taken from the Helm values, because the other panes do not say it: {taken}"),
        "Kong/charts charts/kong/templates, chart version 3.4.1",
    )
    .with_help("write a variable into the environment, or the Service into the manifests, where yours is another")
}
