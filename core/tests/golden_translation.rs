//! The translation against what upstream's programs made of the same objects: upstream's golden files (objects as
//! stored), and the configurations that the real controller sent for the scenarios.
//!
//! The data is not part of the repository: it is looked for above the crate, and its absence is printed.
//! `CASE=<part of a name>` prints the differences of the cases whose names contain it.

use std::fs;
use std::path::{Path, PathBuf};

use kic_core::findings::Findings;
use kic_core::k8s::load::{self, Stored};
use kic_core::k8s::route::Route;
use kic_core::k8s::{Kind, Object, ObjectKey};
use kic_core::kong::{Listing, render};
use kic_core::provenance::{Place, Placed};
use kic_core::resolve::Store;
use kic_core::resolve::cache::{Cache, StatusParent};
use kic_core::settings::{self, Settings, environment};
use kic_core::text::{Pane, SourceFile, Sources};
use kic_core::translate::{TranslateSettings, translate};
use kic_core::yaml::{self, Limits};
use serde_json::Value;

/// How many golden files come out right. May only grow.
const GOLDEN_RATCHET: usize = 22;
/// How many configurations of scenarios come out right. May only grow.
const SCENARIO_RATCHET: usize = 133;

/// A folder of the data sets, above the repository.
fn shared(folder: &str) -> Option<PathBuf> {
    let start = Path::new(env!("CARGO_MANIFEST_DIR"));
    start.ancestors().map(|above| above.join("shared").join(folder)).find(|path| path.is_dir())
}

/// What is translated, and what happens beside the configuration.
struct Outcome {
    config: Value,
    events: Vec<(String, String)>,
}

/// Runs the translation. `oracle` is what the real controller said: its statuses stand in for the reconcilers; without
/// it everything is in the controller's cache.
fn run(text: &str, oracle: Option<&Value>, settings: &TranslateSettings) -> Outcome {
    let sources = Sources::new([SourceFile { name: "manifests", pane: Pane::Manifests, text }]);
    let (file, _) = sources.of(Pane::Manifests).next().unwrap();
    let mut problems = Vec::new();
    let documents = yaml::parse(file, text, &Limits::default(), &mut problems);
    let stored = if oracle.is_some() { Stored::AsPasted } else { Stored::AsStored };
    let mut objects = load::load(documents, stored, "default", &mut problems).objects;
    if let Some(oracle) = oracle {
        objects.retain(|object| !is_left_out(object, oracle));
    }
    let store = Store::new(&objects);
    let mut cache = Cache::as_stored(&store);
    if let Some(oracle) = oracle {
        reconcile(&store, &mut cache, &oracle["status"]);
    }
    let mut findings = Findings::default();
    let configuration = translate(&store, &cache, settings, &mut findings);
    let config = serde_json::to_value(render(&configuration, Listing::ByName)).unwrap();
    let mut events = Vec::new();
    for failure in &findings.failures {
        for cause in &failure.causes {
            events.push((cause.title(), failure.message.clone()));
        }
    }
    events.sort();
    Outcome { config, events }
}

fn is_left_out(object: &Object<'_>, oracle: &Value) -> bool {
    let left_out = oracle["left_out"].as_array().into_iter().flatten();
    left_out.into_iter().any(|document| document["document"] == object.document && document["object"] == object.title())
}

/// A stand-in for the reconcilers: what the real controller's statuses say about what it pushed to its translator.
fn reconcile<'a>(store: &'a Store<'a>, cache: &mut Cache<'a>, status: &'a Value) {
    cache.gateways.retain(|key, _| is_true(&status["gateways"][key.to_string()]["conditions"], "Accepted"));
    for (key, cached) in &mut cache.gateways {
        let listeners = status["gateways"][key.to_string()]["listeners"].as_array().into_iter().flatten();
        cached.programmed = listeners
            .map(|listener| (listener["name"].as_str().unwrap(), is_true(&listener["conditions"], "Programmed")))
            .collect();
    }
    for (kind, routes) in &mut cache.routes {
        let statuses = &status[kind.info().status_key.unwrap()];
        for cached in routes.iter_mut() {
            let parents = &statuses[cached.route.object.key().to_string()]["parents"];
            let parents: Vec<&Value> = parents.as_array().into_iter().flatten().collect();
            let accepted = parents.iter().filter(|parent| is_true(&parent["conditions"], "Accepted"));
            let refs: Vec<&Value> = accepted.map(|parent| &parent["parentRef"]).collect();
            cached.parents = parents
                .iter()
                .filter(|parent| parent["parentRef"]["kind"] == "Gateway")
                .map(|parent| StatusParent {
                    gateway: gateway_of(&parent["parentRef"], cached.route.object),
                    section: section_of(&parent["parentRef"]),
                })
                .collect();
            if *kind == Kind::HTTPRoute && !refs.is_empty() {
                cached.route.hostnames = narrowed(store, &cached.route, &refs);
            }
        }
        routes.retain(|cached| {
            let parents = &statuses[cached.route.object.key().to_string()]["parents"];
            parents.as_array().into_iter().flatten().any(|parent| is_true(&parent["conditions"], "Accepted"))
        });
    }
    cache.policies.retain(|key| {
        let ancestors = status["backendTLSPolicies"][key.to_string()]["ancestors"].as_array();
        ancestors.into_iter().flatten().any(|ancestor| is_true(&ancestor["conditions"], "Accepted"))
    });
}

