//! `kicplay admit`: what the API server says to objects of custom resources.

use kic_core::admission;
use serde_json::{Value, json};

use crate::args::AdmitArguments;
use crate::files::UsageError;
use crate::lines;
use crate::print::Outcome;

/// Objects with `kind` and `manifest`, one a line. A refused object is an answer.
///
/// # Errors
/// Standard input that cannot be read.
pub fn run(_: &AdmitArguments) -> Result<Outcome, UsageError> {
    lines::answer_all(&answer)
}

fn answer(question: Option<&Value>) -> Value {
    let kind = question.and_then(|question| question.get("kind")).and_then(Value::as_str);
    let manifest = question.and_then(|question| question.get("manifest"));
    match (kind, manifest) {
        (Some(kind), Some(manifest)) => admission::answer(kind, manifest),
        _ => json!({ "accepted": false, "error": "the line needs `kind`, a string, and `manifest`" }),
    }
}
