//! What holds for every input: whatever is typed, the core answers, its places are in the text, its edits apply.
#![cfg(not(target_arch = "wasm32"))]

use kic_core::wire::{self, Input};
use kic_tests::sets::{self, Case, From, Set};
use kic_tests::{fixes, golden, leaves, places, shared};
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::{Index, select};
use proptest::test_runner::{Config, TestRunner};

/// Runs a property with the same inputs every time; `PROPTEST_CASES` makes them more.
fn hold<S: Strategy>(cases: u32, strategy: &S, property: impl Fn(S::Value) -> Result<(), TestCaseError>) {
    let wanted = Config::default().cases;
    let cases = if wanted == 256 { cases } else { wanted };
    let config = Config { cases, failure_persistence: None, ..Config::default() };
    let mut runner = TestRunner::new_with_rng(config, TestRunner::deterministic().new_rng());
    if let Err(failure) = runner.run(strategy, property) {
        panic!("{failure}");
    }
}

/// What must hold whatever is typed.
fn answers(input: &Input) -> Result<(), TestCaseError> {
    let input = &Input { fields: true, ..input.clone() };
    let report = wire::run(input);
    let wrong = [places::wrong(input, &report), leaves::wrong(input, &report)].concat();
    prop_assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    for fix in &report.fixes {
        if let Err(why) = fixes::apply(input, fix) {
            prop_assert!(false, "{} ({}): {why}", fix.id, fix.title);
        }
    }
    let again = wire::run(input);
    prop_assert!(report == again, "a second run gives another report");
    Ok(())
}

/// Words that mean something to YAML, to shells, to Kong or to Kubernetes.
fn fragment() -> impl Strategy<Value = String> {
    let words = select(vec![
        "---\n",
        "...\n",
        "\n",
        "\r\n",
        "\t",
        "  ",
        "- ",
        ": ",
        "?",
        "#",
        "&a ",
        "*a",
        "<<: ",
        "|\n",
        ">-\n",
        "!!binary ",
        "%YAML 1.2\n",
        "{",
        "}",
        "[",
        "]",
        ",",
        "\"",
        "'",
        "\\",
        "\u{feff}",
        "\u{85}",
        "\u{2028}",
        "😀",
        "é",
        "\0",
        "yes",
        "0o17",
        "0777",
        "1_000",
        ".nan",
        "~",
        "null",
        "1e400",
        "18446744073709551616",
        "apiVersion: gateway.networking.k8s.io/v1\n",
        "kind: Gateway\n",
        "kind: HTTPRoute\n",
        "kind: List\n",
        "items:\n",
        "metadata:\n  name: a\n",
        "spec:\n",
        "  listeners:\n",
        "  - name: a\n    port: 80\n    protocol: HTTP\n",
        "KONG_PROXY_LISTEN=",
        "KONG_STREAM_LISTEN=",
        "KONG_PORT_MAPS=",
        "CONTROLLER_FEATURE_GATES=",
        "export ",
        "=",
        "off",
        "0.0.0.0:8000",
        "[::]:8443",
        " ssl",
        " udp",
        " http2",
        ", ",
        ":99999",
        "env:\n",
        "proxy:\n  stream:\n  - containerPort: 9000\n",
    ]);
    prop_oneof![4 => words.prop_map(str::to_owned), 1 => any::<String>(), 1 => "\\PC{0,8}"]
}

fn text() -> impl Strategy<Value = String> {
    vec(fragment(), 0..24).prop_map(|parts| parts.concat())
}

fn scenarios() -> Vec<Case> {
    let (_, cases) = sets::load(Set::KicScenarios).expect("the scenarios are in tests/conformance");
    cases
}

/// One change of the kind that a hand makes.
#[derive(Clone, Debug)]
enum Change {
    Remove { line: Index },
    Repeat { line: Index },
    Indent { line: Index, by: usize },
    Dedent { line: Index },
    Insert { at: Index, text: String },
    Cut { at: Index, length: usize },
    End { at: Index },
}

fn change() -> impl Strategy<Value = Change> {
    let line = any::<Index>;
    prop_oneof![
        line().prop_map(|line| Change::Remove { line }),
        line().prop_map(|line| Change::Repeat { line }),
        (line(), 1..4_usize).prop_map(|(line, by)| Change::Indent { line, by }),
        line().prop_map(|line| Change::Dedent { line }),
        (line(), fragment()).prop_map(|(at, text)| Change::Insert { at, text }),
        (line(), 1..40_usize).prop_map(|(at, length)| Change::Cut { at, length }),
        line().prop_map(|at| Change::End { at }),
    ]
}

