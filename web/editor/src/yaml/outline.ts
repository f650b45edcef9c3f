/**
 * The outline of one YAML document: mappings, lists and scalars with their places.
 *
 * It is made for a text that is being typed: a line that is not finished costs itself and not what stands around it. It
 * reads JSON as the flow style that it is. It is no checker: the engine has that.
 *
 * All offsets count from the start of the document's text.
 */
import type { Range } from "../ranges";

export interface ScalarNode extends Range {
  kind: "scalar";
  /** The value, without quotes. */
  text: string;
  style: "plain" | "quoted" | "block" | "alias";
}

/** A place where a value may stand. */
export interface EmptyNode extends Range {
  kind: "empty";
}

export interface MapNode extends Range {
  kind: "map";
  /** Column of its keys; `null` in flow style. */
  column: number | null;
  entries: Entry[];
}

export interface ListNode extends Range {
  kind: "list";
  /** Column of its dashes; `null` in flow style. */
  column: number | null;
  items: Item[];
}

export type Node = ScalarNode | EmptyNode | MapNode | ListNode;

/** A key, at `from` to `to` with its quotes, and its value. */
export interface Entry extends Range {
  key: string;
  value: Node;
  /** There is no colon behind it (yet). */
  bare: boolean;
}

/** `from` is the place of the dash; in flow style that of the value. */
export interface Item {
  from: number;
  value: Node;
}

/** Keys and positions of items from the root to a value. */
export type Path = readonly (string | number)[];

/** Deeper values are left out. */
const deepest = 64;

export function outline(text: string): Node {
  return new Reader(text).document();
}

interface Key extends Range {
  text: string;
  /** Behind the colon. */
  after: number;
}

const blank = (code: number): boolean => code === 32 || code === 9;
const lineEnds = (code: number): boolean => code === 10 || Number.isNaN(code);

class Reader {
  /** Start of the line, place and end of what is read next. At the end of the text `at` is its length. */
  private line = 0;
  private at = 0;
  private end = -1;
  private depth = 0;
  private readonly anchors = new Map<string, string>();

  constructor(private readonly text: string) {}

  document(): Node {
    this.end = -1;
    this.toNextLine();
    const isMarked = /^(?:---|\.\.\.)(?:\s|$)/.test(this.text.slice(this.at, this.at + 4)) && this.at === this.line;
    if (isMarked) this.toNextLine();
    return this.done ? this.empty(this.text.length) : this.block();
  }

  private get done(): boolean {
    return this.at >= this.text.length;
  }

  private get column(): number {
    return this.at - this.line;
  }

  private empty(at: number): EmptyNode {
    return { kind: "empty", from: at, to: at };
  }

  /** To the next line with content behind the present one. */
  private toNextLine(): void {
    const { text } = this;
    while (this.end < text.length) {
      this.line = this.end + 1;
      if (this.line > text.length) break;
      const next = text.indexOf("\n", this.line);
      this.end = next < 0 ? text.length : next;
      this.at = this.line;
      while (blank(text.charCodeAt(this.at))) this.at++;
      const code = text.charCodeAt(this.at);
      if (this.at < this.end && code !== 35 && !(code === 13 && this.at + 1 === this.end)) return;
    }
    this.at = this.line = this.end = text.length;
  }

  /** To the next line, after something that ended at `offset` in that or a later line. */
  private leave(offset: number): void {
    if (offset > this.end) {
      const next = this.text.indexOf("\n", offset);
      this.end = next < 0 ? this.text.length : next;
    }
    this.toNextLine();
  }

  private isDash(at = this.at): boolean {
    const code = this.text.charCodeAt(at + 1);
    return this.text.charCodeAt(at) === 45 && (blank(code) || lineEnds(code));
  }

  /** The key at an offset of the present line, if there is a colon behind it. */
  private keyAt(from: number, end = this.end): Key | null {
    const { text } = this;
    const first = text[from];
    if (first === '"' || first === "'") {
      const to = this.quoteEnd(from, end);
      if (to === null) return null;
      let colon = to;
      while (blank(text.charCodeAt(colon))) colon++;
      return this.isColon(colon) ? { from, to, text: unquote(text.slice(from, to)), after: colon + 1 } : null;
    }
    if (first === undefined || "[]{}#&*!|>%@`,".includes(first)) return null;
    for (let at = from; at < end; at++) {
      const code = text.charCodeAt(at);
      if (code === 58 && this.isColon(at)) {
        const name = text.slice(from, at).trimEnd();
        return { from, to: from + name.length, text: name, after: at + 1 };
      }
      if (code === 35 && blank(text.charCodeAt(at - 1))) return null;
    }
    return null;
  }

