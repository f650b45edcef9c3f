// Starts the page, and beside it the engine. The addresses of the other files are in index.html, where Trunk writes them.
const { glue, wasm } = document.getElementById("page").dataset;
const at = (path) => new URL(path, document.baseURI).href;
const addressOf = (id) => document.getElementById(id).src;

const page = compile(at(wasm), "high");
const pageGlue = import(at(glue));

/** The engine, compiled; what failed is tried again by the next who asks. */
let compiled;
function engine() {
  compiled ??= compile(addressOf("engine-wasm"), "low").catch((error) => {
    compiled = undefined;
    throw error;
  });
  return compiled;
}

/** A worker that has the engine's glue and waits for its module. */
function spawn() {
  const worker = new Worker(addressOf("worker-script"), { type: "module" });
  worker.postMessage({ glue: addressOf("engine-glue") });
  return worker;
}

/** The report of the opening example. A page with neither kept text nor link will ask for it. */
const loadOpening = () => fetch(addressOf("opening-report")).then((response) => response.text());
let opening = isFirstVisit() ? loadOpening() : undefined;
opening?.catch(() => {}); // the engine's report is the first then

// The engine is loaded at the same time as the page, which does not wait for it.
engine().catch(() => {}); // whoever asks for it is told
let first;
try {
  first = spawn();
  first.addEventListener("error", () => (first = undefined), { once: true });
} catch {
  // The page asks for a worker again, and does without where there is none.
}
let instances = 0;

/** What web/src/host.rs expects. */
const host = {
  startWorker() {
    const worker = first ?? spawn();
    first = undefined;
    engine().then(
      (module) => worker.postMessage({ module }),
      (error) => worker.dispatchEvent(new ErrorEvent("error", { message: String(error) })),
    );
    return worker;
  },
  async loadEngine() {
    // An address of its own for each makes a new instance: one that panicked answers nothing any more.
    const engineGlue = await import(`${addressOf("engine-glue")}#${instances++}`);
    await engineGlue.default({ module_or_path: await engine() });
    return engineGlue;
  },
  loadOpening: () => (opening ??= loadOpening()),
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
  const { default: init, start } = await pageGlue;
  await init({ module_or_path: await page });
  start(host);
} catch (error) {
  document.getElementById("stopped").hidden = false;
  throw error;
}

function isFirstVisit() {
  try {
    return location.hash.length < 2 && localStorage.getItem("kic-playground.texts") === null;
  } catch {
    return true; // storage is switched off
  }
}

/** Some servers do not know the media type of wasm, without which a browser does not compile while it loads. */
async function compile(url, priority) {
  const response = await fetch(url, { priority });
  try {
    return await WebAssembly.compileStreaming(response.clone());
  } catch {
    return WebAssembly.compile(await response.arrayBuffer());
  }
}
