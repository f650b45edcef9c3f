//! The text area that edits until the rich editor is there, and for good where that cannot be loaded.

use std::rc::Rc;

use web_sys::{HtmlTextAreaElement, InputEvent};
use yew::prelude::*;

use crate::state::{Action, Pane};

/// Properties of [`PlainEditor`].
#[derive(Properties, PartialEq)]
pub(super) struct Props {
    pub(super) pane: Pane,
    pub(super) text: Rc<str>,
    pub(super) area: NodeRef,
    pub(super) on: Callback<Action>,
}

/// A text area with the pane's text.
#[component]
pub(super) fn PlainEditor(props: &Props) -> Html {
    let pane = props.pane;
    let oninput = props.on.reform(move |event: InputEvent| {
        let text = event.target_dyn_into::<HtmlTextAreaElement>().map(|area| area.value()).unwrap_or_default();
        Action::Type(pane, text.into())
    });
    html! {
        <textarea
            ref={props.area.clone()}
            class="editor-plain"
            aria-label={pane.label()}
            value={props.text.to_string()}
            spellcheck="false"
            autocapitalize="off"
            autocomplete="off"
            {oninput}
        />
    }
}

/// The text in the area.
pub(super) fn text(area: &NodeRef) -> Option<String> {
    area.cast::<HtmlTextAreaElement>().map(|area| area.value())
}

/// What is selected, if the user is typing here.
pub(super) fn selection_if_focused(area: &NodeRef) -> Option<(u32, u32)> {
    let area = area.cast::<HtmlTextAreaElement>()?;
    let focused = gloo::utils::document().active_element()?;
    if !area.is_same_node(Some(&focused)) {
        return None;
    }
    Some((area.selection_start().ok()??, area.selection_end().ok()??))
}

/// Selects a place and takes the focus; the browser scrolls to it.
pub(super) fn reveal(area: &NodeRef, from: u32, to: u32) {
    if let Some(area) = area.cast::<HtmlTextAreaElement>() {
        let focused = area.focus();
        let selected = area.set_selection_range(from, to);
        debug_assert!(focused.is_ok() && selected.is_ok(), "a text area in the page can be focused");
    }
}
