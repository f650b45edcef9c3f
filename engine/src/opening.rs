//! The report of the example that the page opens with, made when the page is built: a first visit shows it before the
//! engine is loaded.

use kic_core::wire;

/// What the page asks when it opens with its example, less the time.
pub fn input() -> wire::Input {
    wire::Input {
        manifests: include_str!("../../web/examples/opening/manifests.yaml").to_owned(),
        environment: include_str!("../../web/examples/opening/kong.env").to_owned(),
        assume: true,
        ..wire::Input::default()
    }
}

/// The engine's answer to [`input`], as JSON text without a line end.
pub fn report() -> String {
    // A struct of texts and numbers can always be written.
    serde_json::to_string(&wire::run(&input())).unwrap_or_default()
}
