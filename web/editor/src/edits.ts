import type { Text } from "@codemirror/state";
import type { Range } from "./ranges";

/** Replace a range by `text`. An empty range inserts, an empty text removes. */
export interface Edit extends Range {
  text: string;
}

export interface Change extends Range {
  insert: string;
}

/**
 * Edits as one set of changes, or `null` when they do not fit the text: out of bounds, or overlapping.
 *
 * Such edits were made for another text; to move them into bounds would write them in the wrong place.
 * All offsets mean the text before any of the edits. Insertions at one place keep their order.
 */
export function changesOf(doc: Text, edits: readonly Edit[]): Change[] | null {
  const sorted = [...edits].sort((a, b) => a.from - b.from || a.to - b.to);
  const changes: Change[] = [];
  let end = 0;
  for (const { from, to, text } of sorted) {
    const fits = Number.isInteger(from) && Number.isInteger(to) && end <= from && from <= to && to <= doc.length;
    if (!fits) return null;
    changes.push({ from, to, insert: text });
    end = to;
  }
  return changes;
}

/** LF line breaks only, as CodeMirror stores them. */
export function normalizeBreaks(text: string): string {
  return text.replace(/\r\n?/g, "\n");
}

/**
 * The one replacement that turns `before` into `after` and leaves their common head and tail alone, so that
 * scroll position, caret, folds and marks outside it stay. `null` when the texts are equal.
 */
export function smallestChange(before: string, after: string): Change | null {
  if (before === after) return null;
  const shorter = Math.min(before.length, after.length);
  let head = 0;
  while (head < shorter && before.charCodeAt(head) === after.charCodeAt(head)) head++;
  let tail = 0;
  while (
    tail < shorter - head &&
    before.charCodeAt(before.length - 1 - tail) === after.charCodeAt(after.length - 1 - tail)
  ) {
    tail++;
  }
  return { from: head, to: before.length - tail, insert: after.slice(head, after.length - tail) };
}
