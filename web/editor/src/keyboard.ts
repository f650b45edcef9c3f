import { defaultKeymap, historyKeymap, indentWithTab } from "@codemirror/commands";
import { foldKeymap } from "@codemirror/language";
import { searchKeymap } from "@codemirror/search";
import { Prec, type Extension } from "@codemirror/state";
import { EditorView, keymap, ViewPlugin } from "@codemirror/view";
import { markKeys } from "./marks";

const modifiers = new Set(["Shift", "Control", "Alt", "AltGraph", "Meta", "CapsLock", "Fn"]);

/**
 * Whether Tab leaves the editor after `key` was pressed: Escape opens the door, Tab and modifiers keep it open
 * (Shift-Tab is two keys), everything else shuts it.
 */
export function tabLeaves(before: boolean, key: string): boolean {
  if (key === "Escape") return true;
  return before && (key === "Tab" || modifiers.has(key));
}

/**
 * Tab indents and must not trap the keyboard (WCAG 2.1.2).
 *
 * CodeMirror itself lets Tab go for two seconds after Escape, and only when no other binding takes the Escape.
 * Here its tab focus mode is switched on by every Escape and stays on until another key, a click or leaving:
 * no time limit (WCAG 2.2.1), and the Escape that closes the search panel counts as well.
 */
const leaving = ViewPlugin.fromClass(
  class {
    leaves = false;

    set(view: EditorView, leaves: boolean): void {
      if (leaves !== this.leaves) view.setTabFocusMode(leaves);
      this.leaves = leaves;
    }
  },
  {
    eventObservers: {
      keydown(event, view) {
        this.set(view, tabLeaves(this.leaves, event.key));
      },
      mousedown(_event, view) {
        this.set(view, false);
      },
      blur(_event, view) {
        this.set(view, false);
      },
    },
  },
);

const hint = EditorView.contentAttributes.of({
  "aria-description": "Tab indents. To leave the editor, press Escape, then Tab. F1 explains what the caret is on, Control Space completes.",
});

/** `toggleTabFocusMode` would be a second way to switch the mode that `leaving` keeps. */
const editing = defaultKeymap.filter(({ key }) => key !== "Ctrl-m");

export function keyboard(): Extension {
  return [
    Prec.high(leaving),
    hint,
    keymap.of([...markKeys, ...searchKeymap, ...historyKeymap, ...foldKeymap, ...editing, indentWithTab]),
  ];
}
