import { forEachDiagnostic, linter, lintGutter, nextDiagnostic, previousDiagnostic, type Diagnostic } from "@codemirror/lint";
import type { EditorState, Extension, Text } from "@codemirror/state";
import { EditorView, type Command, type KeyBinding } from "@codemirror/view";
import { applyChoice, choicesOf, showMenu } from "./fix-menu";
import { inlineCode } from "./inline-code";
import { openedByKey } from "./note";
import { visibleRange, type Range } from "./ranges";

export type Severity = "error" | "warning" | "info";

/** A change that the page can make. `title` is the text of the button, `id` goes to `onFix`. */
export interface Fix {
  id: string;
  title: string;
}

/** A squiggle with its explanation. */
export interface Mark extends Range {
  severity: Severity;
  /** One line that states the fact. */
  message: string;
  /** Stable kebab-case code of the problem. */
  code: string;
  /** Which rule of which upstream says so. */
  source?: string | null;
  fixes: Fix[];
}

type OnFix = (fixId: string) => void;

/** Out-of-range marks are clamped, empty ones widened to a character. */
export function diagnosticsOf(doc: Text, marks: readonly Mark[], onFix: OnFix): Diagnostic[] {
  return marks.map((mark) => {
    const diagnostic: Diagnostic = {
      ...visibleRange(doc, mark),
      severity: mark.severity,
      message: mark.message,
      renderMessage: () => renderMark(mark),
      // The name of an action is plain text.
      actions: mark.fixes.map(({ id, title }) => ({ name: title.replaceAll("`", ""), apply: () => onFix(id) })),
    };
    if (mark.source) diagnostic.source = mark.source;
    return diagnostic;
  });
}

/** The severity stands there as a word: the colour alone does not tell it. */
function renderMark({ severity, message, code }: Mark): Node {
  const node = document.createElement("span");
  const word = document.createElement("strong");
  word.className = `ed-severity ed-severity-${severity}`;
  word.textContent = severity;
  const name = document.createElement("span");
  name.className = "ed-code";
  name.textContent = code;
  node.append(word, " ", ...inlineCode(message), " ", name);
  return node;
}

/** Marks whose range holds the caret, in document order. */
export function marksAtCaret(state: EditorState): Diagnostic[] {
  const { from, to } = state.selection.main;
  const found: Diagnostic[] = [];
  forEachDiagnostic(state, (diagnostic, start, end) => {
    if (start <= to && from <= end) found.push(diagnostic);
  });
  return found;
}

/** The tooltip that `go` opens is not read out by itself, so its text goes to the live region of the editor. */
function readOut(go: Command): Command {
  return (view) => {
    if (!go(view)) return false;
    openedByKey(view);
    const texts = marksAtCaret(view.state).map(({ severity, message, actions }) => {
      const fixes = (actions ?? []).map(({ name }) => name).join(", or ");
      return `${severity}: ${message}.${fixes ? ` Control or Command period: ${fixes}.` : ""}`;
    });
    view.dispatch({ effects: EditorView.announce.of(texts.join(" ")) });
    return true;
  };
}

/** One fix at the caret is made at once; of several the user chooses. */
const applyFix: Command = (view) => {
  const choices = choicesOf(marksAtCaret(view.state));
  const [first] = choices;
  if (!first) return false;
  if (choices.length === 1) applyChoice(view, first);
  else showMenu(view, choices);
  return true;
};

/**
 * The library's own panel with the list of marks has no key: the page has such a list, and a listbox
 * with buttons in its options is not accessible.
 */
export const markKeys: readonly KeyBinding[] = [
  { key: "F8", run: readOut(nextDiagnostic), shift: readOut(previousDiagnostic) },
  { key: "Mod-.", run: applyFix },
];

/** `linter(null)` only switches the marks on, so that their state is there before the first `setMarks`. */
export function marks(): Extension {
  return [linter(null), lintGutter()];
}
