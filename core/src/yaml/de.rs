//! Typed reading: one serde `Deserializer` over [`Node`], for the `…Spec` types of the API.
//!
//! The place of an error is that of the node that was read last; it is kept in a cell, so that no field has to wrap
//! the errors of its value. Fields that a struct does not know arrive in `deserialize_ignored_any` and are recorded.

use std::cell::{Cell, RefCell};
use std::fmt;

use serde::de::{self, DeserializeSeed, Deserializer, Expected, IntoDeserializer, Unexpected, Visitor};

use super::{Entry, Node, Value};
use crate::provenance::Place;

/// What [`from_node`] found beside the value. One context may serve several calls.
#[derive(Debug, Default)]
pub struct Context {
    /// Fields without a counterpart in the struct, in the order of the text.
    pub unknown_fields: Vec<UnknownField>,
    /// Values that do not fit, one for each failed call.
    pub mismatches: Vec<Mismatch>,
}

/// A field that the struct does not have; its value was skipped.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct UnknownField {
    /// The key.
    pub name: String,
    /// Where the key stands.
    pub place: Place,
    /// Path of the field below the node that was read, for example `listeners[4].prot`.
    pub path: String,
    /// The fields that the struct has.
    pub known: &'static [&'static str],
}

/// A value that does not fit its type.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Mismatch {
    /// Where the value stands; for a missing field the map without it.
    pub place: Place,
    /// Path of the value below the node that was read, for example `listeners[4].port`; empty for the node itself.
    pub path: String,
    /// What does not fit.
    pub reason: Reason,
}

/// Why a value does not fit.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Reason {
    /// A field that must be there is not.
    Missing {
        /// Its name.
        field: &'static str,
    },
    /// The value is of another type or outside of the range.
    Type {
        /// What it is, for example ``string `eighty` ``.
        found: String,
        /// What the type takes, for example `an integer of 32 bits`.
        expected: String,
    },
    /// A word that is none of those that the field takes.
    Word {
        /// The word.
        found: String,
        /// The words that the field takes.
        known: &'static [&'static str],
    },
    /// Anything else, in serde's words.
    Other(String),
}

impl fmt::Display for Reason {
    /// In words, without full stop.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Missing { field } => write!(f, "`{field}` is missing"),
            Self::Type { found, expected } => write!(f, "{found} stands where {expected} is expected"),
            Self::Word { found, known } => write!(f, "`{found}` is none of `{}`", known.join("`, `")),
            Self::Other(words) => f.write_str(words),
        }
    }
}

/// Reads a value of type `T` from a node.
///
/// `null` counts as absent for the fields of structs, as the API server drops it. `None`, and one entry in
/// `context.mismatches`, when the node does not fit.
pub fn from_node<'de, T: de::Deserialize<'de>>(node: &'de Node<'de>, context: &mut Context) -> Option<T> {
    let state = State { place: Cell::new(node.place), path: RefCell::default(), unknown_fields: RefCell::default() };
    let result = T::deserialize(Reader { node, state: &state, field: None });
    context.unknown_fields.append(&mut state.unknown_fields.take());
    match result {
        Ok(value) => Some(value),
        Err(error) => {
            let path = text_of(&state.path.take());
            context.mismatches.push(Mismatch { place: state.place.get(), path, reason: *error.0 });
            None
        }
    }
}

/// The error type that serde asks for. It knows no place: that is in the state.
#[derive(Debug)]
struct Error(Box<Reason>);

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl std::error::Error for Error {}

impl de::Error for Error {
    #[cold]
    fn custom<T: fmt::Display>(message: T) -> Self {
        Self(Box::new(Reason::Other(message.to_string())))
    }

    #[cold]
    fn invalid_type(found: Unexpected<'_>, expected: &dyn Expected) -> Self {
        Self(Box::new(Reason::Type { found: words_of(&found), expected: expected_words(&expected.to_string()) }))
    }

    #[cold]
    fn invalid_value(found: Unexpected<'_>, expected: &dyn Expected) -> Self {
        Self::invalid_type(found, expected)
    }

    #[cold]
    fn unknown_variant(found: &str, known: &'static [&'static str]) -> Self {
        Self(Box::new(Reason::Word { found: found.to_owned(), known }))
    }

    #[cold]
    fn missing_field(field: &'static str) -> Self {
        Self(Box::new(Reason::Missing { field }))
    }
}

#[cold]
fn words_of(found: &Unexpected<'_>) -> String {
    match found {
        Unexpected::Bool(value) => format!("the boolean `{value}`"),
        Unexpected::Unsigned(value) => format!("the number `{value}`"),
        Unexpected::Signed(value) => format!("the number `{value}`"),
        Unexpected::Float(value) => format!("the number `{value}`"),
        Unexpected::Str(text) => format!("the string `{text}`"),
        Unexpected::Unit | Unexpected::Option => "null".to_owned(),
        Unexpected::Seq => "a list".to_owned(),
        Unexpected::Map => "a map".to_owned(),
        other => other.to_string(),
    }
}

