//! Requests on their whole way: those that routes are made for arrive, and reviewed tables hold.
#![cfg(not(target_arch = "wasm32"))]
#![allow(clippy::print_stdout, reason = "a suite says how many cases it ran")]

use std::fmt::Write as _;

use kic_core::request::Client;
use kic_core::text::{Pane, SourceFile, Sources};
use kic_core::wire::request::{Asked, Question};
use kic_core::wire::{self, Input, Report};
use kic_core::yaml::{self, Limits};
use kic_tests::matches;
use kic_tests::sets::{self, Case, Set};
use serde_json::Value;

/// The objects of manifests, lists taken apart.
fn objects(manifests: &str) -> Vec<Value> {
    let sources = Sources::new([SourceFile { name: "manifests", pane: Pane::Manifests, text: manifests }]);
    let mut problems = Vec::new();
    let documents: Vec<_> = sources
        .iter()
        .flat_map(|(file, source)| yaml::parse(file, source.text, &Limits::default(), &mut problems))
        .collect();
    let mut objects = Vec::new();
    for document in documents.iter().filter_map(|document| document.node.as_ref()) {
        let object = yaml::to_json(document);
        match object["items"].as_array() {
            Some(items) => objects.extend(items.iter().cloned()),
            None => objects.push(object),
        }
    }
    objects
}

/// Title and spec of the HTTPRoutes that a Gateway accepts.
fn accepted(input: &Input, report: &Report) -> Vec<(String, String, Value)> {
    let namespace = if input.namespace.is_empty() { "default" } else { &input.namespace };
    let routes = objects(&input.manifests).into_iter().filter(|object| object["kind"] == "HTTPRoute");
    let named = routes.map(|route| {
        let own = route["metadata"]["namespace"].as_str().unwrap_or(namespace);
        let name = format!("{own}/{}", route["metadata"]["name"].as_str().unwrap_or_default());
        (format!("HTTPRoute {name}"), name, route)
    });
    let is_accepted = |name: &str| {
        let parents = report.status["httpRoutes"][name]["parents"].as_array();
        parents.into_iter().flatten().any(|parent| {
            let conditions = parent["conditions"].as_array();
            conditions.into_iter().flatten().any(|one| one["type"] == "Accepted" && one["status"] == "True")
        })
    };
    named.filter(|(_, name, _)| is_accepted(name)).collect()
}

/// What of an accepted HTTPRoute no request reaches although nothing says so.
fn unreached(input: &Input, report: &Report, asked: &Asked, count: &mut usize) -> Vec<String> {
    let mut wrong = Vec::new();
    for (title, _, route) in accepted(input, report).into_iter().filter(|(title, ..)| !is_explained(title, report)) {
        let own = |object: &Option<String>| object.as_deref() == Some(title.as_str());
        let made = asked.derived.iter().filter(|made| made.purpose == "match" && own(&made.route.object));
        let clients: Vec<_> = made.map(|made| (Client::parse(&made.line).expect("a line of ours"), made)).collect();
        let is_known = |pointer: &str| {
            asked.shadows.iter().any(|shadow| shadow.route.pointer == pointer)
                || asked.not_made.iter().any(|not_made| not_made.route.pointer == pointer)
        };
        for (rule_number, rule) in list(&route["spec"], "rules").iter().enumerate() {
            for (number, matched) in list(rule, "matches").iter().enumerate() {
                *count += 1;
                let fitting: Vec<_> = clients.iter().filter(|(client, _)| matches::fits(matched, client)).collect();
                let ok = fitting.iter().any(|(_, made)| made.reaches || is_known(&made.route.pointer));
                if !ok {
                    wrong.push(format!("{title} rule {rule_number} match {number}: {matched} ({} fit)", fitting.len()));
                }
            }
        }
    }
    wrong
}

/// Whether the report says already that Kong's routes are not what the HTTPRoute's matches say.
fn is_explained(title: &str, report: &Report) -> bool {
    const CODES: [&str; 4] = ["rewrite-drops-paths", "route-unreachable", "path-is-pattern", "route-refused-by-router"];
    let of_object = |problem: &&wire::Problem| problem.object.as_deref() == Some(title);
    let mut problems = report.problems.iter().filter(of_object);
    // Annotations that take the place of conditions.
    let overrides = |annotation: &&wire::Annotation| {
        annotation.object == title
            && annotation.changes.iter().any(|change| ["methods", "headers"].contains(&&*change.field))
    };
    report.events.iter().any(|event| event.object == title)
        || problems.any(|problem| problem.severity == "error" || CODES.contains(&problem.code.as_str()))
        || report.annotations.iter().any(|annotation| overrides(&annotation))
}

fn list<'v>(value: &'v Value, key: &str) -> &'v [Value] {
    value[key].as_array().map_or(&[], Vec::as_slice)
}

