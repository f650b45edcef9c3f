//! The structural schema: types, required fields, words, bounds, patterns.
//!
//! All that is wrong is found, as in the server. The count that [`Check::value`] gives is the server's: how much of a
//! value fits, by which the best of several alternatives is chosen.
//!
//! Source: kube-openapi pkg/validation/validate, `SchemaValidator.Validate` and the validators that it calls.

use super::duplicates;
use super::finding::{Fault, Finding};
use super::formats;
use super::path::Path;
use super::unknown;
use crate::go;
use crate::k8s::crd::{Limits, Rules, Schema, Type};
use crate::provenance::Place;
use crate::yaml::{self, Node, Value};

/// Everything that the schema has against an object, and what the other checks need to know.
pub(super) fn check<'n>(node: &'n Node<'n>, schema: &Schema) -> (Vec<Finding<'n>>, Noted<'n>) {
    let mut check = Check { findings: Vec::new(), noted: Some(Noted::default()) };
    check.value(node, schema, &Path::ROOT);
    (check.findings, check.noted.unwrap_or_default())
}

/// What the walk sees on its way, so that most objects need no further walk: they have nothing that another check would
/// find.
#[derive(Default)]
pub(super) struct Noted<'n> {
    /// The values with rules, from the outside in.
    pub(super) rules: Vec<(&'n Node<'n>, Rules)>,
    /// There may be fields that the schema does not have.
    pub(super) has_unknown: bool,
    /// There may be items that must differ and do not.
    pub(super) has_duplicates: bool,
}

struct Check<'n> {
    findings: Vec<Finding<'n>>,
    /// `None` inside of alternatives.
    noted: Option<Noted<'n>>,
}

impl<'n> Check<'n> {
    fn add(&mut self, path: &Path<'_>, place: Place, fault: Fault<'n>) {
        self.findings.push(Finding { path: path.dotted(), place, fault });
    }

    fn value(&mut self, node: &'n Node<'n>, schema: &Schema, path: &Path<'_>) -> usize {
        let limits = schema.limits();
        let has_type = schema.kind != Type::Any || !limits.format.is_empty();
        let mut fits = 0;
        if has_type {
            fits += usize::from(self.kind(node, schema, &limits, path));
        }
        if node.value == Value::Null {
            self.words(node, &limits, path);
            return fits;
        }
        if let Some(noted) = &mut self.noted
            && let Some(rules) = schema.rules_if_any()
        {
            noted.rules.push((node, rules));
        }
        fits += usize::from(has_type) + self.alternatives(node, &limits, path) + 1;
        match &node.value {
            Value::Text(text) => {
                self.text(node, text, &limits, path);
                fits += 1;
                if !limits.format.is_empty() {
                    if !formats::fits(limits.format, text) {
                        self.format(node, text.to_string(), &limits, path);
                    }
                    fits += 1;
                }
            }
            Value::Int(_) | Value::Uint(_) | Value::Float(_) => {
                self.range(node, &limits, path);
                fits += 2;
            }
            Value::List(items) => fits += self.list(node, items, schema, &limits, path) + 2,
            _ => {}
        }
        self.words(node, &limits, path);
        if let Value::Map(_) = node.value {
            fits += self.fields(node, schema, &limits, path) + 1;
        }
        fits + 2
    }

    fn kind(&mut self, node: &'n Node<'n>, schema: &Schema, limits: &Limits, path: &Path<'_>) -> bool {
        let found = type_of(node);
        let fits = match schema.kind {
            // A format alone is a type as well; texts and lists are left to the format itself.
            Type::Any => match &node.value {
                Value::Null | Value::Text(_) | Value::List(_) => true,
                value => {
                    let found = match value {
                        Value::Int(_) => "int64",
                        Value::Uint(_) | Value::Float(_) => "float64",
                        _ => "",
                    };
                    self.format(node, found.to_owned(), limits, path);
                    return false;
                }
            },
            Type::Integer => is_whole(node),
            Type::Number => matches!(found, "integer" | "number"),
            kind => kind.name() == found,
        };
        // A text of a formatted field is judged by the format.
        let fits = fits || (!limits.format.is_empty() && matches!(node.value, Value::Text(_) | Value::List(_)));
        if !fits {
            let is_decodable = node.value == Value::Null || schema.preserves;
            self.add(path, node.place, Fault::Type { found, wanted: schema.kind.name(), is_decodable });
        }
        fits
    }

