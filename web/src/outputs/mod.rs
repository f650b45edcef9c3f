//! The outputs: what the report says, behind tabs.

mod annotations;
mod assumed;
mod banner;
mod chain;
pub mod code;
mod code_tab;
mod compare;
mod config;
mod listener;
mod listeners;
mod problems;
mod request;
mod status;
pub(crate) mod words;

use std::rc::Rc;

use yew::prelude::*;

use crate::components::{Badge, Tab, TabList, panel_id, tab_id};
use crate::reading::{Report, Severity};
use crate::state::{Action, Inputs, OutputTab, State};
use annotations::Annotations;
use banner::Banner;
use compare::Compare;
use config::Config;
use listeners::Listeners;
use problems::Problems;
use request::Request;
use status::Status;

/// Prefix of the ids of tabs and panels.
const ID: &str = "output";

/// Properties of [`Outputs`].
#[derive(Properties, PartialEq)]
pub(crate) struct Props {
    pub(crate) state: Rc<State>,
    pub(crate) on: Callback<Action>,
    /// The outputs that have a tab, in this order.
    #[prop_or_else(|| OutputTab::ALL.to_vec())]
    pub(crate) shown: Vec<OutputTab>,
    /// What the region is called.
    #[prop_or(AttrValue::Static("Results"))]
    pub(crate) name: AttrValue,
}

/// The outputs. Only the chosen one is drawn.
#[component]
pub(crate) fn Outputs(props: &Props) -> Html {
    let state = &props.state;
    let shown = props.shown.clone();
    let chosen = shown.iter().position(|tab| *tab == state.view.output).unwrap_or_default();
    // The texts that the report belongs to: while the next one is under way, its places mean these.
    let inputs = use_memo(state.outcome.report.clone(), |_| state.inputs.clone());
    let tabs: Vec<Tab> = shown.iter().map(|&tab| described(tab, state.outcome.report.as_ref())).collect();
    let output = shown.get(chosen).copied().unwrap_or_default();
    let onchoose =
        props.on.reform(move |index: usize| Action::ShowOutput(shown.get(index).copied().unwrap_or_default()));
    html! {
        <section class="side outputs" aria-label={props.name.clone()}>
            <TabList id={ID} label="Results" {tabs} {chosen} {onchoose} />
            <div
                key={chosen}
                class="panel"
                role="tabpanel"
                id={panel_id(ID, chosen)}
                aria-labelledby={tab_id(ID, chosen)}
            >
                <Banner outcome={state.outcome.clone()} on={props.on.clone()} />
                { state.outcome.report.as_ref().map(|report| content(state, output, report, &inputs, &props.on)) }
            </div>
        </section>
    }
}

fn content(state: &State, output: OutputTab, report: &Report, inputs: &Inputs, on: &Callback<Action>) -> Html {
    let (report, on) = (report.clone(), on.clone());
    if !state.has_what_is_shown(&report) {
        return html! { <div class="empty"><p>{ "Reading…" }</p></div> };
    }
    match output {
        OutputTab::Listeners => html! { <Listeners {report} inputs={inputs.clone()} {on} /> },
        OutputTab::Status => {
            html! { <Status {report} format={state.view.format} trace={state.trace.clone()} {on} /> }
        }
        OutputTab::Config => {
            html! { <Config {report} format={state.view.format} trace={state.trace.clone()} {on} /> }
        }
        OutputTab::Annotations => html! { <Annotations {report} {on} /> },
        OutputTab::Problems => html! { <Problems {report} {on} /> },
        OutputTab::Compare => html! {
            <Compare
                asked={state.outcome.asked.clone()}
                chosen={state.compare.clone()}
                versions={state.versions.clone()}
                explains={state.explains()}
                is_fresh={state.is_fresh()}
                {on}
            />
        },
        OutputTab::Request => html! {
            <Request
                {report}
                asked={state.outcome.asked.clone()}
                requests={state.requests.clone()}
                derives={state.derives()}
                is_blank={state.inputs.is_blank()}
                {on}
            />
        },
    }
}

fn described(tab: OutputTab, report: Option<&Report>) -> Tab {
    let badge = report.and_then(|report| badge(tab, report)).filter(|badge| badge.count > 0);
    Tab { label: tab.label(), badge }
}

fn badge(tab: OutputTab, report: &Report) -> Option<Badge> {
    let verdict = report.verdict;
    match tab {
        OutputTab::Listeners => Some(Badge {
            count: report.listeners.iter().filter(|listener| !listener.ready).count(),
            what: "not ready",
            severity: Some(Severity::Error),
        }),
        OutputTab::Annotations => Some(Badge {
            count: usize::try_from(report.totals().annotations).unwrap_or_default(),
            what: "annotations",
            severity: None,
        }),
        OutputTab::Problems => Some(Badge {
            count: report.problems.len(),
            what: "problems",
            severity: match (verdict.errors, verdict.warnings) {
                (0, 0) => None,
                (0, _) => Some(Severity::Warning),
                _ => Some(Severity::Error),
            },
        }),
        OutputTab::Status | OutputTab::Config | OutputTab::Request | OutputTab::Compare => None,
    }
}
