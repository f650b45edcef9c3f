//! What a user meets in each scenario is named by a problem, and what the real controller takes without complaint is no
//! error.
//!
//! The table was written by reading the scenarios (`scenario.yaml`: what the user's trouble was), not from our output.
#![cfg(not(target_arch = "wasm32"))]

use std::collections::BTreeSet;

use kic_core::wire::{self, Input};
use kic_tests::sets::{self, Case, Set};
use serde_json::Value;

/// A scenario by the beginning of its name, the codes that must be there, and those that must not.
struct Row(&'static str, &'static [&'static str], &'static [&'static str]);

/// Scenarios without a row have no trouble with these releases: the thread is about another program or an older release
/// (S07, S16, S31, S33, S36, S55), or the user only asks how something works (S37).
const TABLE: &[Row] = &[
    Row("S01-", &["listener-needs-ssl", "route-not-allowed"], &[]),
    Row("S01b-", &[], &["listener-needs-ssl", "route-not-allowed"]),
    Row("S02-", &["listener-port-unavailable"], &["listener-container-port"]),
    Row("S02b-", &["listener-container-port"], &["listener-port-unavailable"]),
    Row("S03-", &["publish-service-mismatch", "stream-port-moved"], &[]),
    Row("S04-", &["publish-service-mismatch", "route-waits"], &[]),
    Row("S04b-", &[], &["publish-service-mismatch", "route-waits"]),
    Row("S05-", &["gateway-class-unmanaged-value"], &[]),
    Row("S06-", &["gateway-not-unmanaged"], &[]),
    Row("S08-", &["gateway-no-address"], &[]),
    Row("S09-", &["replicas-differ"], &[]),
    Row("S09b-", &[], &["replicas-differ"]),
    Row("S10-", &["listener-listen-differs"], &[]),
    Row("S11-", &["udp-service-not-published"], &[]),
    Row("S11b-", &[], &["udp-service-not-published", "listener-protocol-unsupported"]),
    Row("S12-", &["stream-without-route"], &[]),
    Row("S12b-", &["listen-host-name"], &[]),
    Row("S13-", &["cleartext-http2"], &["grpc-without-tls", "grpc-without-http2"]),
    Row("S14-", &["stream-port-moved"], &[]),
    Row("S15-", &["gateway-class-foreign", "route-parent-foreign"], &[]),
    Row("S16-", &[], &["listener-hostname-conflict", "listener-twice"]),
    Row("S17-", &["listener-twice"], &[]),
    Row("S18-", &["route-hostname-mismatch"], &["listener-hostname-conflict"]),
    Row("S19-", &["listener-port-unavailable"], &[]),
    Row("S20-", &["server-name-taken"], &[]),
    Row("S20b-", &[], &["server-name-taken"]),
    Row("S20c-", &["listener-twice"], &[]),
    Row("S21-", &["server-name-taken"], &[]),
    Row("S22-", &["passthrough-certificate", "listener-certificate", "gateway-class-foreign"], &[]),
    Row("S23-", &["route-tls-terminated"], &["listener-needs-ssl"]),
    Row("S24a-", &["route-no-listener", "route-not-allowed"], &[]),
    Row("S24b-", &["route-no-listener", "route-not-allowed"], &[]),
    Row("S24c-", &["route-no-listener", "route-not-allowed"], &[]),
    Row("S24d-", &["route-no-listener", "route-not-allowed"], &[]),
    Row("S24e-", &["route-tls-terminated", "route-no-listener", "route-not-allowed"], &[]),
    Row("S24f-", &["route-no-listener", "route-not-allowed"], &["route-tls-terminated"]),
    Row("S24g-", &["route-no-listener", "route-not-allowed"], &[]),
    Row("S24h-", &["route-no-listener", "route-not-allowed"], &[]),
    Row("S25-", &["listener-tls-mode"], &[]),
    Row("S26-", &["listener-protocol-unsupported"], &[]),
    Row("S27-", &["listener-certificate-not-granted"], &[]),
    Row("S27b-", &[], &["listener-certificate-not-granted", "certificate-not-granted"]),
    Row("S27c-", &["listener-certificate-not-granted"], &[]),
    Row("S27d-", &["certificate-not-granted"], &["listener-certificate-not-granted"]),
    Row("S28-", &["route-section-missing"], &[]),
    Row("S29-", &["grpc-without-tls"], &[]),
    Row("S30-", &["gateway-skipped", "route-parent-foreign"], &[]),
    Row("S31-", &[], &["backend-not-granted", "backends-unusable"]),
    Row("S32-", &["backend-not-granted", "backends-unusable"], &[]),
    Row("S33-", &[], &["attached-routes-miscounted"]),
    Row("S34a-", &["route-not-allowed", "route-parent-missing"], &[]),
    Row("S34b-", &["route-parent-missing"], &["route-not-allowed"]),
    Row("S34c-", &["route-not-allowed"], &[]),
    Row("S34d-", &["route-not-allowed"], &[]),
    Row("S34e-", &["listener-selector-missing"], &[]),
    Row("S34f-", &["route-not-allowed", "route-no-listener"], &[]),
    Row("S34g-", &["route-hostname-mismatch", "route-hostname-dropped", "route-hostname-narrowed"], &[]),
    Row("S34h-", &["route-hostname-mismatch", "route-hostname-dropped"], &[]),
    Row("S34i-", &[], &["route-hostname-mismatch", "route-hostname-dropped", "route-hostname-narrowed"]),
    Row("S34j-", &["route-hostname-mismatch", "route-hostname-narrowed"], &[]),
    Row("S34k-", &["field-type", "route-hostname-dropped"], &[]),
    Row("S35-", &["route-parent-missing", "route-parent-kind"], &[]),
    Row("S36-", &[], &["route-waits", "route-no-listener"]),
    Row("S38-", &["regex-without-prefix"], &[]),
    Row("S38b-", &["core-field-refused"], &["regex-without-prefix"]),
    Row("S39-", &["regex-paths-compete"], &[]),
    Row("S40-", &["regex-matches-longer-paths", "annotation-unsupported"], &["regex-paths-compete"]),
    Row("S41-", &["query-params-in-traditional-router"], &[]),
    Row("S41b-", &[], &["query-params-in-traditional-router"]),
    Row("S42-", &["route-on-other-listeners", "route-status-alternates", "route-port-mismatch"], &[]),
    Row("S43-", &["annotation-invalid"], &[]),
    Row("S44-", &["annotation-invalid"], &[]),
    Row("S45-", &["rules-combined"], &[]),
    Row("S46-", &["plugin-missing"], &[]),
    Row("S47-", &["service-annotations-disagree"], &[]),
    Row("S48-", &["annotation-misplaced", "annotation-unknown"], &[]),
    Row("S49-", &["annotation-misplaced"], &[]),
    Row("S50-", &["redirect-hidden-by-snis"], &[]),
    Row("S51-", &["class-foreign", "plugin-missing"], &[]),
    Row("S52-", &["plugin-type-twice"], &[]),
    Row("S53-", &["redirect-without-hostname"], &[]),
    Row("S54-", &["redirect-scheme-assumed", "redirect-prefix-kept", "redirect-repeats-routes"], &[]),
    Row("S54b-", &["redirect-scheme-assumed", "redirect-prefix-kept", "redirect-without-hostname"], &[]),
    Row("S54c-", &["redirect-scheme-assumed", "redirect-prefix-kept"], &[]),
    Row("S56-", &["listener-node-port", "stream-route-port-closed"], &[]),
    Row("S57-", &["stream-host-without-ssl"], &[]),
    Row("S58-", &["route-https-only"], &[]),
    Row("T01-", &["listener-certificate", "listener-port-unavailable"], &[]),
    Row("T02-", &["listener-socket-missing", "listener-listen-differs"], &[]),
    Row("T02b-", &[], &["listener-socket-missing", "listener-listen-differs"]),
    Row("T03-", &["listener-target-named"], &[]),
    Row("T03b-", &["core-field-refused"], &["listener-target-named"]),
    Row("T04-", &["service-port-number-shared", "listener-protocol-conflict"], &[]),
    Row("T04b-", &["service-port-number-shared"], &[]),
    Row("T05-", &["listener-on-ssl"], &[]),
    Row("T06-", &["listener-needs-ssl", "listener-port-unavailable", "listener-protocol-unsupported"], &[]),
    Row("T07-", &["listener-route-kind"], &[]),
    Row("T08-", &["attached-routes-miscounted"], &[]),
    Row("T10-", &["listener-other-subsystem", "listener-hostname-conflict"], &[]),
    Row("T11-", &["route-on-other-listeners"], &[]),
    Row("T12-", &["listener-protocol-conflict"], &[]),
    Row("T15-", &["stream-port-moved"], &[]),
    Row("T15b-", &[], &["stream-port-moved", "port-map-elsewhere"]),
    Row("T16-", &["annotation-unsupported"], &[]),
    Row("T16b-", &[], &["annotation-unsupported"]),
    Row("T17-", &["gateway-class-unmanaged-value", "gateway-not-unmanaged", "gateway-class-missing"], &[]),
    Row("T17b-", &["gateway-class-foreign"], &[]),
    Row("T19-", &["certificate-expired", "certificate-host-mismatch", "certificate-invalid"], &[]),
    Row("T19b-", &["listener-certificate"], &["certificate-expired"]),
    Row("T20-", &["publish-service-no-cluster-ip"], &[]),
    Row("T20b-", &["gateway-addresses-ignored"], &[]),
    Row("T20c-", &["gateway-addressless"], &["publish-service-no-cluster-ip"]),
    Row("T20d-", &["publish-service-missing"], &[]),
    Row("T21-", &["gateways-merged", "server-name-taken"], &[]),
    Row("T22-", &["webhook-refuses", "filter-unsupported"], &[]),
    Row("T22b-", &["timeout-overridden"], &["webhook-refuses"]),
];

fn input(case: &Case) -> Input {
    serde_json::from_value(case.input.clone()).expect("an input")
}

/// The input as the scenario's user has it: without what another run left behind in the recording process.
fn of_user(case: &Case) -> Input {
    let mut input = input(case);
    if let Some(line) = case.notes["recorded_with"].as_str() {
        input.environment = input.environment.replace(line, "");
    }
    input
}

#[test]
fn each_trouble_has_its_problem() {
    let (_, cases) = sets::load(Set::KicScenarios).expect("the scenarios are in tests/conformance");
    let mut faults = Vec::new();
    for Row(name, present, absent) in TABLE {
        let found: Vec<&Case> = cases.iter().filter(|case| case.name.starts_with(name)).collect();
        let [case] = found.as_slice() else {
            faults.push(format!("{name}: {} scenarios", found.len()));
            continue;
        };
        let report = wire::run(&of_user(case));
        let codes: BTreeSet<&str> = report.problems.iter().map(|problem| problem.code.as_str()).collect();
        let lacks = present.iter().filter(|code| !codes.contains(**code)).map(|code| format!("lacks {code}"));
        let has = absent.iter().filter(|code| codes.contains(**code)).map(|code| format!("has {code}"));
        faults.extend(lacks.chain(has).map(|fault| format!("{}: {fault}; it has {codes:?}", case.name)));
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

/// A way out and a rule come with every problem that the table asks for.
#[test]
fn each_trouble_has_a_way_out() {
    let (_, cases) = sets::load(Set::KicScenarios).expect("the scenarios are in tests/conformance");
    let mut faults = BTreeSet::new();
    for Row(name, present, _) in TABLE {
        for case in cases.iter().filter(|case| case.name.starts_with(name)) {
            for problem in wire::run(&of_user(case)).problems {
                if present.contains(&problem.code.as_str()) && (problem.help.is_empty() || problem.source.is_empty()) {
                    faults.insert(format!("{}: {}: {}", case.name, problem.code, problem.message));
                }
            }
        }
    }
    assert!(faults.is_empty(), "{}", faults.into_iter().collect::<Vec<_>>().join("\n"));
}

/// What Kong refuses at its start: the recorded runs had a stand-in that takes it (ARCHITECTURE.md, "Where the recorded data and
/// Kong disagree").
const OF_KONG: &[&str] = &["listen-host-name", "listen-invalid", "listen-refused-by-nginx"];

/// Upstream's golden inputs that never went through an API server: their backendRefs have no `kind`, or the Service lacks the
/// port, and upstream's outcome has no target for them.
const WITHOUT_TARGETS: &[&str] = &[
    "grpcroute-example/",
    "ingress-v1-regex-prefixed-path/",
    "tcproute-example/",
    "tlsroute-example/",
    "udproute-example/",
];

#[test]
fn what_the_controller_takes_without_complaint_is_no_error() {
    let mut clean = 0;
    let mut faults = Vec::new();
    for set in [Set::KicScenarios, Set::KicRandom, Set::KicGolden] {
        let Some((_, cases)) = sets::load(set) else { continue };
        for case in &cases {
            let report = wire::run(&input(case));
            // Of the golden inputs only the configuration was recorded; our events are those of the other sets.
            let is_clean = match set {
                Set::KicGolden => {
                    let without_targets = WITHOUT_TARGETS.iter().any(|name| case.name.starts_with(name));
                    report.events.is_empty() && !without_targets
                }
                _ => is_clean(case),
            };
            if !is_clean || input(case).manifests.contains("test.konghq.com/broken") {
                continue;
            }
            clean += 1;
            let errors = report.problems.iter().filter(|problem| problem.severity == "error");
            let errors = errors.filter(|problem| !OF_KONG.contains(&problem.code.as_str()));
            faults.extend(errors.map(|problem| format!("{}: {}: {}", case.name, problem.code, problem.message)));
        }
    }
    eprintln!("suite clean inputs: {clean}");
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

/// No document is refused, no event is a warning, the webhook has nothing to say, no condition of a status is bad, and every
/// Gateway that a route has as a parent is there.
fn is_clean(case: &Case) -> bool {
    let expected = &case.expected;
    let is_rejected = case.notes["scenario.yaml"].as_str().is_some_and(|text| text.contains("form: rejected"));
    let warns = |event: &Value| event["type"] == "Warning";
    let status = &expected["status"];
    let objects = |kind: &str| status[kind].as_object().into_iter().flatten().map(|(_, object)| object.clone());
    let routes: Vec<Value> =
        ["httpRoutes", "grpcRoutes", "tcpRoutes", "udpRoutes", "tlsRoutes"].into_iter().flat_map(objects).collect();
    let has_gateways = status["gateways"].as_object().is_some_and(|gateways| !gateways.is_empty());
    let settled = |route: &Value| has_gateways && items(&route["parents"]).next().is_some();
    !is_rejected
        && items(&expected["left_out"]).next().is_none()
        && expected["does_not_start"].is_null()
        && !items(&expected["events"]).any(warns)
        && expected["webhook"].as_object().is_none_or(serde_json::Map::is_empty)
        && status["errors"].as_object().is_none_or(serde_json::Map::is_empty)
        && routes.iter().all(settled)
        && !has_bad_condition(status)
}

/// Somewhere in a status a condition that should be True is not.
fn has_bad_condition(value: &Value) -> bool {
    match value {
        Value::Array(items) => items.iter().any(has_bad_condition),
        Value::Object(fields) => {
            let is_good =
                matches!(fields.get("type").and_then(Value::as_str), Some("Accepted" | "Programmed" | "ResolvedRefs"));
            let is_true = fields.get("status").and_then(Value::as_str) == Some("True");
            (is_good && fields.get("status").is_some_and(Value::is_string) && !is_true)
                || fields.values().any(has_bad_condition)
        }
        _ => false,
    }
}

fn items(list: &Value) -> impl Iterator<Item = &Value> + Clone {
    list.as_array().map_or(&[][..], Vec::as_slice).iter()
}
