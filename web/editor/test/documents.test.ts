import assert from "node:assert/strict";
import { test } from "node:test";
import { EditorState, type ChangeSpec } from "@codemirror/state";
import { documentAt, documents } from "../src/yaml/documents";

function stateOf(text: string): EditorState {
  return EditorState.create({ doc: text, extensions: documents });
}

function texts(state: EditorState): string[] {
  return state.field(documents).map(({ reading }) => reading.text);
}

test("documents are the whole text, each with its marker", () => {
  assert.deepEqual(texts(stateOf("a: 1\n---\nb: 2\n...\n---\nc: 3")), ["a: 1\n", "---\nb: 2\n", "...\n", "---\nc: 3"]);
  assert.deepEqual(texts(stateOf("---\na: 1\n")), ["---\na: 1\n"]);
  assert.deepEqual(texts(stateOf("kind: List\nitems:\n- kind: A\n- b\n- metadata:\n    c: 1")), [
    "kind: List\nitems:\n",
    "- kind: A\n- b\n",
    "- metadata:\n    c: 1",
  ]);
  assert.deepEqual(texts(stateOf("items:\n- kind: A\n  b: 1\n# c\nkind: List\nmetadata: {}\n")), [
    "items:\n",
    "- kind: A\n  b: 1\n# c\n",
    "kind: List\nmetadata: {}\n",
  ]);
  assert.deepEqual(texts(stateOf("")), [""]);
  assert.deepEqual(texts(stateOf("a: 1\n---")), ["a: 1\n", "---"]);
});

test("a change leaves the readings of other documents as they are", () => {
  const state = stateOf("a: 1\n---\nb: 2\n---\nc: 3\n");
  const before = state.field(documents).map(({ reading }) => reading);
  const changed = state.update({ changes: { from: 12, to: 13, insert: "20" } }).state;
  const after = changed.field(documents).map(({ reading }) => reading);
  assert.equal(after[0], before[0]);
  assert.notEqual(after[1], before[1]);
  assert.equal(after[2], before[2]);
  assert.deepEqual(texts(changed), ["a: 1\n", "---\nb: 20\n", "---\nc: 3\n"]);
  assert.equal(documentAt(changed, changed.doc.length)?.from, 15);
});

test("documents kept up to date by changes are the ones a fresh read finds", () => {
  const pieces = ["---\n", "\n---", "-", "\n", "x", "---", "...\n", " ", "", "- kind: a\n", "- kind:", "k: v\n"];
  let state = stateOf("---\na: 1\n---\nb: 2\n...\n---\nc: 3");
  let seed = 7;
  const random = (below: number): number => {
    seed = (seed * 1103515245 + 12345) % 2147483648;
    return seed % below;
  };
  const shape = (of: EditorState): object[] =>
    of.field(documents).map(({ from, to, begin, reading }) => ({ from, to, begin, text: reading.text }));
  for (let step = 0; step < 2000; step++) {
    const length = state.doc.length;
    const change = (): ChangeSpec => {
      const from = random(length + 1);
      return { from, to: Math.min(length, from + random(6)), insert: pieces[random(pieces.length)] ?? "" };
    };
    state = state.update({ changes: [change(), change()] }).state;
    if (state.doc.length > 200) state = state.update({ changes: { from: 60, to: state.doc.length } }).state;
    assert.deepEqual(shape(state), shape(stateOf(state.doc.toString())), state.doc.toString());
  }
});
