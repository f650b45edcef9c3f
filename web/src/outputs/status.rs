//! The statuses as `kubectl get -o yaml` shows them, less timestamps.

use std::rc::Rc;

use yew::prelude::*;

use super::code::{Line, json_lines, status_lines};
use super::code_tab::CodeTab;
use crate::reading::Report;
use crate::state::{Action, Format, Trace};

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
    let lines = use_memo((props.report.clone(), props.format), |(report, format)| {
        Rc::<[Line]>::from(match format {
            Format::Yaml => status_lines(&report.status, "/status"),
            Format::Json => json_lines(&report.status, "/status"),
        })
    });
    html! {
        <CodeTab
            label="Status"
            name="status"
            empty="No object has a status that the controller writes."
            lines={(*lines).clone()}
            report={props.report.clone()}
            format={props.format}
            trace={props.trace.clone()}
            on={props.on.clone()}
        />
    }
}
