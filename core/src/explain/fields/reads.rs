//! Which fields the controller reads: asked only for fields that no output value names as its origin.
//!
//! A field that is in no row is one that the controller does not read. A row stands here for what the readings
//! (`crate::k8s`) and the stages take from a kind; what the value did there is recorded by the stages, not here.

use super::trail::Trail;
use crate::k8s::Kind;

/// What the controller does with a field.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Reading {
    /// It tells which objects belong together or what is to be done, without a value of the output that comes from it.
    Decides,
    /// It reads it; a field that has an effect is the origin of a value.
    Reads,
    /// It compares it, where several objects claim the same.
    Between,
    /// It does not read it; the text says why.
    Unread(&'static str),
}

use Reading::{Between, Decides, Reads, Unread};

/// Rows: pattern of [`Trail::is`], reading. The first that fits counts.
type Rows = &'static [(&'static str, Reading)];

/// What the controller does with the field of an object; `None` for a field that it does not read.
pub(super) fn of(kind: Kind, trail: &Trail<'_>) -> Option<Reading> {
    let rows = METADATA.iter().chain(rows(kind)).chain(STATUS);
    rows.into_iter().find(|(pattern, _)| trail.is(pattern)).map(|(_, reading)| *reading)
}

/// The pattern of the one field to which a misplaced one belongs: of those that end like `trail` from its key `from` on.
pub(super) fn home_of(kind: Kind, trail: &Trail<'_>, from: &str) -> Option<&'static str> {
    let mut homes =
        rows(kind).iter().filter(|(pattern, _)| trail.is_end_of(from, pattern)).map(|(pattern, _)| *pattern);
    homes.next().filter(|_| homes.next().is_none())
}

/// Whether the controller reads something inside of the field: the field itself is an empty list or map.
pub(super) fn is_above(kind: Kind, trail: &Trail<'_>) -> bool {
    rows(kind).iter().filter(|(_, reading)| !matches!(reading, Unread(_))).any(|(pattern, _)| {
        let mut above = *pattern;
        while let Some(shorter) = above.strip_suffix("[]").or_else(|| above.rsplit_once('.').map(|(above, _)| above)) {
            if trail.is(shorter) {
                return true;
            }
            above = shorter;
        }
        false
    })
}

const SET_BY_SERVER: &str = "the API server sets it; in a manifest it has no effect";
const WRITTEN: &str = "it is written by a controller, not read; what is pasted has no effect";

/// Every kind.
///
/// Source: Kubernetes API conventions, "Metadata"; KIC v3.5.13 internal/util/k8s.go (the tags of entities).
const METADATA: Rows = &[
    ("apiVersion", Decides),
    ("kind", Decides),
    ("metadata.name", Decides),
    ("metadata.namespace", Decides),
    ("metadata.uid", Reads),
    ("metadata.generation", Reads),
    ("metadata.creationTimestamp", Between),
    ("metadata.deletionTimestamp", Unread(SET_BY_SERVER)),
    ("metadata.deletionGracePeriodSeconds", Unread(SET_BY_SERVER)),
    ("metadata.resourceVersion", Unread(SET_BY_SERVER)),
    ("metadata.selfLink", Unread(SET_BY_SERVER)),
    ("metadata.managedFields.**", Unread("the API server keeps it for kubectl; the controller does not read it")),
    ("metadata.annotations.*", Unread("the controller does not read this annotation")),
    ("metadata.labels.*", Unread("neither the controller nor a selector reads this label")),
    ("metadata.**", Unread("the controller does not read this part of the metadata")),
];

/// What [`rows`] does not say of the status.
const STATUS: Rows = &[("status.**", Unread(WRITTEN))];

const fn rows(kind: Kind) -> Rows {
    match kind {
        Kind::GatewayClass => GATEWAY_CLASS,
        Kind::Gateway => GATEWAY,
        Kind::HTTPRoute => HTTP_ROUTE,
        Kind::GRPCRoute => GRPC_ROUTE,
        Kind::TCPRoute | Kind::UDPRoute | Kind::TLSRoute => L4_ROUTE,
        Kind::ReferenceGrant => REFERENCE_GRANT,
        Kind::BackendTLSPolicy => BACKEND_TLS_POLICY,
        Kind::Service => SERVICE,
        Kind::EndpointSlice => ENDPOINT_SLICE,
        Kind::Secret | Kind::ConfigMap => DATA,
        Kind::Namespace => &[],
        Kind::Ingress => INGRESS,
        Kind::IngressClass => INGRESS_CLASS,
        Kind::KongPlugin | Kind::KongClusterPlugin => PLUGIN,
        Kind::KongConsumer => CONSUMER,
        Kind::KongConsumerGroup => CONSUMER_GROUP,
        Kind::KongIngress => KONG_INGRESS,
        Kind::KongUpstreamPolicy => UPSTREAM_POLICY,
        Kind::KongVault => VAULT,
        Kind::KongLicense => LICENSE,
        Kind::KongCustomEntity => CUSTOM_ENTITY,
        Kind::KongServiceFacade => FACADE,
        Kind::IngressClassParameters => CLASS_PARAMETERS,
        Kind::TCPIngress | Kind::UDPIngress => L4_INGRESS,
    }
}

/// Source: KIC v3.5.13 internal/controllers/gateway/gatewayclass_controller.go.
const GATEWAY_CLASS: Rows = &[("spec.controllerName", Decides)];

/// Source: spec/gateway-status.md 4.7 and 8; KIC v3.5.13 internal/controllers/gateway/gateway_utils.go.
const GATEWAY: Rows = &[
    ("spec.gatewayClassName", Decides),
    ("spec.listeners[].name", Decides),
    ("spec.listeners[].hostname", Decides),
    ("spec.listeners[].port", Decides),
    ("spec.listeners[].protocol", Decides),
    ("spec.listeners[].tls.mode", Decides),
    ("spec.listeners[].tls.certificateRefs[].*", Decides),
    ("spec.listeners[].tls.options.**", Unread("the controller reads no TLS options of listeners")),
    (
        "spec.listeners[].tls.frontendValidation.**",
        Unread("the controller does not check certificates of clients here"),
    ),
    ("spec.listeners[].allowedRoutes.kinds[].*", Decides),
    ("spec.listeners[].allowedRoutes.namespaces.from", Decides),
    ("spec.listeners[].allowedRoutes.namespaces.selector.**", Decides),
    (
        "spec.addresses.**",
        Unread("the addresses are those of the publish Service; the controller does not read this list"),
    ),
    ("spec.infrastructure.**", Unread("the controller makes no infrastructure of Gateways")),
    (
        "spec.backendTLS.**",
        Unread("the controller does not read it; a KongPlugin or `konghq.com/client-cert` does this"),
    ),
    // Of a Gateway that another program manages, the status is taken as it is.
    ("status.listeners.**", Unread(WRITTEN)),
];

/// Source: spec/gateway-routes.md 5 to 7, 5.7; spec/gateway-status.md 10.
const HTTP_ROUTE: Rows = &[
    ("spec.parentRefs[].*", Decides),
    ("spec.hostnames[]", Decides),
    ("spec.rules[].name", Reads),
    ("spec.rules[].matches[].path.type", Decides),
    ("spec.rules[].matches[].path.value", Reads),
    ("spec.rules[].matches[].headers[].type", Decides),
    ("spec.rules[].matches[].headers[].name", Reads),
    ("spec.rules[].matches[].headers[].value", Reads),
    ("spec.rules[].matches[].queryParams[].type", Decides),
    ("spec.rules[].matches[].queryParams[].name", Reads),
    ("spec.rules[].matches[].queryParams[].value", Reads),
    ("spec.rules[].matches[].method", Reads),
    ("spec.rules[].filters[].type", Decides),
    ("spec.rules[].filters[].requestHeaderModifier.**", Reads),
    ("spec.rules[].filters[].responseHeaderModifier.**", Reads),
    ("spec.rules[].filters[].requestRedirect.path.type", Decides),
    ("spec.rules[].filters[].requestRedirect.**", Reads),
    ("spec.rules[].filters[].urlRewrite.path.type", Decides),
    ("spec.rules[].filters[].urlRewrite.**", Reads),
    ("spec.rules[].filters[].extensionRef.*", Decides),
    ("spec.rules[].filters[].requestMirror.**", Unread("the controller supports no mirroring of requests")),
    ("spec.rules[].filters[].cors.**", Unread("the controller does not read it; use the plugin `cors`")),
    ("spec.rules[].backendRefs[].filters.**", Unread("the controller does not read filters of a backendRef")),
    ("spec.rules[].backendRefs[].*", Decides),
    ("spec.rules[].timeouts.backendRequest", Reads),
    ("spec.rules[].timeouts.request", Unread("the controller reads `timeouts.backendRequest` only")),
    ("spec.rules[].retry.**", Unread("the controller does not read it; use the annotation `konghq.com/retries`")),
    ("spec.rules[].sessionPersistence.**", Unread("the controller does not read it; use a KongUpstreamPolicy")),
    // Entries of other controllers are kept.
    ("status.parents.**", Unread(WRITTEN)),
];

/// Source: spec/gateway-routes.md 8.
const GRPC_ROUTE: Rows = &[
    ("spec.parentRefs[].*", Decides),
    ("spec.hostnames[]", Decides),
    ("spec.rules[].name", Reads),
    ("spec.rules[].matches[].method.type", Decides),
    ("spec.rules[].matches[].method.service", Reads),
    ("spec.rules[].matches[].method.method", Reads),
    ("spec.rules[].matches[].headers[].name", Reads),
    ("spec.rules[].matches[].headers[].value", Reads),
    ("spec.rules[].matches[].headers[].type", Unread("the controller does not read the type of a header match here")),
    ("spec.rules[].filters.**", Unread("the controller reads no filters of GRPCRoutes")),
    ("spec.rules[].backendRefs[].filters.**", Unread("the controller does not read filters of a backendRef")),
    ("spec.rules[].backendRefs[].*", Decides),
    ("spec.rules[].sessionPersistence.**", Unread("the controller does not read it; use a KongUpstreamPolicy")),
];

/// TCPRoutes, UDPRoutes and TLSRoutes.
///
/// Source: spec/gateway-routes.md 9.
const L4_ROUTE: Rows = &[
    ("spec.parentRefs[].*", Decides),
    ("spec.hostnames[]", Decides),
    ("spec.rules[].name", Reads),
    ("spec.rules[].backendRefs[].*", Decides),
];

/// Source: spec/gateway-status.md 12.
const REFERENCE_GRANT: Rows = &[("spec.from[].*", Reads), ("spec.to[].*", Reads)];

/// Source: spec/gateway-status.md 11; spec/gateway-routes.md 11.5.
const BACKEND_TLS_POLICY: Rows = &[
    ("spec.targetRefs[].sectionName", Unread("the controller takes the policy for all ports of the Service")),
    ("spec.targetRefs[].*", Decides),
    ("spec.validation.hostname", Reads),
    ("spec.validation.caCertificateRefs[].*", Decides),
    ("spec.validation.subjectAltNames.**", Reads),
    ("spec.validation.wellKnownCACertificates", Reads),
    ("spec.options.tls-verify-depth", Reads),
    ("spec.options.*", Unread("of the options the controller reads `tls-verify-depth` only")),
];

/// Source: spec/gateway-routes.md 4.4 to 4.6; spec/gateway-status.md 4.4 and 5.1.
const SERVICE: Rows = &[
    ("spec.type", Decides),
    ("spec.externalName", Reads),
    ("spec.ports[].name", Decides),
    ("spec.ports[].port", Decides),
    ("spec.ports[].protocol", Decides),
    ("spec.ports[].targetPort", Decides),
    ("spec.ports[].nodePort", Unread("the controller reads `port`, `name` and `protocol`; nodes have no part in it")),
    ("spec.ports[].appProtocol", Unread("the controller does not read it; use the annotation `konghq.com/protocol`")),
    ("spec.clusterIPs[]", Decides),
    ("spec.clusterIP", Unread("the controller reads `clusterIPs`")),
    ("spec.selector.*", Unread("Kubernetes picks Pods by it; the controller reads the EndpointSlices that come of it")),
    ("spec.externalIPs.**", Unread("the addresses of a Gateway are those of `status.loadBalancer`")),
    ("spec.loadBalancerIP", Unread("the addresses of a Gateway are those of `status.loadBalancer`")),
    ("spec.**", Unread("it is for Kubernetes and its load balancers; the controller does not read it")),
    ("status.loadBalancer.ingress[].ip", Reads),
    ("status.loadBalancer.ingress[].hostname", Reads),
];

/// Source: spec/ingress-and-kong-crds.md 3.4; spec/gateway-routes.md 4.5.
const ENDPOINT_SLICE: Rows = &[
    ("addressType", Unread("the controller takes the addresses as they are written")),
    ("ports[].name", Decides),
    ("ports[].protocol", Decides),
    ("ports[].port", Reads),
    ("endpoints[].addresses[]", Reads),
    ("endpoints[].conditions.ready", Decides),
    ("endpoints[].conditions.terminating", Reads),
    ("endpoints[].conditions.serving", Unread("the controller reads `ready`, and `terminating` with drain support")),
    ("endpoints[].**", Unread("of an endpoint the controller reads its first address, `ready` and `terminating`")),
];

/// Secrets and ConfigMaps.
///
/// Source: spec/ingress-and-kong-crds.md 5.2, 7.
const DATA: Rows = &[
    ("data.*", Reads),
    ("stringData.*", Reads),
    ("type", Unread("what the Secret is for tell its keys and the label `konghq.com/credential`")),
    ("immutable", Unread("it is for the API server")),
];

/// Source: spec/ingress-and-kong-crds.md 2, 7.1.
const INGRESS: Rows = &[
    ("spec.ingressClassName", Decides),
    ("spec.defaultBackend.**", Reads),
    ("spec.rules[].host", Reads),
    ("spec.rules[].http.paths[].path", Reads),
    ("spec.rules[].http.paths[].pathType", Decides),
    ("spec.rules[].http.paths[].backend.**", Decides),
    ("spec.tls[].hosts[]", Reads),
    ("spec.tls[].secretName", Reads),
];

/// Source: spec/annotations.md 7; spec/ingress-and-kong-crds.md 2.
const INGRESS_CLASS: Rows = &[("spec.controller", Decides), ("spec.parameters.*", Decides)];

/// Source: KIC v3.5.13 internal/dataplane/translator/ingressclassparemeters.go:getIngressClassParametersOrDefault.
const CLASS_PARAMETERS: Rows = &[("spec.serviceUpstream", Decides), ("spec.enableLegacyRegexDetection", Decides)];

/// Source: spec/ingress-and-kong-crds.md 4.5, 4.6.
const PLUGIN: Rows = &[
    ("plugin", Reads),
    ("disabled", Decides),
    ("config.**", Reads),
    ("configFrom.**", Decides),
    ("configPatches[].**", Decides),
    ("protocols[]", Reads),
    ("ordering.**", Reads),
    ("run_on", Reads),
    ("instance_name", Reads),
    (
        "consumerRef",
        Unread("the controller does not read it; use the annotation `konghq.com/plugins` on the KongConsumer"),
    ),
];

/// Source: spec/ingress-and-kong-crds.md 5.1.
const CONSUMER: Rows = &[
    ("username", Reads),
    ("custom_id", Reads),
    ("credentials[]", Decides),
    ("consumerGroups[]", Decides),
    ("spec.controlPlaneRef.**", Decides),
    ("spec.tags.**", Unread("the tags are those of the object; the controller does not read this list")),
];

/// Source: spec/ingress-and-kong-crds.md 5.5.
const CONSUMER_GROUP: Rows = &[
    ("spec.controlPlaneRef.**", Decides),
    ("spec.name", Unread("the group is called as the object is")),
    ("spec.tags.**", Unread("the tags are those of the object; the controller does not read this list")),
];

/// Source: spec/ingress-and-kong-crds.md 6.1.
const KONG_INGRESS: Rows = &[
    ("upstream.client_certificate.**", Unread("the controller does not read it from a KongIngress")),
    ("upstream.use_srv_name", Unread("the controller does not read it from a KongIngress")),
    ("upstream.tags.**", Unread("the controller does not read it from a KongIngress")),
    ("upstream.**", Reads),
    ("proxy.**", Unread("support ended with release 3.0; use annotations on the Service")),
    ("route.**", Unread("support ended with release 3.0; use annotations on the route")),
];

/// Source: spec/ingress-and-kong-crds.md 6.2.
const UPSTREAM_POLICY: Rows = &[("spec.**", Reads)];

/// Source: spec/ingress-and-kong-crds.md 8.1.
const VAULT: Rows = &[
    ("spec.backend", Reads),
    ("spec.prefix", Reads),
    ("spec.description", Reads),
    ("spec.config.**", Reads),
    ("spec.controlPlaneRef.**", Decides),
    ("spec.tags.**", Unread("the tags are those of the object; the controller does not read this list")),
];

/// Source: spec/ingress-and-kong-crds.md 8.2.
const LICENSE: Rows = &[("rawLicenseString", Reads), ("enabled", Decides)];

/// Source: spec/ingress-and-kong-crds.md 8.3.
const CUSTOM_ENTITY: Rows = &[
    ("spec.type", Decides),
    ("spec.fields.**", Reads),
    ("spec.controllerName", Decides),
    ("spec.parentRef.*", Decides),
];

/// Source: spec/gateway-routes.md 4.3.
const FACADE: Rows = &[("spec.backendRef.*", Decides)];

/// TCPIngresses and UDPIngresses.
///
/// Source: spec/ingress-and-kong-crds.md 2.8, 7.1.
const L4_INGRESS: Rows = &[
    ("spec.rules[].host", Reads),
    ("spec.rules[].port", Reads),
    ("spec.rules[].backend.*", Decides),
    ("spec.tls[].hosts[]", Reads),
    ("spec.tls[].secretName", Reads),
];
