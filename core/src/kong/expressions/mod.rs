//! Expressions of Kong's router, in the controller's spelling.
//!
//! An [`Expression`] may be empty; joining drops empty parts, so that the callers need no cases. Its origin is all
//! that its parts come from.

mod paths;

use std::borrow::Cow;

use super::patterns::{is_method, matches_host_pattern, matches_sni_pattern};
use super::{Route, Text};
use crate::ordered::Ordered as _;
use crate::provenance::{Origin, Place, Placed, Sourced};

pub use paths::{
    exact_path, grpc_method, ingress_exact_path, ingress_path, ingress_prefix_path, prefix_path, regex_path,
    rewritten_prefix_path,
};

const CATCH_ALL: &str = "KIC: a route that would match on nothing matches on the protocol";
const NOTHING: &str = "KIC: nothing of the route can be matched on";
const STREAM_PRIORITY: &str = "KIC: `priority` of TCP, UDP and TLS routes is 1";

/// What a predicate looks at.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Field<'a> {
    /// `http.host`.
    HttpHost,
    /// `http.path`.
    HttpPath,
    /// `http.method`.
    HttpMethod,
    /// `http.headers.<name>`: in lower case, `-` as `_`.
    Header(&'a str),
    /// `http.queries.<name>`, the name as it is.
    Query(&'a str),
    /// `tls.sni`.
    TlsSni,
    /// `net.dst.port`.
    NetDstPort,
    /// `net.protocol`.
    NetProtocol,
}

impl Field<'_> {
    fn name(self) -> Cow<'static, str> {
        match self {
            Self::HttpHost => Cow::Borrowed("http.host"),
            Self::HttpPath => Cow::Borrowed("http.path"),
            Self::HttpMethod => Cow::Borrowed("http.method"),
            Self::Header(name) => Cow::Owned(format!("http.headers.{}", name.to_lowercase().replace('-', "_"))),
            Self::Query(name) => Cow::Owned(format!("http.queries.{name}")),
            Self::TlsSni => Cow::Borrowed("tls.sni"),
            Self::NetDstPort => Cow::Borrowed("net.dst.port"),
            Self::NetProtocol => Cow::Borrowed("net.protocol"),
        }
    }
}

/// How a predicate compares.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Operator {
    /// `==`.
    Equal,
    /// `~`, a regular expression.
    Regex,
    /// `^=`, begins with.
    Prefix,
    /// `=^`, ends with.
    Suffix,
}

impl Operator {
    const fn text(self) -> &'static str {
        match self {
            Self::Equal => "==",
            Self::Regex => "~",
            Self::Prefix => "^=",
            Self::Suffix => "=^",
        }
    }
}

/// An expression, possibly empty.
///
/// Source: KIC v3.5.13 internal/dataplane/translator/atc/matcher.go; spec/gateway-routes.md 7.1
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Expression(Option<Sourced<String>>);

impl Expression {
    /// Nothing to match on.
    pub const EMPTY: Self = Self(None);

    /// `<field> <operator> "<value>"`.
    pub fn predicate(field: Field<'_>, operator: Operator, value: &str, origin: impl Into<Origin>) -> Self {
        let text = format!("{} {} {}", field.name(), operator.text(), literal(value));
        Self(Some(Sourced::new(text, origin)))
    }

    /// `<field> == <number>`.
    pub fn equals_number(field: Field<'_>, value: i64, origin: impl Into<Origin>) -> Self {
        Self(Some(Sourced::new(format!("{} == {value}", field.name()), origin)))
    }

    /// All of them must match.
    pub fn all(parts: impl IntoIterator<Item = Self>) -> Self {
        Self::join(parts.into_iter().filter_map(|part| part.0).collect(), " && ")
    }

    /// One of them must match.
    pub fn any(parts: impl IntoIterator<Item = Self>) -> Self {
        Self::join(parts.into_iter().filter_map(|part| part.0).collect(), " || ")
    }

    /// Plain HTTP or HTTPS.
    pub fn http_schemes(place: Place) -> Self {
        Self::any(["http", "https"].map(|scheme| Self::predicate(Field::NetProtocol, Operator::Equal, scheme, place)))
    }

    /// Whether there is nothing to match on.
    pub const fn is_empty(&self) -> bool {
        self.0.is_none()
    }

    /// The text, or [`CATCH_ALL_TEXT`] instead of an empty one: Kong takes no empty expression for HTTP.
    ///
    /// Source: KIC v3.5.13 internal/dataplane/translator/subtranslator/httproute_atc.go:CatchAllHTTPExpression
    pub fn or_catch_all<'a>(self) -> Text<'a> {
        self.0.map_or_else(|| Sourced::rule(Cow::Borrowed(CATCH_ALL_TEXT), CATCH_ALL), |text| text.map(Cow::Owned))
    }

