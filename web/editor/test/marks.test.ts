import assert from "node:assert/strict";
import { test } from "node:test";
import { setDiagnostics } from "@codemirror/lint";
import { EditorState, Text } from "@codemirror/state";
import { diagnosticsOf, marks, marksAtCaret, type Mark } from "../src/marks";

const doc = Text.of(["port: 9903", "protocol: TLS"]);

function mark(from: number, to: number, rest: Partial<Mark> = {}): Mark {
  return { from, to, severity: "error", message: "port is closed", code: "port-closed", fixes: [], ...rest };
}

function placed(from: number, to: number): [number, number][] {
  return diagnosticsOf(doc, [mark(from, to)], () => {}).map((d) => [d.from, d.to]);
}

test("a mark outside the text is moved into it", () => {
  assert.deepEqual(placed(-5, 4), [[0, 4]]);
  assert.deepEqual(placed(20, 900), [[20, 24]]);
  assert.deepEqual(placed(900, 901), [[23, 24]]);
});

test("an empty mark is one character wide", () => {
  assert.deepEqual(placed(6, 6), [[6, 7]]);
});

test("an action of a mark reports the id of its fix", () => {
  const chosen: string[] = [];
  const fixes = [
    { id: "add-ssl", title: "Add `ssl`" },
    { id: "use-tcp", title: "Use TCP" },
  ];
  const [diagnostic] = diagnosticsOf(doc, [mark(6, 10, { fixes })], (id) => chosen.push(id));
  assert.deepEqual(diagnostic?.actions?.map(({ name }) => name), ["Add ssl", "Use TCP"]);
  diagnostic?.actions?.[1]?.apply({} as never, 6, 10);
  assert.deepEqual(chosen, ["use-tcp"]);
});

test("a source of null counts as none", () => {
  const [with_, without] = diagnosticsOf(doc, [mark(0, 1, { source: "KIC docs" }), mark(0, 1, { source: null })], () => {});
  assert.equal(with_?.source, "KIC docs");
  assert.equal(without?.source, undefined);
});

test("marks at the caret are found, also after text was written before them", () => {
  let state = EditorState.create({ doc, extensions: marks() });
  const list = diagnosticsOf(doc, [mark(6, 10), mark(21, 24, { message: "no certificate" })], () => {});
  state = state.update(setDiagnostics(state, list)).state;
  state = state.update({ changes: { from: 0, insert: "# closed\n" }, selection: { anchor: 31 } }).state;
  assert.deepEqual(marksAtCaret(state).map(({ message }) => message), ["no certificate"]);
});
