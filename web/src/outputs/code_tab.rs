//! A tab with highlighted code: tools above, where the chosen line comes from below.

use std::collections::BTreeSet;
use yew::prelude::*;

use super::code::{Code, CodeView, text_of};
use crate::components::{CodeTools, PlaceButton, SendFitting};
use crate::reading::{Report, wish_of};
use crate::state::{Action, Format, Trace};

/// More places than this are not listed below the code.
const SHOWN: usize = 6;

/// Properties of [`CodeTab`].
#[derive(Properties, PartialEq)]
pub(super) struct Props {
    pub(super) label: &'static str,
    /// Name of the file that is downloaded, without its ending.
    pub(super) name: &'static str,
    /// What is said when there are no lines.
    pub(super) empty: &'static str,
    pub(super) code: Code,
    pub(super) report: Report,
    pub(super) format: Format,
    pub(super) trace: Trace,
    pub(super) on: Callback<Action>,
}

/// The tab.
#[component]
pub(super) fn CodeTab(props: &Props) -> Html {
    let marked = use_memo((props.code.clone(), props.report.clone(), props.trace.clone()), |(code, report, trace)| {
        marked(code, report, trace)
    });
    if props.code.count == 0 {
        return html! { <div class="empty"><p>{ props.empty }</p></div> };
    }
    let code = props.code.clone();
    let text = Callback::from(move |()| code.is_whole().then(|| text_of(&code.lines)));
    html! {
        <div class="code-tab">
            <CodeTools name={props.name} format={props.format} {text} on={props.on.clone()} />
            <CodeView
                label={props.label}
                code={props.code.clone()}
                {marked}
                shows_marked={matches!(props.trace, Trace::Output(_))}
                on={props.on.clone()}
            />
            { origin(props) }
        </div>
    }
}

/// Indices of the lines that the user points at, from here or from an input.
fn marked(code: &Code, report: &Report, trace: &Trace) -> BTreeSet<usize> {
    let with = |is_marked: &dyn Fn(&str) -> bool| {
        let lines = code.lines.iter().enumerate();
        lines.filter(|(_, line)| is_marked(&line.pointer)).map(|(index, _)| code.from + index).collect()
    };
    match trace {
        Trace::Nothing => BTreeSet::new(),
        Trace::Output(pointer) => {
            let own: BTreeSet<usize> = with(&|own| own == &**pointer);
            if !own.is_empty() {
                return own;
            }
            // An item of a list begins on the line of its first member.
            let below = format!("{pointer}/");
            with(&|own| own.starts_with(&below))
        }
        Trace::Input(pane, offset) => {
            let pointers = report.pointers_at(*pane, *offset);
            with(&|own| pointers.contains(own))
        }
    }
}

fn origin(props: &Props) -> Html {
    let Trace::Output(pointer) = &props.trace else {
        return html! { <p class="origin">{ "Choose a line to see where it comes from." }</p> };
    };
    let places = props.report.places_of(pointer);
    let rules = props.report.rules_of(pointer);
    if places.is_empty() && rules.is_empty() {
        return html! { <p class="origin">{ "The controller writes this line whatever the input is." }</p> };
    }
    let more = places.len().saturating_sub(SHOWN);
    let wish = wish_of(pointer);
    html! {
        <p class="origin" role="status">
            { "Comes from " }
            { for places.iter().take(SHOWN).map(|&place| {
                let words = format!("{} {}:{}", place.pane.label(), place.line, place.column);
                html! { <PlaceButton place={Some(place)} {words} on={props.on.clone()} /> }
            }) }
            if more > 0 {
                <span>{ format!("and {more} more") }</span>
            }
            { for rules.into_iter().map(|rule| html! { <span class="rule">{ format!("default: {rule}") }</span> }) }
            <SendFitting {wish} on={props.on.clone()} />
        </p>
    }
}
