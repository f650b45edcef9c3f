//! One difference: what it is of, both sides, the rule, and where it comes from.

use kic_core::wire::compare::{Comparison, Difference, Effect, Part, Rule, Sign};
use yew::prelude::*;

use super::Props;
use crate::components::PlaceButton;
use crate::outputs::words::in_backquotes;
use crate::reading::Place;
use crate::state::Action;

pub(super) fn row(difference: &Difference, comparison: &Comparison, props: &Props) -> Html {
    let (class, word) = match difference.effect {
        Effect::Worse => ("bad", "✕ worse"),
        Effect::Neutral => ("quiet", "≠ different"),
        Effect::Better => ("", "✓ better"),
    };
    let rules = difference.rules.iter().filter_map(|number| comparison.rules.get(*number));
    let is_unexplained = comparison.explained && difference.rules.is_empty();
    html! {
        <li class="difference">
            <p class="difference-head">
                <span class={classes!("badge", class)}>{ word }</span>
                { object(difference, &props.on) }
                if !difference.path.is_empty() {
                    <code>{ &difference.path }</code>
                }
            </p>
            <div class="difference-sides">
                { side(difference, Sign::Removed) }
                { side(difference, Sign::Added) }
            </div>
            <p class="difference-why">
                { for rules.map(rule) }
                if is_unexplained {
                    <span>{ "no single rule makes it" }</span>
                }
                { place(difference, props) }
            </p>
        </li>
    }
}

/// The entity in the Kong config, where it is there.
fn object(difference: &Difference, on: &Callback<Action>) -> Html {
    let pointer = difference.pointer_after.as_deref().filter(|_| difference.part == Part::Config);
    let Some(pointer) = pointer else { return html! { <span class="object">{ &difference.object }</span> } };
    let pointer: std::rc::Rc<str> = pointer.into();
    let onclick = on.reform(move |_| Action::ShowEntity(pointer.clone()));
    html! {
        <button type="button" class="link object" title="Show in the Kong config" {onclick}>{ &difference.object }</button>
    }
}

fn side(difference: &Difference, of: Sign) -> Html {
    let lines: Vec<String> =
        difference.lines().into_iter().filter(|(sign, _)| *sign == of).map(|(_, line)| line).collect();
    let label = if of == Sign::Removed { "before" } else { "after" };
    let is_nothing = if of == Sign::Removed { difference.before.is_null() } else { difference.after.is_null() };
    let content = match (lines.is_empty(), of) {
        (true, _) if is_nothing => html! { <span class="nothing">{ "not there" }</span> },
        (true, _) => html! { <span class="nothing">{ "all of these" }</span> },
        (false, Sign::Removed) => html! { { for lines.iter().map(|line| html! { <del>{ line }</del> }) } },
        (false, Sign::Added) => html! { { for lines.iter().map(|line| html! { <ins>{ line }</ins> }) } },
    };
    html! { <div class="difference-side"><span class="unseen">{ label }{ ": " }</span>{ content }</div> }
}

fn rule(rule: &Rule) -> Html {
    html! {
        <span class="rule">
            <b>{ &rule.what }</b>{ ": " }{ in_backquotes(&rule.text) }
            if !rule.source.is_empty() {
                <span class="source">{ &rule.source }</span>
            }
        </span>
    }
}

/// The line of the input. That of a text before cannot be shown, it is only named.
fn place(difference: &Difference, props: &Props) -> Html {
    let Some(place) = difference.places.first().and_then(Place::of) else { return Html::default() };
    let at = format!("{} {}:{}", place.pane.label(), place.line, place.column);
    if difference.places_before {
        return html! { <span>{ format!("was at {at}") }</span> };
    }
    html! { <PlaceButton place={props.is_fresh.then_some(place)} words={at} on={props.on.clone()} /> }
}
