// Playgrounds in other pages: `<kic-playground>`, or `mount(element, options)`. embed.d.ts says what both take.
// xtask/node/seal.mjs writes the addresses of the site's files into this script.
const FILES = {};

const at = (path) => new URL(path, import.meta.url).href;
const FILES_OF_TEXT = ["manifests", "environment", "helmValues"];

/** The playgrounds that are shown. */
const shown = new Set();

// ---- What all playgrounds of a page share: the page's code, the engine, the styles.

let code;
const loadCode = () =>
  (code ??= (async () => {
    const [module, wasm] = await Promise.all([import(at(FILES.glue)), compile(at(FILES.wasm))]);
    await module.default({ module_or_path: wasm });
    return module;
  })());

let engineModule;
const loadEngineModule = () => (engineModule ??= compile(at(FILES.engineWasm)));

let styles;
const loadStyles = () =>
  (styles ??= Promise.all(
    FILES.styles.map(async (path) => new CSSStyleSheet().replace(await (await get(at(path))).text())),
  ));

/** Counts the playgrounds of the page: one without a label is called by its number. */
let counted = 0;

let instances = 0;
/** An engine on this page: where no worker can be had, and for links. */
async function loadEngine() {
  const glue = await import(`${at(FILES.engineGlue)}#${instances++}`);
  await glue.default({ module_or_path: await loadEngineModule() });
  return glue;
}

let links;
const loadLinks = () => (links ??= loadEngine());

/** A page of another origin may not start a worker from our address, but from a script of its own that loads ours. */
function spawn() {
  const script = at(FILES.worker);
  if (new URL(script).origin === location.origin) return new Worker(script, { type: "module" });
  const own = URL.createObjectURL(new Blob([`import ${JSON.stringify(script)};`], { type: "text/javascript" }));
  return new Worker(own, { type: "module" });
}

/** What web/src/host.rs expects. */
const host = {
  startWorker() {
    const worker = spawn();
    loadEngineModule().then(
      (module) => {
        worker.postMessage({ glue: at(FILES.engineGlue) });
        worker.postMessage({ module });
      },
      (error) => worker.dispatchEvent(new ErrorEvent("error", { message: String(error) })),
    );
    return worker;
  },
  loadEngine,
  loadOpening: () => Promise.reject(new Error("an embedded playground has no opening example")),
  async loadEditor() {
    const data = import(at(FILES.editorData));
    data.catch(() => {});
    const editor = await import(at(FILES.editor));
    editor.useData(data);
    return editor;
  },
  stopped: () => shown.forEach((playground) => playground.fail(new Error("it stopped with an error; load the page again"))),
};

async function get(url) {
  const response = await fetch(url);
  if (!response.ok) throw new Error(`${url}: ${response.status}`);
  return response;
}

async function compile(url) {
  const response = await get(url);
  try {
    return await WebAssembly.compileStreaming(response.clone());
  } catch {
    return WebAssembly.compile(await response.arrayBuffer());
  }
}

// ---- One playground.

class Shown {
  #element;
  #root;
  #frame = document.createElement("div");
  #options;
  #mounted;
  #number = ++counted;
  /** Counts options: what was loaded for older ones is not shown. */
  #turn = 0;
  #input;
  #watch = new MutationObserver(() => this.#mend());

  constructor(element, options) {
    this.#element = element;
    this.#options = options;
    this.#root = element.shadowRoot ?? element.attachShadow({ mode: "open" });
    this.#frame.className = "kic-embed";
    this.#root.replaceChildren(this.#frame);
    shown.add(this);
    this.follow();
    this.#plain();
    this.#start();
  }

  update(options) {
    this.#options = { ...this.#options, ...options };
    this.follow();
    this.#start();
  }

  destroy() {
    this.#turn += 1;
    this.#watch.disconnect();
    this.#mounted?.destroy();
    this.#mounted?.free();
    this.#mounted = undefined;
    shown.delete(this);
    this.#root.replaceChildren();
  }

