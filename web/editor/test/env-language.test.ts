import assert from "node:assert/strict";
import { test } from "node:test";
import { StringStream } from "@codemirror/language";
import { envParser } from "../src/env-language";

/** Pieces of a line with their kinds; what has none is left out. */
function tokens(line: string): string[] {
  const state = envParser.startState?.(2) ?? assert.fail();
  const stream = new StringStream(line, 2, 2);
  const found: [string, string][] = [];
  while (!stream.eol()) {
    stream.start = stream.pos;
    const kind = envParser.token(stream, state);
    assert.ok(stream.pos > stream.start, `no progress at ${stream.pos} of ${line}`);
    const last = found.at(-1);
    if (!kind) found.push(["", ""]);
    else if (last?.[0] === kind) last[1] += stream.current();
    else found.push([kind, stream.current()]);
  }
  return found.filter(([kind]) => kind).map(([kind, text]) => `${kind} ${text}`);
}

test("a line is a name, a sign and a value", () => {
  assert.deepEqual(tokens("KONG_ROUTER_FLAVOR=expressions"), ["propertyName KONG_ROUTER_FLAVOR", "operator =", "string expressions"]);
});

test("export, spaces and comments are told apart", () => {
  assert.deepEqual(tokens("  export A=b # why"), ["keyword export", "propertyName A", "operator =", "string b", "comment # why"]);
  assert.deepEqual(tokens("# A=b"), ["comment # A=b"]);
  assert.deepEqual(tokens("A=b#c"), ["propertyName A", "operator =", "string b#c"]);
});

test("the name export is a name", () => {
  assert.deepEqual(tokens("export=1"), ["propertyName export", "operator =", "number 1"]);
});

test("a value that is wholly a number or a word is one", () => {
  assert.deepEqual(tokens("KONG_STREAM_LISTEN=off"), ["propertyName KONG_STREAM_LISTEN", "operator =", "atom off"]);
  assert.deepEqual(tokens("A=8000 # c"), ["propertyName A", "operator =", "number 8000", "comment # c"]);
  assert.deepEqual(tokens("A=8000 ssl"), ["propertyName A", "operator =", "string 8000", "string ssl"]);
});

test("a comment sign within quotes is text", () => {
  assert.deepEqual(tokens(`A="b # c" 'd # e'`), ["propertyName A", "operator =", `string "b # c"`, "string 'd # e'"]);
});

test("a quote that is not closed ends with its line", () => {
  assert.deepEqual(tokens('A="b udp'), ["propertyName A", "operator =", 'string "b', "string udp"]);
  assert.deepEqual(tokens("B=c"), ["propertyName B", "operator =", "string c"]);
});

test("references to other variables stand out", () => {
  assert.deepEqual(tokens("A=${B}/$C"), ["propertyName A", "operator =", "variableName ${B}", "string /", "variableName $C"]);
});

test("lines of a container's env list are read too", () => {
  assert.deepEqual(tokens("- name: KONG_DATABASE"), ["keyword -", "propertyName name", "operator :", "string KONG_DATABASE"]);
  assert.deepEqual(tokens(`  value: "off"`), ["propertyName value", "operator :", `string "off"`]);
});

test("a line that is no assignment is marked as such", () => {
  assert.deepEqual(tokens("hello world"), ["invalid hello world"]);
  assert.deepEqual(tokens("=x"), ["invalid =x"]);
});
