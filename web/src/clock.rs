//! Milliseconds, for showing how long the engine took, and the time that certificates are judged by.

use wasm_bindgen::prelude::*;

#[wasm_bindgen]
extern "C" {
    /// Milliseconds since some moment; only differences mean something. Page and worker both have it.
    #[wasm_bindgen(js_namespace = performance, js_name = now)]
    pub fn millis() -> f64;
}

/// Seconds since 1970. The core has no clock: the page asks once, so that a report changes only with what is typed.
pub fn seconds() -> Option<i64> {
    // Whole numbers are printed without a fraction.
    (js_sys::Date::now() / 1000.0).floor().to_string().parse().ok()
}
