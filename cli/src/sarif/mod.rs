//! Problems as SARIF 2.1.0, which code scanning of GitHub, GitLab, Azure DevOps and editors read.
//!
//! Source: OASIS, "Static Analysis Results Interchange Format (SARIF) Version 2.1.0"; section numbers are its.

mod fingerprint;
mod rule;

use std::collections::{BTreeMap, BTreeSet};

use kic_core::diagnostic::Code;
use kic_core::wire::{Fix, Label, Problem, Report, Span};
use serde_json::{Map, Value, json};

use crate::checkout::{Checkout, CiPath};
use fingerprint::Fingerprints;

/// The folder that relative paths start from; the name is the one that GitHub and CodeQL use.
const ROOT: &str = "%SRCROOT%";

/// A log with one run. `files` are the names of the files that were given, in their order; a place in anything else
/// cannot be said.
pub fn log(report: &Report, files: &[&str], checkout: &Checkout) -> Value {
    let used: BTreeSet<&str> = report.problems.iter().map(|problem| problem.code.as_str()).collect();
    let rules: Vec<Value> = used.iter().filter_map(|code| Code::parse(code)).map(rule::rule).collect();
    let index: BTreeMap<&str, usize> = used.iter().copied().zip(0..).collect();
    let by_id = report.fixes.iter().map(|fix| (fix.id.as_str(), fix)).collect();
    let writer = Writer { files, checkout, index, by_id };
    let mut fingerprints = Fingerprints::default();
    let results: Vec<Value> = report.problems.iter().map(|problem| writer.result(problem, &mut fingerprints)).collect();
    json!({
        "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
        "version": "2.1.0",
        "runs": [{
            "tool": { "driver": {
                "name": "kicplay",
                "version": env!("CARGO_PKG_VERSION"),
                "semanticVersion": env!("CARGO_PKG_VERSION"),
                "shortDescription": { "text": env!("CARGO_PKG_DESCRIPTION") },
                "rules": rules,
            } },
            "originalUriBaseIds": {
                ROOT: { "description": { "text": "The checkout, or else the folder in which kicplay was started." } },
            },
            "columnKind": "utf16CodeUnits",
            "results": results,
        }],
    })
}

struct Writer<'r> {
    files: &'r [&'r str],
    checkout: &'r Checkout,
    /// Where the rule of a code stands in the list.
    index: BTreeMap<&'r str, usize>,
    by_id: BTreeMap<&'r str, &'r Fix>,
}

impl Writer<'_> {
    fn result(&self, problem: &Problem, fingerprints: &mut Fingerprints) -> Value {
        let place = self.place(problem);
        let file = place.as_ref().map(|place| place.file.as_str());
        let helps = problem.help.iter().map(|help| format!("\nhelp: {help}"));
        let mut result = json!({
            "ruleId": problem.code,
            "ruleIndex": self.index.get(problem.code.as_str()),
            "level": rule::level(&problem.severity),
            "message": { "text": format!("{}{}", problem.message, helps.collect::<String>()) },
            "locations": self.location(problem, place.as_ref()),
            "partialFingerprints": { "kicplay/v1": fingerprints.of(problem, file) },
        });
        let related = problem.labels.iter().filter_map(|label| self.related(label));
        add(&mut result, "relatedLocations", numbered(related));
        let fixes = problem.fixes.iter().filter_map(|id| self.by_id.get(id.as_str()));
        add(&mut result, "fixes", fixes.filter_map(|fix| self.fix(fix)).collect());
        result
    }

    /// The place of a problem: its own, or that of a label. A problem of a pane that was not given stands at the start
    /// of the first file, because code scanning refuses results without a place. `None` without any file.
    fn place(&self, problem: &Problem) -> Option<Span> {
        let mut places = std::iter::once(&problem.span).chain(problem.labels.iter().map(|label| &label.span));
        if let Some(place) = places.find(|place| self.is_given(place)) {
            return Some(place.clone());
        }
        let first = self.files.first()?;
        let start =
            Span { file: (*first).to_owned(), line: 1, column: 1, end_line: 1, end_column: 1, ..Span::default() };
        Some(start)
    }

    /// The list of the one location (3.27.12): the place, and the object and field as its logical name (3.33).
    fn location(&self, problem: &Problem, place: Option<&Span>) -> Value {
        let mut location = Map::new();
        if let Some(place) = place {
            location.insert("physicalLocation".to_owned(), self.physical(place));
        }
        if let Some(object) = &problem.object {
            let name = problem.path.as_ref().map_or_else(|| object.clone(), |path| format!("{object} {path}"));
            location.insert("logicalLocations".to_owned(), json!([{ "fullyQualifiedName": name }]));
        }
        if location.is_empty() { json!([]) } else { json!([location]) }
    }

    fn related(&self, label: &Label) -> Option<Value> {
        self.is_given(&label.span)
            .then(|| json!({ "physicalLocation": self.physical(&label.span), "message": { "text": label.text } }))
    }

    /// A fix (3.55) whose edits are all in files that were given; `None` else.
    fn fix(&self, fix: &Fix) -> Option<Value> {
        let mut changes: Vec<(&str, Vec<Value>)> = Vec::new();
        for edit in &fix.edits {
            if !self.is_given(&edit.span) {
                return None;
            }
            let mut replacement = json!({ "deletedRegion": region(&edit.span) });
            if !edit.text.is_empty() {
                add(&mut replacement, "insertedContent", json!({ "text": edit.text }));
            }
            match changes.iter_mut().find(|(file, _)| *file == edit.span.file) {
                Some((_, replacements)) => replacements.push(replacement),
                None => changes.push((&edit.span.file, vec![replacement])),
            }
        }
        let changes: Vec<Value> = changes
            .into_iter()
            .map(
                |(file, replacements)| json!({ "artifactLocation": self.artifact(file), "replacements": replacements }),
            )
            .collect();
        Some(json!({ "description": { "text": fix.title }, "artifactChanges": changes }))
    }

    fn is_given(&self, span: &Span) -> bool {
        self.files.contains(&span.file.as_str())
    }

    fn physical(&self, span: &Span) -> Value {
        json!({ "artifactLocation": self.artifact(&span.file), "region": region(span) })
    }

    fn artifact(&self, file: &str) -> Value {
        let path = self.checkout.path(file);
        match path {
            CiPath::Inside(_) => json!({ "uri": path.uri(), "uriBaseId": ROOT }),
            CiPath::Outside(_) => json!({ "uri": path.uri() }),
        }
    }
}

/// A region (3.30); its end column is the one behind the last character, as in ours.
fn region(span: &Span) -> Value {
    json!({
        "startLine": span.line,
        "startColumn": span.column,
        "endLine": span.end_line,
        "endColumn": span.end_column,
    })
}

/// Locations with ids from 1 (3.28.2).
fn numbered(locations: impl Iterator<Item = Value>) -> Value {
    let with_ids = (1_u32..).zip(locations).map(|(id, mut location)| {
        add(&mut location, "id", json!(id));
        location
    });
    with_ids.collect()
}

/// Adds a property, unless it is an empty list.
fn add(object: &mut Value, name: &str, value: Value) {
    if let (Some(fields), false) = (object.as_object_mut(), value == json!([])) {
        fields.insert(name.to_owned(), value);
    }
}
