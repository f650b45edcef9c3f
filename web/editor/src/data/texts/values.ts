import type { Texts } from "../types";

/** Names of plugins that Kong brings along. */
const plugins = [
  "acl", "acme", "ai-proxy", "aws-lambda", "azure-functions", "basic-auth", "bot-detection", "correlation-id", "cors", "datadog",
  "file-log", "grpc-gateway", "grpc-web", "header-cert-auth", "hmac-auth", "http-log", "ip-restriction", "jwt", "key-auth",
  "ldap-auth", "loggly", "mtls-auth", "oauth2", "openid-connect", "opentelemetry", "post-function", "pre-function", "prometheus",
  "proxy-cache", "rate-limiting", "rate-limiting-advanced", "redirect", "request-size-limiting", "request-termination",
  "request-transformer", "request-transformer-advanced", "response-ratelimiting", "response-transformer", "session", "standard-webhooks",
  "statsd", "syslog", "tcp-log", "udp-log", "zipkin",
];

const gatewayGroup = ["gateway.networking.k8s.io"];
const protocols = ["http", "https", "grpc", "grpcs", "tcp", "tls", "tls_passthrough", "udp", "ws", "wss"];
const operators = ["In", "NotIn", "Exists", "DoesNotExist"];
const parents = { "spec.parentRefs[].kind": ["Gateway"], "spec.parentRefs[].group": gatewayGroup };
const backends = { "spec.rules[].backendRefs[].kind": ["Service"] };
const extensions = {
  "spec.rules[].filters[].extensionRef.group": ["configuration.konghq.com"],
  "spec.rules[].filters[].extensionRef.kind": ["KongPlugin"],
};

/** Usual values where the schema lists none. A field may have others. */
export const fieldValues: Record<string, Record<string, string[]>> = {
  Gateway: {
    "spec.listeners[].protocol": ["HTTP", "HTTPS", "TLS", "TCP", "UDP"],
    "spec.listeners[].tls.certificateRefs[].kind": ["Secret"],
    "spec.listeners[].allowedRoutes.kinds[].kind": ["HTTPRoute", "GRPCRoute", "TLSRoute", "TCPRoute", "UDPRoute"],
    "spec.listeners[].allowedRoutes.kinds[].group": gatewayGroup,
    "spec.listeners[].allowedRoutes.namespaces.selector.matchExpressions[].operator": operators,
    "spec.addresses[].type": ["IPAddress", "Hostname"],
  },
  GatewayClass: { "spec.controllerName": ["konghq.com/kic-gateway-controller"] },
  "HTTPRoute GRPCRoute": { ...parents, ...backends, ...extensions },
  "TCPRoute UDPRoute TLSRoute": { ...parents, ...backends },
  ReferenceGrant: {
    "spec.from[].group": [...gatewayGroup, "configuration.konghq.com"],
    "spec.from[].kind": ["HTTPRoute", "GRPCRoute", "TCPRoute", "UDPRoute", "TLSRoute", "Gateway", "KongCustomEntity", "KongConsumer"],
    "spec.to[].group": ['""', "configuration.konghq.com"],
    "spec.to[].kind": ["Service", "Secret", "ConfigMap", "KongPlugin"],
  },
  BackendTLSPolicy: {
    "spec.targetRefs[].group": ['""'],
    "spec.targetRefs[].kind": ["Service"],
    "spec.validation.caCertificateRefs[].group": ['""'],
    "spec.validation.caCertificateRefs[].kind": ["ConfigMap", "Secret"],
  },
  "KongPlugin KongClusterPlugin": { plugin: plugins, "protocols[]": protocols },
  KongVault: { "spec.backend": ["env", "aws", "azure", "conjur", "gcp", "hcv"] },
  KongCustomEntity: { "spec.controllerName": ["kong"], "spec.parentRef.group": ["configuration.konghq.com"] },
  IngressClass: { "spec.controller": ["ingress-controllers.konghq.com/kong"] },
  Ingress: {
    "spec.rules[].http.paths[].backend.resource.kind": ["KongServiceFacade"],
    "spec.rules[].http.paths[].backend.resource.apiGroup": ["incubator.ingress-controller.konghq.com"],
  },
  Service: { "spec.ports[].appProtocol": ["http", "https", "kubernetes.io/h2c", "kubernetes.io/ws"] },
  Secret: { type: ["Opaque", "kubernetes.io/tls"] },
};

/** Keys of Secrets: certificates, and credentials of consumers. */
const secretKeys: Texts = {
  "tls.crt": "The certificate, in PEM.",
  "tls.key": "The private key, in PEM.",
  id: "Id of the CA certificate in Kong.",
  cert: "The CA certificate, in PEM.",
  key: "Key of a `key-auth` or `jwt` credential.",
  ttl: "Seconds for which a `key-auth` key is valid.",
  username: "User name of a `basic-auth` or `hmac-auth` credential.",
  password: "Password of a `basic-auth` credential.",
  secret: "Secret of an `hmac-auth` or `jwt` credential.",
  algorithm: "Algorithm of a `jwt` credential; `HS256` where it is missing.",
  rsa_public_key: "Public key of a `jwt` credential.",
  group: "Group of an `acl` credential.",
  name: "Name of an `oauth2` application.",
  client_id: "Client id of an `oauth2` application.",
  client_secret: "Client secret of an `oauth2` application.",
  redirect_uris: "Addresses of an `oauth2` application, with commas between them.",
  client_type: "`confidential` or `public`, of an `oauth2` application.",
  hash_secret: "Whether the client secret of an `oauth2` application is hashed.",
  subject_name: "Subject of the client's certificate, for `mtls-auth`.",
};

const caKeys: Texts = { id: "Id of the CA certificate in Kong.", cert: "The CA certificate, in PEM.", "ca.crt": "CA certificates, in PEM." };

/** Usual keys where every key is allowed. */
export const freeKeys: Record<string, Record<string, Texts>> = {
  Secret: { data: secretKeys, stringData: secretKeys },
  ConfigMap: { data: caKeys },
  BackendTLSPolicy: { "spec.options": { "tls-verify-depth": "How long the chain of the certificate may be: `tls_verify_depth` of the Kong service." } },
};

/** Keys of a Secret with the label `konghq.com/credential`. */
export const credentialKeys: Record<string, string[]> = {
  "key-auth": ["key", "ttl"],
  "basic-auth": ["username", "password"],
  "hmac-auth": ["username", "secret"],
  jwt: ["key", "algorithm", "secret", "rsa_public_key"],
  oauth2: ["name", "client_id", "client_secret", "redirect_uris", "client_type", "hash_secret"],
  acl: ["group"],
  "mtls-auth": ["subject_name"],
};
