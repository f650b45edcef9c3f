//! The bar above: name, examples, versions, commands, theme. What `data-opens` names is loaded by `web/js/boot.js`.

use web_sys::HtmlSelectElement;
use yew::prelude::*;

use super::theme_button::ThemeButton;
use crate::state::{Action, KIC_RELEASES, KONG_RELEASES, Router, Theme, Versions};

/// Properties of [`Bar`].
#[derive(Properties, PartialEq)]
pub(crate) struct Props {
    pub(crate) versions: Versions,
    pub(crate) theme: Theme,
    pub(crate) on: Callback<Action>,
}

/// The bar.
#[component]
pub(crate) fn Bar(props: &Props) -> Html {
    let Versions { kic, kong, router } = &props.versions;
    let routers: Vec<&'static str> = Router::ALL.into_iter().map(Router::label).collect();
    let on = &props.on;
    html! {
        <header class="bar">
            <h1>{ "KIC Playground " }<span>{ "what Kong makes of your Gateway" }</span></h1>
            <button type="button" class="examples" aria-haspopup="dialog" data-opens="gallery">{ "Examples" }</button>
            <div class="versions">
            <Choice
                label="KIC"
                options={KIC_RELEASES.to_vec()}
                chosen={kic.to_string()}
                onchoose={on.reform(|kic: String| Action::UseKic(kic.into()))}
            />
            <Choice
                label="Kong"
                options={KONG_RELEASES.to_vec()}
                chosen={kong.to_string()}
                onchoose={on.reform(|kong: String| Action::UseKong(kong.into()))}
            />
            <Choice
                label="Router"
                options={routers}
                chosen={router.label()}
                onchoose={on.reform(|label: String| Action::UseRouter(Router::from_label(&label).unwrap_or_default()))}
            />
            </div>
            <span class="space" />
            <button type="button" class="palette" aria-haspopup="dialog" data-opens="palette" aria-label="Commands">
                <span aria-hidden="true">{ "⌕" }</span>
                // Its text is that of the system's keyboard, by the styles.
                <kbd aria-hidden="true" />
            </button>
            <a href="reference/index.html">{ "Reference" }</a>
            <ThemeButton theme={props.theme} on={on.clone()} />
        </header>
    }
}

/// Properties of [`Choice`].
#[derive(Properties, PartialEq)]
struct ChoiceProps {
    label: &'static str,
    options: Vec<&'static str>,
    chosen: AttrValue,
    onchoose: Callback<String>,
}

#[component]
fn Choice(props: &ChoiceProps) -> Html {
    let onchange = props.onchoose.reform(|event: Event| value_of(&event));
    html! {
        <label class="choice">
            <span>{ props.label }</span>
            <select {onchange}>
                { for props.options.iter().map(|&option| html! {
                    <option value={option} selected={option == props.chosen.as_str()}>{ option }</option>
                }) }
            </select>
        </label>
    }
}

fn value_of(event: &Event) -> String {
    event.target_dyn_into::<HtmlSelectElement>().map(|select| select.value()).unwrap_or_default()
}
