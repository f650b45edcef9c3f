//! Building maps and lists of a tree, leaving out what is absent.

use std::borrow::Cow;
use std::collections::BTreeMap;

use super::EMPTY;
use crate::kong::Text;
use crate::provenance::{Origin, Sourced, Tree, TreeMap};

/// The fields of one entity.
#[derive(Default)]
pub(super) struct Fields(TreeMap);

impl Fields {
    /// A value that is there.
    pub(super) fn tree(&mut self, key: &'static str, value: Option<Tree>) {
        if let Some(value) = value {
            self.0.insert(key, value);
        }
    }

    /// A list of entities of a type that only the input names.
    pub(super) fn named_list(&mut self, key: &str, values: Vec<Tree>) {
        self.0.insert(key.to_owned(), list(values));
    }

    /// A string; the empty one is kept.
    pub(super) fn text(&mut self, key: &'static str, value: Option<&Text<'_>>) {
        self.tree(key, value.map(text));
    }

    /// An integer; 0 is kept.
    pub(super) fn int(&mut self, key: &'static str, value: Option<&Sourced<i64>>) {
        self.tree(key, value.cloned().map(Tree::Int));
    }

    /// A boolean; `false` is kept.
    pub(super) fn bool(&mut self, key: &'static str, value: Option<&Sourced<bool>>) {
        self.tree(key, value.cloned().map(Tree::Bool));
    }

    /// A list of strings; the empty one is left out.
    pub(super) fn texts(&mut self, key: &'static str, values: &[Text<'_>]) {
        self.trees(key, values.iter().map(text));
    }

    /// A list of integers; the empty one is left out.
    pub(super) fn ints(&mut self, key: &'static str, values: &[Sourced<i64>]) {
        self.trees(key, values.iter().cloned().map(Tree::Int));
    }

    /// A list; the empty one is left out.
    pub(super) fn trees(&mut self, key: &'static str, values: impl IntoIterator<Item = Tree>) {
        let values: Vec<Tree> = values.into_iter().collect();
        if !values.is_empty() {
            self.0.insert(key, list(values));
        }
    }

    /// Lists of strings by name; the empty map is left out.
    pub(super) fn lists(&mut self, key: &'static str, lists: &BTreeMap<Cow<'_, str>, Vec<Text<'_>>>) {
        if !lists.is_empty() {
            let mut fields = Self::default();
            for (name, values) in lists {
                fields.0.insert(name.to_string(), list(values.iter().map(text).collect()));
            }
            self.tree(key, Some(fields.into_tree()));
        }
    }

    /// A map; the empty one and `null` are left out.
    pub(super) fn map(&mut self, key: &'static str, value: Option<&Tree>) {
        let empty = |tree: &&Tree| matches!(tree, Tree::Null(_)) || matches!(tree, Tree::Map(map, _) if map.is_empty());
        self.tree(key, value.filter(|tree| !empty(tree)).cloned());
    }

    /// The map. The origin of a map is only shown when it is empty, which no entity is.
    pub(super) fn into_tree(self) -> Tree {
        self.into_section(Origin::rule(EMPTY))
    }

    /// The map of a section that may be empty, with its origin.
    pub(super) fn into_section(self, origin: Origin) -> Tree {
        Tree::Map(self.0, origin)
    }
}

/// A list. Its origin is only shown when it is empty.
pub(super) fn list(values: Vec<Tree>) -> Tree {
    Tree::List(values, Origin::rule(EMPTY))
}

fn text(text: &Text<'_>) -> Tree {
    Tree::Text(Sourced::new(text.value.to_string(), &text.origin))
}
