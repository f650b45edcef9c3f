import assert from "node:assert/strict";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { test } from "node:test";
import { CompletionContext } from "@codemirror/autocomplete";
import { EditorState } from "@codemirror/state";
import { environmentCompletions } from "../src/completion/environment";
import { helmCompletions } from "../src/completion/helm";
import { manifestCompletions } from "../src/completion/manifests";
import { namesIn } from "../src/completion/neighbour";
import { destination } from "../src/definition";
import { describe } from "../src/hover/describe";
import { objectsOf } from "../src/manifests/objects";
import { rootOf, schemaAt } from "../src/manifests/schema";
import { documents } from "../src/yaml/documents";
import type { Node, Path } from "../src/yaml/outline";
import { data, offered, withCaret } from "./knowledge";

const manifests = (...lines: string[]) => offered(manifestCompletions, lines);
const environment = (...lines: string[]) => offered(environmentCompletions, lines);
const helm = (...lines: string[]) => offered(helmCompletions, lines);

const gateway = ["apiVersion: gateway.networking.k8s.io/v1", "kind: Gateway", "metadata:", "  name: edge", "  namespace: infra"];
const route = ["apiVersion: gateway.networking.k8s.io/v1", "kind: HTTPRoute", "metadata:", "  name: echo"];
const service = [
  "apiVersion: v1",
  "kind: Service",
  "metadata:",
  "  name: echo",
  "spec:",
  "  ports:",
  "  - name: web",
  "    port: 1027",
  "  - name: admin",
  "    port: 1028",
];

test("an empty text offers whole objects of every kind that is read", () => {
  const found = manifests("|");
  assert.ok(["Gateway", "HTTPRoute", "KongPlugin", "Service", "UDPIngress"].every((kind) => found.labels.includes(kind)));
  assert.equal(
    found.choose("Gateway"),
    [
      "apiVersion: gateway.networking.k8s.io/v1",
      "kind: Gateway",
      "metadata:",
      "  name: |",
      "spec:",
      "  gatewayClassName: ",
      "  listeners:",
      "  - name: ",
      "    port: ",
      "    protocol: ",
    ].join("\n"),
  );
});

test("kind and apiVersion go together", () => {
  assert.deepEqual(manifests("apiVersion: gateway.networking.k8s.io/v1alpha2", "kind: |").labels.sort(), ["TCPRoute", "TLSRoute", "UDPRoute"]);
  assert.deepEqual(manifests("apiVersion: |", "kind: KongPlugin").labels, ["configuration.konghq.com/v1"]);
  assert.deepEqual(manifests("apiVersion: |", "kind: Gateway").labels, ["gateway.networking.k8s.io/v1", "gateway.networking.k8s.io/v1beta1"]);
  assert.equal(manifests("kind: KongIn|").choose("KongIngress"), "apiVersion: configuration.konghq.com/v1\nkind: KongIngress|");
});

test("fields are those of the kind that are not there yet, required ones first", () => {
  const found = manifests(...gateway, "spec:", "  gatewayClassName: kong", "  |");
  assert.equal(found.labels[0], "listeners");
  assert.ok(found.labels.includes("addresses") && !found.labels.includes("gatewayClassName") && !found.labels.includes("rules"));
  assert.equal(found.option("listeners")?.detail, "list of objects, required");
  const listener = manifests(...gateway, "spec:", "  listeners:", "  - name: http", "    po|");
  assert.deepEqual(listener.labels, ["port"]);
  assert.ok(listener.choose("port").endsWith("    port: |"));
});

test("a field brings its required fields along, indented for where it stands", () => {
  assert.ok(manifests(...gateway, "spec:", "  lis|").choose("listeners").endsWith("spec:\n  listeners:\n  - name: |\n    port: \n    protocol: "));
  assert.ok(
    manifests(...route, "spec:", "  rules:", "  - back|").choose("backendRefs").endsWith("  - backendRefs:\n    - name: |"),
  );
  assert.ok(manifests(...route, "spec:", "  rules:", "  - name: a", "    fil|").choose("filters").endsWith("    filters:\n    - type: |"));
  assert.ok(manifests(...route, "metadata:", "  ann|").choose("annotations").endsWith("  annotations:\n    |"));
});

test("the key alone is written where a colon follows, and in JSON", () => {
  assert.ok(manifests(...gateway, "spec:", "  li|: []").choose("listeners").endsWith("  listeners|: []"));
  assert.ok(manifests('{"kind": "Gateway", "spec": {"gat|"}}').choose("gatewayClassName").endsWith('"gatewayClassName|"}}'));
});

