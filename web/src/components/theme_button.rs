//! Switches between the system's theme, light and dark.

use yew::prelude::*;

use crate::state::{Action, Theme};

/// Properties of [`ThemeButton`].
#[derive(Properties, PartialEq)]
pub(crate) struct Props {
    pub(crate) theme: Theme,
    pub(crate) on: Callback<Action>,
}

/// The button; its name tells the theme that is on.
#[component]
pub(crate) fn ThemeButton(props: &Props) -> Html {
    let theme = props.theme;
    let onclick = props.on.reform(move |_| Action::UseTheme(theme.next()));
    let (sign, name) = match theme {
        Theme::Auto => ("◐", "Theme: as the system"),
        Theme::Light => ("☀", "Theme: light"),
        Theme::Dark => ("☾", "Theme: dark"),
    };
    html! {
        <button type="button" class="quiet icon" title={name} aria-label={name} {onclick}>
            <span aria-hidden="true">{ sign }</span>
        </button>
    }
}
