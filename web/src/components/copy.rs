//! Copying to the clipboard.

use wasm_bindgen_futures::{JsFuture, spawn_local};
use yew::Callback;

use crate::state::Action;

/// Copies a text, and tells that it did, or that the browser does not allow it.
pub(crate) fn copy(text: &str, done: &'static str, on: &Callback<Action>) {
    let written = gloo::utils::window().navigator().clipboard().write_text(text);
    let on = on.clone();
    spawn_local(async move {
        let is_done = JsFuture::from(written).await.is_ok();
        on.emit(Action::Tell(if is_done { done } else { "The browser does not allow copying" }.into()));
    });
}
