import assert from "node:assert/strict";
import { test } from "node:test";
import { EditorState } from "@codemirror/state";
import { destination, trail } from "../src/definition";
import { namedAt, occurrences } from "../src/manifests/resolve";
import { documents } from "../src/yaml/documents";

const text = `apiVersion: gateway.networking.k8s.io/v1
kind: Gateway
metadata:
  name: edge
  namespace: infra
spec:
  gatewayClassName: kong
  listeners:
  - name: http
    protocol: HTTP
    port: 80
  - name: tls
    protocol: HTTPS
    port: 443
    tls:
      certificateRefs:
      - name: cert
---
apiVersion: gateway.networking.k8s.io/v1
kind: HTTPRoute
metadata:
  name: echo
  annotations:
    konghq.com/plugins: limit, infra:cors, shared
spec:
  parentRefs:
  - name: edge
    namespace: infra
    sectionName: tls
  rules:
  - filters:
    - type: ExtensionRef
      extensionRef: {group: configuration.konghq.com, kind: KongPlugin, name: limit}
    backendRefs:
    - name: echo
      port: 1027
    - {name: "other", port: 80}
---
apiVersion: v1
kind: List
items:
- apiVersion: v1
  kind: Service
  metadata:
    name: echo
  spec:
    ports:
    - port: 1027
- kind: Secret
  metadata: {name: cert, namespace: infra}
- kind: Secret
  metadata:
    name: cert
---
kind: KongPlugin
metadata:
  name: limit
---
kind: KongPlugin
metadata:
  name: cors
  namespace: infra
---
kind: KongClusterPlugin
metadata:
  name: shared
---
kind: GatewayClass
metadata:
  name: kong
`;

const state = EditorState.create({ doc: text, extensions: [documents, trail] });

/** The line on which one lands from the \`nth\` occurrence of a part of the text, counted from one. */
function landing(part: string, inside: string, nth = 1): number | null {
  let at = -1;
  for (let i = 0; i < nth; i++) at = text.indexOf(part, at + 1);
  const found = destination(state, at + part.indexOf(inside) + 1);
  return found?.range ? state.doc.lineAt(found.range.from).number : null;
}

const lineOf = (part: string, from = 0): number => state.doc.lineAt(text.indexOf(part, from)).number;

test("references lead to the name of the object, in the right namespace", () => {
  assert.equal(landing("gatewayClassName: kong", "kong"), lineOf("name: kong"));
  assert.equal(landing("- name: edge", "edge"), lineOf("name: edge"));
  assert.equal(landing("- name: cert", "cert"), lineOf("metadata: {name: cert"));
  assert.equal(landing("- name: echo", "echo"), lineOf("    name: echo"));
  assert.equal(landing("KongPlugin, name: limit}", "limit"), lineOf("name: limit\n"));
});

test("listeners and ports lead to their definitions", () => {
  assert.equal(landing("sectionName: tls", "tls"), lineOf("- name: tls"));
  assert.equal(landing("      port: 1027", "1027"), lineOf("- port: 1027"));
});

test("each name in an annotation is a reference of its own", () => {
  assert.equal(landing("limit, infra:cors", "limit"), lineOf("name: limit\n"));
  assert.equal(landing("limit, infra:cors", "cors"), lineOf("name: cors"));
  assert.equal(landing("infra:cors, shared", "shared"), lineOf("name: shared"));
});

test("what is named nowhere leads nowhere, and plain values name nothing", () => {
  assert.equal(landing('{name: "other"', "other"), null);
  assert.ok(destination(state, text.indexOf('"other"') + 2));
  assert.equal(destination(state, text.indexOf("protocol: HTTP") + 11), null);
  assert.equal(destination(state, text.indexOf("spec:")), null);
});

test("a definition leads to the places that name it", () => {
  assert.equal(landing("  name: edge\n  namespace", "edge"), lineOf("- name: edge"));
  const named = namedAt(state, text.indexOf("name: limit\n") + 7);
  assert.equal(named?.definition, true);
  assert.ok(named);
  assert.deepEqual(
    occurrences(state, named.target).map(({ from, to }) => [state.doc.lineAt(from).number, state.sliceDoc(from, to)]),
    [
      [lineOf("konghq.com/plugins"), "limit"],
      [lineOf("extensionRef: {"), "limit"],
      [lineOf("name: limit\n"), "limit"],
    ],
  );
});

test("occurrences can be limited to what is on the screen", () => {
  const named = namedAt(state, text.indexOf("name: limit\n") + 7);
  assert.ok(named);
  const at = text.indexOf("name: limit\n");
  assert.equal(occurrences(state, named.target, [{ from: at, to: at + 5 }]).length, 1);
});

test("a change of one document is seen, and moves the places behind it", () => {
  const from = text.indexOf("name: edge");
  const changed = state.update({ changes: { from, to: from + 10, insert: "name: border" } }).state;
  const reference = changed.doc.toString().indexOf("- name: edge") + 9;
  assert.equal(destination(changed, reference)?.range, null);
  const back = changed.update({ changes: { from, to: from + 12, insert: "name: edge" } }).state;
  assert.equal(back.doc.lineAt(destination(back, text.indexOf("- name: edge") + 9)?.range?.from ?? 0).number, 4);
});
