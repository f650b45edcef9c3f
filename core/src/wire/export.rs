//! Exports as JSON: what `export_as` of JavaScript takes and gives, and what `kicplay` prints.

use serde::{Deserialize, Serialize};

use super::{Input, Problem, run};
use crate::export::issue::{Issue, markdown};
use crate::export::{deck, values};
use crate::settings::KongVersion;
use crate::yaml;

/// What is made.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Form {
    /// The configuration for decK.
    #[default]
    Deck,
    /// The environment as values of the chart `kong`.
    HelmValues,
    /// A report for an issue.
    Issue,
}

/// What is exported, and as what.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct ExportInput {
    /// The inputs.
    pub input: Input,
    /// What is made of them.
    pub form: Form,
    /// Code, object and message of the problem that an issue is about; null for the whole input.
    pub problem: Option<Wanted>,
    /// The address of the playground without its fragment, for the link in an issue; empty for no link.
    pub base: String,
}

/// A problem of the report of the same input.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Wanted {
    /// Its code.
    pub code: String,
    /// Its object; null for any.
    pub object: Option<String>,
    /// Its message; null for any.
    pub message: Option<String>,
}

/// A file that was made.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Exported {
    /// A name for it.
    pub name: String,
    /// Its text.
    pub text: String,
    /// What could not be said in this form, in sentences.
    pub notes: Vec<String>,
}

/// Makes the file.
pub fn export(what: &ExportInput) -> Exported {
    let ExportInput { input, form, problem, base } = what;
    let made = |name: &str, text, notes| Exported { name: name.to_owned(), text, notes };
    let report = run(input);
    match form {
        Form::Deck => {
            let (file, notes) = deck::file(&report.config);
            made("kong.yaml", yaml::emit(&file), notes)
        }
        Form::HelmValues => {
            let kong = input.kong.as_deref().and_then(KongVersion::parse).unwrap_or_default();
            let (patch, notes) = values::patch(&input.environment, kong, &report);
            made("values.yaml", yaml::emit(&patch), notes)
        }
        Form::Issue => {
            let chosen = problem.as_ref().and_then(|wanted| report.problems.iter().find(|problem| wanted.is(problem)));
            let notes = match (problem, chosen) {
                (Some(wanted), None) => vec![format!("The input has no such problem: {}", wanted.code)],
                _ => Vec::new(),
            };
            made("issue.md", markdown(Issue { input, problem: chosen, base }), notes)
        }
    }
}

impl Wanted {
    fn is(&self, problem: &Problem) -> bool {
        self.code == problem.code
            && (self.object.is_none() || self.object == problem.object)
            && self.message.as_ref().is_none_or(|message| *message == problem.message)
    }
}