fn is_true(conditions: &Value, kind: &str) -> bool {
    let conditions = conditions.as_array().into_iter().flatten();
    conditions.into_iter().any(|condition| condition["type"] == kind && condition["status"] == "True")
}

fn gateway_of<'a>(reference: &'a Value, route: &'a Object<'a>) -> ObjectKey<'a> {
    let namespace = reference["namespace"].as_str().unwrap_or(route.key().namespace);
    ObjectKey::new(namespace, reference["name"].as_str().unwrap())
}

fn section_of(reference: &Value) -> Option<Placed<&str>> {
    Some(Placed::new(reference["sectionName"].as_str()?, Place::Rule("oracle")))
}

/// The hostnames that are left of an HTTPRoute (spec/gateway-status.md 10.6).
fn narrowed<'a>(store: &'a Store<'a>, route: &Route<'a>, parents: &[&'a Value]) -> Vec<Placed<&'a str>> {
    let listeners: Vec<_> = parents
        .iter()
        .filter_map(|parent| Some((store.gateway(gateway_of(parent, route.object))?, parent["sectionName"].as_str())))
        .flat_map(|(gateway, section)| {
            gateway
                .listeners
                .iter()
                .filter(move |listener| section.is_none_or(|section| section == listener.name.value))
        })
        .collect();
    let text = |hostname: &Option<Placed<&'a str>>| hostname.map_or("", |hostname| hostname.value);
    if route.hostnames.is_empty() {
        if listeners.iter().any(|listener| text(&listener.hostname).is_empty()) {
            return Vec::new();
        }
        return listeners.iter().filter_map(|listener| listener.hostname).collect();
    }
    let covers = |wide: &str, narrow: &str| {
        wide == narrow || wide.strip_prefix('*').is_some_and(|end| narrow.ends_with(end) && narrow.len() > end.len())
    };
    let hit = |hostname: &Placed<&'a str>| {
        listeners.iter().find_map(|listener| match text(&listener.hostname) {
            "" => Some(*hostname),
            own if covers(own, hostname.value) => Some(*hostname),
            own if covers(hostname.value, own) => listener.hostname,
            _ => None,
        })
    };
    route.hostnames.iter().filter_map(hit).collect()
}

