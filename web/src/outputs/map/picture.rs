//! The drawing: SVG, one tab stop; arrow keys walk along the edges.

use std::fmt::Write as _;

use kic_core::wire::map::{Edge, Node};
use wasm_bindgen::JsCast;
use web_sys::HtmlElement;
use yew::prelude::*;

use super::stepped;
use crate::reading::{Map, Place};
use crate::state::Action;

/// Width of a letter of names and of notes, in hundredths of a pixel.
const LETTER: (i64, i64) = (725, 620);

/// Properties of [`Picture`].
#[derive(Properties, PartialEq)]
pub(super) struct Props {
    pub(super) map: Map,
    pub(super) zoom: Option<i64>,
    pub(super) chosen: Option<usize>,
    pub(super) choose: Callback<usize>,
    pub(super) onzoom: Callback<Option<i64>>,
    pub(super) on: Callback<Action>,
}

/// The drawing.
#[component]
pub(super) fn Picture(props: &Props) -> Html {
    let map = &props.map;
    let hovered = use_state_eq(|| None::<usize>);
    let focused = use_state_eq(|| None::<usize>);
    let lit =
        use_memo((map.clone(), (*hovered).or(*focused).or(props.chosen)), |(map, node)| node.map(|node| map.way(node)));
    let names = use_memo(map.clone(), |map| (0..map.nodes.len()).map(|node| map.spoken(node)).collect::<Vec<_>>());
    let stop = (*focused).or(props.chosen).filter(|node| *node < map.nodes.len()).unwrap_or_default();
    let is_lit = |node: usize| lit.as_ref().as_ref().is_some_and(|lit| lit.get(node) == Some(&true));
    let set = |state: &UseStateHandle<Option<usize>>, to: Option<usize>| {
        let state = state.clone();
        Callback::from(move |()| state.set(to))
    };
    let nodes = map.nodes.iter().enumerate().map(|(number, node)| {
        let (enter, leave) = (set(&hovered, Some(number)), set(&hovered, None));
        let (focus, blur) = (set(&focused, Some(number)), set(&focused, None));
        html! {
            <g
                key={number}
                id={id(number)}
                class={classes!("map-node", node.kind.clone(), node.cut.then_some("cut"), is_lit(number).then_some("lit"))}
                role="button"
                tabindex={if number == stop { "0" } else { "-1" }}
                aria-label={names.get(number).cloned()}
                aria-pressed={(props.chosen == Some(number)).to_string()}
                onclick={props.choose.reform(move |_: MouseEvent| number)}
                onmouseenter={enter.reform(|_: MouseEvent| ())}
                onmouseleave={leave.reform(|_: MouseEvent| ())}
                onfocus={focus.reform(|_: FocusEvent| ())}
                onblur={blur.reform(|_: FocusEvent| ())}
                onkeydown={keys(props, number)}
            >
                { drawn(map, number, node) }
            </g>
        }
    });
    let edges = map.edges.iter().enumerate().map(|(number, edge)| {
        let lit = is_lit(edge.from) && is_lit(edge.to);
        let class = classes!("map-edge", edge.why.is_some().then_some("cut"), lit.then_some("lit"));
        html! { <path key={number} {class} d={path(edge)} /> }
    });
    let titles = map.columns.iter().map(|column| {
        html! { <text class="map-title" x={column.x.to_string()} y="18">{ &column.title }</text> }
    });
    // As an attribute: the page's policy lets no style in. `map.css` says how wide it is where no width is given.
    let width = props.zoom.map(|zoom| (map.width * zoom / 100).to_string());
    html! {
        <div class="map scroll" tabindex="0" role="region" aria-label="Map" onkeydown={zoom_keys(props)}>
            <svg
                class={classes!(lit.is_some().then_some("lighting"), props.zoom.is_none().then_some("fit"))}
                viewBox={format!("0 0 {} {}", map.width, map.height)}
                {width}
                role="group"
                aria-label="Way of requests, from Service ports to targets"
            >
                <g aria-hidden="true">{ for titles }</g>
                <g aria-hidden="true">{ for edges }</g>
                { for nodes }
            </svg>
        </div>
    }
}

fn id(node: usize) -> String {
    format!("map-node-{node}")
}

fn focus(node: usize) {
    let element = gloo::utils::document().get_element_by_id(&id(node));
    if let Some(element) = element {
        // SVG elements are focused as HTML elements are; the type of the binding is the narrower one.
        let element: HtmlElement = element.unchecked_into();
        // Without focus nothing is lost.
        let _ = element.focus();
    }
}

fn keys(props: &Props, number: usize) -> Callback<KeyboardEvent> {
    let (map, choose, on) = (props.map.clone(), props.choose.clone(), props.on.clone());
    let is_chosen = props.chosen == Some(number);
    Callback::from(move |event: KeyboardEvent| {
        let key = event.key();
        if key == "Enter" || key == " " {
            event.prevent_default();
            let span = map.nodes.get(number).and_then(|node| node.span.as_ref());
            match span.and_then(Place::of).filter(|_| is_chosen && key == "Enter") {
                // The second time it goes there.
                Some(place) => on.emit(Action::Reveal(place)),
                None => choose.emit(number),
            }
        } else if let Some(next) = map.step(number, &key) {
            event.prevent_default();
            focus(next);
        } else if key.starts_with("Arrow") {
            event.prevent_default();
        }
    })
}

