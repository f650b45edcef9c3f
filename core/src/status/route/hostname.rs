//! Do a listener's and a route's hostname meet?
//!
//! The comparison is the controller's own: greedy wildcards of any depth, case-sensitive, no backtracking.

use crate::k8s::gateway::Listener;
use crate::k8s::kinds::Kind;
use crate::k8s::route::Route;

/// Whether `mask` covers `name`; a label `*` of the mask stands for one or more labels.
///
/// The first label after a `*` is looked for from the current position on, and the first one found is taken, even
/// where a later one would have led to a match.
///
/// Source: KIC v3.5.13 internal/util/hostname.go:HostnamesMatch; spec/gateway-status.md 10.5.
pub fn covers(mask: &str, name: &str) -> bool {
    let mut mask = mask.split('.').peekable();
    let mut name = name.split('.').peekable();
    let mut after_wildcard = false;
    while let Some(wanted) = mask.peek().copied() {
        if name.peek().is_none() {
            break;
        }
        if after_wildcard {
            while name.next_if(|label| *label != wanted).is_some() {}
            if name.peek().is_none() {
                return false;
            }
        }
        if wanted == "*" {
            after_wildcard = true;
        } else {
            after_wildcard = false;
            if name.peek().copied() != Some(wanted) {
                return false;
            }
        }
        mask.next();
        name.next();
    }
    mask.count() == name.count()
}

/// Whether one of the two covers the other.
///
/// Source: KIC v3.5.13 internal/util/hostname.go:HostnamesIntersect.
pub fn intersect(a: &str, b: &str) -> bool {
    covers(a, b) || covers(b, a)
}

/// Whether a route has a hostname that meets the listener's.
///
/// TCPRoutes and UDPRoutes have no hostnames; a route or a listener without a hostname takes any.
///
/// Source: KIC v3.5.13 gw/route_utils.go:routeHostnamesIntersectsWithListenerHostname.
pub fn route_meets_listener(route: &Route<'_>, listener: &Listener<'_>) -> bool {
    if matches!(route.kind(), Kind::TCPRoute | Kind::UDPRoute) {
        return true;
    }
    let host = listener.hostname_text();
    route.hostnames.is_empty()
        || host.is_empty()
        || route.hostnames.iter().any(|hostname| intersect(host, hostname.value))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The table of spec/gateway-status.md 10.5.
    #[test]
    fn wildcards_match_as_in_the_table() {
        for (mask, name, expected) in [
            ("*.example.com", "a.example.com", true),
            ("*.example.com", "a.b.example.com", true),
            ("*.example.com", "example.com", false),
            ("*.example.com", "*.test.example.com", true),
            ("*.test.example.com", "*.example.com", false),
            ("*.example.com", "example.example.com", true),
            ("*.example.com", "a.example.b.example.com", false),
            ("*.com", "a.b.com", true),
            ("*", "foo", true),
            ("*", "foo.com", false),
            ("foo.com", "FOO.com", false),
            ("foo.com", "foo.com.", false),
            ("a.*.com", "a.b.com", true),
        ] {
            assert_eq!(covers(mask, name), expected, "{mask} and {name}");
        }
    }

    #[test]
    fn a_pair_meets_when_either_covers_the_other() {
        assert!(intersect("*.test.example.com", "*.example.com"));
        assert!(intersect("a.example.com", "*.example.com"));
        assert!(!intersect("a.example.com", "b.example.com"));
    }
}
