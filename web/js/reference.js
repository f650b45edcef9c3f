// The reference in the page: a panel with a search over all problem codes, annotations, labels and feature gates, and
// the page of each. It is loaded when somebody follows a link into the reference (boot.js); the one file that it
// fetches, reference/reference.json, is the site's own (reference/src/json.rs says how it looks).
const response = await fetch(new URL("reference/reference.json", document.baseURI));
if (!response.ok) throw new Error(`reference.json: ${response.status}`);
const { codes, annotations } = await response.json();

const sentence = (words) => `${words[0].toUpperCase()}${words.slice(1)}.`;
const items = [
  ...codes.map((code) => ({ ...code, name: code.code, words: code.title })),
  ...annotations.map((entry) => ({ ...entry, name: entry.key, words: sentence(entry.effect) })),
];
for (const item of items) item.searched = `${item.name} ${item.words} ${item.group} ${item.form ?? item.severity}`.toLowerCase();

const styles = new CSSStyleSheet();
styles.replaceSync(`
  dialog.reference {
    position: fixed; inset: 0 0 0 auto; width: min(46rem, 100vw); max-width: none; height: 100dvh; max-height: none; margin: 0;
    padding: 0; border: 0; border-inline-start: 1px solid var(--line-strong); background: var(--panel); color: var(--text);
  }
  dialog.reference[open] { display: grid; grid-template-rows: auto minmax(0, 1fr); }
  .reference::backdrop { background: rgb(0 0 0 / .3); }
  .reference header { display: flex; flex-wrap: wrap; gap: 6px 12px; align-items: center; padding: 8px 16px; border-bottom: 1px solid var(--line); }
  .reference header a { font-size: 13px; }
  .reference input {
    flex: 1 1 16ch; min-width: 0; font: inherit; color: inherit; background: var(--bg); min-height: 30px; padding: 3px 10px;
    border: 1px solid var(--line-strong); border-radius: var(--r);
  }
  .reference .body { overflow: auto; padding: 12px 16px 48px; overflow-wrap: anywhere; }
  .reference h3 { font-size: 17px; }
  .reference h4 { margin-top: 18px; }
  .reference .list h3 { font-size: 12px; color: var(--muted); margin-top: 16px; }
  .reference .list li { padding: 5px 0; border-top: 1px solid var(--line); }
  .reference .list .badge { margin-inline-start: 8px; }
  .reference .page > * + * { margin-top: 8px; }
  .reference .page ul { list-style: disc; padding-inline-start: 22px; }
  .reference pre {
    margin: 8px 0 0; padding: 8px 12px; overflow-x: auto; background: var(--sunken); border: 1px solid var(--line);
    border-radius: var(--r); font: 12.5px/1.55 var(--mono);
  }
  .reference pre code { font-size: inherit; overflow-wrap: normal; }
  .reference dl { margin: 0; }
  .reference dl div { display: flex; gap: 10px; padding: 2px 0; }
  .reference dt { flex: 0 0 9ch; color: var(--muted); }
  .reference dd { margin: 0; min-width: 0; }
`);
document.adoptedStyleSheets.push(styles);

/** An element with properties and children; texts among the children stay texts. */
function element(tag, properties, ...children) {
  const made = Object.assign(document.createElement(tag), properties);
  made.append(...children);
  return made;
}

const title = element("h2", { id: "reference-title" }, "Reference");
const search = element("input", { type: "search", placeholder: "Search", ariaLabel: "Search codes and annotations" });
const found = element("p", { className: "unseen", role: "status" });
const body = element("div", { className: "body", tabIndex: 0, role: "group" });
body.setAttribute("aria-label", "Text of the reference");
const close = element("button", { type: "button", className: "quiet icon", ariaLabel: "Close the reference" }, "✕");
const panel = element("dialog", { className: "reference" }, element("header", {}, title, search, found, close), body);
panel.setAttribute("aria-labelledby", title.id);
close.addEventListener("click", () => panel.close());
search.addEventListener("input", list);
// A click beside the panel closes it.
panel.addEventListener("click", (event) => event.target === panel && panel.close());
document.body.append(panel);