#[test]
fn every_match_of_an_accepted_route_is_reached_or_known_to_be_shadowed() {
    let (mut count, mut wrong) = (0, String::new());
    for set in [Set::KicScenarios, Set::KicUnsettled] {
        let (_, cases) = sets::load(set).expect("the set is in tests/conformance");
        for Case { name, input, .. } in cases {
            let input: Input = serde_json::from_value(input).expect("an input");
            let (report, asked) = wire::ask(&input, &Question { derived: true, ..Question::default() });
            for line in unreached(&input, &report, &asked, &mut count) {
                let _ = writeln!(wrong, "{name}: {line}");
            }
        }
    }
    println!("{count} matches of accepted HTTPRoutes");
    assert!(wrong.is_empty(), "no request reaches:\n{wrong}");
    assert!(count >= 400, "only {count} matches were tried");
}

/// Each row of `tests/requests/<scenario>.yaml` was written down before it was run, from Kong's and the Gateway API's rules.
#[test]
fn the_tables_of_requests_hold() {
    let (_, cases) = sets::load(Set::KicScenarios).expect("the scenarios are in tests/conformance");
    let (mut rows, mut wrong) = (0, String::new());
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("requests");
    let mut files: Vec<_> =
        std::fs::read_dir(&folder).expect("the tables").map(|entry| entry.expect("a file").path()).collect();
    files.sort();
    for file in files {
        let name = file.file_stem().and_then(|stem| stem.to_str()).expect("the name of a scenario");
        let case = cases.iter().find(|case| case.name == name).unwrap_or_else(|| panic!("there is no scenario {name}"));
        let input: Input = serde_json::from_value(case.input.clone()).expect("an input");
        let table = std::fs::read_to_string(&file).expect("a table");
        let (_, asked) = wire::ask(&input, &Question { table, ..Question::default() });
        assert_eq!(asked.table_error, None, "{name}");
        rows += asked.table.len();
        for row in asked.table.iter().filter(|row| !row.ok) {
            let _ = writeln!(wrong, "{name} {}: {}: {:?}", row.number, row.request, row.differences);
        }
    }
    println!("{rows} requests of tables");
    assert!(wrong.is_empty(), "{wrong}");
    assert!(rows >= 163, "only {rows} requests");
}

/// Whatever is typed as a request is answered or refused with a place in the line, and a request that is written again is
/// the same.
#[test]
fn any_line_is_a_request_or_an_error_with_a_place() {
    use proptest::prelude::*;
    use proptest::sample::select;
    use proptest::test_runner::{Config, TestRunner};
    let (_, cases) = sets::load(Set::KicScenarios).expect("the scenarios are in tests/conformance");
    let case = cases.iter().find(|case| case.name == "D01-doc-page-corrected").expect("the scenario");
    let input: Input = serde_json::from_value(case.input.clone()).expect("an input");
    let sources = wire::sources(&input);
    let report =
        kic_core::translate(&kic_core::Input { sources: sources.clone(), options: kic_core::Options::default() });
    let words = select(vec![
        "GET ",
        "curl ",
        "-H ",
        "-X",
        "--sni ",
        "--client-ip ",
        "--protocol ",
        "--http2 ",
        "'",
        "\"",
        "\\",
        " ",
        "\n",
        "http://",
        "tls://",
        "udp://",
        "[::1]",
        "kong.example.com",
        ":9901",
        ":0",
        ":65536",
        "/echo",
        "?",
        "#",
        "@",
        "%",
        "%2",
        "é",
        "😀",
        "\0",
        "a: b",
        ":",
        "..",
        "//",
        "10.0.0.1",
        "-",
        "--",
        "=",
    ]);
    let lines = proptest::collection::vec(words, 0..12).prop_map(|words| words.concat());
    let config = Config { cases: 2_000, failure_persistence: None, ..Config::default() };
    let mut runner = TestRunner::new_with_rng(config, TestRunner::deterministic().new_rng());
    let result = runner.run(&lines, |line| {
        let question = Question { line: line.clone(), ..Question::default() };
        let asked = wire::asked(&report, &sources, &question);
        match (asked.error, asked.decision) {
            (Some(error), None) => {
                prop_assert!(error.from <= error.to && error.to <= line.encode_utf16().count());
                prop_assert!(!error.message.is_empty());
            }
            (None, Some(decision)) => {
                prop_assert!(!decision.summary.is_empty());
                let again = Client::parse(&decision.request).map(|client| client.line());
                prop_assert_eq!(again.ok(), Some(decision.request));
            }
            (None, None) => prop_assert!(line.trim().is_empty()),
            both => prop_assert!(false, "{:?}", both),
        }
        Ok(())
    });
    if let Err(failure) = result {
        panic!("{failure}");
    }
}
