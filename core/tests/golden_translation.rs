//! The translation against what upstream's programs made of the same objects: upstream's golden files (objects as
//! stored), and what the real controller sent for the scenarios, as far as it comes from routes of the Gateway API.
//!
//! The data is not part of the repository: it is looked for above the crate, and its absence is printed.
//! `CASE=<part of a name>` prints the differences of the cases whose names contain it.

mod support;

use std::fs;
use std::path::{Path, PathBuf};

use kic_core::text::{Pane, SourceFile, Sources};
use kic_core::translate::TranslateSettings;
use kic_core::{Input, Options};
use serde_json::{Value, json};
use support::{differences, settings_of, sorted, translated};

/// How many golden files come out right. May only grow.
const GOLDEN_RATCHET: usize = 22;
/// How many configurations of scenarios come out right, as far as they come from routes of the Gateway API.
const SCENARIO_RATCHET: usize = 192;
/// The same of random inputs.
const RANDOM_RATCHET: usize = 103;

/// A folder of the data sets, above the repository.
fn shared(folder: &str) -> Option<PathBuf> {
    let start = Path::new(env!("CARGO_MANIFEST_DIR"));
    start.ancestors().map(|above| above.join("shared").join(folder)).find(|path| path.is_dir())
}

/// What comes from routes of the Gateway API: their services, upstreams and plugins, and all certificates where no
/// Ingress asks for some.
fn gateway_api_part(config: &Value, with_certificates: bool) -> Value {
    let prefixes = ["httproute.", "grpcroute.", "tcproute.", "udproute.", "tlsroute."];
    let ours = |name: &Value| prefixes.iter().any(|prefix| name.as_str().is_some_and(|name| name.starts_with(prefix)));
    let list = |key: &str| config[key].as_array().cloned().unwrap_or_default();
    let named = |key: &str| list(key).into_iter().filter(|entity| ours(&entity["name"])).collect::<Vec<_>>();
    let bound = |plugin: &Value| {
        let people = plugin.get("consumer").or(plugin.get("consumer_group"));
        people.is_none() && (ours(&plugin["service"]) || ours(&plugin["route"]))
    };
    let plugins: Vec<Value> = list("plugins").into_iter().filter(bound).collect();
    let certificates = if with_certificates { list("certificates") } else { Vec::new() };
    json!({
        "services": named("services"), "upstreams": named("upstreams"), "plugins": plugins, "certificates": certificates
    })
}

fn is_asked_for(case: &str) -> bool {
    std::env::var("CASE").is_ok_and(|wanted| case.contains(&wanted))
}

/// Prints where two values differ, if the case is asked for.
fn explain(case: &str, expected: &Value, got: &Value) {
    if is_asked_for(case) {
        eprintln!("== {case}");
        eprintln!("{}", differences(expected, got));
    }
}

/// The settings of a golden case: those of the file beside it.
fn golden_settings(folder: &Path, name: &str) -> TranslateSettings {
    let file = fs::read_to_string(folder.join(format!("{name}_settings.yaml")));
    settings_of(&file.unwrap_or_else(|_| "{}".to_owned()))
}

