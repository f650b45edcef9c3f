//! Playgrounds in other people's pages: documentation shows manifests with what Kong makes of them.
//!
//! `web/js/embed.js` calls [`mount`] with an element in a shadow root, so neither the page's styles nor ours reach each
//! other. All of one page share one engine; nothing is kept in the browser.

mod options;
mod source;
mod view;

use std::cell::OnceCell;
use std::rc::Rc;

use js_sys::Function;
use wasm_bindgen::prelude::*;
use web_sys::Element;
use yew::{AppHandle, Callback};

use crate::engine::Pool;
use crate::host::Host;
pub use options::Options;
use view::{Embed, PoolOf, Props};

thread_local! {
    /// The engine of the page.
    static POOL: OnceCell<Pool> = const { OnceCell::new() };
}

/// A playground in a page. It stays until [`destroy`](Self::destroy) is called.
#[wasm_bindgen]
pub struct Mounted {
    host: Host,
    element: Element,
    onchange: Function,
    app: Option<AppHandle<Embed>>,
}

/// Shows a playground in an element. `options` are those of [`Options`] as JSON text; `onchange` is called with the input
/// of a report as JSON text whenever the texts or versions change, and at once.
///
/// # Errors
///
/// When `options` are none.
#[wasm_bindgen]
pub fn mount(host: Host, element: Element, options: &str, onchange: Function) -> Result<Mounted, JsValue> {
    yew::set_custom_panic_hook(Box::new({
        let host = host.clone();
        move |info| {
            console_error_panic_hook::hook(info);
            host.stopped();
        }
    }));
    let mut mounted = Mounted { host, element, onchange, app: None };
    mounted.update(options)?;
    Ok(mounted)
}

#[wasm_bindgen]
impl Mounted {
    /// Starts anew with other options.
    ///
    /// # Errors
    ///
    /// When `options` are none; then nothing changes.
    pub fn update(&mut self, options: &str) -> Result<(), JsValue> {
        let options: Options = serde_json::from_str(options).map_err(|error| js_sys::Error::new(&error.to_string()))?;
        self.destroy();
        let pool = POOL.with(|pool| pool.get_or_init(|| Pool::new(self.host.clone())).clone());
        let tell = self.onchange.clone();
        let onchange = Callback::from(move |input| {
            // A struct of texts can always be written. What the page's own function throws is the page's.
            let text = serde_json::to_string(&input).unwrap_or_default();
            let _ = tell.call1(&JsValue::NULL, &JsValue::from_str(&text));
        });
        let props = Props { host: self.host.clone(), options: Rc::new(options), onchange, pool: PoolOf(pool) };
        self.app = Some(yew::Renderer::<Embed>::with_root_and_props(self.element.clone(), props).render());
        Ok(())
    }

    /// Takes the playground out of the element.
    pub fn destroy(&mut self) {
        if let Some(app) = self.app.take() {
            app.destroy();
        }
    }
}
