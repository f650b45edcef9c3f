//! What the start script (`web/js/boot.js`) does for the page: what needs the addresses of files.

use wasm_bindgen::prelude::*;
use web_sys::Worker;

use crate::editor::EditorModule;

#[wasm_bindgen]
extern "C" {
    /// The object that `boot.js` hands to [`crate::start`].
    #[derive(Clone, PartialEq, Debug)]
    pub type Host;

    /// Starts a worker with the engine. It says [`Ready`](kic_core::wire::job::Reply::Ready) when jobs may come.
    ///
    /// # Errors
    ///
    /// Where no worker can be had, for example in a sandboxed frame.
    #[wasm_bindgen(method, catch, js_name = startWorker)]
    pub fn start_worker(this: &Host) -> Result<Worker, JsValue>;

    /// Loads a new engine into the page itself.
    ///
    /// # Errors
    ///
    /// When it cannot be loaded.
    #[wasm_bindgen(method, catch, js_name = loadEngine)]
    pub async fn load_engine(this: &Host) -> Result<JsValue, JsValue>;

    /// The report of the opening example, as JSON text.
    ///
    /// # Errors
    ///
    /// When it cannot be loaded.
    #[wasm_bindgen(method, catch, js_name = loadOpening)]
    pub async fn load_opening(this: &Host) -> Result<JsValue, JsValue>;

    /// Takes what the dialogs for sharing do with the page: read what it has, and open something else; both as JSON text of
    /// a [`crate::state::Opened`].
    ///
    /// # Errors
    ///
    /// Where the page is shown without them.
    #[wasm_bindgen(method, catch)]
    pub fn share(
        this: &Host,
        read: &Closure<dyn Fn() -> String>,
        open: &Closure<dyn Fn(String)>,
    ) -> Result<(), JsValue>;

    /// Loads the editor's bundle, once for all editors.
    ///
    /// # Errors
    ///
    /// When it cannot be loaded.
    #[wasm_bindgen(method, catch, js_name = loadEditor)]
    pub async fn load_editor(this: &Host) -> Result<JsValue, JsValue>;

    /// Takes what the dialogs that are loaded later (palette, gallery) do with the page; see [`crate::commands`].
    ///
    /// # Errors
    ///
    /// Where the page is shown without them.
    #[wasm_bindgen(method, catch)]
    pub fn connect(
        this: &Host,
        list: &Closure<dyn Fn() -> String>,
        run: &Closure<dyn Fn(String)>,
        load: &Closure<dyn Fn(String, String, String)>,
        tell: &Closure<dyn Fn(String)>,
    ) -> Result<(), JsValue>;

    /// A panic has ended this WASM: the hosts of embedded playgrounds say so in each of them.
    #[wasm_bindgen(method)]
    pub fn stopped(this: &Host);
}

impl Host {
    /// As [`Host::load_editor`], with its type.
    ///
    /// # Errors
    ///
    /// When it cannot be loaded.
    pub async fn editor(&self) -> Result<EditorModule, JsValue> {
        self.load_editor().await.map(JsCast::unchecked_into)
    }
}
