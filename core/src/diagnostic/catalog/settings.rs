//! Problems of settings: what the controller or Kong refuses at the start.

use super::translation::on;
use crate::diagnostic::{Code, Diagnostic, Fix};
use crate::k8s::Object;
use crate::provenance::Placed;
use crate::text::Span;

/// What to write instead of a refused value.
#[derive(Clone, Debug)]
pub struct Advice {
    /// Imperative, with the form of a right value.
    pub help: String,
    /// The edit, if there is only one right value.
    pub fix: Option<Fix>,
}

fn with_advice(problem: Diagnostic, advice: Advice) -> Diagnostic {
    let problem = problem.with_help(advice.help);
    match advice.fix {
        Some(fix) => problem.with_fix(fix),
        None => problem,
    }
}

/// The controller refuses the value of a variable. `error` is its message.
pub fn refused_value(variable: &str, span: Span, error: &str, advice: Advice) -> Diagnostic {
    let problem = Diagnostic::new(
        Code::SettingInvalid,
        span,
        format!("the controller does not start with this `{variable}`: {error}"),
        "KIC v3.5.13 internal/cmd/rootcmd/env.go:bindEnvVars",
    );
    with_advice(problem, advice)
}

/// The controller refuses settings that do not fit together. `error` is its message.
pub fn refused_combination(span: Span, error: &str) -> Diagnostic {
    Diagnostic::new(
        Code::SettingInvalid,
        span,
        format!("the controller does not start: {error}"),
        "KIC v3.5.13 pkg/manager/config/validation.go:Validate",
    )
    .with_help("change or remove the setting that the message names")
}

/// No publish Service is given. `error` is the controller's message.
pub fn publish_service_unset(span: Span, error: &str, fix: Option<Fix>) -> Diagnostic {
    let problem = Diagnostic::new(
        Code::PublishServiceUnset,
        span,
        format!("`CONTROLLER_PUBLISH_SERVICE` is not set, and the controller does not start: {error}"),
        "KIC v3.5.13 internal/manager/setup.go:setupDataplaneAddressFinder",
    )
    .with_help("set `CONTROLLER_PUBLISH_SERVICE` to `namespace/name` of the Service in front of Kong's proxy");
    match fix {
        Some(fix) => problem.with_fix(fix),
        None => problem,
    }
}

/// An item of a comma list has blanks around it.
pub fn blank_in_list(variable: &str, item: &str, span: Span, fix: Option<Fix>) -> Diagnostic {
    let problem = Diagnostic::new(
        Code::SettingListBlank,
        span,
        format!("the controller keeps the blanks of the item `{item}` in `{variable}`"),
        "KIC v3.5.13 internal/cmd/rootcmd/config/cli.go:bindFlagSet (pflag StringSlice)",
    )
    .with_help(format!("write `{}`", item.trim()));
    match fix {
        Some(fix) => problem.with_fix(fix),
        None => problem,
    }
}

/// The controller watches other namespaces than that of the object. `last` is the last one that it was told.
pub fn namespace_not_watched(object: &Object<'_>, last: Option<&Placed<String>>) -> Diagnostic {
    const VARIABLE: &str = "CONTROLLER_WATCH_NAMESPACE";
    let (title, namespace) = (object.title(), object.namespace());
    let message = format!("{title} does not exist for the controller: it does not watch the namespace `{namespace}`");
    let place = object.metadata("namespace").map_or(object.name().place, |namespace| namespace.place);
    let source = "KIC v3.5.13 internal/manager/setup.go:setupManagerOptions";
    let problem = on(Code::NamespaceNotWatched, object, place, message, source)
        .with_help(format!("add `{namespace}` to `{VARIABLE}`, or take the variable away to watch all namespaces"));
    let Some((last, span)) = last.and_then(|last| Some((last, last.place.span()?))) else { return problem };
    problem.with_label(span, "watched").with_fix(Fix::replace(
        format!("Add `{namespace}` to `{VARIABLE}`"),
        span,
        format!("{},{namespace}", last.value),
    ))
}

/// Kong refuses `KONG_ROUTER_FLAVOR`. `error` is its message.
pub fn refused_router_flavor(span: Span, error: &str, advice: Advice) -> Diagnostic {
    let problem = Diagnostic::new(
        Code::KongSettingInvalid,
        span,
        format!("Kong does not start with this `KONG_ROUTER_FLAVOR`: {error}"),
        "Kong 3.9.3 kong/conf_loader/parse.lua:check_and_parse",
    );
    with_advice(problem, advice)
}

/// `KONG_VERSION` is no version.
pub fn version_not_read(text: &str, span: Span, used: &str) -> Diagnostic {
    Diagnostic::new(
        Code::KongVersionUnknown,
        span,
        format!("`{text}` is no version of Kong; {used} is assumed"),
        "spec/listens-and-helm.md, section 1",
    )
    .with_help("write a version such as `3.9.1`")
}
