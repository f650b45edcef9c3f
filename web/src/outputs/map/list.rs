//! The map as a plain list: for screen readers, narrow windows, and whoever prefers to read.

use yew::prelude::*;

use super::super::words::in_backquotes;
use super::details::{config_button, input_button};
use super::picture::why;
use crate::reading::{Map, Place};
use crate::state::Action;

/// Properties of [`List`].
#[derive(Properties, PartialEq)]
pub(super) struct Props {
    pub(super) map: Map,
    pub(super) on: Callback<Action>,
}

/// Each column as a list; each node with where it leads.
#[component]
pub(super) fn List(props: &Props) -> Html {
    let map = &props.map;
    let columns = map.columns.iter().enumerate().filter_map(|(column, title)| {
        let mut own: Vec<(i64, usize)> = (map.nodes.iter().enumerate())
            .filter(|(_, node)| node.column == column)
            .map(|(number, node)| (node.y, number))
            .collect();
        own.sort_unstable();
        (!own.is_empty()).then(|| {
            html! {
                <section key={column}>
                    <h2>{ &title.title }</h2>
                    <ul>{ for own.iter().map(|(_, number)| item(props, *number)) }</ul>
                </section>
            }
        })
    });
    html! { <div class="map-list scroll padded" tabindex="0" role="region" aria-label="Map">{ for columns }</div> }
}

fn item(props: &Props, number: usize) -> Html {
    let map = &props.map;
    let Some(node) = map.nodes.get(number) else { return Html::default() };
    let onward: Vec<&str> =
        map.beside(number, true).filter_map(|to| map.nodes.get(to)).map(|node| node.text.as_str()).collect();
    html! {
        <li key={number} class={classes!(node.cut.then_some("cut"), node.parent.map(|_| "inside"))}>
            <span class="map-name">{ &node.text }</span>
            <span class="map-note">{ &node.note }</span>
            if !onward.is_empty() {
                <span>{ "→ " }{ onward.join(", ") }</span>
            }
            if node.cut {
                <span class="bad">{ "✕ cut off" }
                    { why(map, number).map(|why| html! { <>{ ": " }{ in_backquotes(why) }</> }) }
                </span>
            }
            { input_button(node.span.as_ref().and_then(Place::of), &props.on) }
            { config_button(node.pointer.as_deref(), &props.on) }
        </li>
    }
}

#[cfg(all(test, not(target_arch = "wasm32")))]
mod tests {
    use super::*;
    use crate::reading::map_for_tests;
    use crate::rendered::{html, text};

    #[tokio::test]
    async fn the_list_says_where_each_part_leads_and_what_is_cut_off() {
        let map = kic_core::wire::map::Map {
            columns: ["Service port", "Kong listens", "Listeners", "Routes", "Kong services", "Targets"]
                .into_iter()
                .map(|title| kic_core::wire::map::Column { title: title.to_owned(), x: 0 })
                .collect(),
            ..(*map_for_tests()).clone()
        };
        let html = html::<List>(Props { map: Map::new(map), on: Callback::noop() }).await;
        let text = text(&html);
        assert!(text.starts_with("Listeners https → echo tls ✕ cut off : Kong does not listen on port 9903"), "{text}");
    }
}
