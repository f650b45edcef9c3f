//! One job of the page, answered.

use std::cell::RefCell;
use std::panic::{self, PanicHookInfo};

use kic_core::wire::Run;
use kic_core::wire::job::{Job, Reply};
use wasm_bindgen::prelude::*;

#[wasm_bindgen]
extern "C" {
    /// Milliseconds since some moment; only differences mean something. Page and worker both have it.
    #[wasm_bindgen(js_namespace = performance, js_name = now)]
    fn millis() -> f64;
}

/// Answers a job (JSON text) with a reply (JSON text), as the worker does: for pages that can have no worker.
///
/// # Errors
///
/// A JavaScript `Error` when `job_json` is no job, or with the message of a panic.
#[wasm_bindgen]
pub fn answer(job_json: &str) -> Result<String, JsValue> {
    panic::set_hook(Box::new(throw_panics));
    let job: Job = serde_json::from_str(job_json).map_err(|error| js_sys::Error::new(&error.to_string()))?;
    Ok(text(&reply(job)))
}

/// A panic ends the wasm instance, and the caller is told of what.
fn throw_panics(info: &PanicHookInfo<'_>) {
    console_error_panic_hook::hook(info);
    wasm_bindgen::throw_str(&info.to_string());
}

thread_local! {
    /// The last run: another view of it, or a question about it, needs no translation.
    static LAST: RefCell<Option<Run>> = const { RefCell::new(None) };
}

/// Translates, unless that was done last, and answers the question if there is one.
pub(crate) fn reply(job: Job) -> Reply {
    let start = millis();
    let sections = job.answered();
    // Taken out while it is used: a panic leaves nothing half done.
    let last = LAST.take().filter(|last| last.is_of(&job.input));
    let window = job.window.clone().filter(|_| !job.is_small());
    let mut run = last.unwrap_or_else(|| Run::new(job.input));
    let mut report = Box::new(run.report(sections));
    let lines = window.map(|window| {
        let (lines, origins) = run.lines(&window);
        report.origins = origins;
        lines
    });
    let asked = job.question.map(|question| Box::new(run.asked(&question)));
    let totals = Some(run.totals());
    LAST.set(Some(run));
    Reply::Done { id: job.id, millis: millis() - start, report, sections, totals, lines, asked }
}

/// A reply as it is sent.
pub(crate) fn text(reply: &Reply) -> String {
    // A struct of texts and numbers can always be written.
    serde_json::to_string(reply).unwrap_or_default()
}
