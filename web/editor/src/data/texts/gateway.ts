import type { Texts } from "../types";

/** What fields of Gateway API do to Kong. Every route has these. */
const parents: Texts = {
  "spec.parentRefs": "The Gateways that the route attaches to. Without one the controller does not read the route.",
  "spec.parentRefs[].name": "The Gateway. Kong routes get their `protocols` or ports from its listeners.",
  "spec.parentRefs[].namespace": "Namespace of the Gateway. Its listeners must allow routes from here (`allowedRoutes.namespaces`).",
  "spec.parentRefs[].sectionName": "One listener of the Gateway by name. Without it the route tries all listeners.",
  "spec.parentRefs[].port": "Attaches only to listeners with this port. It counts for the route's status; Kong's configuration does not use it.",
  "spec.rules": "Each rule becomes a Kong service with its routes. Rules of one HTTPRoute with equal `backendRefs` share a service.",
  "spec.rules[].name": "Goes into Kong as the tag `k8s-named-route-rule:…`.",
};

const backends: Texts = {
  "spec.rules[].backendRefs":
    "The Services whose endpoints become targets of the Kong upstream. With several, `weight` divides the traffic.",
  "spec.rules[].backendRefs[].name": "A Service. If it does not exist, the reference is left out.",
  "spec.rules[].backendRefs[].namespace": "Namespace of the Service. Another one than the route's needs a ReferenceGrant there.",
  "spec.rules[].backendRefs[].port":
    "A `port` of the Service, not a `targetPort`: it finds the port of the endpoints that Kong connects to.",
  "spec.rules[].backendRefs[].weight":
    "Share of the traffic. It is divided by the number of the Service's endpoints to give each target's `weight`; 0 sends nothing.",
  "spec.rules[].backendRefs[].kind": "Only `Service` works; references to other kinds are left out.",
};

const filters: Texts = {
  "spec.rules[].filters": "Each filter becomes a plugin on the Kong routes of the rule. A kind of filter that the controller does not know drops the rules of the service.",
  "spec.rules[].filters[].type": "Which filter this is; the field of the same name holds its settings.",
  "spec.rules[].filters[].requestHeaderModifier": "Becomes a `request-transformer` plugin.",
  "spec.rules[].filters[].requestHeaderModifier.set": "Replaces the header, or adds it: `replace.headers` and `add.headers`.",
  "spec.rules[].filters[].requestHeaderModifier.add": "Adds a further value: `append.headers`.",
  "spec.rules[].filters[].requestHeaderModifier.remove": "Takes the headers out: `remove.headers`.",
  "spec.rules[].filters[].responseHeaderModifier": "Becomes a `response-transformer` plugin.",
  "spec.rules[].filters[].responseHeaderModifier.set": "Replaces the header, or adds it: `replace.headers` and `add.headers`.",
  "spec.rules[].filters[].responseHeaderModifier.add": "Adds a further value: `append.headers`.",
  "spec.rules[].filters[].responseHeaderModifier.remove": "Takes the headers out: `remove.headers`.",
  "spec.rules[].filters[].extensionRef": "Binds a KongPlugin of the route's namespace to the Kong routes of this rule.",
  "spec.rules[].filters[].extensionRef.name": "A KongPlugin of the route's namespace.",
  "spec.rules[].filters[].extensionRef.kind": "Only `KongPlugin` works.",
  "spec.rules[].filters[].extensionRef.group": "Only `configuration.konghq.com` works.",
  "spec.rules[].filters[].requestMirror": "Not supported: the controller refuses rules with this filter.",
};

const http: Texts = {
  ...parents,
  ...backends,
  ...filters,
  "spec.hostnames": "Become `hosts` of the Kong routes. None means any host; the hostname of a listener does not come into it.",
  "spec.rules[].matches":
    "Become Kong routes. Matches that differ only in path share a route in the traditional flavors; in `expressions` each is a route. Without any, the route takes every path and its filters do nothing in the traditional flavors.",
  "spec.rules[].matches[].path.type":
    "`PathPrefix` `/p` gives Kong the paths `~/p$` and `/p/`, `Exact` gives `~/p$`, `RegularExpression` gives `~` and the value without an anchor at its end.",
  "spec.rules[].matches[].path.value": "Copied as it is: a dot in an `Exact` path matches any character in the traditional flavors.",
  "spec.rules[].matches[].headers": "Become `headers` of the Kong route: all must match.",
  "spec.rules[].matches[].headers[].type": "`RegularExpression` puts `~*` before the value.",
  "spec.rules[].matches[].queryParams": "Only in the router flavor `expressions`. In the others the controller drops the whole HTTPRoute.",
  "spec.rules[].matches[].method": "Becomes `methods` of the Kong route.",
  "spec.rules[].filters[].requestRedirect": "Becomes the plugin `redirect`; before Kong 3.9 `request-termination` with a Location header.",
  "spec.rules[].filters[].requestRedirect.path": "Only `ReplaceFullPath` has an effect; `ReplacePrefixMatch` is ignored.",
  "spec.rules[].filters[].requestRedirect.statusCode": "The status of the answer.",
  "spec.rules[].filters[].urlRewrite": "Becomes a `request-transformer` plugin with `replace.uri` or a Host header.",
  "spec.rules[].filters[].urlRewrite.hostname": "Sets the Host header that goes upstream.",
  "spec.rules[].filters[].urlRewrite.path.replaceFullPath": "The path that goes upstream: `replace.uri`.",
  "spec.rules[].filters[].urlRewrite.path.replacePrefixMatch":
    "Replaces the matched prefix. In the traditional flavors only the first match of the rule keeps its path.",
  "spec.rules[].filters[].cors": "Not supported: the controller refuses rules with this filter. A KongPlugin `cors` does it.",
  "spec.rules[].backendRefs[].filters": "Ignored: Kong has no plugins on single targets.",
  "spec.rules[].timeouts.request": "Ignored.",
  "spec.rules[].timeouts.backendRequest":
    "Sets `connect_timeout`, `read_timeout` and `write_timeout` of the Kong service. Of rules that share a service the last one wins.",
  "spec.rules[].retry": "Ignored. The Service's annotation `konghq.com/retries` does it.",
  "spec.rules[].sessionPersistence": "Ignored. A KongUpstreamPolicy with sticky sessions does it.",
};

