//! Worked examples: objects as stored, and what the controller makes of them.
//!
//! A folder holds `in.yaml`, `settings.yaml` (feature flags, optional) and `expected.yaml` with its source. What is
//! expected is the whole configuration, or the `routes` of its one service, one `service` of several, the `priorities`
//! of routes; beside any of it `failures` (object, message) and `problems` (code, text under it).

mod support;

use std::fs;
use std::path::{Path, PathBuf};

use serde_json::Value;
use support::{Translated, differences, settings_of, sorted, translated};

#[test]
fn examples_come_out_as_the_specification_says() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/translation_examples");
    let mut folders: Vec<PathBuf> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    folders.sort();
    let wrong: Vec<String> = folders.iter().filter_map(|folder| check(folder)).collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n\n"));
}

/// What is wrong with an example, if something is.
fn check(folder: &Path) -> Option<String> {
    let input = fs::read_to_string(folder.join("in.yaml")).unwrap();
    let settings = fs::read_to_string(folder.join("settings.yaml")).unwrap_or_else(|_| "{}".to_owned());
    let expected = fs::read_to_string(folder.join("expected.yaml")).unwrap();
    let expected: Value = serde_yaml::from_str(&expected).unwrap();
    let got = translated(&input, &settings_of(&settings));
    let wrong: Vec<String> = parts(&expected, &got)
        .into_iter()
        .filter(|(expected, got)| expected != got)
        .map(|(expected, got)| differences(&expected, &got))
        .collect();
    (!wrong.is_empty()).then(|| format!("{}:\n{}", folder.display(), wrong.join("\n")))
}

/// What is compared with what.
fn parts(expected: &Value, got: &Translated) -> Vec<(Value, Value)> {
    let mut parts = Vec::new();
    let config = sorted(&got.config);
    if expected.get("_format_version").is_some() {
        let mut whole = expected.clone();
        for beside in ["failures", "problems"] {
            whole.as_object_mut().unwrap().remove(beside);
        }
        parts.push((sorted(&whole), config.clone()));
    }
    if let Some(routes) = expected.get("routes") {
        parts.push((sorted(routes), config["services"][0]["routes"].clone()));
    }
    if let Some(service) = expected.get("service") {
        let services = config["services"].as_array().unwrap();
        let same = services.iter().find(|other| other["name"] == service["name"]);
        parts.push((sorted(service), same.cloned().unwrap_or_default()));
    }
    if let Some(priorities) = expected.get("priorities") {
        let routes = config["services"].as_array().unwrap().iter().filter_map(|service| service["routes"].as_array());
        let routes =
            routes.flatten().map(|route| (route["name"].as_str().unwrap().to_owned(), route["priority"].clone()));
        parts.push((sorted(priorities), sorted(&routes.collect())));
    }
    if let Some(failures) = expected.get("failures") {
        parts.push((failures.clone(), serde_json::to_value(&got.failures).unwrap()));
    }
    if let Some(problems) = expected.get("problems") {
        let got: Vec<_> = got.problems.iter().map(|(code, place, _)| (code, place)).collect();
        parts.push((problems.clone(), serde_json::to_value(got).unwrap()));
    }
    assert!(!parts.is_empty(), "nothing is compared");
    parts
}