/// serde's name of a type, in words.
#[cold]
fn expected_words(name: &str) -> String {
    if let Some(bits) = name.strip_prefix(['i', 'u']).filter(|bits| bits.bytes().all(|byte| byte.is_ascii_digit())) {
        return format!("an integer of {bits} bits");
    }
    match name.split_once(' ') {
        Some(("struct", _)) => "a map".to_owned(),
        Some(("enum", _)) => "a string".to_owned(),
        Some(("a", "sequence")) => "a list".to_owned(),
        _ => name.to_owned(),
    }
}

/// What all readers of one call share.
struct State<'de> {
    /// Place of the node that was entered last.
    place: Cell<Place>,
    /// The way to it. Not unwound after an error, so that it leads to the culprit.
    path: RefCell<Vec<Step<'de>>>,
    unknown_fields: RefCell<Vec<UnknownField>>,
}

#[derive(Clone, Copy)]
enum Step<'de> {
    Key(&'de str),
    Index(usize),
}

fn text_of(path: &[Step<'_>]) -> String {
    let mut text = String::new();
    for step in path {
        match step {
            Step::Key(key) => {
                text.push_str(if text.is_empty() { "" } else { "." });
                text.push_str(key);
            }
            Step::Index(index) => {
                text.push('[');
                text.push_str(&index.to_string());
                text.push(']');
            }
        }
    }
    text
}

/// A node to be read; `field` is set for the value of a field of a struct.
#[derive(Clone, Copy)]
struct Reader<'de, 's> {
    node: &'de Node<'de>,
    state: &'s State<'de>,
    field: Option<(&'de Entry<'de>, &'static [&'static str])>,
}

impl<'de> Reader<'de, '_> {
    fn enter(&self) {
        self.state.place.set(self.node.place);
    }

    fn list<V: Visitor<'de>>(self, items: &'de [Node<'de>], visitor: V) -> Result<V::Value, Error> {
        visitor.visit_seq(Items { items: items.iter().enumerate(), reader: self })
    }

    /// `known` is set for structs: their nulls are skipped and their unknown fields recorded.
    fn map<V: Visitor<'de>>(
        self,
        entries: &'de [Entry<'de>],
        known: Option<&'static [&'static str]>,
        visitor: V,
    ) -> Result<V::Value, Error> {
        visitor.visit_map(Fields { entries: entries.iter(), value: None, known, reader: self })
    }

    /// The node is not of the type that is asked for.
    #[cold]
    #[inline(never)]
    fn misfit(self, expected: &dyn Expected) -> Error {
        let found = match &self.node.value {
            Value::Null => Unexpected::Unit,
            Value::Bool(value) => Unexpected::Bool(*value),
            Value::Int(value) => Unexpected::Signed(*value),
            Value::Uint(value) => Unexpected::Unsigned(*value),
            Value::Float(value) => Unexpected::Float(*value),
            Value::Text(text) => Unexpected::Str(text),
            Value::List(_) => Unexpected::Seq,
            Value::Map(_) => Unexpected::Map,
        };
        de::Error::invalid_type(found, expected)
    }
}

/// The methods of integers, whatever their size: the visitor checks the range.
macro_rules! integers {
    ($($method:ident)*) => {
        $(fn $method<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
            self.enter();
            match self.node.value {
                Value::Int(value) => visitor.visit_i64(value),
                Value::Uint(value) => visitor.visit_u64(value),
                _ => Err(self.misfit(&visitor)),
            }
        })*
    };
}

/// The methods of texts.
macro_rules! texts {
    ($($method:ident)*) => {
        $(fn $method<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
            self.enter();
            match &self.node.value {
                Value::Text(text) => visitor.visit_borrowed_str(text),
                _ => Err(self.misfit(&visitor)),
            }
        })*
    };
}

