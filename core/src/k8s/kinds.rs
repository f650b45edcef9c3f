//! The kinds table: what the controller watches, in which versions, and where each is namespaced.

use crate::settings::{Behaviour, KicVersion};

/// A kind of object that the controller reads.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
#[expect(missing_docs, reason = "the names are those of the API")]
pub enum Kind {
    GatewayClass,
    Gateway,
    HTTPRoute,
    GRPCRoute,
    TCPRoute,
    UDPRoute,
    TLSRoute,
    ReferenceGrant,
    BackendTLSPolicy,
    Service,
    EndpointSlice,
    Secret,
    ConfigMap,
    Namespace,
    Ingress,
    IngressClass,
    KongPlugin,
    KongClusterPlugin,
    KongConsumer,
    KongConsumerGroup,
    KongIngress,
    KongUpstreamPolicy,
    KongVault,
    KongLicense,
    KongCustomEntity,
    KongServiceFacade,
    IngressClassParameters,
    TCPIngress,
    UDPIngress,
}

/// One row of the kinds table.
#[derive(Clone, Copy, Debug)]
pub struct KindInfo {
    /// The kind.
    pub kind: Kind,
    /// Its name as in `kind:`.
    pub name: &'static str,
    /// API group; empty for the core group.
    pub group: &'static str,
    /// Versions that the API server serves; the first is the one that the controller reads.
    pub versions: &'static [&'static str],
    /// Whether objects live in a namespace.
    pub namespaced: bool,
    /// Key of its statuses in `--output status`; `None` where the controller writes none.
    pub status_key: Option<&'static str>,
}

pub(crate) const GATEWAY: &str = "gateway.networking.k8s.io";
const KONG: &str = "configuration.konghq.com";

/// The table.
///
/// Source: KIC v3.5.13 internal/manager/controllerdef.go:setupControllers; Gateway API 1.3 experimental channel.
pub const KINDS: &[KindInfo] = &[
    row(Kind::GatewayClass, "GatewayClass", GATEWAY, &["v1", "v1beta1"], false, Some("gatewayClasses")),
    row(Kind::Gateway, "Gateway", GATEWAY, &["v1", "v1beta1"], true, Some("gateways")),
    row(Kind::HTTPRoute, "HTTPRoute", GATEWAY, &["v1", "v1beta1"], true, Some("httpRoutes")),
    row(Kind::GRPCRoute, "GRPCRoute", GATEWAY, &["v1"], true, Some("grpcRoutes")),
    row(Kind::TCPRoute, "TCPRoute", GATEWAY, &["v1alpha2"], true, Some("tcpRoutes")),
    row(Kind::UDPRoute, "UDPRoute", GATEWAY, &["v1alpha2"], true, Some("udpRoutes")),
    row(Kind::TLSRoute, "TLSRoute", GATEWAY, &["v1alpha2"], true, Some("tlsRoutes")),
    row(Kind::ReferenceGrant, "ReferenceGrant", GATEWAY, &["v1beta1"], true, None),
    row(Kind::BackendTLSPolicy, "BackendTLSPolicy", GATEWAY, &["v1alpha3"], true, Some("backendTLSPolicies")),
    row(Kind::Service, "Service", "", &["v1"], true, None),
    row(Kind::EndpointSlice, "EndpointSlice", "discovery.k8s.io", &["v1"], true, None),
    row(Kind::Secret, "Secret", "", &["v1"], true, None),
    row(Kind::ConfigMap, "ConfigMap", "", &["v1"], true, None),
    row(Kind::Namespace, "Namespace", "", &["v1"], false, None),
    row(Kind::Ingress, "Ingress", "networking.k8s.io", &["v1"], true, Some("ingresses")),
    row(Kind::IngressClass, "IngressClass", "networking.k8s.io", &["v1"], false, None),
    row(Kind::KongPlugin, "KongPlugin", KONG, &["v1"], true, Some("kongPlugins")),
    row(Kind::KongClusterPlugin, "KongClusterPlugin", KONG, &["v1"], false, Some("kongClusterPlugins")),
    row(Kind::KongConsumer, "KongConsumer", KONG, &["v1"], true, Some("kongConsumers")),
    row(Kind::KongConsumerGroup, "KongConsumerGroup", KONG, &["v1beta1"], true, Some("kongConsumerGroups")),
    row(Kind::KongIngress, "KongIngress", KONG, &["v1"], true, None),
    row(Kind::KongUpstreamPolicy, "KongUpstreamPolicy", KONG, &["v1beta1"], true, Some("kongUpstreamPolicies")),
    row(Kind::KongVault, "KongVault", KONG, &["v1alpha1"], false, Some("kongVaults")),
    row(Kind::KongLicense, "KongLicense", KONG, &["v1alpha1"], false, None),
    row(Kind::KongCustomEntity, "KongCustomEntity", KONG, &["v1alpha1"], true, Some("kongCustomEntities")),
    row(
        Kind::KongServiceFacade,
        "KongServiceFacade",
        "incubator.ingress-controller.konghq.com",
        &["v1alpha1"],
        true,
        Some("kongServiceFacades"),
    ),
    row(Kind::IngressClassParameters, "IngressClassParameters", KONG, &["v1alpha1"], true, None),
    row(Kind::TCPIngress, "TCPIngress", KONG, &["v1beta1"], true, Some("tcpIngresses")),
    row(Kind::UDPIngress, "UDPIngress", KONG, &["v1beta1"], true, Some("udpIngresses")),
];

