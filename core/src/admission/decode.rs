//! Types, required fields and words: what the types of Gateway API cannot read.

use super::Refusal;
use crate::diagnostic::Diagnostic;
use crate::diagnostic::catalog::admission as catalog;
use crate::k8s::{Object, api};
use crate::provenance::Place;
use crate::text::Span;
use crate::yaml::{Mismatch, Node, Reason, UnknownField, Value};

/// Reads the object's spec with the API's own type. At most one refusal: reading stops at the first mismatch.
///
/// Adds `unknown-field` for fields that the type does not have.
pub(super) fn check(object: &Object<'_>, problems: &mut Vec<Diagnostic>) -> Vec<Refusal> {
    let Some(spec) = object.spec() else { return Vec::new() };
    let Some(context) = api::decode(object.kind(), spec) else { return Vec::new() };
    for field in context.unknown_fields {
        if !is_known_later(object, &field)
            && let Place::At(span) = field.place
        {
            problems.push(catalog::unknown_field(object, &format!("spec.{}", field.path), span, &field));
        }
    }
    context.mismatches.iter().filter_map(|mismatch| refusal(object, spec, mismatch)).collect()
}

fn is_known_later(object: &Object<'_>, field: &UnknownField) -> bool {
    let path = without_indexes(&field.path);
    api::LATER.iter().any(|(kind, known)| *kind == object.kind() && *known == path)
}

fn refusal(object: &Object<'_>, spec: &Node<'_>, mismatch: &Mismatch) -> Option<Refusal> {
    let path = if mismatch.path.is_empty() { "spec".to_owned() } else { format!("spec.{}", mismatch.path) };
    let span = mismatch.place.span().unwrap_or(object.span);
    match &mismatch.reason {
        Reason::Missing { field } => {
            if api::OPTIONAL.contains(&(object.kind(), *field)) {
                return None;
            }
            let path = format!("{path}.{field}");
            let message = format!("{path}: Required value");
            Some(Refusal { message, problem: catalog::missing(object, &path, span, field) })
        }
        Reason::Type { expected, .. } => {
            let found = type_of(find(spec, &mismatch.path)?);
            let wanted = schema_type(expected)?;
            if found == wanted {
                return too_large(object, find(spec, &mismatch.path)?, &path, span);
            }
            let message =
                format!("{path}: Invalid value: \"{found}\": {path} in body must be of type {wanted}: \"{found}\"");
            Some(Refusal { message, problem: catalog::wrong_type(object, &path, span, found, wanted) })
        }
        Reason::Word { found, known } => {
            let known: Vec<&str> = known.iter().copied().filter(|word| !api::LATER_WORDS.contains(word)).collect();
            let words: Vec<String> = known.iter().map(|word| format!("\"{word}\"")).collect();
            let message = format!("{path}: Unsupported value: \"{found}\": supported values: {}", words.join(", "));
            Some(Refusal { message, problem: catalog::wrong_word(object, &path, span, found, &known) })
        }
        // Ranges and formats in serde's words, not in the server's; the CRD's own tables are to judge them.
        Reason::Other(_) => None,
    }
}

/// A number that the API's type cannot hold; only the fields with a known bound.
fn too_large(object: &Object<'_>, node: &Node<'_>, path: &str, span: Span) -> Option<Refusal> {
    const BOUNDS: [(&str, i64); 2] = [(".port", 65_535), (".weight", 1_000_000)];
    let (_, bound) = BOUNDS.into_iter().find(|(field, _)| path.ends_with(field))?;
    let value = node.int().filter(|value| *value > bound)?;
    let message = format!("{path}: Invalid value: {value}: {path} in body should be less than or equal to {bound}");
    Some(Refusal { message, problem: catalog::too_large(object, path, span, value, bound) })
}

/// The node at a path such as `listeners[4].port`.
fn find<'n, 'a>(node: &'n Node<'a>, path: &str) -> Option<&'n Node<'a>> {
    path.split(['.', '[']).filter(|step| !step.is_empty()).try_fold(node, |node, step| match step.strip_suffix(']') {
        Some(index) => node.items().get(index.parse::<usize>().ok()?),
        None => node.map()?.get(step),
    })
}

fn without_indexes(path: &str) -> String {
    let mut plain = String::new();
    for (index, part) in path.split(['[', ']']).enumerate() {
        if index % 2 == 0 {
            plain.push_str(part);
        }
    }
    plain
}

/// The name of a value's type in the server's messages.
const fn type_of(node: &Node<'_>) -> &'static str {
    match node.value {
        Value::Null => "null",
        Value::Bool(_) => "boolean",
        Value::Int(_) | Value::Uint(_) => "integer",
        Value::Float(_) => "number",
        Value::Text(_) => "string",
        Value::List(_) => "array",
        Value::Map(_) => "object",
    }
}

/// The schema's name of what serde expected.
fn schema_type(expected: &str) -> Option<&'static str> {
    match expected {
        "a string" | "string" => Some("string"),
        "a boolean" => Some("boolean"),
        "a map" => Some("object"),
        "a list" => Some("array"),
        number if number.starts_with("an integer") => Some("integer"),
        _ => None,
    }
}
