//! How a request ends, in one line.

use kic_core::wire::request::Decision;
use yew::prelude::*;

use crate::outputs::words::in_backquotes;
use crate::reading::Asked;

/// Properties of [`OutcomeLine`].
#[derive(Properties, PartialEq)]
pub(super) struct Props {
    pub(super) asked: Option<Asked>,
}

/// The end in a word and a sentence. It stays in the page, so that a screen reader says what changes in it.
#[component]
pub(super) fn OutcomeLine(props: &Props) -> Html {
    let decision = props.asked.as_ref().and_then(|asked| asked.decision.as_ref());
    let words = decision.map(|decision| {
        html! {
            <>
                <span class={classes!("badge", color(decision))}>{ sign(decision) }{ word(decision) }</span>
                <span>{ in_backquotes(&decision.summary) }</span>
            </>
        }
    });
    html! { <p class="outcome" role="status" aria-label="Outcome">{ words }</p> }
}

/// Whether the client gets what it wants, as far as this can be told.
pub(super) fn is_good(decision: &Decision) -> bool {
    match decision.outcome.as_str() {
        "forwarded" => true,
        "answered" => decision.answer.as_ref().is_some_and(|answer| answer.status < 400),
        _ => false,
    }
}

/// The sign before the word and at the last station.
pub(super) fn sign(decision: &Decision) -> &'static str {
    match (decision.outcome.as_str(), is_good(decision)) {
        ("undecided", _) => "? ",
        ("answered", true) => "← ",
        (_, true) => "✓ ",
        (_, false) => "✕ ",
    }
}

fn color(decision: &Decision) -> Option<&'static str> {
    match (decision.outcome.as_str(), is_good(decision)) {
        ("undecided", _) => Some("warn"),
        ("answered", true) => Some("info"),
        (_, true) => None,
        (_, false) => Some("bad"),
    }
}

fn word(decision: &Decision) -> String {
    match &decision.answer {
        Some(answer) => format!("{} {}", decision.outcome, answer.status),
        None => decision.outcome.clone(),
    }
}
