//! Predicates on the path: what HTTPRoutes, GRPCRoutes and Ingresses say about it.

use super::{Expression, Field, Operator, ValueMatch};
use crate::provenance::{Origin, Place, Placed};

/// `Exact` of an HTTPRoute.
///
/// Source: KIC v3.5.13 internal/dataplane/translator/subtranslator/httproute_atc.go:pathMatcherFromHTTPPathMatch
pub fn exact_path(path: Placed<&str>) -> Expression {
    predicate(Operator::Equal, path.value, path.place)
}

/// `PathPrefix` of an HTTPRoute: the path itself or below it; one trailing slash does not count.
///
/// Source: KIC v3.5.13 internal/dataplane/translator/subtranslator/httproute_atc.go:pathMatcherFromHTTPPathMatch
pub fn prefix_path(path: Placed<&str>) -> Expression {
    match normalized(path.value) {
        "/" => predicate(Operator::Prefix, "/", path.place),
        value => path_or_below(value, path.place),
    }
}

/// `PathPrefix` of an HTTPRoute whose rule replaces the prefix: what is below it is captured.
///
/// Source: KIC v3.5.13 internal/dataplane/translator/subtranslator/httproute_atc.go:pathMatcherFromHTTPPathMatch
pub fn rewritten_prefix_path(path: Placed<&str>) -> Expression {
    let value = normalized(path.value);
    let below = if value == "/" { "^/(.*)".to_owned() } else { format!("^{value}(/.*)") };
    Expression::any([predicate(Operator::Equal, value, path.place), predicate(Operator::Regex, &below, path.place)])
}

/// `RegularExpression` of an HTTPRoute: it matches from the start of the path.
///
/// Source: KIC v3.5.13 internal/dataplane/translator/subtranslator/httproute_atc.go:appendRegexBeginIfNotExist
pub fn regex_path(path: Placed<&str>) -> Expression {
    predicate(Operator::Regex, &anchored(path.value), path.place)
}

/// `method` of a GRPCRoute match: either part may be missing. `origin` is that of the whole.
///
/// Source: KIC v3.5.13 internal/dataplane/translator/subtranslator/grpcroute_atc.go:methodMatcherFromGRPCMethodMatch
pub fn grpc_method(
    kind: ValueMatch,
    service: Option<&str>,
    method: Option<&str>,
    origin: impl Into<Origin>,
) -> Expression {
    let (operator, path) = match (kind, service, method) {
        (_, None, None) => (Operator::Prefix, "/".to_owned()),
        (ValueMatch::Exact, Some(service), Some(method)) => (Operator::Equal, format!("/{service}/{method}")),
        (ValueMatch::Exact, Some(service), None) => (Operator::Prefix, format!("/{service}/")),
        (ValueMatch::Exact, None, Some(method)) => (Operator::Suffix, format!("/{method}")),
        (ValueMatch::RegularExpression, service, method) => {
            (Operator::Regex, format!("^/{}/{}", service.unwrap_or(".+"), method.unwrap_or(".+")))
        }
    };
    predicate(operator, &path, origin)
}

/// `Prefix` of an Ingress: the path itself or below it; slashes at both ends do not count.
///
/// Source: KIC v3.5.13 internal/dataplane/translator/subtranslator/ingress_atc.go:pathMatcherFromIngressPath
pub fn ingress_prefix_path(path: Placed<&str>) -> Expression {
    match path.value.trim_matches('/') {
        "" => predicate(Operator::Prefix, "/", path.place),
        base => path_or_below(&format!("/{base}"), path.place),
    }
}

/// `Exact` of an Ingress; slashes in front do not count.
///
/// Source: KIC v3.5.13 internal/dataplane/translator/subtranslator/ingress_atc.go:pathMatcherFromIngressPath
pub fn ingress_exact_path(path: Placed<&str>) -> Expression {
    predicate(Operator::Equal, &format!("/{}", path.value.trim_start_matches('/')), path.place)
}

/// `ImplementationSpecific` of an Ingress: what begins with `regex_prefix` is a regular expression, the rest a prefix.
///
/// `regex_prefix` must not be empty: an empty one means the default here.
///
/// Source: KIC v3.5.13 internal/dataplane/translator/subtranslator/ingress_atc.go:pathMatcherFromIngressPath
pub fn ingress_path(path: Placed<&str>, regex_prefix: &str) -> Expression {
    match path.value.strip_prefix(regex_prefix).filter(|_| !regex_prefix.is_empty()) {
        _ if path.value.is_empty() => predicate(Operator::Prefix, "/", path.place),
        Some("") => predicate(Operator::Regex, "^/", path.place),
        Some(regex) => predicate(Operator::Regex, &anchored(regex), path.place),
        None => predicate(Operator::Prefix, path.value, path.place),
    }
}

