//! An embedded playground: inputs above, outputs below, as high as they need.

use std::rc::Rc;

use kic_core::wire;
use yew::prelude::*;

use super::options::Options;
use super::source::Source;
use crate::clock;
use crate::components::{NoticeBox, Tab, TabList, VerdictLine, panel_id, tab_id};
use crate::engine::Pool;
use crate::hooks::{run_inputs, use_store_of};
use crate::host::Host;
use crate::outputs::Outputs;
use crate::panes::Panes;
use crate::reading::Place;
use crate::state::{Action, Pane, State, Trace};

/// Prefix of the ids of tabs and panels.
const ID: &str = "source";

/// Properties of [`Embed`].
#[derive(Properties, PartialEq)]
pub(super) struct Props {
    /// What the start script does for all embedded playgrounds of the page.
    pub(super) host: Host,
    /// What this one was asked for.
    pub(super) options: Rc<Options>,
    /// Told of the texts and versions whenever they change, as the input of a report.
    pub(super) onchange: Callback<wire::Input>,
    /// The engine of the page.
    pub(super) pool: PoolOf,
}

/// A pool; all of one page are equal.
#[derive(Clone)]
pub(super) struct PoolOf(pub(super) Pool);

impl PartialEq for PoolOf {
    fn eq(&self, _: &Self) -> bool {
        true
    }
}

/// The embedded playground.
#[component]
pub(super) fn Embed(props: &Props) -> Html {
    let options = Rc::clone(&props.options);
    let (state, on) = use_store_of(move || State { now: clock::seconds(), ..options.state() });
    use_pool(&props.pool.0, &state, &on);
    {
        let (state, onchange) = (Rc::clone(&state), props.onchange.clone());
        use_effect_with(state.revision, move |_| onchange.emit(state.engine_input()));
    }
    let outcome = &state.outcome;
    let named = |what: &str| AttrValue::from(format!("{what}: {}", props.options.label));
    html! {
        <>
            <VerdictLine
                report={outcome.report.clone()}
                millis={outcome.millis}
                failed={outcome.failure.is_some()}
                kic={Rc::clone(&state.versions.kic)}
                not_kept={None::<Rc<str>>}
            />
            if props.options.editable {
                <Panes host={props.host.clone()} state={Rc::clone(&state)} on={on.clone()} name={named("Inputs")} />
            } else {
                <Sources state={Rc::clone(&state)} options={Rc::clone(&props.options)} on={on.clone()} name={named("Inputs")} />
            }
            <Outputs state={Rc::clone(&state)} on={on.clone()} shown={props.options.outputs()} name={named("Results")} />
            <NoticeBox notice={state.notice.clone()} {on} />
        </>
    }
}

/// Hands each change to the engine of the page.
#[hook]
fn use_pool(pool: &Pool, state: &Rc<State>, on: &Callback<Action>) {
    let seat = use_memo((), |()| pool.sit(on.clone()));
    let (state, on) = (Rc::clone(state), on.clone());
    use_effect_with(state.revision, move |_| run_inputs(&state, &on, |job| seat.submit(job)));
}

/// Properties of [`Sources`].
#[derive(Properties, PartialEq)]
struct SourcesProps {
    state: Rc<State>,
    options: Rc<Options>,
    on: Callback<Action>,
    name: AttrValue,
}

/// The inputs, to be read only.
#[component]
fn Sources(props: &SourcesProps) -> Html {
    let state = &props.state;
    let panes = props.options.panes();
    let chosen = panes.iter().position(|pane| *pane == state.view.pane).unwrap_or_default();
    let Some(&pane) = panes.get(chosen) else { return Html::default() };
    let tabs: Vec<Tab> = panes.iter().map(|pane| Tab { label: pane.label(), badge: None }).collect();
    let onchoose = props.on.reform(move |index: usize| Action::ShowPane(panes.get(index).copied().unwrap_or_default()));
    html! {
        <section class="side inputs" aria-label={props.name.clone()}>
            <TabList id={ID} label="Inputs" {tabs} {chosen} {onchoose} />
            <div key={chosen} class="panel" role="tabpanel" id={panel_id(ID, chosen)} aria-labelledby={tab_id(ID, chosen)}>
                <Source
                    {pane}
                    text={Rc::clone(state.inputs.get(pane))}
                    highlights={highlights(state, pane)}
                    reveal={state.reveal.filter(|reveal| reveal.place.pane == pane)}
                />
            </div>
        </section>
    }
}

/// The places in this text that the line which the reader points at comes from.
fn highlights(state: &State, pane: Pane) -> Rc<[Place]> {
    let places = match (&state.outcome.report, &state.trace) {
        (Some(report), Trace::Output(pointer)) => report.places_of(pointer),
        _ => Vec::new(),
    };
    places.into_iter().filter(|place| place.pane == pane).collect()
}
