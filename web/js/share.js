// Sharing, importing and exporting: loaded by boot.js when it is wanted. `page.read()` gives what the page has and
// `page.open(…)` opens something else, as JSON text (web/src/state/opened.rs); `page.call(…)` asks the engine's API.

const styles = new CSSStyleSheet();
styles.replaceSync(`
  dialog.sharing {
    width: min(44rem, 100vw - 24px); max-width: none; max-height: min(46rem, 100dvh - 24px); padding: 0; overflow: auto;
    border: 1px solid var(--line-strong); border-radius: 10px; background: var(--panel); color: var(--text);
  }
  .sharing::backdrop { background: rgb(0 0 0 / .35); }
  .sharing header { display: flex; gap: 12px; align-items: center; padding: 10px 14px; border-bottom: 1px solid var(--line); }
  .sharing h2 { font-size: 15px; flex: 1; }
  .sharing .body { display: grid; gap: 10px; padding: 12px 14px 16px; grid-template-columns: minmax(0, 1fr); }
  .sharing textarea {
    font: 12.5px/1.5 var(--mono); color: inherit; background: var(--bg); border: 1px solid var(--line-strong);
    border-radius: var(--r); padding: 6px 8px; resize: vertical; width: 100%;
  }
  .sharing textarea { box-sizing: border-box; }
  .sharing .row { display: flex; flex-wrap: wrap; gap: 8px 12px; align-items: center; }
  .sharing ul { list-style: disc; padding-inline-start: 20px; }
  .sharing .muted { color: var(--muted); font-size: 12.5px; }
  .sharing pre {
    margin: 6px 0 0; padding: 8px 10px; max-height: 16rem; overflow: auto; background: var(--sunken);
    border: 1px solid var(--line); border-radius: var(--r); font: 12px/1.5 var(--mono);
  }
`);
document.adoptedStyleSheets.push(styles);

const PANES = { manifests: "Manifests", environment: "Environment", "helm-values": "Helm values" };
const FIELDS = { manifests: "manifests", environment: "environment", "helm-values": "helm" };

/** An element with properties and children; texts among the children stay texts. */
function element(tag, properties, ...children) {
  const made = Object.assign(document.createElement(tag), properties);
  made.append(...children);
  return made;
}

const button = (words, onclick) => element("button", { type: "button", onclick }, words);
const count = (number, word) => `${number} ${word}${number === 1 ? "" : "s"}`;

/** A modal dialog of that name, gone when it is closed. */
function dialog(name, ...children) {
  document.querySelector("dialog.sharing")?.close();
  const title = element("h2", { id: "sharing-title" }, name);
  const close = element("button", { type: "button", className: "quiet icon", ariaLabel: "Close" }, "✕");
  const body = element("div", { className: "body" }, ...children);
  const made = element("dialog", { className: "sharing" }, element("header", {}, title, close), body);
  made.setAttribute("aria-labelledby", title.id);
  close.addEventListener("click", () => made.close());
  made.addEventListener("click", (event) => event.target === made && made.close());
  made.addEventListener("close", () => made.remove());
  document.body.append(made);
  made.showModal();
  return made;
}

const base = () => location.href.split("#")[0];

/** The dialog with the link of what the page has. */
export function share(page) {
  const content = JSON.parse(page.read());
  const link = element("textarea", { readOnly: true, rows: 4, ariaLabel: "Link" });
  const length = element("p", { className: "muted" });
  length.setAttribute("role", "status");
  const secrets = element("div", {});
  const preview = element("pre", { tabIndex: 0 });
  preview.setAttribute("role", "region");
  preview.setAttribute("aria-label", "What the link holds");
  const include = element("input", { type: "checkbox" });
  const copy = button("Copy", async () => {
    const done = await navigator.clipboard.writeText(link.value).then(() => true, () => false);
    if (!done) link.select();
    copy.textContent = done ? "✓ Copied" : "✕ Not allowed: copy the marked text";
  });
  const make = async () => {
    copy.textContent = "Copy";
    const input = { ...content, assume: true, with_secrets: include.checked };
    const made = await page.call("encode_link", JSON.stringify(input));
    link.value = made.fragment ? `${base()}#${made.fragment}` : "";
    copy.disabled = !made.fragment;
    const long = link.value.length > 2000 ? ". Some chats and mails cut links of more than 2,000 characters" : "";
    length.textContent = made.error ?? `${count(link.value.length, "character")}${long}. Nothing is sent: all is in the link.`;
    const words = include.checked ? "In the link, for everybody who gets it:" : "Left out of the link, with a stand-in in its place:";
    const items = made.secrets.map(({ pane, line, what }) => element("li", {}, `${what} (${PANES[pane]}, line ${line})`));
    secrets.replaceChildren(...(items.length ? [element("p", {}, words), element("ul", {}, ...items)] : []));
    const held = made.fragment ? (await page.call("decode_link", made.fragment)).link : {};
    const texts = Object.entries(FIELDS).filter(([, field]) => held[field]?.trim());
    preview.textContent = texts.map(([pane, field]) => `# ${PANES[pane]}\n${held[field].trimEnd()}\n`).join("\n");
  };
  include.addEventListener("change", make);
  const label = element("label", { className: "row" }, include, "Include Secret data, private keys and passwords");
  const details = element("details", {}, element("summary", {}, "Preview"), preview);
  dialog("Share", link, element("div", { className: "row" }, copy, length), label, secrets, details);
  return make();
}

