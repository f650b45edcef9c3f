//! What we make of a case, and how it compares with what upstream made of it, aspect by aspect.

use std::any::Any;
use std::collections::BTreeMap;
use std::panic::{AssertUnwindSafe, catch_unwind};

use kic_core::wire;
use serde_json::{Map, Value, json};

use crate::compare::{equal, equal_to_any};
use crate::others;
use crate::sets::{Case, Set};

/// What a case is judged by, for example `config` or `status.gateways`, with the first differences where it fails.
pub type Verdict = BTreeMap<String, Result<(), String>>;

/// The kinds of statuses that are counted apart, as keys of `status`.
const STATUS_PARTS: [&str; 9] = [
    "gatewayClasses",
    "gateways",
    "httpRoutes",
    "grpcRoutes",
    "tcpRoutes",
    "udpRoutes",
    "tlsRoutes",
    "annotations",
    "errors",
];

/// What the chart renders, as keys of the oracle.
const RENDERED: [&str; 6] = ["service", "udp_service", "env", "container_ports", "controller_env", "controller_args"];

/// All other kinds together.
const OTHER_STATUS: &str = "status.other";

/// The problem that names a route whose status the controller rewrites for ever.
const UNSETTLED: &str = "route-status-alternates";

/// Judges a case of a set; `None` where nothing of ours does the work of this set yet.
pub fn judge(set: Set, case: &Case) -> Option<Verdict> {
    match set {
        Set::KicScenarios
        | Set::Kic34
        | Set::Kic33
        | Set::Kic32
        | Set::KicRandom
        | Set::KicUnsettled
        | Set::KicGolden => Some(judge_report(set, case, translated(&case.input).as_ref())),
        Set::Listens => {
            let found = guarded(|| crate::answers::listens(&case.input));
            Some(found.map_or_else(|panic| lost(set, case, &panic), |found| listens(&case.expected, &found)))
        }
        Set::Admission => {
            let found = guarded(|| crate::answers::admission(&case.input));
            Some(found.map_or_else(|panic| lost(set, case, &panic), |found| admission(&case.expected, &found)))
        }
        Set::Helm => {
            let found = guarded(|| crate::answers::helm(&case.input));
            Some(found.map_or_else(|panic| lost(set, case, &panic), |found| helm(&case.expected, &found)))
        }
        Set::Router => {
            let found = guarded(|| crate::answers::router(&case.input));
            Some(found.map_or_else(|panic| lost(set, case, &panic), |found| router(&case.expected, &found)))
        }
    }
}

/// Judges the report of a case, or the panic in its place.
pub fn judge_report(set: Set, case: &Case, report: Result<&Value, &String>) -> Verdict {
    let report = match report {
        Ok(report) => report,
        Err(panic) => return lost(set, case, panic),
    };
    match set {
        Set::KicUnsettled => unsettled(&case.expected, report),
        Set::KicGolden => {
            let config = equal(&case.expected["config"], &report["config"]);
            Verdict::from([("config".to_owned(), config)])
        }
        _ => translation(&case.expected, report),
    }
}

/// All fails where there is no answer.
fn lost(set: Set, case: &Case, panic: &str) -> Verdict {
    aspects(set, case).into_iter().map(|name| (name, Err(panic.to_owned()))).collect()
}

/// The aspects of a case that always exist: those that fail when the core gives no answer.
fn aspects(set: Set, case: &Case) -> Vec<String> {
    let names: &[&str] = match set {
        Set::KicScenarios | Set::Kic34 | Set::Kic33 | Set::Kic32 | Set::KicRandom => {
            &["config", "status", "events", "left_out", "webhook"]
        }
        Set::KicUnsettled => &["config", "status", "events", "problem"],
        Set::KicGolden => &["config"],
        Set::Listens if case.expected["ok"] == true => &["entries"],
        Set::Listens => &["error"],
        Set::Admission => &["accepted", "errors", "unknown_fields"],
        Set::Helm if case.expected.get("error").is_some() => &["error"],
        Set::Helm => &RENDERED,
        Set::Router if case.input["kind"] == "transform" => &["matchers"],
        Set::Router if case.expected.get("error").is_some() => &["error"],
        Set::Router => &["match", "upstream"],
    };
    names.iter().map(|name| (*name).to_owned()).collect()
}

