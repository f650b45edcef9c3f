import assert from "node:assert/strict";
import { test } from "node:test";
import { Text } from "@codemirror/state";
import { applyChoice, choicesOf } from "../src/fix-menu";
import { keys } from "../src/keys";
import { definitionKeys } from "../src/definition";
import { diagnosticsOf, markKeys } from "../src/marks";

test("the fixes of all marks at the caret are choices, and each makes its own", () => {
  const chosen: string[] = [];
  const mark = { from: 0, to: 4, severity: "error" as const, message: "m", code: "c" };
  const fixes = (...ids: string[]) => ids.map((id) => ({ id, title: id.toUpperCase() }));
  const list = diagnosticsOf(Text.of(["port"]), [{ ...mark, fixes: fixes("a", "b") }, { ...mark, fixes: fixes("c") }], (id) => chosen.push(id));
  const choices = choicesOf(list);
  assert.deepEqual(choices.map(({ action }) => action.name), ["A", "B", "C"]);
  for (const choice of choices) applyChoice({} as never, choice);
  assert.deepEqual(chosen, ["a", "b", "c"]);
});

test("the list of keys has every key of ours", () => {
  const listed = keys.map((key) => key.keys);
  for (const { key, shift } of [...markKeys, ...definitionKeys]) {
    assert.ok(key && listed.includes(key), key);
    if (shift) assert.ok(listed.includes(`Shift-${key}`), key);
  }
});
