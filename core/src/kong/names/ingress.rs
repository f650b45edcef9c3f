//! Names of what comes from Ingress, TCPIngress and UDPIngress.

use std::fmt;

use super::{Owner, Text, named, without_stars};
use crate::provenance::Placed;

const SERVICE: &str = "KIC: a service is named after the Kubernetes Service and its port";
const UPSTREAM: &str = "KIC: an upstream is named after the Kubernetes Service and its port";
const ROUTE: &str = "KIC: a route of an Ingress is named after the Ingress, the backend and the host";
const L4_ROUTE: &str = "KIC: a route of a TCPIngress or UDPIngress is named after the object and the rule";
const FACADE: &str = "KIC: a service of a KongServiceFacade is named after it";

/// How an Ingress backend names its port.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum PortName<'a> {
    /// By number.
    Number(i64),
    /// By name.
    Name(&'a str),
    /// Not at all.
    Implicit,
}

impl fmt::Display for PortName<'_> {
    /// The form in names of entities.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Number(number) => write!(f, "{number}"),
            Self::Name(name) => f.write_str(name),
            Self::Implicit => f.write_str("implicitPort"),
        }
    }
}

/// The route of an Ingress to a Service: `<namespace>.<ingress>.<service>.<host>.<port>`.
///
/// An empty host leaves two dots. Paths belong to one route when these parts are equal as they are written; in the
/// name `*` is replaced, hence the name is not the key.
///
/// Source: spec/ingress-and-kong-crds.md 2.3
pub fn ingress_route<'a>(
    owner: Owner<'_>,
    service: Placed<&str>,
    host: Option<Placed<&str>>,
    port: Placed<PortName<'_>>,
) -> Text<'a> {
    let host_part = host.map_or_else(String::new, |host| without_stars(host.value));
    let Owner { namespace, name } = owner;
    let text = format!("{}.{}.{}.{host_part}.{}", namespace.value, name.value, service.value, port.value);
    let places = owner.places().into_iter().chain([service.place, port.place]);
    named(text, places.chain(host.map(|host| host.place)), ROUTE)
}

/// The route of an Ingress to a KongServiceFacade: `<namespace>.<ingress>.<host>.<facade>.svc.facade`.
///
/// Source: spec/ingress-and-kong-crds.md 2.3
pub fn facade_route<'a>(owner: Owner<'_>, host: Option<Placed<&str>>, facade: Placed<&str>) -> Text<'a> {
    let host_part = host.map_or_else(String::new, |host| without_stars(host.value));
    let Owner { namespace, name } = owner;
    let text = format!("{}.{}.{host_part}.{}.svc.facade", namespace.value, name.value, facade.value);
    let places = owner.places().into_iter().chain([facade.place]);
    named(text, places.chain(host.map(|host| host.place)), ROUTE)
}

/// The route of a default backend: `<namespace>.<ingress>`.
///
/// Source: spec/ingress-and-kong-crds.md 2.7
pub fn default_backend_route<'a>(owner: Owner<'_>) -> Text<'a> {
    named(format!("{}.{}", owner.namespace.value, owner.name.value), owner.places(), ROUTE)
}

/// The service of a Kubernetes Service: `<namespace>.<service>.<port>`; `owner` is the Service as the backend names it.
///
/// Source: spec/ingress-and-kong-crds.md 2.3
pub fn service<'a>(owner: Owner<'_>, port: Placed<PortName<'_>>) -> Text<'a> {
    let Owner { namespace, name } = owner;
    let text = format!("{}.{}.{}", namespace.value, name.value, port.value);
    named(text, owner.places().into_iter().chain([port.place]), SERVICE)
}

/// The host of that service, which is the name of its upstream: `<service>.<namespace>.<port>.svc`.
///
/// Source: spec/ingress-and-kong-crds.md 2.3
pub fn upstream<'a>(owner: Owner<'_>, port: Placed<PortName<'_>>) -> Text<'a> {
    let Owner { namespace, name } = owner;
    let text = format!("{}.{}.{}.svc", name.value, namespace.value, port.value);
    named(text, owner.places().into_iter().chain([port.place]), UPSTREAM)
}