    fn format(&mut self, node: &'n Node<'n>, found: String, limits: &Limits, path: &Path<'_>) {
        self.add(path, node.place, Fault::Format { found, format: limits.format });
    }

    fn alternatives(&mut self, node: &'n Node<'n>, limits: &Limits, path: &Path<'_>) -> usize {
        let mut fits = 1;
        if limits.any_of().len() > 0 {
            let (valid, best) = Self::try_all(node, limits.any_of(), path);
            if valid == 0 {
                let message = "must validate at least one schema (anyOf)";
                self.add(path, node.place, Fault::Alternatives { message });
            }
            fits += best.0;
            self.findings.extend(best.1);
        }
        if limits.one_of().len() > 0 {
            let (valid, best) = Self::try_all(node, limits.one_of(), path);
            if valid == 1 {
                fits += best.0;
            } else {
                let message = if valid == 0 {
                    "must validate one and only one schema (oneOf). Found none valid"
                } else {
                    "must validate one and only one schema (oneOf). Found several valid alternatives"
                };
                self.add(path, node.place, Fault::Alternatives { message });
                fits += if valid == 0 { best.0 } else { 0 };
                self.findings.extend(best.1);
            }
        }
        if let Some(not) = limits.not() {
            let mut inner = Self { findings: Vec::new(), noted: None };
            inner.value(node, &not, path);
            if inner.findings.is_empty() {
                self.add(path, node.place, Fault::Alternatives { message: "must not validate the schema (not)" });
            }
        }
        fits
    }

