//! Remedies become edits of the text at hand.

use std::collections::BTreeMap;

use super::edits;
use super::values::Values;
use crate::diagnostic::remedy::{Guard, quoted};
use crate::diagnostic::{Change, Diagnostic, Edit, Fix, Remedy, Severity};
use crate::k8s::route::{BackendRef, Route};
use crate::k8s::{Kind, Object};
use crate::settings::environment::Environment;
use crate::text::{Pane, Sources, Span};

/// What edits are written with.
#[derive(Clone, Copy)]
pub struct Desk<'r, 'a> {
    /// The user's texts.
    pub sources: &'r Sources<'a>,
    /// The objects that count.
    pub objects: &'r [Object<'a>],
    /// What the programs are told, from all panes.
    pub environment: &'r Environment<'a>,
}

impl Desk<'_, '_> {
    /// Gives each problem the edits of its remedies, behind those that it has, and all edits the line ends of their text.
    ///
    /// A problem that follows from another one gets the edits of that one, if it is the only one.
    pub fn write(self, problems: &mut [Diagnostic]) {
        for problem in problems.iter_mut() {
            let written: Vec<Fix> = problem.remedies.iter().filter_map(|remedy| self.fix(remedy)).collect();
            for fix in written {
                if !problem.fixes.contains(&fix) {
                    problem.fixes.push(fix);
                }
            }
        }
        // What follows from a problem that itself follows from one needs a second round.
        for _ in 0..2 {
            follow(problems);
        }
        for edit in problems.iter_mut().flat_map(|problem| &mut problem.fixes).flat_map(|fix| &mut fix.edits) {
            self.end_lines(edit);
        }
    }

    /// Edits of a text whose lines end with CR LF end theirs in the same way.
    pub fn end_lines(self, edit: &mut Edit) {
        let text = self.sources.get(edit.span.file).map_or("", |file| file.text);
        let first = text.find('\n').and_then(|at| text.get(..at));
        if edit.text.contains('\n') && first.is_some_and(|line| line.ends_with('\r')) {
            edit.text = edit.text.replace("\r\n", "\n").replace('\n', "\r\n");
        }
    }

    fn fix(self, remedy: &Remedy) -> Option<Fix> {
        if remedy.guard.as_ref().is_some_and(|guard| !self.holds(guard)) {
            return None;
        }
        let edits: Option<Vec<Edit>> = remedy.changes.iter().map(|change| self.edit(change)).collect();
        Some(Fix { title: remedy.title.clone(), edits: edits? })
    }

    fn holds(self, guard: &Guard) -> bool {
        match guard {
            Guard::Unnamed { gateway: (namespace, name), listener } => !self.routes().any(|route| {
                route.parent_refs.iter().any(|parent| {
                    parent.section().is_some_and(|section| section.value == listener)
                        && parent.target.name.value == name
                        && parent.target.namespace_or(route.object.namespace()) == namespace
                })
            }),
            Guard::OneRule { service: (namespace, name) } => {
                let names_it = |route: &Route<'_>, backend: &BackendRef<'_>| {
                    backend.target.name.value == name
                        && backend.target.namespace_or(route.object.namespace()) == namespace
                };
                let rules = self.routes().map(|route| {
                    let rules = route.rule_nodes().iter().map(BackendRef::list);
                    let shared = rules.filter(|backends| backends.len() > 1);
                    shared.filter(|backends| backends.iter().any(|backend| names_it(&route, backend))).count()
                });
                rules.sum::<usize>() < 2
            }
        }
    }

