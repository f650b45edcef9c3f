// The map of all keys: those of the page, and those of the editor, which its bundle lists (web/editor/src/keys.ts).
const addressOf = (id) => document.getElementById(id).src;
const { closing, dialog, element, style } = await import(addressOf("dialog-parts"));

const isMac = document.documentElement.dataset.platform === "mac";

/** The keys of the page, by where they are. */
const PAGE = {
  "Everywhere": [
    { keys: "Mod-k", does: "Commands: tabs, versions, examples and everything else by name" },
    { keys: "?", does: "This map, while nothing is typed into" },
    { keys: "Escape", does: "Close what is open" },
    { keys: "Tab", does: "Go on; Shift-Tab goes back" },
  ],
  "Tabs": [
    { keys: "← →", does: "The tab beside" },
    { keys: "Home, End", does: "The first, the last tab" },
  ],
  "Border between inputs and results": [
    { keys: "← →", does: "Make the inputs narrower, wider" },
    { keys: "Home, End", does: "As narrow, as wide as it goes" },
  ],
  "Commands and examples": [
    { keys: "↑ ↓", does: "Choose" },
    { keys: "Enter", does: "Do it; in the search of the examples: go to the first" },
  ],
};

style(`
  dialog.keys { --width: 52rem; max-height: min(46rem, 100dvh - 48px); grid-template-rows: auto minmax(0, 1fr); }
  .keys header { justify-content: space-between; }
  .keys .body { padding: 2px 18px 18px; columns: 20rem; column-gap: 28px; }
  .keys section { break-inside: avoid-column; }
  .keys section.long { break-inside: auto; }
  .keys h3 { font-size: 12px; color: var(--muted); margin: 12px 0 2px; break-after: avoid; }
  .keys dl { margin: 0; }
  .keys dl div { display: flex; gap: 10px; padding: 4px 0; border-top: 1px solid var(--line); break-inside: avoid; font-size: 13px; }
  .keys dt { flex: 0 0 10.5em; }
  .keys dd { margin: 0; min-width: 0; }
`);

const body = element("div", { className: "body", tabIndex: 0, role: "group", ariaLabel: "All keys" });
const box = dialog("keys tall", "Keys", element("header", {}, element("h2", {}, "Keys"), closing("Close the keys")), body);

/** Shows the map over the page. */
export async function open(page) {
  body.replaceChildren(...Object.entries(PAGE).map(([name, keys]) => section(name, keys)));
  box.showModal();
  body.focus();
  // Long loaded, unless it cannot be: then the plain field has the browser's own keys.
  const editor = await page.loadEditor().catch(() => null);
  if (editor) body.append(section("Editor", editor.keys));
}

function section(name, keys) {
  const rows = keys.map((key) => {
    const note = key.manifests ? " (manifests)" : "";
    const parts = written((isMac && key.mac) || key.keys).flatMap((part, index) => (index % 2 ? part : element("kbd", {}, part)));
    return element("div", {}, element("dt", {}, ...parts), element("dd", {}, `${key.does}${note}`));
  });
  const made = element("section", { className: keys.length > 8 ? "long" : "" }, element("h3", {}, name), element("dl", {}, ...rows));
  made.setAttribute("aria-label", name);
  return made;
}

/** Keys as they stand on the user's keyboard; what stands between several is at the odd places. */
function written(keys) {
  const mod = isMac ? "Cmd" : "Ctrl";
  return keys.replace(/Mod/g, mod).split(/(, then |, | (?=[←→↑↓]))/);
}
