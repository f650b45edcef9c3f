//! `kicplay helm`: what the Helm chart renders from values.

use kic_core::helm::{self, Release};

use crate::args::HelmArguments;
use crate::files::{self, UsageError};
use crate::print::Outcome;

/// One JSON object. A chart that does not render is an answer.
///
/// # Errors
/// A file that cannot be read.
pub fn run(arguments: &HelmArguments) -> Result<Outcome, UsageError> {
    let text = files::read(&arguments.file)?;
    let release = Release { name: &arguments.release, namespace: &arguments.namespace };
    let rendered = helm::describe(&arguments.file.display().to_string(), &text, release);
    Ok(Outcome::ok(serde_json::to_string_pretty(&rendered).unwrap_or_default()))
}
