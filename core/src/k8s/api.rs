//! The types of the `gateway-api` crate: the one place that names them.
//!
//! They serve as the decode gate: an object whose spec they cannot read is one that the API server refuses by type,
//! and they know the names of all fields. Our readings of the kinds are not made from them; `ARCHITECTURE.md` says
//! why. The crate models a later Gateway API than the CRDs that we stand for, hence [`LATER`].

use gateway_api::backendtlspolicies::BackendTlsPolicySpec;
use gateway_api::experimental::gatewayclasses::GatewayClassSpec;
use gateway_api::experimental::gateways::GatewaySpec;
use gateway_api::experimental::grpcroutes::GrpcRouteSpec;
use gateway_api::experimental::httproutes::HttpRouteSpec;
use gateway_api::experimental::referencegrants::ReferenceGrantSpec;
use gateway_api::experimental::tcproutes::TcpRouteSpec;
use gateway_api::experimental::tlsroutes::TlsRouteSpec;
use gateway_api::experimental::udproutes::UdpRouteSpec;

use super::kinds::Kind;
use crate::yaml::{Context, Node, from_node};

/// Fields of Gateway API 1.3 that the crate's later version does not have any more, by kind and path below `spec`
/// without indexes.
pub const LATER: &[(Kind, &str)] =
    &[(Kind::Gateway, "backendTLS"), (Kind::Gateway, "listeners.tls.frontendValidation")];

/// Fields that Gateway API 1.3 does not ask for, while the crate's later version does.
pub const OPTIONAL: &[(Kind, &str)] = &[(Kind::TLSRoute, "hostnames")];

/// Words that only the crate's later version takes, of all kinds.
pub const LATER_WORDS: &[&str] = &["ExternalAuth"];

/// Reads the spec of an object with the crate's type; what does not fit is in the context, with paths below `spec`.
/// `None` for kinds that are not of Gateway API.
pub fn decode(kind: Kind, spec: &Node<'_>) -> Option<Context> {
    let mut context = Context::default();
    macro_rules! read {
        ($spec:ty) => {
            drop(from_node::<$spec>(spec, &mut context))
        };
    }
    match kind {
        Kind::GatewayClass => read!(GatewayClassSpec),
        Kind::Gateway => read!(GatewaySpec),
        Kind::HTTPRoute => read!(HttpRouteSpec),
        Kind::GRPCRoute => read!(GrpcRouteSpec),
        Kind::TCPRoute => read!(TcpRouteSpec),
        Kind::UDPRoute => read!(UdpRouteSpec),
        Kind::TLSRoute => read!(TlsRouteSpec),
        Kind::ReferenceGrant => read!(ReferenceGrantSpec),
        Kind::BackendTLSPolicy => read!(BackendTlsPolicySpec),
        _ => return None,
    }
    Some(context)
}
