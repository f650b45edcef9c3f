//! Where a request goes once its route is known: address, path and Host header.

use super::entity::{PathHandling, Route, Service, Subsystem};
use super::uri;

/// What the route that won says about the way on.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Upstream {
    /// The protocol of the service.
    pub scheme: Option<String>,
    /// The host of the service: the name of an upstream, a host name or an address.
    pub host: Option<String>,
    /// Its port.
    pub port: Option<i64>,
    /// `name`, `ipv4` or `ipv6`.
    pub host_type: &'static str,
    /// The path, before it is escaped.
    pub path: Option<Vec<u8>>,
    /// What was cut off.
    pub prefix: Option<Vec<u8>>,
    /// The Host header or server name that is passed on in place of the service's own.
    pub preserved_host: Option<String>,
    /// What the groups of a path's pattern have matched, by number and by name.
    pub uri_captures: Vec<(String, String)>,
}

impl Upstream {
    /// The address of a service.
    ///
    /// Source: Kong 3.9 kong/router/utils.lua:get_service_info
    pub(super) fn of(service: Option<&Service<'_>>) -> Self {
        let (protocol, host) = service.map_or((None, None), |service| (service.protocol, service.host));
        let default = match protocol {
            Some("https") => Some(443),
            Some("http") => Some(80),
            _ => None,
        };
        Self {
            scheme: protocol.map(str::to_owned),
            host: host.map(str::to_owned),
            port: service.and_then(|service| service.port).or(default),
            host_type: host_type(host.unwrap_or_default()),
            ..Self::default()
        }
    }

    /// The path as it is sent, without the query.
    pub fn escaped_path(&self) -> Option<String> {
        self.path.as_deref().map(uri::escape)
    }
}

/// Whether the service is of the HTTP subsystem.
pub(super) fn is_http(service: Option<&Service<'_>>) -> bool {
    service.and_then(|service| service.protocol).is_some_and(|protocol| Subsystem::Http.has(protocol))
}

/// Source: Kong 3.9 kong/tools/ip.lua:hostname_type
fn host_type(host: &str) -> &'static str {
    let bare = host.replace(':', "");
    if host.len() - bare.len() > 1 {
        "ipv6"
    } else if !bare.is_empty() && bare.bytes().all(|byte| byte == b'.' || byte.is_ascii_digit()) {
        "ipv4"
    } else {
        "name"
    }
}

/// What is left of the path behind the prefix, without a leading `./` or `../`.
///
/// Source: Kong 3.9 kong/router/utils.lua:sanitize_uri_postfix
pub(super) fn sanitized(postfix: &[u8]) -> &[u8] {
    match postfix {
        b"." | b".." => b"",
        [b'.', b'/', rest @ ..] | [b'.', b'.', b'/', rest @ ..] => rest,
        other => other,
    }
}

/// The path for the upstream.
///
/// `postfix` is what follows the matched prefix, `path` the normalised path of the request. The flavors with
/// expressions ignore `v1`: they call [`joined_v0`].
pub(super) fn joined(route: &Route<'_>, postfix: &[u8], path: &[u8]) -> Vec<u8> {
    let base = base(route);
    match (route.path_handling, route.strip_path) {
        (PathHandling::V0, _) => joined_v0(route, postfix, path),
        (PathHandling::V1, true) if base.ends_with(b"/") && postfix.starts_with(b"/") => {
            [without_last(base), postfix].concat()
        }
        (PathHandling::V1, true) => [base, postfix].concat(),
        (PathHandling::V1, false) => [base, path.get(1..).unwrap_or_default()].concat(),
    }
}

/// Source: Kong 3.9 kong/router/utils.lua:get_upstream_uri_v0
pub(super) fn joined_v0(route: &Route<'_>, postfix: &[u8], path: &[u8]) -> Vec<u8> {
    let base = base(route);
    match (base.ends_with(b"/"), route.strip_path, postfix.first()) {
        (true, true, None) if base == b"/" => b"/".to_vec(),
        (true, true, None) if path.ends_with(b"/") => base.to_vec(),
        (true, true, None) => without_last(base).to_vec(),
        (true, true, Some(b'/')) => [without_last(base), postfix].concat(),
        (true, true, Some(_)) | (false, true, Some(b'/')) => [base, postfix].concat(),
        (true, false, _) => [base, path.get(1..).unwrap_or_default()].concat(),
        (false, true, None) if path.len() > 1 && path.ends_with(b"/") => [base, b"/"].concat(),
        (false, true, None) => base.to_vec(),
        (false, true, Some(_)) => [base, b"/", postfix].concat(),
        (false, false, _) if path == b"/" => base.to_vec(),
        (false, false, _) => [base, path].concat(),
    }
}

fn base<'a>(route: &Route<'a>) -> &'a [u8] {
    let service = route.service.as_ref().filter(|service| is_http(Some(service)));
    service.and_then(|service| service.path).unwrap_or("/").as_bytes()
}

fn without_last(base: &[u8]) -> &[u8] {
    base.split_last().map_or(base, |(_, rest)| rest)
}
