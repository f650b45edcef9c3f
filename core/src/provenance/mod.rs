//! Where values come from: the place of an input value, and the origin of an output value.
//!
//! Every value that a stage hands on carries this from the first day on. An input value has exactly one
//! [`Place`] (it was written somewhere, or a default put it there). An output value has an [`Origin`]:
//! all the places that decided it. Recording is the duty of the code that decides; nothing is derived
//! afterwards. [`Tree`] is the output form of the configuration and of the statuses: JSON with origins.

mod tree_map;

use std::fmt::Write as _;
use std::rc::Rc;

use serde::ser::{Serialize, SerializeSeq, Serializer};

pub use tree_map::TreeMap;

use crate::text::Span;

/// The place of one input value.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Place {
    /// The user wrote it here.
    At(Span),
    /// Nobody wrote it: the named default or rule gave it, for example
    /// `Gateway API default: allowedRoutes.namespaces.from`.
    Rule(&'static str),
}

impl Place {
    /// The span, if the user wrote it.
    pub const fn span(self) -> Option<Span> {
        match self {
            Self::At(span) => Some(span),
            Self::Rule(_) => None,
        }
    }
}

impl From<Span> for Place {
    fn from(span: Span) -> Self {
        Self::At(span)
    }
}

/// An input value and its place.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct Placed<T> {
    /// The value.
    pub value: T,
    /// Where it stands, or the default that gave it.
    pub place: Place,
}

impl<T> Placed<T> {
    /// A value with its place.
    pub fn new(value: T, place: impl Into<Place>) -> Self {
        Self { value, place: place.into() }
    }

    /// The same place with another value made from this one.
    pub fn map<U>(self, f: impl FnOnce(T) -> U) -> Placed<U> {
        Placed { value: f(self.value), place: self.place }
    }

    /// The value as an output value whose only origin is this place.
    pub fn sourced(self) -> Sourced<T> {
        Sourced { value: self.value, origin: self.place.into() }
    }
}

/// The places that decided an output value. Never empty, without repetition, in the order of deciding.
///
/// Of very many only the first [`Origin::MOST`]: where thousands of routes share a value, each of them would show the
/// places of all others.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Origin(Repr);

#[derive(Clone, PartialEq, Eq, Debug)]
enum Repr {
    One(Place),
    Many(Rc<[Place]>),
}

impl Origin {
    /// The most places that are kept. Nobody reads more, and without a bound the origins of `n` routes that share their
    /// values are `n²` places.
    pub const MOST: usize = 128;

    /// A value that no input decides, only a rule: `KIC: connect_timeout is 60000 unless …`.
    pub const fn rule(rule: &'static str) -> Self {
        Self(Repr::One(Place::Rule(rule)))
    }

    /// All places, in order.
    pub fn places(&self) -> &[Place] {
        match &self.0 {
            Repr::One(place) => std::slice::from_ref(place),
            Repr::Many(places) => places,
        }
    }

    /// Both origins together, first `self`, without repetition.
    #[must_use]
    pub fn and(&self, other: impl Into<Self>) -> Self {
        let other = other.into();
        // Most origins are made of a place and a rule: one allocation, and nothing to search.
        if let (Repr::One(first), Repr::One(second)) = (&self.0, &other.0) {
            return if first == second { other } else { Self(Repr::Many(Rc::new([*first, *second]))) };
        }
        let own = self.places();
        if own.len() >= Self::MOST {
            return self.clone();
        }
        let new = |place: &&Place| !own.contains(place);
        let added = other.places().iter().filter(new).count();
        if added == 0 {
            return self.clone();
        }
        let mut places = Vec::with_capacity((own.len() + added).min(Self::MOST));
        places.extend_from_slice(own);
        places.extend(other.places().iter().filter(new).take(Self::MOST - own.len()));
        Self::from_places(places).unwrap_or(other)
    }

