/**
 * The text editor of KIC Playground: CodeMirror 6 behind a message interface that is narrow on purpose, so that
 * the page (Rust, wasm-bindgen) depends on these shapes and on nothing of CodeMirror.
 *
 * Units: every offset counts UTF-16 code units from the start of the text, as JavaScript strings do. Line breaks
 * count as one: a text that comes in with CRLF or CR is stored, counted and given back with LF.
 * Ranges are half open, `from` to `to`.
 *
 * Callbacks run synchronously, also while a call of the handle that causes them (`applyEdits`, `undo`, `reveal`, …) is still
 * on the stack: a Rust callback must not hold a borrow that the caller holds as well. All handle calls are
 * allowed inside callbacks. After `destroy` nothing may be called.
 *
 * Looks: see `theme.ts` for the `--ed-*` custom properties. The font size is inherited from the parent element,
 * and the editor fills the parent's height.
 *
 * Content-Security-Policy: nothing has to be allowed beyond `style-src 'self'` and `script-src 'self'`, not even
 * `img-src data:`. The reasons are in `style-mod.ts` and `theme.ts`.
 *
 * Keys: Tab and Shift-Tab indent; Escape, then Tab or Shift-Tab leaves the editor. F8 and Shift-F8 go to the next
 * and previous mark and read it out, Ctrl/Cmd-. makes the fix of the mark at the caret, or opens a menu of several. Ctrl/Cmd-F
 * searches, Ctrl-Shift-[ and ] (macOS: Cmd-Alt-[ and ]) fold, Ctrl-Alt-[ and ] fold and unfold all. Ctrl-Space completes. F1
 * explains what the caret is on. In manifests, F12 and Ctrl/Cmd-click go from a reference to its definition and from a
 * definition to a reference, Shift-F12 to the next place that names the same, Alt-F12 back. `keys` lists all of them.
 *
 * Completion and explanations know what `editor-data.js` holds: the page loads that file together with the bundle and hands
 * the promise of it to `useData`, once for all editors. Nothing is loaded later.
 */
import { version as packageVersion } from "../package.json";

export { createEditor } from "./editor";
export { useData } from "./data/current";
export { keys, type KeyHelp } from "./keys";
export type { EditorHandle, EditorOptions, Language } from "./editor";
export type { Edit } from "./edits";
export type { Fix, Mark, Severity } from "./marks";
export type { Range } from "./ranges";

/** Version of this bundle, as in its package.json. */
export const version: string = packageVersion;
