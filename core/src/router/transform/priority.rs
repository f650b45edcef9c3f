//! The rank of a matcher, with the arithmetic that Kong really does.
//!
//! The intended layout is one 64-bit word, but the code shifts ordinary Lua numbers, which LuaJIT shifts in 32 bits with
//! the count taken modulo 32. Negative results are then converted in two ways, depending on whether the code runs
//! interpreted or compiled. Measured on x86-64; spec/kong-router.md 1.3.

use crate::router::entity::{Endpoint, Route};

/// Above all routes with attributes, but for some negative ones.
const EXPRESSION: u64 = 0xff << 56;
const PLAIN_HOSTS: u64 = 1 << 60;
const REGEX: u64 = 1 << 51;
/// What a negative number becomes where Lua runs interpreted.
const NEGATIVE: u64 = 1 << 63;
/// Connections: there are SNIs, or sources and destinations.
const STREAM: u64 = 1 << 61;

/// A rank; the highest comes first.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Priority {
    /// What Lua computes interpreted.
    pub interpreted: u64,
    /// What it computes once it is compiled; both occur in one installation.
    pub compiled: u64,
}

impl Priority {
    /// The rank of a route or of a part of it.
    ///
    /// Source: Kong 3.9 kong/router/transform.lua:get_priority
    pub fn of(route: &Route<'_>) -> Self {
        if route.expression.is_some() {
            return Self::exact(EXPRESSION | route.priority);
        }
        if route.is_stream() { Self::exact(stream(route)) } else { http(route) }
    }

    const fn exact(priority: u64) -> Self {
        Self { interpreted: priority, compiled: priority }
    }
}

fn some<T>(list: Option<&Vec<T>>) -> bool {
    list.is_some_and(|list| !list.is_empty())
}

fn http(route: &Route<'_>) -> Priority {
    const MOST_HEADERS: usize = 255;
    let headers = route.headers.as_ref().map_or(0, Vec::len);
    let attributes = [
        some(route.sources.as_ref()),
        some(route.destinations.as_ref()),
        some(route.methods.as_ref()),
        some(route.hosts.as_ref()),
        headers > 0,
        some(route.snis.as_ref()),
        some(route.paths.as_ref()),
    ];
    let plain_hosts = route.hosts.as_ref().is_some_and(|hosts| !hosts.iter().any(|host| host.contains('*')));
    let path = route.paths.as_ref().and_then(|paths| paths.first());
    let regex = path.is_some_and(|path| path.starts_with('~'));
    let length = path.filter(|path| !path.starts_with('~')).map_or(0, |path| path.len());
    let count = |number: usize| i32::try_from(number).unwrap_or(i32::MAX);
    let parts = [
        count(attributes.into_iter().filter(|present| *present).count()).wrapping_shl(61),
        count(headers.min(MOST_HEADERS)).wrapping_shl(52),
        low_32_bits(if regex { route.regex_priority } else { 0 }).wrapping_shl(19),
        count(length & 0x7_ffff),
    ];
    let flags = if plain_hosts { PLAIN_HOSTS } else { 0 } | if regex { REGEX } else { 0 };
    let convert = |negative: fn(i32) -> u64| {
        let part = |part: i32| u64::try_from(part).unwrap_or_else(|_| negative(part));
        if flags == 0 {
            // Only 32-bit numbers meet: they are joined first and converted then.
            return part(parts.into_iter().fold(0, |all, part| all | part));
        }
        parts.into_iter().fold(flags, |all, number| all | part(number))
    };
    Priority { interpreted: convert(|_| NEGATIVE), compiled: convert(|part| i64::from(part).cast_unsigned()) }
}

/// The number as LuaJIT's bit operations take it.
fn low_32_bits(number: i64) -> i32 {
    let [a, b, c, d, ..] = number.to_le_bytes();
    i32::from_le_bytes([a, b, c, d])
}

/// Exact in 64 bits.
///
/// Source: Kong 3.9 kong/router/transform.lua:stream_get_priority
fn stream(route: &Route<'_>) -> u64 {
    let weight = |endpoints: Option<&Vec<Endpoint<'_>>>| {
        endpoints.into_iter().flatten().fold(0, |weight, endpoint| {
            let ip = match endpoint.ip {
                Some(ip) if ip.contains('/') => 1,
                Some(_) => 8,
                None => 0,
            };
            weight | ip | if endpoint.port.is_some() { 4 } else { 0 }
        })
    };
    let (sources, destinations) = (route.sources.as_ref(), route.destinations.as_ref());
    let first = some(route.snis.as_ref()) || some(sources) && some(destinations);
    (if first { STREAM } else { 0 }) | weight(sources) << 4 | weight(destinations)
}
