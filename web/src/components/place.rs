//! Words that lead to a place in the inputs.

use yew::prelude::*;

use crate::reading::Place;
use crate::state::Action;

/// Properties of [`PlaceButton`].
#[derive(Properties, PartialEq)]
pub(crate) struct Props {
    /// `None` where the page does not have that text: then the words stand there as they are.
    pub(crate) place: Option<Place>,
    pub(crate) words: AttrValue,
    #[prop_or("link".into())]
    pub(crate) class: AttrValue,
    pub(crate) on: Callback<Action>,
}

/// A button that moves the caret to the place.
#[component]
pub(crate) fn PlaceButton(props: &Props) -> Html {
    let Some(place) = props.place else {
        return html! { <span>{ &props.words }</span> };
    };
    let onclick = props.on.reform(move |_| Action::Reveal(place));
    html! {
        <button type="button" class={props.class.clone()} title="Show in the input" {onclick}>{ &props.words }</button>
    }
}
