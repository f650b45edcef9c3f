//! The declarative configuration that the controller sends to Kong.

use std::rc::Rc;

use yew::prelude::*;

use super::code::{Line, json_lines, yaml_lines};
use super::code_tab::CodeTab;
use crate::reading::Report;
use crate::state::{Action, Format, Trace};

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
    let lines = use_memo((props.report.clone(), props.format), |(report, format)| {
        Rc::<[Line]>::from(match format {
            _ if report.config.is_null() => Vec::new(),
            Format::Yaml => yaml_lines(&report.config, "/config"),
            Format::Json => json_lines(&report.config, "/config"),
        })
    });
    html! {
        <CodeTab
            label="Kong configuration"
            name="kong"
            empty="Nothing is sent to Kong."
            lines={(*lines).clone()}
            report={props.report.clone()}
            format={props.format}
            trace={props.trace.clone()}
            on={props.on.clone()}
        />
    }
}
