//! The rules of the CRDs over several fields (CEL).

mod gateway;
mod kong_consumer;
mod parent_refs;

use super::Refusal;
use crate::k8s::Object;
use crate::k8s::gateway::Gateway;
use crate::k8s::kinds::Kind;
use crate::k8s::route::Route;

/// Tries the rules of the object's kind, in the order of the CRD.
pub(super) fn check(object: &Object<'_>) -> Vec<Refusal> {
    match object.kind() {
        Kind::Gateway => gateway::check(&Gateway::new(object)),
        Kind::HTTPRoute | Kind::GRPCRoute | Kind::TCPRoute | Kind::UDPRoute | Kind::TLSRoute => {
            parent_refs::check(&Route::new(object))
        }
        Kind::KongConsumer => kong_consumer::check(object),
        _ => Vec::new(),
    }
}
