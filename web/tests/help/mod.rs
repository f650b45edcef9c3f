//! A place in the page for one component, and waiting without sleeping.

use gloo::utils::document;
use js_sys::{Array, Function, Promise, Reflect};
use kic_playground::host::Host;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{Element, Event, HtmlTextAreaElement};
use yew::{AppHandle, BaseComponent, Renderer};

/// Turns of the event loop after which a test gives up.
const PATIENCE: usize = 2_000;

/// A mounted component; dropping it takes it out of the page.
pub(crate) struct Stage<C: BaseComponent> {
    root: Element,
    app: Option<AppHandle<C>>,
}

impl<C: BaseComponent> Drop for Stage<C> {
    fn drop(&mut self) {
        if let Some(app) = self.app.take() {
            app.destroy();
        }
        self.root.remove();
    }
}

impl<C: BaseComponent> Stage<C> {
    pub(crate) fn show(props: C::Properties) -> Self {
        let root = document().create_element("div").unwrap();
        document().body().unwrap().append_child(&root).unwrap();
        let app = Renderer::<C>::with_root_and_props(root.clone(), props).render();
        Self { root, app: Some(app) }
    }

    pub(crate) fn update(&mut self, props: C::Properties) {
        self.app.as_mut().unwrap().update(props);
    }

    pub(crate) async fn find(&self, selector: &str) -> Element {
        until(selector, || self.count(selector) > 0).await;
        self.root.query_selector(selector).unwrap().unwrap()
    }

    pub(crate) fn count(&self, selector: &str) -> u32 {
        self.root.query_selector_all(selector).unwrap().length()
    }

    pub(crate) fn text(&self, selector: &str) -> String {
        let element = self.root.query_selector(selector).unwrap();
        element.and_then(|element| element.text_content()).unwrap_or_default()
    }

    /// What the editor in the element was asked for, one line a call.
    pub(crate) fn log(&self, selector: &str) -> Vec<String> {
        let element = self.root.query_selector(selector).unwrap().unwrap();
        let log = Reflect::get(&element, &JsValue::from_str("log")).unwrap();
        if log.is_undefined() {
            return Vec::new();
        }
        log.unchecked_into::<Array>().iter().map(|call| call.unchecked_into::<Array>().join(",").into()).collect()
    }

    /// Runs a script on the element.
    pub(crate) fn call(&self, selector: &str, script: &str) {
        let element = self.root.query_selector(selector).unwrap().unwrap();
        Function::new_with_args("element", &format!("element.{script}")).call1(&JsValue::NULL, &element).unwrap();
    }
}

/// The object that a script evaluates to, as the page's host.
pub(crate) fn host(script: &str) -> Host {
    Function::new_no_args(&format!("return {script}")).call0(&JsValue::NULL).unwrap().unchecked_into()
}

/// A number that a script left in a global.
pub(crate) fn number(name: &str) -> f64 {
    Reflect::get(&js_sys::global(), &JsValue::from_str(name)).unwrap().as_f64().unwrap()
}

/// Waits for a function that a script leaves in a global, takes it away and calls it.
pub(crate) async fn once_there(name: &str) {
    let global = js_sys::global();
    let key = JsValue::from_str(name);
    let get = || Reflect::get(&global, &key).unwrap();
    until(name, || get().is_function()).await;
    let function: Function = get().unchecked_into();
    Reflect::delete_property(&global, &key).unwrap();
    function.call0(&JsValue::NULL).unwrap();
}

/// Types as a user does: the value changes, then the element tells.
pub(crate) fn type_into(area: &HtmlTextAreaElement, text: &str) {
    area.set_value(text);
    let init = web_sys::EventInit::new();
    init.set_bubbles(true);
    area.dispatch_event(&Event::new_with_event_init_dict("input", &init).unwrap()).unwrap();
}

/// Lets the event loop turn until something is so.
pub(crate) async fn until(what: &str, is_so: impl Fn() -> bool) {
    for _ in 0..PATIENCE {
        if is_so() {
            return;
        }
        let turn = Promise::new(&mut |resolve, _| {
            gloo::utils::window().set_timeout_with_callback(&resolve).unwrap();
        });
        JsFuture::from(turn).await.unwrap();
    }
    panic!("never: {what}");
}
