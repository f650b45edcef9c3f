//! Which port of a Kubernetes Service a backend means.

use super::backends::Backend;
use crate::k8s::ingress::BackendPort;
use crate::k8s::service::{Service, TargetPort};
use crate::provenance::{Origin, Placed, Sourced};

/// A port of a Service that was found.
#[derive(Clone, Debug)]
pub(super) struct ResolvedPort<'a> {
    /// The port of the Service: it becomes the port of the Kong service.
    pub number: Sourced<i64>,
    /// Name of the port, which slices are searched for; empty for an unnamed one.
    pub name: &'a str,
}

/// The port that a backend means. What is wrong is the error, in the controller's words.
///
/// By name, the first port counts whose name, or whose target port as a text, is the wanted one.
///
/// Source: KIC v3.5.13 internal/dataplane/translator/translate_upstreams.go:findPort;
/// spec/ingress-and-kong-crds.md 2.8.
pub(super) fn of_backend<'a>(backend: &Backend<'a>) -> Result<ResolvedPort<'a>, String> {
    const EXTERNAL: &str = "rules with an ExternalName service must specify numeric ports";
    const NONE: &str = "no suitable port found";
    let service = backend.service;
    let wanted = match backend.ingress_port {
        None => backend.port().map(BackendPort::Number),
        Some(port) => port,
    };
    let found = match wanted.value {
        BackendPort::Number(number) => return by_number(service, wanted.map(|_| number)).ok_or(NONE.to_owned()),
        BackendPort::Name(_) | BackendPort::Implicit if is_external(service) => return Err(EXTERNAL.to_owned()),
        BackendPort::Name(name) => service
            .ports
            .iter()
            .find(|port| port.name_text() == name || port.target_port.value == TargetPort::Name(name))
            .ok_or(NONE.to_owned())?,
        BackendPort::Implicit => match service.ports.as_slice() {
            [only] => only,
            ports => return Err(format!("in implicit mode, service must have exactly 1 port, has {}", ports.len())),
        },
    };
    let origin = Origin::from(found.port.place).and(wanted.place);
    Ok(ResolvedPort { number: Sourced::new(found.port.value, origin), name: found.name_text() })
}

/// The port with this number.
///
/// An ExternalName Service has every number, also -1. Target ports are not looked at.
///
/// Source: KIC v3.5.13 internal/dataplane/translator/translate_upstreams.go:findPort; spec/gateway-routes.md 4.4.
fn by_number<'a>(service: &'a Service<'a>, wanted: Placed<i64>) -> Option<ResolvedPort<'a>> {
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
