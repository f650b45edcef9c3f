//! Problems of annotations and labels that do nothing.

use super::translation::on;
use crate::annotations::catalogue::ValueRule;
use crate::diagnostic::{Code, Diagnostic, Fix, Remedy};
use crate::k8s::Object;
use crate::provenance::Place;
use crate::text::Span;

const SOURCE: &str = "KIC v3.5.13 internal/annotations/annotations.go";

fn at(code: Code, object: &Object<'_>, span: Span, message: String) -> Diagnostic {
    on(code, object, Place::At(span), message, SOURCE)
}

/// The annotation or label goes, which changes nothing but the problem.
fn removal(object: &Object<'_>, key: &str) -> Option<Remedy> {
    let removed = |map| Remedy::remove_metadata(object, map, key);
    removed("annotations").or_else(|| removed("labels"))
}

/// The key is read on other kinds, or in the other of annotations and labels.
pub fn misplaced(object: &Object<'_>, key: &str, span: Span, why: &str) -> Diagnostic {
    at(Code::AnnotationMisplaced, object, span, format!("`{key}` does nothing here: {why}"))
        .with_help("move it to the object that it is meant for, or remove it")
        .with_remedy(removal(object, key))
}

/// The value breaks the rule of the key. `rule` is what it must be, in words.
pub fn invalid(object: &Object<'_>, key: &str, span: Span, why: &str, rule: ValueRule) -> Diagnostic {
    let problem = at(Code::AnnotationInvalid, object, span, format!("the value of `{key}` is not used: {why}"))
        .with_remedy(removal(object, key));
    match rule {
        ValueRule::Plugins | ValueRule::Services | ValueRule::Name(_) => {
            problem.with_help("name an object that exists and that this one may use, or remove the annotation")
        }
        _ => problem.with_help(format!("write {}", rule.in_words())),
    }
}

/// Something else decides the field.
///
/// A label stays: it tells the controller what the object is.
pub fn overridden(object: &Object<'_>, key: &str, span: Span, why: &str) -> Diagnostic {
    at(Code::AnnotationOverridden, object, span, format!("`{key}` has no effect: {why}"))
        .with_help(format!("mend what stands in the way of `{key}`, or remove it"))
        .with_remedy(Remedy::remove_metadata(object, "annotations", key))
}

/// The key does nothing in this flavor, version or set of gates.
pub fn unsupported(object: &Object<'_>, key: &str, span: Span, why: &str) -> Diagnostic {
    at(Code::AnnotationUnsupported, object, span, format!("`{key}` has no effect: {why}"))
        .with_help(format!("remove `{key}`, or change the settings so that it counts"))
        .with_remedy(removal(object, key))
}

/// Nobody knows the key.
pub fn unknown(object: &Object<'_>, key: &str, span: Span, meant: Option<&str>) -> Diagnostic {
    let problem = at(Code::AnnotationUnknown, object, span, format!("the controller does not know `{key}`"))
        .with_remedy(removal(object, key));
    match meant {
        Some(meant) if object.annotation(meant).is_none() => problem
            .with_help(format!("did you mean `{meant}`?"))
            .with_fix(Fix::replace(format!("Rename it to `{meant}`"), span, meant)),
        Some(meant) => problem.with_help(format!("remove it: the object has `{meant}` already")),
        None => problem.with_help("check the spelling; the Annotations tab lists all keys"),
    }
}

/// The key is another ingress controller's.
pub fn foreign(object: &Object<'_>, key: &str, span: Span) -> Diagnostic {
    at(
        Code::AnnotationForeign,
        object,
        span,
        format!("`{key}` is meant for another ingress controller; Kong's controller does not read it"),
    )
    .with_help("look for the `konghq.com/…` annotation or the plugin with that effect")
    .with_remedy(removal(object, key))
}
