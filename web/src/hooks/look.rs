//! Theme and sizes, as attributes and custom properties of the root element.
//!
//! They are set through the DOM: the Content-Security-Policy allows no `style` attributes in the page's markup.

use wasm_bindgen::JsCast;
use web_sys::HtmlElement;
use yew::prelude::*;

use crate::state::{Split, Theme};

/// Shows the page in a theme.
#[hook]
pub(crate) fn use_theme(theme: Theme) {
    use_effect_with(theme, |theme| {
        if let Some(root) = root() {
            let set = root.dataset().set("theme", theme.word());
            debug_assert!(set.is_ok(), "`theme` is a good name for a data attribute");
        }
    });
}

/// Puts the border between inputs and outputs.
#[hook]
pub(crate) fn use_split(split: Split) {
    use_effect_with(split, |split| {
        if let Some(root) = root() {
            let set = root.style().set_property("--split", &format!("{}%", split.percent()));
            debug_assert!(set.is_ok(), "a custom property takes any value");
        }
    });
}

fn root() -> Option<HtmlElement> {
    gloo::utils::document().document_element()?.dyn_into().ok()
}
