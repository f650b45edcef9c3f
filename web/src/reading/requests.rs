//! What the page reads out of the answer about requests.

use std::collections::BTreeMap;
use std::ops::Deref;
use std::rc::Rc;

use kic_core::wire;
use kic_core::wire::request::{Derived, NotMade};

use crate::state::Wish;

/// An answer that is cheap to clone and to compare, as [`Report`](super::Report).
#[derive(Clone, Debug)]
pub struct Asked(Rc<wire::Asked>);

impl Asked {
    /// Wraps an answer of the engine.
    pub fn new(asked: wire::Asked) -> Self {
        Self(Rc::new(asked))
    }

    /// The request that fits best. A listener always has one: no route need be attached to it.
    pub fn fitting(&self, wish: &Wish) -> Option<Rc<str>> {
        let fits = |derived: &&Derived| match wish {
            Wish::Route(pointer) => derived.route.pointer == **pointer,
            Wish::Object(object) => derived.route.object.as_deref() == Some(&**object),
            Wish::Listener { protocol, port, hostname } => {
                Url::of(&derived.line).is_some_and(|url| url.meets(protocol, *port, hostname.as_deref()))
            }
        };
        let matching = || self.derived.iter().filter(|derived| derived.purpose == MATCH).filter(fits);
        let found = matching().find(|derived| derived.reaches).or_else(|| matching().next());
        match (found, wish) {
            (Some(derived), _) => Some(derived.line.as_str().into()),
            (None, Wish::Listener { protocol, port, hostname }) => Some(plain(protocol, *port, hostname.as_deref())),
            (None, _) => None,
        }
    }

    /// The requests by the object that they are made from, in the order of the objects' names.
    pub fn groups(&self) -> Vec<DerivedGroup<'_>> {
        let mut groups = BTreeMap::new();
        for derived in &self.derived {
            let group = group(&mut groups, &derived.route);
            if derived.purpose == MATCH { group.fitting.push(derived) } else { group.near.push(derived) }
        }
        for not_made in &self.not_made {
            group(&mut groups, &not_made.route).not_made.push(not_made);
        }
        groups.into_values().collect()
    }
}

impl PartialEq for Asked {
    fn eq(&self, other: &Self) -> bool {
        Rc::ptr_eq(&self.0, &other.0)
    }
}

impl Deref for Asked {
    type Target = wire::Asked;

    fn deref(&self) -> &wire::Asked {
        &self.0
    }
}

/// The purpose of a request that fits its route.
const MATCH: &str = "match";

/// The requests that are made from one object.
#[derive(Debug)]
pub struct DerivedGroup<'a> {
    /// `HTTPRoute default/api`, or the name of a route without an object.
    pub name: &'a str,
    /// Those that fit.
    pub fitting: Vec<&'a Derived>,
    /// Those that just do not.
    pub near: Vec<&'a Derived>,
    /// Routes of which none could be made.
    pub not_made: Vec<&'a NotMade>,
}

fn group<'a, 'b>(
    groups: &'b mut BTreeMap<&'a str, DerivedGroup<'a>>,
    route: &'a wire::request::Route,
) -> &'b mut DerivedGroup<'a> {
    let name = route.object.as_deref().unwrap_or(&route.name);
    groups.entry(name).or_insert_with(|| DerivedGroup {
        name,
        fitting: Vec::new(),
        near: Vec::new(),
        not_made: Vec::new(),
    })
}

/// The parts of a line's URL that a listener is about.
struct Url<'a> {
    scheme: &'a str,
    host: &'a str,
    port: Option<i64>,
}

impl<'a> Url<'a> {
    fn of(line: &'a str) -> Option<Self> {
        let word = line.split([' ', '\'']).find(|word| word.contains("://"))?;
        let (scheme, rest) = word.split_once("://")?;
        let authority = rest.split(['/', '?']).next().unwrap_or_default();
        let (host, port) = match authority.rsplit_once(':') {
            Some((host, port)) if !port.ends_with(']') => (host, port.parse().ok()),
            _ => (authority, standard_port(scheme)),
        };
        Some(Self { scheme, host, port })
    }

    fn meets(&self, protocol: &str, port: i64, hostname: Option<&str>) -> bool {
        let speaks = match protocol {
            "HTTP" => matches!(self.scheme, "http" | "grpc"),
            "HTTPS" => matches!(self.scheme, "https" | "grpcs"),
            other => other.eq_ignore_ascii_case(self.scheme),
        };
        let is_called = hostname.is_none_or(|hostname| match hostname.strip_prefix('*') {
            Some(domain) => self.host.ends_with(domain),
            None => self.host == hostname,
        });
        speaks && is_called && self.port == Some(port)
    }
}

fn standard_port(scheme: &str) -> Option<i64> {
    match scheme {
        "http" | "grpc" => Some(80),
        "https" | "grpcs" => Some(443),
        _ => None,
    }
}

