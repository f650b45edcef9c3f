// Kubernetes' own kinds, as far as the controller reads them, in the form of the CRDs' schemas.

const text = (rest = {}) => ({ type: "string", ...rest });
const whole = (minimum, maximum, rest = {}) => ({ type: "integer", minimum, maximum, ...rest });
const port = (rest = {}) => whole(1, 65535, rest);
const flag = (rest = {}) => ({ type: "boolean", ...rest });
const words = (...values) => text({ enum: values });
const list = (items, rest = {}) => ({ type: "array", items, ...rest });
const map = (of) => ({ type: "object", additionalProperties: of });
const portOrName = { "x-kubernetes-int-or-string": true };

/** An object; names that end with `!` are required. */
function object(fields, rest = {}) {
  const required = Object.keys(fields).filter((name) => name.endsWith("!"));
  const properties = Object.fromEntries(Object.entries(fields).map(([name, schema]) => [name.replace("!", ""), schema]));
  return { type: "object", properties, ...(required.length ? { required: required.map((name) => name.slice(0, -1)) } : {}), ...rest };
}

function kind(group, name, scope, fields, version = "v1") {
  const head = { apiVersion: text(), kind: text(), metadata: { type: "object" } };
  return { group, kind: name, scope, versions: [{ name: version, schema: { ...object({ ...head, ...fields }), "x-native": true } }] };
}

/** `metadata` of every kind. */
export function metadata(scope) {
  return object({
    "name!": text({ minLength: 1, maxLength: 253 }),
    ...(scope === "Namespaced" ? { namespace: text({ minLength: 1, maxLength: 63 }) } : {}),
    annotations: map(text()),
    labels: map(text({ maxLength: 63 })),
    creationTimestamp: text(),
    generation: whole(0),
    uid: text(),
  });
}

const servicePort = object({
  name: text({ maxLength: 63 }),
  "port!": port(),
  targetPort: portOrName,
  protocol: text({ enum: ["TCP", "UDP", "SCTP"], default: "TCP" }),
  appProtocol: text(),
  nodePort: port(),
});

const service = kind("", "Service", "Namespaced", {
  spec: object({
    type: text({ enum: ["ClusterIP", "NodePort", "LoadBalancer", "ExternalName"], default: "ClusterIP" }),
    ports: list(servicePort),
    selector: map(text()),
    clusterIP: text(),
    clusterIPs: list(text()),
    externalName: text({ maxLength: 253 }),
    externalIPs: list(text()),
    externalTrafficPolicy: words("Cluster", "Local"),
    internalTrafficPolicy: words("Cluster", "Local"),
    ipFamilies: list(words("IPv4", "IPv6")),
    ipFamilyPolicy: words("SingleStack", "PreferDualStack", "RequireDualStack"),
    loadBalancerClass: text(),
    loadBalancerIP: text(),
    loadBalancerSourceRanges: list(text()),
    publishNotReadyAddresses: flag(),
    sessionAffinity: text({ enum: ["None", "ClientIP"], default: "None" }),
    trafficDistribution: text(),
  }),
  status: object({ loadBalancer: object({ ingress: list(object({ hostname: text(), ip: text() })) }) }),
});

const endpointSlice = kind("discovery.k8s.io", "EndpointSlice", "Namespaced", {
  "addressType!": words("IPv4", "IPv6", "FQDN"),
  "endpoints!": list(
    object({
      "addresses!": list(text(), { minItems: 1, maxItems: 100 }),
      conditions: object({ ready: flag(), serving: flag(), terminating: flag() }),
      hostname: text(),
      nodeName: text(),
      zone: text(),
      targetRef: object({ kind: text(), name: text(), namespace: text() }),
    }),
  ),
  ports: list(object({ name: text(), port: port(), protocol: words("TCP", "UDP", "SCTP"), appProtocol: text() })),
});

const secret = kind("", "Secret", "Namespaced", {
  type: text({ default: "Opaque" }),
  data: map(text()),
  stringData: map(text()),
  immutable: flag(),
});

const configMap = kind("", "ConfigMap", "Namespaced", { data: map(text()), binaryData: map(text()), immutable: flag() });

const namespace = kind("", "Namespace", "Cluster", { spec: object({ finalizers: list(text()) }) });

const ingressBackend = object({
  service: object({ "name!": text(), port: object({ name: text(), number: port() }) }),
  resource: object({ apiGroup: text(), "kind!": text(), "name!": text() }),
});

const ingress = kind("networking.k8s.io", "Ingress", "Namespaced", {
  spec: object({
    ingressClassName: text(),
    defaultBackend: ingressBackend,
    rules: list(
      object({
        host: text({ maxLength: 253 }),
        http: object({
          "paths!": list(
            object({ path: text(), "pathType!": words("Exact", "Prefix", "ImplementationSpecific"), "backend!": ingressBackend }),
          ),
        }),
      }),
    ),
    tls: list(object({ hosts: list(text()), secretName: text() })),
  }),
});

const ingressClass = kind("networking.k8s.io", "IngressClass", "Cluster", {
  spec: object({
    controller: text({ maxLength: 250 }),
    parameters: object({
      apiGroup: text(),
      "kind!": text(),
      "name!": text(),
      namespace: text(),
      scope: words("Cluster", "Namespace"),
    }),
  }),
});

export const nativeKinds = [service, endpointSlice, secret, configMap, namespace, ingress, ingressClass];
