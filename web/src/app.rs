//! The whole page.

use std::rc::Rc;

use yew::prelude::*;

use crate::components::{Bar, MarkLine, NoticeBox, SideSwitch, Splitter, VerdictLine};
use crate::hooks::{use_commands, use_engine, use_share, use_split, use_store, use_theme};
use crate::host::Host;
use crate::outputs::Outputs;
use crate::panes::Panes;
use crate::state::Side;

/// Properties of [`App`].
#[derive(Properties, PartialEq)]
pub struct Props {
    /// What the start script does for the page.
    pub host: Host,
}

/// The whole page.
#[component]
pub fn App(props: &Props) -> Html {
    let (state, on) = use_store();
    use_engine(&props.host, &state, &on);
    use_commands(&props.host, &state, &on);
    use_share(&props.host, &state, &on);
    use_theme(state.view.theme);
    use_split(state.view.split);

    let side = match state.view.side {
        Side::Inputs => "inputs",
        Side::Outputs => "outputs",
    };
    let outcome = &state.outcome;
    html! {
        <>
            <Bar
                versions={state.versions.clone()}
                theme={state.view.theme}
                on={on.clone()}
            />
            <main class="content" data-side={side}>
            <VerdictLine
                report={outcome.report.clone()}
                millis={outcome.millis}
                failed={outcome.failure.is_some()}
                kic={Rc::clone(&state.versions.kic)}
                not_kept={state.not_kept.clone()}
            />
            <MarkLine mark={state.compare.mark.clone()} versions={state.versions.clone()} on={on.clone()} />
            <SideSwitch side={state.view.side} on={on.clone()} />
            <div class="sides">
                <Panes host={props.host.clone()} state={Rc::clone(&state)} on={on.clone()} />
                <Splitter split={state.view.split} on={on.clone()} />
                <Outputs state={Rc::clone(&state)} on={on.clone()} />
            </div>
            </main>
            <NoticeBox notice={state.notice.clone()} {on} />
        </>
    }
}

/// Shows the box of `index.html` that tells to reload. A panic ends the page's wasm, so this is plain DOM.
pub fn say_that_the_page_stopped() {
    if let Some(stopped) = gloo::utils::document().get_element_by_id("stopped") {
        let shown = stopped.remove_attribute("hidden");
        debug_assert!(shown.is_ok(), "an attribute can be removed");
    }
}
