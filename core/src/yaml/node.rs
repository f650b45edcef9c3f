//! The tree of one YAML or JSON document, borrowed from the text.

use std::borrow::Cow;

use crate::provenance::{Place, Placed};
use crate::text::Span;

/// A value of the tree and its place.
///
/// The place of a list or map written in block style reaches from its first to its last token.
#[derive(Clone, PartialEq, Debug)]
pub struct Node<'a> {
    /// The value, resolved by Kubernetes' YAML 1.1 rules.
    pub value: Value<'a>,
    /// Where it stands, or the default that put it there.
    pub place: Place,
}

/// What a node is.
#[derive(Clone, PartialEq, Debug)]
pub enum Value<'a> {
    /// `null`, `~`, or nothing.
    Null,
    /// A boolean; YAML 1.1 words such as `yes` and `off` included.
    Bool(bool),
    /// An integer that fits 64 bits with sign.
    Int(i64),
    /// An integer above `i64::MAX`.
    Uint(u64),
    /// Any other number.
    Float(f64),
    /// A string; borrowed unless escapes or folding changed it.
    Text(Cow<'a, str>),
    /// A list.
    List(Vec<Node<'a>>),
    /// A map, in the order of the text, without duplicate keys.
    Map(Map<'a>),
}

/// A map in the order of the text, without duplicate keys.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct Map<'a> {
    /// The entries; the reader has dropped repeated keys.
    pub entries: Vec<Entry<'a>>,
}

/// One entry of a map.
#[derive(Clone, PartialEq, Debug)]
pub struct Entry<'a> {
    /// The key as Kubernetes sees it: `yes:` is `true`, `1:` is `1`.
    pub key: Cow<'a, str>,
    /// Where the key stands, or the default that put the entry there.
    pub key_place: Place,
    /// The value.
    pub value: Node<'a>,
}

impl<'a> Map<'a> {
    /// The value under a key.
    pub fn get(&self, key: &str) -> Option<&Node<'a>> {
        self.entry(key).map(|entry| &entry.value)
    }

    /// The value under a key, to be changed.
    pub fn get_mut(&mut self, key: &str) -> Option<&mut Node<'a>> {
        self.entries.iter_mut().find(|entry| entry.key == key).map(|entry| &mut entry.value)
    }

    /// The entry under a key.
    pub fn entry(&self, key: &str) -> Option<&Entry<'a>> {
        self.entries.iter().find(|entry| entry.key == key)
    }
}

impl<'a> Node<'a> {
    /// A node that nobody wrote.
    pub fn from_rule(value: Value<'a>, rule: &'static str) -> Self {
        Self { value, place: Place::Rule(rule) }
    }

    /// A string that nobody wrote.
    pub fn text_from_rule(text: &'static str, rule: &'static str) -> Self {
        Self::from_rule(Value::Text(Cow::Borrowed(text)), rule)
    }

    /// The span, if the user wrote it.
    pub const fn span(&self) -> Option<Span> {
        self.place.span()
    }

    /// The value under a key of a map; `None` for a missing key, a `null`, or another kind of node.
    ///
    /// Kubernetes drops nulls before it decodes, hence they count as missing.
    pub fn get(&self, key: &str) -> Option<&Self> {
        self.map()?.get(key).filter(|node| node.value != Value::Null)
    }

    /// The value at a path of keys; see [`Node::get`].
    pub fn at(&self, path: &[&str]) -> Option<&Self> {
        path.iter().try_fold(self, |node, key| node.get(key))
    }

    /// The map, if it is one.
    pub const fn map(&self) -> Option<&Map<'a>> {
        match &self.value {
            Value::Map(map) => Some(map),
            _ => None,
        }
    }

    /// The map to be changed, if it is one.
    pub const fn map_mut(&mut self) -> Option<&mut Map<'a>> {
        match &mut self.value {
            Value::Map(map) => Some(map),
            _ => None,
        }
    }

    /// The items of a list; another kind of node has none.
    pub fn items(&self) -> &[Self] {
        match &self.value {
            Value::List(items) => items,
            _ => &[],
        }
    }

    /// The items of a list, to be changed.
    pub fn items_mut(&mut self) -> &mut [Self] {
        match &mut self.value {
            Value::List(items) => items,
            _ => &mut [],
        }
    }

    /// The entries of a map; another kind of node has none.
    pub fn entries(&self) -> &[Entry<'a>] {
        self.map().map_or(&[], |map| &map.entries)
    }

    /// The text of a string node.
    pub fn text(&self) -> Option<&str> {
        match &self.value {
            Value::Text(text) => Some(text),
            _ => None,
        }
    }

    /// The string under a key, with its place.
    pub fn text_at(&self, key: &str) -> Option<Placed<&str>> {
        let node = self.get(key)?;
        Some(Placed::new(node.text()?, node.place))
    }

    /// The integer of a number node without fraction.
    pub fn int(&self) -> Option<i64> {
        match self.value {
            Value::Int(value) => Some(value),
            _ => None,
        }
    }

    /// The integer under a key, with its place.
    pub fn int_at(&self, key: &str) -> Option<Placed<i64>> {
        let node = self.get(key)?;
        Some(Placed::new(node.int()?, node.place))
    }

    /// The boolean under a key, with its place.
    pub fn bool_at(&self, key: &str) -> Option<Placed<bool>> {
        let node = self.get(key)?;
        match node.value {
            Value::Bool(value) => Some(Placed::new(value, node.place)),
            _ => None,
        }
    }

    /// What the node is, as the messages of Go's encoding/json call it: `array`, `string` …
    pub const fn json_type(&self) -> &'static str {
        match self.value {
            Value::Null => "null",
            Value::Bool(_) => "bool",
            Value::Int(_) | Value::Uint(_) | Value::Float(_) => "number",
            Value::Text(_) => "string",
            Value::List(_) => "array",
            Value::Map(_) => "object",
        }
    }

    /// What the node is, in words for messages: `a list`, `a string` …
    pub const fn kind_in_words(&self) -> &'static str {
        match self.value {
            Value::Null => "null",
            Value::Bool(_) => "a boolean",
            Value::Int(_) | Value::Uint(_) | Value::Float(_) => "a number",
            Value::Text(_) => "a string",
            Value::List(_) => "a list",
            Value::Map(_) => "a map",
        }
    }
}
