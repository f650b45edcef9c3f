//! The problems of what the API server refuses: for each finding the one with the most to say.

mod gateway;
mod parent_refs;

use super::duplicates::Duplicate;
use super::finding::{Fault, Finding, in_go};
use super::schema::type_of;
use super::unknown::Unknown;
use crate::diagnostic::Diagnostic;
use crate::diagnostic::catalog::consumers;
use crate::diagnostic::catalog::schema::{self as catalog, At};
use crate::k8s::gateway::Gateway;
use crate::k8s::route::Route;
use crate::k8s::{Kind, Object};
use crate::provenance::Place;
use crate::text::Sources;
use crate::yaml::{Entry, Value};

/// A problem for each finding, but none for "no alternative fits" where it is said what does not fit.
pub(super) fn all(object: &Object<'_>, findings: &[Finding<'_>], sources: &Sources<'_>) -> Vec<Diagnostic> {
    let is_told = |finding: &Finding<'_>| {
        let is_vague = |finding: &Finding<'_>| matches!(finding.fault, Fault::Alternatives { .. });
        is_vague(finding) && findings.iter().any(|other| !is_vague(other) && other.path.starts_with(&finding.path))
    };
    findings.iter().filter(|finding| !is_told(finding)).map(|finding| of(object, finding, sources)).collect()
}

/// A field that is dropped; none for one that nobody wrote.
pub(super) fn unknown_field(object: &Object<'_>, unknown: &Unknown<'_>) -> Option<Diagnostic> {
    let at = At { object, path: &unknown.path, span: unknown.entry.key_place.span()? };
    Some(catalog::unknown_field(at, &unknown.entry.key, &unknown.known))
}

/// An annotation or label whose value is no text.
pub(super) fn metadata_type(object: &Object<'_>, field: &str, entry: &Entry<'_>, sources: &Sources<'_>) -> Diagnostic {
    let path = format!("metadata.{field}[\"{}\"]", entry.key);
    let at = At { object, path: &path, span: object.span_of(entry.value.place) };
    // Whatever the word was, the controller knows `true` and `false` only.
    let text = match entry.value.value {
        Value::Bool(true) => "true",
        Value::Bool(false) => "false",
        _ => entry.value.span().map_or("", |span| sources.slice(span)),
    };
    catalog::wrong_type(at, type_of(&entry.value), "string", text)
}

/// An item that stands twice.
pub(super) fn duplicate(object: &Object<'_>, duplicate: &Duplicate<'_>) -> Diagnostic {
    let at = At { object, path: &duplicate.path, span: object.span_of(duplicate.item.place) };
    catalog::item_twice(at, &duplicate.keys, duplicate.earlier.place)
}

fn of(object: &Object<'_>, finding: &Finding<'_>, sources: &Sources<'_>) -> Diagnostic {
    // What is about the object as a whole is shown at its name.
    let span = if finding.path.is_empty() { object.name_span() } else { object.span_of(finding.place) };
    let at = At { object, path: &finding.path, span };
    match &finding.fault {
        Fault::Missing { field } => catalog::missing(at, field),
        Fault::Type { found, wanted, .. } => {
            let text = finding.place.span().map_or("", |span| sources.slice(span));
            catalog::wrong_type(at, found, wanted, text)
        }
        Fault::Word { value, known } => {
            let known: Vec<&str> = known.iter().map(String::as_str).collect();
            match value.text() {
                Some(text) => catalog::wrong_word(at, text, &known),
                None => catalog::wrong_word(at, &in_go(value), &known),
            }
        }
        Fault::Range { value, bound, is_upper } => catalog::out_of_range(at, &in_go(value), *bound, *is_upper),
        Fault::Long { most } => catalog::wrong_length(at, *most, true),
        Fault::Short { least, .. } => catalog::wrong_length(at, *least, false),
        Fault::Many { count, most } => catalog::wrong_count(at, *count, *most, true),
        Fault::Few { count, least } => catalog::wrong_count(at, *count, *least, false),
        Fault::Pattern { text, pattern } => catalog::wrong_form(at, text, pattern),
        Fault::Format { found, format } => catalog::wrong_form(at, found, format),
        Fault::Alternatives { .. } => catalog::no_alternative(at),
        Fault::Rule { message, error, .. } => broken_rule(object, message, finding.place)
            .unwrap_or_else(|| catalog::broken_rule(at, message, error.as_deref())),
    }
}

/// The problem of a rule that names what breaks it.
fn broken_rule(object: &Object<'_>, message: &str, place: Place) -> Option<Diagnostic> {
    match object.kind() {
        Kind::Gateway => gateway::broken_rule(&Gateway::new(object), message, place),
        Kind::HTTPRoute | Kind::GRPCRoute | Kind::TCPRoute | Kind::UDPRoute | Kind::TLSRoute => {
            parent_refs::broken_rule(&Route::new(object), message)
        }
        Kind::KongConsumer if message == "Need to provide either username or custom_id" => {
            Some(consumers::without_name(object))
        }
        _ => None,
    }
}
