//! The way of a request: stations joined by a line that ends where the way ends.

use kic_core::wire::Origin;
use kic_core::wire::request::{Decision, Lost, Step};
use yew::prelude::*;

use super::outcome::{is_good, sign};
use super::{entity_button, reason};
use crate::components::PlaceButton;
use crate::outputs::words::in_backquotes;
use crate::reading::{Asked, Place, Report};
use crate::state::Action;

/// More places than this are not listed at a station.
const PLACES: usize = 4;

/// More losers than this are not listed: those that fit come first.
const LOSERS: usize = 100;

/// Properties of [`Trail`].
#[derive(Properties, PartialEq)]
pub(super) struct Props {
    pub(super) asked: Asked,
    pub(super) report: Report,
    pub(super) on: Callback<Action>,
}

/// The stations in order; each says in words how the request leaves it.
#[component]
pub(super) fn Trail(props: &Props) -> Html {
    let Some(decision) = &props.asked.decision else {
        return Html::default();
    };
    let last = decision.steps.len().saturating_sub(1);
    let stops = decision.steps.iter().enumerate().map(|(index, step)| {
        let ends = index == last || step.state == "end";
        html! {
            <li key={index} class={classes!("stop", look(decision, step, ends))}>
                <small>{ station(&step.station) }</small>
                <div>
                    { text(decision, step, ends, &props.on) }
                    <span class="unseen">{ spoken(decision, step, ends) }</span>
                    { step.why.as_deref().map(reason) }
                    { places(props, step) }
                    if step.station == "route" {
                        { lost(&decision.lost, &props.on) }
                    }
                </div>
            </li>
        }
    });
    html! {
        <section class="way">
            <h2>{ "The way of " }<code>{ &decision.request }</code></h2>
            <ol class="chain trail">{ for stops }</ol>
        </section>
    }
}

/// The class of a station, as in the chain of a listener.
fn look(decision: &Decision, step: &Step, ends: bool) -> &'static str {
    match step.state.as_str() {
        "warning" => "warning",
        "end" if !is_good(decision) => "broken",
        "ok" | "end" if ends => "ok arrived",
        _ => "ok",
    }
}

fn text(decision: &Decision, step: &Step, ends: bool, on: &Callback<Action>) -> Html {
    let sign = match step.state.as_str() {
        _ if ends => sign(decision),
        "warning" => "! ",
        _ => "",
    };
    let words = html! { <><span aria-hidden="true">{ sign }</span>{ in_backquotes(&step.text) }</> };
    match &step.pointer {
        Some(pointer) => {
            let pointer: std::rc::Rc<str> = pointer.as_str().into();
            let onclick = on.reform(move |_| Action::ShowEntity(pointer.clone()));
            html! { <button type="button" class="stop-text" title="Show in the Kong config" {onclick}>{ words }</button> }
        }
        None => html! { <span class="stop-text">{ words }</span> },
    }
}

/// Where the station is decided: its own places, else those of its entity.
fn places(props: &Props, step: &Step) -> Html {
    let mut places: Vec<Place> = step.origins.iter().filter_map(place).collect();
    let rules: Vec<&str> = step.origins.iter().filter_map(rule).collect();
    if let (true, true, Some(pointer)) = (places.is_empty(), rules.is_empty(), &step.pointer) {
        places.extend(props.report.place_of_entity(pointer));
    }
    if places.is_empty() && rules.is_empty() {
        return Html::default();
    }
    html! {
        <p class="stop-places">
            { for places.into_iter().take(PLACES).map(|place| {
                let words = format!("{} {}:{}", place.pane.label(), place.line, place.column);
                html! { <PlaceButton place={Some(place)} {words} on={props.on.clone()} /> }
            }) }
            { for rules.into_iter().take(PLACES).map(|rule| html! { <span>{ format!("default: {rule}") }</span> }) }
        </p>
    }
}

fn place(origin: &Origin) -> Option<Place> {
    match origin {
        Origin::At(span) => Place::of(span),
        Origin::Rule { .. } => None,
    }
}

fn rule(origin: &Origin) -> Option<&str> {
    match origin {
        Origin::At(_) => None,
        Origin::Rule { default } => Some(default),
    }
}

