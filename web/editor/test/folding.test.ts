import assert from "node:assert/strict";
import { test } from "node:test";
import { ensureSyntaxTree, foldable, foldEffect, foldedRanges } from "@codemirror/language";
import { EditorState } from "@codemirror/state";
import { documentFold, documentTitle, folding, unfoldAt } from "../src/folding";
import { documents, Reading } from "../src/yaml/documents";
import { yamlLanguage } from "../src/yaml-language";

function stateOf(...lines: string[]): EditorState {
  const state = EditorState.create({ doc: lines.join("\n"), extensions: [yamlLanguage(), folding()] });
  ensureSyntaxTree(state, state.doc.length, 5000);
  return state;
}

/** Numbers of the lines that are hidden when `number` is folded, first to last. */
function hidden(state: EditorState, number: number): [number, number] | null {
  const line = state.doc.line(number);
  const range = foldable(state, line.from, line.to);
  if (!range) return null;
  assert.equal(range.from, line.to);
  assert.equal(range.to, state.doc.lineAt(range.to).to);
  return [number + 1, state.doc.lineAt(range.to).number];
}

test("a document folds behind its marker, up to its last line with text", () => {
  const state = stateOf("---", "a: 1", "b: 2", "", "--- # second", "c: 3", "d: 4", "");
  assert.deepEqual(hidden(state, 1), [2, 3]);
  assert.deepEqual(hidden(state, 5), [6, 7]);
});

test("an end marker ends the fold", () => {
  assert.deepEqual(hidden(stateOf("---", "a: 1", "...", "# between", "---", "b: 2"), 1), [2, 2]);
});

test("a marker without a document does not fold", () => {
  assert.equal(hidden(stateOf("---", "---", "a: 1"), 1), null);
  assert.equal(hidden(stateOf("a: 1", "---", ""), 2), null);
});

test("dashes that are indented or go on are no markers", () => {
  const state = stateOf("a: |", "  ---", "  text", "----: 1", "b: 2");
  assert.equal(state.field(documents).length, 1);
});

test("the first document folds without a marker when others follow", () => {
  const state = stateOf("", "apiVersion: v1", "kind: Service", "---", "a: 1");
  assert.deepEqual(hidden(state, 2), [3, 3]);
  assert.equal(hidden(state, 3), null);
});

test("a first line that folds by itself keeps that fold", () => {
  assert.deepEqual(hidden(stateOf("metadata:", "  name: a", "kind: Service", "---", "a: 1"), 1), [2, 2]);
  assert.deepEqual(hidden(stateOf("items:", "- a", "- b", "kind: List", "---", "a: 1"), 1), [2, 3]);
});

test("a single document has no fold of its own", () => {
  assert.equal(hidden(stateOf("apiVersion: v1", "kind: Service"), 1), null);
});

test("mappings, lists at the same column, items, block scalars and JSON fold by what they hold", () => {
  const state = stateOf(
    "spec:",
    "  listeners:",
    "  - name: http",
    "    port: 80",
    "  - name: tls",
    "cert: |",
    "  a",
    "  b",
    "json: {",
    '  "a": 1',
    "}",
  );
  assert.deepEqual(hidden(state, 1), [2, 5]);
  assert.deepEqual(hidden(state, 2), [3, 5]);
  assert.deepEqual(hidden(state, 3), [4, 4]);
  assert.equal(hidden(state, 5), null);
  assert.deepEqual(hidden(state, 6), [7, 8]);
  assert.deepEqual(hidden(state, 9), [10, 11]);
});

test("a folded document is titled by its kind and name", () => {
  const title = (text: string): string | null => documentTitle(new Reading(() => text));
  assert.equal(title("apiVersion: v1\nkind: Service\nmetadata:\n  namespace: kong\n  name: proxy\n"), "Service proxy");
  assert.equal(title('kind: "Gateway"\nmetadata:\n    labels:\n      a: b\n    name: "kong"\n'), "Gateway kong");
  assert.equal(title('---\n{"kind": "Secret", "metadata": {"name": "cert"}}'), "Secret cert");
  assert.equal(title("- kind: Service\n  metadata:\n    name: a\n"), "Service a");
  assert.equal(title("a: 1\n"), null);
});

test("a document folds with all objects of its List", () => {
  const state = stateOf("---", "kind: List", "items:", "- kind: Service", "  a: 1", "- kind: Secret", "  b: 2", "---", "c: 3");
  assert.deepEqual(hidden(state, 1), [2, 7]);
  assert.deepEqual(hidden(state, 4), [5, 5]);
});

test("folds that hide a range are opened for it, others stay", () => {
  let state = stateOf("---", "a: 1", "b: 2", "---", "c: 3", "d: 4");
  for (const number of [1, 4]) {
    const range = documentFold(state, state.doc.line(number).from);
    assert.ok(range);
    state = state.update({ effects: foldEffect.of(range) }).state;
  }
  const { from } = state.doc.line(5);
  state = state.update({ effects: unfoldAt(state, { from, to: from + 1 }) }).state;
  const left: number[] = [];
  foldedRanges(state).between(0, state.doc.length, (start) => {
    left.push(state.doc.lineAt(start).number);
  });
  assert.deepEqual(left, [1]);
});