/// The report of an input, as every host prints it.
///
/// # Errors
///
/// When the core panics: that loses one case and not the suite.
///
/// # Panics
///
/// When the input is none.
pub fn translated(input: &Value) -> Result<Value, String> {
    let input: wire::Input = serde_json::from_value(input.clone()).expect("an input of the wire contract");
    guarded(|| serde_json::to_value(wire::run(&input)).unwrap_or_default())
}

/// The value, or the words of a panic.
///
/// # Errors
///
/// When it panics.
pub fn guarded<T>(work: impl FnOnce() -> T) -> Result<T, String> {
    catch_unwind(AssertUnwindSafe(work)).map_err(|panic| format!("it panics: {}", words(panic.as_ref())))
}

fn words(panic: &dyn Any) -> &str {
    match (panic.downcast_ref::<String>(), panic.downcast_ref::<&str>()) {
        (Some(text), _) => text,
        (_, Some(text)) => text,
        _ => "without words",
    }
}

fn translation(expected: &Value, report: &Value) -> Verdict {
    if let Some(error) = expected.get("does_not_start") {
        let result = equal(&trimmed(error), &trimmed(&report["does_not_start"]));
        let null = equal(&json!({"config": null}), &json!({"config": report["config"]}));
        return ["config", "status"]
            .into_iter()
            .map(|aspect| (aspect.to_owned(), result.clone().and_then(|()| null.clone())))
            .collect();
    }
    let mut verdict = Verdict::new();
    let mut add = |aspect: &str, result| verdict.insert(aspect.to_owned(), started(report).and(result));
    let outcomes = outcomes(expected);
    for aspect in ["config", "status"] {
        let expected: Vec<Value> = outcomes.iter().map(|outcome| outcome[aspect].clone()).collect();
        add(aspect, one_of(&expected, &report[aspect]));
    }
    let events: Vec<Value> = outcomes.iter().map(events).collect();
    add("events", one_of(&events, &self::events(report)));
    if outcomes.len() > 1 {
        let ours = joint(report);
        add("together", one_of(&outcomes.iter().map(joint).collect::<Vec<_>>(), &ours));
    }
    for part in STATUS_PARTS {
        let of = |value: &Value| value.get("status").and_then(|status| status.get(part)).cloned();
        if outcomes.iter().any(|outcome| of(outcome).is_some()) || of(report).is_some() {
            let expected: Vec<Value> = outcomes.iter().map(|outcome| json!({part: of(outcome)})).collect();
            add(&format!("status.{part}"), one_of(&expected, &json!({part: of(report)})));
        }
    }
    let others: Vec<Value> = outcomes.iter().map(other_status).collect();
    if others.iter().any(|others| *others != json!({})) {
        add(OTHER_STATUS, one_of(&others, &other_status(report)));
    }
    let expected_list = |key: &str| expected.get(key).cloned().unwrap_or_else(|| json!([]));
    let (refused, found) = (expected_list("left_out"), without_nulls(&report["left_out"]));
    let stages = |list: &Value| json!({"left_out": fields(list, &["object", "stage"])});
    add("left_out", equal(&stages(&refused), &stages(&found)));
    if refused != json!([]) {
        add("left_out.why", equal(&json!({"left_out": refused}), &json!({"left_out": found})));
    }
    let webhook = |value: &Value| json!({"webhook": value.get("webhook").cloned().unwrap_or_else(|| json!({}))});
    add("webhook", one_of(&[webhook(expected)], &webhook(report)));
    if let Some(accepted) = expected.get("as_if_accepted") {
        let part = |value: &Value| fields(&json!([value]), &["config", "status", "events"])[0].clone();
        let ours = &report["as_if_accepted"];
        add("as_if_accepted", equal(&part(accepted), &part(ours)));
        add("as_if_accepted.webhook", one_of(&[webhook(accepted)], &webhook(ours)));
    }
    verdict
}

/// The HTTPRoutes, the only kind whose parents are removed as stale, that differ between the states.
fn alternating(states: &[Value]) -> Vec<String> {
    let routes = |state: &Value| state["httpRoutes"].as_object().cloned().unwrap_or_default();
    let [first, others @ ..] = states else { return Vec::new() };
    let first = routes(first);
    let differs = |name: &str| others.iter().any(|other| routes(other).get(name) != first.get(name));
    first.keys().filter(|name| differs(name)).map(|name| format!("HTTPRoute {name}")).collect()
}

