//! Reads real configurations of the controller into the model and renders them again: the model holds all of them, and
//! ids, defaults and order are made as the controller makes them.

mod reader;

use std::path::{Path, PathBuf};

use serde_json::Value;

use super::{Configuration, Flavor, Listing, Options, complete, render};
use crate::ordered::Ordered as _;
use crate::provenance::{Place, Tree};

/// Upstream's golden files, and the real controller's outputs.
const GOLDENS: usize = 58;
const SCENARIOS: usize = 209;
const RANDOM: usize = 105;

/// The folder `shared/oracle`, above the repository; it is not part of it.
fn oracle() -> Option<PathBuf> {
    let start = Path::new(env!("CARGO_MANIFEST_DIR"));
    start.ancestors().map(|folder| folder.join("shared/oracle")).find(|folder| folder.is_dir())
}

/// The files of a folder and its folders, sorted.
fn files(folder: &Path, end: &str) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found.extend(files(&path, end));
        } else if path.to_string_lossy().ends_with(end) {
            found.push(path);
        }
    }
    found.order();
    found
}

/// Reads a configuration without what [`complete`] adds, in another order, completes it, and renders it.
fn again(config: &Value, listing: Listing) -> Tree {
    let text = config.to_string();
    let flavor = if text.contains(r#""expression":"#) { Flavor::Expressions } else { Flavor::Traditional };
    let mut configuration = reader::read(config);
    shuffle(&mut configuration);
    complete(&mut configuration, &Options { flavor, ..Options::default() });
    render(&configuration, listing)
}

/// Turns the lists around that are sorted by keys without repetition.
fn shuffle(configuration: &mut Configuration<'_>) {
    configuration.services.reverse();
    configuration.upstreams.reverse();
    configuration.certificates.reverse();
    configuration.ca_certificates.reverse();
    configuration.consumers.reverse();
    configuration.consumer_groups.reverse();
    configuration.vaults.reverse();
    for service in &mut configuration.services {
        // Equal names occur here (spec/gateway-routes.md 6.6) and keep their order.
        service.routes.order_by(|a, b| a.name.value.cmp(&b.name.value));
    }
    for upstream in &mut configuration.upstreams {
        upstream.targets.reverse();
    }
}

/// Lists of entities as sets, everything else as it is.
fn as_sets(mut config: Value) -> Value {
    fn sort(value: &mut Value) {
        match value {
            Value::Array(items) => {
                items.iter_mut().for_each(sort);
                if items.iter().all(Value::is_object) {
                    items.order_by_cached_key(ToString::to_string);
                }
            }
            Value::Object(fields) => {
                fields.values_mut().for_each(sort);
                fields.sort_keys();
            }
            _ => (),
        }
    }
    sort(&mut config);
    config
}

fn to_value(tree: &Tree) -> Value {
    serde_json::to_value(tree).unwrap()
}

fn check(name: &Path, config: &Value) {
    let tree = again(config, Listing::ByName);
    assert_eq!(as_sets(to_value(&tree)), as_sets(config.clone()), "{}", name.display());
    tree.each_origin(&mut |pointer, origin| {
        let made = ["/id", "/https_redirect_status_code", "/path_handling", "/algorithm", "/_format_version"];
        let read = origin.places().contains(&Place::Rule("read back"));
        let stub = pointer == "/upstreams/0/name" && config.get("services").is_none();
        assert!(read || stub || made.iter().any(|end| pointer.ends_with(end)), "{pointer} comes from {origin:?}");
    });
}

#[test]
fn golden_files_are_rendered_again_in_their_order() {
    let Some(oracle) = oracle() else {
        eprintln!("shared/oracle is absent");
        return;
    };
    let goldens = files(&oracle.join("kic-golden"), "_golden.yaml");
    for golden in &goldens {
        let text = std::fs::read_to_string(golden).unwrap();
        let config: Value = serde_yaml::from_str(&text).unwrap();
        assert_eq!(to_value(&again(&config, Listing::AsSent)), config, "{}", golden.display());
    }
    eprintln!("{} golden files", goldens.len());
    assert!(goldens.len() >= GOLDENS);
}

#[test]
fn configurations_of_the_real_controller_are_rendered_again() {
    let Some(oracle) = oracle() else {
        eprintln!("shared/oracle is absent");
        return;
    };
    for (folder, end, count) in [("kic-scenarios", ".json", SCENARIOS), ("kic-random", "expected.json", RANDOM)] {
        let files = files(&oracle.join(folder), end);
        let mut configurations = 0;
        for file in &files {
            let outcome: Value = serde_json::from_str(&std::fs::read_to_string(file).unwrap()).unwrap();
            let variants = outcome.get("variants").and_then(Value::as_array).into_iter().flatten();
            for outcome in std::iter::once(&outcome).chain(variants) {
                if let Some(config @ Value::Object(_)) = outcome.get("config") {
                    check(file, config);
                    configurations += 1;
                }
            }
        }
        eprintln!("{folder}: {} files, {configurations} configurations", files.len());
        assert!(files.len() >= count && configurations + 1 >= count);
    }
}
