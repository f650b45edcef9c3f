// Starts the page. The addresses of the other files are in index.html, where Trunk writes them.
const { glue, wasm } = document.getElementById("engine").dataset;
const at = (path) => new URL(path, document.baseURI).href;
const addressOf = (id) => document.getElementById(id).src;

const compiled = compile(at(wasm));

/** What web/src/host.rs expects. */
const host = {
  startWorker() {
    const worker = new Worker(addressOf("worker-script"), { type: "module" });
    compiled.then((module) => worker.postMessage({ glue: at(glue), module }));
    return worker;
  },
  async loadEditor() {
    // Both at once: the editor works before it knows what it can offer.
    const data = import(addressOf("editor-data"));
    data.catch(() => {}); // `useData` looks at it, if there is an editor to use it
    const editor = await import(addressOf("editor-bundle"));
    editor.useData(data);
    return editor;
  },
};

// Links into the reference open in the page. Where the panel cannot be loaded, they lead to the pages themselves.
addEventListener("click", async (event) => {
  const link = event.target.closest?.('a[href^="reference/"]:not([target])');
  if (!link || event.button || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
  event.preventDefault();
  try {
    const panel = await import(addressOf("reference-panel"));
    panel.show(link.getAttribute("href"));
  } catch {
    location.assign(link.href);
  }
});

try {
  const { default: init, start } = await import(at(glue));
  await init({ module_or_path: await compiled });
  start(host);
} catch (error) {
  document.getElementById("stopped").hidden = false;
  throw error;
}

/** Some servers do not know the media type of wasm, without which a browser does not compile while it loads. */
async function compile(url) {
  const response = await fetch(url);
  try {
    return await WebAssembly.compileStreaming(response.clone());
  } catch {
    return WebAssembly.compile(await response.arrayBuffer());
  }
}
