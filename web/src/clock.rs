//! Milliseconds, for showing how long the engine took.

use wasm_bindgen::prelude::*;

#[wasm_bindgen]
extern "C" {
    /// Milliseconds since some moment; only differences mean something. Page and worker both have it.
    #[wasm_bindgen(js_namespace = performance, js_name = now)]
    pub fn millis() -> f64;
}
