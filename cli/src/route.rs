//! `kicplay route`: what Kong's router makes of routes and a request.

use serde_json::{Value, json};

use crate::args::RouteArguments;
use crate::files::UsageError;
use crate::lines;
use crate::print::Outcome;

/// One JSON object a line, in the shape of `oracle/kong-router.jsonl`. A refused set of routes is an answer.
///
/// # Errors
/// Standard input that cannot be read.
pub fn run(_: &RouteArguments) -> Result<Outcome, UsageError> {
    lines::answer_all(&answer)
}

fn answer(question: Option<&Value>) -> Value {
    match question {
        Some(question) => kic_core::router::answer(question),
        None => json!({ "error": "the line is not a JSON object" }),
    }
}
