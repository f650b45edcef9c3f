//! Every edit that is offered for a scenario is applied: its problem goes away and nothing is read worse than before.
#![cfg(not(target_arch = "wasm32"))]

use std::collections::BTreeMap;
use std::fmt::Write as _;

use kic_core::wire::{self, Fix, Input, Problem, Report};
use kic_tests::fixes::apply;
use kic_tests::sets::{self, Set};

/// Offered edits of a code, and why some of them do not help.
#[derive(Default)]
struct Tally {
    offered: usize,
    failed: Vec<String>,
}

#[test]
fn every_edit_removes_its_problem() {
    let mut tallies: BTreeMap<String, Tally> = BTreeMap::new();
    let (_, cases) = sets::load(Set::KicScenarios).expect("the scenarios are in tests/conformance");
    for case in cases {
        for assume in [false, true] {
            let input: Input = serde_json::from_value(case.input.clone()).expect("an input");
            let input = Input { assume, ..input };
            let report = wire::run(&input);
            for problem in &report.problems {
                for id in &problem.fixes {
                    let tally = tallies.entry(problem.code.clone()).or_default();
                    tally.offered += 1;
                    let fix = report.fixes.iter().find(|fix| fix.id == *id);
                    let result = fix.ok_or_else(|| format!("there is no {id}"));
                    if let Err(why) = result.and_then(|fix| helps(&input, &report, problem, fix)) {
                        tally.failed.push(format!("{} (assume {assume}): {}: {why}", case.name, problem.message));
                    }
                }
            }
        }
    }
    let mut summary = String::new();
    let mut worse = String::new();
    for (code, tally) in &tallies {
        let helping = tally.offered - tally.failed.len();
        let _ = write!(summary, "{}{code} {helping} of {}", if summary.is_empty() { "" } else { ", " }, tally.offered);
        if !tally.failed.is_empty() {
            let _ =
                writeln!(worse, "{code}: {} edits do not help:\n  {}", tally.failed.len(), tally.failed.join("\n  "));
        }
    }
    eprintln!("suite fixes: {summary}");
    assert!(worse.is_empty(), "{worse}");
}

/// The page of the documentation, pasted as it is printed: who presses the buttons, first offered first, ends with five
/// listeners that are ready.
#[test]
fn the_documentation_page_is_mended_by_its_buttons() {
    let (_, cases) = sets::load(Set::KicScenarios).expect("the scenarios are in tests/conformance");
    for id in ["D00-doc-page-as-printed", "D01-doc-page-corrected"] {
        let case = cases.iter().find(|case| case.name == id).expect("the documentation page");
        let input: Input = serde_json::from_value(case.input.clone()).expect("an input");
        let pressed = mend(Input { assume: true, ..input }).unwrap_or_else(|why| panic!("{id}: {why}"));
        eprintln!("{id}: {}", if pressed.is_empty() { "ready as it is".to_owned() } else { pressed.join("; ") });
    }
}

/// Presses the first button of the first problem that is an error or of the first listener that is not ready, until five
/// listeners are ready and no error is left; gives the titles of what was pressed.
fn mend(mut input: Input) -> Result<Vec<String>, String> {
    const PATIENCE: usize = 20;
    let mut pressed = Vec::new();
    loop {
        let report = wire::run(&input);
        let errors = report.problems.iter().filter(|problem| problem.severity == "error");
        let ready = report.listeners.iter().filter(|listener| listener.ready).count();
        if ready == 5 && report.listeners.len() == 5 && errors.clone().next().is_none() {
            return Ok(pressed);
        }
        let of_problems = errors.clone().flat_map(|problem| &problem.fixes);
        let of_listeners =
            report.listeners.iter().filter(|listener| !listener.ready).flat_map(|listener| &listener.fixes);
        let offered = of_problems.chain(of_listeners).next();
        let fix = offered.and_then(|id| report.fixes.iter().find(|fix| fix.id == *id));
        let state = || {
            let errors: Vec<&str> = errors.clone().map(|problem| problem.message.as_str()).collect();
            format!("after {pressed:?}: {ready} of {} ready; {}", report.listeners.len(), errors.join("; "))
        };
        let Some(fix) = fix else {
            return Err(format!("no button is left {}", state()));
        };
        if pressed.len() == PATIENCE {
            return Err(format!("no end {}", state()));
        }
        input = apply(&input, fix)?;
        pressed.push(fix.title.clone());
    }
}

fn helps(input: &Input, before: &Report, problem: &Problem, fix: &Fix) -> Result<(), String> {
    let edited = apply(input, fix)?;
    let after = wire::run(&edited);
    let same = |other: &&Problem| {
        (&other.code, &other.object, &other.path, &other.message)
            == (&problem.code, &problem.object, &problem.path, &problem.message)
    };
    let count = |report: &Report| report.problems.iter().filter(same).count();
    if count(&after) >= count(before) {
        return Err(format!("`{}` leaves the problem", fix.title));
    }
    let unread = |report: &Report| report.left_out.iter().filter(|document| document.stage == "yaml").count();
    if unread(&after) > unread(before) {
        return Err(format!("`{}` breaks a document", fix.title));
    }
    let errors = |report: &Report| report.problems.iter().filter(|problem| problem.code.starts_with("yaml-")).count();
    if errors(&after) > errors(before) {
        return Err(format!("`{}` makes a new problem of YAML", fix.title));
    }
    Ok(())
}
