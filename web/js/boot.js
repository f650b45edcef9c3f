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
  connect(list, run, load, tell) {
    connected = { list, run, load, tell, open, follow, loadEditor: host.loadEditor };
  },
  share(read, open) {
    sharing = { read, open, call };
    openLink();
  },
};

/** What the dialogs may do with the page, as soon as it is there. */
let connected;

// Dialogs that are loaded when they are wanted: the gallery of examples, the palette of commands, the map of keys.
addEventListener("click", ({ target }) => {
  const opener = target.closest?.("[data-opens]");
  if (opener) open(opener.dataset.opens);
});
addEventListener("keydown", (event) => {
  const wanted = wantedBy(event);
  if (!wanted || !connected || event.isComposing) return;
  event.preventDefault();
  const opened = document.querySelector("dialog[open]");
  opened?.close();
  // The key that opened the palette closes it.
  if (wanted !== "palette" || !opened?.classList.contains("palette")) open(wanted);
}, true);

function wantedBy({ key, ctrlKey, metaKey, altKey, shiftKey, target }) {
  const isMac = document.documentElement.dataset.platform === "mac";
  const [mod, other] = isMac ? [metaKey, ctrlKey] : [ctrlKey, metaKey];
  if (key.toLowerCase() === "k" && mod && !other && !altKey && !shiftKey) return "palette";
  const isTyping = target.closest?.("input, textarea, select, [contenteditable=true]");
  return key === "?" && !ctrlKey && !metaKey && !altKey && !isTyping ? "keys" : undefined;
}

async function open(name) {
  const dialog = await import(addressOf(`${name}-dialog`)).catch(() => null);
  if (dialog) dialog.open(connected);
  else connected.tell("This part of the page could not be loaded: it needs the site for a moment");
}

/** What the dialogs for sharing, importing and exporting may do with the page, as soon as it is there. */
let sharing;

/** Asks the engine's API in a worker of its own: a link needs no translation and waits for none. */
async function call(name, ...words) {
  clerk ??= (async () => {
    const module = await engine();
    const worker = new Worker(addressOf("clerk-script"), { type: "module" });
    worker.postMessage({ glue: addressOf("engine-glue"), module });
    return worker;
  })();
  try {
    const worker = await clerk;
    const { port1, port2 } = new MessageChannel();
    const answer = new Promise((resolve, reject) => {
      port1.onmessage = ({ data }) => (data.error ? reject(new Error(data.error)) : resolve(data.answer));
      worker.addEventListener("error", ({ message }) => reject(new Error(message)), { once: true });
    });
    worker.postMessage({ name, words, port: port2 }, [port2]);
    return JSON.parse(await answer);
  } catch {
    clerk = undefined;
    // Where no worker can be had, the page asks itself.
    return JSON.parse((await host.loadEngine())[name](...words));
  }
}
let clerk;

async function dialogs(act) {
  if (sharing) act(await import(addressOf("share-dialogs")), sharing);
}

addEventListener("click", ({ target }) => {
  const opener = target.closest?.("[data-share]");
  if (opener) dialogs((share, page) => share[opener.dataset.share](page));
});

// A link is opened when the page is there and whenever the fragment becomes one; then it leaves the address, so that a
// reload shows what was made of it.
addEventListener("hashchange", openLink);
function openLink() {
  if (/^#[0-9]./.test(location.hash)) dialogs((share, page) => share.openLink(page));
}

// Files are taken anywhere on the page.
addEventListener("dragover", (event) => event.dataTransfer?.types.includes("Files") && event.preventDefault());
addEventListener("drop", (event) => {
  if (!event.dataTransfer?.files.length) return;
  event.preventDefault();
  event.stopPropagation();
  const files = [...event.dataTransfer.files];
  dialogs((share, page) => share.take(page, files));
}, true);
// What only commands print is told apart before it goes into a text.
addEventListener("paste", (event) => {
  const text = event.clipboardData?.getData("text/plain") ?? "";
  const isOutput = /^(USER-SUPPLIED|COMPUTED) VALUES:\s*$/m.test(text) || (/^Name:\s/.test(text) && /^\s+Environment:\s*$/m.test(text));
  if (!isOutput || event.target.closest?.("dialog")) return;
  event.preventDefault();
  event.stopPropagation();
  dialogs((share, page) => share.take(page, [{ name: "", text }]));
}, true);

// Links into the reference open in the page. Where the panel cannot be loaded, they lead to the pages themselves.
addEventListener("click", (event) => {
  const link = event.target.closest?.('a[href^="reference/"]:not([target])');
  if (!link || event.button || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
  event.preventDefault();
  follow(link.getAttribute("href"));
});

async function follow(address) {
  try {
    const panel = await import(addressOf("reference-panel"));
    panel.show(address);
  } catch {
    location.assign(at(address));
  }
}

try {
  const { default: init, start } = await pageGlue;
  await init({ module_or_path: await page });
  start(host);
} catch (error) {
  const box = document.getElementById("stopped");
  box.querySelector("b").textContent = reasonOf(error);
  box.hidden = false;
  throw error;
}

/** Why the page did not start, for its reader. */
function reasonOf(error) {
  if (typeof WebAssembly === "undefined" || /content security policy|\bcsp\b|unsafe-eval/i.test(error.message)) {
    return "WebAssembly is not allowed here, by this browser or by a policy of the site.";
  }
  if (error instanceof TypeError) return "The page could not be loaded completely. Is there a network?";
  return "The page stopped.";
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
