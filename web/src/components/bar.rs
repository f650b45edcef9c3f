//! The bar above: name, examples, versions, commands, theme. What `data-opens` names is loaded by `web/js/boot.js`.

use yew::prelude::*;

use super::theme_button::ThemeButton;
use super::versions::VersionBoxes;
use crate::state::{Action, Theme, Versions};

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
    let on = &props.on;
    html! {
        <header class="bar">
            <h1>{ "KIC Playground " }<span>{ "what Kong makes of your Gateway" }</span></h1>
            <button type="button" class="examples" aria-haspopup="dialog" data-opens="gallery">{ "Examples" }</button>
            <VersionBoxes
                versions={props.versions.clone()}
                onkic={on.reform(Action::UseKic)}
                onkong={on.reform(Action::UseKong)}
                onrouter={on.reform(Action::UseRouter)}
            />
            <span class="space" />
            <button type="button" class="palette" aria-haspopup="dialog" data-opens="palette" aria-label="Commands">
                <span aria-hidden="true">{ "⌕" }</span>
                // Its text is that of the system's keyboard, by the styles.
                <kbd aria-hidden="true" />
            </button>
            <button type="button" aria-haspopup="dialog" data-share="share">{ "Share" }</button>
            <button type="button" aria-haspopup="dialog" data-share="bring">{ "Import" }</button>
            <button type="button" aria-haspopup="dialog" data-share="save">{ "Export" }</button>
            <a href="reference/index.html">{ "Reference" }</a>
            <ThemeButton theme={props.theme} on={on.clone()} />
        </header>
    }
}
