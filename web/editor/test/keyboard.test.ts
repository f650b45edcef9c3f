import assert from "node:assert/strict";
import { test } from "node:test";
import { tabLeaves } from "../src/keyboard";

function after(...keys: string[]): boolean {
  return keys.reduce(tabLeaves, false);
}

test("Tab leaves after Escape only", () => {
  assert.equal(after("a"), false);
  assert.equal(after("Tab"), false);
  assert.equal(after("Escape"), true);
});

test("Shift keeps the way out open, so that Shift-Tab leaves too", () => {
  assert.equal(after("Escape", "Shift"), true);
  assert.equal(after("Escape", "Shift", "Tab", "Tab"), true);
});

test("any other key shuts the way out", () => {
  assert.equal(after("Escape", "a"), false);
  assert.equal(after("Escape", "ArrowDown", "Shift"), false);
});
