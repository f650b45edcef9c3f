//! Priorities of expression routes: bit fields that are added up, so that an overlong value spills into the next field.
//!
//! All arithmetic wraps at 64 bits, as upstream's does.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use crate::ordered::Ordered as _;

/// Bits 44 and 45: the kind of object that a route comes from.
const KIND: u32 = 44;
const GRPC_ROUTE: u64 = 1 << KIND;
const HTTP_ROUTE: u64 = 2 << KIND;
const INGRESS: u64 = 3 << KIND;
/// Bit 43 of routes of the Gateway API: the host name is no wildcard.
const PRECISE_HOST: u64 = 1 << 43;
/// Bits 35 to 42 of routes of the Gateway API: length of the host name.
const HOST_LENGTH: u32 = 35;

/// The priority of the default backend's route.
pub const DEFAULT_BACKEND: u64 = 0;

/// How an HTTPRoute matches the path.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum PathKind {
    /// `Exact`.
    Exact,
    /// `PathPrefix`.
    Prefix,
    /// `RegularExpression`.
    RegularExpression,
}

/// What decides the priority of one match of an HTTPRoute for one hostname.
#[derive(Clone, Copy, Debug, Default)]
pub struct HttpMatch<'a> {
    /// The hostname, if there is one.
    pub hostname: Option<&'a str>,
    /// Type and value of the path, as they are written.
    pub path: Option<(PathKind, &'a str)>,
    /// A method is matched.
    pub method: bool,
    /// Number of headers, repeated ones included.
    pub headers: usize,
    /// Number of query parameters.
    pub queries: usize,
}

impl HttpMatch<'_> {
    /// The priority without the relative order.
    ///
    /// Source: KIC v3.5.13 internal/dataplane/translator/subtranslator/httproute_atc.go:EncodeToPriority;
    /// spec/gateway-routes.md 7.5
    pub fn upper(&self) -> u64 {
        let kind = match self.path {
            Some((PathKind::Exact, _)) => 1 << 34,
            Some((PathKind::RegularExpression, _)) => 1 << 33,
            Some((PathKind::Prefix, _)) | None => 0,
        };
        let path = self.path.map_or(0, |(_, value)| count(value.len()).saturating_sub(1));
        sum([
            HTTP_ROUTE,
            host(self.hostname),
            kind,
            path << 23,
            u64::from(self.method) << 22,
            count(self.headers) << 17,
            count(self.queries) << 12,
        ])
    }
}

/// What decides the priority of one match of a GRPCRoute for one hostname.
#[derive(Clone, Copy, Debug, Default)]
pub struct GrpcMatch<'a> {
    /// The hostname, if there is one.
    pub hostname: Option<&'a str>,
    /// The service of the method match.
    pub service: Option<&'a str>,
    /// The method of the method match.
    pub method: Option<&'a str>,
    /// Number of headers, repeated ones included.
    pub headers: usize,
}

impl GrpcMatch<'_> {
    /// The priority without the relative order.
    ///
    /// Source: KIC v3.5.13 internal/dataplane/translator/subtranslator/grpcroute_atc.go:EncodeToPriority;
    /// spec/gateway-routes.md 9.2
    pub fn upper(&self) -> u64 {
        let length = |text: Option<&str>| count(text.map_or(0, str::len));
        sum([
            GRPC_ROUTE,
            host(self.hostname),
            length(self.service) << 24,
            length(self.method) << 13,
            count(self.headers) << 8,
        ])
    }
}

/// How an Ingress matches the path.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum IngressPathKind {
    /// `Exact`.
    Exact,
    /// `Prefix`.
    Prefix,
    /// `ImplementationSpecific`.
    ImplementationSpecific,
    /// Anything else: it counts as a path without length.
    Other,
}

/// What decides the priority of a route of an Ingress.
#[derive(Clone, Copy, Debug, Default)]
pub struct IngressMatch<'a> {
    /// The paths, repeated slashes removed.
    pub paths: &'a [(IngressPathKind, &'a str)],
    /// What marks a regular expression; not empty.
    pub regex_prefix: &'a str,
    /// Host of the rule and host aliases, valid or not.
    pub hosts: &'a [&'a str],
    /// Number of distinct headers, `None` when there is no header annotation with values.
    pub headers: Option<usize>,
    /// There are methods.
    pub methods: bool,
    /// There are SNIs.
    pub snis: bool,
}

