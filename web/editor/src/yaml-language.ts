import { yamlLanguage as libraryLanguage } from "@codemirror/lang-yaml";
import { indentService, Language, LanguageSupport, syntaxTree, type IndentContext } from "@codemirror/language";
import { RangeSetBuilder, type Extension } from "@codemirror/state";
import { Decoration, ViewPlugin, type DecorationSet, type EditorView, type ViewUpdate } from "@codemirror/view";
import { documentFolding } from "./folding";
import { DocumentParser } from "./yaml/document-parser";
import { scalarKind } from "./yaml-scalars";

const unit = 2;

/** A key without a value, or with the head of a block scalar; `- ` in front counts as indentation. */
const opensBlock = /^( *(?:- +)*)[^\s#](?:(?!\s#).)*?:(?:\s+[|>][-+0-9]*)?(?:\s+#.*)?$/;

/**
 * Column for the line behind a break after `before`: two more than the key that opens a block, `null` when the
 * language's own rule should decide (it continues mappings and lists).
 */
export function blockIndent(before: string): number | null {
  const match = opensBlock.exec(before.trimEnd());
  const head = match?.[1];
  return head === undefined ? null : head.length + unit;
}

/** Only for a line break that is being typed: indentation of lines that are there has a meaning in YAML. */
function indentAfterBreak(context: IndentContext, pos: number): number | null | undefined {
  if (context.simulatedBreak !== pos) return undefined;
  const inside = syntaxTree(context.state).resolveInner(pos, -1);
  if (inside.name === "BlockLiteralContent" || inside.name === "QuotedLiteral") return undefined;
  return blockIndent(context.lineAt(pos, -1).text) ?? undefined;
}

const number = Decoration.mark({ class: "ed-number" });
const atom = Decoration.mark({ class: "ed-atom" });

/** Longer plain scalars are neither numbers nor words with a meaning. */
const longest = 40;

/** The grammar knows one kind of plain scalar. Only what is on the screen is looked at. */
function scalarDecorations(view: EditorView): DecorationSet {
  const builder = new RangeSetBuilder<Decoration>();
  for (const { from, to } of view.visibleRanges) {
    syntaxTree(view.state).iterate({
      from,
      to,
      enter({ name, from: start, to: end }) {
        if (name === "Key" || name === "Tagged") return false;
        if (name === "Literal" && end - start <= longest) {
          const kind = scalarKind(view.state.sliceDoc(start, end));
          if (kind) builder.add(start, end, kind === "number" ? number : atom);
        }
        return undefined;
      },
    });
  }
  return builder.finish();
}

const scalars = ViewPlugin.fromClass(
  class {
    decorations: DecorationSet;

    constructor(view: EditorView) {
      this.decorations = scalarDecorations(view);
    }

    update(update: ViewUpdate): void {
      const parsed = syntaxTree(update.startState) !== syntaxTree(update.state);
      if (update.docChanged || update.viewportChanged || parsed) this.decorations = scalarDecorations(update.view);
    }
  },
  { decorations: ({ decorations }) => decorations },
);

const language = new Language(libraryLanguage.data, new DocumentParser(libraryLanguage.parser), [], "yaml");

export function yamlLanguage(): Extension {
  return [new LanguageSupport(language), indentService.of(indentAfterBreak), documentFolding(), scalars];
}
