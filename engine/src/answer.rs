//! One job of the page, answered.

use std::panic::{self, PanicHookInfo};

use kic_core::wire;
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
    Ok(text(&reply(&job)))
}

/// A panic ends the wasm instance, and the caller is told of what.
fn throw_panics(info: &PanicHookInfo<'_>) {
    console_error_panic_hook::hook(info);
    wasm_bindgen::throw_str(&info.to_string());
}

/// Translates, and answers the question if there is one.
pub(crate) fn reply(job: &Job) -> Reply {
    let start = millis();
    let (report, asked) = match &job.question {
        Some(question) => {
            let (report, asked) = wire::ask(&job.input, question);
            (report, Some(Box::new(asked)))
        }
        None => (wire::run(&job.input), None),
    };
    Reply::Done { id: job.id, millis: millis() - start, report: Box::new(report), asked }
}

/// A reply as it is sent.
pub(crate) fn text(reply: &Reply) -> String {
    // A struct of texts and numbers can always be written.
    serde_json::to_string(reply).unwrap_or_default()
}
