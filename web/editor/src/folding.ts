import { codeFolding, foldedRanges, foldGutter, foldService, unfoldEffect } from "@codemirror/language";
import type { EditorState, Extension, Line, StateEffect, Text } from "@codemirror/state";
import type { EditorView } from "@codemirror/view";
import type { Range } from "./ranges";
import { objectsOf } from "./manifests/objects";
import { documentAt, documents, endOfDocument, type Document, type Reading } from "./yaml/documents";

const start = /^---(?:\s|$)/;

/**
 * What folds away behind a line that begins a document: the rest of the document, up to its last line with text.
 *
 * Documents begin at their `---`. The first one may have none; then its first line with text stands for it,
 * as long as that line has nothing below it that folds by indentation.
 */
export function documentFold(state: EditorState, lineFrom: number): Range | null {
  const { doc } = state;
  const line = doc.lineAt(lineFrom);
  const document = documentAt(state, line.from);
  if (!document) return null;
  const end = endOfDocument(state, line.from);
  const begins = document.begin === "marker" ? document.from === line.from && start.test(line.text) : beginsUnmarked(doc, document, end, line);
  if (!begins) return null;
  let last = end === doc.length ? doc.line(doc.lines) : doc.lineAt(end - 1);
  while (last.number > line.number && !last.text.trim()) last = doc.line(last.number - 1);
  return last.number > line.number ? { from: line.to, to: last.to } : null;
}

function beginsUnmarked(doc: Text, document: Document, end: number, line: Line): boolean {
  // A single document needs no fold of its own.
  if (document.begin !== "text" || end === doc.length || !line.text.trim()) return false;
  if (/^[ \t]|^- /.test(doc.line(line.number + 1).text)) return false;
  for (let above = line.number - 1; above >= 1; above--) {
    if (doc.line(above).text.trim()) return false;
  }
  return true;
}

/** "Gateway kong" for a document, or an object of a List, with that kind and name. */
export function documentTitle(reading: Reading): string | null {
  const [object, ...others] = objectsOf(reading);
  if (!object || others.length) return null;
  return object.kind ? [object.kind, object.name].filter(Boolean).join(" ") : null;
}

function placeholderText(state: EditorState, { from }: Range): string {
  const line = state.doc.lineAt(from);
  const document = documentAt(state, line.from);
  const isWhole = document && (document.from === line.from || documentFold(state, line.from)?.from === from);
  return (isWhole && documentTitle(document.reading)) || "…";
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
  return [documents, foldService.of((state, lineFrom) => documentFold(state, lineFrom))];
}
