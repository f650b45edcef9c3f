import { StateField, type EditorState, type Text, type Transaction } from "@codemirror/state";
import type { Range } from "../ranges";
import { beginning, type Beginning } from "./boundaries";
import { outline, type Node } from "./outline";

/**
 * What one document holds. It is made when it is first asked for, and is the same object for as long as the
 * document's text is the same, wherever that moves to.
 */
export class Reading {
  private node: Node | undefined;
  /** What other modules make of the document; see `derived`. */
  private readonly facts = new Map<object, unknown>();

  constructor(private readonly read: () => string) {}

  get text(): string {
    return this.read();
  }

  /** Offsets count from the start of the document. */
  get root(): Node {
    return (this.node ??= outline(this.text));
  }

  /** Whether `root` costs nothing any more. */
  get isRead(): boolean {
    return this.node !== undefined;
  }

  /** What `make` makes of the document, made once. */
  derived<T>(make: (reading: Reading) => T): T {
    if (!this.facts.has(make)) this.facts.set(make, make(this));
    return this.facts.get(make) as T;
  }
}

/** A document with its marker line, up to the next one. Each object of a List counts as one of its own. */
export interface Document extends Range {
  /** How it begins; the text may begin with anything. */
  begin: "text" | Beginning;
  reading: Reading;
}

/** The documents of the text, in order: all of it. A change costs the documents that it touches. */
export const documents = StateField.define<readonly Document[]>({
  create: ({ doc }) => split(doc, 0, doc.length, false),
  update: (value, transaction) => (transaction.docChanged ? updated(value, transaction) : value),
});

/** The documents of a stretch of the text, which begins at the start of a line and ends before a marker. */
function split(doc: Text, from: number, to: number, behindItem: boolean): Document[] {
  const found: Document[] = [];
  let start = from;
  let begin: Document["begin"] = "text";
  const add = (end: number): void => {
    found.push({ from: start, to: end, begin, reading: readingOf(doc, start, end) });
  };
  const last = to === doc.length ? doc.lines : doc.lineAt(to).number - 1;
  let at = from;
  for (const line = doc.iterLines(doc.lineAt(from).number, last + 1); !line.next().done; at += line.value.length + 1) {
    const begun = beginning(line.value, at === from ? behindItem : begin === "item");
    if (!begun) continue;
    if (at > from) add(at);
    start = at;
    begin = begun;
  }
  add(to);
  return found;
}

function readingOf(doc: Text, from: number, to: number): Reading {
  return new Reading(() => doc.sliceString(from, to));
}

function updated(before: readonly Document[], { changes, startState, newDoc }: Transaction): readonly Document[] {
  let fromA = startState.doc.length;
  let toA = 0;
  changes.iterChangedRanges((from, to) => {
    fromA = Math.min(fromA, from);
    toA = Math.max(toA, to);
  });
  let first = Math.max(0, before.findIndex(({ to }) => to >= fromA));
  // A marker that the change has spoilt: the document goes on with the one before.
  const isItem = (index: number): boolean => before[index]?.begin === "item";
  if (first > 0 && !beginning(newDoc.lineAt(before[first]?.from ?? 0).text, isItem(first - 1))) first--;
  let last = first;
  while (last + 1 < before.length && (before[last + 1]?.from ?? 0) <= toA) last++;
  // What stands behind the items of a List does so only as long as there are items.
  if (before[last + 1]?.begin === "rest") last++;
  const shift = newDoc.length - startState.doc.length;
  const behind = before.slice(last + 1);
  const moved = shift ? behind.map((document) => movedBy(document, shift)) : behind;
  const only = before[first];
  if (only && first === last && isInside(only, fromA, toA, toA + shift, newDoc)) {
    const to = only.to + shift;
    return [...before.slice(0, first), { ...only, to, reading: readingOf(newDoc, only.from, to) }, ...moved];
  }
  const start = before[first]?.from ?? 0;
  const end = (before[last]?.to ?? startState.doc.length) + shift;
  const fresh = split(newDoc, start, end, isItem(first - 1));
  return [...before.slice(0, first), ...fresh, ...moved];
}

/** Whether a change, at `from` to `to` and now to `newTo`, touches neither the first line of a document nor makes a new one. */
function isInside(document: Document, from: number, to: number, newTo: number, newDoc: Text): boolean {
  const first = newDoc.lineAt(from);
  if (first.from <= document.from || to > document.to) return false;
  for (let line = first; ; line = newDoc.line(line.number + 1)) {
    if (beginning(line.text, document.begin === "item")) return false;
    if (line.to >= newTo || line.number === newDoc.lines) return true;
  }
}

function movedBy({ from, to, begin, reading }: Document, shift: number): Document {
  return { from: from + shift, to: to + shift, begin, reading };
}

/** The document at an offset; at a border the one that begins there. */
export function documentAt(state: EditorState, at: number): Document | null {
  const list = state.field(documents, false) ?? [];
  return list[indexAt(list, at)] ?? null;
}

/** Where the YAML document that an offset is in ends, with all objects of a List. */
export function endOfDocument(state: EditorState, at: number): number {
  const list = state.field(documents, false) ?? [];
  let index = indexAt(list, at);
  for (let next = list[index + 1]; next?.begin === "item" || next?.begin === "rest"; next = list[index + 1]) index++;
  return list[index]?.to ?? state.doc.length;
}

function indexAt(list: readonly Document[], at: number): number {
  let low = 0;
  let high = list.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((list[middle]?.from ?? 0) <= at) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}
