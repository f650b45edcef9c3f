//! The JavaScript API: JSON text in, JSON text out.

use kic_core::wire;
use wasm_bindgen::prelude::*;

/// TypeScript's view of what is exported here.
#[wasm_bindgen(typescript_custom_section)]
const TYPES: &'static str = r#"
/** The inputs of `translate`, as JSON text: every key may be left out. */
export interface TranslateInput {
  /** Kubernetes YAML or JSON, many documents. */
  manifests?: string;
  /** `KONG_*` and `CONTROLLER_*`, as lines or as a container's `env:` list. */
  environment?: string;
  /** Values of the chart. */
  helm?: string;
  /** Release of Kong Ingress Controller, or null for the newest. */
  kic?: string | null;
  /** Release of Kong Gateway, or null for the newest. */
  kong?: string | null;
  /** Kong's router flavor, or null for what the environment says. */
  router_flavor?: string | null;
  /** Whether what is missing is assumed. */
  assume?: boolean;
  /** The time that certificates are judged by, in seconds since 1970; without it none has expired. */
  now?: number | null;
}
"#;

/// Translates the inputs (JSON text of a `TranslateInput`) into a report (JSON text).
///
/// # Errors
///
/// A JavaScript `Error` with `code` `"bad-input"` when `input_json` is not such an object. Whatever is wrong with
/// the texts in it is a problem of the report, never an error.
#[wasm_bindgen]
pub fn translate(input_json: &str) -> Result<String, JsValue> {
    let input: wire::Input =
        serde_json::from_str(input_json).map_err(|error| js_error("bad-input", &error.to_string()))?;
    serde_json::to_string(&wire::run(&input)).map_err(|error| js_error("bad-report", &error.to_string()))
}

fn js_error(code: &str, message: &str) -> JsValue {
    let error = js_sys::Error::new(message);
    let set = js_sys::Reflect::set(&error, &JsValue::from_str("code"), &JsValue::from_str(code));
    debug_assert!(set.is_ok(), "a new error takes any property");
    error.into()
}
