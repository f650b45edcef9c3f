//! Every edit that is offered for a scenario is applied: its problem goes away and nothing is read worse than before.
#![cfg(not(target_arch = "wasm32"))]

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use kic_core::wire::{self, Fix, Input, Problem, Report};
use kic_tests::fixes::{apply, undo};
use kic_tests::sets::{self, Set};
use kic_tests::{golden, shared};
use serde_json::Value;

/// Problems that keep an object, or what depends on it, from being looked at any further. Who mends one of them may see an
/// error that stood behind it all the time; it is no work of the edit, and its place is none that the edit has touched.
const GATES: &[&str] = &[
    "annotation-invalid",
    "annotation-unknown",
    "annotation-unsupported",
    "backend-not-granted",
    "backend-port-unknown",
    "backend-service-missing",
    "backends-unusable",
    "class-foreign",
    "environment-quote",
    "field-pattern",
    "gateway-class-foreign",
    "gateway-class-missing",
    "gateway-not-unmanaged",
    "ingress-backend-unusable",
    "ingress-rewrite-unusable",
    "kind-off",
    "listener-certificate",
    "listener-certificate-not-granted",
    "listener-hostname-conflict",
    "listener-container-port",
    "listener-node-port",
    "listener-target-named",
    "listener-needs-ssl",
    "listener-on-ssl",
    "listener-other-subsystem",
    "listener-other-transport",
    "listener-port-unavailable",
    "listener-protocol-unsupported",
    "listener-route-kind",
    "listener-selector-missing",
    "plugin-not-granted",
    "publish-service-mismatch",
    "query-params-in-traditional-router",
    "replicas-differ",
    "route-kind-off",
    "route-no-listener",
    "route-not-allowed",
    "route-parent-missing",
    "route-port-mismatch",
    "route-section-missing",
    "route-tls-terminated",
    "route-hostname-mismatch",
    "route-status-alternates",
    "route-waits",
    "version-unknown",
];

/// How many edits were applied at least; a number that shrinks unseen would be a test that passes unseen.
const FLOOR: usize = 3_100;

/// Offered edits of a code, and why some of them do not help.
#[derive(Default)]
struct Tally {
    applied: usize,
    failed: Vec<String>,
}

#[test]
fn every_edit_removes_its_problem_and_makes_no_error() {
    let mut tallies: BTreeMap<String, Tally> = BTreeMap::new();
    for (name, is_random, input) in inputs() {
        // What is assumed matters where little is said.
        let assumes: &[bool] = if is_random { &[false] } else { &[false, true] };
        for assume in assumes.iter().copied() {
            let input = Input { assume, ..input.clone() };
            let report = wire::run(&input);
            // Equal edits of several problems are applied once.
            let mut after: BTreeMap<&str, Result<Report, String>> = BTreeMap::new();
            for problem in &report.problems {
                for id in &problem.fixes {
                    let tally = tallies.entry(problem.code.clone()).or_default();
                    tally.applied += 1;
                    let fix = report.fixes.iter().find(|fix| fix.id == *id).expect("the fix of an id");
                    let edited = after.entry(id).or_insert_with(|| applied(&input, fix));
                    let result = edited.as_ref().map_err(Clone::clone);
                    if let Err(why) = result.and_then(|after| helps(&report, after, problem, fix)) {
                        tally.failed.push(format!("{name} (assume {assume}): {}: {why}", problem.message));
                    }
                }
            }
        }
    }
    let mut summary = String::new();
    let mut worse = String::new();
    let mut applied = 0;
    for (code, tally) in &tallies {
        applied += tally.applied;
        let helping = tally.applied - tally.failed.len();
        let _ = write!(summary, ", {code} {helping} of {}", tally.applied);
        if !tally.failed.is_empty() {
            let _ =
                writeln!(worse, "{code}: {} edits do not help:\n  {}", tally.failed.len(), tally.failed.join("\n  "));
        }
    }
    eprintln!("suite fixes: {applied} applied{summary}");
    assert!(worse.is_empty(), "{worse}");
    assert!(applied >= FLOOR, "{applied} edits were applied, at least {FLOOR} are expected");
}

