//! What a request hits anywhere: that says where the search begins.

use super::{Traditional, rules};
use crate::router::compiled::Failure;
use crate::router::host::{Split, split_port};
use crate::router::pattern::Start;
use crate::router::request::Request;

/// A request as the search sees it; absent texts are empty.
pub(super) struct Question<'r> {
    pub(super) request: &'r Request<'r>,
    pub(super) path: &'r [u8],
    pub(super) host: Option<Split<'r>>,
    pub(super) source: (&'r str, Option<i64>),
    pub(super) destination: (&'r str, Option<i64>),
    pub(super) sni: &'r str,
}

/// What was hit.
#[derive(Default)]
pub(super) struct Hits<'t> {
    pub(super) rules: u8,
    /// The host with a wildcard, if no plain one was hit.
    pub(super) host: Option<&'t str>,
    pub(super) header: Option<&'t str>,
    /// The pattern or the plain path.
    pub(super) path: Option<&'t [u8]>,
}

/// Why there is no answer: the number of the route and what is wrong with its pattern.
pub(super) type Stop = (usize, Failure);

impl<'r> Question<'r> {
    /// HTTP requests carry no addresses in this flavor.
    pub(super) fn new(request: &'r Request<'r>, path: &'r [u8], is_http: bool) -> Self {
        let default = if request.scheme == "https" { "443" } else { "80" };
        let peer = |ip: Option<&'r str>, port| if is_http { ("", None) } else { (ip.unwrap_or_default(), port) };
        Self {
            request,
            path,
            host: request.host.map(|host| split_port(host, default)),
            source: peer(request.source.ip, request.source.port),
            destination: peer(request.destination.ip, request.destination.port),
            sni: request.sni.unwrap_or_default(),
        }
    }

    /// What a wildcard is tried on. Lua makes a text of nothing.
    pub(super) fn host_with_port(&self) -> &str {
        self.host.as_ref().map_or("nil", |host| host.with_port.as_ref())
    }

    pub(super) fn host_without_port(&self) -> Option<&'r str> {
        self.host.as_ref().map(|host| host.name)
    }
}

impl Traditional {
    /// Source: Kong 3.9 kong/router/traditional.lua:find_route
    pub(super) fn hits<'t>(&'t self, question: &Question<'_>) -> Result<Hits<'t>, Stop> {
        let mut hits = Hits::default();
        self.hit_header(question, &mut hits);
        self.hit_host(question, &mut hits)?;
        self.hit_path(question, &mut hits)?;
        for (_, attributes) in self.all() {
            let (source, source_port) = question.source;
            let (destination, destination_port) = question.destination;
            let hit = |ranges: &[super::attributes::Range], ip: &str, port: Option<i64>| {
                ranges.iter().any(|range| {
                    range.ip.as_deref() == Some(ip)
                        || range.port.is_some() && range.port == port
                        || range.is_in_network(ip)
                })
            };
            for (rule, is_hit) in [
                (rules::METHOD, attributes.methods.iter().any(|method| method == question.request.method)),
                (rules::SNI, attributes.snis.iter().any(|sni| sni == question.sni)),
                (rules::SOURCE, hit(&attributes.sources, source, source_port)),
                (rules::DESTINATION, hit(&attributes.destinations, destination, destination_port)),
            ] {
                if is_hit {
                    hits.rules |= rule;
                }
            }
        }
        Ok(hits)
    }

    fn hit_header<'t>(&'t self, question: &Question<'_>, hits: &mut Hits<'t>) {
        let mut asked: Vec<&str> = Vec::new();
        for header in self.all().flat_map(|(_, attributes)| &attributes.headers) {
            if asked.contains(&header.name.as_str()) {
                continue;
            }
            asked.push(&header.name);
            if !question.request.header(&header.name).is_empty() {
                hits.header = Some(&header.name);
                hits.rules |= rules::HEADER;
                return;
            }
        }
    }

    /// A plain host anywhere, else the first wildcard.
    fn hit_host<'t>(&'t self, question: &Question<'_>, hits: &mut Hits<'t>) -> Result<(), Stop> {
        let Some(host) = &question.host else { return Ok(()) };
        let hosts = || self.all().flat_map(|(entry, one)| one.hosts.iter().map(|host| (entry.route, host)));
        let plain = |value: &str| value == host.with_port || value == host.name;
        if hosts().any(|(_, host)| host.wildcard.is_none() && plain(&host.value)) {
            hits.rules |= rules::HOST;
            return Ok(());
        }
        for (route, candidate) in hosts() {
            let Some(wildcard) = &candidate.wildcard else { continue };
            let found = wildcard.find(host.with_port.as_bytes(), Start::First).map_err(|failure| (route, failure))?;
            if found.is_some() {
                hits.host = Some(&candidate.value);
                hits.rules |= rules::HOST;
                return Ok(());
            }
        }
        Ok(())
    }

    /// The first pattern in order, else the whole path, else the longest prefix.
    fn hit_path<'t>(&'t self, question: &Question<'_>, hits: &mut Hits<'t>) -> Result<(), Stop> {
        let paths = || self.entries.iter().filter_map(|entry| Some((entry.route, entry.path.as_ref()?)));
        for (route, path) in paths() {
            let Some(regex) = &path.regex else { continue };
            let found = regex.pattern.find(question.path, Start::First).map_err(|failure| (route, failure))?;
            if found.is_some() {
                hits.path = Some(path.value.as_bytes());
                hits.rules |= rules::PATH;
                return Ok(());
            }
        }
        let plain = paths().filter(|(_, path)| path.regex.is_none()).map(|(_, path)| path.value.as_bytes());
        let longest = plain.filter(|value| question.path.starts_with(value)).max_by_key(|value| value.len());
        if longest.is_some() {
            hits.path = longest;
            hits.rules |= rules::PATH;
        }
        Ok(())
    }
}
