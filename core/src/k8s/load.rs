//! From documents to objects: lists, kinds, names, namespaces, defaults.

use std::borrow::Cow;

use super::defaults;
use super::kinds::{self, KindInfo, Lookup};
use super::object::Object;
use crate::diagnostic::Diagnostic;
use crate::diagnostic::catalog::{manifests as catalog, releases};
use crate::provenance::Place;
use crate::settings::KicVersion;
use crate::text::Span;
use crate::yaml::{Document, Entry, Map, Node, Value};

/// Whether the documents are what a user writes or what the controller's cache holds.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum Stored {
    /// As written: the API server's defaults are filled in.
    #[default]
    AsPasted,
    /// As stored: nothing is filled in, nothing is refused, every object counts.
    AsStored,
}

/// The layer that keeps a document from the controller.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Stage {
    /// Not YAML, or no object.
    Yaml,
    /// No such kind or version, or no name.
    Api,
    /// The schema of the kind refuses it.
    Schema,
    /// The controller cannot decode it.
    Decode,
    /// A kind that the controller does not watch.
    Kic,
}

impl Stage {
    /// `yaml`, `api`, `schema`, `decode`, `kic`.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Yaml => "yaml",
            Self::Api => "api",
            Self::Schema => "schema",
            Self::Decode => "decode",
            Self::Kic => "kic",
        }
    }
}

/// A document that never reaches the controller.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct LeftOut {
    /// Number of the document, from 0.
    pub document: u32,
    /// `Kind namespace/name`; `None` for what is no object.
    pub object: Option<String>,
    /// The layer that refuses it.
    pub stage: Stage,
    /// Its messages.
    pub why: Vec<String>,
    /// Where it stands.
    pub span: Span,
}

/// A valid object of Kubernetes that is not the controller's business.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Foreign {
    /// `Kind namespace/name`.
    pub object: String,
    /// Where its kind stands.
    pub span: Span,
}

/// A document that gives no object, kept for what is to be said of its fields.
#[derive(Clone, Debug)]
pub struct Beside<'a> {
    /// What is left of it: of a `List` everything but its items.
    pub node: Node<'a>,
    /// Where it is listed.
    pub listed: Listed,
}

/// Where a document that gives no object is listed.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Listed {
    /// Number in [`Loaded::left_out`].
    LeftOut(usize),
    /// Number in [`Loaded::foreign`].
    Foreign(usize),
    /// Nowhere: it is a `List`, whose items count.
    List,
}

/// What the documents hold.
#[derive(Clone, Debug, Default)]
pub struct Loaded<'a> {
    /// Objects of known kinds, in the order of the text.
    pub objects: Vec<Object<'a>>,
    /// Documents that go no further.
    pub left_out: Vec<LeftOut>,
    /// Objects of known kinds in versions that are not served, which are left out: an older or newer CRD would take them.
    /// Each with its number in `left_out`.
    pub of_other_versions: Vec<(usize, Object<'a>)>,
    /// Objects that nobody reads.
    pub foreign: Vec<Foreign>,
    /// The trees of what is neither in `objects` nor in `of_other_versions`, in the order of the text.
    pub beside: Vec<Beside<'a>>,
}

/// Makes objects of documents.
///
/// A `List` counts as its items. `namespace` is put into namespaced objects without one, as kubectl does.
/// Adds a problem for each document that goes no further.
///
/// Source: stages and texts of the oracle's `left_out`.
pub fn load<'a>(
    documents: Vec<Document<'a>>,
    stored: Stored,
    kic: KicVersion,
    namespace: &'a str,
    problems: &mut Vec<Diagnostic>,
) -> Loaded<'a> {
    let mut loaded = Loaded::default();
    for document in documents {
        let number = document.index;
        if let Some(error) = document.error {
            loaded.left_out.push(LeftOut {
                document: number,
                object: None,
                stage: Stage::Yaml,
                why: vec![error],
                span: document.span,
            });
        }
        let Some(node) = document.node else { continue };
        let mut step = Loader { loaded: &mut loaded, problems, number, span: document.span, stored, kic, namespace };
        step.document(node);
    }
    loaded
}

struct Loader<'l, 'a> {
    loaded: &'l mut Loaded<'a>,
    problems: &'l mut Vec<Diagnostic>,
    number: u32,
    span: Span,
    stored: Stored,
    kic: KicVersion,
    namespace: &'a str,
}

