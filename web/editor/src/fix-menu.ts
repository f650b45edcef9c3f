/** A menu of the fixes at the caret, for the keyboard. By mouse they are buttons in the tooltip of the mark. */
import type { Diagnostic } from "@codemirror/lint";
import type { EditorView } from "@codemirror/view";
import { closeNote, showNote } from "./note";

/** One fix of a mark. */
export interface Choice {
  diagnostic: Diagnostic;
  action: NonNullable<Diagnostic["actions"]>[number];
}

export function choicesOf(diagnostics: readonly Diagnostic[]): Choice[] {
  return diagnostics.flatMap((diagnostic) => (diagnostic.actions ?? []).map((action) => ({ diagnostic, action })));
}

export function applyChoice(view: EditorView, { diagnostic: { from, to }, action }: Choice): void {
  action.apply(view, from, to);
}

/** Arrow keys choose, Enter makes the fix, Escape and leaving close the menu. */
export function showMenu(view: EditorView, choices: readonly Choice[]): void {
  const menu = document.createElement("div");
  menu.className = "ed-menu";
  menu.setAttribute("role", "menu");
  menu.setAttribute("aria-label", "Fixes");
  const buttons = choices.map((choice) => {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "cm-diagnosticAction";
    button.setAttribute("role", "menuitem");
    button.textContent = choice.action.name;
    button.onclick = () => {
      closeNote(view);
      view.focus();
      applyChoice(view, choice);
    };
    return button;
  });
  menu.append(...buttons);
  menu.onkeydown = (event) => {
    const step = { ArrowDown: 1, ArrowUp: -1, Home: -buttons.length, End: buttons.length }[event.key];
    if (step !== undefined) {
      const index = buttons.findIndex((button) => button === event.target);
      const wrapped = Math.abs(step) === 1 ? (index + step + buttons.length) % buttons.length : step < 0 ? 0 : buttons.length - 1;
      buttons[wrapped]?.focus();
    } else if (event.key === "Escape" || event.key === "Tab") {
      closeNote(view);
      view.focus();
    } else return;
    event.preventDefault();
    event.stopPropagation();
  };
  menu.addEventListener("focusout", ({ relatedTarget }) => {
    if (!(relatedTarget instanceof Node && menu.contains(relatedTarget))) closeNote(view);
  });
  showNote(view, menu, buttons[0]);
}
