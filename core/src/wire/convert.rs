//! From the core's report to the wire: byte spans become lines and columns, fixes get their ids.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use crate::diagnostic::{self, Diagnostic, Severity};
use crate::provenance::{self, Place, Tree};
use crate::report;
use crate::text::{FileId, LineIndex, Sources};
use crate::webhook::{Answer, Refusal};

use super::code::Lines;
use super::{
    Annotation, AsIfAccepted, Assumed, Change, DoesNotStart, Edit, Event, Field, Fix, Hop, Label, LeftOut, Listener,
    Object, Origin, Problem, Report, Sections, Span, Variable, Verdict, Webhook,
};

/// The report as the hosts print and send it. `sources` are those of the run.
pub fn report(report: &report::Report, sources: &Sources<'_>) -> Report {
    report_with(report, sources, Sections::ALL)
}

/// As [`report`], with these sections only.
pub(super) fn report_with(report: &report::Report, sources: &Sources<'_>, sections: Sections) -> Report {
    let has = |section: Sections| sections.hold(section);
    let cluster = has(Sections::CLUSTER);
    let mut writer = Writer::new(sources);
    let problems: Vec<Problem> = report.problems.iter().map(|problem| writer.problem(problem)).collect();
    let listeners = report.listeners.iter().map(|listener| writer.listener(listener)).collect();
    let assumed = report.assumed.iter().map(|assumed| writer.assumed(assumed)).collect();
    Report {
        verdict: verdict(report),
        does_not_start: report
            .does_not_start
            .as_ref()
            .map(|error| DoesNotStart { who: error.who.name().to_owned(), error: error.error.clone() }),
        config: report.config.as_ref().filter(|_| has(Sections::CONFIG)).map_or(Value::Null, value),
        status: if has(Sections::STATUS) { value(&report.status) } else { statuses_of_gateways(&report.status) },
        events: those(cluster, &report.events).iter().map(event).collect(),
        webhook: webhook(those(cluster, &report.webhook)),
        left_out: those(cluster, &report.left_out).iter().map(left_out).collect(),
        as_if_accepted: report.as_if_accepted.as_ref().filter(|_| cluster).map(|run| AsIfAccepted {
            config: run.config.as_ref().map_or(Value::Null, value),
            status: value(&run.status),
            events: run.events.iter().map(event).collect(),
            webhook: webhook(&run.webhook),
        }),
        problems,
        listeners,
        annotations: those(has(Sections::ANNOTATIONS), &report.annotations)
            .iter()
            .map(|annotation| writer.annotation(annotation))
            .collect(),
        objects: those(has(Sections::OBJECTS), &report.objects).iter().map(|object| writer.object(object)).collect(),
        variables: those(has(Sections::OBJECTS), &report.variables)
            .iter()
            .map(|variable| writer.variable(variable))
            .collect(),
        origins: writer.origins(report, sections),
        fixes: writer.fixes,
        assumed,
    }
}

/// The origins of what these lines show.
pub(super) fn origins_of(
    report: &report::Report,
    sources: &Sources<'_>,
    lines: &Lines,
) -> BTreeMap<String, Vec<Origin>> {
    let pointers = lines.lines.iter().map(|line| &*line.pointer).collect();
    let writer = Writer::new(sources);
    match &report.config {
        Some(config) if lines.text.is_config() => writer.origins_of("/config", config, &pointers),
        _ => writer.origins_of("/status", &report.status, &pointers),
    }
}

/// All, or none where they are not wanted.
fn those<T>(wanted: bool, items: &[T]) -> &[T] {
    if wanted { items } else { &[] }
}

fn statuses_of_gateways(status: &Tree) -> Value {
    let kinds = ["gatewayClasses", "gateways"].into_iter();
    Value::Object(kinds.filter_map(|kind| Some((kind.to_owned(), value(status.child(kind)?)))).collect())
}

/// The JSON of a tree, without its origins.
pub fn value(tree: &Tree) -> Value {
    match tree {
        Tree::Null(_) => Value::Null,
        Tree::Bool(value) => Value::Bool(value.value),
        Tree::Int(value) => value.value.into(),
        Tree::Float(value) => value.value.into(),
        Tree::Text(text) => Value::String(text.value.clone()),
        Tree::List(items, _) => Value::Array(items.iter().map(value).collect()),
        Tree::Map(fields, _) => {
            Value::Object(fields.iter().map(|(key, field)| (key.to_owned(), value(field))).collect())
        }
    }
}

