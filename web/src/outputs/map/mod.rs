//! The map: the whole as a picture, or as a list.

mod details;
mod list;
mod picture;

use std::rc::Rc;

use yew::prelude::*;

use crate::reading::Map;
use crate::state::Action;
use details::Details;
use list::List;
use picture::Picture;

/// A zoom by this factor a step, in percent.
const STEP: i64 = 125;
/// In percent of the drawing's own size.
const ZOOMS: (i64, i64) = (30, 400);

/// Properties of [`MapTab`].
#[derive(Properties, PartialEq)]
pub(super) struct Props {
    pub(super) map: Option<Map>,
    pub(super) on: Callback<Action>,
}

/// The tab.
#[component]
pub(super) fn MapTab(props: &Props) -> Html {
    let listed = use_state_eq(|| false);
    // In percent; none: as wide as there is room.
    let zoom = use_state_eq(|| None::<i64>);
    let chosen = use_state_eq(|| None::<usize>);
    {
        // The numbers of another map mean other nodes.
        let chosen = chosen.clone();
        use_effect_with(props.map.clone(), move |_| chosen.set(None));
    }
    let Some(map) = &props.map else {
        return html! { <div class="empty"><p>{ "Drawing…" }</p></div> };
    };
    if map.nodes.is_empty() {
        return html! {
            <div class="empty"><h2>{ "Nothing to draw yet" }</h2><p>{ "A Gateway, a route or an Ingress would be here." }</p></div>
        };
    }
    let choose = {
        let (chosen, map, on) = (chosen.clone(), map.clone(), props.on.clone());
        Callback::from(move |node: usize| {
            let own = map.nodes.get(node);
            if let Some(own) = own.filter(|own| own.kind == "namespace") {
                on.emit(Action::ToggleNamespace(own.namespace.as_str().into()));
                return;
            }
            if let Some(place) = own.and_then(|own| crate::reading::Place::of(own.span.as_ref()?)) {
                on.emit(Action::Look(place));
            }
            chosen.set(Some(node));
        })
    };
    let onzoom = {
        let zoom = zoom.clone();
        Callback::from(move |to: Option<i64>| zoom.set(to.map(|to| to.clamp(ZOOMS.0, ZOOMS.1))))
    };
    let show = {
        let listed = listed.clone();
        Callback::from(move |list: bool| listed.set(list))
    };
    html! {
        <div class="map-tab">
            { tools(*listed, *zoom, map, &show, &onzoom, &props.on) }
            if *listed {
                <List map={map.clone()} on={props.on.clone()} />
            } else {
                <Picture map={map.clone()} zoom={*zoom} chosen={*chosen} {choose} {onzoom} on={props.on.clone()} />
                <Details map={map.clone()} chosen={*chosen} on={props.on.clone()} />
            }
        </div>
    }
}

/// What the step from a zoom leads to.
fn stepped(zoom: Option<i64>, larger: bool) -> i64 {
    let zoom = zoom.unwrap_or(100);
    if larger { zoom * STEP / 100 } else { zoom * 100 / STEP }
}

fn tools(
    listed: bool,
    zoom: Option<i64>,
    map: &Map,
    show: &Callback<bool>,
    onzoom: &Callback<Option<i64>>,
    on: &Callback<Action>,
) -> Html {
    let to = |list: bool, words: &'static str| {
        let onclick = show.reform(move |_: MouseEvent| list);
        html! { <button type="button" aria-pressed={(listed == list).to_string()} {onclick}>{ words }</button> }
    };
    let by = |larger: bool, sign: &'static str, name: &'static str| {
        let onclick = onzoom.reform(move |_: MouseEvent| Some(stepped(zoom, larger)));
        html! { <button type="button" class="icon" aria-label={name} {onclick}>{ sign }</button> }
    };
    let fit = onzoom.reform(|_: MouseEvent| None);
    html! {
        <div class="tools">
            <div class="switch" role="group" aria-label="Shown as">{ to(false, "Picture") }{ to(true, "List") }</div>
            if map.namespaces.len() > 1 || map.namespaces.iter().any(|namespace| !namespace.open) {
                { namespaces(map, on) }
            }
            <span class="space" />
            if !listed {
                <div class="switch" role="group" aria-label="Zoom">
                    { by(false, "−", "Smaller") }
                    <button type="button" aria-pressed={zoom.is_none().to_string()} onclick={fit}>{ "Fit" }</button>
                    { by(true, "+", "Larger") }
                </div>
            }
        </div>
    }
}

/// One button a namespace: pressed where its objects are drawn one by one.
fn namespaces(map: &Map, on: &Callback<Action>) -> Html {
    let buttons = map.namespaces.iter().map(|namespace| {
        let name: Rc<str> = namespace.name.as_str().into();
        let onclick = on.reform(move |_: MouseEvent| Action::ToggleNamespace(Rc::clone(&name)));
        html! {
            <button
                type="button"
                key={namespace.name.clone()}
                aria-pressed={namespace.open.to_string()}
                title={if namespace.open { "Draw together" } else { "Draw one by one" }}
                {onclick}
            >{ &namespace.name }<span class="count">{ namespace.nodes }</span></button>
        }
    });
    html! { <div class="namespaces" role="group" aria-label="Namespaces drawn one by one">{ for buttons }</div> }
}
