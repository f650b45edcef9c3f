import generated from "kic:generated";
import type { ChartField, Texts } from "./types";

/** Fields of both proxy Services. */
const proxyTexts = (which: string): Texts => ({
  [`${which}.enabled`]: "Whether the chart makes the Service and its listens.",
  [`${which}.type`]: "Type of the Service. `LoadBalancer` gives Gateways their addresses.",
  [`${which}.annotations`]: "Annotations of the Service.",
  [`${which}.labels`]: "Labels of the Service.",
  [`${which}.stream`]: "Ports for TCP, TLS and UDP. Each makes a listen of `KONG_STREAM_LISTEN` and a port of the Service.",
  [`${which}.stream[].containerPort`]: "The port that Kong listens on.",
  [`${which}.stream[].servicePort`]: "The port of the Service: what a listener of the Gateway names.",
  [`${which}.stream[].protocol`]: "`UDP` adds `udp` to the listen. The letters count: `udp` is no protocol.",
  [`${which}.stream[].parameters`]: "Flags of the listen. A TLS listener needs `ssl`.",
  [`${which}.stream[].nodePort`]: "The port of the nodes.",
  [`${which}.stream[].hostPort`]: "The port of the node that the Pod takes.",
  [`${which}.stream[].addresses`]: "Addresses of the listen; by default `0.0.0.0` and `[::]`.",
});

const texts: Texts = {
  ...proxyTexts("proxy"),
  ...proxyTexts("udpProxy"),
  proxy: "The proxy Service and the listens behind it.",
  udpProxy: "A second proxy Service, for UDP: load balancers often do not mix protocols.",
  "proxy.nameOverride": "Name of the proxy Service.",
  "proxy.http.enabled": "Plain HTTP: a listen of `KONG_PROXY_LISTEN` and a port of the Service.",
  "proxy.http.servicePort": "What an HTTP listener names; 0 leaves the port out of the Service.",
  "proxy.http.containerPort": "The port that Kong listens on.",
  "proxy.http.parameters": "Flags of the listen.",
  "proxy.tls.enabled": "HTTPS: a listen with `ssl` and a port of the Service.",
  "proxy.tls.servicePort": "What an HTTPS listener names.",
  "proxy.tls.containerPort": "The port that Kong listens on.",
  "proxy.tls.parameters": "Flags of the listen; the chart adds `ssl`.",
  "proxy.tls.overrideServiceTargetPort": "Another target port of the Service, for a load balancer that ends TLS.",
  env: "Variables of Kong, without `KONG_` and in lower case. They win over what the chart renders.",
  "env.router_flavor": "`KONG_ROUTER_FLAVOR`.",
  "env.database": "`off`, which the controller expects.",
  "env.proxy_listen": "`KONG_PROXY_LISTEN`, in place of what `proxy` renders.",
  "env.stream_listen": "`KONG_STREAM_LISTEN`, in place of what the streams render.",
  customEnv: "Variables of the Kong container under their full names.",
  "ingressController.env": "Variables of the controller, without `CONTROLLER_` and in lower case: its flags.",
  "ingressController.args": "Arguments of the controller; they win over variables.",
  "ingressController.enabled": "Whether the release has the controller.",
  "ingressController.ingressClass": "`CONTROLLER_INGRESS_CLASS`.",
  "ingressController.watchNamespaces": "`CONTROLLER_WATCH_NAMESPACE`.",
  "ingressController.gatewayDiscovery.enabled": "The controller finds the Pods of Kong by a Service, not in its own Pod.",
  "ingressController.gatewayDiscovery.generateAdminApiService": "The Service has the name that the chart gives it.",
  "ingressController.admissionWebhook.enabled": "The webhook checks objects before they are stored.",
  "ingressController.image.tag": "Release of the controller.",
  "image.tag": "Release of Kong.",
  "deployment.kong.enabled": "Whether the release has Kong itself; without it there is no proxy Service.",
  "enterprise.enabled": "Kong Enterprise with its further listens.",
  extraLabels: "Labels of everything that the chart makes.",
  gateway: "Values of the Kong part of chart `ingress`.",
  controller: "Values of the controller part of chart `ingress`.",
};

const serviceTypes = ["ClusterIP", "NodePort", "LoadBalancer"];
const values: Record<string, string[]> = {
  "proxy.type": serviceTypes,
  "udpProxy.type": serviceTypes,
  "proxy.stream[].protocol": ["TCP", "UDP"],
  "udpProxy.stream[].protocol": ["UDP", "TCP"],
  "env.router_flavor": ["traditional", "traditional_compatible", "expressions"],
  "env.database": ["off"],
  "proxy.externalTrafficPolicy": ["Cluster", "Local"],
  "udpProxy.externalTrafficPolicy": ["Cluster", "Local"],
  "proxy.ipFamilyPolicy": ["SingleStack", "PreferDualStack", "RequireDualStack"],
};

const flags = (names: string[]): string[] => names.map((name) => (name.endsWith("=") ? `${name}16384` : name));
for (const which of ["http", "tls"]) values[`proxy.${which}.parameters[]`] = flags(generated.listenFlags.proxy);
for (const which of ["proxy", "udpProxy"]) values[`${which}.stream[].parameters[]`] = flags(generated.listenFlags.stream);

/** Values that the chart reads and has no default for. */
const undefaulted: Record<string, string> = {
  customEnv: "object",
  "env.proxy_listen": "string",
  "env.stream_listen": "string",
  "env.port_maps": "string",
  "ingressController.admissionWebhook.address": "string",
  "proxy.tls.overrideServiceTargetPort": "integer or string",
  "ingressController.customEnv": "object",
};
for (const which of ["proxy", "udpProxy"]) {
  Object.assign(undefaulted, {
    [`${which}.addresses`]: "array",
    [`${which}.clusterIP`]: "string",
    [`${which}.externalIPs`]: "array",
    [`${which}.externalTrafficPolicy`]: "string",
    [`${which}.loadBalancerIP`]: "string",
    [`${which}.ipFamilyPolicy`]: "string",
    [`${which}.trafficDistribution`]: "string",
  });
  for (const part of ["containerPort", "servicePort", "nodePort", "hostPort"]) undefaulted[`${which}.stream[].${part}`] = "integer";
  undefaulted[`${which}.stream[].protocol`] = "string";
  undefaulted[`${which}.stream[].parameters`] = "array";
  undefaulted[`${which}.stream[].addresses`] = "array";
}
for (const which of ["http", "tls"]) {
  undefaulted[`proxy.${which}.nodePort`] = "integer";
  undefaulted[`proxy.${which}.hostPort`] = "integer";
}

function typeOf(value: unknown): string {
  if (Array.isArray(value)) return "array";
  return typeof value === "number" ? "integer" : typeof value;
}

/** The values of chart `kong` that the playground models. A path's parents are objects, or arrays before `[]`. */
export function chartFields(): ChartField[] {
  const types = new Map(Object.entries(undefaulted));
  for (const [path, value] of Object.entries(generated.chartDefaults)) types.set(path, typeOf(value));
  for (const path of Object.keys(texts)) if (!types.has(path)) types.set(path, "object");
  return [...types].map(([path, type]) => {
    const field: ChartField = { path, type };
    const fallback = generated.chartDefaults[path];
    if (texts[path] !== undefined) field.text = texts[path];
    if (values[path]) field.values = values[path];
    if (fallback !== undefined && fallback !== "") field.default = fallback;
    return field;
  });
}

/** Values of list items, which are no fields. */
export const chartItemValues: Record<string, string[]> = Object.fromEntries(
  Object.entries(values).filter(([path]) => path.endsWith("[]")),
);