fn changed(text: &str, change: &Change) -> String {
    let mut lines: Vec<String> = text.split_inclusive('\n').map(str::to_owned).collect();
    let boundaries: Vec<usize> = text.char_indices().map(|(at, _)| at).chain([text.len()]).collect();
    if lines.is_empty() {
        lines.push(String::new());
    }
    match change {
        Change::Remove { line } => drop(lines.remove(line.index(lines.len()))),
        Change::Repeat { line } => {
            let at = line.index(lines.len());
            lines.insert(at, lines[at].clone());
        }
        Change::Indent { line, by } => {
            let at = line.index(lines.len());
            lines[at].insert_str(0, &" ".repeat(*by));
        }
        Change::Dedent { line } => {
            let at = line.index(lines.len());
            lines[at] = lines[at].trim_start_matches(' ').into();
        }
        Change::Insert { at, text: inserted } => {
            let at = *at.get(&boundaries);
            return [&text[..at], inserted, &text[at..]].concat();
        }
        Change::Cut { at, length } => {
            let from = at.index(boundaries.len());
            let to = (from + length).min(boundaries.len() - 1);
            return [&text[..boundaries[from]], &text[boundaries[to]..]].concat();
        }
        Change::End { at } => return text[..*at.get(&boundaries)].to_owned(),
    }
    lines.concat()
}

#[test]
fn any_text_in_any_pane_is_answered() {
    let input = (text(), text(), text(), vec(text(), 0..2), any::<bool>(), any::<bool>());
    hold(400, &input, |(manifests, environment, helm, replica_environments, as_stored, assume)| {
        let input = Input { manifests, environment, helm, replica_environments, as_stored, assume, ..Input::default() };
        answers(&input)
    });
}

#[test]
fn a_scenario_with_a_slip_of_the_hand_is_answered() {
    let scenarios = scenarios();
    let input = (any::<Index>(), vec(change(), 1..4), vec(change(), 0..2), any::<bool>());
    hold(150, &input, |(scenario, manifests, environment, assume)| {
        let case = scenario.get(&scenarios);
        let mut input: Input = serde_json::from_value(case.input.clone()).expect("an input");
        input.manifests = manifests.iter().fold(input.manifests, |text, change| changed(&text, change));
        input.environment = environment.iter().fold(input.environment, |text, change| changed(&text, change));
        input.assume = assume;
        answers(&input)
    });
}

#[test]
fn every_scenario_names_places_that_are_in_its_texts() {
    for case in scenarios() {
        let input: Input = serde_json::from_value(case.input).expect("an input");
        let wrong = places::wrong(&input, &wire::run(&input));
        assert!(wrong.is_empty(), "{}: {}", case.name, wrong.join("\n"));
    }
}

/// Every input that this repository knows.
fn known_inputs() -> Vec<(String, Input)> {
    let mut inputs = Vec::new();
    for set in [Set::KicScenarios, Set::KicRandom, Set::KicUnsettled, Set::KicGolden] {
        let Some((_, cases)) = sets::load(set) else { continue };
        inputs.extend(cases.into_iter().map(|case| {
            let input: Input = serde_json::from_value(case.input).expect("an input");
            (format!("{}/{}", set.name(), case.name), input)
        }));
    }
    let own = golden::load(&shared::here().join("cases"));
    inputs.extend(own.into_iter().map(|case| (format!("cases/{}", case.name), case.input)));
    inputs
}

/// As many verdicts as leaves, an origin for each scalar of the output, and every place in its text.
#[test]
fn every_known_input_has_a_verdict_for_each_leaf_and_an_origin_for_each_value() {
    let mut wrong = Vec::new();
    for (name, input) in known_inputs() {
        let input = Input { fields: true, ..input };
        let report = wire::run(&input);
        let found = leaves::wrong(&input, &report).into_iter().chain(places::wrong(&input, &report));
        wrong.extend(found.map(|what| format!("{name}: {what}")));
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn data_come_from_the_repository_where_nothing_is_beside_it() {
    let (from, _) = sets::load(Set::KicScenarios).expect("the scenarios");
    assert_eq!(from == From::Shared, shared::folder().is_some());
}
