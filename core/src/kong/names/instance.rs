//! Instance names of plugins: unique in Kong, hence each binding gets a suffix of its own.

use std::borrow::Cow;
use std::collections::BTreeSet;

use super::{Text, hex};
use crate::kong::Scope;
use crate::provenance::{Origin, Sourced};
use crate::settings::KicVersion;

const RULE: Origin = Origin::rule("KIC: `instance_name` ends in a hash of what the plugin is bound to");
/// Digits of the hash in the usual suffix.
const SHORT: usize = 9;

/// Makes the instance names of the bindings of one plugin object.
#[derive(Clone, Debug)]
pub struct InstanceNames {
    kic: KicVersion,
    used: BTreeSet<String>,
}

impl InstanceNames {
    /// No name is taken.
    pub const fn new(kic: KicVersion) -> Self {
        Self { kic, used: BTreeSet::new() }
    }

    /// The instance name of the binding to this scope. A name that this plugin has already used ends in the whole hash.
    ///
    /// Source: KIC v3.5.13 internal/dataplane/kongstate/kongstate.go:buildPlugins; spec/ingress-and-kong-crds.md 4.7
    pub fn next<'a>(&mut self, instance_name: &Text<'_>, scope: &Scope<'_>) -> Text<'a> {
        let hash = if self.kic.instance_names_of_all_entities() { suffix(scope) } else { suffix_of_one(scope) };
        let short: String = hash.chars().take(SHORT).collect();
        let base = &instance_name.value;
        let mut name = format!("{base}-{short}");
        if self.used.contains(&name) {
            name = format!("{base}-{hash}");
        }
        self.used.insert(name.clone());
        let scope = [&scope.service, &scope.route, &scope.consumer, &scope.consumer_group];
        let origin = scope.into_iter().flatten().fold(instance_name.origin.clone(), |all, name| all.and(&name.origin));
        Sourced::new(Cow::Owned(name), origin.and(RULE))
    }
}

/// The SHA-256 of a scope, 64 lower-case hexadecimal digits.
pub fn suffix(scope: &Scope<'_>) -> String {
    let parts = [
        ("_service-", &scope.service),
        ("_route-", &scope.route),
        ("_consumer-", &scope.consumer),
        ("_group-", &scope.consumer_group),
    ];
    let mut text = String::new();
    for (prefix, name) in parts {
        if let Some(name) = name {
            text.push_str(prefix);
            text.push_str(&name.value);
        }
    }
    hex(&hmac_sha256::Hash::hash(text.as_bytes()))
}

/// The SHA-256 of one part of a scope: the group, else the consumer, else the route, else the service.
///
/// Source: KIC v3.3.1 internal/dataplane/kongstate/kongstate.go:buildPlugins
fn suffix_of_one(scope: &Scope<'_>) -> String {
    let parts = [
        ("group-", &scope.consumer_group),
        ("consumer-", &scope.consumer),
        ("route-", &scope.route),
        ("service-", &scope.service),
    ];
    let part = parts.into_iter().find_map(|(prefix, name)| Some(format!("{prefix}{}", name.as_ref()?.value)));
    hex(&hmac_sha256::Hash::hash(part.unwrap_or_default().as_bytes()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn scope<'a>(service: &'a str, route: &'a str, consumer: &'a str, group: &'a str) -> Scope<'a> {
        let present = |name: &'a str| (!name.is_empty()).then(|| Sourced::rule(Cow::Borrowed(name), "name"));
        Scope {
            service: present(service),
            route: present(route),
            consumer: present(consumer),
            consumer_group: present(group),
        }
    }

    /// spec/ingress-and-kong-crds.md 4.7.
    #[test]
    fn suffixes_are_those_of_the_spec() {
        for (scope, digits) in [
            (scope("", "default.httpbin.httpbin..80", "", ""), "21a1f5b5f"),
            (scope("default.api.80", "", "", ""), "4c6839465"),
            (scope("default.api.80", "", "alice", ""), "55f832135"),
            (scope("", "default.api.api..80", "alice", ""), "d9de06962"),
            (scope("default.api.80", "", "", "gold"), "67e68e127"),
            (scope("", "default.api.api..80", "", "gold"), "5f83656a9"),
        ] {
            assert!(suffix(&scope).starts_with(digits), "{scope:?}");
        }
    }

    #[test]
    fn a_repeated_binding_has_the_whole_hash() {
        let mut names = InstanceNames::new(KicVersion::default());
        let base = Sourced::rule(Cow::Borrowed("rl"), "instance");
        let scope = scope("", "default.httpbin.httpbin..80", "", "");
        assert_eq!(names.next(&base, &scope).value, "rl-21a1f5b5f");
        assert_eq!(names.next(&base, &scope).value, format!("rl-{}", suffix(&scope)));
    }
}
