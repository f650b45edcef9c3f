//! Which port of a Kubernetes Service a backend means.

use crate::k8s::service::Service;
use crate::provenance::{Origin, Placed, Sourced};

/// A port of a Service that was found.
#[derive(Clone, Debug)]
pub(super) struct ResolvedPort<'a> {
    /// The port of the Service: it becomes the port of the Kong service.
    pub number: Sourced<i64>,
    /// Name of the port, which slices are searched for; empty for an unnamed one.
    pub name: &'a str,
}

/// The port with this number.
///
/// An ExternalName Service has every number, also -1. Target ports are not looked at.
///
/// Source: KIC v3.5.13 internal/dataplane/translator/translate_upstreams.go:findPort; spec/gateway-routes.md 4.4.
pub(super) fn by_number<'a>(service: &'a Service<'a>, wanted: Placed<i64>) -> Option<ResolvedPort<'a>> {
    if is_external(service) {
        return Some(ResolvedPort { number: wanted.sourced(), name: "" });
    }
    let port = service.port(wanted.value)?;
    let origin = Origin::from(port.port.place).and(wanted.place);
    Some(ResolvedPort { number: Sourced::new(wanted.value, origin), name: port.name_text() })
}

/// The Service stands for a name outside of the cluster.
pub(super) fn is_external(service: &Service<'_>) -> bool {
    service.service_type().value == "ExternalName"
}
