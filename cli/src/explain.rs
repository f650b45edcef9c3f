//! `kicplay explain`: the page of a problem code.

use kic_core::diagnostic::Code;
use kic_core::suggest::did_you_mean;

use crate::args::ExplainArguments;
use crate::files::UsageError;
use crate::print::Outcome;

/// Prints what is known of a code.
///
/// # Errors
/// An unknown code; the message names the nearest one.
pub fn run(arguments: &ExplainArguments) -> Result<Outcome, UsageError> {
    let Some(code) = Code::parse(&arguments.code) else {
        let near = did_you_mean(&arguments.code, Code::ALL.iter().map(|code| code.as_str()));
        let hint = near.map_or(String::new(), |code| format!("; did you mean `{code}`?"));
        return Err(UsageError(format!("no problem code `{}`{hint}", arguments.code)));
    };
    Ok(Outcome::ok(format!("{} ({})\n\n{}\n", code.as_str(), code.severity().name(), code.title())))
}
