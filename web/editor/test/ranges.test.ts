import assert from "node:assert/strict";
import { test } from "node:test";
import { Text } from "@codemirror/state";
import { clampOffset, clampRange, visibleRange } from "../src/ranges";

const doc = Text.of(["ab", "", "c😀"]); // offsets: ab 0-2, empty line 3, c 4, the two units of the emoji 5-7

test("offsets outside the text become the nearest one inside", () => {
  assert.equal(clampOffset(doc, -1), 0);
  assert.equal(clampOffset(doc, 99), 7);
  assert.equal(clampOffset(doc, Infinity), 7);
  assert.equal(clampOffset(doc, 1.9), 1);
  assert.equal(clampOffset(doc, NaN), 0);
});

test("a range that runs backwards becomes empty at its start", () => {
  assert.deepEqual(clampRange(doc, { from: 2, to: 1 }), { from: 2, to: 2 });
});

test("a range with text stays as it is", () => {
  assert.deepEqual(visibleRange(doc, { from: 1, to: 4 }), { from: 1, to: 4 });
});

test("an empty range becomes the character behind it, whole even if it has two units", () => {
  assert.deepEqual(visibleRange(doc, { from: 0, to: 0 }), { from: 0, to: 1 });
  assert.deepEqual(visibleRange(doc, { from: 5, to: 5 }), { from: 5, to: 7 });
});

test("an empty range at the end of a line becomes the character before it", () => {
  assert.deepEqual(visibleRange(doc, { from: 2, to: 2 }), { from: 1, to: 2 });
  assert.deepEqual(visibleRange(doc, { from: 50, to: 60 }), { from: 5, to: 7 });
});

test("an empty range on an empty line becomes its line break", () => {
  assert.deepEqual(visibleRange(doc, { from: 3, to: 3 }), { from: 3, to: 4 });
  assert.deepEqual(visibleRange(Text.of(["a", ""]), { from: 2, to: 2 }), { from: 1, to: 2 });
});

test("an empty text has only the empty range", () => {
  assert.deepEqual(visibleRange(Text.empty, { from: 3, to: 9 }), { from: 0, to: 0 });
});