fn zoom_keys(props: &Props) -> Callback<KeyboardEvent> {
    let (zoom, onzoom) = (props.zoom, props.onzoom.clone());
    Callback::from(move |event: KeyboardEvent| {
        if event.ctrl_key() || event.meta_key() || event.alt_key() {
            return;
        }
        match event.key().as_str() {
            "+" | "=" => onzoom.emit(Some(stepped(zoom, true))),
            "-" => onzoom.emit(Some(stepped(zoom, false))),
            "0" => onzoom.emit(None),
            _ => {}
        }
    })
}

fn drawn(map: &Map, number: usize, node: &Node) -> Html {
    let (x, y) = (node.x.to_string(), node.y.to_string());
    let (width, height) = (node.width.to_string(), node.height.to_string());
    let title = format!("{}{}", map.name(number), why(map, number).map(|why| format!("\n✕ {why}")).unwrap_or_default());
    let sign = if node.why.is_some() { "✕ " } else { "" };
    let inset = if node.kind == "route" { 16 } else { 8 };
    let left = (node.x + inset).to_string();
    let has_note = node.height > 30;
    let first = (node.y + if has_note { 15 } else { node.height / 2 + 4 }).to_string();
    let text = fitting(&format!("{sign}{}", node.text), (node.width - inset - 6) * 100 / LETTER.0);
    html! {
        <>
            <title>{ title }</title>
            <rect {x} {y} {width} {height} rx="5" />
            <text x={left.clone()} y={first}>{ text }</text>
            if has_note {
                <text class="note" x={left} y={(node.y + 30).to_string()}>
                    { fitting(&node.note, (node.width - 14) * 100 / LETTER.1) }
                </text>
            }
        </>
    }
}

pub(super) fn why(map: &Map, number: usize) -> Option<&str> {
    let node = map.nodes.get(number).filter(|node| node.cut)?;
    node.why.as_deref().or_else(|| map.in_the_way(number))
}

/// So much of a text as has room, with its beginning and its end.
fn fitting(text: &str, room: i64) -> String {
    let count = text.chars().count();
    let room = usize::try_from(room).unwrap_or_default();
    if count <= room {
        return text.to_owned();
    }
    let end = room.saturating_sub(1) / 2;
    let start = room.saturating_sub(1 + end);
    text.chars().take(start).chain(std::iter::once('…')).chain(text.chars().skip(count - end)).collect()
}

/// Curves between columns, straight lines inside of them.
fn path(edge: &Edge) -> String {
    let mut path = String::new();
    for (number, pair) in edge.points.windows(2).enumerate() {
        let [(x, y), (to_x, to_y)] = *pair else { continue };
        let middle = i64::midpoint(x, to_x);
        // Writing to a string cannot fail.
        let _ = match number {
            0 => write!(path, "M{x} {y}C{middle} {y} {middle} {to_y} {to_x} {to_y}"),
            number if number % 2 == 1 => write!(path, "L{to_x} {to_y}"),
            _ => write!(path, "C{middle} {y} {middle} {to_y} {to_x} {to_y}"),
        };
    }
    path
}

#[cfg(all(test, not(target_arch = "wasm32")))]
mod tests {
    use super::*;
    use crate::reading::map_for_tests;
    use crate::rendered::html;

    #[test]
    fn a_long_name_keeps_its_end() {
        assert_eq!(fitting("httproute.default.echo.0", 24), "httproute.default.echo.0");
        assert_eq!(fitting("httproute.default.echo.0", 11), "httpr…cho.0");
        assert_eq!(fitting("ab", 0), "…");
    }

    #[test]
    fn an_edge_over_several_columns_is_straight_inside_of_them() {
        let points = vec![(10, 0), (20, 5), (30, 5), (40, 8)];
        let edge = Edge { from: 0, to: 1, why: None, points };
        assert_eq!(path(&edge), "M10 0C15 0 15 5 20 5L30 5C35 5 35 8 40 8");
    }

    #[tokio::test]
    async fn nodes_are_buttons_with_names_and_one_of_them_is_a_tab_stop() {
        let props = Props {
            map: map_for_tests(),
            zoom: None,
            chosen: None,
            choose: Callback::noop(),
            onzoom: Callback::noop(),
            on: Callback::noop(),
        };
        let html = html::<Picture>(props).await;
        assert_eq!(html.matches(r#"role="button" tabindex="0""#).count(), 1, "{html}");
        assert!(html.contains(r#"aria-label="Listener https; leads to echo""#), "{html}");
        assert!(html.contains("✕ Kong does not listen on port 9903"), "{html}");
    }
}
