import { findClusterBreak, type Text } from "@codemirror/state";

/** Half open range of UTF-16 code units. */
export interface Range {
  from: number;
  to: number;
}

/** The nearest offset that the document has; anything that is no number becomes 0. */
export function clampOffset(doc: Text, offset: number): number {
  const whole = Math.trunc(offset);
  return Number.isNaN(whole) ? 0 : Math.min(Math.max(whole, 0), doc.length);
}

/** The range inside the document, in order. It may be empty. */
export function clampRange(doc: Text, { from, to }: Range): Range {
  const start = clampOffset(doc, from);
  return { from: start, to: Math.max(start, clampOffset(doc, to)) };
}

/**
 * Like `clampRange`, but never empty as long as the document has a character: an empty range grows by the character
 * behind it, at the end of a line by the one before it, and on an empty line by the line break.
 */
export function visibleRange(doc: Text, range: Range): Range {
  const { from, to } = clampRange(doc, range);
  if (from < to) return { from, to };
  const line = doc.lineAt(from);
  const column = from - line.from;
  if (column < line.length) return { from, to: line.from + findClusterBreak(line.text, column) };
  if (column > 0) return { from: line.from + findClusterBreak(line.text, column, false), to: from };
  if (from < doc.length) return { from, to: from + 1 };
  return { from: Math.max(0, from - 1), to: from };
}