    /// The text, empty where there is nothing to match on.
    pub fn into_text<'a>(self) -> Text<'a> {
        self.0.map_or_else(|| Sourced::rule(Cow::Borrowed(""), NOTHING), |text| text.map(Cow::Owned))
    }

    fn join(parts: Vec<Sourced<String>>, operator: &str) -> Self {
        let mut parts = parts;
        if parts.len() <= 1 {
            return Self(parts.pop());
        }
        let Some(origin) = Origin::all(parts.iter().flat_map(|part| part.origin.places()).copied()) else {
            return Self::EMPTY;
        };
        let mut text = String::with_capacity(parts.iter().map(|part| part.value.len() + operator.len() + 2).sum());
        for part in &parts {
            if !text.is_empty() {
                text.push_str(operator);
            }
            text.push('(');
            text.push_str(&part.value);
            text.push(')');
        }
        Self(Some(Sourced::new(text, origin)))
    }
}

/// The expression of a route that matches every HTTP request.
pub const CATCH_ALL_TEXT: &str = r#"(net.protocol == "http") || (net.protocol == "https")"#;

/// A string literal: in double quotes; backslash, quote, newline, carriage return and tab are escaped.
///
/// Source: spec/gateway-routes.md 7.1
pub fn literal(value: &str) -> String {
    let mut text = String::with_capacity(value.len() + 2);
    text.push('"');
    for character in value.chars() {
        match character {
            '\\' => text.push_str(r"\\"),
            '"' => text.push_str(r#"\""#),
            '\n' => text.push_str(r"\n"),
            '\r' => text.push_str(r"\r"),
            '\t' => text.push_str(r"\t"),
            other => text.push(other),
        }
    }
    text.push('"');
    text
}

/// A host name: equal, or by its end for `*.…`. One that [no route can have](matches_host_pattern) gives nothing,
/// so that the route matches every host; the caller says so to the user.
///
/// Source: KIC v3.5.13 internal/dataplane/translator/subtranslator/atc_utils.go:hostMatcherFromHosts
pub fn host(host: Placed<&str>) -> Expression {
    if !matches_host_pattern(host.value) {
        return Expression::EMPTY;
    }
    match host.value.strip_prefix('*') {
        Some(end) => Expression::predicate(Field::HttpHost, Operator::Suffix, end, host.place),
        None => Expression::predicate(Field::HttpHost, Operator::Equal, host.value, host.place),
    }
}

/// A server name; one that [no route can have](matches_sni_pattern), also a wildcard, gives nothing.
///
/// Source: KIC v3.5.13 internal/dataplane/translator/subtranslator/ingress_atc.go:sniMatcherFromSNIs
pub fn sni(sni: &Text<'_>) -> Expression {
    if !matches_sni_pattern(&sni.value) {
        return Expression::EMPTY;
    }
    Expression::predicate(Field::TlsSni, Operator::Equal, &sni.value, &sni.origin)
}

/// A method; one that [is none](is_method) gives nothing.
///
/// Source: KIC v3.5.13 internal/dataplane/translator/subtranslator/ingress_atc.go:methodMatcherFromMethods
pub fn method(method: Placed<&str>) -> Expression {
    if !is_method(method.value) {
        return Expression::EMPTY;
    }
    Expression::predicate(Field::HttpMethod, Operator::Equal, method.value, method.place)
}

/// How a header or query parameter of a route is compared.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum ValueMatch {
    /// `Exact`, also where nothing is said.
    Exact,
    /// `RegularExpression`, without an anchor.
    RegularExpression,
}

impl ValueMatch {
    const fn operator(self) -> Operator {
        match self {
            Self::Exact => Operator::Equal,
            Self::RegularExpression => Operator::Regex,
        }
    }
}

/// Headers of a match, each with its type: all of them, sorted by name as it is written; equal names keep their order.
///
/// Source: KIC v3.5.13 internal/dataplane/translator/subtranslator/httproute_atc.go:headerMatcherFromHTTPHeaderMatches
pub fn headers<'a>(headers: impl IntoIterator<Item = (&'a str, ValueMatch, Sourced<&'a str>)>) -> Expression {
    sorted(headers.into_iter().collect(), Field::Header)
}

/// Query parameters of a match, like [`headers`].
///
/// Source: KIC v3.5.13 internal/dataplane/translator/subtranslator/httproute_atc.go:queryParamMatcherFromHTTPQueryParamMatches
pub fn queries<'a>(queries: impl IntoIterator<Item = (&'a str, ValueMatch, Sourced<&'a str>)>) -> Expression {
    sorted(queries.into_iter().collect(), Field::Query)
}