test("values of enumerations, booleans and fields whose usual values are known", () => {
  assert.deepEqual(manifests(...gateway, "spec:", "  listeners:", "  - protocol: |").labels, ["HTTP", "HTTPS", "TLS", "TCP", "UDP"]);
  assert.deepEqual(manifests(...gateway, "spec:", "  listeners:", "  - tls:", "      mode: |").labels, ["Terminate", "Passthrough"]);
  assert.deepEqual(manifests(...route, "spec:", "  rules:", "  - matches:", "    - path: {type: |}").labels, ["Exact", "PathPrefix", "RegularExpression"]);
  assert.deepEqual(manifests("kind: KongPlugin", "disabled: |").labels, ["true", "false"]);
  assert.ok(manifests("kind: KongPlugin", "plugin: rate|").labels.includes("rate-limiting"));
  assert.deepEqual(manifests("kind: KongPlugin", "protocols:", "- grp|").labels, ["grpc", "grpcs"]);
});

test("annotations are offered on the kinds where they do something, with their values", () => {
  const onRoute = manifests(...route, "  annotations:", "    konghq.com/|").labels;
  assert.ok(onRoute.includes("konghq.com/strip-path") && onRoute.includes("konghq.com/plugins"));
  assert.ok(!onRoute.includes("konghq.com/host-header") && !onRoute.includes("konghq.com/rewrite"));
  assert.ok(manifests(...service.slice(0, 4), "  annotations:", "    konghq|").labels.includes("konghq.com/host-header"));
  assert.deepEqual(manifests("kind: Secret", "metadata:", "  labels:", "    konghq|").labels.sort(), [
    "konghq.com/ca-cert",
    "konghq.com/credential",
    "konghq.com/validate",
  ]);
  const value = manifests(...route, "  annotations:", "    konghq.com/strip-path: |");
  assert.deepEqual(value.labels, ["true", "false"]);
  assert.ok(value.choose("true").endsWith('konghq.com/strip-path: "true"|'));
  assert.ok(manifests(...route, "  annotations:", '    konghq.com/strip-path: "tr|"').choose("true").endsWith('"true|"'));
  assert.deepEqual(manifests(...route, "  annotations:", "    konghq.com/protocols: http,htt|").labels, ["http", "https"]);
});

test("references offer the objects of the text, in the namespace that counts", () => {
  const others = ["---", ...gateway, "spec:", "  listeners:", "  - name: http", "    protocol: HTTP", "    port: 80", "---", ...service];
  assert.deepEqual(manifests(...route, "spec:", "  parentRefs:", "  - name: |", "    namespace: infra", ...others).labels, ["edge"]);
  assert.deepEqual(manifests(...route, "spec:", "  parentRefs:", "  - name: |", ...others).labels, []);
  const section = manifests(...route, "spec:", "  parentRefs:", "  - name: edge", "    namespace: infra", "    sectionName: |", ...others);
  assert.deepEqual(section.labels, ["http"]);
  assert.equal(section.option("http")?.detail, "HTTP 80");
  assert.deepEqual(manifests(...route, "spec:", "  parentRefs:", "  - name: edge", "    namespace: |", ...others).labels, ["default", "infra"]);
  const refs = [...route, "spec:", "  rules:", "  - backendRefs:"];
  assert.deepEqual(manifests(...refs, "    - name: |", ...others).labels, ["echo"]);
  const port = manifests(...refs, "    - name: echo", "      port: |", ...others);
  assert.deepEqual(port.labels.sort(), ["1027", "1028"]);
  assert.ok(port.choose("1027").includes("port: 1027|"));
});

