//! What is wrong with a value, and the API server's words for it.

use crate::go::{self, quote};
use crate::provenance::Place;
use crate::yaml::{Map, Node, Value, json_syntax};

/// Something that the API server has against an object.
#[derive(Clone, Debug)]
pub(super) struct Finding<'n> {
    /// Path of the value; empty for the object itself.
    pub(super) path: String,
    /// Where the value stands; for a missing field the map without it.
    pub(super) place: Place,
    pub(super) fault: Fault<'n>,
}

/// What is wrong.
#[derive(Clone, Debug)]
pub(super) enum Fault<'n> {
    /// A required field is missing; the path leads to it.
    Missing { field: &'static str },
    /// Another type. The controller's types hold null as nothing, and anything where the schema keeps unknown fields.
    Type { found: &'static str, wanted: &'static str, is_decodable: bool },
    /// None of the values that the field takes.
    Word { value: &'n Node<'n>, known: Vec<String> },
    /// Beyond a bound.
    Range { value: &'n Node<'n>, bound: i64, is_upper: bool },
    /// More characters than allowed.
    Long { most: usize },
    /// Fewer characters than required.
    Short { text: &'n str, least: usize },
    /// More items or fields than allowed.
    Many { count: usize, most: usize },
    /// Fewer items than required.
    Few { count: usize, least: usize },
    /// A text of another form.
    Pattern { text: &'n str, pattern: &'static str },
    /// A text that is no address or time.
    Format { found: String, format: &'static str },
    /// None or several of the alternatives fit.
    Alternatives { message: &'static str },
    /// A rule over several fields.
    Rule { kind: &'static str, message: &'static str, error: Option<String> },
}

impl Finding<'_> {
    /// The API server's words, with the path in front.
    ///
    /// Source: Kubernetes apiextensions-apiserver pkg/apiserver/validation:kubeOpenAPIResultToFieldErrors, kube-openapi
    /// pkg/validation/errors/schema.go, apimachinery pkg/util/validation/field/errors.go.
    pub(super) fn message(&self) -> String {
        let path = self.path.as_str();
        let invalid = |value: &str, fact: String| format!("{path}: Invalid value: {value}: {path} in body {fact}");
        match &self.fault {
            Fault::Missing { .. } => format!("{path}: Required value"),
            Fault::Type { found, wanted, .. } => {
                invalid(&quote(found), format!("must be of type {wanted}: {}", quote(found)))
            }
            Fault::Word { value, known } => {
                let known: Vec<String> = known.iter().map(|word| quote(word)).collect();
                format!("{path}: Unsupported value: {}: supported values: {}", in_go(value), known.join(", "))
            }
            Fault::Range { value, bound, is_upper } => {
                let word = if *is_upper { "less" } else { "greater" };
                let bound = match value.value {
                    // Go prints the bound as the number that it compared with.
                    Value::Float(_) | Value::Uint(_) => go::float(go::to_float(*bound)),
                    _ => bound.to_string(),
                };
                invalid(&in_go(value), format!("should be {word} than or equal to {bound}"))
            }
            Fault::Long { most } => {
                let bytes = if *most == 1 { "byte" } else { "bytes" };
                format!("{path}: Too long: may not be more than {most} {bytes}")
            }
            Fault::Short { text, least } => invalid(&quote(text), format!("should be at least {least} chars long")),
            Fault::Many { count, most } => {
                let items = if *most == 1 { "item" } else { "items" };
                format!("{path}: Too many: {count}: must have at most {most} {items}")
            }
            Fault::Few { count, least } => invalid(&count.to_string(), format!("should have at least {least} items")),
            Fault::Pattern { text, pattern } => invalid(&quote(text), format!("should match '{pattern}'")),
            Fault::Format { found, format } => {
                invalid(&quote(found), format!("must be of type {format}: {}", quote(found)))
            }
            Fault::Alternatives { message } => format!("<nil>: Invalid value: \"\": {} {message}", quote(path)),
            Fault::Rule { kind, message, error } => {
                let path = if path.is_empty() { "<nil>" } else { path };
                match error {
                    None => format!("{path}: Invalid value: \"{kind}\": {message}"),
                    Some(error) => {
                        format!("{path}: Invalid value: \"{kind}\": {error} evaluating rule: {message}")
                    }
                }
            }
        }
    }

    /// Whether it is about the type of a value with this path inside.
    pub(super) fn is_around(&self, path: &str) -> bool {
        matches!(self.fault, Fault::Type { .. })
            && path.strip_prefix(&self.path).is_some_and(|rest| rest.starts_with(['.', '[']))
    }

    /// Whether the controller's types could hold the value all the same.
    pub(super) const fn is_decodable(&self) -> bool {
        !matches!(self.fault, Fault::Type { is_decodable: false, .. })
    }

    /// Whether the server does not try the rules any more.
    ///
    /// Source: apiextensions-apiserver pkg/registry/customresource/strategy.go:hasBlockingErr.
    pub(super) const fn blocks_rules(&self) -> bool {
        matches!(
            self.fault,
            Fault::Missing { .. }
                | Fault::Type { .. }
                | Fault::Word { .. }
                | Fault::Long { .. }
                | Fault::Many { .. }
                | Fault::Format { .. }
        )
    }
}

/// The value in a message, as it is stored: the fields of a map that stands in the place of something else are dropped.
pub(super) fn in_go(node: &Node<'_>) -> String {
    match &node.value {
        Value::Null => quote("null"),
        value => json_syntax(&stored(value)),
    }
}

fn stored<'a>(value: &Value<'a>) -> Value<'a> {
    match value {
        Value::Map(_) => Value::Map(Map::default()),
        Value::List(items) => {
            let item = |item: &Node<'a>| Node { value: stored(&item.value), place: item.place };
            Value::List(items.iter().map(item).collect())
        }
        scalar => scalar.clone(),
    }
}
