/** A tooltip at the caret that the keyboard opens. It closes when the caret moves, the text changes, or by Escape. */
import { StateEffect, StateField, type Extension } from "@codemirror/state";
import { closeHoverTooltips, hasHoverTooltips, keymap, showTooltip, type Command, type EditorView, type Tooltip } from "@codemirror/view";

const setNote = StateEffect.define<Tooltip | null>();

const note = StateField.define<Tooltip | null>({
  create: () => null,
  update(value, transaction) {
    for (const effect of transaction.effects) if (effect.is(setNote)) return effect.value;
    return transaction.docChanged || transaction.selection ? null : value;
  },
  provide: (field) => showTooltip.from(field),
});

/** Editors in which a key has opened the tooltip of a mark: that stays where it is, wherever the pointer goes. */
const opened = new WeakSet<EditorView>();

/** Remembers that a key has opened the tooltip of a mark. */
export function openedByKey(view: EditorView): void {
  opened.add(view);
}

/** Closes what a key has opened, because the pointer asks about another place. */
export function closeOpenedByKey(view: EditorView): void {
  if (opened.delete(view)) view.dispatch({ effects: closeHoverTooltips });
}

/** Shows an element at the caret, and nothing else. `focus` gets the focus. */
export function showNote(view: EditorView, dom: HTMLElement, focus?: HTMLElement): void {
  const pos = view.state.selection.main.head;
  const create: Tooltip["create"] = () => ({ dom, mount: () => focus?.focus({ preventScroll: true }) });
  view.dispatch({ effects: [closeHoverTooltips, setNote.of({ pos, above: true, create })] });
}

/** Closes the tooltip, if there is one. */
export const closeNote: Command = (view) => {
  if (!view.state.field(note, false)) return false;
  view.dispatch({ effects: setNote.of(null) });
  return true;
};

const closeHovers: Command = (view) => {
  if (!hasHoverTooltips(view.state)) return false;
  view.dispatch({ effects: closeHoverTooltips });
  return true;
};

export function notes(): Extension {
  return [note, keymap.of([{ key: "Escape", run: closeNote }, { key: "Escape", run: closeHovers }])];
}
