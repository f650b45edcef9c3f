//! Equality as `oracle/README.md` defines it, and the first places where two values differ.
//!
//! The controller's own order of entities changes from run to run. What it leaves to chance is compared as a set,
//! what Kong keeps in order (paths, hosts, plugin configurations) is compared in order.

use std::collections::BTreeMap;
use std::fmt;

use serde_json::{Map, Value};

/// One place where two values are not the same.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Difference {
    /// The way there: `services[web.default.80].routes[0].paths`. Elements of sets are named, those of lists are counted.
    pub path: String,
    /// What the oracle has, as short JSON; `None` where it has nothing.
    pub expected: Option<String>,
    /// What we have.
    pub found: Option<String>,
}

impl fmt::Display for Difference {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let path = if self.path.is_empty() { "(the whole)" } else { &self.path };
        match (&self.expected, &self.found) {
            (Some(expected), Some(found)) => write!(f, "{path}: expected {expected}, found {found}"),
            (Some(expected), None) => write!(f, "{path}: missing, expected {expected}"),
            (None, found) => write!(f, "{path}: not expected: {}", found.as_deref().unwrap_or_default()),
        }
    }
}

/// Fields whose lists are sets whatever they hold: in configurations and in statuses.
const SETS: [&str; 10] = [
    "targets",
    "plugins",
    "snis",
    "parents",
    "ancestors",
    "conditions",
    // Not fields of an object of the API but of the oracle's files.
    "errors",
    "events",
    "left_out",
    "unknown_fields",
];

/// All differences between what is expected and what was found, in the order of the expected value; empty when equal.
pub fn differences(expected: &Value, found: &Value) -> Vec<Difference> {
    let mut walk = Walk::default();
    walk.value(expected, found, "");
    walk.differences
}

/// `Ok` when the values are equal, otherwise the first differences in words.
///
/// # Errors
///
/// One line a difference, at most three, and how many more there are.
pub fn equal(expected: &Value, found: &Value) -> Result<(), String> {
    in_words(&differences(expected, found))
}

/// As [`equal`] with any of several expected values; the words are those of the nearest.
///
/// # Errors
///
/// As [`equal`]; also when there is no expected value at all.
pub fn equal_to_any<'a>(expected: impl IntoIterator<Item = &'a Value>, found: &Value) -> Result<(), String> {
    let all = expected.into_iter().map(|expected| differences(expected, found));
    match all.min_by_key(Vec::len) {
        Some(nearest) => in_words(&nearest),
        None => Err("nothing is expected".to_owned()),
    }
}

fn in_words(differences: &[Difference]) -> Result<(), String> {
    const SHOWN: usize = 3;
    if differences.is_empty() {
        return Ok(());
    }
    let mut words: Vec<String> = differences.iter().take(SHOWN).map(ToString::to_string).collect();
    if differences.len() > SHOWN {
        words.push(format!("and {} more", differences.len() - SHOWN));
    }
    Err(words.join("\n"))
}

#[derive(Default)]
struct Walk {
    /// Fields from the root down to the value at hand.
    path: Vec<String>,
    differences: Vec<Difference>,
}

impl Walk {
    fn value(&mut self, expected: &Value, found: &Value, field: &str) {
        match (expected, found) {
            (Value::Object(expected), Value::Object(found)) => self.object(expected, found),
            (Value::Array(expected), Value::Array(found)) if is_set(field, expected) && is_set(field, found) => {
                self.set(expected, found);
            }
            (Value::Array(expected), Value::Array(found)) => self.list(expected, found),
            _ if same_scalar(expected, found) => {}
            _ => self.differ(Some(expected), Some(found)),
        }
    }

    fn object(&mut self, expected: &Map<String, Value>, found: &Map<String, Value>) {
        for (key, value) in expected {
            self.path.push(format!(".{key}"));
            match found.get(key) {
                Some(found) => self.value(value, found, key),
                None => self.differ(Some(value), None),
            }
            self.path.pop();
        }
        for (key, value) in found.iter().filter(|(key, _)| !expected.contains_key(*key)) {
            self.path.push(format!(".{key}"));
            self.differ(None, Some(value));
            self.path.pop();
        }
    }

    fn list(&mut self, expected: &[Value], found: &[Value]) {
        for index in 0..expected.len().max(found.len()) {
            self.path.push(format!("[{index}]"));
            match (expected.get(index), found.get(index)) {
                (Some(expected), Some(found)) => self.value(expected, found, ""),
                (expected, found) => self.differ(expected, found),
            }
            self.path.pop();
        }
    }

