//! Below the drawing: the chosen node, or what is cut off.

use yew::prelude::*;

use super::super::words::in_backquotes;
use super::picture::why;
use crate::components::{PlaceButton, SendFitting};
use crate::reading::{Map, Place, wish_of};
use crate::state::Action;

/// So many reasons are listed.
const SHOWN: usize = 5;

/// Properties of [`Details`].
#[derive(Properties, PartialEq)]
pub(super) struct Props {
    pub(super) map: Map,
    pub(super) chosen: Option<usize>,
    pub(super) on: Callback<Action>,
}

/// The chosen node with what leads on from it, else the reasons of what is cut off.
#[component]
pub(super) fn Details(props: &Props) -> Html {
    let map = &props.map;
    let chosen = props.chosen.and_then(|number| Some((number, map.nodes.get(number)?)));
    let Some((number, node)) = chosen else { return cuts(props) };
    let place = node.span.as_ref().and_then(Place::of);
    html! {
        <div class="map-details" role="status">
            <b>{ map.name(number) }</b>
            if let Some(why) = why(map, number) {
                <span class="bad">{ "✕ cut off: " }{ in_backquotes(why) }</span>
            }
            { input_button(place, &props.on) }
            { config_button(node.pointer.as_deref(), &props.on) }
            if let Some(pointer) = node.pointer.as_deref().filter(|_| node.kind == "route") {
                <SendFitting wish={wish_of(pointer)} on={props.on.clone()} />
            }
        </div>
    }
}

pub(super) fn input_button(place: Option<Place>, on: &Callback<Action>) -> Html {
    place.map_or_else(Html::default, |place| {
        let words = format!("{} {}:{}", place.pane.label(), place.line, place.column);
        html! { <PlaceButton place={Some(place)} {words} on={on.clone()} /> }
    })
}

pub(super) fn config_button(pointer: Option<&str>, on: &Callback<Action>) -> Html {
    let Some(pointer) = pointer else { return Html::default() };
    let pointer: std::rc::Rc<str> = pointer.into();
    let onclick = on.reform(move |_: MouseEvent| Action::ShowEntity(std::rc::Rc::clone(&pointer)));
    html! { <button type="button" class="link" {onclick}>{ "Kong config" }</button> }
}

fn cuts(props: &Props) -> Html {
    let map = &props.map;
    let reasons = map.nodes.iter().enumerate().filter(|(_, node)| node.why.is_some());
    let reasons: Vec<usize> = reasons.map(|(number, _)| number).collect();
    if reasons.is_empty() {
        return html! { <p class="map-details">{ "Everything is reached. Choose a part to see where it comes from." }</p> };
    }
    let more = reasons.len().saturating_sub(SHOWN);
    let rows = reasons.iter().take(SHOWN).filter_map(|number| {
        let node = map.nodes.get(*number)?;
        let place = node.span.as_ref().and_then(Place::of);
        let why = node.why.as_deref()?;
        Some(html! {
            <li key={*number}>
                <span class="bad" aria-hidden="true">{ "✕ " }</span>
                <PlaceButton {place} words={node.text.clone()} on={props.on.clone()} />
                { ": " }{ in_backquotes(why) }
            </li>
        })
    });
    html! {
        <div class="map-details">
            <b>{ "Cut off" }</b>
            <ul>{ for rows }
                if more > 0 {
                    <li>{ format!("and {more} more, dashed in the drawing") }</li>
                }
            </ul>
        </div>
    }
}
