//! Keys, `<<` and repeated keys.

use std::borrow::Cow;

use super::{Building, Frame, Key, Stage, Tree};
use crate::diagnostic::catalog;
use crate::ordered::Ordered as _;
use crate::text::{Span, to_usize};
use crate::yaml::go;
use crate::yaml::scalar::Scalar;
use crate::yaml::{Entry, Map, Node, Value};

impl<'a> Tree<'a, '_> {
    /// A list, a map or an alias in the place of a key.
    pub(super) fn key_from(&mut self, node: Node<'a>) {
        let span = node.span().unwrap_or_else(|| self.span(self.last_end, self.last_end));
        let what = node.kind_in_words();
        let key = match node.value {
            Value::Text(text) => Some(text),
            Value::Bool(value) => Scalar::Bool(value).into_key(Cow::Borrowed("")),
            Value::Int(value) => Scalar::Int(value).into_key(Cow::Borrowed("")),
            Value::Float(value) => Scalar::Float(value).into_key(Cow::Borrowed("")),
            Value::Null | Value::Uint(_) => {
                let key = self.refuse_key(span, what, &node.value);
                self.set_key(key);
                return;
            }
            Value::List(_) | Value::Map(_) => {
                let at = to_usize(span.start).saturating_sub(self.base);
                let braces = [Some(at), at.checked_sub(1)].into_iter().flatten().find(|at| {
                    // Only the inner pair is the key.
                    self.text.get(*at..).is_some_and(|text| text.starts_with("{{"))
                });
                self.report(match braces {
                    Some(at) => catalog::yaml::template_not_rendered(self.span(at, at + 2)),
                    None => catalog::yaml::key_not_scalar(span, what),
                });
                self.refuse(Stage::Decode, format!("yaml: invalid map key: {}", go::syntax(&node.value)));
                None
            }
        };
        self.set_key(key.map_or(Key::Refused(None), |key| Key::Text(key, span)));
    }

    /// JSON has no such key.
    fn refuse_key(&mut self, span: Span, what: &str, value: &Value<'_>) -> Key<'a> {
        // What an alias stands for cannot be quoted here.
        let word = self.source(span);
        let word = if word.starts_with(['*', '\'', '"']) { "" } else { word };
        self.report(catalog::yaml::key_not_text(span, what, word));
        let (kind, key) = (go::type_name(value), go::syntax(value));
        Key::Refused(Some(format!("unsupported map key of type: {kind}, key: {key}, value: ")))
    }

    pub(super) fn key(&mut self, scalar: Scalar, text: Cow<'a, str>, span: Span) -> Key<'a> {
        let what = if scalar == Scalar::Null { "null" } else { "an integer of more than 63 bits" };
        match scalar.into_key(text) {
            Some(key) => Key::Text(key, span),
            None => self.refuse_key(span, what, &scalar.into_value(Cow::Borrowed(""))),
        }
    }

    /// `<<`: go-yaml v2 puts the entries in at this point, over those that stand above it; of several maps the first
    /// wins.
    ///
    /// Source: go.yaml.in/yaml v2 `decode.go:merge`.
    pub(super) fn merge(&mut self, node: Node<'a>) {
        let span = node.span().unwrap_or_else(|| self.span(self.last_end, self.last_end));
        let what = node.kind_in_words();
        let through_alias = self.source(span).starts_with('*');
        let maps = match node.value {
            Value::Map(map) => vec![map],
            Value::List(items) if !through_alias && items.iter().all(|item| item.map().is_some()) => items
                .into_iter()
                .rev()
                .filter_map(|item| match item.value {
                    Value::Map(map) => Some(map),
                    _ => None,
                })
                .collect(),
            _ => {
                self.report(catalog::yaml::merge_without_map(span, what));
                let error = "yaml: map merge requires map or sequence of maps as the value";
                self.refuse(Stage::Decode, error.to_owned());
                return;
            }
        };
        if let Some(Frame::Map { map: building, .. }) = self.stack.last_mut() {
            let start = building.entries.len();
            building.entries.extend(maps.into_iter().flat_map(|map| map.entries));
            building.merged.push((start, building.entries.len()));
        }
    }

    /// Drops all but the last entry of each key.
    pub(super) fn finish(&mut self, map: Building<'a>) -> Map<'a> {
        let Building { mut entries, merged, .. } = map;
        // The ranges are in order and do not touch.
        let is_merged = |at: usize| {
            let range = merged.partition_point(|(_, end)| *end <= at);
            merged.get(range).is_some_and(|(start, _)| *start <= at)
        };
        let mut lost = Vec::new();
        for (first, second) in repeated(&entries) {
            let (Some(a), Some(b)) = (entries.get(first), entries.get(second)) else { continue };
            lost.push(first);
            let (Some(lost), Some(kept)) = (a.key_place.span(), b.key_place.span()) else { continue };
            match (is_merged(first), is_merged(second)) {
                (false, false) => self.report(catalog::yaml::duplicate_key(lost, kept, &a.key)),
                (false, true) => self.report(catalog::yaml::merge_overrides(lost, kept, &a.key)),
                // Own keys below `<<` are what merging is for.
                (true, _) => {}
            }
        }
        if !lost.is_empty() {
            lost.order();
            let mut at = 0;
            entries.retain(|_| {
                let keep = lost.binary_search(&at).is_err();
                at += 1;
                keep
            });
        }
        Map { entries }
    }
}

/// Pairs of neighbours with the same key, each as (earlier, later).
pub(in crate::yaml::parse) fn repeated(entries: &[Entry<'_>]) -> Vec<(usize, usize)> {
    let mut pairs = Vec::new();
    if entries.len() <= 12 {
        for (at, entry) in entries.iter().enumerate() {
            let later = entries.iter().enumerate().skip(at + 1).find(|(_, later)| later.key == entry.key);
            pairs.extend(later.map(|(later, _)| (at, later)));
        }
        return pairs;
    }
    let mut sorted: Vec<(&str, usize)> = entries.iter().enumerate().map(|(at, entry)| (&*entry.key, at)).collect();
    sorted.order();
    for pair in sorted.windows(2) {
        if let [(a, first), (b, second)] = pair
            && a == b
        {
            pairs.push((*first, *second));
        }
    }
    pairs.order();
    pairs
}
