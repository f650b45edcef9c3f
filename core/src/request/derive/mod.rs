//! Ready-made requests: for each route of a configuration, requests that it is made for and some that just miss it.

mod conditions;

use super::client::{Client, Scheme, Version};
use super::decision::{Outcome, RouteAt};
use super::entities::{Found, texts};
use super::{Losers, Proxy};
use crate::listens::{Flag, Subsystem};
use crate::router::expression::{Expression, Fault, Schema};
use crate::router::transform::{parts, transform};
use crate::router::{self, Flavor, Route, uri};
use conditions::{Conditions, Wanted};

/// A request that was made from a route.
#[derive(Clone, PartialEq, Debug)]
pub struct Derived {
    /// The route.
    pub route: RouteAt,
    /// The request.
    pub client: Client,
    /// What it is for.
    pub purpose: Purpose,
    /// Where it ends.
    pub reach: Reach,
}

/// What a request was made for.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Purpose {
    /// It fits the route.
    Match,
    /// It has another host than the route.
    OtherHost,
    /// It has another path.
    OtherPath,
    /// It has another method.
    OtherMethod,
}

impl Purpose {
    /// `match`, `other-host`, `other-path`, `other-method`.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Match => "match",
            Self::OtherHost => "other-host",
            Self::OtherPath => "other-path",
            Self::OtherMethod => "other-method",
        }
    }
}

/// Where a request ends.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Reach {
    /// At the route that it was made from.
    Own,
    /// At another one.
    Other(RouteAt),
    /// At none.
    None(Outcome),
}

/// What could not be made into a request.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Underived {
    /// The route.
    pub route: RouteAt,
    /// Why not.
    pub why: String,
}

/// More requests than these of one route say nothing new.
const MOST: usize = 64;

/// What was made of the routes of a configuration.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct Requests {
    /// In the order of the configuration.
    pub made: Vec<Derived>,
    /// Routes that no client can reach, or whose conditions cannot be turned into a request.
    pub not_made: Vec<Underived>,
    /// Routes, or parts of them, that the router does not have; with its error.
    pub refused: Vec<Underived>,
}

/// Requests for all routes: for each path, host, method and header at least one that fits, and what just misses.
///
/// A request that ends elsewhere is only kept where no variant of it reaches its route: `/api` may belong to another
/// route while `/api/x` does not.
pub fn requests(proxy: &Proxy<'_>) -> Requests {
    let mut requests = Requests::default();
    for subsystem in [router::Subsystem::Http, router::Subsystem::Stream] {
        for place in proxy.routes(subsystem).places() {
            let Some(found) = Found::of(proxy.config, *place) else { continue };
            of_route(proxy, subsystem, found, &mut requests);
        }
    }
    requests
}

fn of_route(proxy: &Proxy<'_>, subsystem: router::Subsystem, found: Found<'_>, requests: &mut Requests) {
    let route = Route::from_json(found.route, Some(found.service));
    let own = found.described();
    let schema = match subsystem {
        router::Subsystem::Http => Schema::Http,
        router::Subsystem::Stream => Schema::Stream,
    };
    let flavor = match proxy.entrance.flavor {
        Flavor::Traditional => Flavor::TraditionalCompatible,
        other => other,
    };
    let mut first: Option<Client> = None;
    let mut not_made: Option<String> = None;
    let mut made = 0usize;
    for part in parts(&route, subsystem) {
        let part_of = Route { paths: part.paths, ..route.clone() };
        let expression = match Expression::new(&transform(&part_of, flavor).expression, schema) {
            Ok(expression) => expression,
            Err(Fault::Refused(error)) => {
                requests.refused.push(Underived { route: own.clone(), why: error });
                continue;
            }
            Err(Fault::Unknown(why)) => {
                not_made = Some(why.to_owned());
                continue;
            }
        };
        for wanted in Conditions::of(&expression).covering() {
            if made == MOST {
                break;
            }
            match best(proxy, &found, &wanted) {
                Ok((client, reach)) => {
                    made += 1;
                    if first.is_none() && reach == Reach::Own {
                        first = Some(client.clone());
                    }
                    requests.made.push(Derived { route: own.clone(), client, purpose: Purpose::Match, reach });
                }
                Err(why) => not_made = Some(why),
            }
        }
    }
    if let Some(why) = not_made {
        requests.not_made.push(Underived { route: own.clone(), why });
    }
    if let Some(client) = first.filter(|client| client.scheme.is_http()) {
        near_misses(proxy, &own, &client, &found, requests);
    }
}

