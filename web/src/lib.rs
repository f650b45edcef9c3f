//! KIC Playground's page: a Yew app that hands texts to the engine and shows what it answers.
//!
//! Data goes round in one direction: what the user does is an [`Action`](state::Action), [`state::reduce`] makes
//! the next [`State`](state::State) of it, `hooks` keep the texts and hand them to the [`engine`], whose answer is an action
//! again. [`reading`] computes what the components show.
//!
//! The translator is not part of this WASM file: it is in that of the crate `kic-engine`, which a worker loads at the same
//! time. What crosses is text, in the shapes of [`kic_core::wire`].
//! Of [`kic_core`] nothing else is used here, and the linker leaves the rest out.

pub mod app;
pub mod clock;
pub mod commands;
mod components;
pub mod editor;
pub mod embed;
pub mod engine;
pub mod examples;
mod hooks;
pub mod host;
pub mod outputs;
mod panes;
pub mod reading;
#[cfg(all(test, not(target_arch = "wasm32")))]
mod rendered;
pub mod state;

use host::Host;
use wasm_bindgen::prelude::*;

/// Shows the page in the element `#app`.
#[wasm_bindgen]
pub fn start(host: Host) {
    yew::set_custom_panic_hook(Box::new(|info| {
        console_error_panic_hook::hook(info);
        app::say_that_the_page_stopped();
    }));
    if let Some(element) = gloo::utils::document().get_element_by_id("app") {
        yew::Renderer::<app::App>::with_root_and_props(element, app::Props { host }).render();
    }
}
