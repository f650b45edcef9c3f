//! One verdict per field: what came of it, or why nothing did.
//!
//! A field that a value of the configuration or of a status names as its origin is used. Asked in this order, all others
//! have the verdict of their annotation, of the problem at them or around them, or of the table of what the controller
//! reads (`reads`). Computed only where a host asks for it.

mod marks;
mod reads;
mod trail;
pub mod variables;

use std::collections::BTreeSet;

use crate::diagnostic::{Code, Diagnostic, Severity};
use crate::k8s::{Kind, Object};
use crate::ordered::Ordered as _;
use crate::provenance::{Place, Tree};
use crate::report::{AnnotationView, FieldVerdict, FieldView, Fields, ListenerView};
use crate::text::{Pane, Sources, Span};
use crate::yaml::{Node, Value};
use marks::Marks;
use reads::Reading;
use trail::Trail;

/// What is known of an object as a whole.
#[derive(Clone, Copy, Debug)]
pub enum Standing<'w> {
    /// Values of Kong's configuration come from it.
    Configured,
    /// The controller takes it into account, but nothing of it reaches Kong; why not.
    Part(&'w str),
    /// Nothing comes of it; why not.
    Aside(&'w str),
    /// The controller never reads objects like this; why not.
    Unread(&'w str),
    /// It does not get to the controller; who refuses it and why.
    Refused(&'w str),
}

/// What the stages recorded, ready to be asked field by field.
#[derive(Debug)]
pub struct Judge<'j> {
    marks: Marks,
    /// In order of their places.
    annotations: Vec<&'j AnnotationView>,
    /// Errors and warnings, in order of their places.
    problems: Vec<&'j Diagnostic>,
    /// Keys of the labels of Namespaces that a listener's selector asks for.
    selected: BTreeSet<&'j str>,
    sources: &'j Sources<'j>,
}

/// What one run recorded.
#[derive(Clone, Copy, Debug)]
pub struct Recorded<'j> {
    /// The configuration.
    pub config: Option<&'j Tree>,
    /// The statuses.
    pub status: &'j Tree,
    /// The chains of the listeners.
    pub listeners: &'j [ListenerView],
    /// The verdicts of the annotations.
    pub annotations: &'j [AnnotationView],
    /// All problems.
    pub problems: &'j [Diagnostic],
}

impl<'j> Judge<'j> {
    /// Collects what was recorded; `objects` are those that the controller sees.
    pub fn new(sources: &'j Sources<'j>, objects: &'j [Object<'j>], recorded: Recorded<'j>) -> Self {
        let Recorded { config, status, listeners, annotations, problems } = recorded;
        let mut marks = Marks::new(sources);
        config.into_iter().chain([status]).for_each(|tree| marks.add_tree(tree));
        let hops = listeners.iter().flat_map(|listener| &listener.hops);
        hops.flat_map(|hop| hop.origin.places()).for_each(|place| marks.add(*place));
        let mut annotations: Vec<&AnnotationView> = annotations.iter().collect();
        annotations.order_by_key(|view| view.span);
        let mut problems: Vec<&Diagnostic> =
            problems.iter().filter(|problem| problem.severity() != Severity::Info).collect();
        problems.order_by_key(|problem| (problem.primary, problem.severity()));
        Self { marks, annotations, problems, selected: selected_labels(objects), sources }
    }

    /// The verdicts of the fields of one document; `kind` is `None` for a document that is no object of a known kind.
    ///
    /// Fields that stand in another pane than the manifests are not counted: they are a chart's.
    pub fn fields(&self, node: &Node<'_>, kind: Option<Kind>, standing: Standing<'_>) -> Fields {
        let mut walk =
            Walk { judge: self, kind, standing, has_problems: self.has_problem_in(node), fields: Fields::default() };
        walk.node(node, &Trail::ROOT, None, None);
        walk.fields
    }

    fn has_problem_in(&self, node: &Node<'_>) -> bool {
        let Some(span) = node.span() else { return true };
        let first = self.problems.partition_point(|problem| problem.primary < span.at_start());
        self.problems
            .get(first)
            .is_some_and(|problem| problem.primary.file == span.file && problem.primary.start < span.end)
    }

    /// The worst problem at exactly this place.
    fn problem_at(&self, place: Place) -> Option<&'j Diagnostic> {
        let span = place.span()?;
        let first = self.problems.partition_point(|problem| problem.primary < span);
        self.problems.get(first).copied().filter(|problem| problem.primary == span)
    }

    fn annotation_at(&self, key: Span) -> Option<&'j AnnotationView> {
        let first = self.annotations.partition_point(|view| view.span < key.at_start());
        self.annotations.get(first).copied().filter(|view| view.span.file == key.file && view.span.start == key.start)
    }

    fn is_manifest(&self, span: Span) -> bool {
        self.sources.get(span.file).is_some_and(|file| file.pane == Pane::Manifests)
    }
}

