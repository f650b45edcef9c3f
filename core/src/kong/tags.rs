//! Tags: how an entity names the Kubernetes object that it comes from.

use std::borrow::Cow;

use super::Text;
use crate::provenance::{Origin, Placed, Sourced};

const RULE: Origin = Origin::rule("KIC: `tags` name the object that an entity comes from");
const UNKNOWN: &str = "KIC: a service without a Kubernetes Service has placeholder tags";

/// What the tags of an entity say about its object, as plain values. An empty value gives no tag.
#[derive(Clone, Copy, Debug)]
pub struct Subject<'a> {
    /// Name of the object.
    pub name: Placed<&'a str>,
    /// Its namespace.
    pub namespace: Placed<&'a str>,
    /// Its kind.
    pub kind: Placed<&'a str>,
    /// Its uid.
    pub uid: Placed<&'a str>,
    /// Group of its API version, empty for core objects.
    pub group: Placed<&'a str>,
    /// Version of its API version.
    pub version: Placed<&'a str>,
}

/// The tags of an entity.
///
/// `rule_names` become `k8s-named-route-rule:…`, blank ones are left out, the others kept as they are, repetition
/// included. `user_tags` come last as they are, without empty ones and without repetition among themselves.
///
/// Source: KIC v3.5.13 internal/util/k8s.go:GenerateTagsForObject, AdditionalTagsK8sNamedRouteRule
pub fn of<'a>(
    subject: &Subject<'a>,
    rule_names: impl IntoIterator<Item = Placed<&'a str>>,
    user_tags: impl IntoIterator<Item = Placed<&'a str>>,
) -> Vec<Text<'a>> {
    let own = [
        ("k8s-name:", subject.name),
        ("k8s-namespace:", subject.namespace),
        ("k8s-kind:", subject.kind),
        ("k8s-uid:", subject.uid),
        ("k8s-group:", subject.group),
        ("k8s-version:", subject.version),
    ];
    let own = own.into_iter().filter(|(_, value)| !value.value.is_empty());
    let rules = rule_names.into_iter().filter(|name| !name.value.trim().is_empty());
    let rules = rules.map(|name| ("k8s-named-route-rule:", name));
    let mut tags: Vec<_> = own.chain(rules).map(|(prefix, value)| prefixed(prefix, value)).collect();
    let first = tags.len();
    for tag in user_tags {
        let known = tags.iter().skip(first).any(|known: &Text<'_>| known.value == tag.value);
        if !tag.value.is_empty() && !known {
            tags.push(Sourced::new(Cow::Borrowed(tag.value), tag.place));
        }
    }
    tags
}

/// The tags of a service, and of its upstream, whose backends are all missing.
///
/// Source: KIC v3.5.13 internal/dataplane/translator/ingressrules.go:generateKongServiceTags
pub fn of_unknown_service<'a>() -> Vec<Text<'a>> {
    let tags = [
        "k8s-name:UNKNOWN",
        "k8s-namespace:UNKNOWN",
        "k8s-kind:Service",
        "k8s-uid:00000000-0000-0000-0000-000000000000",
        "k8s-group:core",
        "k8s-version:v1",
    ];
    tags.into_iter().map(|tag| Sourced::rule(Cow::Borrowed(tag), UNKNOWN)).collect()
}

fn prefixed<'a>(prefix: &str, value: Placed<&str>) -> Text<'a> {
    Sourced::new(Cow::Owned([prefix, value.value].concat()), Origin::from(value.place).and(RULE))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::provenance::Place;

    fn at<'a>(value: &'a str, rule: &'static str) -> Placed<&'a str> {
        Placed::new(value, Place::Rule(rule))
    }

    fn subject() -> Subject<'static> {
        Subject {
            name: at("shop", "name"),
            namespace: at("default", "namespace"),
            kind: at("HTTPRoute", "kind"),
            uid: at("", "uid"),
            group: at("gateway.networking.k8s.io", "apiVersion"),
            version: at("v1", "apiVersion"),
        }
    }

    fn values(tags: &[Text<'_>]) -> Vec<String> {
        tags.iter().map(|tag| tag.value.to_string()).collect()
    }

    #[test]
    fn empty_values_give_no_tag() {
        let expected = [
            "k8s-name:shop",
            "k8s-namespace:default",
            "k8s-kind:HTTPRoute",
            "k8s-group:gateway.networking.k8s.io",
            "k8s-version:v1",
        ];
        assert_eq!(values(&of(&subject(), [], [])), expected);
        let with_uid = Subject { uid: at("u1", "uid"), group: at("", "apiVersion"), ..subject() };
        assert_eq!(
            values(&of(&with_uid, [], [])),
            ["k8s-name:shop", "k8s-namespace:default", "k8s-kind:HTTPRoute", "k8s-uid:u1", "k8s-version:v1"]
        );
    }

    #[test]
    fn rule_names_repeat_and_user_tags_do_not() {
        let rules = [at("main", "rule"), at(" ", "rule"), at("main", "rule"), at(" x ", "rule")];
        let user = [at("b", "tags"), at("a", "tags"), at("b", "tags"), at("", "tags"), at("k8s-name:shop", "tags")];
        let tags = of(&subject(), rules, user);
        assert_eq!(
            values(&tags)[5..],
            [
                "k8s-named-route-rule:main",
                "k8s-named-route-rule:main",
                "k8s-named-route-rule: x ",
                "b",
                "a",
                "k8s-name:shop"
            ]
        );
    }

    #[test]
    fn a_tag_comes_from_the_field_it_shows() {
        let tags = of(&subject(), [], [at("mine", "tags")]);
        assert_eq!(tags.first().unwrap().origin.places()[0], Place::Rule("name"));
        assert_eq!(tags.last().unwrap().origin.places(), [Place::Rule("tags")]);
    }
}
