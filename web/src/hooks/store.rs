//! The state, restored from and kept in local storage.

use std::rc::Rc;

use yew::prelude::*;

use super::storage::{read, write};
use crate::clock;
use crate::examples::Example;
use crate::state::{Action, Requests, Saved, State, Versions, View, reduce};

/// Where the texts are kept.
const TEXTS: &str = "kic-playground.texts";

/// Where tabs, theme and sizes are kept; `web/js/theme.js` reads the theme from there.
const VIEW: &str = "kic-playground.view";

/// The state in the shape that the reducer hook wants.
struct Store(Rc<State>);

impl Reducible for Store {
    type Action = Action;

    fn reduce(self: Rc<Self>, action: Action) -> Rc<Self> {
        let next = reduce(&self.0, action);
        if Rc::ptr_eq(&next, &self.0) { self } else { Rc::new(Self(next)) }
    }
}

/// The state and the way to change it. What was kept is restored; a first visit opens with the example.
#[hook]
pub(crate) fn use_store() -> (Rc<State>, Callback<Action>) {
    let (state, on) = use_store_of(restored);
    use_effect_with(state.view, |view| {
        // Only comfort is lost where this fails; for the texts the page says so.
        let _ = write(VIEW, view);
    });
    (state, on)
}

/// A state that is kept nowhere, and the way to change it.
#[hook]
pub(crate) fn use_store_of(first: impl FnOnce() -> State) -> (Rc<State>, Callback<Action>) {
    let store = use_reducer(|| Store(Rc::new(first())));
    let on = use_memo((), |()| {
        let dispatcher = store.dispatcher();
        Callback::from(move |action| dispatcher.dispatch(action))
    });
    (Rc::clone(&store.0), (*on).clone())
}

fn restored() -> State {
    let view: View = read(VIEW).unwrap_or_default();
    let kept = read::<Saved>(TEXTS).and_then(|saved| saved.restore());
    let (inputs, versions, requests) =
        kept.unwrap_or_else(|| (Example::opening().inputs, Versions::default(), Requests::default()));
    State { requests, now: clock::seconds(), ..State::new(inputs, versions, view) }
}

/// Keeps the texts; tells why that failed.
pub(super) fn keep(state: &State) -> Option<Rc<str>> {
    let saved = Saved::of(&state.inputs, &state.versions, &state.requests);
    let is_kept = write(TEXTS, &saved);
    (!is_kept).then(|| "The browser keeps no copy of this text: its storage is full or switched off".into())
}