/// Each method asks the visitor only for what its type can be. Were they to go by `deserialize_any`, every struct would
/// bring code for being read from each kind of node: that was half a megabyte of WASM.
impl<'de> Deserializer<'de> for Reader<'de, '_> {
    type Error = Error;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        self.enter();
        match &self.node.value {
            Value::Null => visitor.visit_unit(),
            Value::Bool(value) => visitor.visit_bool(*value),
            Value::Int(value) => visitor.visit_i64(*value),
            Value::Uint(value) => visitor.visit_u64(*value),
            Value::Float(value) => visitor.visit_f64(*value),
            Value::Text(text) => visitor.visit_borrowed_str(text),
            Value::List(items) => self.list(items, visitor),
            Value::Map(map) => self.map(&map.entries, None, visitor),
        }
    }

    integers! {
        deserialize_i8 deserialize_i16 deserialize_i32 deserialize_i64 deserialize_i128
        deserialize_u8 deserialize_u16 deserialize_u32 deserialize_u64 deserialize_u128
    }

    texts! { deserialize_char deserialize_str deserialize_string deserialize_identifier }

    fn deserialize_bool<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        self.enter();
        match self.node.value {
            Value::Bool(value) => visitor.visit_bool(value),
            _ => Err(self.misfit(&visitor)),
        }
    }

    fn deserialize_f32<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        self.deserialize_f64(visitor)
    }

    fn deserialize_f64<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        self.enter();
        match self.node.value {
            Value::Float(value) => visitor.visit_f64(value),
            Value::Int(value) => visitor.visit_i64(value),
            Value::Uint(value) => visitor.visit_u64(value),
            _ => Err(self.misfit(&visitor)),
        }
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        self.enter();
        if self.node.value == Value::Null { visitor.visit_none() } else { visitor.visit_some(self) }
    }

    fn deserialize_seq<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        self.enter();
        match &self.node.value {
            Value::List(items) => self.list(items, visitor),
            _ => Err(self.misfit(&visitor)),
        }
    }

    fn deserialize_map<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        self.enter();
        match &self.node.value {
            Value::Map(map) => self.map(&map.entries, None, visitor),
            _ => Err(self.misfit(&visitor)),
        }
    }

    fn deserialize_struct<V: Visitor<'de>>(
        self,
        _name: &'static str,
        fields: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Error> {
        self.enter();
        match &self.node.value {
            Value::Map(map) => self.map(&map.entries, Some(fields), visitor),
            _ => Err(self.misfit(&visitor)),
        }
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(self, _name: &'static str, visitor: V) -> Result<V::Value, Error> {
        self.enter();
        visitor.visit_newtype_struct(self)
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        _name: &'static str,
        _variants: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Error> {
        self.enter();
        match &self.node.value {
            Value::Text(text) => visitor.visit_enum((**text).into_deserializer()),
            _ => Err(self.misfit(&visitor)),
        }
    }

    fn deserialize_ignored_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        if let Some((entry, known)) = self.field {
            self.state.unknown_fields.borrow_mut().push(UnknownField {
                name: entry.key.to_string(),
                place: entry.key_place,
                path: text_of(&self.state.path.borrow()),
                known,
            });
        }
        visitor.visit_unit()
    }

    serde::forward_to_deserialize_any! { bytes byte_buf unit unit_struct tuple tuple_struct }
}

/// The items of a list.
struct Items<'de, 's> {
    items: std::iter::Enumerate<std::slice::Iter<'de, Node<'de>>>,
    reader: Reader<'de, 's>,
}

impl<'de> de::SeqAccess<'de> for Items<'de, '_> {
    type Error = Error;

    fn next_element_seed<T: DeserializeSeed<'de>>(&mut self, seed: T) -> Result<Option<T::Value>, Error> {
        let Some((index, node)) = self.items.next() else {
            self.reader.enter();
            return Ok(None);
        };
        let state = self.reader.state;
        state.path.borrow_mut().push(Step::Index(index));
        let value = seed.deserialize(Reader { node, state, field: None })?;
        state.path.borrow_mut().pop();
        Ok(Some(value))
    }

    fn size_hint(&self) -> Option<usize> {
        Some(self.items.len())
    }
}

/// The entries of a map.
struct Fields<'de, 's> {
    entries: std::slice::Iter<'de, Entry<'de>>,
    value: Option<&'de Entry<'de>>,
    known: Option<&'static [&'static str]>,
    reader: Reader<'de, 's>,
}

impl<'de> de::MapAccess<'de> for Fields<'de, '_> {
    type Error = Error;

    fn next_key_seed<K: DeserializeSeed<'de>>(&mut self, seed: K) -> Result<Option<K::Value>, Error> {
        let entry = self.entries.find(|entry| self.known.is_none() || entry.value.value != Value::Null);
        let Some(entry) = entry else {
            // What is said from here on, a missing field for example, is about the map itself.
            self.reader.enter();
            return Ok(None);
        };
        self.value = Some(entry);
        self.reader.state.place.set(entry.key_place);
        seed.deserialize(de::value::BorrowedStrDeserializer::new(&entry.key)).map(Some)
    }

    fn next_value_seed<S: DeserializeSeed<'de>>(&mut self, seed: S) -> Result<S::Value, Error> {
        let entry = self.value.take().ok_or_else(|| de::Error::custom("a value without a key"))?;
        let state = self.reader.state;
        state.path.borrow_mut().push(Step::Key(&entry.key));
        let field = self.known.map(|known| (entry, known));
        let value = seed.deserialize(Reader { node: &entry.value, state, field })?;
        state.path.borrow_mut().pop();
        Ok(value)
    }

    fn size_hint(&self) -> Option<usize> {
        Some(self.entries.len())
    }
}
