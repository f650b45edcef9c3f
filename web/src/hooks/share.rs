//! Hands the page's content to the dialogs for sharing, importing and exporting (`web/js/share.js`), and takes what they open.

use std::cell::RefCell;
use std::rc::Rc;

use wasm_bindgen::prelude::*;
use yew::prelude::*;

use crate::host::Host;
use crate::state::{Action, Opened, State};

/// Lets the dialogs read what the page has and open something else.
#[hook]
pub(crate) fn use_share(host: &Host, state: &Rc<State>, on: &Callback<Action>) {
    let latest = use_memo((), |()| RefCell::new(Rc::clone(state)));
    latest.replace(Rc::clone(state));
    let (host, on) = (host.clone(), on.clone());
    use_effect_with((), move |()| {
        let read = Closure::<dyn Fn() -> String>::new(move || {
            serde_json::to_string(&Opened::of(&latest.borrow())).unwrap_or_default()
        });
        let open = Closure::<dyn Fn(String)>::new(move |text: String| {
            if let Ok(opened) = serde_json::from_str(&text) {
                on.emit(Action::Open(Box::new(opened)));
            }
        });
        // A host without dialogs has nothing to share.
        let _ = host.share(&read, &open);
        move || drop((read, open))
    });
}
