//! What needs a browser: errors as JavaScript sees them, and the clock.
#![cfg(target_arch = "wasm32")]
#![allow(missing_docs, reason = "tests are statements")]

use kic_core::wire;
use kic_core::wire::job::{Job, Reply};
use kic_engine::{answer, api};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_test::{wasm_bindgen_test, wasm_bindgen_test_configure};

wasm_bindgen_test_configure!(run_in_browser);

#[wasm_bindgen_test]
fn a_job_is_answered_with_its_id_and_what_it_asks_for() {
    let input =
        wire::Input { environment: "CONTROLLER_PUBLISH_SERVICE=kong/proxy".to_owned(), ..wire::Input::default() };
    let question = wire::Question { line: "GET http://example.com:8000/".to_owned(), ..wire::Question::default() };
    let job = Job { id: 7, input, question: Some(question), sections: wire::Sections::NONE, window: None };
    let reply = answer(&serde_json::to_string(&job).unwrap()).unwrap();
    let Reply::Done { id, report, asked, .. } = serde_json::from_str(&reply).unwrap() else { panic!("{reply}") };
    assert_eq!((id, *report), (7, wire::run(&job.input)));
    assert_eq!(asked.unwrap().decision.map(|decision| decision.outcome).as_deref(), Some("answered"));
}

#[wasm_bindgen_test]
fn what_is_no_job_is_an_error() {
    assert!(answer("kind: Gateway").unwrap_err().is_instance_of::<js_sys::Error>());
}

#[wasm_bindgen_test]
fn the_javascript_api_throws_errors_with_a_code() {
    let error = api::translate("kind: Gateway").unwrap_err();
    assert!(error.is_instance_of::<js_sys::Error>());
    assert_eq!(js_sys::Reflect::get(&error, &JsValue::from_str("code")), Ok(JsValue::from_str("bad-input")));
}

#[wasm_bindgen_test]
fn the_javascript_api_answers_with_a_report() {
    let report = api::translate(r#"{"manifests":"kind: [","assume":true}"#).unwrap();
    let report: wire::Report = serde_json::from_str(&report).unwrap();
    assert!(!report.problems.is_empty(), "a broken document is a problem, not an error");
}

#[wasm_bindgen_test]
fn the_javascript_api_sends_requests() {
    let input = r#"{"environment":"CONTROLLER_PUBLISH_SERVICE=kong/proxy"}"#;
    let answer = api::request(input, r#"{"line":"GET http://example.com:8000/"}"#).unwrap();
    let answer: wire::Asked = serde_json::from_str(&answer).unwrap();
    assert_eq!(answer.decision.map(|decision| decision.outcome).as_deref(), Some("answered"));
    let error = api::request(input, "GET http://example.com/").unwrap_err();
    assert_eq!(js_sys::Reflect::get(&error, &JsValue::from_str("code")), Ok(JsValue::from_str("bad-request")));
}
