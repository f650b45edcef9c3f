// The gallery of examples: by symptom, searched by words, one group or all of them. Its data is the site's own file, which is
// fetched when the gallery or the palette is opened for the first time (gallery/src/json.rs says how it looks).
const addressOf = (id) => document.getElementById(id).src;
const { closing, dialog, element, inBackquotes, marked, ranked, style } = await import(addressOf("dialog-parts"));

const response = await fetch(addressOf("gallery-data"));
if (!response.ok) throw new Error(`gallery: ${response.status}`);

/** All examples, by group. */
export const examples = (await response.json()).examples.map((example) => ({
  ...example,
  rest: [example.about, example.group, example.codes, example.threads.map(({ text }) => text)].flat().join(" "),
}));

style(`
  dialog.gallery { --width: 64rem; height: min(46rem, 100dvh - 48px); grid-template-rows: auto auto minmax(0, 1fr); }
  .gallery .groups { display: flex; gap: 6px; padding: 8px 14px; overflow-x: auto; scrollbar-width: thin; border-bottom: 1px solid var(--line); }
  .gallery .groups button { flex: none; border-radius: 15px; min-height: 28px; padding: 2px 11px; font-size: 13px; }
  .gallery .body { padding: 4px 14px 20px; background: var(--bg); }
  .gallery h3 { font-size: 12px; color: var(--muted); margin: 14px 0 6px; }
  .gallery ul.cards { display: grid; grid-template-columns: repeat(auto-fill, minmax(min(18.5rem, 100%), 1fr)); gap: 8px; }
  .gallery .cards > li {
    position: relative; display: grid; grid-template-rows: auto 1fr auto; gap: 4px; padding: 9px 12px; background: var(--panel);
    border: 1px solid var(--line); border-radius: 8px;
  }
  .gallery .cards > li:hover { border-color: var(--muted); }
  .gallery .cards > li:focus-within { border-color: var(--accent); }
  .gallery .load { background: none; border: 0; padding: 0; min-height: 0; text-align: start; font-weight: 600; }
  .gallery .load::after { content: ""; position: absolute; inset: 0; border-radius: 8px; }
  .gallery .load:focus-visible { outline: none; }
  .gallery .load:focus-visible::after { outline: 2px solid var(--accent); outline-offset: 1px; }
  .gallery .cards p { font-size: 13px; color: var(--muted); overflow-wrap: anywhere; }
  .gallery .threads { display: flex; flex-wrap: wrap; gap: 2px 10px; font-size: 12px; color: var(--muted); }
  .gallery .threads a { position: relative; overflow-wrap: anywhere; }
  @media (forced-colors: active) { .gallery .load:focus-visible::after { outline-color: Highlight; } }
`);

const search = element("input", { type: "text", role: "searchbox", autocomplete: "off", placeholder: "Symptom, field, problem code …", ariaLabel: "Search the examples" });
const found = element("p", { className: "hint", role: "status" });
const body = element("div", { className: "body", tabIndex: -1 });
const names = ["All", ...new Set(examples.map(({ group }) => group))];
const buttons = names.map((name) => element("button", { type: "button" }, name));
const groups = element("div", { className: "groups", role: "group", ariaLabel: "Groups" }, ...buttons);
const heading = element("h2", {}, "Examples");
const box = dialog("gallery tall", "Examples", element("header", {}, heading, search, found, closing("Close the examples")), groups, body);

let chosen = "All";
let page;

search.addEventListener("input", list);
buttons.forEach((button) => button.addEventListener("click", () => choose(button.textContent)));
box.addEventListener("keydown", move);

/** Shows the gallery over the page. */
export function open(connected) {
  page = connected;
  search.value = "";
  choose("All");
  box.showModal();
  body.scrollTop = 0;
  search.focus();
}

/** Loads an example into the page. */
export function load(connected, { title, tab, saved }) {
  connected.load(title, tab, JSON.stringify(saved));
}

function choose(name) {
  chosen = name;
  for (const button of buttons) button.setAttribute("aria-pressed", String(button.textContent === name));
  list();
}

function list() {
  const query = search.value;
  const hits = ranked(examples.filter(({ group }) => chosen === "All" || group === chosen), query);
  const shown = query.trim() ? [["Best matches first", hits]] : [...Map.groupBy(hits, ({ group }) => group)];
  const sections = shown.flatMap(([group, members]) => [
    element("h3", {}, group),
    element("ul", { className: "cards", ariaLabel: group }, ...members.map((example) => card(example, query))),
  ]);
  const none = element("p", { className: "hint" }, "No example has all of these words.");
  body.replaceChildren(...(hits.length ? sections : [none]));
  body.scrollTop = 0;
  found.textContent = hits.length === examples.length ? `${hits.length} examples` : `${hits.length} of ${examples.length}`;
}

function card(example, query) {
  const button = element("button", { type: "button", className: "load" }, ...marked(example.title, query));
  button.addEventListener("click", () => {
    box.close();
    load(page, example);
  });
  const threads = example.threads.map(({ text, address }) =>
    address ? element("a", { href: address, target: "_blank", rel: "noopener noreferrer" }, text) : text,
  );
  const parts = threads.map((thread) => element("span", {}, thread));
  return element("li", {}, button, element("p", {}, ...inBackquotes(example.about)), element("div", { className: "threads" }, ...parts));
}

/** Arrows go from the search to the cards, from card to card, and back. */
function move(event) {
  if (event.target !== search && !event.target.classList.contains("load")) return;
  const cards = [search, ...body.querySelectorAll(".load")];
  const at = cards.indexOf(event.target);
  const steps = { ArrowDown: at + 1, ArrowUp: at - 1 };
  if (event.target !== search) Object.assign(steps, { ArrowRight: at + 1, ArrowLeft: at - 1, Home: 1, End: cards.length - 1 });
  else if (cards.length > 1) steps.Enter = 1;
  const to = cards[steps[event.key]];
  if (!to) return;
  event.preventDefault();
  to.focus();
}
