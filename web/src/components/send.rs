//! One click from a listener or a route to a request that fits it.

use yew::prelude::*;

use crate::state::{Action, Wish};

/// Properties of [`SendFitting`].
#[derive(Properties, PartialEq)]
pub(crate) struct Props {
    /// What it is to fit; nothing is shown where that is nothing.
    pub(crate) wish: Option<Wish>,
    /// The name of that, where several of these buttons stand on the page: only screen readers say it.
    #[prop_or_default]
    pub(crate) to: Option<AttrValue>,
    pub(crate) on: Callback<Action>,
}

/// The button.
#[component]
pub(crate) fn SendFitting(props: &Props) -> Html {
    let Some(wish) = &props.wish else {
        return Html::default();
    };
    let wish = wish.clone();
    let onclick = props.on.reform(move |_| Action::SendFitting(wish.clone()));
    html! {
        <button type="button" class="link send" {onclick}>
            { "Send a request" }
            if let Some(to) = &props.to {
                <span class="unseen">{ format!(" to {to}") }</span>
            }
        </button>
    }
}
