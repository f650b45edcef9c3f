/** The keys of the editor, for the page's list of keys. `Mod` is Ctrl, on macOS Cmd. */
export interface KeyHelp {
  keys: string;
  /** The same on macOS, where it is another one. */
  mac?: string;
  does: string;
  /** Only in manifests. */
  manifests?: boolean;
}

export const keys: readonly KeyHelp[] = [
  { keys: "Ctrl-Space", does: "Complete: keys, values, names" },
  { keys: "Enter", does: "Take the chosen completion" },
  { keys: "F1", does: "Explain what the caret is on" },
  { keys: "F8", does: "Go to the next problem" },
  { keys: "Shift-F8", does: "Go to the previous problem" },
  { keys: "Mod-.", does: "Make the fix of the problem at the caret, or choose one" },
  { keys: "F12", does: "Go to the definition, from a definition to a reference", manifests: true },
  { keys: "Shift-F12", does: "Go to the next place that names the same", manifests: true },
  { keys: "Alt-F12", does: "Go back", manifests: true },
  { keys: "Ctrl-Shift-[", mac: "Cmd-Alt-[", does: "Fold" },
  { keys: "Ctrl-Shift-]", mac: "Cmd-Alt-]", does: "Unfold" },
  { keys: "Ctrl-Alt-[", does: "Fold all" },
  { keys: "Ctrl-Alt-]", does: "Unfold all" },
  { keys: "Mod-f", does: "Search and replace" },
  { keys: "Mod-z", does: "Undo" },
  { keys: "Ctrl-y", mac: "Cmd-Shift-z", does: "Redo" },
  { keys: "Mod-/", does: "Comment or uncomment lines" },
  { keys: "Tab", does: "Indent; go to the next place of a template" },
  { keys: "Shift-Tab", does: "Indent less" },
  { keys: "Escape, then Tab", does: "Leave the editor" },
];