/// The service of a KongServiceFacade, its host and its upstream: `<namespace>.<facade>.svc.facade`.
///
/// Source: spec/ingress-and-kong-crds.md 2.3, 2.7
pub fn facade_service<'a>(owner: Owner<'_>) -> Text<'a> {
    named(format!("{}.{}.svc.facade", owner.namespace.value, owner.name.value), owner.places(), FACADE)
}

/// The service of a TCPIngress rule, named like that of an Ingress: `<namespace>.<service>.<port>`.
///
/// Source: spec/ingress-and-kong-crds.md 3.1
pub fn l4_service<'a>(owner: Owner<'_>, port: Placed<i64>) -> Text<'a> {
    service(owner, port.map(PortName::Number))
}

/// The service of a UDPIngress rule: `<namespace>.<service>.<port>.udp`.
///
/// Source: spec/ingress-and-kong-crds.md 3.1
pub fn udp_service<'a>(owner: Owner<'_>, port: Placed<i64>) -> Text<'a> {
    let mut name = l4_service(owner, port);
    name.value.to_mut().push_str(".udp");
    name
}

/// The route of a TCPIngress rule: `<namespace>.<name>.<rule>`; rules count from 0.
///
/// Source: spec/ingress-and-kong-crds.md 3.1
pub fn tcp_ingress_route<'a>(owner: Owner<'_>, rule: usize) -> Text<'a> {
    named(format!("{}.{}.{rule}", owner.namespace.value, owner.name.value), owner.places(), L4_ROUTE)
}

/// The route of a UDPIngress rule: `<namespace>.<name>.<rule>.udp`; rules count from 0.
///
/// Source: spec/ingress-and-kong-crds.md 3.1
pub fn udp_ingress_route<'a>(owner: Owner<'_>, rule: usize) -> Text<'a> {
    named(format!("{}.{}.{rule}.udp", owner.namespace.value, owner.name.value), owner.places(), L4_ROUTE)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::provenance::Place;

    fn at<T>(value: T) -> Placed<T> {
        Placed::new(value, Place::Rule("x"))
    }

    fn owner(name: &str) -> Owner<'_> {
        Owner { namespace: at("default"), name: at(name) }
    }

    /// spec/ingress-and-kong-crds.md 2.3, 13.1, 13.3, 13.5.
    #[test]
    fn names_are_those_of_the_spec() {
        let port = at(PortName::Number(80));
        assert_eq!(ingress_route(owner("web"), at("api"), None, port).value, "default.web.api..80");
        assert_eq!(
            ingress_route(owner("web"), at("web"), Some(at("*.example.com")), port).value,
            "default.web.web._.example.com.80"
        );
        assert_eq!(
            ingress_route(owner("shop"), at("shop"), Some(at("shop.example.com")), port).value,
            "default.shop.shop.shop.example.com.80"
        );
        assert_eq!(
            facade_route(owner("web"), Some(at("a.com")), at("beta")).value,
            "default.web.a.com.beta.svc.facade"
        );
        assert_eq!(default_backend_route(owner("shop")).value, "default.shop");
        assert_eq!(service(owner("shop"), at(PortName::Name("http"))).value, "default.shop.http");
        assert_eq!(service(owner("shop"), at(PortName::Implicit)).value, "default.shop.implicitPort");
        assert_eq!(upstream(owner("shop"), port).value, "shop.default.80.svc");
        assert_eq!(facade_service(owner("svc-facade-beta")).value, "default.svc-facade-beta.svc.facade");
        assert_eq!(l4_service(owner("echo"), at(1025)).value, "default.echo.1025");
        assert_eq!(udp_service(owner("dns"), at(53)).value, "default.dns.53.udp");
        assert_eq!(tcp_ingress_route(owner("tcp"), 0).value, "default.tcp.0");
        assert_eq!(udp_ingress_route(owner("udp"), 0).value, "default.udp.0.udp");
    }
}
