import { history, isolateHistory, redo, undo } from "@codemirror/commands";
import { bracketMatching, indentOnInput, indentUnit } from "@codemirror/language";
import { setDiagnostics } from "@codemirror/lint";
import { search } from "@codemirror/search";
import { Annotation, Compartment, EditorSelection, EditorState, type Extension } from "@codemirror/state";
import {
  crosshairCursor,
  drawSelection,
  EditorView,
  highlightActiveLine,
  highlightActiveLineGutter,
  highlightSpecialChars,
  keymap,
  lineNumbers,
  rectangularSelection,
} from "@codemirror/view";
import { completion } from "./completion";
import { neighbour } from "./completion/neighbour";
import { definitionKeys, definitionLinks } from "./definition";
import { changesOf, normalizeBreaks, smallestChange, type Edit } from "./edits";
import { envLanguage } from "./env-language";
import { folding, unfoldAt } from "./folding";
import { explain, hover } from "./hover/hover";
import { highlights, setHighlightsEffect } from "./highlights";
import { keyboard } from "./keyboard";
import { diagnosticsOf, marks, type Mark } from "./marks";
import { notes } from "./note";
import { clampRange, type Range } from "./ranges";
import { readingAhead } from "./reading-ahead";
import { theme } from "./theme";
import { yamlLanguage } from "./yaml-language";

/** What the text is: Kubernetes manifests, values of the Helm chart (both YAML), or variables. */
export type Language = "manifests" | "helm" | "env";

export interface EditorOptions {
  text: string;
  language: Language;
  /** Accessible name. */
  label: string;
  readOnly?: boolean;
  /** The whole text after each change, except those that `setText` makes. */
  onChange(text: string): void;
  /** Where the caret is, whenever that offset is another one than before. */
  onCaret?(offset: number): void;
  /** The user chose a fix of a mark. Nothing is changed yet: the page answers with `applyEdits`. */
  onFix?(fixId: string): void;
}

export interface EditorHandle {
  /**
   * Replaces the text without calling `onChange`. One step of the undo history; when the user undoes it, `onChange` is
   * called. What both texts have in common at their heads and tails stays untouched, and with it scroll position and folds.
   */
  setText(text: string): void;
  /** The text, with LF line breaks. */
  getText(): string;
  /** Replaces all marks. Their offsets mean the present text; later changes move them along. */
  setMarks(marks: Mark[]): void;
  /** Replaces all highlights. An empty range highlights its line. */
  setHighlights(ranges: Range[]): void;
  /** Unfolds, selects and scrolls to the range, with the caret at `from`, and focuses the editor. */
  reveal(from: number, to?: number): void;
  /**
   * Makes the edits as one step that can be undone, and calls `onChange`. All offsets mean the present text.
   * `false`, and nothing is changed, when they do not fit it (out of bounds, overlapping) or the editor is read only.
   */
  applyEdits(edits: Edit[]): boolean;
  undo(): void;
  redo(): void;
  setReadOnly(readOnly: boolean): void;
  focus(): void;
  /** Removes the editor from the parent element. */
  destroy(): void;
}

/** On the transactions of `setText`. */
const bySetText = Annotation.define<boolean>();

const readOnlyCompartment = new Compartment();

/**
 * Puts an editor into `parent`, which may be inside a shadow root: the view finds its root itself, as long as `parent`
 * is in the page when this is called.
 */
export function createEditor(parent: HTMLElement, options: EditorOptions): EditorHandle {
  const view = new EditorView({
    parent,
    doc: normalizeBreaks(options.text),
    extensions: [
      readOnlyCompartment.of(EditorState.readOnly.of(options.readOnly ?? false)),
      // An editable element can be focused anyway; the tabindex says so to tools that only look for one.
      EditorView.contentAttributes.of({ "aria-label": options.label, tabindex: "0" }),
      options.language === "env" ? [envLanguage, EditorView.lineWrapping] : yamlLanguage(),
      help(options.language),
      editing(),
      reports(options),
    ],
  });
  return handleOf(view, (fixId) => options.onFix?.(fixId));
}

/** What needs to know what the text means. */
function help(language: Language): Extension {
  return [
    completion(language),
    hover(language),
    keymap.of([{ key: "F1", run: explain(language) }]),
    language === "manifests" ? [definitionLinks(), keymap.of(definitionKeys), readingAhead, neighbour] : [],
  ];
}

function editing(): Extension {
  return [
    marks(),
    lineNumbers(),
    folding(),
    highlightActiveLine(),
    highlightActiveLineGutter(),
    highlightSpecialChars(),
    history(),
    drawSelection(),
    EditorState.allowMultipleSelections.of(true),
    rectangularSelection(),
    crosshairCursor(),
    indentUnit.of("  "),
    indentOnInput(),
    bracketMatching(),
    search({ top: true }),
    highlights,
    notes(),
    keyboard(),
    filesGoToThePage,
    theme(),
  ];
}

/** CodeMirror would insert the text of dropped files; the page decides which input they belong to. */
const filesGoToThePage = EditorView.domEventHandlers({
  drop: (event) => Boolean(event.dataTransfer?.files.length),
});

function reports({ onChange, onCaret }: EditorOptions): Extension {
  return EditorView.updateListener.of((update) => {
    const changed = update.transactions.some((tr) => tr.docChanged && !tr.annotation(bySetText));
    if (changed) onChange(update.state.doc.toString());
    const caret = update.state.selection.main.head;
    if (caret !== update.startState.selection.main.head) onCaret?.(caret);
  });
}

function handleOf(view: EditorView, onFix: (fixId: string) => void): EditorHandle {
  return {
    setText(text) {
      const changes = smallestChange(view.state.doc.toString(), normalizeBreaks(text));
      if (!changes) return;
      view.dispatch({ changes, annotations: [bySetText.of(true), isolateHistory.of("full")] });
    },
    getText: () => view.state.doc.toString(),
    setMarks(list) {
      view.dispatch(setDiagnostics(view.state, diagnosticsOf(view.state.doc, list, onFix)));
    },
    setHighlights(ranges) {
      view.dispatch({ effects: setHighlightsEffect.of(ranges) });
    },
    reveal(from, to = from) {
      const range = clampRange(view.state.doc, { from, to });
      // The head is at the start: that is what is scrolled to when the range is taller than the editor.
      const selection = EditorSelection.range(range.to, range.from);
      const yMargin = view.scrollDOM.clientHeight / 4;
      view.dispatch({
        selection,
        effects: [...unfoldAt(view.state, range), EditorView.scrollIntoView(selection, { y: "nearest", yMargin })],
        userEvent: "select",
      });
      view.focus();
    },
    applyEdits(edits) {
      const changes = view.state.readOnly ? null : changesOf(view.state.doc, edits);
      if (!changes) return false;
      view.dispatch({ changes, annotations: isolateHistory.of("full"), userEvent: "input.fix" });
      return true;
    },
    undo() {
      undo(view);
    },
    redo() {
      redo(view);
    },
    setReadOnly(readOnly) {
      view.dispatch({ effects: readOnlyCompartment.reconfigure(EditorState.readOnly.of(readOnly)) });
    },
    focus: () => view.focus(),
    destroy: () => view.destroy(),
  };
}