#[test]
fn golden_files_of_upstream() {
    let Some(folder) = shared("oracle/kic-golden") else {
        eprintln!("shared/oracle/kic-golden is not there: skipped");
        return;
    };
    let (mut passed, mut failed) = (0, Vec::new());
    let gateway_api = ["HTTPRoute", "GRPCRoute", "TCPRoute", "UDPRoute", "TLSRoute"];
    let (mut of_gateway_api, mut passed_of_gateway_api) = (0, 0);
    for folder in entries(&folder) {
        let input = fs::read_to_string(folder.join("in.yaml")).unwrap();
        let case = folder.file_name().unwrap().to_string_lossy().into_owned();
        let routes = gateway_api.iter().any(|kind| input.contains(&format!("kind: {kind}")));
        for file in entries(&folder) {
            let file_name = file.file_name().unwrap().to_string_lossy().into_owned();
            let Some(name) = file_name.strip_suffix("_golden.yaml") else { continue };
            let expected: Value = serde_yaml::from_str(&fs::read_to_string(&file).unwrap()).unwrap();
            let settings = golden_settings(&folder, name);
            let (expected, got) = (sorted(&expected), sorted(&translated(&input, &settings).config));
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

/// One case of a set: its inputs and what the real controller made of them.
struct Case {
    name: String,
    manifests: String,
    env: String,
    expected: Value,
}

fn read(path: &Path) -> String {
    fs::read_to_string(path).unwrap_or_default()
}

fn json_of(path: &Path) -> Value {
    serde_json::from_str(&read(path)).unwrap()
}

fn entries(folder: &Path) -> Vec<PathBuf> {
    let mut entries: Vec<PathBuf> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    entries.sort();
    entries
}

/// Compares the part of the Gateway API in all cases and prints what is not right; the number of right ones.
fn count_right(set: &str, cases: impl IntoIterator<Item = Case>) -> usize {
    let (mut right, mut wrong, mut right_events, mut whole) = (0, Vec::new(), 0, 0);
    for Case { name, manifests, env, expected } in cases {
        let Some(config) = expected.get("config").filter(|config| config.is_object()) else { continue };
        let files = [
            SourceFile { name: "manifests.yaml", pane: Pane::Manifests, text: &manifests },
            SourceFile { name: "kong.env", pane: Pane::Environment, text: &env },
        ];
        let report = kic_core::translate(&Input { sources: Sources::new(files), options: Options::default() });
        let events: Vec<_> = report.events.iter().map(|event| (event.object.clone(), event.message.clone())).collect();
        let expected_events = events_of(&expected["events"]);
        right_events += usize::from(expected_events == events);
        if expected_events != events && is_asked_for(&name) {
            eprintln!("== {name} events: expected {expected_events:#?}\ngot {events:#?}");
        }
        let (config, got) = (sorted(config), sorted(&serde_json::to_value(report.config).unwrap()));
        let with_certificates = !manifests.contains("secretName:");
        let part = |config: &Value| gateway_api_part(config, with_certificates);
        let variants = expected["variants"].as_array().into_iter().flatten();
        let variants: Vec<Value> = variants.filter_map(|variant| variant.get("config")).map(sorted).collect();
        let is = |same: &dyn Fn(&Value) -> bool| same(&config) || variants.iter().any(same);
        whole += usize::from(is(&|config| *config == got));
        if is(&|config| part(config) == part(&got)) {
            right += 1;
        } else {
            explain(&name, &part(&config), &part(&got));
            wrong.push(name);
        }
    }
    eprintln!(
        "{set}: {right} of {} are right, {whole} as a whole, {right_events} in their events",
        right + wrong.len()
    );
    eprintln!("not yet: {}", wrong.join(", "));
    right
}

#[test]
fn configurations_of_the_scenarios() {
    let (Some(oracle), Some(scenarios)) = (shared("oracle/kic-scenarios"), shared("scenarios")) else {
        eprintln!("shared/oracle/kic-scenarios is not there: skipped");
        return;
    };
    let cases = entries(&oracle).into_iter().map(|file| {
        let name = file.file_stem().unwrap().to_string_lossy().into_owned();
        let folder = scenarios.join(&name);
        let (manifests, env) = (read(&folder.join("manifests.yaml")), read(&folder.join("kong.env")));
        Case { name, manifests, env, expected: json_of(&file) }
    });
    let right = count_right("scenarios", cases);
    assert!(right >= SCENARIO_RATCHET, "{right} < {SCENARIO_RATCHET}");
}

#[test]
fn configurations_of_random_inputs() {
    let Some(oracle) = shared("oracle/kic-random") else {
        eprintln!("shared/oracle/kic-random is not there: skipped");
        return;
    };
    let cases = entries(&oracle).into_iter().map(|folder| Case {
        name: folder.file_name().unwrap().to_string_lossy().into_owned(),
        manifests: read(&folder.join("manifests.yaml")),
        env: read(&folder.join("kong.env")),
        expected: json_of(&folder.join("expected.json")),
    });
    let right = count_right("random inputs", cases);
    assert!(right >= RANDOM_RATCHET, "{right} < {RANDOM_RATCHET}");
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
