//! `kicplay explain`: the page of a problem code, the entry of an annotation, or the list of all.

use kic_reference::lookup::{Found, find};
use kic_reference::{json, markdown, terminal};
use serde_json::Value;

use crate::args::{ExplainArguments, ExplainFormat};
use crate::files::UsageError;
use crate::print::Outcome;

/// Prints what is known of a word, or the list of all words.
///
/// # Errors
/// A word that names nothing; the message names the nearest one.
pub fn run(arguments: &ExplainArguments) -> Result<Outcome, UsageError> {
    let found = arguments.word.as_deref().map(find).transpose().map_err(UsageError)?;
    let text = match arguments.format {
        ExplainFormat::Text => text(found.as_ref()),
        ExplainFormat::Json => value(found.as_ref()).map(|value| format!("{value:#}")),
        ExplainFormat::Markdown => Ok(markdown(found.as_ref())),
    };
    text.map(Outcome::ok).map_err(UsageError)
}

fn text(found: Option<&Found>) -> Result<String, String> {
    match found {
        None => Ok(terminal::list()),
        Some(Found::Problem(code)) => terminal::problem(*code).map_err(|error| error.to_string()),
        Some(Found::Entry(entry)) => Ok(terminal::entry(entry)),
    }
}

fn value(found: Option<&Found>) -> Result<Value, String> {
    match found {
        None => json::reference(),
        Some(Found::Problem(code)) => json::problem(*code),
        Some(Found::Entry(entry)) => Ok(json::entry(entry)),
    }
    .map_err(|error| error.to_string())
}

fn markdown(found: Option<&Found>) -> String {
    match found {
        None => markdown::list(),
        Some(Found::Problem(code)) => markdown::problem(*code),
        Some(Found::Entry(entry)) => markdown::entry(entry),
    }
}
