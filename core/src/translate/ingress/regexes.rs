//! Regular expressions in paths of Ingresses: those that are none, those that match more than they say, and those of several
//! Ingresses for one host.

use std::collections::BTreeMap;

use super::paths::REGEX_PREFIX;
use super::routes::REGEX_PREFIX_ANNOTATION;
use crate::diagnostic::catalog::filters as catalog;
use crate::findings::Findings;
use crate::k8s::Object;
use crate::k8s::ingress::Ingress;
use crate::provenance::Placed;
use crate::translate::overrides::values;

const REGEX_PRIORITY: &str = "konghq.com/regex-priority";

/// One regular expression.
#[derive(Clone, Copy)]
struct Regex<'a> {
    object: &'a Object<'a>,
    path: Placed<&'a str>,
    priority: i64,
}

/// Reports the paths of the controller's Ingresses. `legacy` says that unusual characters alone make a regular expression;
/// `priorities` that the router goes by `konghq.com/regex-priority`.
///
/// Source: spec/ingress-and-kong-crds.md 2.5; spec/annotations.md 3.4.
pub(super) fn report<'a>(ingresses: &[Ingress<'a>], legacy: bool, priorities: bool, findings: &mut Findings<'a>) {
    let mut by_host: BTreeMap<&'a str, Vec<Regex<'a>>> = BTreeMap::new();
    for ingress in ingresses {
        let object = ingress.object;
        let prefix = object.annotation(REGEX_PREFIX_ANNOTATION).map_or(REGEX_PREFIX, |prefix| prefix.value);
        let priority = object.annotation(REGEX_PRIORITY).and_then(|value| values::integer(value.value));
        for rule in &ingress.rules {
            let paths = rule.paths.iter().filter(|path| path.path_type.value == "ImplementationSpecific");
            for path in paths.map(|path| path.path) {
                if let Some(pattern) = path.value.strip_prefix(prefix) {
                    if is_open(pattern) {
                        findings.problem(catalog::regex_longer(object, path));
                    }
                    let host = rule.host.map_or("", |host| host.value);
                    let regex = Regex { object, path, priority: priority.unwrap_or(0) };
                    by_host.entry(host).or_default().push(regex);
                } else if !legacy && looks_like_regex(path.value) {
                    findings.problem(catalog::regex_without_prefix(object, path, prefix));
                }
            }
        }
    }
    for (host, regexes) in by_host.iter().filter(|_| priorities) {
        // Of equal priorities the first one stays.
        let Some(first) = regexes.iter().rev().max_by_key(|regex| regex.priority) else { continue };
        let mut seen: Vec<&Object<'_>> = vec![first.object];
        for regex in regexes {
            if seen.iter().all(|object| !std::ptr::eq(*object, regex.object)) {
                seen.push(regex.object);
                let other = (first.object, first.path, first.priority);
                findings.problem(catalog::regexes_compete(regex.object, regex.path, host, regex.priority, other));
            }
        }
    }
}

/// Something may follow what the pattern matches.
pub(in crate::translate) fn is_open(pattern: &str) -> bool {
    !pattern.ends_with(['$', '*'])
}

/// The text has what only regular expressions have.
fn looks_like_regex(path: &str) -> bool {
    [".*", ".+", "\\", "[", "(", "$", "^", "/~/"].iter().any(|part| path.contains(part))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn regular_expressions_are_told_from_plain_paths() {
        for path in [r"/api/v\d+", "/files/[a-z]+", "/a/.*", "/a$", "/~/not-here"] {
            assert!(looks_like_regex(path), "{path}");
        }
        for path in ["/", "/api/v1", "/.well-known/acme", "/a+b", "/~user"] {
            assert!(!looks_like_regex(path), "{path}");
        }
        assert!(is_open("/posts/[0-9]+") && !is_open("/posts/.*") && !is_open("/users$"));
    }
}
