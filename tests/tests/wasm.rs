//! The core inside WASM, in a browser: the same cases as on the host, judged by the same ratchets, and the same bytes.
//!
//! Run with `cargo xtask test --only wasm`; settings of the browsers are in `webdriver.json`.
#![cfg(target_arch = "wasm32")]

use kic_tests::digest;
use kic_tests::others;
use kic_tests::outcome::judge;
use kic_tests::ratchet::Ratchet;
use kic_tests::sets::{self, Case, Set};
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
    fn cases(&self) -> Vec<Case> {
        let cases = sets::of_lines(self.cases);
        assert!(cases.len() >= self.set.size(), "{} cases of {}", cases.len(), self.set.name());
        cases
    }

    /// What must pass on the host must pass here.
    fn passes_what_is_required(&self) {
        let ratchet = Ratchet::parse(self.ratchet);
        let (mut required, mut failed) = (0, Vec::new());
        for case in self.cases().iter().filter(|case| ratchet.requires_something(&case.name)) {
            let mut verdict = judge(self.set, case).unwrap_or_default();
            others::allow(others::COMMITTED, self.set.name(), &case.name, &mut verdict);
            for (aspect, result) in verdict {
                if ratchet.requires(&case.name, &aspect) {
                    required += 1;
                    failed.extend(result.err().map(|words| format!("{} {aspect}: {words}", case.name)));
                }
            }
        }
        assert!(failed.is_empty(), "{} of {required} fail\n{}", failed.len(), failed.join("\n"));
        console_log!("suite {} in WASM: {required} required aspects pass", self.set.name());
    }

    /// The reports are those of the host, byte for byte.
    fn equals_the_host(&self) {
        if HOST.lines().next() != Some(digest::STAMP) {
            console_log!(
                "suite {} in WASM: no reports of the host to compare with: cargo run -p kic-tests --bin digests",
                self.set.name()
            );
            return;
        }
        let name = self.set.name();
        let cases = self.cases();
        let differs = |case: &&Case| digest::find(HOST, name, &case.name) != Some(digest::of_report(case));
        let differing: Vec<&str> = cases.iter().filter(differs).map(|case| case.name.as_str()).collect();
        assert!(differing.is_empty(), "{} reports differ: {}", differing.len(), differing.join(" "));
        console_log!("suite {name} in WASM: {} reports are the host's, byte for byte", cases.len());
    }
}

#[wasm_bindgen_test]
fn scenarios_pass_what_is_required() {
    SCENARIOS.passes_what_is_required();
}

#[wasm_bindgen_test]
fn random_inputs_pass_what_is_required() {
    RANDOM.passes_what_is_required();
}

#[wasm_bindgen_test]
fn reports_of_scenarios_are_those_of_the_host() {
    SCENARIOS.equals_the_host();
}

#[wasm_bindgen_test]
fn reports_of_random_inputs_are_those_of_the_host() {
    RANDOM.equals_the_host();
}