const grpc: Texts = {
  ...parents,
  ...backends,
  ...filters,
  "spec.hostnames": "Become `hosts` of the Kong routes. Without any, the traditional flavors take those of the listeners.",
  "spec.rules": "Each rule becomes a Kong service with its routes.",
  "spec.rules[].matches[].method": "Becomes the path `~/service/method` of the Kong route.",
  "spec.rules[].matches[].method.type": "With `RegularExpression` a missing part becomes `.+`.",
  "spec.rules[].matches[].headers": "Become `headers` of the Kong route. In the traditional flavors a regular expression counts as plain text.",
  "spec.rules[].filters": "Filters of a GRPCRoute are ignored.",
  "spec.rules[].sessionPersistence": "Ignored. A KongUpstreamPolicy with sticky sessions does it.",
};

const stream: Texts = {
  ...parents,
  ...backends,
  "spec.rules": "Each rule becomes a Kong service with one route. The kind is read only with the feature gate `GatewayAlpha`.",
};

const listeners: Texts = {
  "spec.gatewayClassName":
    "The class. The controller takes Gateways whose class names it in `controllerName`, and writes their status where the class has `konghq.com/gatewayclass-unmanaged`.",
  "spec.listeners":
    "Ports that clients use. The controller opens none: each listener needs a port of the proxy Service that leads to a Kong listen of its protocol, or it gets `PortUnavailable`.",
  "spec.listeners[].name": "Routes choose the listener by this name (`parentRefs[].sectionName`).",
  "spec.listeners[].port":
    "A `port` of the proxy Service, not the port of a container. It must lead, through `targetPort`, to a Kong listen.",
  "spec.listeners[].protocol":
    "`HTTP` needs a listen of `KONG_PROXY_LISTEN` without `ssl`, `HTTPS` one with it; `TCP` and `TLS` the same of `KONG_STREAM_LISTEN`, `UDP` one with `udp`.",
  "spec.listeners[].hostname":
    "Limits which routes attach. Kong does not check it, except that it becomes the SNI of the listener's certificate.",
  "spec.listeners[].tls": "For HTTPS and TLS. For HTTP, TCP and UDP it must be absent.",
  "spec.listeners[].tls.mode":
    "`Terminate`: Kong decrypts with the certificate. `Passthrough`: only for TLS; Kong passes the connection on by its server name.",
  "spec.listeners[].tls.certificateRefs":
    "Secrets of type `kubernetes.io/tls`. They become Kong certificates, with the listener's hostname as SNI. The controller takes exactly one.",
  "spec.listeners[].tls.certificateRefs[].name": "A Secret with `tls.crt` and `tls.key`. In another namespace it needs a ReferenceGrant there.",
  "spec.listeners[].allowedRoutes": "Which routes may attach. It decides the routes' status; unattached routes are not given to Kong.",
  "spec.listeners[].allowedRoutes.namespaces.from":
    "`Same`: routes of the Gateway's namespace; `All`: of every one; `Selector`: of namespaces whose labels match.",
  "spec.listeners[].allowedRoutes.kinds": "Kinds of routes that may attach; each must fit the listener's protocol.",
  "spec.addresses": "Not used: addresses come from the publish Service.",
  "spec.infrastructure": "Not used by the controller; it is for who creates the Gateway's Pods.",
};

const classes: Texts = {
  "spec.controllerName":
    "Which controller the class belongs to. The controller's own name is `konghq.com/kic-gateway-controller`, or what `CONTROLLER_GATEWAY_API_CONTROLLER_NAME` says.",
  "spec.parametersRef": "Not used by the controller.",
};

const grants: Texts = {
  "spec.from": "Who may refer. All entries of `from` may refer to all of `to`.",
  "spec.from[].namespace": "Namespace of the route or Gateway that refers.",
  "spec.to": "To what in this namespace.",
  "spec.to[].name": "Only the object with this name. Without it, all objects of the kind.",
  "spec.to[].group": "The empty text for Services and Secrets.",
};

const backendTls: Texts = {
  "spec.targetRefs": "Services that Kong talks to by TLS: the Kong service gets `protocol: https` and verifies the certificate. Two policies on one Service disable each other.",
  "spec.targetRefs[].sectionName": "Ignored: the policy counts for all ports of the Service.",
  "spec.validation.caCertificateRefs": "ConfigMaps or Secrets with CA certificates: `ca_certificates` of the Kong service.",
  "spec.validation.hostname": "The server name that Kong asks for and checks: `host_header` of the Kong upstream.",
  "spec.validation.wellKnownCACertificates": "Not supported by the controller.",
  "spec.validation.subjectAltNames": "Not supported by the controller.",
};

export const gatewayTexts: Record<string, Texts> = {
  GatewayClass: classes,
  Gateway: listeners,
  HTTPRoute: http,
  GRPCRoute: grpc,
  "TCPRoute UDPRoute TLSRoute": stream,
  TLSRoute: { "spec.hostnames": "Become `snis` of the Kong route: server names of the TLS handshake." },
  ReferenceGrant: grants,
  BackendTLSPolicy: backendTls,
};
