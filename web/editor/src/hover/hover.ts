import type { Extension } from "@codemirror/state";
import { EditorView, hoverTooltip, type Command } from "@codemirror/view";
import type { Language } from "../editor";
import { inlineCode } from "../inline-code";
import { closeOpenedByKey, showNote } from "../note";
import { sentence } from "../words";
import { describe, spoken, type Description } from "./describe";

function render({ title, type, text, facts }: Description): HTMLElement {
  const node = document.createElement("div");
  node.className = "ed-hover";
  const head = document.createElement("p");
  const name = document.createElement("code");
  name.textContent = title;
  head.append(name);
  if (type) head.append(" ", remark(type));
  node.append(head);
  if (text) node.append(paragraph(text));
  if (facts.length) node.append(paragraph(sentence(facts)));
  return node;
}

function paragraph(text: string): HTMLElement {
  const node = document.createElement("p");
  node.append(...inlineCode(text));
  return node;
}

function remark(text: string): HTMLElement {
  const node = document.createElement("span");
  node.className = "ed-remark";
  node.textContent = text;
  return node;
}

/** Explains what the pointer is on. */
export function hover(language: Language): Extension {
  return hoverTooltip(
    (view, pos) => {
      const found = describe(view.state, language, pos);
      if (found) closeOpenedByKey(view);
      return found && { pos: found.from, end: found.to, above: true, create: () => ({ dom: render(found) }) };
    },
    { hideOnChange: true },
  );
}

/** Explains what the caret is on, and reads it out: a tooltip alone is not heard. */
export const explain =
  (language: Language): Command =>
  (view) => {
    const found = describe(view.state, language, view.state.selection.main.head);
    if (!found) {
      view.dispatch({ effects: EditorView.announce.of("Nothing is known about this place.") });
      return true;
    }
    showNote(view, render(found));
    view.dispatch({ effects: EditorView.announce.of(spoken(found)) });
    return true;
  };
