//! The declarative configuration that the controller sends to Kong.

use yew::prelude::*;

use super::code::Code;
use super::code_tab::CodeTab;
use crate::reading::Report;
use crate::state::{Action, Format, OutputTab, Trace};

/// Properties of [`Config`].
#[derive(Properties, PartialEq)]
pub(super) struct Props {
    pub(super) report: Report,
    pub(super) format: Format,
    pub(super) trace: Trace,
    pub(super) on: Callback<Action>,
}

/// The configuration.
#[component]
pub(super) fn Config(props: &Props) -> Html {
    let code = use_memo((props.report.clone(), props.format), |(report, format)| {
        OutputTab::Config.text(*format).map(|text| Code::of(report, text)).unwrap_or_default()
    });
    html! {
        <CodeTab
            label="Kong configuration"
            name="kong"
            empty="Nothing is sent to Kong."
            code={(*code).clone()}
            report={props.report.clone()}
            format={props.format}
            trace={props.trace.clone()}
            on={props.on.clone()}
        />
    }
}
