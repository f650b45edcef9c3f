import assert from "node:assert/strict";
import { test } from "node:test";
import { insertNewlineAndIndent } from "@codemirror/commands";
import { ensureSyntaxTree, indentUnit } from "@codemirror/language";
import { EditorState } from "@codemirror/state";
import { blockIndent, yamlLanguage } from "../src/yaml-language";
import { scalarKind } from "../src/yaml-scalars";

/** The text after Enter at `|`, with the caret shown in the same way. */
function enter(text: string): string {
  const caret = text.indexOf("|");
  let state = EditorState.create({
    doc: text.replace("|", ""),
    selection: { anchor: caret },
    extensions: [yamlLanguage(), indentUnit.of("  ")],
  });
  ensureSyntaxTree(state, state.doc.length, 5000);
  insertNewlineAndIndent({ state, dispatch: (transaction) => (state = transaction.state) });
  const { head } = state.selection.main;
  return `${state.sliceDoc(0, head)}|${state.sliceDoc(head)}`;
}

test("behind a key without a value the next line is indented by two", () => {
  assert.equal(enter("spec:|"), "spec:\n  |");
  assert.equal(enter("spec:\n  rules: # all|"), "spec:\n  rules: # all\n    |");
  assert.equal(enter("tls.crt: >-|"), "tls.crt: >-\n  |");
});

test("behind an item the next line continues its mapping", () => {
  assert.equal(enter("- name: http|"), "- name: http\n  |");
  assert.equal(enter("listeners:\n  - name: http\n    port: 80|"), "listeners:\n  - name: http\n    port: 80\n    |");
  assert.equal(enter("rules:\n- backendRefs:|"), "rules:\n- backendRefs:\n    |");
});

test("behind a value the next line stays at its column", () => {
  assert.equal(enter("a: 1|"), "a: 1\n|");
  assert.equal(enter("a:\n  b: 1|\nc: 2"), "a:\n  b: 1\n  |\nc: 2");
});

test("text that only looks like a key does not indent", () => {
  assert.equal(blockIndent("url: http://a:80"), null);
  assert.equal(blockIndent("# note:"), null);
  assert.equal(blockIndent("a: b # note:"), null);
  assert.equal(blockIndent("a: 'b:'"), null);
  assert.equal(blockIndent(""), null);
  assert.equal(enter("text: |-\n  see:|".replace("|-", ">-")), "text: >-\n  see:\n  |");
});

test("plain scalars mean what they mean in Kubernetes", () => {
  for (const text of ["80", "-1", "0777", "0x1F", "1_000", "1.5", "6e3", ".5", ".inf", "0o14"]) assert.equal(scalarKind(text), "number", text);
  for (const text of ["true", "on", "No", "y", "null", "~"]) assert.equal(scalarKind(text), "atom", text);
  for (const text of ["kong", "1.2.3", "0.0.0.0:8000", "onn", "yEs", "", "10s", "v1", "-", "."]) assert.equal(scalarKind(text), null, text);
});
