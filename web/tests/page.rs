//! What needs a browser: the editor over its bundle, storage, and the engine over a worker.
#![cfg(target_arch = "wasm32")]
#![allow(missing_docs, reason = "tests are statements")]

mod help;

use std::cell::RefCell;
use std::rc::Rc;

use help::{Stage, host, until};
use kic_core::wire;
use kic_playground::app::{self, App};
use kic_playground::editor::{self, Editor};
use kic_playground::engine::{Engine, Job};
use kic_playground::reading::{Mark, Place};
use kic_playground::state::{Action, Failure, Focus, Pane, Reveal};
use wasm_bindgen::JsCast;
use wasm_bindgen_test::{wasm_bindgen_test, wasm_bindgen_test_configure};
use web_sys::HtmlTextAreaElement;
use yew::Callback;

wasm_bindgen_test_configure!(run_in_browser);

/// The storage that the page keeps its texts in.
fn storage() -> web_sys::Storage {
    web_sys::window().unwrap().local_storage().unwrap().unwrap()
}

/// No worker, no engine and no editor.
const NOTHING: &str = "({
    startWorker() { throw new Error('no worker') },
    loadEngine: () => Promise.reject(new Error('no engine')),
    loadEditor: () => Promise.reject(new Error('no bundle')),
})";

/// An editor that writes down what it is asked for, in `parent.log`. It comes when the test calls `globalThis.arrive()`.
const EDITOR: &str = "({
    startWorker() { throw new Error('no worker') },
    loadEngine: () => Promise.reject(new Error('no engine')),
    loadEditor: () => new Promise((resolve) => { globalThis.arrive = () => resolve({ createEditor(parent, options) {
        const log = parent.log = [['create', options.text, options.language, options.label]];
        parent.options = options;
        const note = (name) => (...args) => { log.push([name, JSON.stringify(args)]) };
        return Object.fromEntries(['setText', 'setMarks', 'setHighlights', 'reveal', 'destroy'].map((name) => [name, note(name)]));
    } }) }),
})";

type Actions = Rc<RefCell<Vec<Action>>>;

fn recorder() -> (Actions, Callback<Action>) {
    let actions = Actions::default();
    let record = Rc::clone(&actions);
    (actions, Callback::from(move |action| record.borrow_mut().push(action)))
}

fn editor_props(script: &str, on: Callback<Action>) -> editor::Props {
    editor::Props {
        host: host(script),
        pane: Pane::Environment,
        text: "A=1\n".into(),
        replaced: 0,
        marks: None,
        highlights: Rc::from([]),
        reveal: None,
        shown: true,
        on,
    }
}

#[wasm_bindgen_test]
async fn without_its_bundle_the_editor_is_a_text_area_that_types() {
    let (actions, on) = recorder();
    let stage = Stage::<Editor>::show(editor_props(NOTHING, on));
    let area: HtmlTextAreaElement = stage.find("textarea").await.unchecked_into();
    assert_eq!(area.value(), "A=1\n");
    assert_eq!(area.get_attribute("aria-label").as_deref(), Some("Environment"));
    help::type_into(&area, "A=2\n");
    assert_eq!(*actions.borrow(), [Action::Type(Pane::Environment, "A=2\n".into())]);
}

#[wasm_bindgen_test]
async fn the_bundle_takes_the_text_over_from_the_text_area() {
    let (_, on) = recorder();
    let stage = Stage::<Editor>::show(editor_props(EDITOR, on));
    // Typed before the bundle was there.
    let area: HtmlTextAreaElement = stage.find("textarea").await.unchecked_into();
    help::type_into(&area, "A=typed\n");
    help::once_there("arrive").await;
    until("the text area is gone", || stage.count("textarea") == 0).await;
    assert_eq!(stage.log(".editor-rich").first().map(String::as_str), Some("create,A=typed\n,env,Environment"));
}

#[wasm_bindgen_test]
async fn what_the_editor_reports_becomes_actions() {
    let (actions, on) = recorder();
    let stage = Stage::<Editor>::show(editor_props(EDITOR, on));
    stage.find("textarea").await;
    help::once_there("arrive").await;
    until("the editor is there", || stage.count("textarea") == 0).await;
    stage.call(".editor-rich", "options.onChange('B=1')");
    stage.call(".editor-rich", "options.onCaret(2)");
    stage.call(".editor-rich", "options.onFix('fix-7')");
    let expected = [
        Action::Type(Pane::Environment, "B=1".into()),
        Action::Caret(Pane::Environment, 2),
        Action::ApplyFix("fix-7".into()),
    ];
    assert_eq!(*actions.borrow(), expected);
}

