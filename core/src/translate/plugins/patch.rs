//! The operation `add` of JSON Patch, which also makes the parents that are missing.
//!
//! Source: RFC 6902; github.com/evanphx/json-patch v5 with EnsurePathExistsOnAdd;
//! spec/ingress-and-kong-crds.md 4.5.

use crate::provenance::{Origin, Tree, TreeMap};

/// Adds a value at a JSON pointer; the empty one replaces the document by a list or map.
///
/// A missing parent becomes a map, or a list where the next step is a number or `-`; a list is padded with nulls.
/// An error is the controller's text.
pub(super) fn add(document: &mut Tree, path: &str, value: Tree) -> Result<(), String> {
    if path.is_empty() {
        return match value {
            Tree::List(..) | Tree::Map(..) => {
                *document = value;
                Ok(())
            }
            _ => {
                Err("jsonpatch replace operation does not apply: document is neither an object nor an array".to_owned())
            }
        };
    }
    let missing = || format!("add operation does not apply: doc is missing path: \"{path}\": missing value");
    let steps: Vec<&str> = path.strip_prefix('/').ok_or_else(missing)?.split('/').collect();
    let origin = origin_of(&value);
    let mut here = document;
    for (index, step) in steps.iter().enumerate() {
        let next = steps.get(index + 1);
        match next {
            None => return put(here, &unescaped(step), value, &origin).ok_or_else(missing),
            Some(next) => here = descend(here, step, next, &origin).ok_or_else(missing)?,
        }
    }
    Err(missing())
}

/// The child at a step; one that is missing is made to fit the next step.
fn descend<'t>(parent: &'t mut Tree, step: &str, next: &str, origin: &Origin) -> Option<&'t mut Tree> {
    let child = || match next {
        "-" => Tree::List(Vec::new(), origin.clone()),
        number if index_of(number).is_some() => Tree::List(Vec::new(), origin.clone()),
        _ => Tree::Map(TreeMap::new(), origin.clone()),
    };
    match parent {
        Tree::Map(fields, _) => {
            let name = unescaped(step);
            if fields.get(&name).is_none_or(|child| matches!(child, Tree::Null(_))) {
                // Upstream makes it under its escaped spelling, and then does not find it.
                if step.contains('~') {
                    return None;
                }
                fields.insert(name.clone(), child());
            }
            fields.get_mut(&name)
        }
        Tree::List(items, _) => {
            let index = if step == "-" { items.len() } else { index_of(step)? };
            while items.len() <= index {
                items.push(Tree::Null(origin.clone()));
            }
            let slot = items.get_mut(index)?;
            if matches!(slot, Tree::Null(_)) {
                *slot = child();
            }
            Some(slot)
        }
        _ => None,
    }
}

/// Puts the value under the last step.
fn put(parent: &mut Tree, step: &str, value: Tree, origin: &Origin) -> Option<()> {
    match parent {
        Tree::Map(fields, _) => {
            fields.insert(step.to_owned(), value);
            Some(())
        }
        Tree::List(items, _) => {
            let index = if step == "-" { items.len() } else { index_of(step)? };
            while items.len() < index {
                items.push(Tree::Null(origin.clone()));
            }
            items.insert(index, value);
            Some(())
        }
        _ => None,
    }
}

/// A position in a list; lists longer than this are no configuration of a plugin.
fn index_of(step: &str) -> Option<usize> {
    const LONGEST: usize = 10_000;
    step.parse().ok().filter(|index| *index <= LONGEST)
}

fn unescaped(step: &str) -> String {
    step.replace("~1", "/").replace("~0", "~")
}

fn origin_of(tree: &Tree) -> Origin {
    match tree {
        Tree::Null(origin) | Tree::List(_, origin) | Tree::Map(_, origin) => origin.clone(),
        Tree::Bool(value) => value.origin.clone(),
        Tree::Int(value) => value.origin.clone(),
        Tree::Float(value) => value.origin.clone(),
        Tree::Text(value) => value.origin.clone(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn patched(patches: &[(&str, Tree)]) -> serde_json::Value {
        let mut document = Tree::Map(TreeMap::new(), Origin::rule("config"));
        for (path, value) in patches {
            add(&mut document, path, value.clone()).unwrap();
        }
        serde_json::to_value(&document).unwrap()
    }

    fn text(value: &str) -> Tree {
        Tree::text(value, Origin::rule("secret"))
    }

    /// spec/ingress-and-kong-crds.md 13.8.
    #[test]
    fn missing_parents_are_made() {
        let headers = Tree::List(vec![text("h1:v1"), text("h2:v2")], Origin::rule("secret"));
        let made = patched(&[("/add/headers", headers), ("/list/2/x", text("s"))]);
        let expected = serde_json::json!({"add": {"headers": ["h1:v1", "h2:v2"]}, "list": [null, null, {"x": "s"}]});
        assert_eq!(made, expected);
    }

    #[test]
    fn a_value_is_inserted_into_a_list() {
        let made = patched(&[("/a/-", text("1")), ("/a/0", text("0")), ("/b~1c", text("x"))]);
        assert_eq!(made, serde_json::json!({"a": ["0", "1"], "b/c": "x"}));
    }

    #[test]
    fn only_lists_and_maps_replace_the_document() {
        let mut document = Tree::Map(TreeMap::new(), Origin::rule("config"));
        assert!(add(&mut document, "", text("x")).is_err());
        assert!(add(&mut document, "a", text("x")).is_err());
    }
}
