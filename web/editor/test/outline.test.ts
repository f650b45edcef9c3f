import assert from "node:assert/strict";
import { test } from "node:test";
import { outline, type Node } from "../src/yaml/outline";
import { holeAt, tokenAt } from "../src/yaml/place";

/** The values alone; a key without colon has `undefined`. */
function plain(node: Node): unknown {
  switch (node.kind) {
    case "empty":
      return null;
    case "scalar":
      return node.text;
    case "list":
      return node.items.map(({ value }) => plain(value));
    case "map":
      return Object.fromEntries(node.entries.map(({ key, value, bare }) => [key, bare ? undefined : plain(value)]));
  }
}

const read = (...lines: string[]): unknown => plain(outline(lines.join("\n")));

test("mappings, lists, items that are mappings, and lists at the column of their key", () => {
  assert.deepEqual(read("---", "a: 1", "b:", "  c: x # note", "  d:", "  - e: 1", "    f: 2", "  - g", "  -", "    h: 3", "i:"), {
    a: "1",
    b: { c: "x", d: [{ e: "1", f: "2" }, "g", { h: "3" }] },
    i: null,
  });
  assert.deepEqual(read("- - a", "  - b", "- c: 1"), [["a", "b"], { c: "1" }]);
});

test("quotes, block scalars, anchors, continued lines", () => {
  assert.deepEqual(read('"a b": "x: #y"', "'c': 'it''s'", "d: |", "  k: v", "", "  - l", "e: &n kong", "f: *n", "g: one", "  two", 'h: "one', '  two"', "i: !t x"), {
    "a b": "x: #y",
    c: "it's",
    d: "  k: v\n\n  - l",
    e: "kong",
    f: "kong",
    g: "one two",
    h: "one\n  two",
    i: "x",
  });
});

test("flow style and JSON", () => {
  assert.deepEqual(read("a: {b: 1, c: [x, 'y', {d: 2}], e}", "f: []"), { a: { b: "1", c: ["x", "y", { d: "2" }], e: undefined }, f: [] });
  const json = { kind: "Service", spec: { ports: [{ port: "80" }, { port: "81" }], empty: {} } };
  assert.deepEqual(plain(outline(JSON.stringify(json, null, 2))), json);
  assert.deepEqual(plain(outline(JSON.stringify(json))), json);
});

test("what is not finished costs only itself", () => {
  assert.deepEqual(read("a:", "  na", "  b: 1"), { a: { na: undefined, b: "1" } });
  assert.deepEqual(read("a:", "  b: 1", "  na", "c: 2"), { a: { b: "1", na: undefined }, c: "2" });
  assert.deepEqual(read('a: "x', "b: 1"), { a: "x", b: "1" });
  assert.deepEqual(read("a: [x, ", "b: 1"), { a: ["x"], b: "1" });
  assert.deepEqual(read("a: {x: 1, ", "b: 1"), { a: { x: "1" }, b: "1" });
  assert.deepEqual(read("a: 1", "    lost: 1", "b: 2"), { a: "1", b: "2" });
  assert.deepEqual(read("a:", "- ", "- b: 1"), { a: [null, { b: "1" }] });
});

test("no text is too odd, and places are inside it and in order", () => {
  const pieces = ["a: ", "b:\n", "  ", "- ", "-\n", '"', "'", "{", "}", "[", "]", ", ", "|\n", "# x", "\n", "&a ", "*a", "k: v\n", ": ", "é", "---\n"];
  let seed = 11;
  const random = (below: number): number => {
    seed = (seed * 1103515245 + 12345) % 2147483648;
    return (seed >> 8) % below;
  };
  const check = (node: Node, from: number, to: number): void => {
    assert.ok(from <= node.from && node.from <= node.to && node.to <= to, JSON.stringify(node));
    if (node.kind === "map") for (const { from: at, to: end, value } of node.entries) assert.ok(at <= end), check(value, end, to);
    if (node.kind === "list") for (const { from: at, value } of node.items) check(value, at, to);
  };
  for (let step = 0; step < 3000; step++) {
    const text = Array.from({ length: random(24) }, () => pieces[random(pieces.length)] ?? "").join("");
    const root = outline(text);
    try {
      check(root, 0, text.length);
      for (let at = 0; at <= text.length; at++) holeAt(root, text, at), tokenAt(root, at);
    } catch (error) {
      throw new Error(JSON.stringify(text), { cause: error });
    }
  }
});