/** Opens the link in the address, which loses it. */
export async function openLink(page) {
  const { hash } = location;
  history.replaceState(null, "", base());
  const { link, messages, left_out: left } = await page.call("decode_link", hash);
  const out = left ? [`${count(left, "secret value")} were left out of it: what depends on them may look different`] : [];
  const notice = [link ? "Opened a shared link" : "", ...messages, ...out].filter(Boolean).join(". ");
  page.open(JSON.stringify(link ? { ...link, whole: true, notice } : { notice }));
}

/** The dialog for texts and files. */
export function bring(page) {
  const text = element("textarea", { rows: 8, ariaLabel: "Text to import" });
  const files = element("input", { type: "file", multiple: true, ariaLabel: "Files" });
  files.addEventListener("change", () => take(page, [...files.files]));
  const go = button("Continue", () => take(page, [{ name: "", text: text.value }]));
  const hint = "Manifests (also a kubectl get -o yaml dump), an environment, Helm values, or what kubectl describe and helm get values print. Files can also be dropped anywhere on the page.";
  dialog("Import", element("p", { className: "muted" }, hint), text, element("div", { className: "row" }, go, files));
}

async function textOf(file) {
  if (file.text && typeof file.text === "string") return file;
  try {
    const text = new TextDecoder("utf-8", { fatal: true }).decode(await file.arrayBuffer());
    return { name: file.name, text };
  } catch {
    return { name: file.name, error: "not UTF-8 text" };
  }
}

/** Shows what files or texts are, and opens what the user wants of them. */
export async function take(page, sources) {
  const read = await Promise.all(sources.map(textOf));
  const known = await page.call("recognise", JSON.stringify(read.filter(({ error }) => !error)));
  const wrong = read.filter(({ error }) => error);
  const parts = known.filter(({ pane }) => pane);
  const from = (name) => (name ? `${name}: ` : "");
  const rows = [
    ...known.map(({ name, pane, what, elsewhere }) => {
      const missing = elsewhere.length ? `; in a Secret or ConfigMap, and not here: ${elsewhere.join(", ")}` : "";
      return element("li", {}, `${from(name)}${what}${pane ? ` → ${PANES[pane]}` : ": not imported"}${missing}`);
    }),
    ...wrong.map(({ name, error }) => element("li", {}, `${from(name)}${error}: not imported`)),
  ];
  const variables = parts.map(({ environment }) => environment).join("");
  const withVariables = element("input", { type: "checkbox" });
  const add = element("input", { type: "checkbox" });
  const go = button("Import", () => {
    const old = JSON.parse(page.read());
    const opened = {};
    const all = withVariables.checked ? [...parts, { pane: "environment", text: variables }] : parts;
    for (const { pane, text } of all) {
      const field = FIELDS[pane];
      const before = opened[field] ?? (add.checked ? old[field] : "");
      opened[field] = joined(before, text, pane === "manifests" ? "---\n" : "");
    }
    shown.close();
    page.open(JSON.stringify({ ...opened, notice: `Imported ${all.map(({ pane }) => PANES[pane]).join(", ")}` }));
  });
  go.disabled = !parts.length;
  const choices = [element("label", { className: "row" }, add, "Add to what is there instead of replacing it")];
  if (variables) choices.push(element("label", { className: "row" }, withVariables, `Take ${count(variables.trimEnd().split("\n").length, "variable")} of the containers into the environment`));
  const shown = dialog("Import", element("ul", {}, ...rows), ...(parts.length ? choices : []), element("div", { className: "row" }, go));
}

function joined(before, text, between) {
  if (!before.trim()) return text;
  return `${before.endsWith("\n") ? before : `${before}\n`}${text.startsWith("---") ? "" : between}${text}`;
}

/** The dialog with everything that can be downloaded. */
export async function save(page) {
  const content = JSON.parse(page.read());
  const now = Math.floor(Date.now() / 1000);
  const input = { manifests: content.manifests, environment: content.environment, helm: content.helm, kic: content.kic, kong: content.kong, router_flavor: content.router_flavor, assume: true, now };
  const said = element("p", { className: "muted" });
  said.setAttribute("role", "status");
  const made = async (form, more) => {
    said.textContent = "Working…";
    const { name, text, notes } = await page.call("export_as", JSON.stringify({ input, form, base: base(), ...more }));
    download(name, text);
    said.textContent = [`Saved as ${name}`, ...notes].join(". ");
  };
  const chosen = element("select", { ariaLabel: "Problem" }, element("option", { value: "none" }, "the whole input"));
  const problems = [];
  const manifests = button("Manifests", () => {
    download("manifests.yaml", content.manifests);
    said.textContent = "Saved as manifests.yaml";
  });
  const row = (control, words) => element("div", { className: "row" }, control, element("span", { className: "muted" }, words));
  const issue = button("Report for an issue", () => made("issue", { problem: problems[chosen.value] ?? null }));
  dialog(
    "Export",
    row(button("Kong configuration for decK", () => made("deck")), "kong.yaml, with certificates and credentials"),
    row(manifests, "as they are in the editor"),
    row(button("Helm values", () => made("helm-values")), "the environment as values of the chart kong"),
    row(issue, "Markdown: versions, the smallest input, statuses, problems and a link; without secrets"),
    element("label", { className: "row" }, "About ", chosen),
    said,
  );
  const report = await page.call("translate", JSON.stringify(input));
  for (const { code, object, message } of report.problems) {
    problems.push({ code, object, message });
    chosen.append(element("option", { value: problems.length - 1 }, message.slice(0, 90)));
  }
  if (problems.length) chosen.value = "0";
}

function download(name, text) {
  const address = URL.createObjectURL(new Blob([text]));
  element("a", { href: address, download: name }).click();
  URL.revokeObjectURL(address);
}