    fn routes(&self) -> impl Iterator<Item = Route<'_>> {
        let is_route = |object: &&Object<'_>| {
            matches!(
                object.kind(),
                Kind::HTTPRoute | Kind::GRPCRoute | Kind::TCPRoute | Kind::UDPRoute | Kind::TLSRoute
            )
        };
        self.objects.iter().filter(is_route).map(Route::new)
    }

    fn edit(self, change: &Change) -> Option<Edit> {
        match change {
            Change::Replace(span, text) => Some(Edit { span: *span, text: text.clone() }),
            Change::RemoveField(span) => edits::remove_lines(self.sources, *span),
            Change::RemoveItem(span) => edits::remove_item(self.sources, *span),
            Change::AddField { map, keys, value } => edits::insert_field(self.sources, *map, keys, value),
            Change::AddItem { list, behind, value } => edits::append_scalar(self.sources, *list, *behind, value),
            Change::AddDocument(document) => edits::append_document(self.sources, document),
            Change::SetVariable(name, value) => self.set(name, value),
            Change::OpenGate(gate) => self.open_gate(gate),
            Change::Follow { .. } => None,
        }
    }

    /// A variable is set where it stands; else in the Helm values, if those are all that the user has; else at the end of
    /// the environment.
    fn set(self, name: &str, value: &str) -> Option<Edit> {
        if let Some(assignment) = self.environment.get(name) {
            if let Some(span) = assignment.value.editable(0..assignment.value.text().len()) {
                return Some(Edit { span, text: value.to_owned() });
            }
            let span = assignment.value.whole().span().filter(|span| self.is_in(*span, Pane::HelmValues));
            if let Some(span) = span.filter(|span| self.is_scalar(*span, assignment.value.text())) {
                return Some(Edit { span, text: quoted(value) });
            }
        }
        let in_values = self.pane_is_empty().then(|| Values::read(self.sources)?.set_variable(name, value)).flatten();
        in_values.or_else(|| self.append(name, value))
    }

    fn pane_is_empty(self) -> bool {
        self.sources.of(Pane::Environment).all(|(_, pane)| pane.text.trim().is_empty())
    }

    fn append(self, name: &str, value: &str) -> Option<Edit> {
        self.environment.append(name, value).or_else(|| edits::append_variable(self.sources, name, value))
    }

    /// The list of gates with one more that is on; one that is off is switched.
    fn open_gate(self, gate: &str) -> Option<Edit> {
        const VARIABLE: &str = "CONTROLLER_FEATURE_GATES";
        let old = self.environment.get(VARIABLE).map_or("", |assignment| assignment.value.text());
        let others = old
            .split(',')
            .map(str::trim)
            .filter(|item| !item.is_empty() && item.split('=').next().is_none_or(|name| name.trim() != gate));
        let mut items: Vec<String> = others.map(str::to_owned).collect();
        items.push(format!("{gate}=true"));
        self.set(VARIABLE, &items.join(","))
    }

    fn is_in(self, span: Span, pane: Pane) -> bool {
        self.sources.get(span.file).is_some_and(|file| file.pane == pane)
    }

    /// A span of the values holds the text and nothing else.
    fn is_scalar(self, span: Span, text: &str) -> bool {
        let written = self.sources.slice(span);
        let bare = |quote: char| written.strip_prefix(quote).and_then(|rest| rest.strip_suffix(quote));
        written == text || bare('"') == Some(text) || bare('\'') == Some(text)
    }
}

/// Whether one span is inside of the other.
fn holds(outer: Span, inner: Span) -> bool {
    outer.file == inner.file && outer.start <= inner.start && inner.end <= outer.end
}

/// Problems that follow from one other get the edits of that one.
fn follow(problems: &mut [Diagnostic]) {
    let mut found: Vec<(usize, Vec<Fix>)> = Vec::new();
    let mut by_object: BTreeMap<&str, Vec<(usize, &Diagnostic)>> = BTreeMap::new();
    for (index, problem) in problems.iter().enumerate().filter(|(_, problem)| problem.severity() != Severity::Info) {
        if let Some(object) = &problem.object {
            by_object.entry(object).or_default().push((index, problem));
        }
    }
    for (index, problem) in problems.iter().enumerate().filter(|(_, problem)| problem.fixes.is_empty()) {
        for remedy in &problem.remedies {
            let [Change::Follow { object, within }] = remedy.changes.as_slice() else { continue };
            let is_behind = |(at, other): &&(usize, &Diagnostic)| {
                *at != index && other.code != problem.code && within.is_none_or(|span| holds(span, other.primary))
            };
            let of_object = by_object.get(object.as_str()).map_or(&[][..], Vec::as_slice);
            let mut behind = of_object.iter().filter(is_behind);
            // Of several, each alone would not do.
            if let (Some((_, only)), None) = (behind.next(), behind.next()) {
                // To take away what the problem is inside of would be no help to it.
                let takes = |edit: &Edit| within.is_some_and(|span| holds(edit.span, span));
                let keeps = |fix: &&Fix| !fix.edits.iter().any(takes);
                found.push((index, only.fixes.iter().filter(keeps).cloned().collect()));
            }
        }
    }
    for (index, fixes) in found {
        if let Some(problem) = problems.get_mut(index) {
            problem.fixes.extend(fixes);
        }
    }
}
