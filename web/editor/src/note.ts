/** A tooltip at the caret that the keyboard opens. It closes when the caret moves, the text changes, or by Escape. */
import { StateEffect, StateField, type Extension } from "@codemirror/state";
import { EditorView, keymap, showTooltip, type Command, type Tooltip } from "@codemirror/view";

const setNote = StateEffect.define<Tooltip | null>();

const note = StateField.define<Tooltip | null>({
  create: () => null,
  update(value, transaction) {
    for (const effect of transaction.effects) if (effect.is(setNote)) return effect.value;
    return transaction.docChanged || transaction.selection ? null : value;
  },
  provide: (field) => showTooltip.from(field),
});

/** Shows an element at the caret. `focus` gets the focus. */
export function showNote(view: EditorView, dom: HTMLElement, focus?: HTMLElement): void {
  const pos = view.state.selection.main.head;
  const create: Tooltip["create"] = () => ({ dom, mount: () => focus?.focus({ preventScroll: true }) });
  view.dispatch({ effects: setNote.of({ pos, above: true, create }) });
}

/** Closes the tooltip, if there is one. */
export const closeNote: Command = (view) => {
  if (!view.state.field(note, false)) return false;
  view.dispatch({ effects: setNote.of(null) });
  return true;
};

export function notes(): Extension {
  return [note, keymap.of([{ key: "Escape", run: closeNote }])];
}
