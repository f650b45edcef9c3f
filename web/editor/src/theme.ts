import { HighlightStyle, syntaxHighlighting } from "@codemirror/language";
import type { Extension } from "@codemirror/state";
import { EditorView } from "@codemirror/view";
import { tags } from "@lezer/highlight";

/**
 * Every colour is a custom property of the page, so that a change of theme needs no call and no new editor. The
 * second value is used where the page sets none; `light-dark()` follows the `color-scheme` of the parent element.
 *
 * `line` is the background of the active line, `selection` of selected text; `highlight` is a strong colour
 * (the bar beside highlighted lines and the focus ring), from which the tint of those lines is mixed.
 * `error`, `warning` and `info` are text colours. `gutter` is the colour of line numbers.
 */
const ed = {
  bg: "var(--ed-bg, light-dark(#ffffff, #1d2026))",
  fg: "var(--ed-fg, light-dark(#1f2328, #e4e6ea))",
  gutter: "var(--ed-gutter, light-dark(#5c6470, #9aa3af))",
  line: "var(--ed-line, light-dark(#f1f1ee, #262b33))",
  selection: "var(--ed-selection, light-dark(#bfdaf7, #3a5f94))",
  caret: "var(--ed-caret, light-dark(#1f2328, #e4e6ea))",
  key: "var(--ed-key, light-dark(#0b5fbd, #8fc1ff))",
  string: "var(--ed-string, light-dark(#7a3e00, #e3b98a))",
  number: "var(--ed-number, light-dark(#6b3fa0, #c9a9ff))",
  comment: "var(--ed-comment, light-dark(#5c6470, #9aa3af))",
  atom: "var(--ed-atom, light-dark(#9c2266, #ff9fc9))",
  error: "var(--ed-error, light-dark(#b42318, #ff8a7d))",
  warning: "var(--ed-warning, light-dark(#8a5a00, #e8b45a))",
  info: "var(--ed-info, light-dark(#0b5fbd, #7ab7ff))",
  highlight: "var(--ed-highlight, light-dark(#0b5fbd, #7ab7ff))",
  font: 'var(--ed-font, ui-monospace, "SF Mono", "Cascadia Mono", "JetBrains Mono", Menlo, Consolas, "DejaVu Sans Mono", monospace)',
};

const raised = `color-mix(in srgb, ${ed.fg} 4%, ${ed.bg})`;
const border = `1px solid color-mix(in srgb, ${ed.fg} 24%, ${ed.bg})`;
const tint = (color: string, percent: number): string => `color-mix(in srgb, ${color} ${percent}%, transparent)`;

/** A background behind the text *and* behind the layer of the selection, which a background of the line would cover. */
const behind = { content: '""', position: "absolute", inset: "0", pointerEvents: "none" };

const surface = EditorView.theme({
  "&": { height: "100%", color: ed.fg, backgroundColor: ed.bg },
  // An outline would be covered by the gutters, or cut off by a parent that hides its overflow.
  "&.cm-focused": { outline: "none" },
  "&.cm-focused::after": {
    content: '""',
    position: "absolute",
    inset: "0",
    border: `1px solid ${ed.highlight}`,
    pointerEvents: "none",
    zIndex: "400",
  },
  ".cm-scroller": { fontFamily: ed.font, lineHeight: "1.55", overflow: "auto" },
  ".cm-content": { caretColor: ed.caret },
  ".cm-cursor, .cm-dropCursor": { borderLeftColor: ed.caret, borderLeftWidth: "2px" },
  ".cm-selectionBackground, &.cm-focused > .cm-scroller > .cm-selectionLayer .cm-selectionBackground": {
    background: ed.selection,
  },
  ".cm-line": { position: "relative" },
  ".cm-activeLine": { backgroundColor: "transparent" },
  ".cm-activeLine::before": { ...behind, zIndex: "-4", backgroundColor: ed.line },
  ".ed-highlight-line::after": {
    ...behind,
    zIndex: "-3",
    backgroundColor: tint(ed.highlight, 13),
    borderInlineStart: `3px solid ${ed.highlight}`,
  },
  ".ed-highlight": { backgroundColor: tint(ed.highlight, 16), borderRadius: "2px" },
  ".cm-gutters": { backgroundColor: ed.bg, color: ed.gutter, border: "none" },
  ".cm-activeLineGutter": { backgroundColor: ed.line, color: ed.fg },
  ".cm-lineNumbers .cm-gutterElement": { minWidth: "2.6em" },
  ".cm-foldGutter .cm-gutterElement": { width: "1.1em", textAlign: "center" },
  ".cm-foldPlaceholder": {
    backgroundColor: raised,
    border,
    color: ed.gutter,
    marginInlineStart: ".5em",
    padding: "0 .4em",
  },
  ".cm-specialChar": { color: ed.error },
  "&.cm-focused .cm-matchingBracket": { backgroundColor: tint(ed.highlight, 30), outline: `1px solid ${tint(ed.highlight, 60)}` },
  "&.cm-focused .cm-nonmatchingBracket": { backgroundColor: tint(ed.error, 25) },
  ".cm-searchMatch": { backgroundColor: tint(ed.warning, 28) },
  ".cm-searchMatch-selected": { backgroundColor: tint(ed.warning, 45), outline: `1px solid ${ed.warning}` },
  "@media (forced-colors: active)": {
    ".cm-selectionBackground, &.cm-focused > .cm-scroller > .cm-selectionLayer .cm-selectionBackground": {
      background: "Highlight",
      opacity: ".5",
      forcedColorAdjust: "none",
    },
  },
  "@media (prefers-reduced-motion: reduce)": {
    "&.cm-focused > .cm-scroller > .cm-cursorLayer": { animation: "none" },
  },
});

