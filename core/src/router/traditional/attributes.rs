//! The attributes of a route, ready to be compared.

use std::net::IpAddr;

use super::rules;
use crate::router::address::Cidr;
use crate::router::compiled::Compiled;
use crate::router::entity::{Endpoint, Route};
use crate::router::host::split_port;

/// What all entries of a route share.
#[derive(Debug, Default)]
pub(super) struct Attributes {
    pub(super) hosts: Vec<Host>,
    pub(super) headers: Vec<Header>,
    /// In capitals.
    pub(super) methods: Vec<String>,
    /// Without the dot of the root.
    pub(super) snis: Vec<String>,
    pub(super) sources: Vec<Range>,
    pub(super) destinations: Vec<Range>,
    /// The attributes that are there, but for paths.
    pub(super) rules: u8,
    /// Hosts are there, and none has a wildcard. An empty list counts.
    pub(super) plain_hosts: bool,
    pub(super) wildcard_with_port: bool,
}

/// A host, and how it is matched if it has a wildcard.
#[derive(Debug)]
pub(super) struct Host {
    pub(super) value: String,
    pub(super) wildcard: Option<Compiled>,
}

/// A header and the values that it may have, in lower case.
#[derive(Debug)]
pub(super) struct Header {
    pub(super) name: String,
    pub(super) values: Vec<String>,
    /// A single value that is a pattern.
    pub(super) pattern: Option<Compiled>,
}

/// An address or a network, and a port.
#[derive(Debug)]
pub(super) struct Range {
    pub(super) ip: Option<String>,
    pub(super) network: Option<Cidr>,
    pub(super) port: Option<i64>,
}

impl Attributes {
    /// Source: Kong 3.9 kong/router/traditional.lua:marshall_route
    pub(super) fn of(route: &Route<'_>) -> Result<Self, &'static str> {
        let Route { hosts, headers, paths, methods, snis, sources, destinations, .. } = route;
        let anything = hosts.is_some()
            || headers.is_some()
            || methods.is_some()
            || paths.is_some()
            || snis.is_some()
            || sources.is_some()
            || destinations.is_some();
        if !anything {
            return Err("could not categorize route");
        }
        let hosts_of: Vec<Host> = hosts.iter().flatten().map(|host| Host::of(host)).collect();
        let mut wildcards = hosts_of.iter().filter(|host| host.wildcard.is_some());
        let plain_hosts = hosts.is_some() && wildcards.clone().next().is_none();
        let wildcard_with_port = wildcards.any(|host| split_port(&host.value, "").has_port);
        let ranges = |list: &Option<Vec<Endpoint<'_>>>| list.iter().flatten().map(Range::of).collect::<Vec<_>>();
        let mut attributes = Self {
            hosts: hosts_of,
            headers: headers.iter().flatten().filter_map(|(name, values)| Header::of(name, values)).collect(),
            methods: methods.iter().flatten().map(|method| method.to_ascii_uppercase()).collect(),
            snis: snis.iter().flatten().map(|sni| without_root(sni).to_owned()).collect(),
            sources: ranges(sources),
            destinations: ranges(destinations),
            rules: 0,
            plain_hosts,
            wildcard_with_port,
        };
        for (rule, present) in [
            (rules::HOST, !attributes.hosts.is_empty()),
            (rules::HEADER, !attributes.headers.is_empty()),
            (rules::METHOD, !attributes.methods.is_empty()),
            (rules::SNI, !attributes.snis.is_empty()),
            (rules::SOURCE, !attributes.sources.is_empty()),
            (rules::DESTINATION, !attributes.destinations.is_empty()),
        ] {
            if present {
                attributes.rules |= rule;
            }
        }
        Ok(attributes)
    }
}

fn without_root(sni: &str) -> &str {
    sni.strip_suffix('.').filter(|name| !name.is_empty()).unwrap_or(sni)
}

impl Host {
    fn of(host: &str) -> Self {
        let wildcard = host.contains('*').then(|| {
            let end = if split_port(host, "").has_port { "$" } else { r"(?::\d+)?$" };
            Compiled::new(&(host.replace('.', r"\.").replace('*', ".+") + end))
        });
        Self { value: host.to_owned(), wildcard }
    }
}

impl Header {
    /// A header `Host` is left out.
    fn of(name: &str, values: &[&str]) -> Option<Self> {
        let name = name.to_ascii_lowercase();
        if name == "host" {
            return None;
        }
        let pattern = match values {
            [only] => only.strip_prefix("~*").map(Compiled::new),
            _ => None,
        };
        Some(Self { name, values: values.iter().map(|value| value.to_ascii_lowercase()).collect(), pattern })
    }
}

impl Range {
    fn of(endpoint: &Endpoint<'_>) -> Self {
        let network = endpoint.ip.and_then(Cidr::parse);
        Self { ip: endpoint.ip.map(str::to_owned), network, port: endpoint.port }
    }

    /// Whether an address is meant; without one, any is. A network has to be one.
    pub(super) fn has_ip(&self, ip: &str) -> bool {
        match &self.ip {
            None => true,
            Some(wanted) if wanted.contains('/') => self.is_in_network(ip),
            Some(wanted) => wanted == ip,
        }
    }

    pub(super) fn is_in_network(&self, ip: &str) -> bool {
        self.network.zip(ip.parse::<IpAddr>().ok()).is_some_and(|(network, ip)| network.contains(ip))
    }

    /// Source: Kong 3.9 kong/router/traditional.lua:matcher_src_dst
    pub(super) fn fits(&self, ip: &str, port: Option<i64>) -> bool {
        self.has_ip(ip) && (self.port.is_none() || self.port == port)
    }
}
