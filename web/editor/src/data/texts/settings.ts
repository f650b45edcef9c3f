import type { Texts, Variable } from "../types";

const flavors = ["traditional", "traditional_compatible", "expressions"];

/** Variables of Kong that change what the playground shows. */
export const variables: Variable[] = [
  {
    name: "KONG_PROXY_LISTEN",
    text: "Addresses on which Kong takes HTTP, with commas between them; `ssl` makes one HTTPS. HTTP and HTTPS listeners need a port here.",
    default: "0.0.0.0:8000 reuseport backlog=16384, 0.0.0.0:8443 http2 ssl reuseport backlog=16384",
  },
  {
    name: "KONG_STREAM_LISTEN",
    text: "Addresses on which Kong takes TCP; `ssl` makes one TLS, `udp` one UDP. TCP, TLS and UDP listeners need a port here. `off` for none.",
    default: "off",
    values: ["off"],
  },
  {
    name: "KONG_PORT_MAPS",
    text: "Which port of the Service leads to which listen: `80:8000, 443:8443`. Kong matches stream routes by the port in front. No status depends on it.",
  },
  {
    name: "KONG_ROUTER_FLAVOR",
    text: "How Kong's router works. The controller writes routes with expressions and priorities only for `expressions`.",
    default: "traditional_compatible",
    values: flavors,
  },
  { name: "KONG_VERSION", text: "Release of Kong, which its images set.", default: "3.9.1" },
  { name: "KONG_ADMIN_LISTEN", text: "Addresses of the Admin API. No listener of a Gateway can use them." },
  { name: "KONG_STATUS_LISTEN", text: "Addresses of the Status API. No listener of a Gateway can use them." },
  { name: "KONG_DATABASE", text: "`off` is what the controller expects: it sends the whole configuration.", values: ["off"] },
];

/** Flags of a listen. */
export const listenTexts: Texts = {
  ssl: "TLS on this address. HTTPS and TLS listeners need it; HTTP and TCP listeners need an address without it.",
  udp: "UDP on this address: for UDP listeners.",
  http2: "HTTP/2 on this address.",
  proxy_protocol: "Clients send the PROXY protocol first; plain clients fail.",
  deferred: "Wakes a worker only when data has come (TCP_DEFER_ACCEPT).",
  bind: "A socket of its own for this address.",
  reuseport: "A socket for each worker.",
  "backlog=": "Length of the queue of pending connections.",
  "ipv6only=on": "An IPv6 address takes only IPv6.",
  "ipv6only=off": "An IPv6 address takes IPv4 too.",
  "so_keepalive=on": "TCP keepalive.",
  "so_keepalive=off": "No TCP keepalive.",
  "so_keepalive=": "TCP keepalive as `idle:interval:count`.",
};

/** Flags of the controller that change what the playground shows. The others are known by type only. */
export const flagTexts: Texts = {
  "admission-webhook-listen": "Address of the admission webhook; `off` lets objects in unchecked.",
  "cluster-domain": "Added to Service names where `service-upstream` makes these the targets.",
  "combined-services-from-different-httproutes": "Rules of different HTTPRoutes of a namespace with equal `backendRefs` share a Kong service.",
  "configmap-label-selector": "Only ConfigMaps with this label are seen.",
  "election-id": "Name of the lease by which the leader is elected.",
  "emit-kubernetes-events": "Writes events for objects that cannot be translated.",
  "enable-controller-gwapi-gateway": "Reads Gateways and GatewayClasses.",
  "enable-controller-gwapi-grpcroute": "Reads GRPCRoutes.",
  "enable-controller-gwapi-httproute": "Reads HTTPRoutes.",
  "enable-controller-gwapi-reference-grant": "Reads ReferenceGrants.",
  "enable-controller-ingress-class-networkingv1": "Reads IngressClasses.",
  "enable-controller-ingress-class-parameters": "Reads IngressClassParameters.",
  "enable-controller-ingress-networkingv1": "Reads Ingresses.",
  "enable-controller-kong-custom-entity": "Reads KongCustomEntities.",
  "enable-controller-kong-license": "Reads KongLicenses.",
  "enable-controller-kong-service-facade": "Reads KongServiceFacades, if their feature gate is on.",
  "enable-controller-kong-upstream-policy": "Reads KongUpstreamPolicies.",
  "enable-controller-kong-vault": "Reads KongVaults.",
  "enable-controller-kongclusterplugin": "Reads KongClusterPlugins.",
  "enable-controller-kongconsumer": "Reads KongConsumers and KongConsumerGroups.",
  "enable-controller-kongingress": "Reads KongIngresses.",
  "enable-controller-kongplugin": "Reads KongPlugins.",
  "enable-controller-service": "Reads Services and EndpointSlices.",
  "enable-controller-tcpingress": "Reads TCPIngresses.",
  "enable-controller-udpingress": "Reads UDPIngresses.",
  "enable-drain-support": "Endpoints that terminate stay as targets of weight 0.",
  "feature-gates": "Switches parts on and off: `GatewayAlpha=true,RewriteURIs=true`.",
  "gateway-api-controller-name": "Which GatewayClasses are the controller's: those with this `controllerName`.",
  "gateway-to-reconcile": "Only this Gateway, as `namespace/name`.",
  "ingress-class": "The class of Ingresses and of Kong's own objects.",
  "kong-admin-filter-tag": "Tags on all entities that the controller makes.",
  "kong-admin-svc": "The Service of the Admin API, as `namespace/name`: all its Pods are configured.",
  "kong-admin-url": "Address of the Admin API.",
  "kong-workspace": "Workspace of Kong Enterprise; it changes the ids of entities.",
  "publish-service": "The proxy Service, as `namespace/name`. Its ports decide which listeners are ready, its addresses stand in the status. Gateways need it.",
  "publish-service-udp": "A second proxy Service for UDP, as `namespace/name`.",
  "publish-status-address": "Addresses for the status, in place of those of the publish Service.",
  "publish-status-address-udp": "The same for the UDP Service.",
  "secret-label-selector": "Only Secrets with this label are seen.",
  "skip-ca-certificates": "CA certificates are not given to Kong.",
  "update-status": "Whether `Programmed` and addresses are written into statuses.",
  "use-last-valid-config-for-fallback": "Objects that Kong refuses keep their last good form.",
  "watch-namespace": "Only objects of these namespaces are seen, and of that of the publish Service.",
};