    /// How many schemas fit; and of the first that fits, else of the one that fits most, the count and the findings.
    fn try_all(
        node: &'n Node<'n>,
        schemas: impl Iterator<Item = Schema>,
        path: &Path<'_>,
    ) -> (usize, (usize, Vec<Finding<'n>>)) {
        let mut valid = 0;
        let mut best: Option<(usize, Vec<Finding<'n>>)> = None;
        for schema in schemas {
            let mut inner = Self { findings: Vec::new(), noted: None };
            let fits = inner.value(node, &schema, path);
            let is_first_valid = inner.findings.is_empty() && valid == 0;
            valid += usize::from(inner.findings.is_empty());
            if is_first_valid || (valid == 0 && best.as_ref().is_none_or(|best| fits > best.0)) {
                best = Some((fits, inner.findings));
            }
        }
        (valid, best.unwrap_or_default())
    }

    /// At most one finding, in this order.
    fn text(&mut self, node: &'n Node<'n>, text: &'n str, limits: &Limits, path: &Path<'_>) {
        // Bytes are at least as many as characters, and cheaper to count.
        let length = || text.chars().count();
        let fault = match *limits {
            Limits { max_length: Some(most), .. } if text.len() > most && length() > most => Fault::Long { most },
            Limits { min_length: Some(least), .. } if length() < least => Fault::Short { text, least },
            _ => match limits.pattern() {
                Some((pattern, automaton)) if !automaton.is_in(text) => Fault::Pattern { text, pattern },
                _ => return,
            },
        };
        self.add(path, node.place, fault);
    }

    fn range(&mut self, node: &'n Node<'n>, limits: &Limits, path: &Path<'_>) {
        if let Some(bound) = limits.minimum.filter(|bound| below(node, *bound)) {
            self.add(path, node.place, Fault::Range { value: node, bound, is_upper: false });
        }
        if let Some(bound) = limits.maximum.filter(|bound| above(node, *bound)) {
            self.add(path, node.place, Fault::Range { value: node, bound, is_upper: true });
        }
    }

    fn list(
        &mut self,
        node: &'n Node<'n>,
        items: &'n [Node<'n>],
        schema: &Schema,
        limits: &Limits,
        path: &Path<'_>,
    ) -> usize {
        let mut fits = 0;
        if let Some(schema) = schema.items() {
            for (index, item) in items.iter().enumerate() {
                fits += self.value(item, &schema, &path.index(index));
            }
        } else if let Some(noted) = &mut self.noted {
            noted.has_unknown |= !schema.preserves;
        }
        if let Some(noted) = &mut self.noted {
            noted.has_duplicates |= duplicates::are_possible(items, limits);
        }
        let count = items.len();
        if let Some(least) = limits.min_items.filter(|least| count < *least) {
            self.add(path, node.place, Fault::Few { count, least });
        }
        if let Some(most) = limits.max_items.filter(|most| count > *most) {
            self.add(path, node.place, Fault::Many { count, most });
        }
        fits
    }

    fn fields(&mut self, node: &'n Node<'n>, schema: &Schema, limits: &Limits, path: &Path<'_>) -> usize {
        let entries = node.entries();
        if let Some(most) = limits.max_properties.filter(|most| entries.len() > *most) {
            self.add(path, node.place, Fault::Many { count: entries.len(), most });
        }
        let mut fits = 0;
        for entry in entries {
            if let Some(schema) = schema.property(&entry.key) {
                let known_unknown = self.noted.as_ref().is_some_and(|noted| noted.has_unknown);
                fits += self.value(&entry.value, &schema, &path.field(&entry.key));
                if unknown::is_of_every_object(&entry.key, path)
                    && let Some(noted) = &mut self.noted
                {
                    // What stands in metadata is another layer's business.
                    noted.has_unknown = known_unknown;
                }
            } else if let Some(schema) = schema.additional() {
                fits += self.value(&entry.value, &schema, &path.key(&entry.key));
            } else if let Some(noted) = &mut self.noted {
                noted.has_unknown |= !schema.preserves && !unknown::is_of_every_object(&entry.key, path);
            }
        }
        for field in limits.required() {
            if !entries.iter().any(|entry| entry.key == field) {
                self.add(&path.field(field), node.place, Fault::Missing { field });
            }
        }
        fits
    }

    fn words(&mut self, node: &'n Node<'n>, limits: &Limits, path: &Path<'_>) {
        let mut known = limits.words().peekable();
        if known.peek().is_some() && !known.any(|word| equals(node, &word)) {
            let known = limits.words().map(|word| match &word.value {
                Value::Text(text) => text.to_string(),
                _ => yaml::to_json(&word).to_string(),
            });
            self.add(path, node.place, Fault::Word { value: node, known: known.collect() });
        }
    }
}

/// The name of a value's type in the server's messages.
pub(super) const fn type_of(node: &Node<'_>) -> &'static str {
    match node.value {
        Value::Null => "null",
        Value::Bool(_) => "boolean",
        Value::Int(_) => "integer",
        // Beyond 64 bits with sign the server reads a number with a fraction.
        Value::Uint(_) | Value::Float(_) => "number",
        Value::Text(_) => "string",
        Value::List(_) => "array",
        Value::Map(_) => "object",
    }
}

/// An integer, also one that is written with a fraction of zero.
fn is_whole(node: &Node<'_>) -> bool {
    match node.value {
        Value::Int(_) | Value::Uint(_) => true,
        Value::Float(value) => value.fract() == 0.0,
        _ => false,
    }
}

fn below(node: &Node<'_>, bound: i64) -> bool {
    match node.value {
        Value::Int(value) => value < bound,
        Value::Float(value) => value < go::to_float(bound),
        _ => false,
    }
}

fn above(node: &Node<'_>, bound: i64) -> bool {
    match node.value {
        Value::Int(value) => value > bound,
        Value::Uint(_) => true,
        Value::Float(value) => value > go::to_float(bound),
        _ => false,
    }
}

/// Go converts a number to the type of the word before it compares.
fn equals(node: &Node<'_>, word: &Node<'_>) -> bool {
    match (&node.value, &word.value) {
        (Value::Float(value), Value::Int(word)) => value.trunc().to_string() == word.to_string(),
        (value, word) => value == word,
    }
}
