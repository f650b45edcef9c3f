//! Fixes: buttons that apply them, and what the best one would write.

use yew::prelude::*;

use crate::outputs::words::in_backquotes;
use crate::reading::{PreviewLine, Report, preview};
use crate::state::{Action, Inputs};

/// Properties of [`FixButtons`].
#[derive(Properties, PartialEq)]
pub(crate) struct Props {
    pub(crate) report: Report,
    /// Ids of the fixes, best first.
    pub(crate) ids: Vec<String>,
    pub(crate) on: Callback<Action>,
}

/// One button a fix; the first stands out.
#[component]
pub(crate) fn FixButtons(props: &Props) -> Html {
    if props.ids.is_empty() {
        return Html::default();
    }
    let buttons = props.report.fixes_of(&props.ids).enumerate().map(|(index, fix)| {
        let id = fix.id.clone();
        let onclick = props.on.reform(move |_| Action::ApplyFix(id.as_str().into()));
        let class = if index == 0 { "primary" } else { "secondary" };
        html! { <button key={fix.id.clone()} type="button" {class} {onclick}>{ in_backquotes(&fix.title) }</button> }
    });
    html! { <div class="fixes">{ for buttons }</div> }
}

/// Properties of [`FixPreview`].
#[derive(Properties, PartialEq)]
pub(crate) struct PreviewProps {
    pub(crate) report: Report,
    /// Id of the fix.
    pub(crate) id: AttrValue,
    pub(crate) inputs: Inputs,
}

/// The lines that a fix would write.
#[component]
pub(crate) fn FixPreview(props: &PreviewProps) -> Html {
    let Some(fix) = props.report.fix(&props.id) else {
        return Html::default();
    };
    html! { <div class="diff">{ for preview(&props.inputs, fix).into_iter().map(|line| one(&line)) }</div> }
}

fn one(edit: &PreviewLine) -> Html {
    let place = format!("{} line {}", edit.pane.label(), edit.line);
    html! {
        <div class="diff-edit">
            <span class="diff-place">{ place }</span>
            <code>
                { &edit.before }
                if !edit.removed.is_empty() {
                    <del>{ &edit.removed }</del>
                }
                if !edit.inserted.is_empty() {
                    <ins>{ &edit.inserted }</ins>
                }
                { &edit.after }
            </code>
        </div>
    }
}