/// Keys of labels that `allowedRoutes.namespaces.selector` of a listener asks for.
fn selected_labels<'j>(objects: &'j [Object<'j>]) -> BTreeSet<&'j str> {
    let gateways = objects.iter().filter(|object| object.kind() == Kind::Gateway);
    let listeners = gateways.filter_map(|gateway| gateway.node.at(&["spec", "listeners"])).flat_map(Node::items);
    let mut keys = BTreeSet::new();
    for selector in listeners.filter_map(|listener| listener.at(&["allowedRoutes", "namespaces", "selector"])) {
        let labels = selector.get("matchLabels").map_or(&[][..], Node::entries);
        keys.extend(labels.iter().map(|entry| entry.key.as_ref()));
        let expressions = selector.get("matchExpressions").map_or(&[][..], Node::items);
        keys.extend(expressions.iter().filter_map(|row| row.get("key").and_then(Node::text)));
    }
    keys
}

/// The walk over one document.
struct Walk<'w, 'j> {
    judge: &'w Judge<'j>,
    kind: Option<Kind>,
    standing: Standing<'w>,
    has_problems: bool,
    fields: Fields,
}

/// A problem at the field or at something around it, and the key where it stands.
type Around<'j, 't> = Option<(&'j Diagnostic, &'t str)>;

impl<'j> Walk<'_, 'j> {
    /// `key` is where the key of the value stands, `around` the nearest problem.
    fn node(&mut self, node: &Node<'_>, trail: &Trail<'_>, key: Option<Place>, around: Around<'j, '_>) {
        if is_hollow(node) {
            self.leaf(node, trail, key, around);
        }
        match &node.value {
            Value::Null => {}
            Value::Map(map) if !map.entries.is_empty() => {
                for entry in &map.entries {
                    // What stands in place of a written null or empty text.
                    if entry.key_place.span().is_some() && entry.value.span().is_none() {
                        self.count(FieldVerdict::Default);
                        continue;
                    }
                    let near = self.problem(entry.key_place).or_else(|| self.problem(entry.value.place));
                    let near = near.map(|problem| (problem, entry.key.as_ref())).or(around);
                    self.node(&entry.value, &trail.key(&entry.key), Some(entry.key_place), near);
                }
            }
            Value::List(items) if !items.is_empty() => {
                for (index, item) in items.iter().enumerate() {
                    let near = self.problem(item.place).map(|problem| (problem, "")).or(around);
                    self.node(item, &trail.item(index), None, near);
                }
            }
            _ => self.leaf(node, trail, key, around),
        }
    }

    fn problem(&self, place: Place) -> Option<&'j Diagnostic> {
        if self.has_problems { self.judge.problem_at(place) } else { None }
    }

    fn count(&mut self, verdict: FieldVerdict) {
        *self.fields.counts.entry(verdict).or_default() += 1;
    }

    fn leaf(&mut self, node: &Node<'_>, trail: &Trail<'_>, key: Option<Place>, around: Around<'j, '_>) {
        let Some(span) = node.span() else { return self.count(FieldVerdict::Default) };
        if !self.judge.is_manifest(span) {
            return;
        }
        let key = key.and_then(Place::span);
        match self.verdict(span, trail, key, around) {
            None => self.count(FieldVerdict::Used),
            Some((verdict, why)) => {
                self.count(verdict);
                self.fields.idle.push(FieldView { path: trail.path(), span, verdict, why });
            }
        }
    }

    /// `None` for a field that is used.
    fn verdict(
        &self,
        span: Span,
        trail: &Trail<'_>,
        key: Option<Span>,
        around: Around<'j, '_>,
    ) -> Option<(FieldVerdict, String)> {
        let aside = match self.standing {
            Standing::Refused(why) => return Some((FieldVerdict::Refused, why.to_owned())),
            Standing::Unread(why) => return Some((FieldVerdict::Unsupported, why.to_owned())),
            Standing::Configured => None,
            Standing::Part(why) | Standing::Aside(why) => Some(why),
        };
        let takes_part = !matches!(self.standing, Standing::Aside(_));
        if self.judge.marks.has_any_in(span) || key.is_some_and(|key| self.judge.marks.has_any_in(key)) {
            return None;
        }
        let kind = self.kind?;
        let annotation = trail.key_under(&["metadata", "annotations"]);
        let label = trail.key_under(&["metadata", "labels"]);
        if annotation.or(label).is_some()
            && let Some(view) = key.and_then(|key| self.judge.annotation_at(key))
        {
            return of_annotation(view);
        }
        if kind == Kind::Namespace && label.is_some_and(|label| self.judge.selected.contains(label)) {
            return None;
        }
        let reading = reads::of(kind, trail);
        if let Some(Reading::Unread(why)) = reading {
            return Some((FieldVerdict::Unsupported, why.to_owned()));
        }
        if let Some((problem, at)) = around {
            return Some(of_problem(problem, kind, trail, at));
        }
        match reading {
            None if reads::is_above(kind, trail) => Some((FieldVerdict::Ignored, EMPTY.to_owned())),
            None | Some(Reading::Unread(_)) => {
                Some((FieldVerdict::Unsupported, "the controller does not read this field".to_owned()))
            }
            Some(Reading::Decides) if takes_part => None,
            Some(Reading::Between) => Some((FieldVerdict::Ignored, BETWEEN.to_owned())),
            Some(Reading::Decides | Reading::Reads) => {
                Some((FieldVerdict::Ignored, aside.unwrap_or(WITHOUT_EFFECT).to_owned()))
            }
        }
    }
}

