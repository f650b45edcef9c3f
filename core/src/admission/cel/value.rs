//! Values of expressions.

use std::cmp::Ordering;

use crate::go::to_float;
use crate::yaml::{Node, Value as Yaml};

/// A value; lists and maps of the object are not copied.
#[derive(Clone, Debug)]
pub(super) enum Value<'n> {
    Null,
    Bool(bool),
    Int(i64),
    Float(f64),
    Text(&'n str),
    /// Nanoseconds.
    Duration(i64),
    /// A list that the expression makes.
    List(Vec<Value<'n>>),
    /// A list or map of the object.
    Node(&'n Node<'n>),
}

fn no_overload<T>() -> Result<T, String> {
    Err("no such overload".to_owned())
}

impl<'n> Value<'n> {
    /// The value of a node.
    pub(super) fn of(node: &'n Node<'n>) -> Self {
        match &node.value {
            Yaml::Null => Self::Null,
            Yaml::Bool(value) => Self::Bool(*value),
            Yaml::Int(value) => Self::Int(*value),
            Yaml::Uint(value) => i64::try_from(value >> 1).map_or(Self::Null, |half| Self::Float(to_float(half) * 2.0)),
            Yaml::Float(value) => Self::Float(*value),
            Yaml::Text(text) => Self::Text(text),
            Yaml::List(_) | Yaml::Map(_) => Self::Node(node),
        }
    }

    pub(super) fn field(&self, name: &[u8]) -> Option<Self> {
        match self {
            Self::Node(node) => {
                let entry = node.entries().iter().find(|entry| entry.key.as_bytes() == name)?;
                Some(Self::of(&entry.value))
            }
            _ => None,
        }
    }

    pub(super) fn bool(&self) -> Result<bool, String> {
        match self {
            Self::Bool(value) => Ok(*value),
            _ => no_overload(),
        }
    }

    pub(super) fn text(&self) -> Result<&'n str, String> {
        match self {
            Self::Text(text) => Ok(text),
            _ => no_overload(),
        }
    }

    /// How many items a list has, or keys a map.
    pub(super) fn count(&self) -> usize {
        match self {
            Self::List(items) => items.len(),
            Self::Node(node) => node.items().len().max(node.entries().len()),
            _ => 0,
        }
    }

    /// An item of a list, a key of a map.
    pub(super) fn item(&self, at: usize) -> Option<Self> {
        match self {
            Self::List(items) => items.get(at).cloned(),
            Self::Node(node) => match &node.value {
                Yaml::Map(map) => map.entries.get(at).map(|entry| Self::Text(&entry.key)),
                _ => node.items().get(at).map(Self::of),
            },
            _ => None,
        }
    }

    /// Items, entries, or characters.
    pub(super) fn size(&self) -> Result<i64, String> {
        let size = match self {
            Self::Text(text) => text.chars().count(),
            Self::List(_) | Self::Node(_) => self.count(),
            _ => return no_overload(),
        };
        Ok(i64::try_from(size).unwrap_or(i64::MAX))
    }

    /// Lists and maps are never equal: no rule compares them.
    pub(super) fn equals(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Null, Self::Null) => true,
            (Self::Bool(a), Self::Bool(b)) => a == b,
            (Self::Text(a), Self::Text(b)) => a == b,
            _ => self.compare(other) == Some(Ordering::Equal),
        }
    }

    pub(super) fn compare(&self, other: &Self) -> Option<Ordering> {
        match (self, other) {
            (Self::Int(a), Self::Int(b)) | (Self::Duration(a), Self::Duration(b)) => Some(a.cmp(b)),
            (Self::Text(a), Self::Text(b)) => Some(a.cmp(b)),
            (Self::Float(a), Self::Float(b)) => a.partial_cmp(b),
            (Self::Int(a), Self::Float(b)) => to_float(*a).partial_cmp(b),
            (Self::Float(a), Self::Int(b)) => a.partial_cmp(&to_float(*b)),
            _ => None,
        }
    }

    pub(super) fn sum(&self, other: &Self) -> Result<i64, String> {
        match (self, other) {
            (Self::Int(a), Self::Int(b)) => a.checked_add(*b).ok_or_else(|| "integer overflow".to_owned()),
            _ => no_overload(),
        }
    }
}