const panels = EditorView.theme({
  ".cm-panels": { backgroundColor: raised, color: ed.fg },
  ".cm-panels-top": { borderBottom: border },
  ".cm-panels-bottom": { borderTop: border },
  ".cm-panel.cm-search": { padding: "6px 28px 4px 8px" },
  ".cm-panel.cm-search label": { fontSize: "inherit" },
  ".cm-panel.cm-search [name=close], .cm-dialog-close": { minWidth: "24px", minHeight: "24px", color: "inherit" },
  ".cm-textfield": { border, backgroundColor: ed.bg, color: "inherit", fontSize: "inherit", padding: "2px 6px", borderRadius: "4px" },
  ".cm-button": {
    border,
    background: ed.bg,
    fontSize: "inherit",
    padding: "2px 8px",
    borderRadius: "4px",
    cursor: "pointer",
    "&:active": { background: ed.line },
  },
});

const gutterIcon = (color: string, sign: string): Record<string, string> => ({
  content: `"${sign}"`,
  display: "block",
  width: "1.25em",
  height: "1.25em",
  font: `700 .8em/1.3 ${ed.font}`,
  textAlign: "center",
  color: ed.bg,
  backgroundColor: color,
});

const squiggle = (color: string): Record<string, string> => ({
  backgroundImage: "none",
  textDecoration: `underline wavy ${color} 1px`,
  textUnderlineOffset: "3px",
  textDecorationSkipInk: "none",
});

/**
 * The library draws squiggles and icons as `data:` images, which `img-src 'self'` blocks. None of them is left
 * here: squiggles are text decorations, and the icons are signs on shapes (circle, triangle, square).
 */
