import {
  insertCompletionText,
  snippet,
  startCompletion,
  type Completion,
  type CompletionContext,
  type CompletionResult,
} from "@codemirror/autocomplete";
import type { EditorView } from "@codemirror/view";
import { inlineCode } from "../inline-code";
import { scalarKind } from "../yaml-scalars";

/** What is offered: a label, a remark beside it, and an explanation below. */
export interface Offer {
  label: string;
  /** Short: a type, a kind, a port. */
  detail?: string | undefined;
  /** Sentences; names stand between backticks. */
  info?: string | undefined;
  type: "property" | "enum" | "constant" | "class" | "variable" | "keyword";
  /** What is written, where it is not the label. A template of the library, with `${}` for places to fill in. */
  template?: string;
  /** As `template`, but no template: written as it is. */
  text?: string;
  /** Offers what can stand behind `text` at once. */
  again?: boolean;
  /** A line that is written above the present one as well. */
  above?: string;
  /** -99 to 99; the higher the earlier. */
  boost?: number;
}

/** A text that stands in a template as it is. */
export const literal = (text: string): string => text.replace(/[{}]/g, "\\$&");

export function completionOf(offer: Offer): Completion {
  const { label, detail, info, type, template, text = label, boost, again, above } = offer;
  const completion: Completion = { label, type };
  if (detail) completion.detail = detail;
  if (boost !== undefined) completion.boost = boost;
  if (info) completion.info = () => paragraph(info);
  if (template !== undefined) completion.apply = snippet(template);
  else if (above !== undefined) completion.apply = (view, _completion, from, to) => writeWithLine(view, from, to, text, above);
  else if (again) {
    completion.apply = (view, _completion, from, to) => {
      view.dispatch(insertCompletionText(view.state, text, from, to));
      startCompletion(view);
    };
  } else if (text !== label) completion.apply = text;
  return completion;
}

function writeWithLine(view: EditorView, from: number, to: number, text: string, above: string): void {
  const line = view.state.doc.lineAt(from).from;
  view.dispatch({
    changes: [
      { from: line, insert: `${above}\n` },
      { from, to, insert: text },
    ],
    selection: { anchor: from + above.length + 1 + text.length },
    userEvent: "input.complete",
  });
}

/**
 * The result of a source: offers for the text from `from` to the caret, as long as that text matches `typing`.
 *
 * A word that is written out is not offered, unless asked for: Enter then breaks the line, as it should.
 */
export function resultOf(context: CompletionContext, from: number, offers: readonly Offer[], typing: RegExp): CompletionResult | null {
  const finished = new Set(offers.filter((offer) => !offer.template && !offer.above && (offer.text ?? offer.label) === offer.label).map(({ label }) => label));
  const typed = context.state.sliceDoc(from, context.pos);
  if (!offers.length || (!context.explicit && finished.has(typed))) return null;
  return { from, options: offers.map(completionOf), validFor: (text) => typing.test(text) && !finished.has(text) };
}

function paragraph(info: string): HTMLElement {
  const node = document.createElement("p");
  node.className = "ed-info";
  node.append(...inlineCode(info));
  return node;
}

/**
 * A text as a YAML scalar, in quotes where it would be something else without: a number, a boolean, a flow collection.
 * Within quotes that are there already it stays as it is.
 */
export function yamlScalar(text: string, quoted: boolean): string {
  if (quoted) return text;
  const isPlain = /^[^\s"'#&*!|>%@`{}[\],?:-](?:[^#:]|:(?!\s|$)|(?<!\s)#)*$/.test(text) && !scalarKind(text);
  return isPlain ? text : `"${text.replaceAll("\\", "\\\\").replaceAll('"', '\\"')}"`;
}
