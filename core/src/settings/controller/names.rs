//! Names that flags take.

use std::fmt;

/// The name of a namespaced object, as flags take it: `namespace/name`. Neither part is empty.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct NamespacedName {
    /// The namespace.
    pub namespace: String,
    /// The name; not checked by the controller, except that it has no `/`.
    pub name: String,
}

impl NamespacedName {
    /// Reads `namespace/name`.
    ///
    /// # Errors
    /// The controller's message.
    ///
    /// Source: KIC v3.5.13 internal/cmd/rootcmd/config/cli_validation.go:namespacedNameFromFlagValue
    pub fn parse(text: &str) -> Result<Self, String> {
        let mut parts = text.splitn(3, '/');
        let (Some(namespace), Some(name), None) = (parts.next(), parts.next(), parts.next()) else {
            return Err("the expected format is namespace/name".to_owned());
        };
        if namespace.is_empty() {
            return Err("namespace cannot be empty".to_owned());
        }
        if name.is_empty() {
            return Err("name cannot be empty".to_owned());
        }
        Ok(Self { namespace: namespace.to_owned(), name: name.to_owned() })
    }

    /// It names this object.
    pub fn is(&self, namespace: &str, name: &str) -> bool {
        self.namespace == namespace && self.name == name
    }
}

impl fmt::Display for NamespacedName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{}", self.namespace, self.name)
    }
}

/// The text is a domain name in lower case, a slash, and a path of the characters that Gateway API allows.
///
/// Source: KIC v3.5.13 internal/cmd/rootcmd/config/cli_validation.go:gatewayAPIControllerNameRegex
pub(super) fn is_controller_name(text: &str) -> bool {
    let Some((domain, path)) = text.split_once('/') else { return false };
    let label = |label: &str| {
        label.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-')
            && !label.is_empty()
            && !label.starts_with('-')
            && !label.ends_with('-')
    };
    domain.split('.').all(label)
        && !path.is_empty()
        && path.chars().all(|c| c.is_ascii_alphanumeric() || "/-._~%!$&'()*+,;=:".contains(c))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_need_both_parts() {
        assert_eq!(NamespacedName::parse("kong/proxy").map(|name| name.to_string()), Ok("kong/proxy".to_owned()));
        assert_eq!(NamespacedName::parse("proxy"), Err("the expected format is namespace/name".to_owned()));
        assert_eq!(NamespacedName::parse("a/b/c"), Err("the expected format is namespace/name".to_owned()));
        assert_eq!(NamespacedName::parse("/b"), Err("namespace cannot be empty".to_owned()));
        assert_eq!(NamespacedName::parse("a/"), Err("name cannot be empty".to_owned()));
    }

    #[test]
    fn controller_names_are_a_domain_and_a_path() {
        assert!(is_controller_name("konghq.com/kic-gateway-controller"));
        assert!(is_controller_name("a/b"));
        for wrong in ["konghq.com", "Konghq.com/a", "a-/b", "a/", "/b", "a..b/c", "a/b c"] {
            assert!(!is_controller_name(wrong), "{wrong}");
        }
    }
}
