//! `--lines`: one JSON object a line in, one a line out.

use std::io::{self, BufRead};

use serde_json::Value;

use crate::files::UsageError;
use crate::print::Outcome;

/// Answers each line of standard input; empty ones are skipped. `answer` gets `None` for a line that is no JSON.
///
/// # Errors
/// Standard input that cannot be read.
pub fn answer_all(answer: &dyn Fn(Option<&Value>) -> Value) -> Result<Outcome, UsageError> {
    let mut out = String::new();
    for line in io::stdin().lock().lines() {
        let line = line.map_err(|error| UsageError(format!("cannot read standard input: {error}")))?;
        if line.trim().is_empty() {
            continue;
        }
        out.push_str(&answer(serde_json::from_str(&line).ok().as_ref()).to_string());
        out.push('\n');
    }
    Ok(Outcome::ok(out))
}