impl IngressMatch<'_> {
    /// The priority.
    ///
    /// Source: KIC v3.5.13 internal/dataplane/translator/subtranslator/ingress_atc.go:calculateExpressionRoutePriority;
    /// spec/ingress-and-kong-crds.md 2.6
    pub fn priority(&self) -> u64 {
        let lengths = self.paths.iter().map(|(kind, path)| self.path_length(*kind, path));
        let (length, regex) =
            lengths.fold((0, false), |(longest, any), (length, regex)| (longest.max(count(length)), any || regex));
        let fields = [!self.paths.is_empty(), !self.hosts.is_empty(), self.headers.is_some(), self.methods, self.snis];
        let fields = fields.into_iter().map(u64::from).sum::<u64>();
        let plain_hosts = !self.hosts.is_empty() && !self.hosts.iter().any(|host| host.starts_with('*'));
        sum([
            INGRESS,
            fields << 41,
            count(self.headers.unwrap_or(0)).min(255) << 33,
            u64::from(plain_hosts) << 32,
            u64::from(regex) << 16,
            length.min(0xffff),
        ])
    }

    /// Length in bytes, and whether it counts as a regular expression: `Exact` and `Prefix` do, because the traditional
    /// flavor makes one of them.
    fn path_length(&self, kind: IngressPathKind, path: &str) -> (usize, bool) {
        match kind {
            IngressPathKind::Exact => (1 + path.trim_start_matches('/').len(), true),
            IngressPathKind::Prefix => match path.trim_matches('/') {
                "" => (1, true),
                base => (2 + base.len(), true),
            },
            IngressPathKind::ImplementationSpecific => {
                match path.strip_prefix(self.regex_prefix).filter(|_| !self.regex_prefix.is_empty()) {
                    Some(regex) => (regex.len(), true),
                    None => (path.len(), false),
                }
            }
            IngressPathKind::Other => (0, false),
        }
    }
}

/// The lowest bits: where a match stands among those that are equal in all others.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum RelativeOrder {
    /// Bits 0 to 11.
    HttpRoute,
    /// Bits 0 to 7.
    GrpcRoute,
}

impl RelativeOrder {
    /// The value of the first match.
    pub const fn first(self) -> u64 {
        match self {
            Self::HttpRoute => 0xfff,
            Self::GrpcRoute => 0xff,
        }
    }

    /// How many equal matches can be told apart.
    pub const fn limit(self) -> u64 {
        self.first() + 1
    }

    /// Whole priorities, in the order of `matches`: each is a priority without relative order, and its rank.
    ///
    /// `K` is creation time (none before any), namespace, name, rule and match: the smallest gets the highest priority.
    /// Matches that are equal in all of it (hostnames of equal length) are ranked in reverse order. Beyond the
    /// [limit](Self::limit) the fields above are borrowed from, which upstream only logs.
    ///
    /// Source: KIC v3.5.13 …/httproute_atc.go:assignRoutePriorityToSplitHTTPRouteMatches,
    /// …/grpcroute_atc.go:AssignRoutePriorityToSplitGRPCRouteMatches; spec/gateway-routes.md 7.5
    pub fn assign<K: Ord>(self, matches: &[(u64, K)]) -> Vec<u64> {
        let mut order: Vec<_> =
            matches.iter().enumerate().map(|(index, (upper, key))| (upper, key, Reverse(index))).collect();
        order.order();
        let mut ranks: BTreeMap<u64, u64> = BTreeMap::new();
        let mut priorities = vec![0; matches.len()];
        for (upper, _, Reverse(index)) in order {
            let rank = ranks.entry(*upper).or_default();
            if let Some(priority) = priorities.get_mut(index) {
                *priority = upper.wrapping_add(self.first()).wrapping_sub(*rank);
            }
            *rank += 1;
        }
        priorities
    }
}