test("Ingresses, classes, secrets, plugins and policies are found as well", () => {
  const ingress = ["apiVersion: networking.k8s.io/v1", "kind: Ingress", "metadata:", "  name: i", "spec:"];
  const backend = [...ingress, "  defaultBackend:", "    service:"];
  assert.deepEqual(manifests(...backend, "      name: |", "---", ...service).labels, ["echo"]);
  assert.deepEqual(manifests(...backend, "      name: echo", "      port:", "        name: |", "---", ...service).labels.sort(), ["admin", "web"]);
  assert.deepEqual(manifests(...backend, "      name: echo", "      port:", "        number: |", "---", ...service).labels.sort(), ["1027", "1028"]);
  assert.deepEqual(manifests(...ingress, "  ingressClassName: |").labels, ["kong"]);
  assert.deepEqual(manifests(...ingress, "  tls:", "  - secretName: |", "---", "kind: Secret", "metadata: {name: cert}").labels, ["cert"]);
  const plugins = ["---", "kind: KongPlugin", "metadata:", "  name: limit", "---", "kind: KongPlugin", "metadata: {name: cors, namespace: far}"];
  const annotated = manifests(...route, "  annotations:", "    konghq.com/plugins: limit, |", ...plugins);
  assert.deepEqual(annotated.labels, ["limit", "far:cors"]);
  assert.ok(annotated.choose("far:cors").includes("konghq.com/plugins: limit, far:cors|"));
  const policy = ["---", "kind: KongUpstreamPolicy", "metadata:", "  name: sticky"];
  assert.deepEqual(manifests(...service.slice(0, 4), "  annotations:", "    konghq.com/upstream-policy: |", ...policy).labels, ["sticky"]);
});

test("keys of Secrets by what they hold, labels of Namespaces for selectors", () => {
  const credential = ["kind: Secret", "metadata:", "  labels:", "    konghq.com/credential: basic-auth", "stringData:", "  |"];
  assert.deepEqual(manifests(...credential).labels, ["username", "password"]);
  assert.equal(manifests("kind: Secret", "type: kubernetes.io/tls", "data:", "  |").labels[0], "tls.crt");
  const selector = [...gateway, "spec:", "  listeners:", "  - allowedRoutes:", "      namespaces:", "        from: Selector", "        selector:", "          matchLabels:"];
  const namespace = ["---", "kind: Namespace", "metadata:", "  name: apps", "  labels:", "    team: blue"];
  assert.deepEqual(manifests(...selector, "            |", ...namespace).labels, ["kubernetes.io/metadata.name", "team"]);
  assert.deepEqual(manifests(...selector, "            team: |", ...namespace).labels, ["blue"]);
});

test("every field of the example manifests is offered at its place", () => {
  const folder = "../examples";
  let fields = 0;
  for (const example of readdirSync(folder)) {
    const file = `${folder}/${example}/manifests.yaml`;
    if (!existsSync(file)) continue;
    const state = EditorState.create({ doc: readFileSync(file, "utf8"), extensions: documents });
    for (const { from: base, reading } of state.field(documents)) {
      for (const object of objectsOf(reading)) {
        const check = (node: Node, path: Path): void => {
          if (node.kind === "list") return node.items.forEach(({ value }, index) => check(value, [...path, index]));
          if (node.kind !== "map") return;
          for (const { key, from, value } of node.entries) {
            const parent = schemaAt(data, rootOf(data, object.apiVersion, object.kind), path);
            check(value, [...path, key]);
            if (node.column === null || parent?.p?.[key] === undefined) continue;
            const without = state.update({ changes: { from: base + from, to: base + Math.max(value.to, from + key.length + 1) } }).state;
            const result = manifestCompletions(new CompletionContext(without, base + from, true));
            assert.ok(result?.options.some(({ label }) => label === key), `${file}: ${[...path, key].join(".")}`);
            fields++;
          }
        };
        check(object.node, []);
      }
    }
  }
  assert.ok(fields > 50);
});

test("no place of a text is too odd", () => {
  const text = readFileSync("../examples/opening/manifests.yaml", "utf8");
  for (const doc of [text, text.replaceAll("\n", " \n"), text.replaceAll(": ", ": {"), text.replaceAll("- ", "- - ")]) {
    const state = EditorState.create({ doc, extensions: documents });
    for (let at = 0; at <= doc.length; at++) {
      manifestCompletions(new CompletionContext(state, at, true));
      describe(state, "manifests", at);
      destination(state, at);
    }
  }
});

test("items of a List are objects", () => {
  const list = ["kind: List", "items:", "- kind: Gateway", "  spec:", "    gate|"];
  assert.deepEqual(manifests(...list).labels, ["gatewayClassName"]);
});

test("nothing is offered in comments, block scalars, or unasked before a key is begun", () => {
  assert.deepEqual(manifests("# ki|").labels, []);
  assert.deepEqual(manifests("kind: ConfigMap", "data:", "  a: |-".replace("|", ">"), "    ki|").labels, []);
  assert.deepEqual(offered(manifestCompletions, [...gateway, "spec:", "  |"], false).labels, []);
  assert.ok(offered(manifestCompletions, [...gateway, "spec:", "  l|"], false).labels.includes("listeners"));
});