fn sorted<'a>(mut items: Vec<(&'a str, ValueMatch, Sourced<&'a str>)>, field: fn(&'a str) -> Field<'a>) -> Expression {
    items.order_by_key(|(name, ..)| *name);
    Expression::all(
        items
            .into_iter()
            .map(|(name, kind, value)| Expression::predicate(field(name), kind.operator(), value.value, value.origin)),
    )
}

/// A header of an Ingress with its values: one of them; `~*` in front makes a regular expression. `Host` gives nothing.
/// The caller joins headers in the order of their names with [`Expression::all`].
///
/// Source: KIC v3.5.13 internal/dataplane/translator/subtranslator/ingress_atc.go:headerMatcherFromHeaders
pub fn header_values(name: &str, values: &[Text<'_>]) -> Expression {
    if name.eq_ignore_ascii_case("host") {
        return Expression::EMPTY;
    }
    Expression::any(values.iter().map(|value| match value.value.strip_prefix("~*") {
        Some(regex) => Expression::predicate(Field::Header(name), Operator::Regex, regex, &value.origin),
        None => Expression::predicate(Field::Header(name), Operator::Equal, &value.value, &value.origin),
    }))
}

/// A port that the connection came to.
pub fn destination_port(port: &Sourced<i64>) -> Expression {
    Expression::equals_number(Field::NetDstPort, port.value, &port.origin)
}

/// Turns a stream route into an expression: its `snis` and `destinations` become the expression, which is empty when
/// none is left, with priority 1.
///
/// Source: KIC v3.5.13 internal/dataplane/translator/subtranslator/l4route_atc.go:ApplyExpressionToL4KongRoute
pub fn apply_to_stream_route(route: &mut Route<'_>) {
    let snis = std::mem::take(&mut route.snis);
    let destinations = std::mem::take(&mut route.destinations);
    let snis = Expression::any(snis.iter().map(sni));
    let ports = destinations.iter().filter_map(|destination| destination.port.as_ref());
    let ports = Expression::any(ports.map(destination_port));
    route.expression = Some(Expression::all([snis, ports]).into_text());
    route.priority = Some(Sourced::rule(1, STREAM_PRIORITY));
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::kong::Destination;
    use crate::provenance::Place;

    fn at(value: &str) -> Placed<&str> {
        Placed::new(value, Place::Rule("x"))
    }

    fn text(value: &str) -> Text<'_> {
        Sourced::rule(Cow::Borrowed(value), "x")
    }

    fn show(expression: Expression) -> String {
        expression.into_text().value.into_owned()
    }

    #[test]
    fn literals_are_escaped() {
        assert_eq!(literal("a\\b\"c\nd\re\tf"), r#""a\\b\"c\nd\re\tf""#);
        assert_eq!(literal(""), r#""""#);
    }

    #[test]
    fn joining_drops_what_is_empty_and_leaves_one_part_alone() {
        let a = || Expression::equals_number(Field::NetDstPort, 1, Origin::rule("a"));
        let b = || Expression::equals_number(Field::NetDstPort, 2, Origin::rule("b"));
        assert_eq!(Expression::all([Expression::EMPTY]), Expression::EMPTY);
        assert_eq!(show(Expression::all([Expression::EMPTY, a()])), "net.dst.port == 1");
        assert_eq!(show(Expression::any([a(), Expression::EMPTY, b()])), "(net.dst.port == 1) || (net.dst.port == 2)");
        let nested = Expression::all([Expression::all([a(), b()]), a()]);
        assert_eq!(show(nested), "((net.dst.port == 1) && (net.dst.port == 2)) && (net.dst.port == 1)");
    }

    #[test]
    fn an_expression_comes_from_all_its_parts() {
        let a = Expression::equals_number(Field::NetDstPort, 1, Origin::rule("a"));
        let b = Expression::equals_number(Field::NetDstPort, 2, Origin::rule("b"));
        let joined = Expression::any([a.clone(), b, a]).into_text();
        assert_eq!(joined.origin.places(), [Place::Rule("a"), Place::Rule("b")]);
    }

    #[test]
    fn an_empty_expression_matches_on_the_protocol() {
        assert_eq!(Expression::EMPTY.or_catch_all().value, r#"(net.protocol == "http") || (net.protocol == "https")"#);
    }

    #[test]
    fn hosts_that_no_route_can_have_are_left_out() {
        assert_eq!(show(host(at("foo.com"))), r#"http.host == "foo.com""#);
        assert_eq!(show(host(at("*.bar.com"))), r#"http.host =^ ".bar.com""#);
        assert_eq!(show(host(at("foo.*"))), r#"http.host == "foo.*""#);
        for none in ["*", "a_b.com", ""] {
            assert!(host(at(none)).is_empty(), "{none}");
        }
    }

    /// spec/gateway-routes.md 7.3.
    #[test]
    fn headers_and_queries_are_sorted_by_name() {
        let regex = ValueMatch::RegularExpression;
        assert_eq!(
            show(headers([
                ("X-Foo", ValueMatch::Exact, at("Bar").sourced()),
                ("Hash", regex, at("[0-9A-Fa-f]{32}").sourced())
            ])),
            r#"(http.headers.hash ~ "[0-9A-Fa-f]{32}") && (http.headers.x_foo == "Bar")"#
        );
        assert_eq!(
            show(queries([("id", regex, at("[0-9a-z-]+").sourced()), ("foo", ValueMatch::Exact, at("bar").sourced())])),
            r#"(http.queries.foo == "bar") && (http.queries.id ~ "[0-9a-z-]+")"#
        );
        assert_eq!(
            show(headers([
                ("b", ValueMatch::Exact, at("2").sourced()),
                ("a", ValueMatch::Exact, at("0").sourced()),
                ("b", regex, at("1").sourced())
            ])),
            r#"(http.headers.a == "0") && (http.headers.b == "2") && (http.headers.b ~ "1")"#
        );
    }

    #[test]
    fn values_of_an_ingress_header_are_alternatives() {
        assert_eq!(
            show(header_values("X-Env", &[text("blue"), text("~*^gr")])),
            r#"(http.headers.x_env == "blue") || (http.headers.x_env ~ "^gr")"#
        );
        assert!(header_values("Host", &[text("a")]).is_empty());
    }

    #[test]
    fn what_is_no_method_is_left_out() {
        assert_eq!(show(method(at("GET"))), r#"http.method == "GET""#);
        assert!(method(at("get")).is_empty());
    }

    /// spec/gateway-routes.md 7.3, truth table.
    #[test]
    fn the_parts_of_a_match_are_joined_in_order() {
        let matched = Expression::all([
            exact_path(at("/exact/0")),
            headers([("foo", ValueMatch::Exact, at("bar").sourced())]),
            Expression::EMPTY,
            method(at("GET")),
        ]);
        assert_eq!(
            show(matched),
            r#"(http.path == "/exact/0") && (http.headers.foo == "bar") && (http.method == "GET")"#
        );
        let matched = Expression::all([prefix_path(at("/foo"))]);
        assert_eq!(
            show(Expression::all([Expression::any([host(at("foo.com"))]), Expression::EMPTY, matched])),
            r#"(http.host == "foo.com") && ((http.path == "/foo") || (http.path ^= "/foo/"))"#
        );
        let parts = [host(at("foo.com")), sni(&text("foo.com")), exact_path(at("/v1/foo"))];
        assert_eq!(
            show(Expression::all(parts)),
            r#"(http.host == "foo.com") && (tls.sni == "foo.com") && (http.path == "/v1/foo")"#
        );
    }

    /// spec/gateway-routes.md 10.3, 18.10; spec/ingress-and-kong-crds.md 3.2.
    #[test]
    fn stream_routes_match_on_names_and_ports() {
        for (snis, ports, expected) in [
            (&[][..], &[1234][..], "net.dst.port == 1234"),
            (&[], &[1234, 5678], "(net.dst.port == 1234) || (net.dst.port == 5678)"),
            (&["example.com"], &[], r#"tls.sni == "example.com""#),
            (&["example.com", "example.net"], &[], r#"(tls.sni == "example.com") || (tls.sni == "example.net")"#),
            (&["tls.example.com", "*.wild.example.com"], &[], r#"tls.sni == "tls.example.com""#),
            (&["*.wild.example.com"], &[], ""),
            (&["h.example.com"], &[9000], r#"(tls.sni == "h.example.com") && (net.dst.port == 9000)"#),
        ] {
            let mut route = Route::new(text("r"));
            route.snis = snis.iter().copied().map(text).collect();
            route.destinations = ports.iter().map(|port| Destination::port(Sourced::rule(*port, "x"))).collect();
            apply_to_stream_route(&mut route);
            assert_eq!(route.expression.as_ref().unwrap().value, expected);
            assert_eq!(route.priority.as_ref().unwrap().value, 1);
            assert!(route.snis.is_empty() && route.destinations.is_empty());
        }
    }
}
