//! What `kicplay diff` prints, held against files; `BLESS=1` writes them anew.

mod common;

use common::{Run, check, run, run_line};
use serde_json::Value;

const OPENING: &str = "../web/examples/opening";

fn diff(arguments: &str) -> Run {
    run_line(&format!(
        "diff -f {OPENING}/manifests.yaml --env {OPENING}/kong.env --assume --now 2026-11-24 --color never {arguments}"
    ))
}

#[test]
fn two_router_flavors() {
    let run = diff("--from-flavor traditional --to-flavor expressions");
    check(&run.text, "diff/flavors.txt");
    assert_eq!(run.status, 0);
}

#[test]
fn two_environments() {
    let run = diff("--before-env ../web/examples/doc-page-corrected/kong.env");
    check(&run.text, "diff/environments.txt");
}

#[test]
fn strict_fails_where_something_gets_worse() {
    let worse = "--before-env ../web/examples/doc-page-corrected/kong.env --strict";
    assert_eq!(diff(worse).status, 1);
    let better = format!(
        "diff -f {OPENING}/manifests.yaml --env ../web/examples/doc-page-corrected/kong.env --before-env \
         {OPENING}/kong.env --assume --strict"
    );
    assert_eq!(run_line(&better).status, 0);
    assert_eq!(diff("--from-flavor traditional --to-flavor expressions --strict").status, 0, "other names hurt nobody");
}

#[test]
fn equal_states_do_not_differ() {
    let run = diff("--from-kong 3.9.0 --to-kong 3.9.3 --strict");
    assert_eq!((run.text.lines().nth(1), run.status), (Some("nothing differs"), 0));
}

#[test]
fn json_has_values_pointers_places_and_rules() {
    let run = diff("--from-flavor traditional --to-flavor expressions --format json");
    let value: Value = serde_json::from_str(&run.text).unwrap();
    assert_eq!(value["before"]["router_flavor"], "traditional");
    let new = value["differences"].as_array().unwrap().iter().find(|it| it["hurt"] == "new").unwrap();
    assert_eq!(new["pointer_after"], "/config/services/0/routes/0");
    assert_eq!(new["rules"], serde_json::json!([0]));
    assert!(new["places"][0]["line"].is_number());
    assert!(value["rules"][0]["source"].as_str().unwrap().contains("router.go"));
}

#[test]
fn values_and_pointers_are_those_of_translate() {
    let run_diff = diff("--before-env ../web/examples/doc-page-corrected/kong.env --format json");
    let differences: Value = serde_json::from_str(&run_diff.text).unwrap();
    let status: Value = serde_json::from_str(&run("opening", "--assume --output status --format json").text).unwrap();
    let after = |it: &Value| it["pointer_after"].as_str().map(|at| status.pointer(at.strip_prefix("/status").unwrap()));
    let conditions: Vec<_> = differences["differences"].as_array().unwrap().iter().filter_map(after).collect();
    assert!(conditions.len() >= 2 && conditions.iter().all(Option::is_some), "{conditions:?}");
}

#[test]
fn nothing_in_which_the_states_could_differ_is_wrong_usage() {
    let run = diff("");
    assert_eq!((run.status, run.text.as_str()), (2, ""));
    assert!(run.error.contains("--from"), "{}", run.error);
    assert!(diff("--from 2.0").error.contains("modelled are"));
}
