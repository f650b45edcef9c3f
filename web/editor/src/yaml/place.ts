/** What a caret or pointer stands on in a document. */
import type { Entry, MapNode, Node, Path, ScalarNode } from "./outline";

/** A key or a value that is there. */
export type Token = { entry: Entry; path: Path; scalar?: never } | { scalar: ScalarNode; path: Path; entry?: never };

/** The key or scalar at an offset. `path` leads to the value. */
export function tokenAt(root: Node, at: number): Token | null {
  let node = root;
  let path: Path = [];
  for (;;) {
    if (node.kind === "scalar") return node.from <= at && at <= node.to ? { scalar: node, path } : null;
    if (node.kind === "empty") return null;
    if (node.kind === "map") {
      const entry = lastFrom(node.entries, at);
      if (!entry) return null;
      path = [...path, entry.key];
      if (at <= entry.to) return { entry, path };
      node = entry.value;
    } else {
      const index = lastIndex(node.items, at);
      const item = node.items[index];
      if (!item) return null;
      path = [...path, index];
      node = item.value;
    }
  }
}

/** A place where something can be written. */
export type Hole =
  /** A key of a mapping, or a scalar item, as the schema says. `map` is the mapping, if it has entries already. */
  | { kind: "key"; path: Path; map: MapNode | null; from: number; column: number | null; quoted: boolean; flow: boolean; item: boolean }
  /** The value at `path`. */
  | { kind: "value"; path: Path; from: number; quoted: boolean; flow: boolean };

const head = /^( *)((?:-(?: +|$))*)(.*)$/;
const keyAndValue = /^(?:"[^"]*"|'[^']*'|[^\s#"'[{&*!|>%@`][^#]*?):\s+/;

/** What could be written at `at`, the place of the caret. `null` in comments, block scalars, and behind values. */
export function holeAt(root: Node, text: string, at: number): Hole | null {
  const inside = around(root, text, at);
  if (inside.flow) return flowHole(inside.flow, inside.path, text, at);
  if (inside.scalar && (inside.scalar.style === "block" || isAbove(text, inside.scalar.from, at))) return null;
  const line = text.lastIndexOf("\n", at - 1) + 1;
  const before = text.slice(line, at);
  const match = head.exec(before);
  if (!match) return null;
  const [, indent = "", dashes = "", rest = ""] = match;
  // Directly behind a dash nothing can stand.
  if (dashes.endsWith("-")) return null;
  const column = indent.length + dashes.length;
  const from = line + column;
  const key = keyAndValue.exec(rest);
  if (key) return valueHole(root, from, from + key[0].length, text, at);
  if (!/^["']?[\w./:$-]*$/.test(rest) || rest.endsWith(":")) return null;
  const place = container(root, from, column, []);
  if (!place) return null;
  const quoted = /^["']/.test(rest);
  return { kind: "key", ...place, from: from + (quoted ? 1 : 0), column, quoted, flow: false, item: dashes !== "" };
}

function isAbove(text: string, from: number, at: number): boolean {
  return text.slice(from, at).includes("\n");
}

/** The innermost flow collection and scalar around an offset. */
function around(root: Node, text: string, at: number): { flow: Node | null; path: Path; scalar: ScalarNode | null } {
  let node = root;
  let path: Path = [];
  let flow: { node: Node; path: Path } | null = null;
  let scalar: ScalarNode | null = null;
  for (;;) {
    if (node.kind === "scalar" && node.from < at && at <= node.to) scalar = node;
    if (node.kind === "scalar" || node.kind === "empty") break;
    if (node.column === null && node.from < at && (at < node.to || !isClosed(node, text))) flow = { node, path };
    if (node.column === null && flow?.node !== node) break;
    if (node.kind === "map") {
      const entry = lastFrom(node.entries, at - 1);
      if (!entry || at <= entry.to) break;
      path = [...path, entry.key];
      node = entry.value;
    } else {
      const index = lastIndex(node.items, at - 1);
      const item = node.items[index];
      if (!item) break;
      path = [...path, index];
      node = item.value;
    }
  }
  return { flow: flow?.node ?? null, path: flow?.path ?? [], scalar };
}

/** A flow collection that has its closing bracket. */
function isClosed(node: Node, text: string): boolean {
  return "]}".includes(text.charAt(node.to - 1)) && node.to - node.from > 1;
}

function flowHole(node: Node, path: Path, text: string, at: number): Hole | null {
  const before = text.slice(node.from, at);
  const token = /["']?[\w./-]*$/.exec(before)?.[0] ?? "";
  const from = at - token.length;
  const lead = before.slice(0, before.length - token.length).trimEnd();
  const quoted = /^["']/.test(token);
  const start = from + (quoted ? 1 : 0);
  const last = lead.at(-1);
  if (node.kind === "map") {
    if (last === ":") {
      const entry = lastFrom(node.entries, from - 1);
      return entry ? { kind: "value", path: [...path, entry.key], from: start, quoted, flow: true } : null;
    }
    if (last !== "{" && last !== ",") return null;
    return { kind: "key", path, map: node, from: start, column: null, quoted, flow: true, item: false };
  }
  if (node.kind !== "list" || (last !== "[" && last !== ",")) return null;
  const index = node.items.filter((item) => item.from < from).length;
  return { kind: "value", path: [...path, index], from: start, quoted, flow: true };
}

/** The value of the key at `key`, whose text begins at `from`. */
function valueHole(root: Node, key: number, from: number, text: string, at: number): Hole | null {
  const path = pathOfKey(root, key);
  if (!path) return null;
  const value = text.slice(from, at);
  const quoted = /^["']/.test(value);
  const inside = quoted ? value.slice(1) : value;
  // Behind the closing quote, or in a comment.
  if (quoted ? inside.includes(value.charAt(0)) : /(?:^|\s)#|^[|>&!*[{]/.test(value)) return null;
  return { kind: "value", path, from: from + (quoted ? 1 : 0), quoted, flow: false };
}

function pathOfKey(root: Node, key: number): Path | null {
  const token = tokenAt(root, key);
  return token?.entry && token.entry.from === key ? token.path : null;
}

/** The mapping that a key at `column` of the line around `at` would belong to; an empty place, or an item, has none yet. */
function container(node: Node, at: number, column: number, path: Path): { path: Path; map: MapNode | null } | null {
  switch (node.kind) {
    case "empty":
      return { path, map: null };
    case "scalar":
      return node.from === at ? { path, map: null } : null;
    case "map": {
      if (node.column === null) return null;
      if (node.column === column) return { path, map: node };
      const entry = lastFrom(node.entries, at - 1);
      if (!entry || column < node.column) return null;
      return container(entry.value, at, column, [...path, entry.key]);
    }
    case "list": {
      if (node.column === null || column <= node.column) return null;
      const index = lastIndex(node.items, at - 1);
      const item = node.items[index];
      return item ? container(item.value, at, column, [...path, index]) : null;
    }
  }
}

/** Position of the last one that begins at or before `at`; -1 for none. They are in order. */
function lastIndex(list: readonly { from: number }[], at: number): number {
  let low = 0;
  let high = list.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    const from = list[middle]?.from ?? 0;
    if (from <= at) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}

function lastFrom<T extends { from: number }>(list: readonly T[], at: number): T | undefined {
  return list[lastIndex(list, at)];
}
