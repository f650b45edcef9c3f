/** Going from a reference to what it names and back, and marking all places that name the same. */
import { EditorSelection, RangeSetBuilder, StateEffect, StateField, type EditorState, type Extension, type StateEffectType } from "@codemirror/state";
import { Decoration, EditorView, ViewPlugin, type Command, type DecorationSet, type KeyBinding, type ViewUpdate } from "@codemirror/view";
import { unfoldAt } from "./folding";
import { targetText } from "./hover/describe";
import { inlineCode } from "./inline-code";
import { definitions, namedAt, occurrences, type Named } from "./manifests/resolve";
import { showNote } from "./note";
import type { Range } from "./ranges";

/** How many places can be gone back to. */
const longest = 50;

const left: StateEffectType<number> = StateEffect.define({ map: (value, changes) => changes.mapPos(value) });
const returned: StateEffectType<null> = StateEffect.define();

/** Offsets that were left, the last one at the end. */
export const trail = StateField.define<readonly number[]>({
  create: () => [],
  update(value, { changes, effects, docChanged }) {
    let list = docChanged ? value.map((at) => changes.mapPos(at)) : value;
    for (const effect of effects) {
      if (effect.is(left)) list = [...list, effect.value].slice(-longest);
      if (effect.is(returned)) list = list.slice(0, -1);
    }
    return list;
  },
});

/**
 * Where going from an offset leads: from a reference to its definition, from a definition to the next place that names it,
 * around at the end. `null` if nothing is named there, no range if what is named is nowhere.
 */
export function destination(state: EditorState, at: number): { named: Named; range: Range | null } | null {
  const named = namedAt(state, at);
  if (!named) return null;
  if (!named.definition) return { named, range: definitions(state, named.target)[0] ?? null };
  const others = occurrences(state, named.target).filter(({ from }) => from !== named.from);
  return { named, range: others.find(({ from }) => from > named.from) ?? others[0] ?? null };
}

function go(view: EditorView, at: number): boolean {
  const found = destination(view.state, at);
  if (!found) return say(view, "Nothing is named here.");
  const { named, range } = found;
  if (!range) return say(view, named.definition ? "Nothing names this." : `There is no ${targetText(named.target).replace(/^the /, "")} in this text.`);
  const total = occurrences(view.state, named.target).length;
  const line = view.state.doc.lineAt(range.from).number;
  show(view, range, [left.of(at), EditorView.announce.of(`Line ${line}. Named in ${total} places.`)]);
  return true;
}

function show(view: EditorView, { from, to }: Range, effects: StateEffect<unknown>[]): void {
  const selection = EditorSelection.range(to, from);
  const scroll = EditorView.scrollIntoView(selection, { y: "center" });
  view.dispatch({ selection, effects: [...unfoldAt(view.state, { from, to }), scroll, ...effects], userEvent: "select" });
}

/** The answer to a key that leads nowhere: seen and heard. */
function say(view: EditorView, text: string): true {
  const node = document.createElement("p");
  node.className = "ed-hover";
  node.append(...inlineCode(text));
  showNote(view, node);
  view.dispatch({ effects: EditorView.announce.of(text.replaceAll("`", "")) });
  return true;
}

const goToDefinition: Command = (view) => go(view, view.state.selection.main.head);

const goBack: Command = (view) => {
  const at = view.state.field(trail).at(-1);
  if (at === undefined) return say(view, "There is no place to go back to.");
  const from = Math.min(at, view.state.doc.length);
  show(view, { from, to: from }, [returned.of(null)]);
  return true;
};

/** To the next or previous place that names the same, around at the ends. */
function goToOccurrence(step: 1 | -1): Command {
  return (view) => {
    const { head } = view.state.selection.main;
    const named = namedAt(view.state, head);
    if (!named) return say(view, "Nothing is named here.");
    const places = occurrences(view.state, named.target);
    const index = places.findIndex(({ from }) => from === named.from);
    const place = places[(index + step + places.length) % places.length];
    if (!place || places.length < 2) return say(view, "Nothing else names this.");
    show(view, place, [left.of(head), EditorView.announce.of(`Place ${places.indexOf(place) + 1} of ${places.length}.`)]);
    return true;
  };
}

export const definitionKeys: readonly KeyBinding[] = [
  { key: "F12", run: goToDefinition },
  { key: "Shift-F12", run: goToOccurrence(1) },
  { key: "Alt-F12", run: goBack },
];

const occurrence = Decoration.mark({ class: "ed-occurrence" });
const link = Decoration.mark({ class: "ed-link" });

/** Places on the screen that name what the caret is on. */
function occurrenceDecorations({ state, visibleRanges }: EditorView): DecorationSet {
  const named = namedAt(state, state.selection.main.head);
  if (!named) return Decoration.none;
  const builder = new RangeSetBuilder<Decoration>();
  for (const { from, to } of occurrences(state, named.target, visibleRanges)) builder.add(from, to, occurrence);
  return builder.finish();
}

const marking = ViewPlugin.fromClass(
  class {
    decorations: DecorationSet;

    constructor(view: EditorView) {
      this.decorations = occurrenceDecorations(view);
    }

    update({ docChanged, selectionSet, viewportChanged, view, changes }: ViewUpdate): void {
      // While the user types, the old marks move along: the documents are read when the caret rests.
      if (docChanged) this.decorations = this.decorations.map(changes);
      else if (selectionSet || viewportChanged) this.decorations = occurrenceDecorations(view);
    }
  },
  { decorations: ({ decorations }) => decorations },
);

const isMac = typeof navigator !== "undefined" && /Mac|iP(?:hone|ad|od)/.test(navigator.platform);
const isHeld = (event: MouseEvent | KeyboardEvent): boolean => (isMac ? event.metaKey : event.ctrlKey) && !event.altKey && !event.shiftKey;

/** Ctrl-click (Cmd-click). Where nothing is named it adds a caret, as the library has it. */
const clicking = EditorView.domEventHandlers({
  mousedown(event, view) {
    const at = event.button === 0 && isHeld(event) ? view.posAtCoords({ x: event.clientX, y: event.clientY }) : null;
    if (at === null || !namedAt(view.state, at)) return false;
    event.preventDefault();
    view.focus();
    return go(view, at);
  },
});

/** Underlines what a click would follow while the key is held. */
const linking = ViewPlugin.fromClass(
  class {
    decorations: DecorationSet = Decoration.none;

    point(event: MouseEvent, view: EditorView): void {
      const at = isHeld(event) ? view.posAtCoords({ x: event.clientX, y: event.clientY }) : null;
      const named = at === null ? null : namedAt(view.state, at);
      this.set(view, named ? Decoration.set(link.range(named.from, named.to)) : Decoration.none);
    }

    set(view: EditorView, decorations: DecorationSet): void {
      if (decorations === this.decorations || (!decorations.size && !this.decorations.size)) return;
      this.decorations = decorations;
      view.dispatch({});
    }

    update({ docChanged }: ViewUpdate): void {
      if (docChanged) this.decorations = Decoration.none;
    }
  },
  {
    decorations: ({ decorations }) => decorations,
    eventObservers: {
      mousemove(event, view) {
        this.point(event, view);
      },
      keyup(_event, view) {
        this.set(view, Decoration.none);
      },
      mouseleave(_event, view) {
        this.set(view, Decoration.none);
      },
    },
  },
);

export function definitionLinks(): Extension {
  return [trail, marking, clicking, linking];
}