#[wasm_bindgen_test]
async fn the_editor_is_told_texts_marks_and_places_from_elsewhere() {
    let (_, on) = recorder();
    let mut stage = Stage::<Editor>::show(editor_props(EDITOR, on.clone()));
    stage.find("textarea").await;
    help::once_there("arrive").await;
    until("the editor is there", || stage.count("textarea") == 0).await;
    let place = Place { pane: Pane::Environment, from: 2, to: 3, line: 1, column: 3 };
    let mark = Mark {
        from: 0,
        to: 1,
        severity: "error".to_owned(),
        message: "bad".to_owned(),
        code: "code".to_owned(),
        source: None,
        fixes: Vec::new(),
    };
    stage.update(editor::Props {
        text: "B=2\n".into(),
        replaced: 1,
        marks: Some(Rc::from([mark])),
        highlights: Rc::from([place]),
        reveal: Some(Reveal { number: 1, place, focus: Focus::Moves }),
        ..editor_props(EDITOR, on)
    });
    until("the place is shown", || stage.log(".editor-rich").iter().any(|call| call.starts_with("reveal"))).await;
    let log = stage.log(".editor-rich");
    let tail: Vec<&str> = log.iter().rev().take(4).rev().map(String::as_str).collect();
    let marks =
        r#"setMarks,[[{"from":0,"to":1,"severity":"error","message":"bad","code":"code","source":null,"fixes":[]}]]"#;
    assert_eq!(tail, [r#"setText,["B=2\n"]"#, marks, r#"setHighlights,[[{"from":2,"to":3}]]"#, "reveal,[2,3]"]);
}

#[wasm_bindgen_test]
async fn the_page_restores_what_was_kept_and_keeps_what_is_typed() {
    let kept = r##"{"format":1,"manifests":"# kept\n","environment":"","helm":""}"##;
    storage().set_item("kic-playground.texts", kept).unwrap();
    let stage = Stage::<App>::show(app::Props { host: host(NOTHING) });
    let area: HtmlTextAreaElement = stage.find("textarea[aria-label=Manifests]").await.unchecked_into();
    assert_eq!(area.value(), "# kept\n");
    help::type_into(&area, "# typed\n");
    until("the text is kept", || {
        let raw = storage().get_item("kic-playground.texts").ok().flatten();
        raw.is_some_and(|raw| raw.contains(r##""manifests":"# typed\n""##))
    })
    .await;
    storage().clear().unwrap();
}

/// An engine on the page itself, as in a sandboxed frame: it answers as `onjob(job)` says. How many were loaded is in
/// `globalThis.loaded`.
fn local(onjob: &str) -> String {
    format!(
        "(globalThis.loaded = 0, {{
            startWorker() {{ throw new Error('no worker') }},
            loadOpening: () => Promise.reject(new Error('no report')),
            loadEngine: async () => {{ globalThis.loaded += 1; return {{ answer: (text) => JSON.stringify(({onjob})(JSON.parse(text))) }} }},
        }})"
    )
}

#[wasm_bindgen_test]
async fn where_no_worker_can_be_had_the_engine_is_loaded_into_the_page_once() {
    let (actions, on) = recorder();
    let script = local(&format!("(job) => ({{ done: {{ id: job.id, millis: 1, report: {} }} }})", empty_report()));
    let engine = Engine::new(host(&script), on);
    engine.submit(job(1, "a"));
    engine.submit(job(2, "a"));
    until("the newest job is done", || finished(&actions) == [2]).await;
    engine.submit(job(3, "a"));
    until("the next job is done", || finished(&actions) == [2, 3]).await;
    assert_eq!(help::number("loaded"), 1.0);
}

#[wasm_bindgen_test]
async fn where_no_worker_can_be_had_the_page_shows_reports_all_the_same() {
    storage().clear().unwrap();
    let script = local(&format!("(job) => ({{ done: {{ id: job.id, millis: 1, report: {} }} }})", empty_report()));
    // The plain text area stays.
    let script = format!("Object.assign({script}, {{ loadEditor: () => Promise.reject(new Error('no bundle')) }})");
    let stage = Stage::<App>::show(app::Props { host: host(&script) });
    until("a verdict is shown", || stage.text(".verdict").contains("does not start")).await;
    storage().clear().unwrap();
}

/// An engine of this host tells that the job `bad` panicked, and does the one after it.
async fn panics_at_the_bad_job_and_does_the_next(script: &str) {
    let (actions, on) = recorder();
    let engine = Engine::new(host(script), on);
    engine.submit(job(1, "bad"));
    until("the panic is told", || !actions.borrow().is_empty()).await;
    assert_eq!(*actions.borrow(), [Action::Failed { revision: 1, failure: Failure::Panic("at line 1".into()) }]);
    engine.submit(job(2, "good"));
    until("the next job is done", || finished(&actions) == [2]).await;
}

#[wasm_bindgen_test]
async fn an_engine_on_the_page_that_panics_is_told_and_loaded_anew() {
    let script = local(&format!(
        "(job) => {{ if (job.input.manifests === 'bad') throw new Error('at line 1'); return {{ done: {{ id: job.id, millis: 1, report: {} }} }} }}",
        empty_report()
    ));
    panics_at_the_bad_job_and_does_the_next(&script).await;
    assert_eq!(help::number("loaded"), 2.0);
}

#[wasm_bindgen_test]
async fn an_engine_that_cannot_be_loaded_is_told() {
    let (actions, on) = recorder();
    let engine = Engine::new(host(NOTHING), on);
    engine.submit(job(1, "a"));
    until("it is told", || !actions.borrow().is_empty()).await;
    assert_eq!(*actions.borrow(), [Action::Failed { revision: 1, failure: Failure::Panic("no engine".into()) }]);
}

/// A worker that answers as `onpost(job, reply)` says and counts itself in `globalThis.started`.
fn worker(onpost: &str) -> String {
    format!(
        "(globalThis.started = 0, {{ startWorker() {{
            globalThis.started += 1;
            const worker = new EventTarget();
            const reply = (value) => worker.dispatchEvent(new MessageEvent('message', {{ data: JSON.stringify(value) }}));
            worker.postMessage = (text) => {{ const job = JSON.parse(text); ({onpost})(job, reply); }};
            worker.terminate = () => {{}};
            queueMicrotask(() => reply('ready'));
            return worker;
        }} }})"
    )
}