/// Of the variants of a request the first that reaches the route, else the first.
fn best(proxy: &Proxy<'_>, found: &Found<'_>, wanted: &Wanted) -> Result<(Client, Reach), String> {
    let mut first = None;
    for variant in 0..conditions::VARIANTS {
        let client = client(proxy, found, wanted, variant)?;
        let reach = reach(proxy, found, &client);
        if reach == Reach::Own {
            return Ok((client, reach));
        }
        first = first.or(Some((client, reach)));
    }
    first.ok_or_else(|| "there is no variant".to_owned())
}

fn reach(proxy: &Proxy<'_>, found: &Found<'_>, client: &Client) -> Reach {
    let decision = proxy.send(client, Losers::LeftOut);
    match decision.route {
        Some(route) if route.pointer == found.pointer() => Reach::Own,
        Some(route) => Reach::Other(route),
        None => Reach::None(decision.outcome),
    }
}

/// A request as a route wants it.
fn client(proxy: &Proxy<'_>, found: &Found<'_>, wanted: &Wanted, variant: u32) -> Result<Client, String> {
    let protocols = found.protocols();
    let schemes = protocols.iter().filter_map(|protocol| match *protocol {
        "tls_passthrough" => Some(Scheme::Tls),
        other => Scheme::parse(other),
    });
    let mut schemes: Vec<Scheme> = schemes.collect();
    // Routes with server names are about TLS.
    if wanted.sni.is_some() && schemes.iter().any(|scheme| scheme.has_tls()) {
        schemes.retain(|scheme| scheme.has_tls());
    }
    let port = schemes.iter().find_map(|scheme| Some((*scheme, proxy.entrance.port_for(*scheme, wanted.port)?)));
    let Some((scheme, port)) = port else {
        let kinds: Vec<&str> = schemes.iter().map(|scheme| scheme.name()).collect();
        let kinds = kinds.join(" or ");
        return Err(match wanted.port {
            Some(port) => format!("no port of the proxy leads a {kinds} connection to Kong as port {port}"),
            None => format!("no port of the proxy leads to a listen of Kong for {kinds}"),
        });
    };
    let host = wanted.host(variant);
    let default = wanted.sni.as_ref().map_or_else(|| "example.com".to_owned(), |sni| sni.text(variant));
    let mut headers = Vec::new();
    for (name, value) in &wanted.headers {
        headers.push((name.replace('_', "-"), value.text(variant)));
    }
    let mut target = String::new();
    if scheme.is_http() {
        let path = wanted.path.as_ref().map_or_else(|| "/".to_owned(), |path| path.text(variant));
        target = escaped(if path.starts_with('/') { path } else { format!("/{path}") }.as_bytes());
        for (number, (name, value)) in wanted.queries.iter().enumerate() {
            target.push(if number == 0 { '?' } else { '&' });
            target.push_str(&escaped(name.as_bytes()));
            target.push('=');
            target.push_str(&escaped(value.text(variant).as_bytes()));
        }
    }
    if scheme.is_grpc() {
        headers.push(("Content-Type".to_owned(), "application/grpc".to_owned()));
    }
    let method = match (&wanted.method, scheme.is_http()) {
        (_, false) => String::new(),
        (Some(method), true) => method.text(variant),
        (None, true) if scheme.is_grpc() => "POST".to_owned(),
        (None, true) => "GET".to_owned(),
    };
    let host = host.unwrap_or(default);
    // A server name that is not the host's.
    let sni = wanted.sni.as_ref().map(|sni| sni.text(variant)).filter(|sni| *sni != host);
    Ok(Client {
        method,
        scheme,
        host,
        port,
        target,
        headers,
        sni,
        address: wanted.address.clone(),
        version: if scheme.is_grpc() { Version::Two } else { Version::Any },
        proxy_protocol: proxy.entrance.wants_proxy_protocol(scheme, port),
    })
}

