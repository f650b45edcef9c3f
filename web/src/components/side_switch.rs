//! Inputs or outputs: the switch of a narrow window, hidden by CSS in a wide one.

use yew::prelude::*;

use crate::state::{Action, Side};

/// Properties of [`SideSwitch`].
#[derive(Properties, PartialEq)]
pub(crate) struct Props {
    pub(crate) side: Side,
    pub(crate) on: Callback<Action>,
}

/// The switch.
#[component]
pub(crate) fn SideSwitch(props: &Props) -> Html {
    let button = |side: Side, words: &'static str| {
        let is_on = props.side == side;
        let onclick = props.on.reform(move |_| Action::ShowSide(side));
        html! { <button type="button" aria-pressed={is_on.to_string()} {onclick}>{ words }</button> }
    };
    html! {
        <div class="side-switch" role="group" aria-label="What is shown">
            { button(Side::Inputs, "Inputs") }
            { button(Side::Outputs, "Results") }
        </div>
    }
}