const marks = EditorView.theme({
  ".cm-lintRange-error": squiggle(ed.error),
  ".cm-lintRange-warning": squiggle(ed.warning),
  ".cm-lintRange-info": squiggle(ed.info),
  ".cm-lintPoint::after": { borderBottomColor: ed.error },
  ".cm-lintPoint-warning::after": { borderBottomColor: ed.warning },
  ".cm-lintPoint-info::after": { borderBottomColor: ed.info },
  ".cm-gutter-lint .cm-gutterElement": { padding: ".25em .2em 0" },
  ".cm-lint-marker-error, .cm-lint-marker-warning, .cm-lint-marker-info": { content: "normal" },
  ".cm-lint-marker-error::before": { ...gutterIcon(ed.error, "×"), borderRadius: "50%" },
  ".cm-lint-marker-warning::before": { ...gutterIcon(ed.warning, "!"), clipPath: "polygon(50% 0, 100% 100%, 0 100%)", lineHeight: "1.6" },
  ".cm-lint-marker-info::before": { ...gutterIcon(ed.info, "i"), borderRadius: "2px" },
  ".cm-tooltip": {
    backgroundColor: raised,
    color: ed.fg,
    border,
    borderRadius: "6px",
    overflow: "hidden",
    boxShadow: "0 4px 16px rgb(0 0 0 / .18)",
  },
  ".cm-tooltip-section:not(:first-child)": { borderTop: border },
  ".cm-tooltip-lint": { maxWidth: "min(60ch, 90vw)", listStyle: "none" },
  ".cm-diagnostic": { margin: "0", padding: "8px 12px" },
  ".cm-diagnostic + .cm-diagnostic": { borderTop: border },
  ".cm-diagnostic-error": { borderLeft: `4px solid ${ed.error}` },
  ".cm-diagnostic-warning": { borderLeft: `4px solid ${ed.warning}` },
  ".cm-diagnostic-info": { borderLeft: `4px solid ${ed.info}` },
  ".ed-severity-error": { color: ed.error },
  ".ed-severity-warning": { color: ed.warning },
  ".ed-severity-info": { color: ed.info },
  ".cm-diagnosticText code, .ed-code": { fontFamily: ed.font, fontSize: ".92em" },
  ".ed-code": { color: ed.gutter },
  ".cm-diagnosticAction": {
    display: "block",
    margin: "6px 0 0",
    padding: "4px 10px",
    border,
    borderRadius: "4px",
    backgroundColor: ed.bg,
    color: ed.fg,
    fontWeight: "600",
    textAlign: "start",
  },
  ".cm-diagnosticAction:focus-visible": { outline: `2px solid ${ed.highlight}` },
  ".cm-diagnosticSource": { marginTop: "6px", fontSize: ".85em", opacity: "1", color: ed.gutter },
});

const help = EditorView.theme({
  ".ed-hover, .ed-info": { margin: "0", padding: "8px 12px", maxWidth: "min(60ch, 90vw)", fontSize: ".92em", whiteSpace: "normal" },
  ".ed-hover p": { margin: "0" },
  ".ed-hover p + p": { marginTop: "6px" },
  ".ed-hover code, .ed-info code": { fontFamily: ed.font, fontSize: ".95em", overflowWrap: "anywhere" },
  ".ed-remark": { color: ed.gutter },
  ".ed-menu": { padding: "2px 12px 8px" },
  ".ed-occurrence": { backgroundColor: tint(ed.highlight, 18), outline: `1px solid ${tint(ed.highlight, 45)}` },
  ".ed-link": { textDecoration: "underline", cursor: "pointer", color: ed.info },
  // The explanation of an option is a box beside the list, and inside of it in the tree.
  ".cm-tooltip.cm-tooltip-autocomplete": { overflow: "visible" },
  ".cm-tooltip.cm-tooltip-autocomplete > ul": { fontFamily: ed.font, fontSize: ".92em", maxHeight: "16em", maxWidth: "min(700px, 95vw)" },
  ".cm-tooltip.cm-tooltip-autocomplete > ul > li": { padding: "3px 10px", lineHeight: "1.5" },
  ".cm-tooltip-autocomplete ul li[aria-selected]": { background: ed.selection, color: ed.fg },
  ".cm-completionDetail": { color: ed.gutter, fontStyle: "normal", marginInlineStart: "1.5em" },
  "li[aria-selected] .cm-completionDetail": { color: "inherit" },
  ".cm-completionMatchedText": { textDecoration: "none", fontWeight: "700" },
  ".cm-tooltip.cm-completionInfo": { padding: "0", width: "max-content", maxWidth: "min(50ch, 90vw)" },
  ".cm-snippetField": { backgroundColor: tint(ed.highlight, 16) },
  "@media (forced-colors: active)": {
    ".cm-tooltip-autocomplete ul li[aria-selected]": { background: "Highlight", color: "HighlightText", forcedColorAdjust: "none" },
  },
});

const syntax = HighlightStyle.define([
  { tag: tags.propertyName, color: ed.key },
  { tag: [tags.string, tags.special(tags.string)], color: ed.string },
  { tag: tags.number, class: "ed-number" },
  { tag: [tags.atom, tags.keyword, tags.labelName, tags.typeName, tags.variableName], class: "ed-atom" },
  { tag: tags.comment, color: ed.comment, fontStyle: "italic" },
  { tag: [tags.meta, tags.operator], color: ed.gutter },
  { tag: tags.invalid, color: ed.error },
]);

/** Also used by the decorations of `yaml-language.ts`, hence by name. */
const words = EditorView.theme({
  ".ed-number": { color: ed.number },
  ".ed-atom": { color: ed.atom },
});

export function theme(): Extension {
  return [surface, panels, marks, help, words, syntaxHighlighting(syntax)];
}