const fn row(
    kind: Kind,
    name: &'static str,
    group: &'static str,
    versions: &'static [&'static str],
    namespaced: bool,
    status_key: Option<&'static str>,
) -> KindInfo {
    KindInfo { kind, name, group, versions, namespaced, status_key }
}

/// API groups of Kubernetes itself: their kinds are valid without being the controller's business.
const NATIVE_GROUPS: &[&str] = &[
    "",
    "admissionregistration.k8s.io",
    "apps",
    "authentication.k8s.io",
    "authorization.k8s.io",
    "autoscaling",
    "batch",
    "certificates.k8s.io",
    "coordination.k8s.io",
    "discovery.k8s.io",
    "events.k8s.io",
    "flowcontrol.apiserver.k8s.io",
    "networking.k8s.io",
    "node.k8s.io",
    "policy",
    "rbac.authorization.k8s.io",
    "resource.k8s.io",
    "scheduling.k8s.io",
    "storage.k8s.io",
    "apiextensions.k8s.io",
];

/// What `apiVersion` and `kind` of a document name.
#[derive(Clone, Copy, Debug)]
pub enum Lookup {
    /// A kind that the controller reads, in a version that is served.
    Known(&'static KindInfo),
    /// A kind that the controller reads, in a version that no API server of ours serves.
    WrongVersion(&'static KindInfo),
    /// The kind in a version that the API server serves only without this behaviour.
    Dropped(&'static KindInfo, Behaviour),
    /// A kind of Kubernetes that the controller does not read.
    Native,
    /// A kind that other releases of the controller read: those with this behaviour.
    Later(Behaviour),
    /// Any other kind.
    Unknown,
}

/// Looks a document's kind up in the table, as a release of the controller knows it.
pub fn lookup(kic: KicVersion, api_version: &str, kind: &str) -> Lookup {
    let (group, version) = api_version.rsplit_once('/').unwrap_or(("", api_version));
    let Some(info) = KINDS.iter().find(|info| info.group == group && info.name == kind) else {
        return if NATIVE_GROUPS.contains(&group) { Lookup::Native } else { Lookup::Unknown };
    };
    let newer = Behaviour::SchemasOfGatewayApi13;
    match (info.kind, version) {
        (Kind::BackendTLSPolicy, _) if !kic.watches_backend_tls_policies() => {
            Lookup::Later(Behaviour::WatchesBackendTlsPolicies)
        }
        (Kind::GRPCRoute | Kind::ReferenceGrant, "v1alpha2") if !kic.has(newer) => Lookup::Dropped(info, newer),
        _ if info.versions.contains(&version) => Lookup::Known(info),
        _ => Lookup::WrongVersion(info),
    }
}

impl Kind {
    /// Its row of the table.
    pub fn info(self) -> &'static KindInfo {
        KINDS.iter().find(|info| info.kind == self).unwrap_or(&UNLISTED)
    }

    /// Its name, as in `kind:`.
    pub fn name(self) -> &'static str {
        self.info().name
    }
}

/// Never used: the test below holds that every kind has a row.
const UNLISTED: KindInfo = row(Kind::Namespace, "", "", &[], false, None);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_kind_has_one_row() {
        for (index, info) in KINDS.iter().enumerate() {
            assert_eq!(info.kind.info().name, info.name);
            assert_eq!(format!("{:?}", info.kind), info.name);
            assert!(KINDS.iter().skip(index + 1).all(|other| other.kind != info.kind));
        }
        assert_eq!(KINDS.len(), Kind::UDPIngress as usize + 1);
    }

    #[test]
    fn versions_and_foreign_kinds_are_told_apart() {
        assert!(matches!(lookup(KicVersion::default(), "gateway.networking.k8s.io/v1", "HTTPRoute"), Lookup::Known(_)));
        assert!(matches!(
            lookup(KicVersion::default(), "gateway.networking.k8s.io/v2", "HTTPRoute"),
            Lookup::WrongVersion(_)
        ));
        assert!(matches!(lookup(KicVersion::default(), "gateway.networking.k8s.io/v1", "HttpRoute"), Lookup::Unknown));
        assert!(matches!(lookup(KicVersion::default(), "apps/v1", "Deployment"), Lookup::Native));
        assert!(matches!(lookup(KicVersion::default(), "traefik.io/v1alpha1", "IngressRoute"), Lookup::Unknown));
    }
}
