//! The editor's bundle as Rust sees it; the shapes are those of `web/editor/src/index.ts`.

use js_sys::{Array, JSON, Object, Reflect};
use serde::Serialize;
use wasm_bindgen::prelude::*;
use web_sys::HtmlElement;
use yew::Callback;

use crate::reading::{Mark, Place};

#[wasm_bindgen]
extern "C" {
    /// The module of the bundle.
    #[derive(Clone, Debug)]
    pub type EditorModule;

    #[wasm_bindgen(method, catch, js_name = createEditor)]
    fn create_editor(this: &EditorModule, parent: &HtmlElement, options: &Object) -> Result<Handle, JsValue>;

    /// `EditorHandle` of the bundle.
    type Handle;

    #[wasm_bindgen(method, js_name = setText)]
    fn set_text(this: &Handle, text: &str);

    #[wasm_bindgen(method, js_name = setMarks)]
    fn set_marks(this: &Handle, marks: &JsValue);

    #[wasm_bindgen(method, js_name = setHighlights)]
    fn set_highlights(this: &Handle, ranges: &JsValue);

    #[wasm_bindgen(method)]
    fn reveal(this: &Handle, from: u32, to: u32);

    #[wasm_bindgen(method)]
    fn destroy(this: &Handle);
}

/// How an editor starts, and whom it tells what.
pub(super) struct Options<'a> {
    pub(super) text: &'a str,
    /// `Language` of the bundle.
    pub(super) language: &'static str,
    pub(super) label: &'a str,
    pub(super) on_change: Callback<String>,
    pub(super) on_caret: Callback<u32>,
    pub(super) on_fix: Callback<String>,
}

/// An editor of the bundle; dropping it removes it from the page.
///
/// Its callbacks run while a call is on the stack: they must not borrow what the caller holds.
pub(super) struct RichEditor {
    handle: Handle,
    _on_change: Closure<dyn Fn(String)>,
    _on_caret: Closure<dyn Fn(u32)>,
    _on_fix: Closure<dyn Fn(String)>,
}

impl RichEditor {
    /// Puts an editor into `parent`.
    pub(super) fn create(module: &EditorModule, parent: &HtmlElement, options: Options<'_>) -> Result<Self, JsValue> {
        let Options { text, language, label, on_change, on_caret, on_fix } = options;
        let on_change = Closure::<dyn Fn(String)>::new(move |text| on_change.emit(text));
        let on_caret = Closure::<dyn Fn(u32)>::new(move |offset| on_caret.emit(offset));
        let on_fix = Closure::<dyn Fn(String)>::new(move |id| on_fix.emit(id));
        let object = Object::new();
        for (key, value) in [
            ("text", &JsValue::from_str(text)),
            ("language", &JsValue::from_str(language)),
            ("label", &JsValue::from_str(label)),
            ("onChange", on_change.as_ref()),
            ("onCaret", on_caret.as_ref()),
            ("onFix", on_fix.as_ref()),
        ] {
            Reflect::set(&object, &JsValue::from_str(key), value)?;
        }
        let handle = module.create_editor(parent, &object)?;
        Ok(Self { handle, _on_change: on_change, _on_caret: on_caret, _on_fix: on_fix })
    }

    /// Shows another text, as one step of the undo history.
    pub(super) fn set_text(&self, text: &str) {
        self.handle.set_text(text);
    }

    /// Shows these squiggles.
    pub(super) fn set_marks(&self, marks: &[Mark]) {
        self.handle.set_marks(&to_js(marks));
    }

    /// Tints these places.
    pub(super) fn set_highlights(&self, places: &[Place]) {
        #[derive(Serialize)]
        struct Range {
            from: u32,
            to: u32,
        }
        let ranges: Vec<Range> = places.iter().map(|&Place { from, to, .. }| Range { from, to }).collect();
        self.handle.set_highlights(&to_js(&ranges));
    }

    /// Selects a place, scrolls to it and takes the focus.
    pub(super) fn reveal(&self, from: u32, to: u32) {
        self.handle.reveal(from, to);
    }
}

impl Drop for RichEditor {
    fn drop(&mut self) {
        self.handle.destroy();
    }
}

/// Lists of plain structs as a JavaScript array.
fn to_js<T: Serialize>(values: &[T]) -> JsValue {
    let text = serde_json::to_string(values).unwrap_or_default();
    JSON::parse(&text).unwrap_or_else(|_| Array::new().into())
}