    /// All the places as one origin, without repetition; `None` when there is none.
    pub fn all(places: impl IntoIterator<Item = Place>) -> Option<Self> {
        let mut unique = Vec::new();
        for place in places {
            if unique.len() == Self::MOST {
                break;
            }
            if !unique.contains(&place) {
                unique.push(place);
            }
        }
        Self::from_places(unique)
    }

    fn from_places(places: Vec<Place>) -> Option<Self> {
        match places.as_slice() {
            [] => None,
            [place] => Some(Self(Repr::One(*place))),
            _ => Some(Self(Repr::Many(places.into()))),
        }
    }
}

impl From<Place> for Origin {
    fn from(place: Place) -> Self {
        Self(Repr::One(place))
    }
}

impl From<Span> for Origin {
    fn from(span: Span) -> Self {
        Place::At(span).into()
    }
}

impl From<&Origin> for Origin {
    fn from(origin: &Origin) -> Self {
        origin.clone()
    }
}

/// An output value and the places that decided it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Sourced<T> {
    /// The value.
    pub value: T,
    /// The places that decided it.
    pub origin: Origin,
}

impl<T> Sourced<T> {
    /// A value with its origin.
    pub fn new(value: T, origin: impl Into<Origin>) -> Self {
        Self { value, origin: origin.into() }
    }

    /// A value that only a rule decides.
    pub const fn rule(value: T, rule: &'static str) -> Self {
        Self { value, origin: Origin::rule(rule) }
    }

    /// The same origin with another value made from this one.
    pub fn map<U>(self, f: impl FnOnce(T) -> U) -> Sourced<U> {
        Sourced { value: f(self.value), origin: self.origin }
    }
}

/// JSON of which every scalar, and every empty list or map, knows its origin.
#[derive(Clone, PartialEq, Debug)]
pub enum Tree {
    /// `null`.
    Null(Origin),
    /// A boolean.
    Bool(Sourced<bool>),
    /// An integer.
    Int(Sourced<i64>),
    /// Any other number.
    Float(Sourced<f64>),
    /// A string.
    Text(Sourced<String>),
    /// A list; the origin is that of the list itself and only shown when it is empty.
    List(Vec<Tree>, Origin),
    /// A map, sorted by key; the origin is that of the map itself and only shown when it is empty.
    Map(TreeMap, Origin),
}

impl Tree {
    /// A string with its origin.
    pub fn text(value: impl Into<String>, origin: impl Into<Origin>) -> Self {
        Self::Text(Sourced::new(value.into(), origin))
    }

    /// An integer with its origin.
    pub fn int(value: impl Into<i64>, origin: impl Into<Origin>) -> Self {
        Self::Int(Sourced::new(value.into(), origin))
    }

    /// A boolean with its origin.
    pub fn bool(value: bool, origin: impl Into<Origin>) -> Self {
        Self::Bool(Sourced::new(value, origin))
    }

    /// The field of a map, or the item of a list with this number.
    pub fn child(&self, key: &str) -> Option<&Self> {
        match self {
            Self::Map(fields, _) => fields.get(key),
            Self::List(items, _) => items.get(key.parse::<usize>().ok()?),
            _ => None,
        }
    }

    /// Calls `f` with the JSON pointer (RFC 6901) and the origin of each scalar and each empty list or map, in
    /// document order.
    pub fn each_origin(&self, f: &mut dyn FnMut(&str, &Origin)) {
        self.walk(&mut String::new(), f);
    }

    /// Calls `f` with each place of each origin that [`Self::each_origin`] shows, in document order. Much cheaper,
    /// since no pointers are made.
    pub fn each_place(&self, f: &mut dyn FnMut(Place)) {
        let mut all = |origin: &Origin| origin.places().iter().for_each(|place| f(*place));
        match self {
            Self::Null(origin) => all(origin),
            Self::Bool(value) => all(&value.origin),
            Self::Int(value) => all(&value.origin),
            Self::Float(value) => all(&value.origin),
            Self::Text(value) => all(&value.origin),
            Self::List(items, origin) if items.is_empty() => all(origin),
            Self::Map(fields, origin) if fields.is_empty() => all(origin),
            Self::List(items, _) => items.iter().for_each(|item| item.each_place(f)),
            Self::Map(fields, _) => fields.values().for_each(|field| field.each_place(f)),
        }
    }

