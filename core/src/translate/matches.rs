//! What matches of HTTPRoutes become: paths, headers.

use std::borrow::Cow;

use crate::k8s::http::{HttpMatch, NamedMatch, PathMatch};
use crate::kong::Text;
use crate::provenance::{Origin, Place, Placed};
use crate::router::pattern::{Dialect, Pattern, Start};

use super::draft::made;

/// The path of a match, if it has one.
pub(super) fn path_value<'a>(matched: &HttpMatch<'a>) -> Option<Placed<&'a str>> {
    matched.path.and_then(|path| path.value)
}

/// The paths of a traditional Kong route for the path of a match: regular expressions begin with `~`.
///
/// Nothing is escaped, and a slash at the end of a prefix stays. A path without type is a prefix, one without value
/// is `/`: only objects as stored by hand are so. An unknown type gives an empty path.
///
/// Source: KIC v3.5.13 …/subtranslator/httproute.go:generateKongRoutePathFromHTTPRouteMatch;
/// spec/gateway-routes.md 6.4.
pub(super) fn kong_paths(path: PathMatch<'_>, place: Place) -> Vec<Text<'_>> {
    let value = path.value.unwrap_or(Placed::new("/", place));
    let kind = path.kind.unwrap_or(Placed::new("PathPrefix", place));
    let origin = Origin::from(value.place).and(kind.place);
    let value = value.value;
    match kind.value {
        "Exact" => vec![made(format!("~{value}$"), origin)],
        "PathPrefix" => {
            let slash = if value.ends_with('/') { "" } else { "/" };
            vec![made(format!("~{value}$"), origin.clone()), made(format!("{value}{slash}"), origin)]
        }
        "RegularExpression" => vec![made(format!("~{value}"), origin)],
        _ => vec![made(String::new(), origin)],
    }
}

/// The value of an exact path or a prefix that Kong, which takes it for a pattern, does not find in itself: `/a+b`.
pub(super) fn unlike_itself(path: PathMatch<'_>) -> Option<Placed<&str>> {
    let value = path.value?;
    let is_text = path.kind.is_none_or(|kind| matches!(kind.value, "Exact" | "PathPrefix"));
    if !is_text || !value.value.contains(['+', '*', '?', '(', ')', '[', ']', '{', '}', '|', '^', '$', '\\']) {
        return None;
    }
    let pattern = Pattern::new(&format!("^{}$", value.value), Dialect::Rust);
    let finds = |pattern: Pattern| matches!(pattern.find(value.value.as_bytes(), Start::First), Ok(Some(_)));
    (!pattern.is_ok_and(finds)).then_some(value)
}

/// What a header match asks for.
pub(super) enum HeaderValue<'a> {
    /// This value of a traditional Kong route.
    Text(Text<'a>),
    /// Nothing: its type does not exist.
    UnknownType(Placed<&'a str>),
}

/// The value of a header of a traditional Kong route.
///
/// Source: spec/gateway-routes.md 6.5.
pub(super) fn header_value<'a>(header: &NamedMatch<'a>) -> HeaderValue<'a> {
    match header.kind {
        None => HeaderValue::Text(header.sourced().map(Cow::Borrowed)),
        Some(kind) if kind.value == "Exact" => HeaderValue::Text(header.sourced().map(Cow::Borrowed)),
        Some(kind) if kind.value == "RegularExpression" => {
            HeaderValue::Text(header.sourced().map(|value| Cow::Owned(format!("~*{value}"))))
        }
        Some(kind) => HeaderValue::UnknownType(kind),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// spec/gateway-routes.md 6.4.
    #[test]
    fn paths_that_are_patterns_of_something_else() {
        let unlike = |kind: &'static str, value: &'static str| {
            let at = |text| Placed::new(text, Place::Rule("test"));
            unlike_itself(PathMatch { kind: Some(at(kind)), value: Some(at(value)) }).is_some()
        };
        for value in ["/a+b", "/a(b)", "/a$", "/a?b", "/a(b"] {
            assert!(unlike("Exact", value) && unlike("PathPrefix", value), "{value}");
        }
        assert!(!unlike("Exact", "/a.b"), "it finds itself, and more");
        assert!(!unlike("RegularExpression", "/a+b"));
    }

    #[test]
    fn paths_have_the_forms_of_their_types() {
        let at = |value| Some(Placed::new(value, Place::Rule("test")));
        for (kind, value, paths) in [
            ("Exact", "/p", &["~/p$"][..]),
            ("PathPrefix", "/p", &["~/p$", "/p/"]),
            ("PathPrefix", "/p/", &["~/p/$", "/p/"]),
            ("PathPrefix", "/", &["~/$", "/"]),
            ("RegularExpression", "/r.*", &["~/r.*"]),
            ("Exact", "/a.b", &["~/a.b$"]),
        ] {
            let made = kong_paths(PathMatch { kind: at(kind), value: at(value) }, Place::Rule("test"));
            let made: Vec<_> = made.iter().map(|path| path.value.as_ref()).collect();
            assert_eq!(made, paths);
        }
    }
}
