//! The leaves of an input: what the report must give a verdict of.

use kic_core::diagnostic::Diagnostic;
use kic_core::provenance::Place;
use kic_core::settings::environment;
use kic_core::text::Pane;
use kic_core::wire::{self, Input, Report};
use kic_core::yaml::{self, Limits, Node, Value};
use serde_json::Value as Json;

/// How many leaves the manifests have, and how many variables the environments.
///
/// A leaf is a scalar other than null, an empty list, or a map without anything but nulls. An empty `metadata.namespace` is none: kubectl
/// takes it for absent.
pub fn count(input: &Input) -> (u32, u32) {
    let sources = wire::sources(input);
    let mut problems: Vec<Diagnostic> = Vec::new();
    let mut leaves = 0;
    for (file, source) in sources.of(Pane::Manifests) {
        let documents = yaml::parse(file, source.text, &Limits::default(), &mut problems);
        leaves +=
            documents.iter().filter_map(|document| document.node.as_ref()).map(|node| below(node, "")).sum::<u32>();
    }
    let environments = sources.of(Pane::Environment).chain(sources.of(Pane::ReplicaEnvironment));
    let variables =
        environments.map(|(file, source)| environment::parse(file, source.text, &mut problems).entries.len());
    (leaves, u32::try_from(variables.sum::<usize>()).expect("few variables"))
}

fn below(node: &Node<'_>, key: &str) -> u32 {
    match &node.value {
        Value::Map(map) if map.entries.iter().any(|entry| !is_absent(&entry.value, &path(key, &entry.key))) => {
            map.entries.iter().map(|entry| below(&entry.value, &path(key, &entry.key))).sum()
        }
        Value::List(items) if !items.is_empty() => items.iter().map(|item| below(item, key)).sum(),
        _ if is_absent(node, key) => 0,
        _ => u32::from(matches!(node.place, Place::At(_))),
    }
}

fn path(above: &str, key: &str) -> String {
    format!("{above}.{key}")
}

fn is_absent(node: &Node<'_>, key: &str) -> bool {
    match &node.value {
        Value::Null => true,
        Value::Text(text) => text.is_empty() && key.ends_with(".metadata.namespace"),
        _ => false,
    }
}

/// How many verdicts a report has: of fields that somebody wrote, and of variables.
pub fn verdicts(report: &Report) -> (u32, u32) {
    let counts = report.objects.iter().filter_map(|object| object.counts.as_ref()).flatten();
    let written = counts.filter(|(verdict, _)| *verdict != "default").map(|(_, count)| count).sum();
    (written, u32::try_from(report.variables.len()).expect("few variables"))
}

/// What is wrong with the verdicts and origins of a report on an input that asks for fields; empty when all is right.
pub fn wrong(input: &Input, report: &Report) -> Vec<String> {
    let mut wrong = Vec::new();
    let (counted, given) = (count(input), verdicts(report));
    if counted != given {
        wrong.push(format!("{counted:?} leaves and variables, but {given:?} verdicts"));
    }
    for object in &report.objects {
        let idle =
            object.counts.iter().flatten().filter(|(verdict, _)| !matches!(verdict.as_str(), "used" | "default"));
        let idle: u32 = idle.map(|(_, count)| count).sum();
        if idle as usize != object.fields.len() {
            wrong.push(format!("{}: {idle} fields are counted and {} told", object.object, object.fields.len()));
        }
        let silent = object.fields.iter().filter(|field| field.why.is_empty());
        wrong.extend(silent.map(|field| format!("{}: nothing is said of {field:?}", object.object)));
    }
    for (root, value) in [("/config", &report.config), ("/status", &report.status)] {
        if !value.is_null() {
            without_origin(report, value, root, &mut wrong);
        }
    }
    wrong
}

fn without_origin(report: &Report, value: &Json, pointer: &str, wrong: &mut Vec<String>) {
    let escaped = |key: &str| key.replace('~', "~0").replace('/', "~1");
    match value {
        Json::Object(fields) if !fields.is_empty() => {
            fields
                .iter()
                .for_each(|(key, field)| without_origin(report, field, &format!("{pointer}/{}", escaped(key)), wrong));
        }
        Json::Array(items) if !items.is_empty() => {
            items
                .iter()
                .enumerate()
                .for_each(|(index, item)| without_origin(report, item, &format!("{pointer}/{index}"), wrong));
        }
        _ => {
            if report.origins.get(pointer).is_none_or(Vec::is_empty) {
                wrong.push(format!("{pointer} has no origin"));
            }
        }
    }
}
