//! The shapes of names that decide whether a value gets into Kong, matched by hand.
//!
//! Upstream's regular expressions are ambiguous in how they can match, not in what: a name is labels with dots between
//! them, a label is letters and digits with single hyphens between them.

/// Whether a host name can be a host of a route: labels, `*.` in front and `.*` behind allowed.
///
/// A lone `*`, an underscore and a double hyphen (hence every `xn--…` label) are refused.
///
/// Source: KIC v3.5.13 internal/dataplane/translator/subtranslator/ingress_atc.go:validHosts;
/// spec/gateway-routes.md appendix B
pub fn matches_host_pattern(host: &str) -> bool {
    let host = host.strip_prefix("*.").unwrap_or(host);
    matches_sni_pattern(host.strip_suffix(".*").unwrap_or(host))
}

/// Whether a server name can be an SNI of a route: labels only.
///
/// Source: KIC v3.5.13 internal/dataplane/translator/subtranslator/ingress_atc.go:validSNIs;
/// spec/gateway-routes.md appendix B
pub fn matches_sni_pattern(sni: &str) -> bool {
    sni.split('.').all(is_label)
}

/// Whether a text is an HTTP method: capital letters, at least one.
///
/// Source: KIC v3.5.13 internal/dataplane/translator/subtranslator/ingress_atc.go:validMethods;
/// spec/gateway-routes.md appendix B
pub fn is_method(method: &str) -> bool {
    !method.is_empty() && method.bytes().all(|byte| byte.is_ascii_uppercase())
}

/// Whether a text can be a `path_handling`: it has a `v` and a digit after it, anywhere.
///
/// Source: KIC v3.5.13 internal/dataplane/kongstate/route.go:validPathHandling; spec/gateway-routes.md appendix B
pub fn matches_path_handling_pattern(value: &str) -> bool {
    value.as_bytes().windows(2).any(|pair| matches!(pair, [b'v', b'0'..=b'9']))
}

fn is_label(label: &str) -> bool {
    let mut parts = label.split('-');
    parts.all(|part| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_alphanumeric()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn snis_are_labels() {
        for sni in ["a", "example.com", "a-b.c-d-e.f", "A1.B2", "1.2.3.4"] {
            assert!(matches_sni_pattern(sni), "{sni}");
            assert!(matches_host_pattern(sni), "{sni}");
        }
        for sni in [
            "",
            ".",
            "a.",
            ".a",
            "a..b",
            "-a",
            "a-",
            "a--b",
            "xn--bcher-kva.example",
            "a_b",
            "*",
            "*.a.com",
            "a.*",
            "a b",
            "a.com\n",
            "ä.de",
            "a:80",
        ] {
            assert!(!matches_sni_pattern(sni), "{sni}");
        }
    }

    #[test]
    fn hosts_may_have_a_wildcard_at_either_end() {
        for host in ["*.example.com", "example.*", "*.example.*", "*.a"] {
            assert!(matches_host_pattern(host), "{host}");
        }
        for host in ["*", "*.", "*.*", ".*", "**.a", "*a.com", "a.*.b", "*.*.a", "a.*.*", "a_b.com", "*.a_b.com", ""] {
            assert!(!matches_host_pattern(host), "{host}");
        }
    }

    #[test]
    fn methods_are_capital_letters() {
        for method in ["GET", "A", "PURGE"] {
            assert!(is_method(method), "{method}");
        }
        for method in ["", "get", "GET ", "M-SEARCH", "GET\n", "G3T", "ÄB"] {
            assert!(!is_method(method), "{method}");
        }
    }

    #[test]
    fn path_handling_needs_a_version_somewhere() {
        for value in ["v0", "v1", "v9", "xv0y", "vv1", "v v2"] {
            assert!(matches_path_handling_pattern(value), "{value}");
        }
        for value in ["", "v", "V0", "0v", "v x1", "1"] {
            assert!(!matches_path_handling_pattern(value), "{value}");
        }
    }
}
