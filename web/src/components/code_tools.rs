//! The tools above a code view: YAML or JSON, copy, download.

use std::rc::Rc;

use gloo::timers::callback::Timeout;
use js_sys::Array;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::{JsFuture, spawn_local};
use web_sys::{Blob, HtmlAnchorElement, Url};
use yew::prelude::*;

use crate::state::{Action, Format, LinesShown};

/// Milliseconds for which the button says that it has copied.
const SAID: u32 = 2_000;

/// Properties of [`CodeTools`].
#[derive(Properties, PartialEq)]
pub(crate) struct Props {
    /// Name of the file, without its ending.
    pub(crate) name: &'static str,
    pub(crate) format: Format,
    /// Gives the text that is copied or downloaded; none while some of its lines are not here.
    pub(crate) text: Callback<(), Option<String>>,
    pub(crate) on: Callback<Action>,
}

/// The tools.
#[component]
pub(crate) fn CodeTools(props: &Props) -> Html {
    let copied = use_state_eq(|| None::<bool>);
    {
        let copied = copied.clone();
        use_effect_with(*copied, move |said| {
            let forget = said.map(|_| Timeout::new(SAID, move || copied.set(None)));
            move || drop(forget)
        });
    }
    let copy = {
        let copied = copied.clone();
        Callback::from(move |text: String| {
            let copied = copied.clone();
            spawn_local(async move {
                let written = gloo::utils::window().navigator().clipboard().write_text(&text);
                copied.set(Some(JsFuture::from(written).await.is_ok()));
            });
        })
    };
    let ending = match props.format {
        Format::Yaml => "yaml",
        Format::Json => "json",
    };
    let download = {
        let name = format!("{}.{ending}", props.name);
        Callback::from(move |text: String| {
            // Nothing is lost where the browser refuses: the text can be copied.
            let _ = save(&name, &text);
        })
    };
    let copy = use_whole(&props.text, copy, &props.on);
    let download = use_whole(&props.text, download, &props.on);
    html! {
        <div class="tools">
            <div class="switch" role="group" aria-label="Format">
                { format_button(props, Format::Yaml, "YAML") }
                { format_button(props, Format::Json, "JSON") }
            </div>
            <span class="space" />
            <CopyButton said={*copied} onclick={copy} />
            <button type="button" onclick={download}>{ "Download" }</button>
        </div>
    }
}

/// Gives the text to `to`, at once or when all of its lines have come.
#[hook]
fn use_whole(text: &Callback<(), Option<String>>, to: Callback<String>, on: &Callback<Action>) -> Callback<MouseEvent> {
    let waits = use_mut_ref(|| false);
    {
        let (waits, to, on) = (Rc::clone(&waits), to.clone(), on.clone());
        use_effect_with(text.clone(), move |text| {
            if !*waits.borrow() {
                return;
            }
            if let Some(text) = text.emit(()) {
                *waits.borrow_mut() = false;
                to.emit(text);
                on.emit(Action::ShowLines(LinesShown::default()));
            }
        });
    }
    let (text, on) = (text.clone(), on.clone());
    Callback::from(move |_| {
        if let Some(text) = text.emit(()) {
            to.emit(text);
        } else {
            *waits.borrow_mut() = true;
            on.emit(Action::ShowLines(LinesShown { from: 0, to: u32::MAX, at: None }));
        }
    })
}

fn format_button(props: &Props, format: Format, words: &'static str) -> Html {
    let onclick = props.on.reform(move |_| Action::UseFormat(format));
    html! { <button type="button" aria-pressed={(props.format == format).to_string()} {onclick}>{ words }</button> }
}

/// Properties of [`CopyButton`].
#[derive(Properties, PartialEq)]
struct CopyProps {
    said: Option<bool>,
    onclick: Callback<MouseEvent>,
}

#[component]
fn CopyButton(props: &CopyProps) -> Html {
    let words = match props.said {
        None => "Copy",
        Some(true) => "✓ Copied",
        Some(false) => "✕ Not allowed",
    };
    html! {
        <>
            <span class="unseen" role="status">{ props.said.map(|_| words) }</span>
            <button type="button" onclick={props.onclick.clone()}>{ words }</button>
        </>
    }
}

/// Hands a text to the browser as a file.
fn save(name: &str, text: &str) -> Result<(), JsValue> {
    let blob = Blob::new_with_str_sequence(&Array::of1(&JsValue::from_str(text)))?;
    let url = Url::create_object_url_with_blob(&blob)?;
    let anchor: HtmlAnchorElement = gloo::utils::document().create_element("a")?.unchecked_into();
    anchor.set_href(&url);
    anchor.set_download(name);
    anchor.click();
    Url::revoke_object_url(&url)
}