    /// Equal elements go away in pairs; of the rest, those with the same identity are compared with each other.
    fn set(&mut self, expected: &[Value], found: &[Value]) {
        let mut rest: Vec<(String, &Value)> = found.iter().map(|value| (canonical(value), value)).collect();
        let mut unmet = Vec::new();
        for value in expected {
            let text = canonical(value);
            match rest.iter().position(|(other, _)| *other == text) {
                Some(index) => drop(rest.swap_remove(index)),
                None => unmet.push(value),
            }
        }
        // Back to the order in which they were found.
        rest.sort_by_key(|(_, value)| found.iter().position(|other| std::ptr::eq(other, *value)));
        for value in unmet {
            let name = identity(value);
            self.path.push(format!("[{name}]"));
            match rest.iter().position(|(_, other)| identity(other) == name) {
                Some(index) => {
                    let (_, other) = rest.remove(index);
                    self.value(value, other, "");
                }
                None => self.differ(Some(value), None),
            }
            self.path.pop();
        }
        for (_, value) in rest {
            self.path.push(format!("[{}]", identity(value)));
            self.differ(None, Some(value));
            self.path.pop();
        }
    }

    fn differ(&mut self, expected: Option<&Value>, found: Option<&Value>) {
        let path = self.path.concat();
        let (mut expected, mut found) = (expected.map(Value::to_string), found.map(Value::to_string));
        if let (Some(expected), Some(found)) = (&mut expected, &mut found) {
            from_the_difference(expected, found);
        }
        self.differences.push(Difference {
            path: path.strip_prefix('.').unwrap_or(&path).to_owned(),
            expected: expected.map(cut),
            found: found.map(cut),
        });
    }
}

/// Whether the order of a list under `field` means nothing.
fn is_set(field: &str, list: &[Value]) -> bool {
    let named = |value: &Value| value.get("name").is_some() || value.get("id").is_some();
    SETS.contains(&field) || list.iter().all(named)
}

/// What makes an element of a set the one that it is, for people and for pairing.
fn identity(value: &Value) -> String {
    // A parent's or ancestor's reference says more than its controller.
    for field in ["parentRef", "ancestorRef"] {
        if let Some(reference) = value.get(field) {
            return ["namespace", "name", "sectionName", "port"]
                .iter()
                .filter_map(|part| reference.get(part).map(scalar_text))
                .collect::<Vec<_>>()
                .join("/");
        }
    }
    // An event and an error: the object, then what is said about it.
    if let Some(object) = value.get("object") {
        let stage = value.get("stage").map(scalar_text);
        return [Some(scalar_text(object)), stage].into_iter().flatten().collect::<Vec<_>>().join(" ");
    }
    // Entities whose names may repeat below different owners (plugins) are told apart by these owners.
    let mut parts: Vec<String> = Vec::new();
    for field in ["name", "username", "custom_id", "target", "type"] {
        if let Some(name) = value.get(field) {
            parts.push(scalar_text(name));
            break;
        }
    }
    for field in ["service", "route", "consumer", "consumer_group"] {
        if let Some(Value::String(owner)) = value.get(field) {
            parts.push(format!("{field} {owner}"));
        }
    }
    if parts.is_empty() {
        // The id of a certificate is empty where the controller does not fill it; its names tell it apart.
        let snis = value.get("snis").and_then(Value::as_array).into_iter().flatten();
        parts.extend(snis.filter_map(|sni| sni.get("name").map(scalar_text)));
    }
    if parts.is_empty() {
        parts.extend(value.get("id").map(scalar_text));
    }
    if parts.is_empty() { short(value) } else { parts.join(" ") }
}

fn scalar_text(value: &Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}

fn same_scalar(expected: &Value, found: &Value) -> bool {
    match (expected, found) {
        (Value::Number(expected), Value::Number(found)) => number(expected) == number(found),
        _ => expected == found,
    }
}

/// The text of a number; 1 and 1.0 have the same, and whole numbers keep all their digits.
fn number(number: &serde_json::Number) -> String {
    let text = number.to_string();
    match text.strip_suffix(".0") {
        Some(whole) => whole.to_owned(),
        None => text,
    }
}

/// A text that is the same for equal values: keys and sets sorted, numbers as `number` has them.
pub fn canonical(value: &Value) -> String {
    let mut text = String::new();
    write_canonical(value, "", &mut text);
    text
}

fn write_canonical(value: &Value, field: &str, text: &mut String) {
    match value {
        Value::Object(fields) => {
            let sorted: BTreeMap<_, _> = fields.iter().collect();
            text.push('{');
            for (key, value) in sorted {
                text.push_str(&Value::String(key.clone()).to_string());
                text.push(':');
                write_canonical(value, key, text);
                text.push(',');
            }
            text.push('}');
        }
        Value::Array(list) => {
            let mut texts: Vec<String> = list.iter().map(canonical).collect();
            if is_set(field, list) {
                texts.sort();
            }
            text.push('[');
            text.push_str(&texts.join(","));
            text.push(']');
        }
        Value::Number(value) => text.push_str(&number(value)),
        scalar => text.push_str(&scalar.to_string()),
    }
}

