//! Problems of documents and objects before the controller sees them.

use crate::diagnostic::{Code, Diagnostic, Fix};
use crate::k8s::kinds::{KINDS, KindInfo};
use crate::text::Span;

const API_SERVER: &str = "Kubernetes API server: apiVersion, kind and metadata.name";

/// A document is a list, a string or a number.
pub fn not_an_object(span: Span, what: &str) -> Diagnostic {
    Diagnostic::new(Code::NotAnObject, span, format!("the document is {what}, not a Kubernetes object"), API_SERVER)
        .with_help(
            "begin the document with `apiVersion:` and `kind:`, or separate it from the next one by a line `---`",
        )
}

/// `apiVersion` or `kind` is missing.
pub fn no_kind(span: Span, kind: &str, api_version: &str) -> Diagnostic {
    let missing = match (kind.is_empty(), api_version.is_empty()) {
        (true, true) => "`apiVersion` and `kind`",
        (true, false) => "`kind`",
        _ => "`apiVersion`",
    };
    let known = KINDS.iter().find(|info| info.name == kind);
    let problem = Diagnostic::new(Code::KindMissing, span, format!("the document has no {missing}"), API_SERVER);
    match known {
        Some(info) => {
            let line = format!("apiVersion: {}", api_version_of(info));
            problem.with_help(format!("write `{line}` above `kind: {kind}`"))
        }
        None => problem.with_help("write both, for example `apiVersion: v1` and `kind: Service`"),
    }
}

/// `metadata.name` is missing.
pub fn no_name(span: Span, title: &str) -> Diagnostic {
    Diagnostic::new(Code::NameMissing, span, "`metadata.name` is missing", API_SERVER)
        .with_object(title)
        .with_path("metadata.name")
        .with_help("write `name:` under `metadata:`")
}

/// The kind is known, but not in this version.
pub fn wrong_version(span: Span, title: &str, info: &KindInfo, api_version: &str) -> Diagnostic {
    let right = api_version_of(info);
    Diagnostic::new(
        Code::VersionUnknown,
        span,
        format!("there is no `{}` in version `{api_version}`", info.name),
        "Gateway API 1.3 and Kong CRDs: served versions",
    )
    .with_object(title)
    .with_path("apiVersion")
    .with_help(format!("write `apiVersion: {right}`"))
    .with_fix(Fix::replace(format!("Use `apiVersion: {right}`"), span, right))
}

/// Nobody knows the kind.
pub fn unknown_kind(span: Span, title: &str, kind: &str, api_version: &str) -> Diagnostic {
    let problem = Diagnostic::new(
        Code::KindUnknown,
        span,
        format!("the controller does not know the kind `{kind}` of `{api_version}`"),
        "KIC v3.5.13 internal/manager/controllerdef.go:setupControllers",
    )
    .with_object(title)
    .with_path("kind");
    let names: Vec<&str> = KINDS.iter().map(|info| info.name).collect();
    match crate::suggest::did_you_mean(kind, names.iter().copied()) {
        Some(name) => problem.with_help(format!("did you mean `{name}`?")).with_fix(Fix::replace(
            format!("Use `kind: {name}`"),
            span,
            name,
        )),
        None => problem.with_help("leave it out, or check the spelling of `kind` and `apiVersion`"),
    }
}

fn api_version_of(info: &KindInfo) -> String {
    let version = info.versions.first().copied().unwrap_or("v1");
    if info.group.is_empty() { version.to_owned() } else { format!("{}/{version}", info.group) }
}
