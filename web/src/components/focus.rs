//! Focus that is lost when what had it leaves the page.

use web_sys::HtmlElement;
use yew::prelude::*;

/// Focuses an element if nothing has the focus: a button that leads to another tab is gone with its own.
pub(crate) fn take_lost_focus(node: &NodeRef) {
    let active = gloo::utils::document().active_element();
    let is_lost = active.is_none_or(|element| element.tag_name().eq_ignore_ascii_case("body"));
    if let Some(element) = node.cast::<HtmlElement>().filter(|_| is_lost) {
        let focused = element.focus();
        debug_assert!(focused.is_ok(), "an element of the page can be focused");
    }
}
