//! One Kubernetes object as it is stored, with its metadata.

use std::fmt::{self, Write as _};

use super::kinds::{Kind, KindInfo};
use crate::provenance::{Place, Placed};
use crate::text::Span;
use crate::yaml::{Entry, Node};

/// Name of an object: namespace and name. The namespace of a cluster-scoped object is empty.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct ObjectKey<'a> {
    /// Namespace; empty for cluster-scoped objects.
    pub namespace: &'a str,
    /// Name.
    pub name: &'a str,
}

impl<'a> ObjectKey<'a> {
    /// A key of both parts.
    pub const fn new(namespace: &'a str, name: &'a str) -> Self {
        Self { namespace, name }
    }

    /// Reads `namespace/name`.
    pub fn parse(text: &'a str) -> Option<Self> {
        let (namespace, name) = text.split_once('/')?;
        Some(Self::new(namespace, name))
    }
}

impl fmt::Display for ObjectKey<'_> {
    /// `namespace/name`, or `name` alone for a cluster-scoped object.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.namespace.is_empty() { f.write_str(self.name) } else { write!(f, "{}/{}", self.namespace, self.name) }
    }
}

/// An object of a known kind, as the API server would store it.
#[derive(Clone, Debug)]
pub struct Object<'a> {
    /// Its row of the kinds table.
    pub info: &'static KindInfo,
    /// The whole document.
    pub node: Node<'a>,
    /// The document in the user's text.
    pub span: Span,
    /// Number of the document among those of its file, from 0; items of a `List` share one.
    pub document: u32,
}

impl<'a> Object<'a> {
    /// Its kind.
    pub const fn kind(&self) -> Kind {
        self.info.kind
    }

    /// Namespace and name.
    pub fn key(&self) -> ObjectKey<'_> {
        ObjectKey::new(self.namespace(), self.name().value)
    }

    /// The name; [`super::load`] refuses objects without one.
    pub fn name(&self) -> Placed<&str> {
        self.metadata("name").unwrap_or(Placed::new("", self.node.place))
    }

    /// The namespace; empty for cluster-scoped objects, and where nothing was defaulted.
    pub fn namespace(&self) -> &str {
        if self.info.namespaced { self.metadata("namespace").map_or("", |text| text.value) } else { "" }
    }

    /// A text field of `metadata`, for example `uid` or `creationTimestamp`.
    pub fn metadata(&self, field: &str) -> Option<Placed<&str>> {
        self.node.get("metadata")?.text_at(field)
    }

    /// `metadata.generation`, 1 where the manifest has none.
    pub fn generation(&self) -> Placed<i64> {
        self.node
            .get("metadata")
            .and_then(|metadata| metadata.int_at("generation"))
            .unwrap_or(Placed::new(1, Place::Rule("metadata.generation is 1 where the manifest has none")))
    }

    /// The entries of `metadata.annotations`, in the order of the text.
    pub fn annotations(&self) -> &[Entry<'a>] {
        self.node.at(&["metadata", "annotations"]).map_or(&[], Node::entries)
    }

    /// The value of an annotation.
    pub fn annotation(&self, key: &str) -> Option<Placed<&str>> {
        self.node.at(&["metadata", "annotations"])?.text_at(key)
    }

    /// The value of a label.
    pub fn label(&self, key: &str) -> Option<Placed<&str>> {
        self.node.at(&["metadata", "labels"])?.text_at(key)
    }

    /// The entries of `metadata.labels`.
    pub fn labels(&self) -> &[Entry<'a>] {
        self.node.at(&["metadata", "labels"]).map_or(&[], Node::entries)
    }

    /// `spec`, if there is one.
    pub fn spec(&self) -> Option<&Node<'a>> {
        self.node.get("spec")
    }

    /// The place to show for the object as a whole: its name.
    pub fn name_span(&self) -> Span {
        self.name().place.span().unwrap_or(self.span)
    }

    /// `Kind namespace/name`, as in events and problems.
    pub fn title(&self) -> String {
        format!("{} {}", self.info.name, self.key())
    }

    /// The span to show for a value of this object; the object's name where a default gave the value.
    pub fn span_of(&self, place: Place) -> Span {
        place.span().unwrap_or_else(|| self.name_span())
    }

    /// The path of the value that stands at a place, for example `spec.rules[0].backendRefs[1].name`.
    ///
    /// `None` for a default and for a place outside of the object.
    pub fn path_of(&self, place: Place) -> Option<String> {
        place.span()?;
        let mut path = String::new();
        find(&self.node, place, &mut path).then_some(path)
    }
}

/// Walks to the node at `place`; `path` then leads to it.
fn find(node: &Node<'_>, place: Place, path: &mut String) -> bool {
    let length = path.len();
    for (index, item) in node.items().iter().enumerate() {
        // Writing to a string cannot fail.
        let _ = write!(path, "[{index}]");
        if item.place == place || find(item, place, path) {
            return true;
        }
        path.truncate(length);
    }
    for entry in node.entries() {
        let plain = entry.key.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_'));
        let dot = if length == 0 { "" } else { "." };
        let _ = if plain { write!(path, "{dot}{}", entry.key) } else { write!(path, "[\"{}\"]", entry.key) };
        if entry.value.place == place || entry.key_place == place || find(&entry.value, place, path) {
            return true;
        }
        path.truncate(length);
    }
    false
}
