//! The tools above a code view: YAML or JSON, copy, download.

use gloo::timers::callback::Timeout;
use js_sys::Array;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::{JsFuture, spawn_local};
use web_sys::{Blob, HtmlAnchorElement, Url};
use yew::prelude::*;

use crate::state::{Action, Format};

/// Milliseconds for which the button says that it has copied.
const SAID: u32 = 2_000;

/// Properties of [`CodeTools`].
#[derive(Properties, PartialEq)]
pub(crate) struct Props {
    /// Name of the file, without its ending.
    pub(crate) name: &'static str,
    pub(crate) format: Format,
    /// Gives the text that is copied or downloaded.
    pub(crate) text: Callback<(), String>,
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
        let (text, copied) = (props.text.clone(), copied.clone());
        Callback::from(move |_: MouseEvent| {
            let (text, copied) = (text.emit(()), copied.clone());
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
        let (text, name) = (props.text.clone(), format!("{}.{ending}", props.name));
        Callback::from(move |_: MouseEvent| {
            // Nothing is lost where the browser refuses: the text can be copied.
            let _ = save(&name, &text.emit(()));
        })
    };
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