fn host(hostname: Option<&str>) -> u64 {
    match hostname {
        None | Some("") => 0,
        Some(host) => {
            let precise = if host.starts_with('*') { 0 } else { PRECISE_HOST };
            precise.wrapping_add(count(host.len()) << HOST_LENGTH)
        }
    }
}

fn count(number: usize) -> u64 {
    u64::try_from(number).unwrap_or(u64::MAX)
}

fn sum<const N: usize>(parts: [u64; N]) -> u64 {
    parts.into_iter().fold(0, u64::wrapping_add)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn http(path: Option<(PathKind, &str)>) -> HttpMatch<'_> {
        HttpMatch { path, ..HttpMatch::default() }
    }

    fn one(order: RelativeOrder, upper: u64) -> u64 {
        order.assign(&[(upper, ())])[0]
    }

    /// spec/gateway-routes.md 7.5, check values.
    #[test]
    fn priorities_of_http_routes() {
        for (path, priority) in [
            (Some((PathKind::Prefix, "/nginx")), 35_184_414_035_967),
            (Some((PathKind::Prefix, "/prefix")), 35_184_422_424_575),
            (Some((PathKind::Prefix, "")), 35_184_372_092_927),
            (None, 35_184_372_092_927),
        ] {
            assert_eq!(one(RelativeOrder::HttpRoute, http(path).upper()), priority);
        }
    }

    /// spec/gateway-routes.md 7.5, traits of the unit tests.
    #[test]
    fn traits_of_http_routes() {
        let exact = Some((PathKind::Exact, "/foo"));
        let precise = HttpMatch { hostname: Some("foo.com"), ..http(exact) };
        assert_eq!(precise.upper(), (2 << 44) | (1 << 43) | (7 << 35) | (1 << 34) | (3 << 23));
        let wildcard = HttpMatch { hostname: Some("*.b.com"), ..http(Some((PathKind::Prefix, "/foo/"))) };
        assert_eq!(wildcard.upper(), (2 << 44) | (7 << 35) | (4 << 23));
        let regex = HttpMatch { headers: 2, ..http(Some((PathKind::RegularExpression, "/fo.*"))) };
        assert_eq!(regex.upper(), (2 << 44) | (1 << 33) | (4 << 23) | (2 << 17));
        let method = HttpMatch { method: true, queries: 1, ..http(Some((PathKind::Exact, "/food"))) };
        assert_eq!(method.upper(), (2 << 44) | (1 << 34) | (4 << 23) | (1 << 22) | (1 << 12));
    }

    /// spec/gateway-routes.md 18.1.
    #[test]
    fn priorities_of_the_worked_example() {
        let shop = |path, method, headers| HttpMatch {
            hostname: Some("shop.example.com"),
            path: Some(path),
            method,
            headers,
            queries: 0,
        };
        for (matched, priority) in [
            (shop((PathKind::Prefix, "/api/"), true, 2), 44_530_258_939_903),
            (shop((PathKind::RegularExpression, r"/item/\d+"), false, 0), 44_538_877_972_479),
            (shop((PathKind::Exact, "/cart"), false, 0), 44_547_434_352_639),
        ] {
            assert_eq!(one(RelativeOrder::HttpRoute, matched.upper()), priority);
        }
    }

    /// spec/gateway-routes.md 9.2, 18.9.
    #[test]
    fn priorities_of_grpc_routes() {
        let grpcbin = GrpcMatch {
            hostname: Some("example.com"),
            service: Some("grpcbin.GRPCBin"),
            method: Some("DummyUnary"),
            headers: 0,
        };
        assert_eq!(one(RelativeOrder::GrpcRoute, grpcbin.upper()), 26_766_487_929_087);
        assert_eq!(one(RelativeOrder::GrpcRoute, GrpcMatch::default().upper()), 17_592_186_044_671);
        let foo = |method| GrpcMatch { hostname: Some("b.example.com"), service: Some("foo.Bar"), method, headers: 0 };
        assert_eq!(one(RelativeOrder::GrpcRoute, foo(None).upper()), 26_835_073_106_175);
        assert_eq!(one(RelativeOrder::GrpcRoute, foo(Some("X")).upper()), 26_835_073_114_367);
    }

    /// spec/ingress-and-kong-crds.md 2.6, 13.2.
    #[test]
    fn priorities_of_ingresses() {
        use IngressPathKind::{Exact, ImplementationSpecific, Prefix};
        let long = format!("/{}", "a".repeat(31));
        for (hosts, paths, priority) in [
            (&["example.com"][..], &[(ImplementationSpecific, "/")][..], 57_178_899_611_649),
            (&["example.com"], &[(Exact, "/")], 57_178_899_677_185),
            (&["example.com"], &[(Exact, "/whatever")], 57_178_899_677_193),
            (&["example.com"], &[(ImplementationSpecific, r"/~/foo/\d{3}")], 57_178_899_677_194),
            (&["example.com"], &[(ImplementationSpecific, long.as_str())], 57_178_899_611_680),
            (&[], &[(Exact, "/beta")], 54_975_581_454_341),
            (&["*.example.com"], &[(Prefix, "/api"), (Prefix, "/")], 57_174_604_709_893),
            (&["shop.example.com"], &[(Prefix, "/cart"), (Exact, "/")], 57_178_899_677_190),
        ] {
            let matched = IngressMatch { paths, regex_prefix: "/~", hosts, ..IngressMatch::default() };
            assert_eq!(matched.priority(), priority, "{hosts:?} {paths:?}");
        }
    }

    /// spec/ingress-and-kong-crds.md 2.6: the fields are limited.
    #[test]
    fn fields_of_ingresses_are_limited() {
        let long = "a".repeat(70_000);
        let paths = [(IngressPathKind::ImplementationSpecific, long.as_str())];
        let matched = IngressMatch {
            paths: &paths,
            regex_prefix: "/~",
            hosts: &["a.com", "*.b.com"],
            headers: Some(300),
            methods: true,
            snis: true,
        };
        assert_eq!(matched.priority(), (3 << 44) | (5 << 41) | (255 << 33) | 65_535);
    }

    /// spec/gateway-routes.md 18.8: equal matches of several hostnames are ranked in reverse order.
    #[test]
    fn the_last_of_equal_hostnames_comes_first() {
        let upper = |hostname| HttpMatch { hostname: Some(hostname), ..http(Some((PathKind::Exact, "/"))) }.upper();
        let matches: Vec<_> = ["a.example.com", "b.example.com", "c.example.com"]
            .into_iter()
            .map(|host| (upper(host), (None::<i64>, "default", "tie", 0, 0)))
            .collect();
        let priorities = RelativeOrder::HttpRoute.assign(&matches);
        assert_eq!(priorities, [44_444_321_583_101, 44_444_321_583_102, 44_444_321_583_103]);
    }

    #[test]
    fn the_oldest_comes_first_then_names_and_numbers() {
        let keys = [
            (Some(2), "a", "a", 0, 0),
            (None, "b", "b", 0, 0),
            (Some(1), "z", "z", 9, 9),
            (Some(2), "a", "a", 0, 1),
            (Some(2), "a", "a", 1, 0),
            (Some(2), "A", "z", 0, 0),
        ];
        let matches = keys.map(|key| (1 << 12, key));
        let ranks = RelativeOrder::HttpRoute.assign(&matches).into_iter().map(|priority| 8191 - priority);
        assert_eq!(ranks.collect::<Vec<_>>(), [3, 0, 1, 4, 5, 2]);
    }

    #[test]
    fn too_many_equal_matches_borrow_from_the_fields_above() {
        let matches: Vec<_> = (0..258).map(|number| (1 << 8, number)).collect();
        let priorities = RelativeOrder::GrpcRoute.assign(&matches);
        assert_eq!(priorities[255], 1 << 8);
        assert_eq!(priorities[256], (1 << 8) - 1);
        let wrapped: Vec<_> = (0..257).map(|number| (0, number)).collect();
        assert_eq!(RelativeOrder::GrpcRoute.assign(&wrapped)[256], u64::MAX);
    }
}
