//! What the tests of the translation share: run it on objects as stored, and look at all that comes out.

// Each test program uses a part of it.
#![allow(dead_code, reason = "each test program uses a part of it")]

use std::collections::BTreeMap;

use kic_core::annotations::Outcome;
use kic_core::findings::Findings;
use kic_core::k8s::load::{self, Stored};
use kic_core::kong::{Listing, render};
use kic_core::provenance::Place;
use kic_core::resolve::Store;
use kic_core::resolve::cache::Cache;
use kic_core::settings::KicVersion;
use kic_core::text::{Pane, SourceFile, Sources};
use kic_core::translate::{TranslateSettings, translate};
use kic_core::yaml::{self, Limits};
use serde_json::Value;

/// All that a translation gives, in a form that tests compare.
pub(crate) struct Translated {
    /// The configuration.
    pub(crate) config: Value,
    /// Object and message of each failure, sorted.
    pub(crate) failures: Vec<(String, String)>,
    /// Code, text under the place, and help of each problem, sorted.
    pub(crate) problems: Vec<(String, String, String)>,
    /// Key and outcome of each annotation met.
    pub(crate) effects: Vec<(String, Outcome)>,
    /// JSON pointer to the texts under the places that decided the value; rules in brackets.
    pub(crate) origins: BTreeMap<String, Vec<String>>,
}

/// Translates objects as stored: everything is in the controller's cache.
pub(crate) fn translated(text: &str, settings: &TranslateSettings) -> Translated {
    run(text, Stored::AsStored, settings)
}

/// Translates objects as they are pasted: with the API server's defaults, but without any reconciler.
pub(crate) fn translated_with_defaults(text: &str, settings: &TranslateSettings) -> Translated {
    run(text, Stored::AsPasted, settings)
}

fn run(text: &str, stored: Stored, settings: &TranslateSettings) -> Translated {
    let sources = Sources::new([SourceFile { name: "manifests", pane: Pane::Manifests, text }]);
    let (file, _) = sources.of(Pane::Manifests).next().unwrap();
    let mut problems = Vec::new();
    let documents = yaml::parse(file, text, &Limits::default(), &mut problems);
    let objects = load::load(documents, stored, KicVersion::default(), "default", &mut problems).objects;
    let store = Store::new(&objects);
    let cache = Cache::as_stored(&store);
    let mut findings = Findings::default();
    let configuration = translate(&store, &cache, settings, &mut findings);
    let tree = render(&configuration, Listing::ByName);
    let mut origins = BTreeMap::new();
    tree.each_origin(&mut |pointer, origin| {
        let places = origin.places().iter().map(|place| match place {
            Place::At(span) => sources.slice(*span).to_owned(),
            Place::Rule(rule) => format!("[{rule}]"),
        });
        origins.insert(pointer.to_owned(), places.collect());
    });
    let mut failures: Vec<_> = findings
        .failures
        .iter()
        .flat_map(|failure| failure.causes.iter().map(|cause| (cause.title(), failure.message.clone())))
        .collect();
    failures.sort();
    let mut problems: Vec<_> = findings
        .problems
        .iter()
        .map(|problem| {
            let place = sources.slice(problem.primary).to_owned();
            (problem.code.as_str().to_owned(), place, problem.help.first().cloned().unwrap_or_default())
        })
        .collect();
    problems.sort();
    problems.dedup();
    let effects = findings.effects.iter().map(|effect| (effect.found.key.to_owned(), effect.outcome.clone())).collect();
    Translated { config: serde_json::to_value(&tree).unwrap(), failures, problems, effects, origins }
}

/// The settings with feature flags as in the settings files of upstream's golden tests.
pub(crate) fn settings_of(file: &str) -> TranslateSettings {
    let mut settings = TranslateSettings::golden();
    let file: Value = serde_yaml::from_str(file).unwrap();
    for (flag, on) in file["feature_flags"].as_object().into_iter().flatten() {
        assert!(settings.set_feature_flag(flag, on.as_bool().unwrap()), "{flag}");
    }
    settings
}

/// Sorts every list of maps: entity lists are sets.
pub(crate) fn sorted(value: &Value) -> Value {
    match value {
        Value::Array(items) => {
            let mut items: Vec<Value> = items.iter().map(sorted).collect();
            if items.iter().all(Value::is_object) {
                items.sort_by_key(|item| (item.get("name").cloned().map(|name| name.to_string()), item.to_string()));
            }
            Value::Array(items)
        }
        Value::Object(fields) => {
            let mut fields: Vec<_> = fields.iter().map(|(key, value)| (key.clone(), sorted(value))).collect();
            fields.sort_by(|a, b| a.0.cmp(&b.0));
            Value::Object(fields.into_iter().collect())
        }
        scalar => scalar.clone(),
    }
}

/// The differences of two values, one a line.
pub(crate) fn differences(expected: &Value, got: &Value) -> String {
    let mut lines = Vec::new();
    compare("", expected, got, &mut lines);
    lines.join("\n")
}

fn compare(path: &str, expected: &Value, got: &Value, lines: &mut Vec<String>) {
    match (expected, got) {
        (Value::Object(a), Value::Object(b)) => {
            for (key, value) in a {
                match b.get(key) {
                    Some(other) => compare(&format!("{path}/{key}"), value, other, lines),
                    None => lines.push(format!("{path}/{key}: missing {value}")),
                }
            }
            for (key, value) in b.iter().filter(|(key, _)| !a.contains_key(*key)) {
                lines.push(format!("{path}/{key}: unexpected {value}"));
            }
        }
        (Value::Array(a), Value::Array(b)) if a.len() == b.len() => {
            for (index, (value, other)) in a.iter().zip(b).enumerate() {
                compare(&format!("{path}/{index}"), value, other, lines);
            }
        }
        _ if expected == got => {}
        _ => lines.push(format!("{path}: expected {expected}\n{path}:      got {got}")),
    }
}
