import assert from "node:assert/strict";
import { test } from "node:test";
import { Text } from "@codemirror/state";
import { highlightDecorations } from "../src/highlights";
import type { Range } from "../src/ranges";

const doc = Text.of(["one", "two", "three"]); // starts at 0, 4, 8

function decorations(...ranges: Range[]): string[] {
  const found: string[] = [];
  for (const at = highlightDecorations(doc, ranges).iter(); at.value; at.next()) found.push(`${at.value.spec.class} ${at.from}-${at.to}`);
  return found.map((text) => text.replace("ed-highlight-line", "line").replace("ed-highlight", "part"));
}

test("whole lines are tinted as lines only", () => {
  assert.deepEqual(decorations({ from: 0, to: 7 }), ["line 0-0", "line 4-4"]);
  assert.deepEqual(decorations({ from: 4, to: 8 }), ["line 4-4"]);
});

test("a part of a line is tinted within its line", () => {
  assert.deepEqual(decorations({ from: 5, to: 7 }), ["line 4-4", "part 5-7"]);
});

test("a line is tinted once, whatever ranges touch it and in whatever order they come", () => {
  const both = [
    { from: 9, to: 10 },
    { from: 4, to: 9 },
    { from: 8, to: 9 },
  ];
  assert.deepEqual(decorations(...both), ["line 4-4", "part 4-9", "line 8-8", "part 8-9", "part 9-10"]);
});

test("an empty range tints its line, and ranges outside the text its last line", () => {
  assert.deepEqual(decorations({ from: 5, to: 5 }), ["line 4-4"]);
  assert.deepEqual(decorations({ from: 90, to: 99 }), ["line 8-8"]);
});
