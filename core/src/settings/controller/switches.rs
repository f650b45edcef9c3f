//! Which of the controller's controllers run.

use crate::settings::gates::Gate;

/// A controller inside of Kong Ingress Controller that can be off; it reads the kind of its name.
///
/// EndpointSlice goes with Service, KongConsumerGroup with KongConsumer. Secret and ConfigMap are always read.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
#[expect(missing_docs, reason = "each variant is the kind of its name")]
pub enum Controller {
    Ingress,
    IngressClass,
    IngressClassParameters,
    Service,
    TCPIngress,
    UDPIngress,
    KongIngress,
    KongPlugin,
    KongClusterPlugin,
    KongConsumer,
    KongUpstreamPolicy,
    KongServiceFacade,
    KongVault,
    KongLicense,
    KongCustomEntity,
    Gateway,
    HTTPRoute,
    GRPCRoute,
    TCPRoute,
    UDPRoute,
    TLSRoute,
    ReferenceGrant,
    BackendTLSPolicy,
}

impl Controller {
    /// All controllers.
    pub const ALL: &'static [Self] = &[
        Self::Ingress,
        Self::IngressClass,
        Self::IngressClassParameters,
        Self::Service,
        Self::TCPIngress,
        Self::UDPIngress,
        Self::KongIngress,
        Self::KongPlugin,
        Self::KongClusterPlugin,
        Self::KongConsumer,
        Self::KongUpstreamPolicy,
        Self::KongServiceFacade,
        Self::KongVault,
        Self::KongLicense,
        Self::KongCustomEntity,
        Self::Gateway,
        Self::HTTPRoute,
        Self::GRPCRoute,
        Self::TCPRoute,
        Self::UDPRoute,
        Self::TLSRoute,
        Self::ReferenceGrant,
        Self::BackendTLSPolicy,
    ];

    /// The flags that must all be true; none for a controller without one.
    ///
    /// Source: KIC v3.5.13 internal/manager/controllerdef.go:setupControllers
    pub const fn flags(self) -> &'static [&'static str] {
        match self {
            Self::Ingress => &["enable-controller-ingress-networkingv1"],
            Self::IngressClass => &["enable-controller-ingress-class-networkingv1"],
            Self::IngressClassParameters => &["enable-controller-ingress-class-parameters"],
            Self::Service => &["enable-controller-service"],
            Self::TCPIngress => &["enable-controller-tcpingress"],
            Self::UDPIngress => &["enable-controller-udpingress"],
            Self::KongIngress => &["enable-controller-kongingress"],
            Self::KongPlugin => &["enable-controller-kongplugin"],
            Self::KongClusterPlugin => &["enable-controller-kongclusterplugin"],
            Self::KongConsumer => &["enable-controller-kongconsumer"],
            Self::KongUpstreamPolicy => &["enable-controller-kong-upstream-policy"],
            Self::KongServiceFacade => &["enable-controller-kong-service-facade"],
            Self::KongVault => &["enable-controller-kong-vault"],
            Self::KongLicense => &["enable-controller-kong-license"],
            Self::KongCustomEntity => &["enable-controller-kong-custom-entity"],
            Self::Gateway => &["enable-controller-gwapi-gateway"],
            Self::HTTPRoute => &["enable-controller-gwapi-httproute"],
            Self::GRPCRoute => &["enable-controller-gwapi-grpcroute"],
            Self::TCPRoute | Self::UDPRoute | Self::TLSRoute => &[],
            Self::ReferenceGrant => &["enable-controller-gwapi-reference-grant"],
            Self::BackendTLSPolicy => &["enable-controller-gwapi-gateway", "enable-controller-gwapi-httproute"],
        }
    }

    /// The gate that must be open, if there is one.
    pub const fn gate(self) -> Option<Gate> {
        match self {
            Self::KongServiceFacade => Some(Gate::KongServiceFacade),
            Self::KongCustomEntity => Some(Gate::KongCustomEntity),
            Self::TCPRoute | Self::UDPRoute | Self::TLSRoute | Self::BackendTLSPolicy => Some(Gate::GatewayAlpha),
            Self::Ingress
            | Self::IngressClass
            | Self::IngressClassParameters
            | Self::Service
            | Self::TCPIngress
            | Self::UDPIngress
            | Self::KongIngress
            | Self::KongPlugin
            | Self::KongClusterPlugin
            | Self::KongConsumer
            | Self::KongUpstreamPolicy
            | Self::KongVault
            | Self::KongLicense
            | Self::Gateway
            | Self::HTTPRoute
            | Self::GRPCRoute
            | Self::ReferenceGrant => None,
        }
    }
}
