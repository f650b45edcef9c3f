//! Reports made by hand, for the tests of this crate.

use kic_core::wire::request::{Derived, Route};
use kic_core::wire::{self, Edit, Fix, Origin, Problem, Span};

use super::Report;
use crate::state::Pane;

/// A place on the first line.
pub(crate) fn span(pane: Pane, from: u32, to: u32) -> Span {
    let name = pane.wire_name().to_owned();
    Span { file: name.clone(), pane: name, line: 1, column: from + 1, end_line: 1, end_column: to + 1, from, to }
}

pub(crate) fn problem(severity: &str, pane: Pane) -> Problem {
    Problem {
        code: "some-code".to_owned(),
        severity: severity.to_owned(),
        message: "`a` is not `b`".to_owned(),
        object: Some("Gateway default/example".to_owned()),
        path: None,
        span: span(pane, 0, 1),
        labels: Vec::new(),
        help: vec!["Write `b`".to_owned()],
        source: "a rule".to_owned(),
        fix: None,
        fixes: Vec::new(),
    }
}

pub(crate) fn edit(pane: Pane, from: u32, to: u32, text: &str) -> Edit {
    Edit { pane: pane.wire_name().to_owned(), span: span(pane, from, to), text: text.to_owned() }
}

pub(crate) fn fix(id: &str, edits: Vec<Edit>) -> Fix {
    Fix { id: id.to_owned(), title: format!("Apply {id}"), edits }
}

/// A report with these fixes.
pub(crate) fn report_with_fixes(fixes: Vec<Fix>) -> Report {
    Report::new(wire::Report { fixes, ..wire::Report::default() })
}

/// A report with these origins.
pub(crate) fn report_with_origins<const N: usize>(origins: [(&str, Vec<Origin>); N]) -> Report {
    let origins = origins.into_iter().map(|(pointer, origins)| (pointer.to_owned(), origins)).collect();
    Report::new(wire::Report { origins, ..wire::Report::default() })
}

/// The only route of this object: `HTTPRoute default/a`, `default/b`, ….
pub(crate) fn route(number: u8) -> Route {
    let letter = char::from(b'a' + number);
    Route {
        name: format!("httproute.default.{letter}.0.0"),
        service: format!("httproute.default.{letter}.0"),
        pointer: format!("/config/services/{number}/routes/0"),
        object: Some(format!("HTTPRoute default/{letter}")),
    }
}

/// A request that reaches its route.
pub(crate) fn derived(number: u8, purpose: &str, line: &str) -> Derived {
    let (purpose, line) = (purpose.to_owned(), line.to_owned());
    Derived { route: route(number), line, purpose, reaches: true, other: None, outcome: None }
}
