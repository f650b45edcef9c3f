import { ParseContext } from "@codemirror/language";
import { NodeType, Parser, Tree, type Input, type PartialParse, type TreeFragment } from "@lezer/common";
import type { LRParser } from "@lezer/lr";
import { beginning, reach } from "./boundaries";

/** A document, or an object of a List, in a tree. */
interface Unit {
  from: number;
  to: number;
  /** Without a node of its own. */
  tree: Tree;
  item: boolean;
}

/** What a tree of ours is made of. */
const unitsOf = new WeakMap<Tree, readonly Unit[]>();

/** Characters around the screen that are read as well, so that a little scrolling finds its colours there. */
const around = 10_000;

/** Characters that are looked through at once for the end of a document. */
const step = 2000;

/**
 * Reads each document of a YAML text by itself, and only those on the screen and around it. A change costs the
 * document that it is in, whatever the size of the text, and so does opening.
 *
 * The library's parser alone goes from the start of the text to the screen, and it does not use a tree again that
 * ends before the text does.
 */
export class DocumentParser extends Parser {
  constructor(readonly inner: LRParser) {
    super();
  }

  override createParse(input: Input, fragments: readonly TreeFragment[], ranges: readonly { from: number; to: number }[]): PartialParse {
    const [first] = ranges;
    const isWhole = ranges.length === 1 && first?.from === 0 && first.to === input.length;
    return isWhole ? new DocumentsParse(this.inner, input, fragments) : this.inner.createParse(input, fragments, ranges);
  }
}

class DocumentsParse implements PartialParse {
  parsedPos = 0;
  stoppedAt: number | null = null;
  private readonly units: Unit[] = [];
  private reading: { parse: PartialParse; from: number; to: number } | null = null;
  /** Where in the fragments, and in the units of the present one's tree, old units are looked for. */
  private fragment = 0;
  private unit = 0;
  private readonly context = ParseContext.get();

  constructor(
    private readonly parser: LRParser,
    private readonly input: Input,
    private readonly fragments: readonly TreeFragment[],
  ) {}

  stopAt(pos: number): void {
    this.stoppedAt = pos;
    if (this.reading && pos < this.reading.to) this.reading.parse.stopAt(Math.max(pos, this.reading.from));
  }

  advance(): Tree | null {
    if (this.reading) {
      const { parse, from } = this.reading;
      const tree = parse.advance();
      if (!tree) {
        this.parsedPos = Math.max(from, parse.parsedPos);
        return null;
      }
      this.reading = null;
      this.parsedPos = from;
      this.add(this.unitOf(from, new Tree(NodeType.none, tree.children, tree.positions, tree.length)));
    } else if (this.parsedPos < this.input.length) {
      const from = this.parsedPos;
      const old = this.reusable(from);
      if (old) this.add(old);
      else this.begin(from, this.endOf(from));
    }
    const end = Math.min(this.input.length, this.stoppedAt ?? this.input.length);
    return !this.reading && this.parsedPos >= end ? this.finish() : null;
  }

  private begin(from: number, to: number): void {
    const { context, input } = this;
    if (context && (to < context.viewport.from - around || from > context.viewport.to + around)) {
      context.skipUntilInView(from, to);
      this.add(this.unitOf(from, new Tree(NodeType.none, [], [], to - from)));
      return;
    }
    const parse = this.parser.createParse(input, [], [{ from, to }]);
    if (this.stoppedAt !== null && this.stoppedAt < to) parse.stopAt(Math.max(from, this.stoppedAt));
    this.reading = { parse, from, to };
  }

  private unitOf(from: number, tree: Tree): Unit {
    return { from, to: from + tree.length, tree, item: this.isItem(from) };
  }

  private isItem(from: number): boolean {
    return this.input.read(from, Math.min(from + 2, this.input.length)) === "- ";
  }

  private add(unit: Unit): void {
    this.units.push(unit);
    this.parsedPos = unit.to;
  }

  /** The end of the unit that begins at `from`. */
  private endOf(from: number): number {
    const { input } = this;
    const isItem = this.isItem(from);
    for (let at = from; at < input.length; at += step) {
      const text = input.read(at, Math.min(input.length, at + step + reach));
      for (let line = text.indexOf("\n"); line >= 0 && line < step; line = text.indexOf("\n", line + 1)) {
        if (beginning(text.slice(line + 1, line + 1 + reach), isItem)) return at + line + 1;
      }
    }
    return input.length;
  }

  /** The unit of an earlier tree that stands at `from` now, if nothing of its text has changed. */
  private reusable(from: number): Unit | null {
    for (; this.fragment < this.fragments.length; this.fragment++, this.unit = 0) {
      const fragment = this.fragments[this.fragment];
      if (!fragment || from < fragment.from) return null;
      if (from >= fragment.to) continue;
      const units = unitsOf.get(fragment.tree) ?? [];
      const place = from + fragment.offset;
      while ((units[this.unit]?.from ?? Infinity) < place) this.unit++;
      const old = units[this.unit];
      if (old?.from !== place) return null;
      const to = old.to - fragment.offset;
      if (to > fragment.to) return null;
      // Where the next line is the same as well, it still begins another unit.
      if (to + reach > fragment.to && !this.isEnd(to, old.item)) return null;
      return fragment.offset ? { ...old, from, to } : old;
    }
    return null;
  }

  /** Whether a unit ends at an offset. */
  private isEnd(at: number, item: boolean): boolean {
    const { input } = this;
    if (at >= input.length) return true;
    return input.read(at - 1, at) === "\n" && beginning(input.read(at, Math.min(input.length, at + reach)), item) !== null;
  }

  private finish(): Tree {
    const children = this.units.map(({ tree }) => tree);
    const positions = this.units.map(({ from }) => from);
    const tree = new Tree(this.parser.topNode, children, positions, this.parsedPos).balance();
    unitsOf.set(tree, this.units);
    return tree;
  }
}
