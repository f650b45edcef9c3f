//! What was assumed because the input does not say it, with buttons that write it down.

use yew::prelude::*;

use super::words::in_backquotes;
use crate::reading::Report;
use crate::state::Action;

/// Properties of [`AssumedList`].
#[derive(Properties, PartialEq)]
pub(super) struct Props {
    pub(super) report: Report,
    pub(super) on: Callback<Action>,
}

/// One line an assumption.
#[component]
pub(super) fn AssumedList(props: &Props) -> Html {
    if props.report.assumed.is_empty() {
        return Html::default();
    }
    let items = props.report.assumed.iter().map(|assumed| {
        let fix = assumed.fix.as_deref().and_then(|id| props.report.fix(id));
        let button = fix.map(|fix| {
            let id = fix.id.clone();
            let onclick = props.on.reform(move |_| Action::ApplyFix(id.as_str().into()));
            html! {
                <button type="button" class="secondary" title={assumed.explicit.clone()} {onclick}>
                    { in_backquotes(&fix.title) }
                </button>
            }
        });
        html! { <li><span>{ in_backquotes(&assumed.what) }</span>{ button }</li> }
    });
    html! {
        <section class="assumed">
            <h2>{ "Assumed, because the input does not say it" }</h2>
            <ul>{ for items }</ul>
        </section>
    }
}
