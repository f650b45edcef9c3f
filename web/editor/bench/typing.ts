/** How long the editor's own work takes on a large text: opening, a keystroke, a question. Run by `npm run bench`. */
import { CompletionContext } from "@codemirror/autocomplete";
import { ensureSyntaxTree, syntaxTree } from "@codemirror/language";
import { EditorState, type Extension } from "@codemirror/state";
import { manifestCompletions } from "../src/completion/manifests";
import data from "../src/data";
import { setKnowledge } from "../src/data/current";
import { destination } from "../src/definition";
import { describe } from "../src/hover/describe";
import { referencesOf } from "../src/manifests/references";
import { documents } from "../src/yaml/documents";
import { yamlLanguage } from "../src/yaml-language";

setKnowledge(data);

const routeOf = (i: number): string => `apiVersion: gateway.networking.k8s.io/v1
kind: HTTPRoute
metadata:
  name: route-${i}
  namespace: team-${i % 50}
  annotations:
    konghq.com/strip-path: "true"
spec:
  parentRefs:
  - name: edge
    namespace: infra
  hostnames:
  - app-${i}.example.com
  rules:
  - matches:
    - path:
        type: PathPrefix
        value: /v${i}
    backendRefs:
    - name: app-${i}
      port: 8080
`;

const serviceOf = (i: number): string => `apiVersion: v1
kind: Service
metadata:
  name: app-${i}
  namespace: team-${i % 50}
spec:
  ports:
  - name: http
    port: 8080
    targetPort: 8080
`;

function manifests(lines: number): string {
  let text = "apiVersion: gateway.networking.k8s.io/v1\nkind: Gateway\nmetadata:\n  name: edge\n  namespace: infra\nspec:\n  gatewayClassName: kong\n";
  for (let i = 0, count = 7; count < lines; i++, count += 33) text += `---\n${routeOf(i)}---\n${serviceOf(i)}`;
  return text;
}

/** The same objects in one document, as `kubectl get -o yaml` prints them. */
function list(lines: number): string {
  const items = manifests(lines).split("---\n").map((object) => `- ${object.trimEnd().replaceAll("\n", "\n  ")}\n`);
  return `apiVersion: v1\nkind: List\nitems:\n${items.join("")}`;
}

function measured(what: string, runs: number, run: (i: number) => void): void {
  const times: number[] = [];
  for (let i = 0; i < runs; i++) {
    const start = performance.now();
    run(i);
    times.push(performance.now() - start);
  }
  times.sort((a, b) => a - b);
  const at = (share: number): string => (times[Math.min(times.length - 1, Math.floor(times.length * share))] ?? 0).toFixed(3).padStart(9);
  console.log(`  ${what.padEnd(46)} p50 ${at(0.5)} ms   p95 ${at(0.95)} ms   worst ${at(1)} ms`);
}

function benchmark(name: string, text: string): void {
  const lines = text.split("\n").length;
  console.log(`${name}: ${lines} lines, ${text.length} characters`);
  const open = (extensions: Extension): EditorState => EditorState.create({ doc: text, extensions });
  measured("open: split into documents", 10, () => open(documents));
  measured("open: with the language", 5, () => open(yamlLanguage()));
  measured("read all documents, once", 5, () => {
    for (const { reading } of open(documents).field(documents)) referencesOf(reading);
  });
  let state = open(yamlLanguage());
  for (const { reading } of state.field(documents)) referencesOf(reading);
  // A name in the middle of the text.
  let at = text.indexOf("backendRefs:", text.length / 2);
  at = text.indexOf("name: ", at) + 6;
  ensureSyntaxTree(state, at + 2000, 30_000);
  measured("keystroke: all that the state does", 200, (i) => {
    state = state.update({ changes: { from: at, insert: i % 10 ? "x" : "a" }, selection: { anchor: at + 1 } }).state;
    syntaxTree(state);
  });
  state = state.update({ changes: { from: at, to: at + 200, insert: "app-" } }).state;
  let alone = open(documents);
  measured("keystroke: the documents alone", 200, () => {
    alone = alone.update({ changes: { from: at, insert: "x" } }).state;
  });
  alone = open(documents);
  for (const { reading } of alone.field(documents)) referencesOf(reading);
  measured("completion of a name behind a keystroke", 50, () => {
    alone = alone.update({ changes: { from: at, insert: "a" } }).state;
    manifestCompletions(new CompletionContext(alone, at + 1, false));
  });
  measured("completion of a field behind a keystroke", 50, () => {
    const end = alone.doc.lineAt(at).to;
    alone = alone.update({ changes: { from: end, insert: "\n      po" } }).state;
    manifestCompletions(new CompletionContext(alone, end + 9, false));
    alone = alone.update({ changes: { from: end, to: end + 9 } }).state;
  });
  measured("explanation of a field", 50, () => void describe(state, "manifests", at - 4));
  measured("going to a definition", 50, () => void destination(state, text.indexOf("name: edge", text.length / 4) + 7));
}

for (const lines of [10_000, 58_000]) {
  benchmark("documents", manifests(lines));
  benchmark("one List", list(lines));
}