fn verdict(report: &report::Report) -> Verdict {
    let count = |length: usize| u32::try_from(length).unwrap_or(u32::MAX);
    let of =
        |severity: Severity| count(report.problems.iter().filter(|problem| problem.severity() == severity).count());
    Verdict {
        listeners: count(report.listeners.len()),
        ready: count(report.listeners.iter().filter(|listener| listener.ready).count()),
        errors: of(Severity::Error),
        warnings: of(Severity::Warning),
        infos: of(Severity::Info),
    }
}

fn event(event: &report::Event) -> Event {
    Event {
        object: event.object.clone(),
        event_type: event.event_type.to_owned(),
        reason: event.reason.to_owned(),
        message: event.message.clone(),
    }
}

fn webhook(answers: &[Answer]) -> BTreeMap<String, Webhook> {
    let answers = answers.iter().map(|answer| {
        let (message, failed) = match &answer.refusal {
            Some(Refusal::Refused(message)) => (Some(message.clone()), None),
            Some(Refusal::Failed { error, .. }) => (None, Some((*error).to_owned())),
            None => (None, None),
        };
        let warnings = answer.warnings.iter().map(|warning| (*warning).to_owned()).collect();
        let allowed = answer.refusal.is_none();
        (answer.object.clone(), Webhook { allowed, message, failed, warnings })
    });
    answers.collect()
}

fn left_out(left_out: &crate::k8s::load::LeftOut) -> LeftOut {
    LeftOut {
        document: left_out.document,
        object: left_out.object.clone(),
        stage: left_out.stage.name().to_owned(),
        why: left_out.why.clone(),
    }
}

/// Converts places.
pub struct Places<'s, 'a> {
    sources: &'s Sources<'a>,
    lines: BTreeMap<FileId, LineIndex<'a>>,
}

impl<'s, 'a> Places<'s, 'a> {
    /// The places of a run with these sources.
    pub fn new(sources: &'s Sources<'a>) -> Self {
        let lines = sources.iter().map(|(id, file)| (id, LineIndex::new(file.text))).collect();
        Self { sources, lines }
    }

    /// A place as an origin.
    pub fn origin(&self, place: Place) -> Origin {
        match place {
            Place::At(span) => Origin::At(self.span(span)),
            Place::Rule(rule) => Origin::Rule { default: rule.to_owned() },
        }
    }

    fn span(&self, span: crate::text::Span) -> Span {
        let Some((file, lines)) = self.sources.get(span.file).zip(self.lines.get(&span.file)) else {
            return Span::default();
        };
        let (start, end) = (lines.position(span.start), lines.position(span.end));
        Span {
            file: file.name.to_owned(),
            pane: file.pane.name().to_owned(),
            line: start.line,
            column: start.column,
            end_line: end.line,
            end_column: end.column,
            from: start.utf16,
            to: end.utf16,
        }
    }
}

/// Converts places and numbers the fixes.
struct Writer<'s, 'a> {
    places: Places<'s, 'a>,
    fixes: Vec<Fix>,
    /// Indexes into `fixes` by title, so that a text with many problems is not searched again for each.
    by_title: BTreeMap<String, Vec<usize>>,
}

impl<'s, 'a> Writer<'s, 'a> {
    fn new(sources: &'s Sources<'a>) -> Self {
        Self { places: Places::new(sources), fixes: Vec::new(), by_title: BTreeMap::new() }
    }

    fn span(&self, span: crate::text::Span) -> Span {
        self.places.span(span)
    }

    fn origin(&self, origin: &provenance::Origin) -> Vec<Origin> {
        origin.places().iter().map(|place| self.places.origin(*place)).collect()
    }

    /// The origins of these values of the configuration, or of the statuses.
    fn origins_of(&self, root: &str, tree: &Tree, pointers: &BTreeSet<&str>) -> BTreeMap<String, Vec<Origin>> {
        let mut origins = BTreeMap::new();
        tree.each_origin(&mut |pointer, origin| {
            let pointer = format!("{root}{pointer}");
            if pointers.contains(pointer.as_str()) {
                let places = self.origin(origin);
                origins.insert(pointer, places);
            }
        });
        origins
    }

    fn origins(&self, report: &report::Report, sections: Sections) -> BTreeMap<String, Vec<Origin>> {
        let mut origins = BTreeMap::new();
        let wanted = |section: Sections| sections.hold(section.and(Sections::ORIGINS));
        let config = report.config.as_ref().filter(|_| wanted(Sections::CONFIG)).map(|config| ("/config", config));
        let status = wanted(Sections::STATUS).then_some(("/status", &report.status));
        for (root, tree) in config.into_iter().chain(status) {
            tree.each_origin(&mut |pointer, origin| {
                origins.insert(format!("{root}{pointer}"), self.origin(origin));
            });
        }
        origins
    }