/** What is searched. */
let among = items;

/** Shows what a link into the reference leads to: `reference/index.html`, `…/annotations.html#KEY`, `…/CODE.html`. */
export function show(address) {
  const page = decodeURI(address.replace(/^reference\//, ""));
  // A key may end as the user likes: `konghq.com/headers.x-env`.
  const leads = ({ page: own }) => own === page || (own.endsWith("*") && page.startsWith(own.slice(0, -1)));
  const item = items.find(leads);
  if (!panel.open) panel.showModal();
  search.value = "";
  among = !item && page.startsWith("annotations.html") ? items.filter((item) => item.key) : items;
  if (item) {
    one(item);
  } else {
    list();
    search.focus();
  }
}

/** The items that have all words in the search, by group. */
function list() {
  const words = search.value.toLowerCase().split(/\s+/);
  const hits = among.filter(({ searched }) => words.every((word) => searched.includes(word)));
  const groups = grouped(hits);
  const sections = [...groups].flatMap(([group, members]) => [
    element("h3", {}, group),
    element("ul", {}, ...members.map(hit)),
  ]);
  const none = element("p", {}, "Nothing has all of these words.");
  body.replaceChildren(element("div", { className: "list" }, ...(hits.length ? sections : [none])));
  body.scrollTop = 0;
  found.textContent = `${hits.length} of ${among.length}`;
}

function hit(item) {
  return element("li", {}, link(item), ...badge(item), element("div", {}, ...inBackquotes(item.words)));
}

function grouped(hits) {
  const groups = new Map();
  for (const item of hits) groups.set(item.group, [...(groups.get(item.group) ?? []), item]);
  return groups;
}

/** The page of one item. */
function one(item) {
  const heading = element("h3", { tabIndex: -1 }, ...(item.code ? [item.title] : [element("code", {}, item.key)]));
  const all = element("a", { href: "reference/index.html" }, "All codes and annotations");
  const alone = element("a", { href: `reference/${item.page}`, target: "_blank" }, "As a page of its own");
  const page = element("div", { className: "page" }, heading, ...(item.code ? problem(item) : entry(item)));
  for (const code of page.querySelectorAll(":not(pre) > code")) {
    const other = items.find(({ name }) => name === code.textContent);
    if (other && other !== item) code.replaceWith(link(other));
  }
  page.append(element("p", {}, all, " · ", alone));
  body.replaceChildren(page);
  body.scrollTop = 0;
  found.textContent = "";
  heading.focus();
}

function problem({ code, severity, sections }) {
  const texts = sections.flatMap(({ heading, html }) => {
    const text = element("template", {});
    // Our own HTML, made from our own Markdown; nothing of the user is in it.
    text.innerHTML = html;
    return [element("h4", {}, heading), text.content];
  });
  return [element("p", {}, element("code", {}, code), " ", ...badge({ severity })), ...texts];
}

function entry({ form, words, value, default: without, kinds, flavors, since, source }) {
  const facts = { Value: value, Without: without, On: kinds.join(", "), Flavors: flavors, Since: since, Source: source };
  const rows = Object.entries(facts).filter(([, text]) => text);
  const row = ([name, text]) => element("div", {}, element("dt", {}, name), element("dd", {}, ...inBackquotes(text)));
  return [element("p", {}, form), element("p", {}, ...inBackquotes(words)), element("dl", {}, ...rows.map(row))];
}

function link({ name, page }) {
  return element("a", { href: `reference/${page}` }, element("code", {}, name));
}

function badge({ severity }) {
  const colors = { error: "bad", warning: "warn", info: "info" };
  return severity ? [element("span", { className: `badge ${colors[severity]}` }, severity)] : [];
}

/** Text with what stands in backquotes as code. */
function inBackquotes(text) {
  return text.split("`").map((part, index) => (index % 2 ? element("code", {}, part) : part));
}
