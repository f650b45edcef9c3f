//! Problems as the editor takes them: ranges with words and fixes.

use serde::Serialize;

use super::Report;
use crate::state::Pane;

/// A squiggle; the shape of `Mark` in `web/editor/src/marks.ts`.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct Mark {
    /// First UTF-16 unit.
    pub from: u32,
    /// One past the last.
    pub to: u32,
    /// `error`, `warning` or `info`.
    pub severity: String,
    /// One line.
    pub message: String,
    /// Code of the problem.
    pub code: String,
    /// The rule.
    pub source: Option<String>,
    /// What mends it, best first.
    pub fixes: Vec<MarkFix>,
}

/// A button in the hover of a mark.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct MarkFix {
    /// Id of the fix in the report.
    pub id: String,
    /// The words on the button.
    pub title: String,
}

/// The marks of one pane, in the order of the problems.
pub fn marks(report: &Report, pane: Pane) -> Vec<Mark> {
    report
        .problems
        .iter()
        .filter(|problem| problem.span.pane == pane.wire_name())
        .map(|problem| Mark {
            from: problem.span.from,
            to: problem.span.to,
            severity: problem.severity.clone(),
            message: problem.message.clone(),
            code: problem.code.clone(),
            source: (!problem.source.is_empty()).then(|| problem.source.clone()),
            fixes: report
                .fixes_of(&problem.fixes)
                .map(|fix| MarkFix { id: fix.id.clone(), title: fix.title.clone() })
                .collect(),
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::reading::tests::{fix, problem};
    use kic_core::wire;

    #[test]
    fn a_mark_offers_the_fixes_of_its_problem() {
        let mut bad = problem("error", Pane::Environment);
        bad.fixes = vec!["fix-2".to_owned(), "fix-9".to_owned()];
        let fixes = vec![fix("fix-1", Vec::new()), fix("fix-2", Vec::new())];
        let problems = vec![problem("error", Pane::Manifests), bad];
        let report = Report::new(wire::Report { problems, fixes, ..wire::Report::default() });
        let marks = marks(&report, Pane::Environment);
        assert_eq!(marks.len(), 1);
        assert_eq!(marks[0].fixes, [MarkFix { id: "fix-2".to_owned(), title: "Apply fix-2".to_owned() }]);
    }
}
