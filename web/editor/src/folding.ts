import { codeFolding, foldedRanges, foldGutter, foldService, unfoldEffect } from "@codemirror/language";
import { StateField, type EditorState, type Extension, type StateEffect, type Text, type Transaction } from "@codemirror/state";
import type { EditorView } from "@codemirror/view";
import type { Range } from "./ranges";

/** `---` starts a document and `...` ends one, at the start of a line and wherever they stand. */
const marker = /^(?:---|\.\.\.)(?:\s|$)/;
const start = /^---(?:\s|$)/;

/** How much of a folded document is read for its title. */
const titleReach = 4000;

function markersBetween(doc: Text, from: number, to: number): number[] {
  const found: number[] = [];
  for (let line = doc.lineAt(from); ; line = doc.line(line.number + 1)) {
    if (marker.test(line.text)) found.push(line.from);
    if (line.to >= to) return found;
  }
}

/** Sorted offsets of the lines that are document markers. A change costs its own lines, not the whole text. */
export const documentMarkers = StateField.define<readonly number[]>({
  create: (state) => markersBetween(state.doc, 0, state.doc.length),
  update: (markers, transaction) => (transaction.docChanged ? updatedMarkers(markers, transaction) : markers),
});

function updatedMarkers(markers: readonly number[], { changes, startState, newDoc }: Transaction): number[] {
  let kept = markers;
  const fresh = new Set<number>();
  changes.iterChangedRanges((fromA, toA, fromB, toB) => {
    const first = startState.doc.lineAt(fromA).from;
    kept = kept.filter((offset) => offset < first || offset > toA);
    for (const offset of markersBetween(newDoc, fromB, toB)) fresh.add(offset);
  });
  for (const offset of kept) fresh.add(changes.mapPos(offset, 1));
  return [...fresh].sort((a, b) => a - b);
}

/**
 * What folds away behind a line that begins a document: the rest of the document, up to its last line with text.
 *
 * Documents begin at their `---`. The first one may have none; then its first line with text stands for it,
 * as long as that line has nothing below it that folds by indentation.
 */
export function documentFold(state: EditorState, lineFrom: number): Range | null {
  const { doc } = state;
  const markers = state.field(documentMarkers, false) ?? [];
  const line = doc.lineAt(lineFrom);
  if (!start.test(line.text) && !beginsUnmarkedDocument(doc, markers, line.number)) return null;
  const next = markers.find((offset) => offset > line.from);
  let last = next === undefined ? doc.line(doc.lines) : doc.lineAt(next - 1);
  while (last.number > line.number && !last.text.trim()) last = doc.line(last.number - 1);
  return last.number > line.number ? { from: line.to, to: last.to } : null;
}

function beginsUnmarkedDocument(doc: Text, markers: readonly number[], number: number): boolean {
  const line = doc.line(number);
  const first = markers[0];
  // A single document needs no fold of its own.
  if (first === undefined || line.from >= first || !line.text.trim() || number === doc.lines) return false;
  if (/^[ \t]|^- /.test(doc.line(number + 1).text)) return false;
  for (let above = number - 1; above >= 1; above--) {
    if (doc.line(above).text.trim()) return false;
  }
  return true;
}

/** "Gateway kong" for a document with that kind and name, as far as it can be read without parsing. */
export function documentTitle(text: string): string | null {
  const kind = /^kind:[ \t]*["']?([\w.-]+)/m.exec(text)?.[1];
  const name = /^metadata:[ \t]*\n(?:[ \t]+.*\n)*?[ \t]+name:[ \t]*["']?([\w.-]+)/m.exec(text)?.[1];
  return kind ? [kind, name].filter(Boolean).join(" ") : null;
}

function placeholderText(state: EditorState, { from, to }: Range): string {
  const document = documentFold(state, state.doc.lineAt(from).from);
  // Read from the line's own start: the first document may begin with its `kind`.
  const read = (): string => state.sliceDoc(state.doc.lineAt(from).from, Math.min(to, from + titleReach));
  return (document && document.to === to && documentTitle(read())) || "…";
}

/** The element has no `aria-label`, which is forbidden on an element without a role. */
function placeholderDOM(_view: EditorView, unfold: (event: Event) => void, text: string): HTMLElement {
  const element = document.createElement("span");
  element.className = "cm-foldPlaceholder";
  element.textContent = text;
  element.title = "unfold";
  element.onclick = unfold;
  return element;
}

/** Effects that open every fold which hides a part of the range. */
export function unfoldAt(state: EditorState, { from, to }: Range): StateEffect<Range>[] {
  const effects: StateEffect<Range>[] = [];
  foldedRanges(state).between(from, to, (start, end) => {
    if (start < to || from === to) effects.push(unfoldEffect.of({ from: start, to: end }));
  });
  return effects;
}

/** The gutter with its arrows. What folds by indentation and brackets comes from the language. */
export function folding(): Extension {
  return [foldGutter(), codeFolding({ preparePlaceholder: placeholderText, placeholderDOM })];
}

/** Folds per YAML document. */
export function documentFolding(): Extension {
  return [documentMarkers, foldService.of((state, lineFrom) => documentFold(state, lineFrom))];
}
