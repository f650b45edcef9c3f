//! The connection to one worker.

use gloo::events::EventListener;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{ErrorEvent, MessageEvent, Worker};
use yew::Callback;

use super::{Job, Reply};
use crate::host::Host;

/// A running worker; dropping it ends the worker, whatever it does.
pub(super) struct Link {
    worker: Worker,
    _listeners: [EventListener; 2],
}

impl Link {
    /// Starts a worker; `None` where the host can start none.
    pub(super) fn start(host: &Host, on_reply: Callback<Reply>, on_loss: Callback<String>) -> Option<Self> {
        let worker = host.start_worker().ok()?;
        let lost = on_loss.clone();
        let message = EventListener::new(&worker, "message", move |event| {
            let data = event.dyn_ref::<MessageEvent>().and_then(|event| event.data().as_string()).unwrap_or_default();
            match serde_json::from_str(&data) {
                Ok(reply) => on_reply.emit(reply),
                Err(error) => lost.emit(format!("the engine's answer cannot be read: {error}")),
            }
        });
        let error = EventListener::new(&worker, "error", move |event| {
            let message = event.dyn_ref::<ErrorEvent>().map(ErrorEvent::message).unwrap_or_default();
            on_loss.emit(message);
        });
        Some(Self { worker, _listeners: [message, error] })
    }

    /// Hands a job over.
    pub(super) fn post(&self, job: &Job) {
        // A struct of texts and numbers can always be written, and a text can always be posted.
        let text = serde_json::to_string(job).unwrap_or_default();
        let posted = self.worker.post_message(&JsValue::from_str(&text));
        debug_assert!(posted.is_ok(), "a text can be posted");
    }
}

impl Drop for Link {
    fn drop(&mut self) {
        self.worker.terminate();
    }
}
