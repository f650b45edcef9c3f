//! Paths of an Ingress as Kong's traditional router takes them.

use crate::kong::priority::IngressPathKind;

/// What marks a path as a regular expression, unless an annotation says otherwise.
pub(super) const REGEX_PREFIX: &str = "/~";

/// The type of a path.
pub(super) fn kind(path_type: &str) -> IngressPathKind {
    match path_type {
        "Exact" => IngressPathKind::Exact,
        "Prefix" => IngressPathKind::Prefix,
        "ImplementationSpecific" => IngressPathKind::ImplementationSpecific,
        _ => IngressPathKind::Other,
    }
}

/// The path with one slash where several stand; `/` for an empty one.
///
/// Source: KIC v3.5.13 …/subtranslator/ingress.go:flattenMultipleSlashes.
pub(super) fn flattened(path: &str) -> String {
    let mut flat = String::with_capacity(path.len());
    for character in path.chars() {
        if character != '/' || !flat.ends_with('/') {
            flat.push(character);
        }
    }
    if flat.is_empty() { "/".to_owned() } else { flat }
}

/// The Kong paths of a path. Characters with a meaning in regular expressions are not escaped.
///
/// Source: KIC v3.5.13 …/subtranslator/ingress.go:PathsFromIngressPaths; spec/ingress-and-kong-crds.md 2.5.
pub(super) fn expanded(kind: IngressPathKind, path: &str) -> Vec<String> {
    match kind {
        IngressPathKind::Prefix => match path.trim_matches('/') {
            "" => vec!["/".to_owned()],
            base => vec![format!("/{base}/"), format!("~/{base}$")],
        },
        IngressPathKind::Exact => vec![format!("~/{}$", path.trim_start_matches('/'))],
        IngressPathKind::ImplementationSpecific => vec![path.to_owned()],
        IngressPathKind::Other => Vec::new(),
    }
}

/// The path as Kong takes it: the mark of regular expressions replaced by Kong's own, `~`. `legacy` puts that mark also
/// in front of a path with unusual characters.
///
/// Source: KIC v3.5.13 …/subtranslator/ingress.go:MaybePrependRegexPrefix; spec/ingress-and-kong-crds.md 2.5.
pub(super) fn marked(path: &str, regex_prefix: &str, legacy: bool) -> String {
    if let Some(rest) = path.strip_prefix(regex_prefix) {
        return format!("~{rest}");
    }
    let usual = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'-' | b'_' | b'~' | b'/' | b'%');
    if legacy && !path.starts_with('~') && !path.bytes().all(usual) { format!("~{path}") } else { path.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use IngressPathKind::{Exact, ImplementationSpecific, Other, Prefix};

    fn paths(kind: IngressPathKind, path: &str, legacy: bool) -> Vec<String> {
        expanded(kind, &flattened(path)).iter().map(|path| marked(path, REGEX_PREFIX, legacy)).collect()
    }

    /// spec/ingress-and-kong-crds.md 2.5.
    #[test]
    fn paths_are_those_of_the_table() {
        assert_eq!(paths(ImplementationSpecific, "", false), ["/"]);
        assert_eq!(paths(Prefix, "/", false), ["/"]);
        assert_eq!(paths(Exact, "/", false), ["~/$"]);
        for path in ["/foo", "/foo/", "//foo//"] {
            assert_eq!(paths(Prefix, path, false), ["/foo/", "~/foo$"], "{path}");
        }
        assert_eq!(paths(Exact, "/foo", false), ["~/foo$"]);
        assert_eq!(paths(Exact, "/foo/", false), ["~/foo/$"]);
        assert_eq!(paths(ImplementationSpecific, "/foo", false), ["/foo"]);
        assert_eq!(paths(ImplementationSpecific, r"/~/foo/\d{3}", false), [r"~/foo/\d{3}"]);
        assert_eq!(paths(Prefix, "/~/foo", false), ["~/foo/", "~/~/foo$"]);
        assert_eq!(paths(Exact, "/~/foo", false), ["~/~/foo$"]);
        assert_eq!(paths(ImplementationSpecific, r"/foo/\d{3}", false), [r"/foo/\d{3}"]);
        assert_eq!(paths(ImplementationSpecific, r"/foo/\d{3}", true), [r"~/foo/\d{3}"]);
        assert_eq!(paths(Prefix, "/foo%20(x)", true), ["~/foo%20(x)/", "~/foo%20(x)$"]);
        let acme = "/.well-known/acme-challenge/aBc-_1";
        assert_eq!(paths(ImplementationSpecific, acme, true), [acme]);
        assert_eq!(paths(Other, "/foo", false), [""; 0]);
    }

    /// spec/annotations.md 3.4.
    #[test]
    fn an_annotation_changes_the_mark_of_regular_expressions() {
        assert_eq!(marked(r"/@/v\d", "/@", false), r"~/v\d");
        assert_eq!(marked(r"/~/v\d", "/@", false), r"/~/v\d");
        assert_eq!(marked("/foo", "", false), "~/foo");
    }
}