impl<'a> Loader<'_, 'a> {
    fn document(&mut self, node: Node<'a>) {
        let span = node.span().unwrap_or(self.span);
        if node.map().is_none() {
            if node.value != Value::Null {
                self.problems.push(catalog::not_an_object(span, node.kind_in_words()));
                self.leave_out(None, Stage::Yaml, "not an object".to_owned());
                self.keep_left_out(node);
            }
            return;
        }
        let kind = node.text_at("kind").map_or("", |text| text.value);
        let api_version = node.text_at("apiVersion").map_or("", |text| text.value);
        let name = node.at(&["metadata", "name"]).and_then(Node::text).unwrap_or_default();
        let written_namespace = node.at(&["metadata", "namespace"]).and_then(Node::text);
        let namespace = written_namespace.unwrap_or(self.namespace);
        if kind.is_empty() || api_version.is_empty() {
            let title = match (written_namespace, name) {
                (None, "") => format!("{kind} "),
                (None, name) => format!("{kind} {}/{name}", self.namespace),
                (Some(namespace), name) => format!("{kind} {namespace}/{name}"),
            };
            self.problems.push(catalog::no_kind(span, kind, api_version));
            self.leave_out(Some(title), Stage::Api, "apiVersion or kind missing".to_owned());
            self.keep_left_out(node);
            return;
        }
        if kind == "List" && api_version == "v1" {
            self.list(node);
            return;
        }
        let kind_span = node.get("kind").and_then(Node::span).unwrap_or(span);
        let version_span = node.get("apiVersion").and_then(Node::span).unwrap_or(span);
        let title = format!("{kind} {namespace}/{name}");
        let info = match kinds::lookup(self.kic, api_version, kind) {
            Lookup::Known(info) => info,
            Lookup::Dropped(info, by) => {
                self.problems.push(releases::version_dropped(&title, version_span, info, api_version, by));
                info
            }
            Lookup::WrongVersion(info) => {
                self.problems.push(catalog::wrong_version(version_span, &title, info, api_version));
                let why = format!("no matches for kind \"{kind}\" in version \"{api_version}\"");
                self.leave_out(Some(title), Stage::Api, why);
                if name.is_empty() {
                    self.keep_left_out(node);
                } else {
                    let object = self.object(info, node, span);
                    self.loaded.of_other_versions.push((self.loaded.left_out.len().saturating_sub(1), object));
                }
                return;
            }
            Lookup::Native => {
                let listed = Listed::Foreign(self.loaded.foreign.len());
                self.loaded.foreign.push(Foreign { object: title, span: kind_span });
                self.loaded.beside.push(Beside { node, listed });
                return;
            }
            unread @ (Lookup::Later(_) | Lookup::Unknown) => {
                self.problems.push(match unread {
                    Lookup::Later(behaviour) => releases::kind_lacking(&title, kind_span, kind, self.kic, behaviour),
                    _ => catalog::unknown_kind(kind_span, &title, kind, api_version),
                });
                self.leave_out(Some(title), Stage::Kic, "the controller does not know this kind".to_owned());
                self.keep_left_out(node);
                return;
            }
        };
        if name.is_empty() {
            self.problems.push(catalog::no_name(kind_span, &title));
            self.leave_out(Some(title), Stage::Api, "metadata.name missing".to_owned());
            self.keep_left_out(node);
            return;
        }
        let object = self.object(info, node, span);
        self.loaded.objects.push(object);
    }

    fn object(&self, info: &'static KindInfo, node: Node<'a>, span: Span) -> Object<'a> {
        let mut object = Object { info, node, span, document: self.number };
        if self.stored == Stored::AsPasted {
            self.stamp_namespace(&mut object);
            defaults::apply(&mut object, self.kic);
        }
        object
    }

    fn list(&mut self, mut node: Node<'a>) {
        let Some(map) = node.map_mut() else { return };
        let mut items = Vec::new();
        map.entries.retain_mut(|entry| match &mut entry.value.value {
            Value::List(found) if entry.key == "items" && !found.is_empty() => {
                items.append(found);
                false
            }
            _ => true,
        });
        self.loaded.beside.push(Beside { node, listed: Listed::List });
        for item in items {
            self.document(item);
        }
    }

    /// Keeps the tree of the document that was left out last.
    fn keep_left_out(&mut self, node: Node<'a>) {
        let listed = Listed::LeftOut(self.loaded.left_out.len().saturating_sub(1));
        self.loaded.beside.push(Beside { node, listed });
    }

    fn stamp_namespace(&self, object: &mut Object<'a>) {
        const RULE: &str = "kubectl: an object without namespace goes to the namespace of the context";
        if !object.info.namespaced {
            return;
        }
        let value = Node::from_rule(Value::Text(Cow::Borrowed(self.namespace)), RULE);
        let Some(map) = object.node.map_mut() else { return };
        let Some(metadata) = map.get_mut("metadata").and_then(Node::map_mut) else { return };
        put_namespace(metadata, value);
    }

    fn leave_out(&mut self, object: Option<String>, stage: Stage, why: String) {
        self.loaded.left_out.push(LeftOut { document: self.number, object, stage, why: vec![why], span: self.span });
    }
}

fn put_namespace<'a>(metadata: &mut Map<'a>, value: Node<'a>) {
    match metadata.get_mut("namespace") {
        Some(present) if present.value == Value::Null || present.text() == Some("") => *present = value,
        Some(_) => {}
        None => {
            let key_place: Place = value.place;
            metadata.entries.push(Entry { key: Cow::Borrowed("namespace"), key_place, value });
        }
    }
}
