//! Edits in the terms of objects and settings: what mends a problem, before it is known how the user's text is laid out.
//!
//! The constructors of problems know the object and the value, not the text. [`crate::explain::remedies`] turns a
//! remedy into the [`Fix`](super::Fix) of the text at hand, or drops it where nobody wrote what it would change.

use crate::k8s::Object;
use crate::provenance::Place;
use crate::resolve::grants::Target;
use crate::text::Span;
use crate::yaml::{Entry, Node};

/// A way to mend a problem.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Remedy {
    /// What the button says, imperative, with the value.
    pub title: String,
    /// What is done, all of it.
    pub changes: Vec<Change>,
    /// What must hold beside it, so that the edit does no harm elsewhere.
    pub guard: Option<Guard>,
}

/// What an edit needs of the other objects.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Guard {
    /// No route names this listener of this Gateway.
    Unnamed {
        /// Namespace and name of the Gateway.
        gateway: (String, String),
        /// Name of the listener.
        listener: String,
    },
    /// The Service stands beside others in one rule at most.
    OneRule {
        /// Namespace and name of the Service.
        service: (String, String),
    },
}

/// One change of a remedy.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Change {
    /// The text under the span becomes another one; an empty span inserts.
    Replace(Span, String),
    /// A field, from its key to the end of its value, goes with its lines.
    RemoveField(Span),
    /// An item of a list goes with its lines.
    RemoveItem(Span),
    /// A field is written in front of the first one of a map, which has at least one: keys from the outside to the
    /// inside, and the value as YAML.
    AddField {
        /// The map.
        map: Span,
        /// One key, or several for maps inside of each other that are not there either.
        keys: Vec<String>,
        /// The value as YAML.
        value: String,
    },
    /// A scalar is added to a list behind its last item.
    AddItem {
        /// The list.
        list: Span,
        /// Its last item.
        behind: Span,
        /// The scalar as YAML.
        value: String,
    },
    /// A document is added to the manifests.
    AddDocument(String),
    /// A variable of Kong or of the controller is set, where it is set already or else where settings stand.
    SetVariable(String, String),
    /// A feature gate is switched on beside those that are.
    OpenGate(&'static str),
    /// What mends the one problem with this object and inside of this span mends this one.
    Follow {
        /// The object of the other problem.
        object: String,
        /// The place of the other problem is inside.
        within: Option<Span>,
    },
}

impl Remedy {
    /// A remedy of one change.
    pub fn new(title: impl Into<String>, change: Change) -> Self {
        Self { title: title.into(), changes: vec![change], guard: None }
    }

    /// The same remedy, if that holds.
    #[must_use]
    pub fn guarded(mut self, guard: Guard) -> Self {
        self.guard = Some(guard);
        self
    }

    /// What mends the problem behind this one.
    pub fn follow(object: &Object<'_>, within: Option<Span>) -> Self {
        Self::new("", Change::Follow { object: object.title(), within })
    }

    /// A ReferenceGrant for references of one kind of object in one namespace.
    pub fn grant(from: &Object<'_>, to: Target<'_>) -> Self {
        let (kind, namespace) = (from.info.name, from.namespace());
        let group = if to.group.is_empty() { "\"\"" } else { to.group };
        let document = format!(
            "apiVersion: gateway.networking.k8s.io/v1beta1\nkind: ReferenceGrant\nmetadata:\n  name: {}s-of-{namespace}-to-{}s\n  \
             namespace: {}\nspec:\n  from:\n  - group: {}\n    kind: {kind}\n    namespace: {namespace}\n  to:\n  - group: \
             {group}\n    kind: {}\n",
            kind.to_lowercase(),
            to.kind.to_lowercase(),
            to.namespace,
            if from.info.group.is_empty() { "\"\"" } else { from.info.group },
            to.kind
        );
        let title = format!("Add a ReferenceGrant to namespace `{}` for {kind}s of `{namespace}`", to.namespace);
        Self::new(title, Change::AddDocument(document))
    }

    /// An annotation or label goes; with it the map that holds it, if it is the only one.
    ///
    /// `map` is `annotations` or `labels`. `None` where nobody wrote it.
    pub fn remove_metadata(object: &Object<'_>, map: &str, key: &str) -> Option<Self> {
        let metadata = object.node.get("metadata")?;
        let outer = metadata.map()?.entry(map)?;
        let entries = outer.value.entries();
        let entry = if entries.len() == 1 { outer } else { outer.value.map()?.entry(key)? };
        outer.value.map()?.entry(key)?;
        let span = entry.key_place.span()?.to(entry.value.span()?);
        Some(Self::new(format!("Remove `{key}`"), Change::RemoveField(span)))
    }

    /// An annotation gets a value, in single or double quotes where YAML needs them. `None` where nobody wrote the object.
    pub fn annotate(object: &Object<'_>, key: &str, value: &str) -> Option<Self> {
        let quoted = quoted(value);
        let title = format!("Write `{key}: {quoted}` on {}", object.title());
        let metadata = object.node.get("metadata")?;
        let annotations = metadata.get("annotations");
        if let Some(own) = annotations.and_then(|map| map.get(key)).and_then(Node::span) {
            return Some(Self::new(title, Change::Replace(own, quoted)));
        }
        let change = match annotations.filter(|map| !map.entries().is_empty()) {
            Some(map) => Change::AddField { map: map.span()?, keys: vec![key.to_owned()], value: quoted },
            None if metadata.map()?.entry("annotations").is_some() => return None,
            None => {
                let keys = vec!["annotations".to_owned(), key.to_owned()];
                Change::AddField { map: metadata.span()?, keys, value: quoted }
            }
        };
        Some(Self::new(title, change))
    }

