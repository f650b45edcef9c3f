//! What the chosen release of the controller has not yet, and what a later one has no more.

use crate::diagnostic::{Code, Diagnostic};
use crate::k8s::Object;
use crate::k8s::kinds::KindInfo;
use crate::settings::{Behaviour, Gate, KicVersion};
use crate::text::Span;

const SOURCE: &str = "release notes of Kong Ingress Controller, CHANGELOG.md";

fn lacks(span: Span, what: &str, kic: KicVersion, brought_by: Behaviour) -> Diagnostic {
    let since = brought_by.first_release();
    let message = format!("KIC {kic} does not read {what}: the first release that does is {since}");
    Diagnostic::new(Code::ReleaseLacks, span, message, SOURCE)
        .with_help(format!("run KIC {since} or newer, or leave it out"))
}

fn drops(span: Span, what: &str, gone: &str, instead: String) -> Diagnostic {
    let message = format!("{what} is gone from KIC {gone} on");
    Diagnostic::new(Code::ReleaseDrops, span, message, SOURCE).with_help(instead)
}

/// An annotation or label of a later release.
pub fn annotation_lacking(object: &Object<'_>, key: &str, span: Span, kic: KicVersion, by: Behaviour) -> Diagnostic {
    lacks(span, &format!("`{key}`"), kic, by).with_object(object.title())
}

/// A kind of a later release.
pub fn kind_lacking(title: &str, span: Span, kind: &str, kic: KicVersion, by: Behaviour) -> Diagnostic {
    lacks(span, &format!("objects of the kind `{kind}`"), kic, by).with_object(title).with_path("kind")
}

/// A variable for a flag of a later release.
pub fn variable_lacking(name: &str, span: Span, kic: KicVersion, by: Behaviour) -> Diagnostic {
    lacks(span, &format!("`{name}`"), kic, by)
}

/// A version of a kind that the CRDs of later releases do not serve.
pub fn version_dropped(title: &str, span: Span, info: &KindInfo, api_version: &str, by: Behaviour) -> Diagnostic {
    let version = api_version.rsplit('/').next().unwrap_or_default();
    let newest = info.versions.first().copied().unwrap_or_default();
    let instead = format!("write `apiVersion: {}/{newest}`, which all releases take", info.group);
    drops(span, &format!("the version `{version}` of {}", info.name), &by.first_release(), instead)
        .with_object(title)
        .with_path("apiVersion")
}

/// A feature gate that later releases do not know, and do not start with.
pub fn gate_dropped(span: Span, gate: Gate, gone: &str) -> Diagnostic {
    let instead = match gate {
        Gate::CombinedServicesFromDifferentHTTPRoutes => {
            "before you upgrade, take the gate away and set `CONTROLLER_COMBINED_SERVICES_FROM_DIFFERENT_HTTPROUTES=true`"
        }
        _ => "before you upgrade, take the gate away: the controller does not start with it",
    };
    drops(span, &format!("the feature gate `{}`", gate.name()), gone, instead.to_owned())
}