test("variables of Kong and of the controller, the modelled ones first", () => {
  const { labels, choose } = environment("KONG_|");
  assert.equal(labels[0], "KONG_PROXY_LISTEN");
  assert.equal(choose("KONG_STREAM_LISTEN"), "KONG_STREAM_LISTEN=|");
  assert.ok(environment("# x", "export CONTROLLER_PUB|").labels.includes("CONTROLLER_PUBLISH_SERVICE"));
  assert.equal(environment("- name: KONG_STR|").choose("KONG_STREAM_LISTEN"), "- name: KONG_STREAM_LISTEN|");
  assert.deepEqual(environment("# KONG_|").labels, []);
});

test("values of variables: flavors, booleans, gates, flags of a listen", () => {
  assert.deepEqual(environment("KONG_ROUTER_FLAVOR=|").labels, ["traditional", "traditional_compatible", "expressions"]);
  assert.deepEqual(environment("CONTROLLER_UPDATE_STATUS=|").labels, ["true", "false"]);
  assert.equal(environment("CONTROLLER_FEATURE_GATES=FillIDs=true,Gat|").choose("GatewayAlpha"), "CONTROLLER_FEATURE_GATES=FillIDs=true,GatewayAlpha=true|");
  assert.deepEqual(environment("CONTROLLER_FEATURE_GATES=GatewayAlpha=|").labels, ["true", "false"]);
  assert.deepEqual(environment("KONG_STREAM_LISTEN=|").labels, ["0.0.0.0:", "[::]:", "off"]);
  const flags = environment("KONG_STREAM_LISTEN=0.0.0.0:9000 ssl, 0.0.0.0:9001 reuseport |").labels;
  assert.ok(flags.includes("ssl") && flags.includes("udp") && !flags.includes("reuseport") && !flags.includes("http2"));
  assert.ok(environment('KONG_PROXY_LISTEN="0.0.0.0:8000 h|"').labels.includes("http2"));
  assert.deepEqual(environment("- name: KONG_ROUTER_FLAVOR", "  value: exp|").labels, ["expressions"]);
});

test("values of the chart that are modelled, of both charts", () => {
  assert.ok(helm("|").labels.includes("proxy"));
  assert.deepEqual(helm("proxy:", "  tls:", "    param|").labels, ["parameters"]);
  assert.deepEqual(helm("proxy:", "  type: |").labels, ["ClusterIP", "NodePort", "LoadBalancer"]);
  assert.deepEqual(helm("proxy:", "  stream:", "  - cont|").labels, ["containerPort"]);
  assert.ok(helm("proxy:", "  stream:", "  - parameters:", "    - |").labels.includes("ssl"));
  assert.deepEqual(helm("udpProxy:", "  enabled: |").labels, ["true", "false"]);
  assert.deepEqual(helm("gateway:", "  env:", "    router_flavor: exp|").labels, ["expressions"]);
  assert.ok(helm("ingressController:", "  env:", "    feature|").labels.includes("feature_gates"));
  assert.deepEqual(helm("ingressController:", "  env:", "    feature_gates: RewriteURIs=|").labels, ["true", "false"]);
  assert.ok(helm("env:", "  database: |").choose("off").endsWith('database: "off"|'));
});

test("variables that name objects are completed out of the manifests", () => {
  const { state } = withCaret(...service, "---", ...gateway, "|");
  const labels = (variable: string, value: string): string[] => namesIn(state, data, variable, value).offers.map(({ label }) => label);
  assert.deepEqual(labels("CONTROLLER_PUBLISH_SERVICE", "de"), ["default/echo"]);
  assert.deepEqual(labels("CONTROLLER_GATEWAY_TO_RECONCILE", ""), ["infra/edge"]);
  assert.deepEqual(labels("CONTROLLER_WATCH_NAMESPACE", "default,in"), ["default", "infra"]);
  assert.equal(namesIn(state, data, "CONTROLLER_WATCH_NAMESPACE", "default,in").typed, 2);
  assert.deepEqual(labels("KONG_PROXY_LISTEN", ""), []);
});

test("a word that is written out is offered only to who asks", () => {
  assert.deepEqual(offered(manifestCompletions, ["apiVersion: v1", "kind: Service|"], false).labels, []);
  assert.deepEqual(offered(manifestCompletions, ["apiVersion: v1", "kind: Service|"]).labels, ["Service"]);
  assert.deepEqual(offered(environmentCompletions, ["KONG_ROUTER_FLAVOR=expressions|"], false).labels, []);
});
