//! The statuses as `kubectl get -o yaml` shows them, less timestamps.

use yew::prelude::*;

use super::code::Code;
use super::code_tab::CodeTab;
use crate::reading::Report;
use crate::state::{Action, Format, OutputTab, Trace};

/// Properties of [`Status`].
#[derive(Properties, PartialEq)]
pub(super) struct Props {
    pub(super) report: Report,
    pub(super) format: Format,
    pub(super) trace: Trace,
    pub(super) on: Callback<Action>,
}

/// The statuses.
#[component]
pub(super) fn Status(props: &Props) -> Html {
    let code = use_memo((props.report.clone(), props.format), |(report, format)| {
        OutputTab::Status.text(*format).map(|text| Code::of(report, text)).unwrap_or_default()
    });
    html! {
        <CodeTab
            label="Status"
            name="status"
            empty="No object has a status that the controller writes."
            code={(*code).clone()}
            report={props.report.clone()}
            format={props.format}
            trace={props.trace.clone()}
            on={props.on.clone()}
        />
    }
}
