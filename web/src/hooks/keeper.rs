//! When the texts are kept.

use std::cell::RefCell;
use std::rc::Rc;

use gloo::events::EventListener;
use gloo::timers::callback::Timeout;
use kic_core::wire::job::SMALL;
use yew::prelude::*;

use super::store::keep;
use crate::state::{Action, Pane, State};

/// Long texts are kept once typing pauses for so long: writing them takes the browser longer than a frame.
const PAUSE_MILLIS: u32 = 400;

/// Keeps short texts at once and long ones after a pause, or when the page is left.
#[derive(Clone)]
pub(super) struct Keeper(Rc<Inner>);

struct Inner {
    on: Callback<Action>,
    waiting: RefCell<Option<(Rc<State>, Timeout)>>,
}

impl Keeper {
    fn keep(&self, state: &Rc<State>) {
        if Pane::ALL.into_iter().map(|pane| state.inputs.get(pane).len()).sum::<usize>() <= SMALL {
            self.0.waiting.take();
            self.0.on.emit(Action::Kept(keep(state)));
        } else {
            let keeper = self.clone();
            let timer = Timeout::new(PAUSE_MILLIS, move || keeper.now());
            // The timer of the text before is dropped, and with it ended.
            self.0.waiting.replace(Some((Rc::clone(state), timer)));
        }
    }

    fn now(&self) {
        if let Some((state, _)) = self.0.waiting.take() {
            self.0.on.emit(Action::Kept(keep(&state)));
        }
    }
}

/// Gives the function that keeps a state's texts.
#[hook]
pub(super) fn use_keeper(on: &Callback<Action>) -> Callback<Rc<State>> {
    let keeper = use_memo((), |()| Keeper(Rc::new(Inner { on: on.clone(), waiting: RefCell::default() })));
    let leaving = Keeper::clone(&keeper);
    use_effect_with((), move |()| {
        let listener = EventListener::new(&gloo::utils::window(), "pagehide", move |_| leaving.now());
        move || drop(listener)
    });
    Callback::from(move |state| keeper.keep(&state))
}
