//! Standard output, standard error and the exit status.

use std::io::{self, Write};
use std::process::ExitCode;

use crate::files::UsageError;

/// What a subcommand prints, and how the program ends.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Outcome {
    /// Text for standard output; a final newline is added where it is missing.
    pub text: String,
    /// Exit status 1 instead of 0.
    pub failed: bool,
}

impl Outcome {
    /// Text of a run that went well.
    pub fn ok(text: impl Into<String>) -> Self {
        Self { text: text.into(), failed: false }
    }
}

/// Prints the text and gives the exit status. A closed pipe is not an error.
pub fn finish(outcome: &Outcome) -> ExitCode {
    let mut out = io::stdout().lock();
    let newline = if outcome.text.is_empty() || outcome.text.ends_with('\n') { "" } else { "\n" };
    let written = out.write_all(outcome.text.as_bytes()).and_then(|()| out.write_all(newline.as_bytes()));
    match written.and_then(|()| out.flush()) {
        Err(error) if error.kind() != io::ErrorKind::BrokenPipe => fail(&UsageError(format!("cannot write: {error}"))),
        _ if outcome.failed => ExitCode::from(1),
        _ => ExitCode::SUCCESS,
    }
}

/// Prints a usage error and gives exit status 2.
pub fn fail(error: &UsageError) -> ExitCode {
    // Nothing sensible is left to do where standard error is closed.
    let _ = writeln!(io::stderr(), "kicplay: {}", error.0);
    ExitCode::from(2)
}
