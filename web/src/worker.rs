//! The worker's half of the engine: one job after another, each answered.
//!
//! Page and worker are the same wasm file; `web/js/worker.js` calls [`serve`] instead of mounting the page.

use std::panic;

use wasm_bindgen::prelude::*;
use web_sys::{DedicatedWorkerGlobalScope, MessageEvent};

use crate::engine::{Job, Reply};

/// Answers the jobs of the page, for as long as the worker lives.
#[wasm_bindgen]
pub fn serve() {
    let scope: DedicatedWorkerGlobalScope = js_sys::global().unchecked_into();
    tell_panics(scope.clone());
    let post_to = scope.clone();
    let on_message = Closure::<dyn Fn(MessageEvent)>::new(move |event: MessageEvent| {
        let text = event.data().as_string().unwrap_or_default();
        if let Ok(job) = serde_json::from_str(&text) {
            post(&post_to, &Job::answer(&job));
        }
    });
    scope.set_onmessage(Some(on_message.as_ref().unchecked_ref()));
    on_message.forget();
    post(&scope, &Reply::Ready);
}

/// A panic ends the wasm instance: this message is the last that the page hears.
fn tell_panics(scope: DedicatedWorkerGlobalScope) {
    panic::set_hook(Box::new(move |info| {
        console_error_panic_hook::hook(info);
        post(&scope, &Reply::Panic(info.to_string()));
    }));
}

fn post(scope: &DedicatedWorkerGlobalScope, reply: &Reply) {
    let text = serde_json::to_string(reply).unwrap_or_default();
    // Nobody is left to be told when the page is gone.
    let _ = scope.post_message(&JsValue::from_str(&text));
}
