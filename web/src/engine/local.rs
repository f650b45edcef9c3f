//! The engine on the page itself, where no worker can be had.

use kic_core::wire::job::{Job, Reply};
use wasm_bindgen::prelude::*;

use crate::host::Host;

#[wasm_bindgen]
extern "C" {
    /// The engine's module.
    #[derive(Clone, Debug)]
    pub(super) type LocalEngine;

    #[wasm_bindgen(method, catch)]
    fn answer(this: &LocalEngine, job_json: &str) -> Result<String, JsValue>;
}

impl LocalEngine {
    /// Loads an engine of its own.
    ///
    /// # Errors
    ///
    /// Why it cannot be loaded.
    pub(super) async fn load(host: &Host) -> Result<Self, String> {
        host.load_engine().await.map(JsCast::unchecked_into).map_err(|error| words(&error))
    }

    /// Answers a job; the page stands still meanwhile.
    ///
    /// # Errors
    ///
    /// What the engine died of.
    pub(super) fn run(&self, job: &Job) -> Result<Reply, String> {
        // A struct of texts and numbers can always be written.
        let text = serde_json::to_string(job).unwrap_or_default();
        let reply = self.answer(&text).map_err(|error| words(&error))?;
        serde_json::from_str(&reply).map_err(|error| format!("the engine's answer cannot be read: {error}"))
    }
}

fn words(error: &JsValue) -> String {
    error
        .dyn_ref::<js_sys::Error>()
        .map_or_else(|| "the engine cannot be loaded".to_owned(), |error| error.message().into())
}