    /// A field of a map goes. `None` where nobody wrote it.
    pub fn remove_field(map: &Node<'_>, key: &str, title: impl Into<String>) -> Option<Self> {
        let entry = map.map()?.entry(key)?;
        Some(Self::new(title, Change::RemoveField(entry.key_place.span()?.to(entry.value.span()?))))
    }

    /// The field whose key or value stands at a place goes. `None` where there is none.
    pub fn remove_at(object: &Object<'_>, place: Place, title: impl Into<String>) -> Option<Self> {
        let entry = entry_at(&object.node, place)?;
        Some(Self::new(title, Change::RemoveField(entry.key_place.span()?.to(entry.value.span()?))))
    }

    /// The item of a list that stands at a place goes. `None` where nobody wrote it.
    pub fn remove_item_at(place: Place, title: impl Into<String>) -> Option<Self> {
        Some(Self::new(title, Change::RemoveItem(place.span()?)))
    }

    /// Items of an annotation that is a comma list are replaced, or go where `new` is `None`; the annotation goes with the
    /// last one.
    pub fn replace_in_list(object: &Object<'_>, key: &str, old: &[&str], new: Option<&str>) -> Option<Self> {
        let value = object.annotation(key)?.value;
        let items = value.split(',').map(str::trim).filter(|item| !item.is_empty());
        let mut kept: Vec<&str> = Vec::new();
        let mut found = None;
        for item in items {
            if !old.contains(&item) {
                kept.push(item);
                continue;
            }
            found = Some(item);
            kept.extend(new);
        }
        let found = found?;
        if kept.is_empty() {
            return Self::remove_metadata(object, "annotations", key);
        }
        let remedy = Self::annotate(object, key, &kept.join(","))?;
        let title = match new {
            Some(new) => format!("Write `{new}` instead of `{found}`"),
            None => format!("Remove `{found}` from `{key}`"),
        };
        Some(Self { title, ..remedy })
    }

    /// A field of a map, at a path of keys, gets a value as YAML: it is replaced, or written with the maps that lead to it.
    ///
    /// `None` where nobody wrote the map, or where something else than a map is in the way.
    pub fn write(map: &Node<'_>, path: &[&str], value: &str, title: impl Into<String>) -> Option<Self> {
        let (key, rest) = path.split_first()?;
        let keys = || path.iter().map(|key| (*key).to_owned()).collect();
        let change = match map.map()?.entry(key) {
            Some(entry) if entry.value.span().is_none() || entry.key_place.span().is_none() => {
                Change::AddField { map: map.span()?, keys: keys(), value: value.to_owned() }
            }
            Some(entry) if rest.is_empty() => Change::Replace(entry.value.span()?, value.to_owned()),
            Some(entry) => return Self::write(&entry.value, rest, value, title),
            None => Change::AddField { map: map.span()?, keys: keys(), value: value.to_owned() },
        };
        Some(Self::new(title, change))
    }

    /// A list of scalars gets one more. `None` where nobody wrote it, or it has none.
    pub fn add_item(list: &Node<'_>, value: &str, title: impl Into<String>) -> Option<Self> {
        let behind = list.items().last()?.span()?;
        Some(Self::new(title, Change::AddItem { list: list.span()?, behind, value: value.to_owned() }))
    }

    /// A variable gets a value.
    pub fn set(variable: &str, value: &str) -> Self {
        Self::new(format!("Set `{variable}={value}`"), Change::SetVariable(variable.to_owned(), value.to_owned()))
    }

    /// A feature gate of the controller is switched on.
    pub fn open_gate(gate: &'static str) -> Self {
        Self::new(format!("Switch the feature gate `{gate}` on"), Change::OpenGate(gate))
    }
}

/// The entry whose key or value stands at a place.
fn entry_at<'n, 'a>(node: &'n Node<'a>, place: Place) -> Option<&'n Entry<'a>> {
    place.span()?;
    let own = node.entries().iter().find(|entry| entry.key_place == place || entry.value.place == place);
    own.or_else(|| {
        let values = node.entries().iter().map(|entry| &entry.value).chain(node.items());
        values.into_iter().find_map(|value| entry_at(value, place))
    })
}

/// The map that has a field whose value stands at a place.
pub fn map_around<'n, 'a>(node: &'n Node<'a>, place: Place) -> Option<&'n Node<'a>> {
    if node.entries().iter().any(|entry| entry.value.place == place) {
        return place.span().map(|_| node);
    }
    let mut values = node.entries().iter().map(|entry| &entry.value).chain(node.items());
    values.find_map(|value| map_around(value, place))
}

/// A text as a YAML scalar in double quotes, which JSON takes as well.
pub fn quoted(text: &str) -> String {
    // The string form of JSON is one of YAML's.
    serde_json::Value::from(text).to_string()
}
