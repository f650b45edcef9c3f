//! The engine in a worker: one job after another, each answered.

use std::panic;

use kic_core::wire::job::Reply;
use wasm_bindgen::prelude::*;
use web_sys::{DedicatedWorkerGlobalScope, MessageEvent};

use crate::answer::{reply, text};

/// Answers the jobs of the page, for as long as the worker lives. `web/js/worker.js` calls it.
#[wasm_bindgen]
pub fn serve() {
    let scope: DedicatedWorkerGlobalScope = js_sys::global().unchecked_into();
    tell_panics(scope.clone());
    let post_to = scope.clone();
    let on_message = Closure::<dyn Fn(MessageEvent)>::new(move |event: MessageEvent| {
        let job = event.data().as_string().unwrap_or_default();
        if let Ok(job) = serde_json::from_str(&job) {
            post(&post_to, &reply(job));
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
    // Nobody is left to be told when the page is gone.
    let _ = scope.post_message(&JsValue::from_str(&text(reply)));
}