/// A request to a listener to which no route is attached.
fn plain(protocol: &str, port: i64, hostname: Option<&str>) -> Rc<str> {
    let host = hostname.unwrap_or("example.com").replacen('*', "www", 1);
    let scheme = protocol.to_ascii_lowercase();
    let port = if standard_port(&scheme) == Some(port) { String::new() } else { format!(":{port}") };
    if protocol.starts_with("HTTP") {
        format!("GET {scheme}://{host}{port}/").into()
    } else {
        format!("{scheme}://{host}{port}").into()
    }
}

/// What a line of the configuration or the statuses can be sent a request for, by its JSON pointer.
pub fn wish_of(pointer: &str) -> Option<Wish> {
    let mut parts = pointer.split('/').skip(1);
    match (parts.next()?, parts.next()?) {
        ("config", "services") => {
            let (service, routes, route) = (parts.next()?, parts.next()?, parts.next()?);
            (routes == "routes").then(|| Wish::Route(format!("/config/services/{service}/routes/{route}").into()))
        }
        ("config", "routes") => Some(Wish::Route(format!("/config/routes/{}", parts.next()?).into())),
        ("status", plural) => {
            let kind = match plural {
                "httpRoutes" => "HTTPRoute",
                "grpcRoutes" => "GRPCRoute",
                "tcpRoutes" => "TCPRoute",
                "udpRoutes" => "UDPRoute",
                "tlsRoutes" => "TLSRoute",
                "ingresses" => "Ingress",
                "tcpIngresses" => "TCPIngress",
                "udpIngresses" => "UDPIngress",
                _ => return None,
            };
            Some(Wish::Object(format!("{kind} {}", parts.next()?.replace("~1", "/")).into()))
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::reading::tests::{derived, route};

    fn listener(protocol: &str, port: i64, hostname: Option<&str>) -> Wish {
        Wish::Listener { protocol: protocol.into(), port, hostname: hostname.map(Into::into) }
    }

    fn asked(derived: Vec<Derived>) -> Asked {
        Asked::new(wire::Asked { derived, ..wire::Asked::default() })
    }

    #[test]
    fn a_route_has_the_request_that_reaches_it() {
        let lost = Derived { reaches: false, ..derived(0, "match", "GET http://a/lost") };
        let asked = asked(vec![derived(0, "other-path", "GET http://a/x"), lost, derived(0, "match", "GET http://a/")]);
        let wish = Wish::Route("/config/services/0/routes/0".into());
        assert_eq!(asked.fitting(&wish).as_deref(), Some("GET http://a/"));
        assert_eq!(asked.fitting(&Wish::Object("HTTPRoute default/a".into())).as_deref(), Some("GET http://a/"));
        assert_eq!(asked.fitting(&Wish::Route("/config/services/0/routes/7".into())), None);
    }

    #[test]
    fn a_listener_has_a_request_to_its_protocol_port_and_hostname() {
        let lines = ["GET http://a.com/1", "GET https://b.com/2", "GET https://a.com:8443/3", "tls://a.com:9903"];
        let asked = asked(lines.iter().map(|line| derived(0, "match", line)).collect());
        for (wish, line) in [
            (listener("HTTP", 80, None), "GET http://a.com/1"),
            (listener("HTTPS", 443, Some("*.com")), "GET https://b.com/2"),
            (listener("HTTPS", 8443, None), "GET https://a.com:8443/3"),
            (listener("TLS", 9903, None), "tls://a.com:9903"),
            (listener("HTTPS", 443, Some("a.com")), "GET https://a.com/"),
            (listener("HTTP", 8080, Some("*.b.com")), "GET http://www.b.com:8080/"),
            (listener("UDP", 53, None), "udp://example.com:53"),
        ] {
            assert_eq!(asked.fitting(&wish).as_deref(), Some(line), "{wish:?}");
        }
    }

    #[test]
    fn requests_stand_by_object_and_fit() {
        let requests = vec![derived(0, "match", "1"), derived(0, "other-path", "2"), derived(1, "match", "3")];
        let not_made = vec![NotMade { route: route(1), why: "regex".to_owned() }];
        let asked = Asked::new(wire::Asked { derived: requests, not_made, ..wire::Asked::default() });
        let groups = asked.groups();
        let shape: Vec<_> = groups
            .iter()
            .map(|group| (group.name, group.fitting.len(), group.near.len(), group.not_made.len()))
            .collect();
        assert_eq!(shape, [("HTTPRoute default/a", 1, 1, 0), ("HTTPRoute default/b", 1, 0, 1)]);
    }

    #[test]
    fn lines_of_routes_and_their_statuses_lead_to_requests() {
        let route = Wish::Route("/config/services/3/routes/1".into());
        assert_eq!(wish_of("/config/services/3/routes/1/paths/0"), Some(route));
        assert_eq!(wish_of("/config/services/3/host"), None);
        assert_eq!(wish_of("/config/services/3/routes"), None);
        let object = Wish::Object("HTTPRoute default/a".into());
        assert_eq!(wish_of("/status/httpRoutes/default~1a/parents"), Some(object));
        assert_eq!(wish_of("/status/gateways/default~1a"), None);
    }
}
