//! A list of tabs as the ARIA pattern has it: one tab stop, arrow keys move and choose.

use web_sys::{Element, HtmlElement};
use yew::prelude::*;

use crate::reading::Severity;

/// One tab.
#[derive(Clone, PartialEq, Debug)]
pub(crate) struct Tab {
    /// The words on it.
    pub(crate) label: &'static str,
    /// A number behind the words.
    pub(crate) badge: Option<Badge>,
}

/// A number on a tab.
#[derive(Clone, PartialEq, Debug)]
pub(crate) struct Badge {
    /// The number.
    pub(crate) count: usize,
    /// What is counted, for screen readers: `problems`.
    pub(crate) what: &'static str,
    /// Its colour; `None` is quiet.
    pub(crate) severity: Option<Severity>,
}

/// Properties of [`TabList`].
#[derive(Properties, PartialEq)]
pub(crate) struct Props {
    /// Prefix of the ids; see [`tab_id`] and [`panel_id`].
    pub(crate) id: &'static str,
    /// What the tabs choose between.
    pub(crate) label: &'static str,
    pub(crate) tabs: Vec<Tab>,
    /// Index of the chosen tab.
    pub(crate) chosen: usize,
    /// Told the index of the tab that the user chooses.
    pub(crate) onchoose: Callback<usize>,
}

/// Id of a tab.
pub(crate) fn tab_id(list: &str, index: usize) -> String {
    format!("{list}-tab-{index}")
}

/// Id of a tab's panel.
pub(crate) fn panel_id(list: &str, index: usize) -> String {
    format!("{list}-panel-{index}")
}

/// A list of tabs.
#[component]
pub(crate) fn TabList(props: &Props) -> Html {
    let onkeydown = {
        let (id, count, chosen, onchoose) = (props.id, props.tabs.len(), props.chosen, props.onchoose.clone());
        Callback::from(move |event: KeyboardEvent| {
            if let Some(index) = destination(&event.key(), chosen, count) {
                event.prevent_default();
                focus(&event, &tab_id(id, index));
                onchoose.emit(index);
            }
        })
    };
    html! {
        <div class="tabs" role="tablist" aria-label={props.label} {onkeydown}>
            { for props.tabs.iter().enumerate().map(|(index, tab)| one(props, index, tab)) }
        </div>
    }
}

fn one(props: &Props, index: usize, tab: &Tab) -> Html {
    let is_chosen = index == props.chosen;
    let onclick = props.onchoose.reform(move |_| index);
    html! {
        <button
            key={index}
            type="button"
            role="tab"
            id={tab_id(props.id, index)}
            aria-selected={is_chosen.to_string()}
            aria-controls={panel_id(props.id, index)}
            tabindex={if is_chosen { "0" } else { "-1" }}
            {onclick}
        >
            { tab.label }
            if let Some(badge) = &tab.badge {
                <span class={classes!("count", badge.severity.map(Severity::word))}>
                    { badge.count }
                    <span class="unseen">{ format!(" {}", badge.what) }</span>
                </span>
            }
        </button>
    }
}

/// Where a key leads.
fn destination(key: &str, chosen: usize, count: usize) -> Option<usize> {
    let last = count.checked_sub(1)?;
    match key {
        "ArrowRight" => Some(if chosen >= last { 0 } else { chosen + 1 }),
        "ArrowLeft" => Some(chosen.checked_sub(1).unwrap_or(last)),
        "Home" => Some(0),
        "End" => Some(last),
        _ => None,
    }
}

/// Gives the focus to another tab of the list in which a key was pressed; a list in a shadow root is not in the document.
fn focus(event: &KeyboardEvent, id: &str) {
    let list = event.target_dyn_into::<Element>().and_then(|tab| tab.parent_element());
    let element = list.and_then(|list| list.query_selector(&format!("#{id}")).ok().flatten());
    if let Some(element) = element.and_then(|element| wasm_bindgen::JsCast::dyn_into::<HtmlElement>(element).ok()) {
        let focused = element.focus();
        debug_assert!(focused.is_ok(), "a button can be focused");
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn arrows_go_round() {
        assert_eq!(destination("ArrowRight", 2, 3), Some(0));
        assert_eq!(destination("ArrowLeft", 0, 3), Some(2));
        assert_eq!(destination("End", 0, 3), Some(2));
        assert_eq!(destination("x", 0, 3), None);
        assert_eq!(destination("ArrowLeft", 0, 0), None);
    }
}
