//! Hands the page's commands to the dialogs that are loaded later.

use std::cell::RefCell;
use std::rc::Rc;

use wasm_bindgen::prelude::*;
use yew::prelude::*;

use crate::commands;
use crate::examples::Example;
use crate::host::Host;
use crate::state::{Action, State};

/// Lets the palette list and run the commands, and the gallery load its examples.
#[hook]
pub(crate) fn use_commands(host: &Host, state: &Rc<State>, on: &Callback<Action>) {
    let latest = use_memo((), |()| RefCell::new(Rc::clone(state)));
    latest.replace(Rc::clone(state));
    // Kept as long as the page: the dialogs call them.
    let _calls = use_memo((), |()| {
        let (listed, run_on) = (Rc::clone(&latest), Rc::clone(&latest));
        let list = Closure::<dyn Fn() -> String>::new(move || commands::list(&listed.borrow()));
        let emit = on.clone();
        let run = Closure::<dyn Fn(String)>::new(move |title: String| {
            let state = Rc::clone(&run_on.borrow());
            commands::run(&state, &title, &emit);
        });
        let emit = on.clone();
        let load = Closure::<dyn Fn(String, String, String)>::new(move |title: String, tab: String, saved: String| {
            emit.emit(match Example::read(&title, &tab, &saved) {
                Some(example) => Action::Load(Box::new(example)),
                None => Action::Tell("This example is of another version of the page: load the page again".into()),
            });
        });
        let emit = on.clone();
        let tell = Closure::<dyn Fn(String)>::new(move |text: String| emit.emit(Action::Tell(text.into())));
        // A host without dialogs has no palette and no gallery.
        let _ = host.connect(&list, &run, &load, &tell);
        (list, run, load, tell)
    });
}