/// The JSON of a value, cut where it gets long.
fn short(value: &Value) -> String {
    cut(value.to_string())
}

/// As many characters of a text as a line of a terminal or two can show.
const LIMIT: usize = 160;

fn cut(text: String) -> String {
    if text.chars().count() <= LIMIT {
        return text;
    }
    let cut: String = text.chars().take(LIMIT).collect();
    format!("{cut}…")
}

/// Takes away what two long texts begin with, but for a few characters in front of their difference.
fn from_the_difference(one: &mut String, other: &mut String) {
    const KEPT: usize = 20;
    if one.len().min(other.len()) < LIMIT {
        return;
    }
    let common = one.chars().zip(other.chars()).take_while(|(one, other)| one == other).count();
    for text in [one, other] {
        if common > KEPT {
            *text = format!("…{}", text.chars().skip(common - KEPT).collect::<String>());
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::{canonical, differences, equal, equal_to_any};

    #[test]
    fn entities_are_sets_and_paths_are_lists() {
        let expected = json!({"services": [{"name": "a", "paths": ["/1", "/2"]}, {"name": "b"}]});
        assert_eq!(
            equal(&expected, &json!({"services": [{"name": "b"}, {"paths": ["/1", "/2"], "name": "a"}]})),
            Ok(())
        );
        let swapped = json!({"services": [{"name": "b"}, {"name": "a", "paths": ["/2", "/1"]}]});
        let found: Vec<_> = differences(&expected, &swapped).into_iter().map(|difference| difference.path).collect();
        assert_eq!(found, ["services[a].paths[0]", "services[a].paths[1]"]);
    }

    #[test]
    fn an_element_more_or_less_is_named() {
        let expected = json!([{"name": "a"}, {"name": "b"}]);
        let found = json!([{"name": "b"}, {"name": "c"}]);
        let words = equal(&expected, &found).unwrap_err();
        assert_eq!(words, "[a]: missing, expected {\"name\":\"a\"}\n[c]: not expected: {\"name\":\"c\"}");
    }

    #[test]
    fn the_same_element_twice_is_not_once() {
        assert!(
            equal(&json!({"targets": [{"target": "a"}, {"target": "a"}]}), &json!({"targets": [{"target": "a"}]}))
                .is_err()
        );
    }

    #[test]
    fn an_absent_field_is_not_null() {
        assert!(equal(&json!({"a": null}), &json!({})).is_err());
        assert!(equal(&json!({}), &json!({"a": null})).is_err());
    }

    #[test]
    fn long_texts_are_shown_where_they_differ() {
        let text = |end: &str| json!("x".repeat(300) + end);
        let words = equal(&text("a"), &text("b")).unwrap_err();
        assert!(words.ends_with("xa\", found …xxxxxxxxxxxxxxxxxxxxb\""), "{words}");
    }

    #[test]
    fn one_is_one_and_large_numbers_keep_their_last_digit() {
        assert_eq!(equal(&json!(1), &json!(1.0)), Ok(()));
        assert!(equal(&json!(9_223_372_036_854_775_807_u64), &json!(9_223_372_036_854_775_808_u64)).is_err());
        assert!(equal(&json!(1), &json!("1")).is_err());
    }

    #[test]
    fn parents_and_conditions_are_sets() {
        let parent = |name: &str| json!({"parentRef": {"name": name}, "conditions": [{"type": "B"}, {"type": "A"}]});
        let expected = json!({"parents": [parent("x"), parent("y")]});
        assert_eq!(equal(&expected, &json!({"parents": [parent("y"), parent("x")]})), Ok(()));
        let mut other = parent("x");
        other["conditions"][1]["status"] = json!("True");
        let words = equal(&expected, &json!({"parents": [parent("y"), other]})).unwrap_err();
        assert_eq!(words, "parents[x].conditions[A].status: not expected: \"True\"");
    }

    #[test]
    fn any_variant_will_do() {
        let variants = [json!({"a": 1, "b": 1}), json!({"a": 2})];
        assert_eq!(equal_to_any(&variants, &json!({"a": 2})), Ok(()));
        assert_eq!(equal_to_any(&variants, &json!({"a": 3})).unwrap_err(), "a: expected 2, found 3");
        assert!(equal_to_any([], &json!(1)).is_err());
    }

    #[test]
    fn canonical_text_forgets_what_chance_decides() {
        let one = json!({"b": [{"id": "2"}, {"id": "1"}], "a": 1.0});
        assert_eq!(canonical(&one), canonical(&json!({"a": 1, "b": [{"id": "1"}, {"id": "2"}]})));
    }
}
