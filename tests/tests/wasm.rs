//! The core inside WASM, in a browser: the same cases as on the host, judged by the same ratchets, and the same bytes.
//!
//! Run with `cargo xtask test --only wasm`; settings of the browsers are in `webdriver.json`.
#![cfg(target_arch = "wasm32")]

use kic_tests::digest;
use kic_tests::others;
use kic_tests::outcome::{judge_report, translated};
use kic_tests::problem_case::ProblemCase;
use kic_tests::ratchet::Ratchet;
use kic_tests::sets::{self, Set};
use wasm_bindgen_test::{console_log, wasm_bindgen_test, wasm_bindgen_test_configure};

wasm_bindgen_test_configure!(run_in_browser);

/// A set as it is compiled into the test: there are no files in a browser.
struct Embedded {
    set: Set,
    cases: &'static str,
    ratchet: &'static str,
}

const SCENARIOS: Embedded = Embedded {
    set: Set::KicScenarios,
    cases: include_str!("../conformance/kic-scenarios.jsonl"),
    ratchet: include_str!("../ratchets/kic-scenarios.txt"),
};

const RANDOM: Embedded = Embedded {
    set: Set::KicRandom,
    cases: include_str!("../conformance/kic-random.jsonl"),
    ratchet: include_str!("../ratchets/kic-random.txt"),
};

/// What `kic_tests::digest::list` wrote on the host; empty when nobody ran it.
const HOST: &str = include_str!("../../target/kic-tests/report-digests.txt");

impl Embedded {
    /// What must pass on the host must pass here, and the reports are those of the host, byte for byte.
    fn check(&self) {
        let name = self.set.name();
        let cases = sets::of_lines(self.cases);
        assert!(cases.len() >= self.set.size(), "{} cases of {name}", cases.len());
        let host = (HOST.lines().next() == Some(digest::STAMP)).then_some(HOST);
        let ratchet = Ratchet::parse(self.ratchet);
        let (mut required, mut failed) = (0, Vec::new());
        for case in &cases {
            let report = translated(&case.input);
            if host.is_some_and(|host| digest::find(host, name, &case.name) != Some(digest::of_report(report.as_ref())))
            {
                failed.push(format!("{}: the report is not the host's", case.name));
            }
            if !ratchet.requires_something(&case.name) {
                continue;
            }
            let mut verdict = judge_report(self.set, case, report.as_ref());
            others::allow(others::COMMITTED, name, &case.name, &mut verdict);
            for (aspect, result) in verdict.into_iter().filter(|(aspect, _)| ratchet.requires(&case.name, aspect)) {
                required += 1;
                failed.extend(result.err().map(|words| format!("{} {aspect}: {words}", case.name)));
            }
        }
        assert!(failed.is_empty(), "{} failures\n{}", failed.len(), failed.join("\n"));
        let compared = match host {
            Some(_) => "are the host's, byte for byte",
            None => "were not compared with the host's: cargo run -p kic-tests --bin digests",
        };
        console_log!("suite {name} in WASM: {required} required aspects pass, {} reports {compared}", cases.len());
    }
}

/// Names of the files below `problems/` and their texts.
const PROBLEMS: &[(&str, &str)] = include!(concat!(env!("OUT_DIR"), "/problems.rs"));

#[wasm_bindgen_test]
fn scenarios_pass_as_on_the_host() {
    SCENARIOS.check();
}

#[wasm_bindgen_test]
fn random_inputs_pass_as_on_the_host() {
    RANDOM.check();
}

#[wasm_bindgen_test]
fn problem_codes_are_raised_and_mended_as_on_the_host() {
    let with = |name: &str| {
        let file = PROBLEMS.iter().find(|(file, _)| file.strip_prefix("with/") == Some(name));
        file.map_or_else(|| panic!("with/{name}"), |(_, text)| (*text).to_owned())
    };
    let cases = PROBLEMS.iter().filter(|(name, _)| !name.starts_with("with/"));
    let cases: Vec<ProblemCase> = cases.map(|(name, text)| ProblemCase::parse(name, text, &with)).collect();
    let failed: Vec<String> = cases.iter().filter_map(|case| case.check().err()).collect();
    assert!(cases.len() > 200, "{} cases of problem codes", cases.len());
    assert!(failed.is_empty(), "{} failures\n{}", failed.len(), failed.join("\n"));
    console_log!("{} cases of problem codes pass in WASM", cases.len());
}