  /** Light or dark, as the page around it: its text says which, however the page makes its themes. */
  follow() {
    const { theme } = this.#options;
    const dark = () => luminance(getComputedStyle(this.#element).color) > 0.5;
    const chosen = theme === "light" || theme === "dark" ? theme : dark() ? "dark" : "light";
    if (this.#frame.dataset.theme !== chosen) this.#frame.dataset.theme = chosen;
  }

  /** What can be read whatever happens. */
  fail(error) {
    this.#watch.disconnect();
    this.#mounted = undefined;
    this.#plain(`The playground cannot be shown: ${error.message}`);
  }

  async #start() {
    const turn = ++this.#turn;
    try {
      const [code, options, sheets] = await Promise.all([loadCode(), read(this.#options), loadStyles()]);
      if (turn !== this.#turn) return;
      this.#root.adoptedStyleSheets = sheets;
      const json = JSON.stringify({ ...options, label: options.label || `playground ${this.#number}` });
      this.#frame.classList.toggle("sends", options.tabs?.includes("request") ?? false);
      const frame = document.createElement("div");
      frame.className = "kic-embed-parts";
      if (this.#mounted) {
        this.#mounted.update(json);
        return;
      }
      this.#frame.replaceChildren(frame, this.#foot());
      this.#mounted = code.mount(host, frame, json, (input) => this.#changed(input));
      this.#watch.observe(frame, { childList: true, subtree: true, attributes: true, attributeFilter: ["href"] });
    } catch (error) {
      if (turn === this.#turn) this.fail(error);
      throw error;
    }
  }

  #changed(input) {
    this.#input = input;
    this.#link().removeAttribute("data-made");
    this.#link().href = at("./");
  }

  #link = () => this.#frame.querySelector(".open-in-playground") ?? document.createElement("a");

  #foot() {
    const foot = document.createElement("p");
    foot.className = "embed-foot";
    const link = document.createElement("a");
    link.className = "open-in-playground";
    link.href = at("./");
    link.target = "_blank";
    link.rel = "noopener";
    link.textContent = "Open in the playground";
    // Made when somebody is about to follow it: not at every keystroke.
    const make = async () => {
      const input = this.#input;
      if (link.dataset.made !== undefined || !input) return;
      const engine = await loadLinks();
      const { fragment } = JSON.parse(engine.encode_link(input));
      if (input !== this.#input) return;
      if (fragment) link.href = `${at("./")}#${fragment}`;
      link.dataset.made = "";
    };
    link.addEventListener("pointerenter", () => void make());
    link.addEventListener("focus", () => void make());
    link.addEventListener("click", async (event) => {
      if (link.dataset.made !== undefined) return;
      event.preventDefault();
      await make().catch(() => {});
      open(link.href, "_blank", "noopener");
    });
    foot.append(link);
    return foot;
  }

  /** Links into the reference are relative to the site, not to the page around. */
  #mend() {
    for (const link of this.#frame.querySelectorAll('a[href^="reference/"]')) {
      link.href = at(link.getAttribute("href"));
      link.target = "_blank";
      link.rel = "noopener";
    }
  }

  /** The texts as they are: while the rest is loaded, and where it cannot be. */
  #plain(message) {
    const parts = FILES_OF_TEXT.flatMap((name) => {
      const text = this.#options[name]?.trim();
      if (!text) return [];
      const pre = document.createElement("pre");
      pre.textContent = text;
      return [pre];
    });
    if (message) {
      const told = document.createElement("p");
      told.setAttribute("role", "alert");
      told.textContent = message;
      parts.unshift(told);
    }
    this.#frame.replaceChildren(...parts);
  }
}

/** The options as the page's code takes them; what a link holds is overridden by what is said beside it. */
async function read({ link, theme, ...options }) {
  if (!link) return options;
  const engine = await loadLinks();
  const held = JSON.parse(engine.decode_link(link));
  const content = held.link ?? held;
  const of = (value, other) => value || other || "";
  return {
    ...options,
    manifests: of(options.manifests, content.manifests),
    environment: of(options.environment, content.environment),
    helmValues: of(options.helmValues, content.helm),
    kic: of(options.kic, content.kic),
    kong: of(options.kong, content.kong),
    router: of(options.router, content.router_flavor),
  };
}

/** Perceived brightness of a computed colour, from 0 to 1. */
function luminance(color) {
  const [red, green, blue] = (color.match(/[\d.]+/g) ?? []).map(Number);
  const scale = color.startsWith("rgb") ? 255 : 1;
  return (0.299 * (red ?? 0) + 0.587 * (green ?? 0) + 0.114 * (blue ?? 0)) / scale;
}

// The page changes its theme by an attribute or class above, or the system changes it.
const followAll = () => requestAnimationFrame(() => shown.forEach((playground) => playground.follow()));
const attributes = new MutationObserver(followAll);
for (const element of [document.documentElement, document.body]) {
  if (element) attributes.observe(element, { attributes: true });
}
matchMedia("(prefers-color-scheme: dark)").addEventListener("change", followAll);

/** Shows a playground in an element. */
export function mount(element, options = {}) {
  const playground = new Shown(element, known(options));
  return {
    update: (options) => playground.update(known(options)),
    destroy: () => playground.destroy(),
  };
}

const TEXTS = ["manifests", "environment", "helmValues", "kic", "kong", "router", "label", "link", "theme"];

/** Only what is known, in its type: anybody may write anything into a page. */
function known(options) {
  const taken = {};
  for (const name of TEXTS) if (options[name] !== undefined) taken[name] = String(options[name] ?? "");
  if (options.editable !== undefined) taken.editable = Boolean(options.editable);
  if (options.tabs !== undefined) taken.tabs = [...options.tabs].map(String);
  return taken;
}

const ATTRIBUTES = ["editable", "environment", "helm-values", "kic", "kong", "label", "link", "manifests", "router", "tabs", "theme"];

class KicPlayground extends HTMLElement {
  static observedAttributes = ATTRIBUTES;
  #handle;

  connectedCallback() {
    // The children may not be there yet: the parser calls this at the start tag.
    if (document.readyState === "loading") {
      document.addEventListener("DOMContentLoaded", () => this.#show(), { once: true });
    } else {
      this.#show();
    }
  }

  disconnectedCallback() {
    this.#handle?.destroy();
    this.#handle = undefined;
  }

  attributeChangedCallback() {
    this.#handle?.update(this.#read());
  }

  #show() {
    if (this.isConnected) this.#handle ??= mount(this, this.#read());
  }

  #read() {
    const words = (text) => (text ?? "").split(/[\s,]+/).filter(Boolean);
    const text = (name) => this.getAttribute(name) ?? "";
    const isEditable = this.hasAttribute("editable") && this.getAttribute("editable") !== "false";
    return {
      manifests: this.#text("manifests"),
      environment: this.#text("environment"),
      helmValues: this.#text("helm-values"),
      kic: text("kic"),
      kong: text("kong"),
      router: text("router"),
      label: text("label"),
      link: text("link"),
      theme: text("theme"),
      editable: isEditable,
      tabs: words(this.getAttribute("tabs")),
    };
  }

  /** An attribute, else the child elements of that name; YAML without a name is manifests. */
  #text(name) {
    if (this.hasAttribute(name)) return this.getAttribute(name);
    const children = [...this.children].filter((child) => child.matches('script[type="text/yaml"], script[type="text/plain"], template'));
    const mine = children.filter((child) => (child.dataset.input ?? "manifests") === name);
    return mine.map((child) => dedented((child.content ?? child).textContent)).join("\n---\n");
  }
}

/** The indent of the first line is the page's, not the text's. */
function dedented(text) {
  const lines = text.replace(/^\s*\n/, "").trimEnd().split("\n");
  const indent = lines[0].match(/^ */)[0];
  return `${lines.map((line) => (line.startsWith(indent) ? line.slice(indent.length) : line.trimStart())).join("\n")}\n`.replace(/^\n$/, "");
}

if (!customElements.get("kic-playground")) customElements.define("kic-playground", KicPlayground);
