//! Severities, and how many problems a pane holds.

use kic_core::wire;

use crate::state::Pane;

/// How bad a problem is, worst first.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Severity {
    /// The API server or the controller refuses or ignores it.
    Error,
    /// It works differently from what the text suggests.
    Warning,
    /// A default was applied.
    Info,
}

impl Severity {
    /// All severities, worst first.
    pub const ALL: [Self; 3] = [Self::Error, Self::Warning, Self::Info];

    /// The severity of that word; an unknown word is an error rather than nothing.
    pub fn from_wire(word: &str) -> Self {
        match word {
            "warning" => Self::Warning,
            "info" => Self::Info,
            _ => Self::Error,
        }
    }

    /// The word of the report.
    pub fn word(self) -> &'static str {
        match self {
            Self::Error => "error",
            Self::Warning => "warning",
            Self::Info => "info",
        }
    }
}

/// Errors and warnings of a pane. Infos need no one's attention.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Counts {
    /// Problems of severity error.
    pub errors: usize,
    /// Problems of severity warning.
    pub warnings: usize,
}

impl Counts {
    /// Both together.
    pub fn total(self) -> usize {
        self.errors + self.warnings
    }
}

/// The problems whose place is in this pane.
pub fn pane_counts(problems: &[wire::Problem], pane: Pane) -> Counts {
    let mut counts = Counts::default();
    for problem in problems.iter().filter(|problem| problem.span.pane == pane.wire_name()) {
        match Severity::from_wire(&problem.severity) {
            Severity::Error => counts.errors += 1,
            Severity::Warning => counts.warnings += 1,
            Severity::Info => {}
        }
    }
    counts
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::reading::tests::problem;

    #[test]
    fn a_pane_counts_the_errors_and_warnings_in_its_text() {
        let problems = [
            problem("error", Pane::Environment),
            problem("warning", Pane::Environment),
            problem("info", Pane::Environment),
            problem("error", Pane::Manifests),
        ];
        assert_eq!(pane_counts(&problems, Pane::Environment), Counts { errors: 1, warnings: 1 });
        assert_eq!(pane_counts(&problems, Pane::HelmValues).total(), 0);
    }
}
