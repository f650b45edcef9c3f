//! The calls into the core for the sets that are no translations, in the shapes of the oracle.

use kic_core::admission;
use kic_core::helm::{self, Release};
use kic_core::listens::{Subsystem, describe};
use kic_core::settings::KongVersion;
use serde_json::Value;

/// What Kong makes of a listen value: `ok`, `entries`, `listeners`, `ssl_enabled`, or `error` and `kind`.
///
/// # Panics
///
/// When the input names no setting that listens.
pub fn listens(input: &Value) -> Value {
    let text = |key: &str| input[key].as_str().expect("a text");
    let subsystem = Subsystem::of_setting(text("setting")).expect("a setting that listens");
    describe(subsystem, text("value"), KongVersion::default())
}

/// What the API server says to an object: `accepted`, `stage`, `errors`, `unknown_fields`.
///
/// # Panics
///
/// When the input names no kind.
pub fn admission(input: &Value) -> Value {
    admission::answer(input["kind"].as_str().expect("a kind"), &input["manifest"])
}

/// What the chart renders from values: the manifests and variables, or `error`.
///
/// # Panics
///
/// When the input does not name the release.
pub fn helm(input: &Value) -> Value {
    let text = |key: &str| input[key].as_str().expect("a text");
    let release = Release { name: text("release"), namespace: text("namespace") };
    // JSON is YAML.
    helm::describe("values.yaml", &input["values"].to_string(), release)
}

/// What Kong's router makes of routes and a request, or of one route: `match`, `upstream`, `error`, `matchers`.
pub fn router(input: &Value) -> Value {
    kic_core::router::answer(input)
}
