// What the dialogs of the page have in common: gallery.js, palette.js and keys.js take it from here when they are loaded.

/** An element with properties and children; texts among the children stay texts. */
export function element(tag, properties, ...children) {
  const made = Object.assign(document.createElement(tag), properties);
  made.append(...children);
  return made;
}

/** Rules for what a dialog shows. The page's policy allows them through the object model. */
export function style(rules) {
  const styles = new CSSStyleSheet();
  styles.replaceSync(rules);
  document.adoptedStyleSheets.push(styles);
}

style(`
  dialog.over {
    width: min(var(--width), 100vw - 24px); max-width: none; max-height: none; padding: 0; border: 1px solid var(--line-strong);
    border-radius: 10px; background: var(--panel); color: var(--text); box-shadow: 0 18px 60px rgb(0 0 0 / .35);
    grid-template-columns: minmax(0, 1fr);
  }
  dialog.over[open] { display: grid; }
  dialog.over::backdrop { background: rgb(0 0 0 / .35); }
  .over header { display: flex; flex-wrap: wrap; gap: 6px 12px; align-items: center; padding: 10px 14px; border-bottom: 1px solid var(--line); }
  .over h2 { font-size: 15px; }
  .over input {
    flex: 1 1 16ch; min-width: 0; font: inherit; color: inherit; background: var(--bg); min-height: 32px; padding: 3px 10px;
    border: 1px solid var(--line-strong); border-radius: var(--r);
  }
  .over mark { background: none; color: var(--accent); font-weight: 650; }
  .over kbd, .over .hint { color: var(--muted); font-size: 12px; }
  .over kbd {
    font-family: var(--mono); font-size: 11.5px; padding: 0 5px; border: 1px solid var(--line-strong); border-radius: 4px;
    background: var(--sunken); white-space: nowrap;
  }
  .over .body { overflow: auto; min-height: 0; }
  @media (max-width: 700px) {
    dialog.over.tall { width: 100vw; height: 100dvh; max-height: none; margin: 0; border: 0; border-radius: 0; }
    .over.tall h2 { flex: 1; }
    .over.tall input { order: 1; flex-basis: 100%; }
  }
`);

/** A modal dialog of that name. A click beside it closes it; the focus goes back to where it was. */
export function dialog(className, name, ...children) {
  const made = element("dialog", { className: `over ${className}` }, ...children);
  made.setAttribute("aria-label", name);
  made.addEventListener("click", (event) => event.target === made && made.close());
  document.body.append(made);
  return made;
}

/** A button that closes the dialog that it is in. */
export function closing(label) {
  const made = element("button", { type: "button", className: "quiet icon", ariaLabel: label }, "✕");
  made.addEventListener("click", () => made.closest("dialog").close());
  return made;
}

/** Text with what stands in backquotes as code. */
export function inBackquotes(text) {
  return text.split("`").map((part, index) => (index % 2 ? element("code", {}, part) : part));
}

/**
 * The items that have all words of the query, the best first: a word may begin the title, begin a word of it, be anywhere in
 * it, or be spread over it letter by letter; or it is anywhere in the rest. Items of one rank keep their order.
 */
export function ranked(items, query) {
  const words = wordsOf(query);
  const scored = items.map((item) => ({ item, score: scoreOf(item, words) })).filter(({ score }) => score > 0);
  return words.length ? scored.sort((a, b) => b.score - a.score).map(({ item }) => item) : items;
}

/** The title with what the query found in it marked. */
export function marked(title, query) {
  const lower = title.toLowerCase();
  const found = wordsOf(query).map((word) => [lower.indexOf(word), word.length]).filter(([at]) => at >= 0);
  const parts = [];
  let done = 0;
  for (const [at, length] of found.sort(([a], [b]) => a - b)) {
    if (at < done) continue;
    parts.push(title.slice(done, at), element("mark", {}, title.slice(at, at + length)));
    done = at + length;
  }
  return [...parts, title.slice(done)];
}

function wordsOf(query) {
  return query.toLowerCase().split(/\s+/).filter(Boolean);
}

function scoreOf({ title, rest = "" }, words) {
  const [name, more] = [title.toLowerCase(), rest.toLowerCase()];
  const scores = words.map((word) => scoreIn(name, word) || (more.includes(word) ? 2 : isSpread(name, word) ? 1 : 0));
  return scores.some((score) => !score) ? 0 : 1 + scores.reduce((sum, score) => sum + score, 0);
}

function scoreIn(text, word) {
  if (text.startsWith(word)) return 6;
  const at = text.indexOf(word);
  if (at < 0) return 0;
  return ` ${text}`.includes(` ${word}`) ? 5 : 4;
}

/** Whether the letters come in this order, each at the beginning of a word or behind the one before. */
function isSpread(text, word) {
  const reach = (at, letters) => {
    if (!letters) return true;
    const [letter, rest] = [letters[0], letters.slice(1)];
    if (at > 0 && text[at] === letter && reach(at + 1, rest)) return true;
    for (let next = at; next < text.length; next += 1) {
      if (text[next] === letter && !/\w/.test(text[next - 1] ?? " ") && reach(next + 1, rest)) return true;
    }
    return false;
  };
  return word.length > 1 && reach(0, word);
}
