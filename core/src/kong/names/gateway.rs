//! Names of what comes from the routes of the Gateway API.

use super::{Owner, Text, hex, named, without_stars};
use crate::ordered::Ordered as _;
use crate::provenance::{Place, Placed};

const SERVICE: &str = "KIC: a service of a Gateway API route is named after the route and the rule";
const ROUTE: &str = "KIC: a Kong route is named after the Gateway API route, the rule and the match";
const COMBINED: &str = "KIC: a combined service is named after its backends";

/// The longest name of a combined service, in bytes.
const LONGEST: usize = 511;

/// The kinds of routes that names begin with.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum RouteKind {
    /// HTTPRoute.
    Http,
    /// GRPCRoute.
    Grpc,
    /// TCPRoute.
    Tcp,
    /// UDPRoute.
    Udp,
    /// TLSRoute.
    Tls,
}

impl RouteKind {
    const fn prefix(self) -> &'static str {
        match self {
            Self::Http => "httproute",
            Self::Grpc => "grpcroute",
            Self::Tcp => "tcproute",
            Self::Udp => "udproute",
            Self::Tls => "tlsroute",
        }
    }
}

/// The service of a rule: `<kind>.<namespace>.<name>.<rule>`. `rule` counts from 0; of a group of rules it is the lowest.
///
/// Source: spec/gateway-routes.md 3.1
pub fn rule_service<'a>(kind: RouteKind, owner: Owner<'_>, rule: usize) -> Text<'a> {
    let name = format!("{}.{}.{}.{rule}", kind.prefix(), owner.namespace.value, owner.name.value);
    named(name, owner.places(), SERVICE)
}

/// The service of a rule for one hostname, GRPCRoute with expressions: `grpcroute.<namespace>.<name>.<host>.<rule>`.
///
/// Source: spec/gateway-routes.md 3.1
pub fn host_service<'a>(kind: RouteKind, owner: Owner<'_>, host: Option<Placed<&str>>, rule: usize) -> Text<'a> {
    let name = format!("{}.{}.{}.{}.{rule}", kind.prefix(), owner.namespace.value, owner.name.value, host_part(host));
    named(name, owner.places().into_iter().chain(host.map(|host| host.place)), SERVICE)
}

/// The Kong route of a match: `<kind>.<namespace>.<name>.<rule>.<match>`. TCP, UDP and TLSRoutes have the match 0.
///
/// Source: spec/gateway-routes.md 3.1
pub fn match_route<'a>(kind: RouteKind, owner: Owner<'_>, rule: usize, matched: usize) -> Text<'a> {
    let name = format!("{}.{}.{}.{rule}.{matched}", kind.prefix(), owner.namespace.value, owner.name.value);
    named(name, owner.places(), ROUTE)
}

/// The Kong route of a match for one hostname, with expressions: `<kind>.<namespace>.<name>.<host>.<rule>.<match>`.
///
/// Source: spec/gateway-routes.md 3.1
pub fn host_route<'a>(
    kind: RouteKind,
    owner: Owner<'_>,
    host: Option<Placed<&str>>,
    rule: usize,
    matched: usize,
) -> Text<'a> {
    let prefix = kind.prefix();
    let host_part = host_part(host);
    let name = format!("{prefix}.{}.{}.{host_part}.{rule}.{matched}", owner.namespace.value, owner.name.value);
    named(name, owner.places().into_iter().chain(host.map(|host| host.place)), ROUTE)
}

/// No hostname and an empty one are `_`.
fn host_part(host: Option<Placed<&str>>) -> String {
    host.filter(|host| !host.value.is_empty()).map_or_else(|| "_".to_owned(), |host| without_stars(host.value))
}

/// A backendRef as far as it counts for the name of a combined service.
#[derive(Clone, Copy, Debug)]
pub struct CombinedBackend<'a> {
    /// Namespace; the route's where the reference has none.
    pub namespace: &'a str,
    /// Name, and the place of the reference.
    pub name: Placed<&'a str>,
    /// Port, if the reference has one.
    pub port: Option<i64>,
    /// Weight, if the reference has one.
    pub weight: Option<i64>,
}