    /// The fix with its id; one that was written before keeps its id.
    fn fix(&mut self, fix: &diagnostic::Fix) -> Fix {
        let edits: Vec<Edit> = fix
            .edits
            .iter()
            .map(|edit| {
                let span = self.span(edit.span);
                Edit { pane: span.pane.clone(), span, text: edit.text.clone() }
            })
            .collect();
        let titled = self.by_title.entry(fix.title.clone()).or_default();
        let mut known = titled.iter().filter_map(|index| self.fixes.get(*index));
        if let Some(known) = known.find(|known| known.edits == edits) {
            return known.clone();
        }
        titled.push(self.fixes.len());
        let fix = Fix { id: format!("fix-{}", self.fixes.len() + 1), title: fix.title.clone(), edits };
        self.fixes.push(fix.clone());
        fix
    }

    fn problem(&mut self, problem: &Diagnostic) -> Problem {
        let fixes: Vec<Fix> = problem.fixes.iter().map(|fix| self.fix(fix)).collect();
        Problem {
            code: problem.code.as_str().to_owned(),
            severity: problem.severity().name().to_owned(),
            message: problem.message.clone(),
            object: problem.object.clone(),
            path: problem.path.clone(),
            span: self.span(problem.primary),
            labels: problem
                .labels
                .iter()
                .map(|label| Label { span: self.span(label.span), text: label.text.clone() })
                .collect(),
            help: problem.help.clone(),
            source: problem.source.to_owned(),
            fixes: fixes.iter().map(|fix| fix.id.clone()).collect(),
            fix: fixes.into_iter().next(),
        }
    }

    fn listener(&mut self, listener: &report::ListenerView) -> Listener {
        Listener {
            gateway: listener.gateway.clone(),
            name: listener.name.clone(),
            protocol: listener.protocol.clone(),
            port: listener.port,
            hostname: listener.hostname.clone(),
            ready: listener.ready,
            span: self.span(listener.span),
            hops: listener
                .hops
                .iter()
                .map(|hop| Hop {
                    station: hop.station.name().to_owned(),
                    state: hop.state.name().to_owned(),
                    text: hop.text.clone(),
                    why: hop.why.clone(),
                    origins: self.origin(&hop.origin),
                })
                .collect(),
            kic: listener.kic.clone(),
            kong: listener.kong.clone(),
            split: listener.split,
            fixes: listener.fixes.iter().map(|fix| self.fix(&fix.fix).id).collect(),
        }
    }

    fn annotation(&self, annotation: &report::AnnotationView) -> Annotation {
        Annotation {
            object: annotation.object.clone(),
            key: annotation.key.clone(),
            value: annotation.value.clone(),
            verdict: annotation.verdict.to_owned(),
            changes: annotation
                .changes
                .iter()
                .map(|change| Change {
                    entity: change.entity.clone(),
                    field: change.field.clone(),
                    pointer: change.pointer.clone(),
                    before: change.before.clone(),
                    after: change.after.clone(),
                })
                .collect(),
            why: annotation.why.clone(),
            span: self.span(annotation.span),
        }
    }

    fn object(&self, object: &report::ObjectView) -> Object {
        let counts = object.fields.counts.iter().map(|(verdict, count)| (verdict.name().to_owned(), *count));
        let fields = object.fields.idle.iter().map(|field| Field {
            path: field.path.clone(),
            span: self.span(field.span),
            verdict: field.verdict.name().to_owned(),
            why: field.why.clone(),
        });
        Object {
            object: object.object.clone(),
            verdict: object.verdict.to_owned(),
            why: object.why.clone(),
            span: self.span(object.span),
            counts: (!object.fields.counts.is_empty()).then(|| counts.collect()),
            fields: fields.collect(),
        }
    }

    fn variable(&self, variable: &report::VariableView) -> Variable {
        Variable {
            name: variable.name.clone(),
            verdict: variable.verdict.name().to_owned(),
            why: variable.why.clone(),
            span: self.span(variable.span),
        }
    }

    fn assumed(&mut self, assumed: &report::Assumed) -> Assumed {
        Assumed {
            what: assumed.what.clone(),
            explicit: assumed.explicit.clone(),
            pane: assumed.pane.name().to_owned(),
            fix: assumed.fix.as_ref().map(|fix| self.fix(fix).id),
        }
    }
}
