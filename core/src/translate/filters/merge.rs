//! Parts of the plugins `request-transformer` and `response-transformer`, and how several parts become one plugin.

use std::borrow::Cow;
use std::collections::BTreeMap;

use crate::kong::{Plugin, Text};
use crate::provenance::{Origin, Sourced, Tree, TreeMap};

/// Which of the two plugins.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub(super) enum Kind {
    /// `request-transformer`.
    Request,
    /// `response-transformer`.
    Response,
}

impl Kind {
    const fn plugin_name(self) -> &'static str {
        match self {
            Self::Request => "request-transformer",
            Self::Response => "response-transformer",
        }
    }
}

/// What one filter adds to a transforming plugin. An absent list is not the same as an empty one.
#[derive(Clone, Debug)]
pub(super) struct Transformer<'a> {
    /// Of which plugin.
    pub kind: Kind,
    /// Where the filter stands.
    pub origin: Origin,
    /// `replace.headers`.
    pub replace: Option<Vec<Text<'a>>>,
    /// `replace.uri`; an empty one is none.
    pub uri: Option<Text<'a>>,
    /// `add.headers`.
    pub add: Option<Vec<Text<'a>>>,
    /// `append.headers`.
    pub append: Option<Vec<Text<'a>>>,
    /// `remove.headers`.
    pub remove: Option<Vec<Text<'a>>>,
}

impl<'a> Transformer<'a> {
    /// A part without content.
    pub(super) const fn new(kind: Kind, origin: Origin) -> Self {
        Self { kind, origin, replace: None, uri: None, add: None, append: None, remove: None }
    }

    /// Appends the lists of a later part; the first URI stays.
    fn merge(&mut self, later: Self) {
        extend(&mut self.replace, later.replace);
        extend(&mut self.add, later.add);
        extend(&mut self.append, later.append);
        extend(&mut self.remove, later.remove);
        self.uri = self.uri.take().filter(|uri| !uri.value.is_empty()).or(later.uri);
        self.origin = self.origin.and(&later.origin);
    }

    fn into_plugin(self) -> Plugin<'a> {
        let uri = self.uri.filter(|uri| !uri.value.is_empty());
        let mut config = TreeMap::new();
        if self.replace.is_some() || uri.is_some() {
            let mut replace = section(self.replace.unwrap_or_default(), &self.origin);
            if let (Tree::Map(fields, _), Some(uri)) = (&mut replace, uri) {
                fields.insert("uri", tree(uri));
            }
            config.insert("replace", replace);
        }
        for (name, list) in [("add", self.add), ("append", self.append), ("remove", self.remove)] {
            if let Some(list) = list {
                config.insert(name, section(list, &self.origin));
            }
        }
        let mut plugin = Plugin::new(Sourced::new(Cow::Borrowed(self.kind.plugin_name()), self.origin.clone()));
        plugin.config = Some(Tree::Map(config, self.origin));
        plugin
    }
}

/// The plugins of all parts: one of each kind, first that of requests.
///
/// Source: KIC v3.5.13 internal/dataplane/translator/subtranslator/httproute.go:mergePluginsOfTheSameType;
/// spec/gateway-routes.md 8.8.
pub(super) fn plugins(parts: Vec<Transformer<'_>>) -> Vec<Plugin<'_>> {
    let mut merged: BTreeMap<Kind, Transformer<'_>> = BTreeMap::new();
    for part in parts {
        match merged.get_mut(&part.kind) {
            Some(first) => first.merge(part),
            None => {
                merged.insert(part.kind, part);
            }
        }
    }
    merged.into_values().map(Transformer::into_plugin).collect()
}

fn extend<'a>(list: &mut Option<Vec<Text<'a>>>, later: Option<Vec<Text<'a>>>) {
    if let Some(later) = later {
        list.get_or_insert_default().extend(later);
    }
}

/// `{headers: […]}`; an empty list leaves an empty map.
fn section(headers: Vec<Text<'_>>, origin: &Origin) -> Tree {
    let mut fields = TreeMap::new();
    if !headers.is_empty() {
        let list = headers.into_iter().map(tree).collect();
        fields.insert("headers", Tree::List(list, origin.clone()));
    }
    Tree::Map(fields, origin.clone())
}

fn tree(text: Text<'_>) -> Tree {
    Tree::Text(text.map(Cow::into_owned))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn list(items: &[&'static str]) -> Vec<Text<'static>> {
        items.iter().map(|item| Sourced::rule(Cow::Borrowed(*item), "test")).collect()
    }

    fn part(headers: &[&'static str], uri: &'static str) -> Transformer<'static> {
        let mut part = Transformer::new(Kind::Request, Origin::rule("filter"));
        part.add = Some(list(headers));
        part.uri = Some(Sourced::rule(Cow::Borrowed(uri), "test"));
        part
    }

    fn config_of(parts: Vec<Transformer<'_>>) -> serde_json::Value {
        let plugins = plugins(parts);
        assert_eq!(plugins.len(), 1);
        serde_json::to_value(plugins[0].config.as_ref().unwrap()).unwrap()
    }

    /// spec/gateway-routes.md 8.8.
    #[test]
    fn lists_are_joined_and_the_first_uri_wins() {
        let merged = config_of(vec![part(&["header1:value1"], "path1"), part(&["header2:value2"], "path2")]);
        let expected = serde_json::json!({
            "add": {"headers": ["header1:value1", "header2:value2"]}, "replace": {"uri": "path1"}
        });
        assert_eq!(merged, expected);
        assert_eq!(config_of(vec![part(&[], ""), part(&[], "path2")])["replace"]["uri"], "path2");
    }

    /// spec/gateway-routes.md 8.2.
    #[test]
    fn an_empty_list_is_an_empty_section() {
        let mut part = Transformer::new(Kind::Response, Origin::rule("filter"));
        part.replace = Some(list(&[]));
        part.add = Some(list(&[]));
        assert_eq!(config_of(vec![part]), serde_json::json!({"add": {}, "replace": {}}));
    }
}
