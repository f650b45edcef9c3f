//! How Helm words what stops a chart.

use std::fmt::{self, Write as _};

use crate::provenance::Place;

/// A place in a template: file, line and column, the template that runs, and the expression.
#[derive(Clone, Copy, Debug)]
pub(super) struct Site {
    /// `kong/templates/<file>:<line>:<column>`.
    pub(super) at: &'static str,
    /// Name of the template.
    pub(super) template: &'static str,
    /// The expression as the template engine prints it.
    pub(super) node: &'static str,
}

impl Site {
    /// A site of a file's own template, which is named like the file.
    pub(super) const fn new(at: &'static str, template: &'static str, node: &'static str) -> Self {
        Self { at, template, node }
    }
}

/// What stops a chart: Helm's message, and the value to look at.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ChartError {
    /// Helm's message, beginning with `Error: `.
    pub message: String,
    /// The value that it is about, if the user wrote one.
    pub place: Option<Place>,
}

impl fmt::Display for ChartError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl ChartError {
    /// The template engine cannot go on: the sites from the outermost include to the failing expression, and why.
    ///
    /// Source: helm 4 `pkg/engine/engine.go:reformatExecErrorMsg`.
    pub(super) fn execution(sites: &[Site], reason: &str) -> Self {
        let mut message = String::from("Error: ");
        for (index, site) in sites.iter().enumerate() {
            let reason = if index + 1 == sites.len() { reason } else { "error calling include:" };
            let lead = if index == 0 { "" } else { "\n" };
            // Writing to a string cannot fail.
            let _ = write!(
                message,
                "{lead}{}\n  executing \"{}\" at <{}>:\n    {reason}",
                site.at, site.template, site.node
            );
        }
        Self { message, place: None }
    }

    /// The chart itself gives up: `fail` and `required`.
    pub(super) fn failed(at: &str, message: &str) -> Self {
        Self { message: format!("Error: execution error at ({at}): {message}"), place: None }
    }

    /// What was rendered is not YAML.
    pub(super) fn not_yaml(file: &str, error: &str) -> Self {
        let error = error.strip_prefix("error converting YAML to JSON: ").unwrap_or(error);
        let message = format!("Error: YAML parse error on {file}: error converting YAML to JSON: {error}");
        Self { message, place: None }
    }

    /// The same error, about this value.
    pub(super) fn about(mut self, place: Option<Place>) -> Self {
        self.place = self.place.or(place);
        self
    }
}