fn unsettled(expected: &Value, report: &Value) -> Verdict {
    let states = expected["states"].as_array().cloned().unwrap_or_default();
    let problems = || report["problems"].as_array().into_iter().flatten();
    let named = |route: &String| problems().any(|problem| problem["code"] == UNSETTLED && problem["object"] == **route);
    let silent: Vec<String> = alternating(&states).into_iter().filter(|route| !named(route)).collect();
    let problem = match silent.as_slice() {
        [] if problems().any(|problem| problem["code"] == UNSETTLED) => Ok(()),
        _ => Err(format!("no problem {UNSETTLED} that names {}", silent.join(", "))),
    };
    let results = [
        ("config", equal(&expected["config"], &report["config"])),
        ("status", equal_to_any(&states, &report["status"])),
        ("events", equal(&events(expected), &events(report))),
        ("problem", problem),
    ];
    results.into_iter().map(|(aspect, result)| (aspect.to_owned(), result)).collect()
}

fn listens(expected: &Value, found: &Value) -> Verdict {
    if expected["ok"] == true {
        let keys = ["ok", "entries", "listeners", "listeners_at_load", "ssl_enabled"];
        return keys
            .iter()
            .filter(|key| expected.get(**key).is_some() || found.get(**key).is_some())
            .map(|key| ((*key).to_owned(), equal(&json!({*key: expected.get(*key)}), &json!({*key: found.get(*key)}))))
            .collect();
    }
    ["ok", "error", "kind"]
        .iter()
        .map(|key| ((*key).to_owned(), equal(&json!({*key: expected[*key]}), &json!({*key: found.get(*key)}))))
        .collect()
}

/// An error stands alone. Manifests are compared as they are, with the order of their lists.
fn helm(expected: &Value, found: &Value) -> Verdict {
    let judged = |key: &str| {
        let (expected, found) = (json!({key: expected.get(key)}), json!({key: found.get(key)}));
        if expected == found {
            return Ok(());
        }
        equal(&expected, &found).and_then(|()| Err(format!("{key}: the order of a list differs")))
    };
    let mut verdict = Verdict::new();
    if expected.get("error").is_some() || found.get("error").is_some() {
        verdict.insert("error".to_owned(), judged("error"));
    }
    if expected.get("error").is_none() {
        verdict.extend(RENDERED.map(|key| (key.to_owned(), judged(key))));
    }
    verdict
}

/// A key that is absent on both sides passes: nothing is said where there is nothing to say.
fn admission(expected: &Value, found: &Value) -> Verdict {
    ["accepted", "errors", "unknown_fields"]
        .into_iter()
        .map(|key| (key.to_owned(), equal(&json!({key: expected.get(key)}), &json!({key: found.get(key)}))))
        .collect()
}

fn router(expected: &Value, found: &Value) -> Verdict {
    let keys = ["match", "upstream", "error", "matchers", "expression", "priority", "undecided"];
    keys.iter()
        .filter(|key| expected.get(**key).is_some() || found.get(**key).is_some())
        .map(|key| ((*key).to_owned(), equal(&json!({*key: expected.get(*key)}), &json!({*key: found.get(*key)}))))
        .collect()
}

/// Where Kong or the controller does not start, nothing else is right.
fn started(report: &Value) -> Result<(), String> {
    match &report["does_not_start"] {
        Value::Null => Ok(()),
        error => Err(format!("does not start: {error}")),
    }
}

/// The main outcome, the variants laid over it, and the other round of a status that alternates for ever.
fn outcomes(expected: &Value) -> Vec<Value> {
    let over = |changes: &Value| {
        let mut outcome = expected.clone();
        for (key, value) in changes.as_object().into_iter().flatten() {
            outcome[key] = value.clone();
        }
        outcome
    };
    let mut outcomes = vec![expected.clone()];
    outcomes.extend(expected["variants"].as_array().into_iter().flatten().map(over));
    outcomes.extend(expected.get("status_of_the_other_round").map(|status| over(&json!({"status": status}))));
    outcomes
}

/// Whether what was found is one of several outcomes; a failure says which outcome it is.
fn one_of(outcomes: &[Value], found: &Value) -> Result<(), String> {
    equal_to_any(outcomes, found).map_err(|words| others::with_number(&words, found))
}

