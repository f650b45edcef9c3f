//! What differs from other versions of the same text, or from a state that the user pinned.

mod base;
mod row;

use kic_core::wire::compare::{Comparison, Difference, Effect, Hurt, Setting};
use yew::prelude::*;

use super::words::count;
use crate::reading::Asked;
use crate::state::{Action, Compare as Chosen, Versions};
use base::BaseBox;
use row::row;

/// More differences are not drawn.
const SHOWN: usize = 300;

/// Properties of [`Compare`].
#[derive(Properties, PartialEq)]
pub(super) struct Props {
    /// `None` until the first answer.
    pub(super) asked: Option<Asked>,
    pub(super) chosen: Chosen,
    /// The versions of the page.
    pub(super) versions: Versions,
    /// Whether the rules are looked for.
    pub(super) explains: bool,
    /// Whether the places of the comparison are those of the text as it is.
    pub(super) is_fresh: bool,
    pub(super) on: Callback<Action>,
}

/// The tab.
#[component]
pub(super) fn Compare(props: &Props) -> Html {
    let comparison = props.asked.as_ref().and_then(|asked| asked.comparison.as_ref());
    html! {
        <div class="scroll padded compare" tabindex="0" role="group" aria-label="Compare">
            <BaseBox chosen={props.chosen.clone()} versions={props.versions.clone()} on={props.on.clone()} />
            <p class="compare-sum" role="status" aria-label="Differences">{ comparison.map(summary) }</p>
            { comparison.map(|comparison| sections(comparison, props)) }
        </div>
    }
}

fn summary(comparison: &Comparison) -> Html {
    let number = |number: usize| u32::try_from(number).unwrap_or(u32::MAX);
    let all = number(comparison.differences.len());
    if all == 0 {
        return html! { <b>{ "Nothing differs" }</b> };
    }
    let of = |effect: Effect| match comparison.count(effect) {
        0 => String::new(),
        number => format!(" · {number} {}", effect.word()),
    };
    html! { <><b>{ count(all, "difference") }</b>{ of(Effect::Worse) }{ of(Effect::Better) }</> }
}

fn sections(comparison: &Comparison, props: &Props) -> Html {
    let mut groups: Vec<(Hurt, Vec<&Difference>)> = Vec::new();
    for difference in comparison.differences.iter().take(SHOWN) {
        match groups.last_mut() {
            Some((hurt, group)) if *hurt == difference.hurt => group.push(difference),
            _ => groups.push((difference.hurt, vec![difference])),
        }
    }
    let more = comparison.differences.len().saturating_sub(SHOWN);
    let [before, after] = sides(comparison);
    html! {
        <>
            if !comparison.differences.is_empty() {
                // Each row says its side as well, for narrow windows and for screen readers.
                <div class="compare-sides" aria-hidden="true"><b>{ &before }</b><b>{ &after }</b></div>
            }
            { for groups.iter().map(|(hurt, group)| html! {
                <section class="differences">
                    <h2>{ hurt.title() }<span class="count">{ group.len() }</span></h2>
                    <ul>{ for group.iter().map(|difference| row(difference, comparison, props)) }</ul>
                </section>
            }) }
            if more > 0 {
                <p class="reason">{ format!("and {more} more: kicplay diff prints them all") }</p>
            }
            if !props.explains && !comparison.differences.is_empty() {
                <p class="reason">{ "There are many routes: looking for the rules takes a while." }</p>
                <button type="button" onclick={props.on.reform(|_| Action::ExplainMany)}>{ "Look for the rules" }</button>
            }
        </>
    }
}

/// What stands over the two sides: what differs between them.
fn sides(comparison: &Comparison) -> [String; 2] {
    let Comparison { before, after, same_texts, .. } = comparison;
    let differs = |of: fn(&Setting) -> &String| of(before) != of(after);
    let words = |setting: &Setting, text: &str| {
        let mut words = Vec::new();
        if !same_texts {
            words.push(text.to_owned());
        }
        if differs(|it| &it.kic) {
            words.push(format!("KIC {}", setting.kic));
        }
        if differs(|it| &it.kong) {
            words.push(format!("Kong {}", setting.kong));
        }
        if differs(|it| &it.router_flavor) {
            words.push(setting.router_flavor.clone());
        }
        words.join(" · ")
    };
    [words(before, "pinned"), words(after, "now")]
}