/// The words above the station.
fn station(name: &str) -> &str {
    match name {
        "service" => "Service",
        "listen" => "Kong listens",
        "tls" => "TLS",
        "route" => "Route",
        "protocol" => "Protocol",
        "plugins" => "Plugins",
        "balancer" => "Balancer",
        "upstream" => "Upstream",
        other => other,
    }
}

/// What the colour says.
fn spoken(decision: &Decision, step: &Step, ends: bool) -> &'static str {
    match step.state.as_str() {
        "end" => ": the way ends here",
        "warning" => ": passes, with a warning",
        _ if ends && decision.outcome == "forwarded" => ": arrives",
        _ => ": passes",
    }
}

fn lost(lost: &[Lost], on: &Callback<Action>) -> Html {
    if lost.is_empty() {
        return Html::default();
    }
    let (fit, rest): (Vec<&Lost>, Vec<&Lost>) = lost.iter().partition(|lost| lost.fits);
    let more = lost.len().saturating_sub(LOSERS);
    let one = |lost: &Lost| {
        html! {
            <li>
                { entity_button(&lost.route.name, Some(&lost.route.pointer), on) }
                { lost.paths.as_deref().map(|paths| html! { <code>{ format!(" {paths}") }</code> }) }
                if lost.fits {
                    <span class="badge warn">{ "! fits as well" }</span>
                }
                { reason(&lost.why) }
            </li>
        }
    };
    html! {
        <details class="lost">
            <summary>{ "Why the others lost" }<span class="count">{ lost.len() }</span></summary>
            <ul>{ for fit.into_iter().chain(rest).take(LOSERS).map(one) }</ul>
            if more > 0 {
                <p class="reason">{ format!("and {more} more that do not fit") }</p>
            }
        </details>
    }
}

#[cfg(all(test, not(target_arch = "wasm32")))]
mod tests {
    use super::*;
    use crate::reading::tests::route;
    use crate::rendered::{html, text};
    use kic_core::wire;
    use kic_core::wire::request::Answer;

    fn step(station: &str, state: &str, text: &str) -> Step {
        Step {
            station: station.to_owned(),
            state: state.to_owned(),
            text: text.to_owned(),
            why: None,
            pointer: None,
            origins: Vec::new(),
        }
    }

    fn not_found() -> Decision {
        let lost = |number, fits, why: &str| Lost { route: route(number), paths: None, fits, why: why.to_owned() };
        Decision {
            request: "GET http://a/".to_owned(),
            outcome: "answered".to_owned(),
            summary: "no route".to_owned(),
            steps: vec![step("listen", "ok", "0.0.0.0:8000"), step("route", "end", "no route fits")],
            certificate: None,
            route: None,
            lost: vec![lost(0, false, "another host"), lost(1, true, "shorter path")],
            plugins: Vec::new(),
            consumer: None,
            targets: Vec::new(),
            upstream: None,
            answer: Some(Answer { status: 404, message: None, headers: Vec::new() }),
        }
    }

    #[tokio::test]
    async fn the_way_says_in_words_where_it_ends_and_why_the_others_lost() {
        let asked = Asked::new(wire::Asked { decision: Some(not_found()), ..wire::Asked::default() });
        let report = Report::new(wire::Report::default());
        let html = html::<Trail>(Props { asked, report, on: Callback::noop() }).await;
        let words = "The way of GET http://a/ Kong listens 0.0.0.0:8000 : passes Route ✕ no route fits : the way ends here \
            Why the others lost 2 httproute.default.b.0.0 ! fits as well shorter path httproute.default.a.0.0 another host";
        assert_eq!(text(&html), words);
        assert!(html.contains(r#"class="stop broken""#), "{html}");
    }

    #[test]
    fn an_answer_that_the_client_wants_breaks_nothing() {
        let mut decision = not_found();
        let end = step("route", "end", "");
        assert_eq!(look(&decision, &end, true), "broken");
        decision.answer = Some(Answer { status: 301, message: None, headers: Vec::new() });
        assert_eq!((look(&decision, &end, true), sign(&decision)), ("ok arrived", "← "));
    }
}
