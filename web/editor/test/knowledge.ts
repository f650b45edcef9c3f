/** The editor's knowledge, and texts with a caret, for the tests of completion and explanations. */
import { CompletionContext, type Completion, type CompletionSource } from "@codemirror/autocomplete";
import { EditorState, type TransactionSpec } from "@codemirror/state";
import data from "../src/data";
import { setKnowledge } from "../src/data/current";
import { documents } from "../src/yaml/documents";

setKnowledge(data);

export { data };

/** A text with its caret at `|`. */
export function withCaret(...lines: string[]): { state: EditorState; caret: number } {
  const text = lines.join("\n");
  const caret = text.indexOf("|");
  return { state: EditorState.create({ doc: text.replace("|", ""), extensions: documents }), caret };
}

export interface Offered {
  labels: string[];
  /** The text after one of them was chosen, with the caret at `|`. */
  choose(label: string): string;
  option(label: string): Completion | undefined;
}

/** What a source offers at `|`. */
export function offered(source: CompletionSource, lines: string[], explicit = true): Offered {
  const { state, caret } = withCaret(...lines);
  const result = source(new CompletionContext(state, caret, explicit));
  if (result instanceof Promise) throw new Error("sources answer at once");
  const options = result?.options ?? [];
  const from = result?.from ?? caret;
  const typed = state.sliceDoc(from, caret).toLowerCase();
  const fitting = options.filter(({ label }) => label.toLowerCase().includes(typed));
  const sorted = [...fitting].sort((a, b) => (b.boost ?? 0) - (a.boost ?? 0));
  const option = (label: string): Completion | undefined => sorted.find((found) => found.label === label);
  return {
    labels: sorted.map(({ label }) => label),
    option,
    choose(label) {
      const chosen = option(label);
      if (!chosen) throw new Error(`${label} is not offered`);
      let after = state;
      const view = {
        get state() {
          return after;
        },
        dispatch(spec: TransactionSpec) {
          after = after.update(spec).state;
        },
      };
      const { apply } = chosen;
      if (typeof apply === "function") {
        // Opening the list again needs a real view; what is written is there before that.
        try {
          apply(view as never, chosen, from, caret);
        } catch (error) {
          if (after === state) throw error;
        }
      } else {
        const insert = apply ?? label;
        view.dispatch({ changes: { from, to: caret, insert }, selection: { anchor: from + insert.length } });
      }
      const { head } = after.selection.main;
      return `${after.sliceDoc(0, head)}|${after.sliceDoc(head)}`;
    },
  };
}