fn job(id: u64, manifests: &str) -> Job {
    let input = wire::Input { manifests: manifests.to_owned(), ..wire::Input::default() };
    Job { id, input, question: None, sections: wire::Sections::ALL, window: None }
}

fn finished(actions: &Actions) -> Vec<u64> {
    let actions = actions.borrow();
    let ids = actions.iter().filter_map(|action| match action {
        Action::Finished { revision, .. } => Some(*revision),
        _ => None,
    });
    ids.collect()
}

/// A report of the translator as the engine would send it.
fn empty_report() -> String {
    serde_json::to_string(&wire::run(&wire::Input::default())).unwrap()
}

#[wasm_bindgen_test]
async fn jobs_that_wait_for_a_busy_worker_are_dropped_for_the_newest() {
    let (actions, on) = recorder();
    let script = worker(&format!(
        "(job, reply) => setTimeout(() => reply({{ done: {{ id: job.id, millis: 1, report: {} }} }}))",
        empty_report()
    ));
    let engine = Engine::new(host(&script), on);
    for id in 1..=4 {
        engine.submit(job(id, "a"));
    }
    until("the newest job is done", || finished(&actions).contains(&4)).await;
    assert_eq!(finished(&actions), [4], "the first three waited for the worker to start");
}

#[wasm_bindgen_test]
async fn a_panic_is_told_and_the_next_job_has_a_new_worker() {
    let script = worker(&format!(
        "(job, reply) => setTimeout(() => reply(job.input.manifests === 'bad' ? {{ panic: 'at line 1' }} : {{ done: {{ id: job.id, millis: 1, report: {} }} }}))",
        empty_report()
    ));
    panics_at_the_bad_job_and_does_the_next(&script).await;
    assert_eq!(help::number("started"), 2.0);
}
