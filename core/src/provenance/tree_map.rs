//! The map of a [`Tree`].

use std::borrow::Cow;

use serde::ser::{Serialize, SerializeMap, Serializer};

use super::Tree;
use crate::ordered::Ordered as _;

/// Trees by key, sorted by key, without repetition.
///
/// A list instead of a `BTreeMap`: most maps of a configuration have a few fields with names that stand in the program.
/// These need no copy, and no node with room for eleven fields.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct TreeMap {
    entries: Vec<Entry>,
}

type Entry = (Cow<'static, str>, Tree);

impl TreeMap {
    /// A map without entries.
    pub const fn new() -> Self {
        Self { entries: Vec::new() }
    }

    /// A map without entries that has room for some.
    pub fn with_capacity(capacity: usize) -> Self {
        Self { entries: Vec::with_capacity(capacity) }
    }

    /// Puts a value under a key; gives the one that stood there.
    pub fn insert(&mut self, key: impl Into<Cow<'static, str>>, value: Tree) -> Option<Tree> {
        self.put(key.into(), value)
    }

    fn put(&mut self, key: Cow<'static, str>, value: Tree) -> Option<Tree> {
        match self.find(&key) {
            Ok(at) => self.entries.get_mut(at).map(|entry| std::mem::replace(&mut entry.1, value)),
            Err(at) => {
                self.entries.insert(at, (key, value));
                None
            }
        }
    }

    /// The place of a key, or the one where it belongs. Keys mostly come in their order.
    fn find(&self, key: &str) -> Result<usize, usize> {
        match self.entries.last() {
            Some((last, _)) if last.as_ref() < key => Err(self.entries.len()),
            _ => self.entries.binary_search_by(|(known, _)| known.as_ref().cmp(key)),
        }
    }

    /// The value under a key.
    pub fn get(&self, key: &str) -> Option<&Tree> {
        let at = self.find(key).ok()?;
        self.entries.get(at).map(|(_, value)| value)
    }

    /// The value under a key, to be changed.
    pub fn get_mut(&mut self, key: &str) -> Option<&mut Tree> {
        let at = self.find(key).ok()?;
        self.entries.get_mut(at).map(|(_, value)| value)
    }

    /// The value under a key; it is made where there is none.
    pub fn get_or_insert_with(&mut self, key: &'static str, make: impl FnOnce() -> Tree) -> Option<&mut Tree> {
        let at = match self.find(key) {
            Ok(at) => at,
            Err(at) => {
                self.entries.insert(at, (Cow::Borrowed(key), make()));
                at
            }
        };
        self.entries.get_mut(at).map(|(_, value)| value)
    }

    /// Whether a value stands under a key.
    pub fn contains_key(&self, key: &str) -> bool {
        self.find(key).is_ok()
    }

    /// Takes the value under a key away.
    pub fn remove(&mut self, key: &str) -> Option<Tree> {
        let at = self.find(key).ok()?;
        Some(self.entries.remove(at).1)
    }

    /// Keeps only the entries for which this holds.
    pub fn retain(&mut self, keep: impl Fn(&Tree) -> bool) {
        self.entries.retain(|(_, value)| keep(value));
    }

    /// How many entries there are.
    pub fn len(&self) -> usize {
        self.entries.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    /// Keys and values, in order of the keys.
    pub fn iter(&self) -> impl ExactSizeIterator<Item = (&str, &Tree)> {
        self.entries.iter().map(|(key, value)| (key.as_ref(), value))
    }

    /// The keys, in order.
    pub fn keys(&self) -> impl ExactSizeIterator<Item = &str> {
        self.entries.iter().map(|(key, _)| key.as_ref())
    }

    /// The values, in order of their keys.
    pub fn values(&self) -> impl ExactSizeIterator<Item = &Tree> {
        self.entries.iter().map(|(_, value)| value)
    }

    /// The values, in order of their keys, to be changed.
    pub fn values_mut(&mut self) -> impl ExactSizeIterator<Item = &mut Tree> {
        self.entries.iter_mut().map(|(_, value)| value)
    }

    /// Of entries with one key the last counts.
    fn from_entries(mut entries: Vec<Entry>) -> Self {
        if !entries.is_sorted_by(|(a, _), (b, _)| a < b) {
            entries.order_by(|(a, _), (b, _)| a.cmp(b));
            entries.dedup_by(|later, earlier| {
                let is_repeated = later.0 == earlier.0;
                if is_repeated {
                    std::mem::swap(later, earlier);
                }
                is_repeated
            });
        }
        Self { entries }
    }
}

impl<K: Into<Cow<'static, str>>> FromIterator<(K, Tree)> for TreeMap {
    fn from_iter<I: IntoIterator<Item = (K, Tree)>>(entries: I) -> Self {
        Self::from_entries(entries.into_iter().map(|(key, value)| (key.into(), value)).collect())
    }
}

impl<K: Into<Cow<'static, str>>, const N: usize> From<[(K, Tree); N]> for TreeMap {
    fn from(entries: [(K, Tree); N]) -> Self {
        entries.into_iter().collect()
    }
}

impl Serialize for TreeMap {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(Some(self.len()))?;
        for (key, value) in self.iter() {
            map.serialize_entry(key, value)?;
        }
        map.end()
    }
}

impl IntoIterator for TreeMap {
    type Item = Entry;
    type IntoIter = std::vec::IntoIter<Entry>;

    fn into_iter(self) -> Self::IntoIter {
        self.entries.into_iter()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::provenance::Origin;

    fn leaf(text: &str) -> Tree {
        Tree::text(text, Origin::rule("x"))
    }

    #[test]
    fn entries_are_sorted_and_the_last_of_one_key_counts() {
        let made = TreeMap::from([("b", leaf("1")), ("a", leaf("2")), ("b", leaf("3"))]);
        let mut put = TreeMap::new();
        assert_eq!(put.insert("b", leaf("1")), None);
        assert_eq!(put.insert("a", leaf("2")), None);
        assert_eq!(put.insert("b", leaf("3")), Some(leaf("1")));
        assert_eq!(made, put);
        assert_eq!(put.keys().collect::<Vec<_>>(), ["a", "b"]);
        assert_eq!(put.get("b"), Some(&leaf("3")));
        assert_eq!(put.remove("a"), Some(leaf("2")));
        assert!(!put.contains_key("a") && put.len() == 1);
    }
}
