//! The readiness chain of a listener: five stations joined by a line that is cut where the chain breaks.

use kic_core::wire::{Hop, Origin};
use yew::prelude::*;

use crate::reading::Place;
use crate::state::Action;

/// Properties of [`Chain`].
#[derive(Properties, PartialEq)]
pub(super) struct Props {
    pub(super) hops: Vec<Hop>,
    pub(super) on: Callback<Action>,
}

/// The chain as a list in order; each station says in words how it stands.
#[component]
pub(super) fn Chain(props: &Props) -> Html {
    let broken = props.hops.iter().position(|hop| hop.state == "broken");
    let stops = props.hops.iter().enumerate().map(|(index, hop)| {
        let cuts_here = broken == Some(index + 1);
        html! {
            <li key={index} class={classes!("stop", hop.state.clone(), cuts_here.then_some("cut"))}>
                <small>{ station(&hop.station) }</small>
                { text(hop, &props.on) }
                <span class="unseen">{ spoken(&hop.state) }</span>
            </li>
        }
    });
    html! { <ol class="chain">{ for stops }</ol> }
}

fn text(hop: &Hop, on: &Callback<Action>) -> Html {
    let sign = match hop.state.as_str() {
        "broken" => "✕ ",
        "ok" if hop.station == "verdict" => "✓ ",
        _ => "",
    };
    let words = html! { <><span aria-hidden="true">{ sign }</span>{ told(hop) }</> };
    match place(hop) {
        Some(place) => {
            let onclick = on.reform(move |_| Action::Reveal(place));
            html! { <button type="button" class="stop-text" title={hop.text.clone()} {onclick}>{ words }</button> }
        }
        None => html! { <span class="stop-text" title={hop.text.clone()}>{ words }</span> },
    }
}

/// The part of the text that the station is about; the rest is in the title.
fn told(hop: &Hop) -> String {
    match hop.station.as_str() {
        // The hostname stands under the listener's name.
        "gateway-listener" => hop.text.split(' ').take(2).collect::<Vec<_>>().join(" "),
        "kong-listen" => short(&hop.text),
        _ => hop.text.clone(),
    }
}

/// A listen without the flags that only tune it: `0.0.0.0:8443 ssl`.
fn short(text: &str) -> String {
    const TUNING: [&str; 7] = ["reuseport", "bind", "deferred", "http2", "backlog=", "ipv6only=", "so_keepalive="];
    let is_told = |word: &&str| !TUNING.iter().any(|flag| word.starts_with(flag));
    text.split(' ').filter(is_told).collect::<Vec<_>>().join(" ")
}

fn place(hop: &Hop) -> Option<Place> {
    hop.origins.iter().find_map(|origin| match origin {
        Origin::At(span) => Place::of(span),
        Origin::Rule { .. } => None,
    })
}

/// The words above the station.
fn station(name: &str) -> &str {
    match name {
        "gateway-listener" => "Gateway",
        "service-port" => "Service port",
        "target-port" => "Target port",
        "kong-listen" => "Kong listens",
        "verdict" => "KIC’s verdict",
        other => other,
    }
}

/// What the colour says.
fn spoken(state: &str) -> &'static str {
    match state {
        "ok" => ": fits",
        "broken" => ": the chain breaks here",
        _ => ": not reached",
    }
}

#[cfg(all(test, not(target_arch = "wasm32")))]
mod tests {
    use super::*;
    use crate::rendered::{html, text};

    fn hop(station: &str, state: &str, text: &str) -> Hop {
        Hop {
            station: station.to_owned(),
            state: state.to_owned(),
            text: text.to_owned(),
            why: None,
            origins: Vec::new(),
        }
    }

    #[test]
    fn a_listen_is_told_without_its_tuning() {
        assert_eq!(short("0.0.0.0:8443 http2 ssl reuseport backlog=16384"), "0.0.0.0:8443 ssl");
        assert_eq!(told(&hop("gateway-listener", "ok", "HTTPS 443 kong.example.com")), "HTTPS 443");
    }

    #[tokio::test]
    async fn the_chain_says_in_words_where_it_breaks() {
        let hops = vec![hop("target-port", "ok", "9903"), hop("kong-listen", "broken", "0.0.0.0:9903")];
        let html = html::<Chain>(Props { hops, on: Callback::noop() }).await;
        assert_eq!(text(&html), "Target port 9903 : fits Kong listens ✕ 0.0.0.0:9903 : the chain breaks here");
        assert!(html.contains(r#"class="stop ok cut""#), "the line before the break is cut: {html}");
    }
}