/// The name of the field says that the list is a set.
fn events(outcome: &Value) -> Value {
    json!({"events": outcome["events"]})
}

/// What has to fit together: an outcome is one run, not a mixture of several.
fn joint(outcome: &Value) -> Value {
    fields(&json!([outcome]), &["config", "status", "events"])[0].clone()
}

fn other_status(outcome: &Value) -> Value {
    let status = outcome["status"].as_object().cloned().unwrap_or_default();
    status.into_iter().filter(|(kind, _)| !STATUS_PARTS.contains(&kind.as_str())).collect::<Map<_, _>>().into()
}

/// Each object of a list with some of its fields.
fn fields(list: &Value, names: &[&str]) -> Value {
    let pick = |value: &Value| {
        let fields = names.iter().filter_map(|name| Some(((*name).to_owned(), value.get(*name)?.clone())));
        Value::Object(fields.collect())
    };
    list.as_array().into_iter().flatten().map(pick).collect()
}

/// The oracle's texts of Kong end with the blank in front of the next line of its output.
fn trimmed(error: &Value) -> Value {
    let mut error = error.clone();
    if let Some(text) = error["error"].as_str().map(|text| text.trim_end().to_owned()) {
        error["error"] = text.into();
    }
    error
}

/// Our wire says null where the oracle says nothing.
fn without_nulls(list: &Value) -> Value {
    let strip = |value: &Value| match value {
        Value::Object(fields) => {
            fields.iter().filter(|(_, value)| !value.is_null()).map(|(k, v)| (k.clone(), v.clone())).collect()
        }
        other => other.clone(),
    };
    list.as_array().into_iter().flatten().map(strip).collect()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::{guarded, translation, unsettled};

    fn ours() -> serde_json::Value {
        json!({"does_not_start": null, "config": {"a": 1}, "status": {"gateways": {}}, "events": [],
               "left_out": [], "webhook": {}, "problems": []})
    }

    #[test]
    fn every_aspect_is_judged_apart() {
        let expected = json!({"config": {"a": 1}, "status": {"gateways": {"x": {}}}, "events": []});
        let verdict = translation(&expected, &ours());
        assert_eq!(verdict["config"], Ok(()));
        assert_eq!(verdict["events"], Ok(()));
        for aspect in ["status", "status.gateways"] {
            let words = verdict[aspect].as_ref().unwrap_err();
            assert!(words.starts_with("gateways.x: missing, expected {}"), "{words}");
        }
    }

    #[test]
    fn a_variant_counts_and_a_mixture_of_two_is_seen() {
        let expected = json!({"config": {"a": 2}, "status": {"gateways": {}}, "events": [],
            "variants": [{"config": {"a": 1}, "events": [{"object": "x"}]}]});
        let verdict = translation(&expected, &ours());
        assert_eq!(verdict["config"], Ok(()));
        assert_eq!(verdict["events"], Ok(()));
        assert!(verdict["together"].is_err());
    }

    #[test]
    fn who_does_not_start_must_say_why() {
        let error = json!({"who": "kong", "error": "no"});
        let mut found = ours();
        assert!(translation(&json!({"does_not_start": error}), &found)["config"].is_err());
        assert!(translation(&json!({"config": {"a": 1}, "status": {}, "events": []}), &found)["config"].is_ok());
        found["does_not_start"] = error.clone();
        found["config"] = json!(null);
        assert_eq!(translation(&json!({"does_not_start": error}), &found)["status"], Ok(()));
        assert!(translation(&json!({"config": {"a": 1}, "status": {}, "events": []}), &found)["config"].is_err());
    }

    #[test]
    fn either_state_of_an_unsettled_status_will_do() {
        let states = json!([{"gateways": {"x": 1}}, {"gateways": {}}]);
        let verdict = unsettled(&json!({"config": {"a": 1}, "events": [], "states": states}), &ours());
        assert_eq!(verdict["status"], Ok(()));
        assert!(verdict["problem"].is_err());
    }

    #[test]
    fn a_panic_is_one_failure() {
        assert_eq!(guarded(|| 1), Ok(1));
        let panic: Result<(), _> = guarded(|| panic!("at {}", 3));
        assert_eq!(panic, Err("it panics: at 3".to_owned()));
    }
}