const EMPTY: &str = "it is empty, which says as much as leaving it out";
const BETWEEN: &str = "it decides only between objects that claim the same, and here none does";
const WITHOUT_EFFECT: &str =
    "the controller reads it, but nothing of Kong's configuration or of a status comes from it";

/// Whether the user wrote a map without anything in it, or with nulls only; defaults may have filled it.
fn is_hollow(node: &Node<'_>) -> bool {
    let is_unwritten = |value: &Node<'_>| value.value == Value::Null || value.span().is_none();
    node.span().is_some() && !node.entries().is_empty() && node.entries().iter().all(|entry| is_unwritten(&entry.value))
}

fn of_annotation(view: &AnnotationView) -> Option<(FieldVerdict, String)> {
    let verdict = match view.verdict {
        "applied" | "default" => return None,
        "misplaced" => FieldVerdict::Misplaced,
        "unsupported" | "unknown" => FieldVerdict::Unsupported,
        _ => FieldVerdict::Ignored,
    };
    Some((verdict, view.why.clone()))
}

/// What a problem makes of a field. `at` is the key at which the problem stands.
fn of_problem(problem: &Diagnostic, kind: Kind, trail: &Trail<'_>, at: &str) -> (FieldVerdict, String) {
    match problem.code {
        Code::FieldUnknown => match reads::home_of(kind, trail, at) {
            Some(home) => (FieldVerdict::Misplaced, format!("the API server drops it here; it is read at `{home}`")),
            None => (FieldVerdict::Unsupported, problem.message.clone()),
        },
        Code::FilterUnsupported | Code::RouteFieldIgnored => (FieldVerdict::Unsupported, problem.message.clone()),
        _ => (FieldVerdict::Ignored, problem.message.clone()),
    }
}
