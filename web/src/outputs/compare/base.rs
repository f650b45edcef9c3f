//! What the page is held against: other versions, or the pinned state.

use std::rc::Rc;

use yew::prelude::*;

use crate::components::VersionBoxes;
use crate::outputs::words::count;
use crate::state::{Action, Base, Compare, Pinned, Versions};

/// Properties of [`BaseBox`].
#[derive(Properties, PartialEq)]
pub(super) struct Props {
    pub(super) chosen: Compare,
    /// The versions of the page.
    pub(super) versions: Versions,
    pub(super) on: Callback<Action>,
}

/// The choice, and what belongs to it.
#[component]
pub(super) fn BaseBox(props: &Props) -> Html {
    let chosen = &props.chosen;
    let button = |base: Base, words: &'static str| {
        let onclick = props.on.reform(move |_| Action::CompareWith(base));
        html! {
            <button type="button" aria-pressed={(chosen.base == base).to_string()} {onclick}>{ words }</button>
        }
    };
    html! {
        <div class="compare-base">
            <div class="filters" role="group" aria-label="Compare this page with">
                { button(Base::Versions, "Other versions") }
                { button(Base::Pinned, "Pinned state") }
            </div>
            { match chosen.base {
                Base::Versions => versions(props),
                Base::Pinned => pinned(props),
            } }
        </div>
    }
}

fn versions(props: &Props) -> Html {
    let other = &props.chosen.other;
    let with = |change: fn(Versions, Rc<str>) -> Versions| {
        let other = other.clone();
        props.on.reform(move |word: Rc<str>| Action::CompareVersions(change(other.clone(), word)))
    };
    let is_same = props.chosen.other == props.versions;
    html! {
        <>
            <div class="compare-line">
                <span>{ "From" }</span>
                <VersionBoxes
                    whose="From"
                    versions={other.clone()}
                    onkic={with(|other, kic| Versions { kic, ..other })}
                    onkong={with(|other, kong| Versions { kong, ..other })}
                    onrouter={
                        let other = other.clone();
                        props.on.reform(move |router| Action::CompareVersions(Versions { router, ..other.clone() }))
                    }
                />
            </div>
            <div class="compare-line">
                <span>{ "To" }</span>
                <b>{ named(&props.versions) }</b>
                <span>{ "as chosen above" }</span>
                <button type="button" class="secondary" onclick={props.on.reform(|_| Action::SwapVersions)}>
                    { "⇄ Swap" }
                </button>
            </div>
            if is_same {
                <p class="reason">{ "These are the same: choose another release, version or flavor." }</p>
            }
        </>
    }
}

fn pinned(props: &Props) -> Html {
    let pin = |words: &'static str, class: &'static str| {
        html! { <button type="button" {class} onclick={props.on.reform(|_| Action::Pin)}>{ words }</button> }
    };
    let Some(Pinned { inputs, versions }) = &props.chosen.pinned else {
        return html! {
            <div class="compare-line">
                { pin("Pin this state", "primary") }
                <span>{ "What your edits change in Kong from then on is listed here. A reload forgets it." }</span>
            </div>
        };
    };
    let lines = u32::try_from(inputs.manifests.lines().count()).unwrap_or(u32::MAX);
    html! {
        <div class="compare-line">
            <span>{ "Pinned: " }<b>{ named(versions) }</b>{ format!(", {} of manifests", count(lines, "line")) }</span>
            { pin("Pin again", "secondary") }
            <button type="button" class="secondary" onclick={props.on.reform(|_| Action::Unpin)}>{ "Unpin" }</button>
        </div>
    }
}

/// `KIC 3.5.13 · Kong 3.9 · router from environment`.
fn named(versions: &Versions) -> String {
    let Versions { kic, kong, router } = versions;
    format!("KIC {kic} · Kong {kong} · router {}", router.label())
}
