import { RangeSetBuilder, StateEffect, StateField, type Text } from "@codemirror/state";
import { Decoration, EditorView, type DecorationSet } from "@codemirror/view";
import { clampRange, type Range } from "./ranges";

const line = Decoration.line({ class: "ed-highlight-line" });
const inline = Decoration.mark({ class: "ed-highlight" });

/** Replaces all highlights. */
export const setHighlightsEffect = StateEffect.define<readonly Range[]>();

/** Each line that a range touches is tinted; a range that does not cover whole lines is tinted once more. */
export function highlightDecorations(doc: Text, ranges: readonly Range[]): DecorationSet {
  const sorted = ranges.map((range) => clampRange(doc, range)).sort((a, b) => a.from - b.from || a.to - b.to);
  const lines = new RangeSetBuilder<Decoration>();
  const parts = new RangeSetBuilder<Decoration>();
  let done = -1;
  for (const { from, to } of sorted) {
    const first = doc.lineAt(from);
    // A range that ends with a line break does not touch the line behind it.
    const last = doc.lineAt(to > from && doc.lineAt(to).from === to ? to - 1 : to);
    for (let number = Math.max(first.number, done + 1); number <= last.number; number++) {
      const start = doc.line(number).from;
      lines.add(start, start, line);
    }
    done = Math.max(done, last.number);
    if (from < to && (from > first.from || to < last.to)) parts.add(from, to, inline);
  }
  const set = lines.finish();
  const add: { from: number; to: number; value: Decoration }[] = [];
  for (const part = parts.finish().iter(); part.value; part.next()) {
    add.push({ from: part.from, to: part.to, value: part.value });
  }
  return set.update({ add });
}

export const highlights = StateField.define<DecorationSet>({
  create: () => Decoration.none,
  update(value, transaction) {
    let set = value.map(transaction.changes);
    for (const effect of transaction.effects) {
      if (effect.is(setHighlightsEffect)) set = highlightDecorations(transaction.newDoc, effect.value);
    }
    return set;
  },
  provide: (field) => EditorView.decorations.from(field),
});