test("deep nesting and long lines end", () => {
  assert.ok(outline("[".repeat(100_000)));
  assert.ok(outline("- ".repeat(20_000)));
  assert.ok(outline("{a: ".repeat(20_000)));
});

/** What could be written at `|`. */
function hole(...lines: string[]): unknown {
  const text = lines.join("\n");
  const at = text.indexOf("|");
  const without = text.replace("|", "");
  const found = holeAt(outline(without), without, at);
  return found && { kind: found.kind, path: found.path.join("."), typed: without.slice(found.from, at) };
}

test("a place for a key belongs to the mapping of its column", () => {
  assert.deepEqual(hole("spec:", "  |"), { kind: "key", path: "spec", typed: "" });
  assert.deepEqual(hole("spec:", "  ga|"), { kind: "key", path: "spec", typed: "ga" });
  assert.deepEqual(hole("spec:", "  a: 1", "  |", "  b: 2"), { kind: "key", path: "spec", typed: "" });
  assert.deepEqual(hole("spec:", "  rules:", "  - a: 1", "    b|"), { kind: "key", path: "spec.rules.0", typed: "b" });
  assert.deepEqual(hole("spec:", "  rules:", "  - a: 1", "  - |"), { kind: "key", path: "spec.rules.1", typed: "" });
  assert.deepEqual(hole("spec:", "  rules:", "    - a: 1", "      b:", "        - c: 1", "      d|"), { kind: "key", path: "spec.rules.0", typed: "d" });
  assert.deepEqual(hole("spec:", "  a: 1", "ki|"), { kind: "key", path: "", typed: "ki" });
  assert.deepEqual(hole("|"), { kind: "key", path: "", typed: "" });
  assert.deepEqual(hole("metadata:", "  annotations:", "    konghq.com/st|"), { kind: "key", path: "metadata.annotations", typed: "konghq.com/st" });
});

test("a place for a value knows its key", () => {
  assert.deepEqual(hole("spec:", "  a: |"), { kind: "value", path: "spec.a", typed: "" });
  assert.deepEqual(hole("spec:", "  a: ko|"), { kind: "value", path: "spec.a", typed: "ko" });
  assert.deepEqual(hole('spec:', '  a: "ko|"'), { kind: "value", path: "spec.a", typed: "ko" });
  assert.deepEqual(hole("rules:", "- a: 1", "- name: x|"), { kind: "value", path: "rules.1.name", typed: "x" });
  assert.deepEqual(hole("a: [x, y|]"), { kind: "value", path: "a.1", typed: "y" });
  assert.deepEqual(hole("a: {b: x|}"), { kind: "value", path: "a.b", typed: "x" });
  assert.deepEqual(hole("a: {b: x, c|}"), { kind: "key", path: "a", typed: "c" });
  assert.deepEqual(hole("{", '  "spec": {', '    "a": "k|"', "  }", "}"), { kind: "value", path: "spec.a", typed: "k" });
  assert.deepEqual(hole("{", '  "spec": {', '    "a|"', "  }", "}"), { kind: "key", path: "spec", typed: "a" });
});

test("nothing can be written in comments, block scalars, behind a colon or a value", () => {
  assert.equal(hole("a: 1 # |"), null);
  assert.equal(hole("# |"), null);
  assert.equal(hole("a: >-", "  te|"), null);
  assert.equal(hole("a:|"), null);
  assert.equal(hole('a: "x" |'), null);
  assert.equal(hole("-|"), null);
  assert.equal(hole("a: b", "    |"), null);
});

test("the token at an offset is a key or a scalar", () => {
  const text = "spec:\n  rules:\n  - name: a\n    port: 80\n";
  const root = outline(text);
  const at = (part: string): unknown => {
    const token = tokenAt(root, text.indexOf(part));
    return token && [token.entry ? "key" : "value", token.path.join(".")];
  };
  assert.deepEqual(at("port"), ["key", "spec.rules.0.port"]);
  assert.deepEqual(at("80"), ["value", "spec.rules.0.port"]);
  assert.deepEqual(at("spec"), ["key", "spec"]);
  assert.equal(tokenAt(root, text.indexOf("  rules")), null);
});