/// What Helm has made is mended in the values, and nowhere else.
#[test]
fn helm_values_are_mended_in_their_own_pane() {
    let cases = golden::load(&shared::here().join("cases"));
    for name in ["helm-stream-not-there", "helm-of-the-ingress-chart-without-streams"] {
        let case = cases.iter().find(|case| case.name == name).expect("the case");
        let unready = |report: &Report| -> Vec<Red> {
            let errors = report.problems.iter().filter(|problem| problem.severity == "error");
            errors.map(|problem| (problem.message.clone(), problem.fixes.clone())).collect()
        };
        let (pressed, mended) = mend(case.input.clone(), &unready).unwrap_or_else(|why| panic!("{name}: {why}"));
        eprintln!("{name}: {}\n{}", pressed.join("; "), mended.helm);
        assert_eq!(
            (&mended.manifests, &mended.environment),
            (&case.input.manifests, &case.input.environment),
            "{name}"
        );
        let report = wire::run(&mended);
        assert!(report.listeners.iter().all(|listener| listener.ready), "{name}");
        let written: Vec<&str> = case.input.helm.lines().filter(|line| line.contains('#')).collect();
        assert!(written.iter().all(|line| mended.helm.contains(line)), "{name}: {}", mended.helm);
    }
}

/// All scenarios, cases and random inputs, those with values once more as Helm makes them of these, with their names and whether they are random.
fn inputs() -> Vec<(String, bool, Input)> {
    let mut inputs: Vec<(String, bool, Input)> = Vec::new();
    for set in [Set::KicScenarios, Set::KicRandom, Set::KicUnsettled] {
        let (_, cases) = sets::load(set).expect("the set is in tests/conformance");
        for case in cases {
            let input: Input = serde_json::from_value(case.input).expect("an input");
            if let Some(values) = case.notes["values.yaml"].as_str() {
                let is_chosen = |line: &&str| !line.starts_with("KONG_") && !line.starts_with("CONTROLLER_PUBLISH");
                let lines: Vec<&str> = input.environment.lines().filter(is_chosen).collect();
                let of_chart = Input { helm: values.to_owned(), environment: lines.join("\n"), ..input.clone() };
                inputs.push((format!("{} by Helm", case.name), false, of_chart));
            }
            inputs.push((case.name, set != Set::KicScenarios, input));
        }
    }
    inputs.extend(golden::load(&shared::here().join("cases")).into_iter().map(|case| (case.name, false, case.input)));
    inputs
}

/// The report on the edited input; outside of the edits the texts are the same.
fn applied(input: &Input, fix: &Fix) -> Result<Report, String> {
    let edited = apply(input, fix)?;
    let after = wire::run(&edited);
    let unapplied = undo(input, &edited, fix)?;
    if unapplied != *input {
        return Err(format!("`{}` changes text outside of its edits", fix.title));
    }
    Ok(after)
}

fn helps(before: &Report, after: &Report, problem: &Problem, fix: &Fix) -> Result<(), String> {
    // A message may tell the same with another number; how often the object has the problem is what counts.
    let same = |other: &&Problem| (&other.code, &other.object) == (&problem.code, &problem.object);
    let count = |report: &Report| report.problems.iter().filter(same).count();
    // Of places that say the same only the first one is reported: then the next one is, at another path.
    let at_path = |report: &Report| report.problems.iter().filter(same).filter(|of| of.path == problem.path).count();
    let moved_on = count(after) == count(before) && at_path(after) < at_path(before);
    if count(after) >= count(before) && !moved_on {
        return Err(format!("`{}` leaves the problem", fix.title));
    }
    let unread = |report: &Report| report.left_out.iter().filter(|document| document.stage == "yaml").count();
    if unread(after) > unread(before) {
        return Err(format!("`{}` breaks a document", fix.title));
    }
    let key = |problem: &Problem| (problem.code.clone(), problem.object.clone());
    let errors = |report: &Report| -> BTreeSet<(String, Option<String>)> {
        report.problems.iter().filter(|problem| problem.severity == "error").map(key).collect()
    };
    let known = errors(before);
    let was_left_out = |object: &Option<String>| {
        before.does_not_start.is_some()
            || before.left_out.iter().any(|document| document.object.is_none() || document.object == *object)
    };
    let new = after.problems.iter().filter(|other| other.severity == "error" && !known.contains(&key(other)));
    for other in new {
        // What refers to an object that was refused is looked at only when it is let in.
        let is_behind =
            was_left_out(&other.object) || was_left_out(&problem.object) || GATES.contains(&problem.code.as_str());
        // A document that was no YAML is read for the first time.
        if !is_behind || (is_touched(other, fix) && problem.code != "yaml-syntax") {
            return Err(format!("`{}` makes a new error: {}: {}", fix.title, other.code, other.message));
        }
    }
    Ok(())
}