    fn walk(&self, pointer: &mut String, f: &mut dyn FnMut(&str, &Origin)) {
        match self {
            Self::Null(origin) => f(pointer, origin),
            Self::Bool(value) => f(pointer, &value.origin),
            Self::Int(value) => f(pointer, &value.origin),
            Self::Float(value) => f(pointer, &value.origin),
            Self::Text(value) => f(pointer, &value.origin),
            Self::List(items, origin) if items.is_empty() => f(pointer, origin),
            Self::Map(fields, origin) if fields.is_empty() => f(pointer, origin),
            Self::List(items, _) => {
                let length = pointer.len();
                for (index, item) in items.iter().enumerate() {
                    pointer.push('/');
                    let _ = write!(pointer, "{index}");
                    item.walk(pointer, f);
                    pointer.truncate(length);
                }
            }
            Self::Map(fields, _) => {
                let length = pointer.len();
                for (key, value) in fields.iter() {
                    pointer.push('/');
                    push_escaped(pointer, key);
                    value.walk(pointer, f);
                    pointer.truncate(length);
                }
            }
        }
    }
}

/// Adds a key to a JSON pointer as RFC 6901 writes it.
fn push_escaped(pointer: &mut String, key: &str) {
    for part in key.split_inclusive(['~', '/']) {
        match part.strip_suffix('~') {
            Some(before) => pointer.extend([before, "~0"]),
            None => match part.strip_suffix('/') {
                Some(before) => pointer.extend([before, "~1"]),
                None => pointer.push_str(part),
            },
        }
    }
}

impl Serialize for Tree {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Null(_) => serializer.serialize_unit(),
            Self::Bool(value) => serializer.serialize_bool(value.value),
            Self::Int(value) => serializer.serialize_i64(value.value),
            Self::Float(value) => serializer.serialize_f64(value.value),
            Self::Text(value) => serializer.serialize_str(&value.value),
            Self::List(items, _) => {
                let mut seq = serializer.serialize_seq(Some(items.len()))?;
                for item in items {
                    seq.serialize_element(item)?;
                }
                seq.end()
            }
            Self::Map(fields, _) => fields.serialize(serializer),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn origins_are_joined_without_repetition() {
        let a = Origin::rule("a");
        let both = a.and(Origin::rule("b")).and(&a);
        assert_eq!(both.places(), [Place::Rule("a"), Place::Rule("b")]);
        assert_eq!(a.and(Origin::rule("a")).places(), [Place::Rule("a")]);
    }

    #[test]
    fn very_many_places_are_cut() {
        const RULES: &str = "abcdefghijklmnopqrstuvwxyz";
        let rule = |number: usize| Place::Rule(&RULES[number / 13..=number / 13 + number % 13]);
        let one_by_one = (0..169).fold(Origin::from(rule(0)), |origin, number| origin.and(rule(number)));
        assert_eq!(one_by_one.places().len(), Origin::MOST);
        assert_eq!(Origin::all((0..169).map(rule)), Some(one_by_one));
    }

    #[test]
    fn pointers_are_escaped_and_in_document_order() {
        let leaf = Tree::text("x", Origin::rule("r"));
        let map = TreeMap::from([
            ("a/b~c".to_owned(), Tree::List(vec![leaf.clone(), leaf], Origin::rule("list"))),
            ("e".to_owned(), Tree::List(Vec::new(), Origin::rule("empty"))),
        ]);
        let mut seen = Vec::new();
        Tree::Map(map, Origin::rule("map")).each_origin(&mut |pointer, _| seen.push(pointer.to_owned()));
        assert_eq!(seen, ["/a~1b~0c/0", "/a~1b~0c/1", "/e"]);
    }
}
