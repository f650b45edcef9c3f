import assert from "node:assert/strict";
import { test } from "node:test";
import { yamlLanguage as libraryLanguage } from "@codemirror/lang-yaml";
import { syntaxTree } from "@codemirror/language";
import { EditorState } from "@codemirror/state";
import { TreeFragment, type Tree } from "@lezer/common";
import { DocumentParser } from "../src/yaml/document-parser";
import { yamlLanguage } from "../src/yaml-language";

const parser = new DocumentParser(libraryLanguage.parser);

const object = (i: number): string => `apiVersion: v1
kind: Service
metadata:
  name: app-${i}
spec:
  ports:
  - name: http # ${i}
    port: ${8000 + i}
  - name: "admin"
    port: 9000
`;

const many = Array.from({ length: 300 }, (_, i) => object(i));
const documents = many.join("---\n");
const list = `apiVersion: v1\nitems:\n${many.map((text) => `- ${text.trimEnd().replaceAll("\n", "\n  ")}\n`).join("")}kind: List\n`;

/** Parses, and counts the steps. */
function parse(text: string, fragments: readonly TreeFragment[] = []): { tree: Tree; steps: number } {
  const parse = parser.startParse(text, fragments);
  for (let steps = 0; ; steps++) {
    const tree = parse.advance();
    if (tree) return { tree, steps };
  }
}

/** Every node with its place. */
function nodes(tree: Tree): string[] {
  const found: string[] = [];
  tree.iterate({ enter: ({ name, from, to }) => void found.push(`${name} ${from} ${to}`) });
  return found;
}

test("the tree of documents is the one of the library", () => {
  const text = `# first\na: 1\n---\nb:\n- c\n- "d"\n---\n{"e": [1, 2]}\n`;
  assert.deepEqual(nodes(parse(text).tree), nodes(libraryLanguage.parser.parse(text)));
  assert.equal(parse("").tree.length, 0);
});

test("what is said of a List is the same for each of its objects", () => {
  const { tree } = parse(list);
  assert.equal(tree.length, list.length);
  assert.ok(!tree.toString().includes("⚠"));
  assert.equal(tree.toString().split("Item(").length, 300 * 3 + 1);
});

for (const [kind, text] of Object.entries({ documents, list })) {
  test(`a change in a text of ${kind} costs its own document, and gives the tree of a fresh read`, () => {
    const whole = parse(text);
    let before = text;
    let { tree } = whole;
    let fragments = TreeFragment.addTree(tree);
    let seed = 5;
    const random = (below: number): number => {
      seed = (seed * 1103515245 + 12345) % 2147483648;
      return (seed >> 8) % below;
    };
    const pieces = ["x", "\n", "---\n", "  a: 1\n", "- kind: A\n", "- ", '"', "{", "k: v\n", "", "...\n", "\n---"];
    for (let step = 0; step < 300; step++) {
      const from = random(before.length);
      const to = Math.min(before.length, from + random(4) * random(12));
      const insert = pieces[random(pieces.length)] ?? "";
      const after = before.slice(0, from) + insert + before.slice(to);
      fragments = [...TreeFragment.applyChanges(fragments, [{ fromA: from, toA: to, fromB: from, toB: from + insert.length }])];
      const again = parse(after, fragments);
      // A step for each document that is used again.
      assert.ok(again.steps < 300 + step * 2 + whole.steps / 20, `${again.steps} of ${whole.steps} steps`);
      assert.deepEqual(nodes(again.tree), nodes(parse(after).tree));
      tree = again.tree;
      fragments = [...TreeFragment.addTree(tree, fragments)];
      before = after;
    }
  });
}

test("documents far from the screen are not read until they are shown", () => {
  const state = EditorState.create({ doc: documents, extensions: yamlLanguage() });
  const names = new Set<string>();
  syntaxTree(state).iterate({ from: documents.length - 5000, enter: ({ name }) => void names.add(name) });
  assert.ok(!names.has("Literal"));
  assert.equal(syntaxTree(state).resolveInner(3, 1).name, "Literal");
});

test("a parse that is stopped ends where it is told to", () => {
  const stopped = parser.startParse(documents);
  stopped.stopAt(1000);
  let tree: Tree | null = null;
  while (!tree) tree = stopped.advance();
  assert.ok(tree.length >= 1000 && tree.length < 1200);
});
