//! The text editor: a plain text area at first, the editor of the bundle as soon as that is there.
//!
//! Both edit the same text, so nothing is lost when the bundle is late or cannot be loaded. Typing goes one way, from
//! the editor to the state; only texts that come from elsewhere (an example, a fix) go back, which `replaced` tells.

mod bundle;
mod plain;

use std::cell::RefCell;
use std::rc::Rc;

use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement};
use yew::prelude::*;

pub use bundle::EditorModule;

use crate::host::Host;
use crate::reading::{Mark, Place};
use crate::state::{Action, Focus, Pane, Reveal};
use bundle::{Options, RichEditor};
use plain::PlainEditor;

/// Properties of [`Editor`].
#[derive(Properties, PartialEq)]
pub struct Props {
    /// Where the bundle comes from.
    pub host: Host,
    /// Which text this is.
    pub pane: Pane,
    /// The text.
    pub text: Rc<str>,
    /// Grows when `text` changed otherwise than by typing.
    pub replaced: u64,
    /// The squiggles, or `None` while they would mean an older text.
    pub marks: Option<Rc<[Mark]>>,
    /// The tinted places.
    pub highlights: Rc<[Place]>,
    /// The place to show, if it is in this text.
    pub reveal: Option<Reveal>,
    /// Whether the pane is seen. The rich editor is made when it is first seen.
    pub shown: bool,
    /// What the user does.
    pub on: Callback<Action>,
}

/// The editor of one pane.
#[component]
pub fn Editor(props: &Props) -> Html {
    let view = use_node_ref();
    let area = use_node_ref();
    let rich = use_mut_ref(|| None::<RichEditor>);
    let is_rich = use_rich_editor(props, &view, &area, &rich);

    {
        let (rich, text) = (Rc::clone(&rich), Rc::clone(&props.text));
        use_effect_with(props.replaced, move |_| with(&rich, |editor| editor.set_text(&text)));
    }
    {
        let rich = Rc::clone(&rich);
        use_effect_with((is_rich, props.marks.clone()), move |(_, marks)| {
            if let Some(marks) = marks {
                with(&rich, |editor| editor.set_marks(marks));
            }
        });
    }
    {
        let rich = Rc::clone(&rich);
        use_effect_with((is_rich, Rc::clone(&props.highlights)), move |(_, places)| {
            with(&rich, |editor| editor.set_highlights(places));
        });
    }
    {
        let (rich, area) = (Rc::clone(&rich), area.clone());
        use_effect_with((props.reveal, is_rich), move |&(reveal, is_rich)| {
            let Some(Reveal { place: Place { from, to, .. }, focus, .. }) = reveal else { return };
            let focused = gloo::utils::document().active_element();
            if is_rich {
                with(&rich, |editor| editor.reveal(from, to));
            } else {
                plain::reveal(&area, from, to);
            }
            if let (Focus::Stays, Some(focused)) = (focus, focused) {
                give_focus(focused);
            }
        });
    }

    html! {
        <div class="editor">
            <div class="editor-rich" ref={view} />
            if !is_rich {
                <PlainEditor pane={props.pane} text={Rc::clone(&props.text)} {area} on={props.on.clone()} />
            }
        </div>
    }
}

fn give_focus(element: Element) {
    if let Ok(element) = element.dyn_into::<HtmlElement>() {
        let focused = element.focus();
        debug_assert!(focused.is_ok(), "what had the focus can have it again");
    }
}

/// Calls do not borrow the cell while the editor's callbacks may run: these end in the state, which draws later.
fn with(rich: &Rc<RefCell<Option<RichEditor>>>, act: impl FnOnce(&RichEditor)) {
    if let Ok(rich) = rich.try_borrow()
        && let Some(editor) = rich.as_ref()
    {
        act(editor);
    }
}

/// Loads the bundle once the pane is seen, and tells whether the rich editor is there.
#[hook]
fn use_rich_editor(props: &Props, view: &NodeRef, area: &NodeRef, rich: &Rc<RefCell<Option<RichEditor>>>) -> bool {
    let is_rich = use_state_eq(|| false);
    let module = use_state(|| None::<EditorModule>);
    {
        let (module, host) = (module.clone(), props.host.clone());
        use_effect_with(props.shown, move |&shown| {
            if shown && module.is_none() {
                wasm_bindgen_futures::spawn_local(async move {
                    // Without the bundle the text area stays.
                    if let Ok(loaded) = host.editor().await {
                        module.set(Some(loaded));
                    }
                });
            }
        });
    }
    {
        let (is_rich, view, area, rich) = (is_rich.clone(), view.clone(), area.clone(), Rc::clone(rich));
        let (text, pane, on) = (Rc::clone(&props.text), props.pane, props.on.clone());
        use_effect_with(module.is_some(), move |_| {
            if let (Some(module), Some(parent)) = ((*module).clone(), view.cast::<HtmlElement>()) {
                // The state may not have heard of the last keystroke yet.
                let text = plain::text(&area).unwrap_or_else(|| text.to_string());
                let selection = plain::selection_if_focused(&area);
                if let Ok(editor) = RichEditor::create(&module, &parent, options(pane, &text, &on)) {
                    *rich.borrow_mut() = Some(editor);
                    is_rich.set(true);
                    if let Some((from, to)) = selection {
                        with(&rich, |editor| editor.reveal(from, to));
                    }
                }
            }
        });
    }
    *is_rich
}

fn options<'a>(pane: Pane, text: &'a str, on: &Callback<Action>) -> Options<'a> {
    let (change, caret, fix) = (on.clone(), on.clone(), on.clone());
    Options {
        text,
        language: match pane {
            Pane::Manifests => "manifests",
            Pane::Environment => "env",
            Pane::HelmValues => "helm",
        },
        label: pane.label(),
        on_change: Callback::from(move |text: String| change.emit(Action::Type(pane, text.into()))),
        on_caret: Callback::from(move |offset| caret.emit(Action::Caret(pane, offset))),
        on_fix: Callback::from(move |id: String| fix.emit(Action::ApplyFix(id.into()))),
    }
}
