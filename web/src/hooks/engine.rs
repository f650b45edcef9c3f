//! Each change of the inputs is kept, then run.

use std::rc::Rc;

use yew::prelude::*;

use super::store::keep;
use crate::engine::Engine;
use crate::host::Host;
use crate::state::{Action, State};

/// Runs the engine whenever the inputs or versions change. The texts are kept before: whatever the run does, they are safe.
#[hook]
pub(crate) fn use_engine(host: &Host, state: &Rc<State>, on: &Callback<Action>) {
    let engine = use_memo((), |()| Engine::new(host.clone(), on.clone()));
    let (state, on) = (Rc::clone(state), on.clone());
    use_effect_with(state.revision, move |&revision| {
        on.emit(Action::Kept(keep(&state)));
        engine.submit(revision, state.engine_input());
    });
}
