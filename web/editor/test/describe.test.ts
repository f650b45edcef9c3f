import assert from "node:assert/strict";
import { test } from "node:test";
import { describe, spoken } from "../src/hover/describe";
import type { Language } from "../src/editor";
import { data, withCaret } from "./knowledge";
import { fieldText, rootOf, schemaAt } from "../src/manifests/schema";

function explained(language: Language, ...lines: string[]): { title: string; said: string; on: string } | null {
  const { state, caret } = withCaret(...lines);
  const found = describe(state, language, caret);
  return found && { title: found.title, said: spoken(found), on: state.sliceDoc(found.from, found.to) };
}

const gateway = ["apiVersion: gateway.networking.k8s.io/v1", "kind: Gateway", "metadata:", "  name: kong", "spec:"];

test("a field says its type, whether it is required, its limits, and what it does to Kong", () => {
  const found = explained("manifests", ...gateway, "  listeners:", "  - name: a", "    po|rt: 80");
  assert.equal(found?.title, "spec.listeners[].port");
  assert.equal(found?.on, "port");
  assert.match(found?.said ?? "", /integer, required/);
  assert.match(found?.said ?? "", /1 to 65535/);
  assert.match(found?.said ?? "", /port of the proxy Service/);
});

test("fields without a text of ours say what the schema says", () => {
  const found = explained("manifests", ...gateway, "  listeners:", "  - allowedRoutes:", "      kinds:", "      - gr|oup: x");
  assert.match(found?.said ?? "", /Default gateway\.networking\.k8s\.io/);
  assert.match(explained("manifests", ...gateway, "  listeners:", "  - tls:", "      mo|de: x")?.said ?? "", /One of Terminate, Passthrough/);
});

test("a value is explained by its field, a reference by what it names", () => {
  const lines = ["kind: HTTPRoute", "spec:", "  rules:", "  - backendRefs:", "    - name: ec|ho", "---", "kind: Service", "metadata:", "  name: echo"];
  assert.match(explained("manifests", ...lines)?.said ?? "", /The Service default\/echo, line 9;/);
  assert.match(explained("manifests", ...lines.slice(0, 5))?.said ?? "", /not in this text/);
});

test("an annotation says what it does, and where it does nothing", () => {
  const lines = ["  annotations:", '    konghq.com/strip-pa|th: "true"'];
  const right = explained("manifests", "kind: HTTPRoute", "metadata:", ...lines);
  assert.match(right?.said ?? "", /annotation\. Sets strip_path/);
  assert.match(explained("manifests", "kind: Service", "metadata:", ...lines)?.said ?? "", /It does nothing on a Service/);
});

test("variables, flags of a listen and gates", () => {
  assert.match(explained("env", "KONG_STREAM_LIS|TEN=off")?.said ?? "", /Kong.*TCP/s);
  assert.match(explained("env", "export CONTROLLER_PUBLISH_SERV|ICE=kong/proxy")?.said ?? "", /namespace\/name.*proxy Service/s);
  assert.match(explained("env", "KONG_STREAM_LISTEN=0.0.0.0:9000 ss|l reuseport")?.said ?? "", /flag of a listen.*TLS/s);
  assert.match(explained("env", "KONG_STREAM_LISTEN=0.0.0.0:9000 back|log=100")?.said ?? "", /backlog=100/);
  assert.match(explained("env", "CONTROLLER_FEATURE_GATES=Gateway|Alpha=true")?.said ?? "", /feature gate.*Off by default/s);
  assert.equal(explained("env", "# KONG_STREAM|_LISTEN"), null);
});

test("values of the chart", () => {
  const found = explained("helm", "proxy:", "  tls:", "    servicePo|rt: 443");
  assert.equal(found?.title, "proxy.tls.servicePort");
  assert.match(found?.said ?? "", /Default 443/);
  assert.match(explained("helm", "ingressController:", "  env:", "    feature_ga|tes: x")?.said ?? "", /Switches parts/);
  assert.match(explained("helm", "gateway:", "  proxy:", "    ty|pe: x")?.said ?? "", /LoadBalancer/);
});

test("what is not known is not explained", () => {
  assert.equal(explained("manifests", "kind: Deployment", "spec:", "  repl|icas: 1"), null);
  assert.equal(explained("helm", "unknown|: 1"), null);
  assert.equal(explained("manifests", "|"), null);
});

test("every text of ours is about a field that the schema of its kind has", () => {
  for (const [kinds, texts] of [...Object.entries(data.fieldTexts), ...Object.entries(data.fieldValues)]) {
    if (kinds === "*") continue;
    for (const kind of kinds.split(" ")) {
      const root = rootOf(data, "", kind);
      assert.ok(root, kind);
      for (const path of Object.keys(texts)) {
        const steps = path.split(".").flatMap((step) => (step.endsWith("[]") ? [step.slice(0, -2), 0] : [step]));
        const known = schemaAt(data, root, steps);
        const shared = kinds.includes(" ") && kinds.split(" ").some((other) => schemaAt(data, rootOf(data, "", other), steps));
        assert.ok(known || shared, `${kind} has no ${path}`);
      }
    }
  }
});

test("every kind has its metadata, and fields that matter have a text", () => {
  for (const { kind } of data.schemas.kinds) {
    const metadata = schemaAt(data, rootOf(data, "", kind), ["metadata", "name"]);
    assert.equal(metadata?.t, "string", kind);
  }
  for (const [kind, path] of [
    ["Gateway", ["spec", "listeners", 0, "protocol"]],
    ["HTTPRoute", ["spec", "rules", 0, "matches", 0, "path", "type"]],
    ["GRPCRoute", ["spec", "rules", 0, "filters"]],
    ["TLSRoute", ["spec", "hostnames"]],
    ["KongPlugin", ["config"]],
  ] as const) {
    assert.ok(fieldText(data, kind, [...path]), `${kind} ${path.join(".")}`);
  }
});
