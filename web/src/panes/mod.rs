//! The inputs: three texts behind tabs, each with its editor.

use std::rc::Rc;

use yew::prelude::*;

use crate::components::{Badge, Tab, TabList, panel_id, tab_id};
use crate::editor::Editor;
use crate::host::Host;
use crate::reading::{Mark, Place, Severity, marks, pane_counts};
use crate::state::{Action, Pane, State, Trace};

/// Prefix of the ids of tabs and panels.
const ID: &str = "input";

/// Properties of [`Panes`].
#[derive(Properties, PartialEq)]
pub(crate) struct Props {
    pub(crate) host: Host,
    pub(crate) state: Rc<State>,
    pub(crate) on: Callback<Action>,
    /// What the region is called.
    #[prop_or(AttrValue::Static("Inputs"))]
    pub(crate) name: AttrValue,
}

/// The inputs.
#[component]
pub(crate) fn Panes(props: &Props) -> Html {
    let state = &props.state;
    let tabs = use_memo((state.outcome.report.clone(), Rc::clone(&state.inputs.helm)), |_| tabs(state));
    let chosen = Pane::ALL.into_iter().position(|pane| pane == state.view.pane).unwrap_or_default();
    let onchoose = props.on.reform(|index: usize| Action::ShowPane(Pane::ALL.get(index).copied().unwrap_or_default()));
    html! {
        <section class="side inputs" aria-label={props.name.clone()}>
            <TabList id={ID} label="Inputs" tabs={(*tabs).clone()} {chosen} {onchoose} />
            { for Pane::ALL.into_iter().enumerate().map(|(index, pane)| html! {
                <div
                    key={index}
                    class="panel"
                    role="tabpanel"
                    id={panel_id(ID, index)}
                    aria-labelledby={tab_id(ID, index)}
                    hidden={index != chosen}
                >
                    <PaneEditor
                        host={props.host.clone()}
                        state={Rc::clone(state)}
                        {pane}
                        on={props.on.clone()}
                    />
                </div>
            }) }
        </section>
    }
}

fn tabs(state: &State) -> Vec<Tab> {
    let problems = state.outcome.report.as_ref().map(|report| report.problems.as_slice()).unwrap_or_default();
    let tab = |pane: Pane| {
        let counts = pane_counts(problems, pane);
        let severity = if counts.errors > 0 { Severity::Error } else { Severity::Warning };
        let badge = Badge { count: counts.total(), what: "problems", severity: Some(severity) };
        Tab { label: pane.label(), badge: (counts.total() > 0).then_some(badge) }
    };
    Pane::ALL.into_iter().map(tab).collect()
}

/// Properties of [`PaneEditor`].
#[derive(Properties, PartialEq)]
struct PaneProps {
    host: Host,
    state: Rc<State>,
    pane: Pane,
    on: Callback<Action>,
}

/// The editor of one pane, with what it is to mark.
#[component]
fn PaneEditor(props: &PaneProps) -> Html {
    let (state, pane) = (&props.state, props.pane);
    let report = state.outcome.report.clone();
    let fresh = state.is_fresh();
    let found =
        use_memo(report.clone(), |report| report.as_ref().map(|report| Rc::<[Mark]>::from(marks(report, pane))));
    let pointed = match &state.trace {
        Trace::Output(pointer) => Some(Rc::clone(pointer)),
        Trace::Nothing | Trace::Input(..) => None,
    };
    let highlights = use_memo((report, pointed), |(report, pointed)| {
        let places = report.as_ref().zip(pointed.as_ref()).map(|(report, pointer)| report.places_of(pointer));
        let places = places.unwrap_or_default().into_iter().filter(|place| place.pane == pane);
        Rc::<[Place]>::from(places.collect::<Vec<_>>())
    });
    html! {
        <Editor
            host={props.host.clone()}
            {pane}
            text={Rc::clone(state.inputs.get(pane))}
            replaced={state.replaced}
            marks={(*found).clone().filter(|_| fresh)}
            highlights={(*highlights).clone()}
            reveal={state.reveal.filter(|reveal| reveal.place.pane == pane)}
            shown={state.view.pane == pane}
            on={props.on.clone()}
        />
    }
}
