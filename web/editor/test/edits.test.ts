import assert from "node:assert/strict";
import { test } from "node:test";
import { EditorState, Text } from "@codemirror/state";
import { changesOf, normalizeBreaks, smallestChange, type Edit } from "../src/edits";

function applied(text: string, edits: Edit[]): string | null {
  const state = EditorState.create({ doc: text });
  const changes = changesOf(state.doc, edits);
  return changes && state.update({ changes }).state.doc.toString();
}

test("all edits mean the text before any of them, in whatever order they come", () => {
  const edits = [
    { from: 8, to: 9, text: "three" },
    { from: 0, to: 1, text: "one" },
    { from: 4, to: 4, text: "two " },
  ];
  assert.equal(applied("a b c d e", edits), "one b two c d three");
});

test("insertions at one place keep their order, in front of a replacement there", () => {
  const edits = [
    { from: 1, to: 2, text: "X" },
    { from: 1, to: 1, text: "1" },
    { from: 1, to: 1, text: "2" },
  ];
  assert.equal(applied("abc", edits), "a12Xc");
});

test("edits that touch do not overlap", () => {
  assert.equal(applied("abcd", [{ from: 0, to: 2, text: "x" }, { from: 2, to: 4, text: "y" }]), "xy");
});

test("edits that do not fit the text are refused as a whole", () => {
  const good = { from: 0, to: 1, text: "x" };
  for (const bad of [
    { from: 3, to: 5, text: "" },
    { from: -1, to: 0, text: "" },
    { from: 3, to: 2, text: "" },
    { from: 0, to: 2, text: "" },
    { from: 1.5, to: 2, text: "" },
    { from: NaN, to: NaN, text: "" },
  ]) {
    assert.equal(applied("abcd", [good, bad]), null, JSON.stringify(bad));
  }
  assert.deepEqual(changesOf(Text.of(["abcd"]), []), []);
});

test("every line break becomes LF", () => {
  assert.equal(normalizeBreaks("a\r\nb\rc\n\r\nd"), "a\nb\nc\n\nd");
});

test("equal texts need no change", () => {
  assert.equal(smallestChange("a: b\n", "a: b\n"), null);
});

test("only what differs between two texts is replaced", () => {
  assert.deepEqual(smallestChange("port: 80\nname: a\n", "port: 443\nname: a\n"), { from: 6, to: 8, insert: "443" });
  assert.deepEqual(smallestChange("", "abc"), { from: 0, to: 0, insert: "abc" });
  assert.deepEqual(smallestChange("abc", ""), { from: 0, to: 3, insert: "" });
});

test("head and tail are not counted twice when the texts repeat themselves", () => {
  for (const [before, after] of [["aa", "aaa"], ["aaa", "aa"], ["abab", "ab"], ["ab", "abab"], ["😀", "😃"]] as const) {
    const change = smallestChange(before, after);
    assert.ok(change);
    assert.equal(before.slice(0, change.from) + change.insert + before.slice(change.to), after);
  }
});
