//! Each change of the inputs is kept, then run.

use std::rc::Rc;

use kic_core::wire;
use yew::prelude::*;

use super::store::keep;
use crate::engine::{Engine, Job};
use crate::host::Host;
use crate::reading::Report;
use crate::state::{Action, State};

/// Runs the engine whenever the inputs, versions or questions change. The texts are kept before: whatever the run does, they are safe.
#[hook]
pub(crate) fn use_engine(host: &Host, state: &Rc<State>, on: &Callback<Action>) {
    let engine = use_memo((), |()| Engine::new(host.clone(), on.clone()));
    let (state, on) = (Rc::clone(state), on.clone());
    use_effect_with(state.revision, move |&revision| {
        on.emit(Action::Kept(keep(&state)));
        if state.inputs.is_blank() {
            // An empty page is no cluster in which the controller fails to start.
            let report = Report::new(wire::Report::default());
            on.emit(Action::Finished { revision, report, asked: None, millis: 0.0 });
        } else {
            engine.submit(Job { id: revision, input: state.engine_input(), question: state.question() });
        }
    });
}
