//! `kicplay issue`: a report for an issue.

use kic_core::text::Pane;
use kic_core::wire::export::{ExportInput, Form, Wanted, export};
use kic_core::wire::{self, Input};

use crate::args::IssueArguments;
use crate::files::UsageError;
use crate::print::Outcome;
use crate::translate::{Texts, options};

/// Prints the report in Markdown.
///
/// # Errors
/// An unreadable file, an unknown version, or a problem that the inputs do not have.
pub fn run(arguments: &IssueArguments) -> Result<Outcome, UsageError> {
    let texts = Texts::read(&arguments.inputs)?;
    let options = options(&arguments.inputs)?;
    let input = Input {
        manifests: texts.of(Pane::Manifests),
        environment: texts.of(Pane::Environment),
        helm: texts.of(Pane::HelmValues),
        replica_environments: Vec::new(),
        kic: Some(options.kic.to_string()),
        kong: arguments.inputs.kong_version.clone(),
        router_flavor: arguments.inputs.router_flavor.clone(),
        release: arguments.inputs.run.release.clone(),
        namespace: arguments.inputs.run.namespace.clone(),
        as_stored: arguments.inputs.run.as_stored,
        assume: arguments.inputs.run.assume,
        now: options.now,
        fields: false,
    };
    let wanted = arguments.problem.clone().map(|code| Wanted { code, object: arguments.object.clone(), message: None });
    let problem = wanted.or_else(|| first_error(&input));
    let base = arguments.base.clone().unwrap_or_default();
    let exported = export(&ExportInput { input, form: Form::Issue, problem, base });
    match exported.notes.first() {
        Some(note) => Err(UsageError(note.clone())),
        None => Ok(Outcome::ok(exported.text)),
    }
}

fn first_error(input: &Input) -> Option<Wanted> {
    let report = wire::run(input);
    let problem = report.problems.into_iter().find(|problem| problem.severity == "error")?;
    Some(Wanted { code: problem.code, object: problem.object, message: Some(problem.message) })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::args::{Arguments, Command};
    use clap::Parser;

    fn issue(words: &str) -> Result<Outcome, UsageError> {
        let words = words.replace("EXAMPLES", concat!(env!("CARGO_MANIFEST_DIR"), "/../web/examples"));
        let Command::Issue(arguments) = Arguments::parse_from(words.split(' ')).command else { panic!("no issue") };
        run(&arguments)
    }

    #[test]
    fn an_issue_is_about_the_first_error_or_about_the_problem_that_is_named() {
        let words = "kicplay issue -f EXAMPLES/opening/manifests.yaml --env EXAMPLES/opening/kong.env --assume";
        let text = issue(words).unwrap().text;
        assert!(text.starts_with("### listener `proxy-tls-9903` cannot have TLS port 9903"), "{text}");
        let other = issue(&format!("{words} --problem stream-without-route")).unwrap().text;
        assert!(other.contains("`stream-without-route` (info)"), "{other}");
        assert!(issue(&format!("{words} --problem no-such-code")).is_err());
    }
}