/// Sorts every list of maps: entity lists are sets.
fn sorted(value: &Value) -> Value {
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

/// Prints where two values differ, if the case is asked for.
fn explain(case: &str, expected: &Value, got: &Value) {
    let wanted = std::env::var("CASE").is_ok_and(|wanted| case.contains(&wanted));
    if wanted {
        eprintln!("== {case}");
        differences("", expected, got);
    }
}

fn differences(path: &str, expected: &Value, got: &Value) {
    match (expected, got) {
        (Value::Object(a), Value::Object(b)) => {
            for (key, value) in a {
                match b.get(key) {
                    Some(other) => differences(&format!("{path}/{key}"), value, other),
                    None => eprintln!("{path}/{key}: missing {value}"),
                }
            }
            for (key, value) in b.iter().filter(|(key, _)| !a.contains_key(*key)) {
                eprintln!("{path}/{key}: unexpected {value}");
            }
        }
        (Value::Array(a), Value::Array(b)) if a.len() == b.len() => {
            for (index, (value, other)) in a.iter().zip(b).enumerate() {
                differences(&format!("{path}/{index}"), value, other);
            }
        }
        _ if expected == got => {}
        _ => eprintln!("{path}: expected {expected}\n{path}:      got {got}"),
    }
}

/// The settings of a golden case: those of the file beside it.
fn golden_settings(folder: &Path, name: &str) -> TranslateSettings {
    let mut settings = TranslateSettings::golden();
    if let Ok(text) = fs::read_to_string(folder.join(format!("{name}_settings.yaml"))) {
        let file: Value = serde_yaml::from_str(&text).unwrap();
        for (flag, on) in file["feature_flags"].as_object().unwrap() {
            assert!(settings.set_feature_flag(flag, on.as_bool().unwrap()), "{flag}");
        }
    }
    settings
}

#[test]
fn golden_files_of_upstream() {
    let Some(folder) = shared("oracle/kic-golden") else {
        eprintln!("shared/oracle/kic-golden is not there: skipped");
        return;
    };
    let mut folders: Vec<PathBuf> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    folders.sort();
    let (mut passed, mut failed) = (0, Vec::new());
    let gateway_api = ["HTTPRoute", "GRPCRoute", "TCPRoute", "UDPRoute", "TLSRoute"];
    let (mut of_gateway_api, mut passed_of_gateway_api) = (0, 0);
    for folder in folders {
        let input = fs::read_to_string(folder.join("in.yaml")).unwrap();
        let case = folder.file_name().unwrap().to_string_lossy().into_owned();
        let routes = gateway_api.iter().any(|kind| input.contains(&format!("kind: {kind}")));
        let mut files: Vec<PathBuf> = fs::read_dir(&folder).unwrap().map(|entry| entry.unwrap().path()).collect();
        files.sort();
        for file in files {
            let file_name = file.file_name().unwrap().to_string_lossy().into_owned();
            let Some(name) = file_name.strip_suffix("_golden.yaml") else { continue };
            let expected: Value = serde_yaml::from_str(&fs::read_to_string(&file).unwrap()).unwrap();
            let settings = golden_settings(&folder, name);
            let got = run(&input, None, &settings);
            let (expected, got) = (sorted(&expected), sorted(&got.config));
            let case = format!("{case}/{name}");
            of_gateway_api += usize::from(routes);
            if expected == got {
                passed += 1;
                passed_of_gateway_api += usize::from(routes);
            } else {
                explain(&case, &expected, &got);
                failed.push(case);
            }
        }
    }
    eprintln!("golden files: {passed} of {} are right", passed + failed.len());
    eprintln!("of those with routes of the Gateway API: {passed_of_gateway_api} of {of_gateway_api}");
    eprintln!("not yet: {}", failed.join(", "));
    assert!(passed >= GOLDEN_RATCHET, "{passed} < {GOLDEN_RATCHET}");
}

/// The settings that an environment gives.
fn scenario_settings(text: &str) -> TranslateSettings {
    let sources = Sources::new([SourceFile { name: "environment", pane: Pane::Environment, text }]);
    let (file, _) = sources.of(Pane::Environment).next().unwrap();
    let mut problems = Vec::new();
    let environment = environment::parse(file, text, &mut problems);
    TranslateSettings::new(&Settings::read(&environment, settings::Options::default(), &mut problems))
}

#[test]
fn configurations_of_the_scenarios() {
    let (Some(oracle), Some(scenarios)) = (shared("oracle/kic-scenarios"), shared("scenarios")) else {
        eprintln!("shared/oracle/kic-scenarios is not there: skipped");
        return;
    };
    let mut files: Vec<PathBuf> = fs::read_dir(oracle).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.sort();
    let (mut passed, mut failed, mut events_passed) = (0, Vec::new(), 0);
    for file in files {
        let expected: Value = serde_json::from_str(&fs::read_to_string(&file).unwrap()).unwrap();
        let Some(config) = expected.get("config").filter(|config| config.is_object()) else { continue };
        let case = file.file_stem().unwrap().to_string_lossy().into_owned();
        let manifests = fs::read_to_string(scenarios.join(&case).join("manifests.yaml")).unwrap();
        let env = fs::read_to_string(scenarios.join(&case).join("kong.env")).unwrap_or_default();
        let got = run(&manifests, Some(&expected), &scenario_settings(&env));
        let expected_events = events_of(&expected["events"]);
        if expected_events == got.events {
            events_passed += 1;
        } else if std::env::var("CASE").is_ok_and(|wanted| case.contains(&wanted)) {
            eprintln!("== {case} events: expected {expected_events:#?}\ngot {:#?}", got.events);
        }
        let (config, got) = (sorted(config), sorted(&got.config));
        if config == got {
            passed += 1;
        } else {
            explain(&case, &config, &got);
            failed.push(case);
        }
    }
    eprintln!(
        "configurations of scenarios: {passed} of {} are right, {events_passed} with their events",
        passed + failed.len()
    );
    eprintln!("not yet: {}", failed.join(", "));
    assert!(passed >= SCENARIO_RATCHET, "{passed} < {SCENARIO_RATCHET}");
}

/// Object and message of the translation failures.
fn events_of(events: &Value) -> Vec<(String, String)> {
    let text = |event: &Value, key: &str| event[key].as_str().unwrap_or_default().to_owned();
    let failures = events.as_array().into_iter().flatten();
    let failures = failures.filter(|event| event["reason"] == "KongConfigurationTranslationFailed");
    let mut events: Vec<_> = failures.map(|event| (text(event, "object"), text(event, "message"))).collect();
    events.sort();
    events
}