/// Whether a problem of the edited text is about something that an edit has written.
fn is_touched(problem: &Problem, fix: &Fix) -> bool {
    let place = &problem.span;
    let mut edits: Vec<&wire::Edit> = fix.edits.iter().filter(|edit| edit.pane == place.pane).collect();
    edits.sort_by_key(|edit| edit.span.from);
    let mut moved = 0_i64;
    edits.into_iter().any(|edit| {
        let units = i64::try_from(edit.text.encode_utf16().count()).expect("a short text");
        let from = i64::from(edit.span.from) + moved;
        moved += units - i64::from(edit.span.to - edit.span.from);
        units > 0 && from <= i64::from(place.from) && i64::from(place.to) <= from + units
    })
}

/// The page of the documentation, pasted as it is printed: who presses the buttons, first offered first, ends with five
/// listeners that are ready.
#[test]
fn the_documentation_page_is_mended_by_its_buttons() {
    let (_, cases) = sets::load(Set::KicScenarios).expect("the scenarios are in tests/conformance");
    for id in ["D00-doc-page-as-printed", "D01-doc-page-corrected"] {
        let case = cases.iter().find(|case| case.name == id).expect("the documentation page");
        let input: Input = serde_json::from_value(case.input.clone()).expect("an input");
        let (pressed, _) = mend(Input { assume: true, ..input }, &unready).unwrap_or_else(|why| panic!("{id}: {why}"));
        eprintln!("{id}: {}", if pressed.is_empty() { "ready as it is".to_owned() } else { pressed.join("; ") });
    }
}

/// Something that is not as it should be, in words, and the ids of the edits beside it.
type Red = (String, Vec<String>);

/// What keeps the page of the documentation from five ready listeners and no error.
fn unready(report: &Report) -> Vec<Red> {
    let errors = report.problems.iter().filter(|problem| problem.severity == "error");
    let errors = errors.map(|problem| (problem.message.clone(), problem.fixes.clone()));
    let listeners = report.listeners.iter().filter(|listener| !listener.ready);
    let listeners = listeners.map(|listener| (format!("{}: {}", listener.name, listener.kic), listener.fixes.clone()));
    let missing = (report.listeners.len() != 5).then(|| (format!("{} listeners", report.listeners.len()), Vec::new()));
    errors.chain(listeners).chain(missing).collect()
}

/// Presses the first button there is beside anything red, until nothing is; gives the titles of what was pressed, and the input
/// that is left.
fn mend(mut input: Input, red: &dyn Fn(&Report) -> Vec<Red>) -> Result<(Vec<String>, Input), String> {
    const PATIENCE: usize = 20;
    let mut pressed = Vec::new();
    let mut seen = vec![input.clone()];
    loop {
        let report = wire::run(&input);
        let left = red(&report);
        if left.is_empty() {
            return Ok((pressed, input));
        }
        let state = || {
            let left: Vec<&str> = left.iter().map(|(text, _)| text.as_str()).collect();
            format!("after {pressed:?}: {}", left.join("; "))
        };
        let offered = left.iter().flat_map(|(_, fixes)| fixes).next();
        let Some(fix) = offered.and_then(|id| report.fixes.iter().find(|fix| fix.id == *id)) else {
            return Err(format!("no button is left {}", state()));
        };
        if pressed.len() == PATIENCE {
            return Err(format!("no end {}", state()));
        }
        input = apply(&input, fix)?;
        if seen.contains(&input) {
            return Err(format!("`{}` goes round in a circle {}", fix.title, state()));
        }
        seen.push(input.clone());
        pressed.push(fix.title.clone());
    }
}

/// What ends a scenario short of green although every edit is made: nothing that stands in the texts can mend it.
const NOT_IN_THE_TEXT: &[(&str, &str, &str)] = &[(
    "S08-load-balancer-pending",
    "the load balancer of Service `kong/proxy` is pending",
    "the cloud gives the address; the listeners are ready and Kong has the route without it",
)];

