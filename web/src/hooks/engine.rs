//! Each change of the inputs is run and kept.

use std::rc::Rc;

use kic_core::wire;
use wasm_bindgen_futures::spawn_local;
use yew::prelude::*;

use super::keeper::use_keeper;
use crate::engine::{Engine, Job};
use crate::host::Host;
use crate::reading::Report;
use crate::state::{Action, State};

/// Runs the engine whenever the inputs, versions or questions change, and keeps the texts. That a run is under way by then
/// does them no harm: it is in a worker, or waits for a pause.
#[hook]
pub(crate) fn use_engine(host: &Host, state: &Rc<State>, on: &Callback<Action>) {
    let engine = use_memo((), |()| Engine::new(host.clone(), on.clone()));
    use_opening(host, state, on);
    let keeper = use_keeper(on);
    let (state, on) = (Rc::clone(state), on.clone());
    use_effect_with(state.revision, move |_| {
        run_inputs(&state, &on, |job| engine.submit(job));
        keeper.emit(Rc::clone(&state));
    });
}

/// Submits the job of the state. Where nothing is written, the report is empty at once: no text is no cluster in which the
/// controller fails to start.
pub(crate) fn run_inputs(state: &State, on: &Callback<Action>, submit: impl FnOnce(Job)) {
    if state.inputs.is_blank() {
        let report = Report::new(wire::Report::default());
        on.emit(Action::Finished { revision: state.revision, report, asked: None, millis: 0.0 });
    } else {
        submit(state.job());
    }
}

/// A first visit shows the report that was made when the page was built; the engine's own replaces it.
#[hook]
fn use_opening(host: &Host, state: &Rc<State>, on: &Callback<Action>) {
    let (host, on, is_opening) = (host.clone(), on.clone(), state.is_opening());
    use_effect_with((), move |()| {
        if is_opening {
            spawn_local(async move {
                // Where this fails, the engine's report is the first.
                let text = host.load_opening().await.ok().and_then(|text| text.as_string());
                if let Some(report) = text.and_then(|text| serde_json::from_str(&text).ok()) {
                    on.emit(Action::Opened(Report::new(report)));
                }
            });
        }
    });
}
