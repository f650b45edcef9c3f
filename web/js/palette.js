// The command palette: everything that can be done to the page and every example, by name. The commands are the page's
// (web/src/commands.rs); what was used last stands first.
const addressOf = (id) => document.getElementById(id).src;
const { dialog, element, marked, ranked, style } = await import(addressOf("dialog-parts"));

/** Where the names of what was used last are kept, and how many. */
const KEPT = "kic-playground.recent";
const RECENT = 5;

style(`
  dialog.palette { --width: 36rem; max-height: min(34rem, 100dvh - 24px); margin-top: min(12vh, 6rem); grid-template-rows: auto minmax(0, 1fr) auto; }
  .palette header { padding: 8px; }
  .palette .body { display: grid; overflow: hidden; }
  .palette [role="listbox"] { overflow: auto; padding: 4px 8px 8px; min-height: 0; }
  .palette [role="group"] > span { display: block; font-size: 12px; font-weight: 600; color: var(--muted); padding: 8px 8px 3px; }
  .palette [role="option"] {
    display: flex; gap: 10px; align-items: baseline; padding: 5px 8px; border-radius: var(--r); cursor: pointer; scroll-margin: 26px 8px;
  }
  .palette [role="option"] > :first-child { flex: 1; min-width: 0; overflow-wrap: anywhere; }
  .palette [aria-selected="true"] { background: var(--accent-soft); }
  .palette [aria-selected="true"] .hint { color: var(--text); }
  .palette .none { padding: 14px; color: var(--muted); }
  .palette footer { display: flex; flex-wrap: wrap; gap: 4px 14px; padding: 6px 14px; border-top: 1px solid var(--line); }
  @media (max-height: 420px) { .palette footer { display: none; } }
`);

const input = element("input", { type: "text", autocomplete: "off", spellcheck: false, placeholder: "What do you want to do, or see?", role: "combobox" });
const list = element("div", { id: "palette-list", role: "listbox", ariaLabel: "Commands" });
const none = element("p", { className: "none", role: "status" });
const hint = (keys, words) => element("span", { className: "hint" }, element("kbd", {}, keys), ` ${words}`);
const footer = element("footer", {}, hint("↑ ↓", "choose"), hint("Enter", "do it"), hint("Esc", "close"), hint("?", "all keys"));
const box = dialog("palette", "Commands", element("header", {}, input), element("div", { className: "body" }, list, none), footer);
for (const [name, value] of Object.entries({ label: "Search commands and examples", controls: list.id, expanded: "true", autocomplete: "list" })) {
  input.setAttribute(`aria-${name}`, value);
}
footer.setAttribute("aria-hidden", "true");

let page;
/** `{ title, group, run, chosen? }` */
let entries = [];
/** The shown options with their entries. */
let shown = [];
let active = 0;

input.addEventListener("input", () => show());
input.addEventListener("keydown", move);

/** Shows the palette over the page. */
export function open(connected) {
  page = connected;
  entries = commands();
  input.value = "";
  show();
  box.showModal();
  input.focus();
  const here = page;
  // The examples come when they are there; without them the rest works.
  import(addressOf("gallery-dialog")).then(({ examples, load }) => {
    if (page !== here || !box.open) return;
    const example = (example) => ({ title: example.title, group: "Examples", rest: example.rest, run: () => load(page, example) });
    entries = [...commands(), ...examples.map(example)];
    show(active);
  }, () => {});
}

function commands() {
  const own = JSON.parse(page.list()).map(({ group, title, chosen }) => ({ group, title, chosen, rest: group, run: () => page.run(title) }));
  const dialogs = [
    { group: "Help", title: "Browse the examples", rest: "gallery symptom", run: () => page.open("gallery") },
    { group: "Help", title: "Show the keys", rest: "keyboard shortcuts", run: () => page.open("keys") },
    { group: "Help", title: "Look up a problem or an annotation", rest: "reference", run: () => page.follow("reference/index.html") },
  ];
  return [...own, ...dialogs];
}

function recent() {
  try {
    return JSON.parse(localStorage.getItem(KEPT) ?? "[]").filter((title) => typeof title === "string");
  } catch {
    return [];
  }
}

function remember(title) {
  // A title that says what was loaded is another one next time.
  if (/^(Undo|Redo): /.test(title)) return;
  try {
    const titles = [title, ...recent().filter((other) => other !== title)];
    localStorage.setItem(KEPT, JSON.stringify(titles.slice(0, RECENT)));
  } catch {
    // Only comfort is lost.
  }
}

function show(choose = 0) {
  const query = input.value;
  const last = recent().map((title) => entries.find((entry) => entry.title === title)).filter(Boolean);
  const groups = query.trim() ? new Map([["", ranked([...new Set([...last, ...entries])], query)]]) : grouped(last);
  shown = [];
  const sections = [...groups].map(([group, members], number) => {
    const options = members.map((entry) => option(entry, query));
    if (!group) return options;
    const name = element("span", { id: `palette-group-${number}` }, group);
    const section = element("div", { role: "group" }, name, ...options);
    section.setAttribute("aria-labelledby", name.id);
    return [section];
  });
  list.replaceChildren(...sections.flat());
  list.hidden = !shown.length;
  none.hidden = Boolean(shown.length);
  none.textContent = shown.length ? "" : "Nothing has all of these words.";
  activate(Math.min(choose, shown.length - 1));
}

/** Recent first, then by group. */
function grouped(last) {
  const rest = entries.filter((entry) => !last.includes(entry));
  const groups = Map.groupBy(rest, ({ group }) => group);
  return new Map([...(last.length ? [["Recent", last]] : []), ...groups]);
}

function option(entry, query) {
  const words = [entry.chosen ? "✓" : "", query.trim() ? entry.group : ""].filter(Boolean).join(" ");
  const made = element("div", { role: "option", id: `palette-${shown.length}` }, element("span", {}, ...marked(entry.title, query)));
  if (words) made.append(element("span", { className: "hint" }, words));
  if (entry.chosen) made.append(element("span", { className: "unseen" }, "chosen"));
  const number = shown.length;
  made.addEventListener("click", () => run(number));
  made.addEventListener("pointermove", () => number !== active && activate(number));
  shown.push({ made, entry });
  return made;
}

function activate(number) {
  active = number;
  shown.forEach(({ made }, index) => made.setAttribute("aria-selected", String(index === active)));
  const made = shown[active]?.made;
  input.setAttribute("aria-activedescendant", made?.id ?? "");
  if (active === 0) list.scrollTop = 0;
  else made?.scrollIntoView({ block: "nearest" });
}

function move(event) {
  const count = shown.length;
  const steps = {
    ArrowDown: (active + 1) % count, ArrowUp: (active - 1 + count) % count,
    PageDown: Math.min(active + 8, count - 1), PageUp: Math.max(active - 8, 0),
  };
  if (event.key === "Enter" && count) {
    event.preventDefault();
    run(active);
  } else if (event.key in steps && count) {
    event.preventDefault();
    activate(steps[event.key]);
  }
}

function run(number) {
  const { entry } = shown[number];
  remember(entry.title);
  // The focus is back where it was before anything happens: a dialog that opens now gives it back to there.
  box.close();
  entry.run();
}
