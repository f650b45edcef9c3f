import type { Texts } from "../types";

/** What fields of Kong's own kinds and of Kubernetes' kinds do to Kong. */
const plugin: Texts = {
  plugin: "Name of the plugin in Kong: `name` of the plugin entity.",
  config: "Settings of the plugin, as Kong's documentation of the plugin has them.",
  configFrom: "Takes the whole settings from a key of a Secret, as JSON or YAML. `config` must be absent then.",
  configPatches: "Puts values of Secrets into single places of `config`.",
  "configPatches[].path": "JSON pointer to the place in `config`, such as `/add/headers/0`.",
  "configPatches[].valueFrom.secretKeyRef": "The key of a Secret; its value is read as JSON or YAML.",
  disabled: "`true` writes `enabled: false`: the plugin stays in Kong and does nothing.",
  protocols: "Request protocols for which the plugin runs.",
  ordering: "Runs the plugin before or after others in the access phase (Kong Enterprise).",
  instance_name: "Name of this use of the plugin; a suffix keeps it unique where the plugin is bound several times.",
  consumerRef: "Ignored. `konghq.com/plugins` on a KongConsumer binds the plugin to it.",
  run_on: "Of service meshes in old releases of Kong; it has no effect.",
};

const health: Texts = {
  "spec.healthchecks.active": "Kong asks the targets itself, every `interval` seconds.",
  "spec.healthchecks.active.httpPath": "The path of the probe: `http_path`.",
  "spec.healthchecks.active.timeout": "Seconds that a probe may take.",
  "spec.healthchecks.active.concurrency": "Targets that are probed at once.",
  "spec.healthchecks.active.healthy.interval": "Seconds between probes of healthy targets; 0 switches them off.",
  "spec.healthchecks.active.unhealthy.interval": "Seconds between probes of unhealthy targets; 0 switches them off.",
  "spec.healthchecks.active.healthy.successes": "Good probes that make a target healthy.",
  "spec.healthchecks.passive": "Kong judges by the answers to real requests. It only marks targets unhealthy; active checks bring them back.",
  "spec.healthchecks.threshold": "Share of the upstream's weight, in percent, that must be healthy for the upstream to serve at all.",
};

const policy: Texts = {
  ...health,
  "spec.algorithm": "How the upstream chooses a target. `sticky-sessions` needs Kong 3.11 or newer, else the whole policy is skipped.",
  "spec.slots": "Places of the ring of the balancer: 10 to 65536.",
  "spec.hashOn": "What requests of one target have in common, for `consistent-hashing`. Give one of the fields.",
  "spec.hashOnFallback": "What is hashed where `hashOn` finds nothing.",
  "spec.stickySessions": "The cookie that ties a client to a target.",
};

const consumer: Texts = {
  username: "Name of the consumer in Kong. It needs this or `custom_id`.",
  custom_id: "Id of the consumer in another system. It needs this or `username`.",
  credentials: "Secrets of this namespace with the label `konghq.com/credential`; each becomes a credential of the consumer.",
  consumerGroups: "KongConsumerGroups of this namespace that the consumer belongs to.",
};

const streamIngress: Texts = {
  "spec.rules": "Each rule becomes a Kong service with one route.",
  "spec.rules[].port": "`destinations` of the Kong route: a port that Kong listens on in `KONG_STREAM_LISTEN`.",
  "spec.rules[].host": "`snis` of the Kong route: the server name of the TLS handshake.",
  "spec.rules[].backend.serviceName": "The Service whose endpoints become targets.",
  "spec.rules[].backend.servicePort": "A `port` of the Service.",
  "spec.tls": "Certificates, as in an Ingress.",
  "spec.tls[].secretName": "A Secret with `tls.crt` and `tls.key`; it becomes a Kong certificate.",
};

const kongIngress: Texts = {
  proxy: "Not read any more; use annotations on the Service.",
  route: "Not read any more; use annotations on the Ingress.",
  upstream: "Settings of the Kong upstream of Services with `konghq.com/override`, only for Ingresses. A KongUpstreamPolicy replaces it.",
};

const service: Texts = {
  "spec.ports[].port":
    "What routes and Gateway listeners name. For the proxy Service it is the port that clients use.",
  "spec.ports[].targetPort":
    "The port of the Pods. For the proxy Service it must be a port of Kong's listens; without it, it is `port`.",
  "spec.ports[].name": "Ingresses may name the port by it. For the proxy Service the name tells nothing.",
  "spec.ports[].protocol": "`TCP` for HTTP, TLS and TCP listeners, `UDP` for UDP listeners.",
  "spec.ports[].appProtocol": "Ignored; the annotation `konghq.com/protocol` says how Kong talks to the Pods.",
  "spec.type":
    "For the proxy Service: `LoadBalancer` gives the Gateway the addresses of `status.loadBalancer`. `ExternalName` as a backend makes the name the target.",
  "spec.externalName": "The only target of the Kong upstream, for type `ExternalName`.",
  "spec.clusterIPs": "A proxy Service without cluster IPs has no address to report.",
  "status.loadBalancer.ingress": "Addresses that the Gateway's status shows.",
};