  private isColon(at: number): boolean {
    const code = this.text.charCodeAt(at + 1);
    return this.text.charCodeAt(at) === 58 && (blank(code) || lineEnds(code) || code === 13);
  }

  /** Behind the closing quote, if it stands before `end`. */
  private quoteEnd(from: number, end: number): number | null {
    const { text } = this;
    const quote = text.charCodeAt(from);
    for (let at = from + 1; at < end; at++) {
      const code = text.charCodeAt(at);
      if (code === 92 && quote === 34) at++;
      else if (code === quote) {
        if (quote === 39 && text.charCodeAt(at + 1) === 39) at++;
        else return at + 1;
      }
    }
    return null;
  }

  /** What begins at the present place. */
  private block(): Node {
    if (++this.depth > deepest) {
      this.depth--;
      const place = this.empty(this.at);
      this.toNextLine();
      return place;
    }
    const node = this.isDash() ? this.list(this.column) : this.beginsMap() ? this.map(this.column) : this.inline(this.column - 1, this.at);
    this.depth--;
    return node;
  }

  /** A key; or a word that is to become one, since the next line has a key at the same column. */
  private beginsMap(): boolean {
    if (this.keyAt(this.at)) return true;
    if (!/^[\w."'/-]+\s*$/.test(this.text.slice(this.at, this.end))) return false;
    const { line, at, end } = this;
    const column = this.column;
    this.toNextLine();
    const is = !this.done && this.column === column && this.keyAt(this.at) !== null;
    Object.assign(this, { line, at, end });
    return is;
  }

  private map(column: number): MapNode {
    const node: MapNode = { kind: "map", from: this.at, to: this.at, column, entries: [] };
    while (!this.done && this.column === column && !(this.isDash() && node.entries.length)) {
      const key = this.keyAt(this.at);
      if (key) {
        const value = this.value(column, key.after);
        node.entries.push({ key: key.text, from: key.from, to: key.to, value, bare: false });
        node.to = Math.max(key.after, value.to);
      } else {
        const word = /^[^\s#]*/.exec(this.text.slice(this.at, this.end))?.[0] ?? "";
        const to = this.at + word.length;
        node.entries.push({ key: word, from: this.at, to, value: this.empty(to), bare: true });
        node.to = to;
        this.toNextLine();
      }
      this.skipDeeper(column);
    }
    return node;
  }

  private list(column: number): ListNode {
    const node: ListNode = { kind: "list", from: this.at, to: this.at, column, items: [] };
    while (!this.done && this.column === column && this.isDash()) {
      const from = this.at;
      let at = from + 1;
      while (blank(this.text.charCodeAt(at))) at++;
      let value: Node;
      if (at >= this.end || this.text[at] === "#") value = this.below(column, Math.min(from + 2, this.end));
      else {
        this.at = at;
        // Tags, anchors and heads of block scalars belong to the value, as behind a colon.
        value = "&!|>".includes(this.text.charAt(at)) ? this.value(column, at) : this.block();
      }
      node.items.push({ from, value });
      node.to = Math.max(from + 1, value.to);
      this.skipDeeper(column);
    }
    return node;
  }

  /** Lines that belong to nothing. */
  private skipDeeper(column: number): void {
    while (!this.done && this.column > column) this.toNextLine();
  }

  /** The value on the lines below a key or dash at `column`, or nothing. */
  private below(column: number, place: number): Node {
    this.toNextLine();
    return !this.done && this.column > column ? this.block() : this.empty(place);
  }

  /** As `below`, for keys: their lists may stand at the same column. */
  private belowKey(column: number, place: number): Node {
    const node = this.below(column, place);
    return node.kind === "empty" && !this.done && this.column === column && this.isDash() ? this.block() : node;
  }

  /** The value behind a key's colon. */
  private value(column: number, after: number): Node {
    const { text } = this;
    let at = after;
    let anchor: string | undefined;
    for (;;) {
      while (blank(text.charCodeAt(at))) at++;
      const property = /^[&!][^\s]*/.exec(text.slice(at, Math.min(this.end, at + 200)))?.[0];
      if (property === undefined) break;
      if (property.startsWith("&")) anchor = property.slice(1);
      at += property.length;
    }
    if (at >= this.end || text[at] === "#") return this.belowKey(column, Math.min(after + 1, this.end));
    const node = this.inline(column, at);
    if (anchor !== undefined && node.kind === "scalar") this.anchors.set(anchor, node.text);
    return node;
  }

  /** A scalar or a flow collection at `at`. Lines that go on with it are deeper than `column`. */
  private inline(column: number, at: number): Node {
    const first = this.text[at];
    switch (first) {
      case "{":
      case "[": {
        const flow = new FlowReader(this.text, column, this.depth);
        const node = flow.read(at);
        this.leave(flow.at);
        return node;
      }
      case "|":
      case ">":
        return this.blockScalar(column, at);
      case '"':
      case "'":
        return this.quoted(column, at);
      case "*": {
        const name = this.text.slice(at + 1, this.end).split(/[\s,]/)[0] ?? "";
        this.toNextLine();
        return { kind: "scalar", from: at, to: at + 1 + name.length, text: this.anchors.get(name) ?? "", style: "alias" };
      }
      default:
        return this.plain(column, at);
    }
  }

  private plain(column: number, at: number): ScalarNode {
    const { text } = this;
    const read = (from: number): string => {
      const line = text.slice(from, this.end);
      const comment = line.search(/\s#/);
      return (comment < 0 ? line : line.slice(0, comment)).trimEnd();
    };
    let value = read(at);
    let to = at + value.length;
    this.toNextLine();
    while (!this.done && this.column > column && !this.isDash() && !this.keyAt(this.at)) {
      const more = read(this.at);
      value += ` ${more}`;
      to = this.at + more.length;
      this.toNextLine();
    }
    return { kind: "scalar", from: at, to, text: value, style: "plain" };
  }

  private quoted(column: number, from: number): ScalarNode {
    const here = this.quoteEnd(from, this.end);
    if (here !== null) {
      this.leave(here);
      return { kind: "scalar", from, to: here, text: unquote(this.text.slice(from, here)), style: "quoted" };
    }
    // A quote that is not closed before the text is less indented ends with its line.
    const { line, at, end } = this;
    let to: number | null = null;
    for (this.toNextLine(); !this.done && this.column > column && to === null; this.toNextLine()) {
      to = this.quoteEnd(from, this.end);
      if (to !== null) break;
    }
    if (to === null) {
      Object.assign(this, { line, at, end });
      to = this.text.slice(0, end).trimEnd().length;
      this.toNextLine();
      return { kind: "scalar", from, to, text: this.text.slice(from + 1, to), style: "quoted" };
    }
    this.leave(to);
    return { kind: "scalar", from, to, text: unquote(this.text.slice(from, to)), style: "quoted" };
  }

  private blockScalar(column: number, from: number): ScalarNode {
    const { text } = this;
    const start = Math.min(this.end + 1, text.length);
    let to = this.end;
    for (;;) {
      const line = this.end + 1;
      if (line >= text.length) {
        this.at = this.line = this.end = text.length;
        break;
      }
      let at = line;
      while (text.charCodeAt(at) === 32) at++;
      const next = text.indexOf("\n", line);
      const end = next < 0 ? text.length : next;
      if (at < end && at - line <= column) {
        this.toNextLine();
        break;
      }
      this.end = to = end;
    }
    return { kind: "scalar", from, to, text: text.slice(start, Math.max(start, to)), style: "block" };
  }
}

/** Flow style, and with it JSON. */
class FlowReader {
  at = 0;

  /** `column` is that of the key around, behind whose value lines of the block go on at that column. */
  constructor(
    private readonly text: string,
    private readonly column: number,
    private depth: number,
  ) {}

  read(at: number): Node {
    this.at = at;
    return this.value();
  }

  private skip(): void {
    const { text } = this;
    for (;;) {
      const code = text.charCodeAt(this.at);
      if (code === 32 || code === 9 || code === 10 || code === 13) this.at++;
      else if (code === 35 && /\s/.test(text[this.at - 1] ?? " ")) {
        const next = text.indexOf("\n", this.at);
        this.at = next < 0 ? text.length : next;
      } else return;
    }
  }

  /** A key of the block around begins here: the collection was never closed. */
  private get isLeft(): boolean {
    const { text, at } = this;
    if (at >= text.length) return true;
    let start = at;
    while (start > 0 && blank(text.charCodeAt(start - 1))) start--;
    if (start > 0 && text.charCodeAt(start - 1) !== 10) return false;
    return at - start <= this.column && !"]}".includes(text.charAt(at));
  }

  /** Back to the last character before white space. */
  private retreat(): number {
    while (this.at > 0 && /\s/.test(this.text.charAt(this.at - 1))) this.at--;
    return this.at;
  }

  private value(): Node {
    const after = this.at;
    this.skip();
    const first = this.text[this.at];
    if (this.isLeft || first === undefined || ",]}".includes(first)) return { kind: "empty", from: after, to: after };
    if ((first === "{" || first === "[") && this.depth < deepest) {
      this.depth++;
      const node = first === "{" ? this.map() : this.list();
      this.depth--;
      return node;
    }
    return this.scalar();
  }

  private map(): MapNode {
    const node: MapNode = { kind: "map", from: this.at++, to: this.at, column: null, entries: [] };
    for (;;) {
      this.skip();
      const next = this.text[this.at];
      if (this.isLeft || next === undefined) {
        this.retreat();
        break;
      }
      if (next === "}" || next === "]") {
        this.at++;
        break;
      }
      if (next === "," || next === ":") {
        this.at++;
        continue;
      }
      const key = this.scalar();
      const before = this.at;
      this.skip();
      if (this.text[this.at] === ":") {
        this.at++;
        const value = this.value();
        node.entries.push({ key: key.text, from: key.from, to: key.to, value, bare: false });
      } else {
        this.at = before;
        node.entries.push({ key: key.text, from: key.from, to: key.to, value: { kind: "empty", from: key.to, to: key.to }, bare: true });
      }
    }
    node.to = this.at;
    return node;
  }

  private list(): ListNode {
    const node: ListNode = { kind: "list", from: this.at++, to: this.at, column: null, items: [] };
    for (;;) {
      this.skip();
      const next = this.text[this.at];
      if (this.isLeft || next === undefined) {
        this.retreat();
        break;
      }
      if (next === "]" || next === "}") {
        this.at++;
        break;
      }
      if (next === "," || next === ":") {
        this.at++;
        continue;
      }
      const value = this.value();
      node.items.push({ from: value.from, value });
    }
    node.to = this.at;
    return node;
  }

  private scalar(): ScalarNode {
    const { text } = this;
    const from = this.at;
    const quote = text[from];
    if (quote === '"' || quote === "'") {
      let at = from + 1;
      while (at < text.length && text[at] !== "\n" && text[at] !== quote) at += text[at] === "\\" && quote === '"' ? 2 : 1;
      const closed = text[at] === quote;
      this.at = Math.min(text.length, closed ? at + 1 : at);
      const inside = text.slice(from, this.at);
      return { kind: "scalar", from, to: this.at, text: closed ? unquote(inside) : inside.slice(1), style: "quoted" };
    }
    let at = from;
    for (; at < text.length; at++) {
      const char = text.charAt(at);
      if (",[]{}\n".includes(char) && at > from) break;
      if (char === ":" && /[\s,[\]{}]/.test(text[at + 1] ?? " ")) break;
      if (char === "#" && at > from && /\s/.test(text.charAt(at - 1))) break;
    }
    const value = text.slice(from, at).trimEnd();
    this.at = Math.max(from + 1, from + value.length);
    return { kind: "scalar", from, to: from + value.length, text: value, style: "plain" };
  }
}

const escapes: Record<string, string> = { n: "\n", t: "\t", r: "\r", "0": "\0", '"': '"', "\\": "\\", "/": "/" };

function unquote(text: string): string {
  const inside = text.slice(1, -1);
  if (text.startsWith("'")) return inside.replaceAll("''", "'");
  return inside.includes("\\") ? inside.replace(/\\(.)/g, (_, char: string) => escapes[char] ?? char) : inside;
}

/** The entry of a key. */
export function entryOf(node: Node | undefined, key: string): Entry | undefined {
  return node?.kind === "map" ? node.entries.find((entry) => entry.key === key && !entry.bare) : undefined;
}

/** The value at a path. */
export function nodeAt(node: Node | undefined, path: Path): Node | undefined {
  let found = node;
  for (const step of path) {
    if (typeof step === "string") found = entryOf(found, step)?.value;
    else found = found?.kind === "list" ? found.items[step]?.value : undefined;
  }
  return found;
}

/** The text of the scalar at a path. */
export function textAt(node: Node | undefined, path: Path): string | undefined {
  const found = nodeAt(node, path);
  return found?.kind === "scalar" ? found.text : undefined;
}

/** Calls `visit` for each scalar below a node, with its path. */
export function eachScalar(node: Node, visit: (scalar: ScalarNode, path: Path) => void, path: Path = []): void {
  if (node.kind === "scalar") visit(node, path);
  else if (node.kind === "map") for (const { key, value } of node.entries) eachScalar(value, visit, [...path, key]);
  else if (node.kind === "list") node.items.forEach(({ value }, index) => eachScalar(value, visit, [...path, index]));
}