/// The situations of users, S01 to S19 with their variants: who presses the first button of the first thing that is red, again
/// and again, ends with listeners that are ready, routes that are programmed, and no error.
#[test]
fn the_first_nineteen_situations_are_mended_by_their_buttons() {
    let (_, cases) = sets::load(Set::KicScenarios).expect("the scenarios are in tests/conformance");
    let number = |name: &str| name.strip_prefix('S').and_then(|rest| rest.get(..2)).and_then(|two| two.parse().ok());
    let situations: Vec<_> =
        cases.into_iter().filter(|case| number(&case.name).is_some_and(|of: u32| (1..=19).contains(&of))).collect();
    assert!(situations.len() >= 24, "{} situations", situations.len());
    let mut failed = String::new();
    for case in situations {
        let input: Input = serde_json::from_value(case.input.clone()).expect("an input");
        match mend(input, &|report| red(&case.name, report)) {
            Ok((pressed, _)) if pressed.is_empty() => eprintln!("{}: green as it is", case.name),
            Ok((pressed, _)) => eprintln!("{}: {}", case.name, pressed.join("; ")),
            Err(why) => {
                let _ = writeln!(failed, "{}: {why}", case.name);
            }
        }
    }
    assert!(failed.is_empty(), "{failed}");
}

/// Everything that is red, each with the buttons beside it: errors, then listeners that are not ready, then warnings that
/// keep something from being programmed, then conditions that are not as they should be.
fn red(scenario: &str, report: &Report) -> Vec<Red> {
    let mut red: Vec<Red> = Vec::new();
    let errors = report.problems.iter().filter(|problem| problem.severity == "error");
    red.extend(errors.map(|problem| (problem.message.clone(), problem.fixes.clone())));
    let listeners = report.listeners.iter().filter(|listener| !listener.ready || listener.split);
    red.extend(listeners.map(|listener| {
        let text = format!("listener {} of {}: {}; {}", listener.name, listener.gateway, listener.kic, listener.kong);
        (text, listener.fixes.clone())
    }));
    let warnings = report.problems.iter().filter(|problem| KEEPS_BACK.contains(&problem.code.as_str()));
    red.extend(warnings.map(|problem| (problem.message.clone(), problem.fixes.clone())));
    red.extend(bad_conditions(&report.status).into_iter().map(|text| (text, Vec::new())));
    red.retain(|(text, _)| !NOT_IN_THE_TEXT.iter().any(|(name, part, _)| *name == scenario && text.contains(part)));
    red
}

/// Warnings that tell why something does not become ready, or meets something else than its status says.
const KEEPS_BACK: &[&str] = &[
    "annotation-unknown",
    "gateway-class-foreign",
    "gateway-no-address",
    "gateway-not-unmanaged",
    "listener-listen-differs",
    "listener-socket-missing",
    "port-map-elsewhere",
    "stream-port-moved",
    "route-hostname-dropped",
    "route-status-alternates",
    "route-waits",
];

/// Conditions of Gateways, listeners and parents of routes that do not say that all is well.
fn bad_conditions(status: &Value) -> Vec<String> {
    let mut bad = Vec::new();
    let mut look = |what: &str, conditions: &Value| {
        for condition in conditions.as_array().into_iter().flatten() {
            let (kind, value) = (condition["type"].as_str(), condition["status"].as_str());
            let good = match kind {
                Some("Accepted" | "Programmed" | "ResolvedRefs") => "True",
                Some("Conflicted") => "False",
                _ => continue,
            };
            if value != Some(good) {
                bad.push(format!("{what}: {} is {}", kind.unwrap_or_default(), value.unwrap_or_default()));
            }
        }
    };
    for (kind, objects) in status.as_object().into_iter().flatten() {
        for (name, status) in objects.as_object().into_iter().flatten() {
            match kind.as_str() {
                "gateways" => {
                    look(&format!("Gateway {name}"), &status["conditions"]);
                    for listener in status["listeners"].as_array().into_iter().flatten() {
                        look(&format!("listener {} of {name}", listener["name"]), &listener["conditions"]);
                    }
                }
                "httpRoutes" | "grpcRoutes" | "tcpRoutes" | "udpRoutes" | "tlsRoutes" => {
                    for parent in status["parents"].as_array().into_iter().flatten() {
                        look(&format!("{kind} {name}"), &parent["conditions"]);
                    }
                }
                _ => {}
            }
        }
    }
    bad
}
