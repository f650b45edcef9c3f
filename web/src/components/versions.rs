//! The boxes that choose releases and the router flavor: in the bar, and for the other side of a comparison.

use std::rc::Rc;

use web_sys::HtmlSelectElement;
use yew::prelude::*;

use crate::state::{KIC_LINES, KIC_RELEASES, KONG_RELEASES, Router, Versions};

/// Properties of [`VersionBoxes`].
#[derive(Properties, PartialEq)]
pub(crate) struct Props {
    /// What is chosen.
    pub(crate) versions: Versions,
    /// Stands before the name of each box for those who cannot see where it is.
    #[prop_or_default]
    pub(crate) whose: &'static str,
    /// Another release of the controller is chosen.
    pub(crate) onkic: Callback<Rc<str>>,
    /// Another version of Kong.
    pub(crate) onkong: Callback<Rc<str>>,
    /// Another router flavor.
    pub(crate) onrouter: Callback<Router>,
}

/// The three boxes.
#[component]
pub(crate) fn VersionBoxes(props: &Props) -> Html {
    let routers: Vec<&'static str> = Router::ALL.into_iter().map(Router::label).collect();
    let Versions { kic, kong, router } = &props.versions;
    let more: Vec<&'static str> = KIC_RELEASES.iter().copied().filter(|release| !KIC_LINES.contains(release)).collect();
    let whose = props.whose;
    html! {
        <div class="versions">
            <Choice {whose} label="KIC" options={KIC_LINES.to_vec()} more={more} chosen={kic.to_string()}
                onchoose={props.onkic.reform(|word: String| word.into())} />
            <Choice {whose} label="Kong" options={KONG_RELEASES.to_vec()} chosen={kong.to_string()}
                onchoose={props.onkong.reform(|word: String| word.into())} />
            <Choice {whose} label="Router" options={routers} chosen={router.label()}
                onchoose={props.onrouter.reform(|word: String| Router::from_label(&word).unwrap_or_default())} />
        </div>
    }
}

/// Properties of [`Choice`].
#[derive(Properties, PartialEq)]
struct ChoiceProps {
    whose: &'static str,
    label: &'static str,
    options: Vec<&'static str>,
    /// Stand apart, under a heading.
    #[prop_or_default]
    more: Vec<&'static str>,
    chosen: AttrValue,
    onchoose: Callback<String>,
}

#[component]
fn Choice(props: &ChoiceProps) -> Html {
    let item = |option: &'static str| {
        html! { <option value={option} selected={option == props.chosen.as_str()}>{ option }</option> }
    };
    let onchange = props.onchoose.reform(|event: Event| {
        event.target_dyn_into::<HtmlSelectElement>().map(|select| select.value()).unwrap_or_default()
    });
    html! {
        <label class="choice">
            if !props.whose.is_empty() {
                <span class="unseen">{ props.whose }{ " " }</span>
            }
            <span>{ props.label }</span>
            <select {onchange}>
                { for props.options.iter().map(|option| item(option)) }
                if !props.more.is_empty() {
                    <optgroup label="Earlier patches">{ for props.more.iter().map(|option| item(option)) }</optgroup>
                }
            </select>
        </label>
    }
}