const slice: Texts = {
  "endpoints[].addresses": "Become targets of the Kong upstream, with the slice's port.",
  "endpoints[].conditions.ready": "Endpoints that are not ready get no traffic.",
  "endpoints[].conditions.terminating": "With `CONTROLLER_ENABLE_DRAIN_SUPPORT` such endpoints stay as targets of weight 0.",
  "ports[].name": "The name of the Service's port that the slice serves.",
  "ports[].port": "The port of the targets.",
};

const ingress: Texts = {
  "spec.ingressClassName": "The class. The controller takes Ingresses of its own class (`CONTROLLER_INGRESS_CLASS`, by default `kong`).",
  "spec.defaultBackend": "Becomes a Kong route for all paths and hosts, of the lowest priority.",
  "spec.rules[].host": "`hosts` of the Kong routes.",
  "spec.rules[].http.paths[].path":
    "`paths` of the Kong route. With `/~` in front and type `ImplementationSpecific` the rest is a regular expression.",
  "spec.rules[].http.paths[].pathType":
    "`Prefix` `/p` gives Kong `/p/` and `~/p$`, `Exact` gives `~/p$`, `ImplementationSpecific` gives the path as a plain prefix, or a regular expression after `/~`.",
  "spec.rules[].http.paths[].backend.service": "The Service whose endpoints become targets.",
  "spec.rules[].http.paths[].backend.resource": "Only a KongServiceFacade works, with the feature gate of that name.",
  "spec.tls[].secretName": "A Secret with `tls.crt` and `tls.key`; it becomes a Kong certificate for `hosts`.",
  "spec.tls[].hosts": "SNIs of the certificate. They do not limit the routes.",
};

const ingressClass: Texts = {
  "spec.controller": "The controller's name: `ingress-controllers.konghq.com/kong`.",
  "spec.parameters": "An IngressClassParameters with settings of the class.",
};

export const kongTexts: Record<string, Texts> = {
  "KongPlugin KongClusterPlugin": plugin,
  KongUpstreamPolicy: policy,
  KongConsumer: consumer,
  KongIngress: kongIngress,
  "TCPIngress UDPIngress": streamIngress,
  KongVault: {
    "spec.backend": "Where the secrets are: `name` of the Kong vault, such as `env`, `hcv` or `aws`.",
    "spec.prefix": "Plugins use it in `{vault://prefix/key}`. Of several vaults with one prefix the oldest counts.",
    "spec.config": "Settings of the backend.",
  },
  KongLicense: {
    rawLicenseString: "The licence for Kong Enterprise. Of several enabled ones the newest counts.",
    enabled: "`false` leaves the licence out.",
  },
  KongCustomEntity: {
    "spec.type": "Name of the kind of entity in Kong's Admin API. Kinds that the controller makes itself are refused.",
    "spec.fields": "The entity, as Kong's Admin API takes it.",
    "spec.controllerName": "The controller's ingress class.",
    "spec.parentRef": "The plugin that the entity belongs to; references to services, routes and consumers are filled in from where it is bound.",
  },
  KongServiceFacade: {
    "spec.backendRef": "A Service that an Ingress names through this object, so that plugins and settings can differ. Needs the feature gate `KongServiceFacade`.",
    "spec.backendRef.port": "A `port` of the Service.",
  },
  IngressClassParameters: {
    "spec.serviceUpstream": "Makes the Service's cluster name the target for all Ingresses of the class, not the endpoints.",
    "spec.enableLegacyRegexDetection": "Paths that look like regular expressions count as such, without `/~` in front.",
  },
  KongConsumerGroup: { "spec.name": "Ignored: the object's own name is the group's name." },
  Service: service,
  EndpointSlice: slice,
  Ingress: ingress,
  IngressClass: ingressClass,
  Secret: {
    type: "Certificates need `kubernetes.io/tls`; for credentials the label `konghq.com/credential` counts.",
    data: "Values in base64.",
    stringData: "Values as plain text; the API server moves them to `data`.",
  },
  ConfigMap: { data: "For CA certificates: `id` and `cert`." },
};

/** What every object has. */
export const metadataTexts: Texts = {
  apiVersion: "Group and version. The controller reads one version of each kind.",
  kind: "The kind of object.",
  "metadata.name": "Names of Kong entities and their tag `k8s-name` are made of it.",
  "metadata.namespace": "The namespace; where it is missing the playground takes `default`.",
  "metadata.annotations": "Annotations that the controller knows change the Kong entities of the object.",
  "metadata.labels": "Labels choose: credentials, CA certificates, global plugins, namespaces that may attach routes.",
  "metadata.creationTimestamp": "Where two objects want the same, the older one wins: routes of equal priority, default backends, vaults.",
  "metadata.generation": "Comes back as `observedGeneration` in the status.",
  "metadata.uid": "Goes into Kong as the tag `k8s-uid`.",
};
