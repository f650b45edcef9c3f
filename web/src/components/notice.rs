//! What just happened, with the way back.

use yew::prelude::*;

use crate::outputs::words::in_backquotes;
use crate::state::{Action, Notice};

/// Properties of [`NoticeBox`].
#[derive(Properties, PartialEq)]
pub(crate) struct Props {
    pub(crate) notice: Option<Notice>,
    pub(crate) on: Callback<Action>,
}

/// A box in the corner. Its frame is always there, so that screen readers hear what comes into it.
#[component]
pub(crate) fn NoticeBox(props: &Props) -> Html {
    let content = props.notice.as_ref().map(|notice| {
        html! {
            <div class="notice">
                <span>{ in_backquotes(&notice.text) }</span>
                if notice.undo.is_some() {
                    <button type="button" onclick={props.on.reform(|_| Action::Undo)}>{ "Undo" }</button>
                }
                <button
                    type="button"
                    class="quiet icon"
                    aria-label="Dismiss"
                    onclick={props.on.reform(|_| Action::Dismiss)}
                >
                    <span aria-hidden="true">{ "✕" }</span>
                </button>
            </div>
        }
    });
    html! { <div class="notices" role="status">{ content }</div> }
}