/// A path or query as a client writes it.
fn escaped(bytes: &[u8]) -> String {
    uri::escape(bytes).replace('#', "%23").replace('?', "%3F")
}

/// What differs from a fitting request in one thing.
fn near_misses(proxy: &Proxy<'_>, own: &RouteAt, client: &Client, found: &Found<'_>, requests: &mut Requests) {
    let mut add = |purpose: Purpose, client: Client| {
        let reach = reach(proxy, found, &client);
        requests.made.push(Derived { route: own.clone(), client, purpose, reach });
    };
    let expression = found.route.get("expression").and_then(serde_json::Value::as_str).unwrap_or_default();
    if !texts(found.route, "hosts").is_empty() || expression.contains("http.host") {
        add(Purpose::OtherHost, Client { host: "other.invalid".to_owned(), sni: None, ..client.clone() });
    }
    let path = super::http::path_of(client);
    if path.len() > 1 {
        let other = format!("{}-other", client.target.split('?').next().unwrap_or_default().trim_end_matches('/'));
        let query = uri::query_of(&client.target).map_or_else(String::new, |query| format!("?{query}"));
        add(Purpose::OtherPath, Client { target: format!("{other}{query}"), ..client.clone() });
    }
    if !texts(found.route, "methods").is_empty() || expression.contains("http.method") {
        let method = if client.method == "GET" { "DELETE" } else { "GET" };
        add(Purpose::OtherMethod, Client { method: method.to_owned(), ..client.clone() });
    }
}

impl super::Entrance {
    /// The port that a client connects to for a protocol, where the router is to see a certain port.
    fn port_for(&self, scheme: Scheme, seen: Option<i64>) -> Option<u16> {
        let (subsystem, ssl, is_udp) = match scheme {
            Scheme::Http | Scheme::Grpc => (Subsystem::Http, false, false),
            Scheme::Https | Scheme::Grpcs => (Subsystem::Http, true, false),
            Scheme::Tcp => (Subsystem::Stream, false, false),
            Scheme::Tls => (Subsystem::Stream, true, false),
            Scheme::Udp => (Subsystem::Stream, false, true),
        };
        let fits = |entry: &crate::listens::Entry| {
            let seen_here = entry.port_number().map(|port| i64::from(self.listens.port_maps.destination(port).value));
            entry.has(Flag::Ssl) == ssl
                && entry.has(Flag::Udp) == is_udp
                && (!scheme.is_grpc() || entry.has(Flag::Http2))
                && seen.is_none_or(|seen| seen_here == Some(seen))
        };
        let entries = self.listens.of(subsystem).entries.iter().filter(|entry| fits(entry));
        let mut listens = entries.filter_map(crate::listens::Entry::port_number);
        if self.services.is_empty() {
            return listens.next();
        }
        let listens: Vec<i64> = listens.map(i64::from).collect();
        let mut ports = self.services.iter().flat_map(|service| &service.ports).filter(|port| port.is_udp == is_udp);
        let port = ports.find(|port| self.target(port).is_some_and(|target| listens.contains(&target)))?;
        u16::try_from(port.port.value).ok()
    }

    /// Whether the listen behind a port wants the PROXY protocol.
    fn wants_proxy_protocol(&self, scheme: Scheme, port: u16) -> bool {
        let subsystem = if scheme.is_http() { Subsystem::Http } else { Subsystem::Stream };
        let is_udp = scheme == Scheme::Udp;
        let services = self.services.iter().flat_map(|service| &service.ports);
        let mut services = services.filter(|own| own.port.value == i64::from(port) && own.is_udp == is_udp);
        let target = match services.next() {
            Some(port) => self.target(port),
            None => Some(i64::from(port)),
        };
        let mut entries = self.listens.of(subsystem).entries.iter();
        entries.any(|entry| entry.port_number().map(i64::from) == target && entry.has(Flag::ProxyProtocol))
    }
}