/// The service of all rules with the same backends, across HTTPRoutes of one namespace.
///
/// Beyond 511 bytes the name is cut to the first backend and a hash of the whole.
///
/// Source: KIC v3.5.13 internal/dataplane/translator/subtranslator/httproute.go:getKongServiceNameByBackendRefs;
/// spec/gateway-routes.md 5.3
pub fn combined_service<'a>(namespace: Placed<&str>, backends: &[CombinedBackend<'_>]) -> Text<'a> {
    let mut parts: Vec<_> = backends.iter().map(part).collect();
    parts.order();
    let places = std::iter::once(namespace.place).chain(backends.iter().map(|backend| backend.name.place));
    let places: Vec<Place> = places.collect();
    let joined = if parts.is_empty() { "_".to_owned() } else { parts.join("_") };
    let name = format!("httproute.{}.svc.{joined}", namespace.value);
    let name = if name.len() > LONGEST {
        let hash = hex(&hmac_sha256::Hash::hash(name.as_bytes()));
        let first = parts.first().map_or("_", String::as_str);
        format!("httproute.{}.svc.{first}_combined.{hash}", namespace.value)
    } else {
        name
    };
    named(name, places, COMBINED)
}

fn part(backend: &CombinedBackend<'_>) -> String {
    let mut part = format!("{}.{}", backend.namespace, backend.name.value);
    for number in [backend.port, backend.weight].into_iter().flatten() {
        part.push('.');
        part.push_str(&number.to_string());
    }
    part
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at<'a>(value: &'a str, rule: &'static str) -> Placed<&'a str> {
        Placed::new(value, Place::Rule(rule))
    }

    const fn backend<'a>(
        namespace: &'a str,
        name: &'a str,
        port: Option<i64>,
        weight: Option<i64>,
    ) -> CombinedBackend<'a> {
        CombinedBackend { namespace, name: Placed { value: name, place: Place::Rule("ref") }, port, weight }
    }

    #[test]
    fn names_are_those_of_the_spec() {
        let owner = Owner { namespace: at("default", "namespace"), name: at("shop", "name") };
        assert_eq!(rule_service(RouteKind::Http, owner, 0).value, "httproute.default.shop.0");
        assert_eq!(match_route(RouteKind::Grpc, owner, 10, 2).value, "grpcroute.default.shop.10.2");
        assert_eq!(match_route(RouteKind::Udp, owner, 1, 0).value, "udproute.default.shop.1.0");
        let wildcard = Some(at("*.bar.com", "host"));
        assert_eq!(host_service(RouteKind::Grpc, owner, wildcard, 1).value, "grpcroute.default.shop._.bar.com.1");
        assert_eq!(host_route(RouteKind::Http, owner, wildcard, 1, 3).value, "httproute.default.shop._.bar.com.1.3");
        assert_eq!(host_route(RouteKind::Http, owner, None, 1, 3).value, "httproute.default.shop._.1.3");
    }

    #[test]
    fn a_name_comes_from_the_object_and_the_host() {
        let owner = Owner { namespace: at("default", "namespace"), name: at("shop", "name") };
        let name = host_route(RouteKind::Http, owner, Some(at("a.com", "host")), 0, 0);
        let rules = [Place::Rule("name"), Place::Rule("namespace"), Place::Rule("host"), Place::Rule(ROUTE)];
        assert_eq!(name.origin.places(), rules);
    }

    /// The unit-test values of spec/gateway-routes.md 19, line 3.
    #[test]
    fn combined_services_are_named_after_their_backends() {
        let name = |backends: &[_]| combined_service(at("default", "namespace"), backends).value.into_owned();
        assert_eq!(name(&[]), "httproute.default.svc._");
        assert_eq!(name(&[backend("default", "service-1", None, None)]), "httproute.default.svc.default.service-1");
        assert_eq!(
            name(&[
                backend("default", "service-1", Some(80), None),
                backend("default", "service-2", Some(8080), None),
                backend("another-namespace", "service-2", Some(80), None),
            ]),
            "httproute.default.svc.another-namespace.service-2.80_default.service-1.80_default.service-2.8080"
        );
        assert_eq!(
            name(&[
                backend("default", "service-1", Some(80), Some(75)),
                backend("default", "service-1", Some(1080), Some(25)),
            ]),
            "httproute.default.svc.default.service-1.1080.25_default.service-1.80.75"
        );
    }

    #[test]
    fn a_long_name_ends_in_the_hash_of_the_whole() {
        let long: Vec<String> = (0..60).map(|number| format!("service-{number:02}")).collect();
        let backends: Vec<_> = long.iter().map(|name| backend("default", name, Some(80), None)).collect();
        let name = combined_service(at("default", "namespace"), &backends).value.into_owned();
        let (start, hash) = name.split_once("_combined.").unwrap();
        assert_eq!(start, "httproute.default.svc.default.service-00.80");
        assert_eq!(hash.len(), 64);
    }
}