fn predicate(operator: Operator, path: &str, origin: impl Into<Origin>) -> Expression {
    Expression::predicate(Field::HttpPath, operator, path, origin)
}

fn path_or_below(path: &str, place: Place) -> Expression {
    Expression::any([predicate(Operator::Equal, path, place), predicate(Operator::Prefix, &format!("{path}/"), place)])
}

/// The root is `/`; any other path loses one trailing slash.
fn normalized(path: &str) -> &str {
    match path {
        "" | "/" => "/",
        path => path.strip_suffix('/').unwrap_or(path),
    }
}

fn anchored(regex: &str) -> String {
    if regex.starts_with('^') { regex.to_owned() } else { format!("^{regex}") }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(value: &str) -> Placed<&str> {
        Placed::new(value, Place::Rule("x"))
    }

    fn show(expression: Expression) -> String {
        expression.into_text().value.into_owned()
    }

    /// spec/gateway-routes.md 7.3.
    #[test]
    fn paths_of_http_routes() {
        assert_eq!(show(exact_path(at("/p/"))), r#"http.path == "/p/""#);
        assert_eq!(show(regex_path(at(r"/regex/\d{1,3}"))), r#"http.path ~ "^/regex/\\d{1,3}""#);
        assert_eq!(show(regex_path(at("^/r"))), r#"http.path ~ "^/r""#);
        for (path, plain, rewritten) in [
            (
                "/p",
                r#"(http.path == "/p") || (http.path ^= "/p/")"#,
                r#"(http.path == "/p") || (http.path ~ "^/p(/.*)")"#,
            ),
            (
                "/p/",
                r#"(http.path == "/p") || (http.path ^= "/p/")"#,
                r#"(http.path == "/p") || (http.path ~ "^/p(/.*)")"#,
            ),
            ("/", r#"http.path ^= "/""#, r#"(http.path == "/") || (http.path ~ "^/(.*)")"#),
            ("", r#"http.path ^= "/""#, r#"(http.path == "/") || (http.path ~ "^/(.*)")"#),
            (
                "/p//",
                r#"(http.path == "/p/") || (http.path ^= "/p//")"#,
                r#"(http.path == "/p/") || (http.path ~ "^/p/(/.*)")"#,
            ),
        ] {
            assert_eq!(show(prefix_path(at(path))), plain, "{path}");
            assert_eq!(show(rewritten_prefix_path(at(path))), rewritten, "{path}");
        }
    }

    /// spec/gateway-routes.md 9.2.
    #[test]
    fn methods_of_grpc_routes() {
        for (kind, service, method, expected) in [
            (ValueMatch::Exact, None, None, r#"http.path ^= "/""#),
            (ValueMatch::RegularExpression, None, None, r#"http.path ^= "/""#),
            (ValueMatch::Exact, Some("s"), Some("m"), r#"http.path == "/s/m""#),
            (ValueMatch::Exact, Some("s"), None, r#"http.path ^= "/s/""#),
            (ValueMatch::Exact, None, Some("m"), r#"http.path =^ "/m""#),
            (ValueMatch::RegularExpression, Some("v[012]"), None, r#"http.path ~ "^/v[012]/.+""#),
            (ValueMatch::RegularExpression, None, Some("m"), r#"http.path ~ "^/.+/m""#),
        ] {
            assert_eq!(show(grpc_method(kind, service, method, Place::Rule("x"))), expected);
        }
    }

    /// spec/ingress-and-kong-crds.md 2.6.
    #[test]
    fn paths_of_ingresses() {
        for path in ["/", "", "//"] {
            assert_eq!(show(ingress_prefix_path(at(path))), r#"http.path ^= "/""#);
        }
        for path in ["/api", "/api/"] {
            assert_eq!(show(ingress_prefix_path(at(path))), r#"(http.path == "/api") || (http.path ^= "/api/")"#);
        }
        assert_eq!(show(ingress_exact_path(at("/foo/"))), r#"http.path == "/foo/""#);
        assert_eq!(show(ingress_exact_path(at("/"))), r#"http.path == "/""#);
        for (path, expected) in [
            ("/foo", r#"http.path ^= "/foo""#),
            ("", r#"http.path ^= "/""#),
            ("/~/foo/\\d{3}", r#"http.path ~ "^/foo/\\d{3}""#),
            ("/~^/foo", r#"http.path ~ "^/foo""#),
            ("/~", r#"http.path ~ "^/""#),
        ] {
            assert_eq!(show(ingress_path(at(path), "/~")), expected);
        }
        assert_eq!(show(ingress_path(at("/@/x"), "/@")), r#"http.path ~ "^/x""#);
    }
}
