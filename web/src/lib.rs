//! KIC Playground's page: a Yew app around [`kic_core`], the worker that runs it, and the JavaScript API.
//!
//! Data goes round in one direction: what the user does is an [`Action`](state::Action), [`state::reduce`] makes
//! the next [`State`](state::State) of it, `hooks` keep the texts and hand them to the [`engine`], whose answer is an action
//! again. [`reading`] computes what the components show. Only the engine and the [`api`] call the translator.

pub mod api;
pub mod app;
pub mod clock;
mod components;
pub mod editor;
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
pub mod worker;

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
