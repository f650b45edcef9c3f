//! The order of entities. Lists inside of entities (paths, hosts, tags …) keep theirs.
//!
//! All sorts are stable: entities with equal keys stay in the order in which they were made, which upstream leaves to
//! chance in some cases (spec/ingress-and-kong-crds.md 10.7).

use std::cmp::{Ordering, Reverse};

use super::{Certificate, Configuration, Consumer, Plugin, Route, Text, Upstream};
use crate::ordered::Ordered as _;
use crate::settings::KicVersion;

/// Sorts everything as the controller does before it posts: most lists descend.
///
/// Source: KIC v3.5.13 internal/dataplane/deckgen/generate.go:ToDeckContent; spec/ingress-and-kong-crds.md 10.3
pub(super) fn sort(configuration: &mut Configuration<'_>, version: KicVersion) {
    for service in &mut configuration.services {
        sort_nested(&mut service.plugins);
        sort_routes(&mut service.routes);
    }
    configuration.services.order_by(|a, b| b.name.value.cmp(&a.name.value));
    configuration.plugins.order_by_cached_key(|plugin| Reverse(plugin_key(plugin)));
    sort_upstreams(&mut configuration.upstreams);
    sort_certificates(&mut configuration.certificates);
    configuration.ca_certificates.order_by(|a, b| b.cert.value.cmp(&a.cert.value));
    if version.sorts_consumers_ascending() {
        configuration.consumers.order_by(by_names);
    } else {
        configuration.consumers.order_by(|a, b| by_names(b, a));
    }
    configuration.consumer_groups.order_by(|a, b| b.name.value.cmp(&a.name.value));
    configuration.vaults.order_by(|a, b| b.prefix.value.cmp(&a.prefix.value));
    configuration.licenses.order_by(|a, b| b.payload.value.cmp(&a.payload.value));
    configuration.custom_entities.order_by(|a, b| (&a.kind.value, &a.order).cmp(&(&b.kind.value, &b.order)));
}

fn sort_routes(routes: &mut [Route<'_>]) {
    for route in &mut *routes {
        sort_nested(&mut route.plugins);
    }
    routes.order_by(|a, b| b.name.value.cmp(&a.name.value));
}

fn sort_nested(plugins: &mut [Plugin<'_>]) {
    plugins.order_by(|a, b| b.name.value.cmp(&a.name.value));
}

fn sort_upstreams(upstreams: &mut [Upstream<'_>]) {
    for upstream in &mut *upstreams {
        upstream.targets.order_by(|a, b| b.target.value.cmp(&a.target.value));
    }
    upstreams.order_by(|a, b| b.name.value.cmp(&a.name.value));
}

/// Equal certificates with different keys are in no order upstream; the specification recommends the id.
fn sort_certificates(certificates: &mut [Certificate<'_>]) {
    for certificate in &mut *certificates {
        certificate.snis.order_by(|a, b| a.name.value.cmp(&b.name.value));
    }
    certificates.order_by(|a, b| (&b.cert.value, &b.id.value).cmp(&(&a.cert.value, &a.id.value)));
}

/// Name and scope in one text without separators.
///
/// Source: KIC v3.5.13 internal/dataplane/deckgen/deckgen.go:PluginString
fn plugin_key(plugin: &Plugin<'_>) -> String {
    let scope = &plugin.scope;
    let mut key = plugin.name.value.to_string();
    for part in [&scope.consumer, &scope.consumer_group, &scope.route, &scope.service].into_iter().flatten() {
        key.push_str(&part.value);
    }
    key
}

/// Absent names come first.
///
/// Source: KIC v3.5.13 internal/dataplane/deckgen/consumer_cmp.go
fn by_names(a: &Consumer<'_>, b: &Consumer<'_>) -> Ordering {
    value(a.username.as_ref()).cmp(&value(b.username.as_ref())).then_with(|| {
        let custom_id = value(a.custom_id.as_ref());
        custom_id.cmp(&value(b.custom_id.as_ref()))
    })
}

fn value<'c>(text: Option<&'c Text<'_>>) -> Option<&'c str> {
    text.map(|text| &*text.value)
}

#[cfg(test)]
mod tests {
    use std::borrow::Cow;

    use super::*;
    use crate::kong::{ConsumerGroup, Scope, Service, Sni, Target, Vault};
    use crate::provenance::Sourced;

    fn text(value: &str) -> Text<'_> {
        Sourced::rule(Cow::Borrowed(value), "x")
    }

    fn sorted(mut configuration: Configuration<'_>) -> Configuration<'_> {
        sort(&mut configuration, KicVersion::default());
        configuration
    }

    #[test]
    fn names_descend_bytewise() {
        let names = ["x.2", "x.10", "x._.bar", "x.foo"];
        let mut configuration = Configuration::default();
        let mut service = Service::new(text("s"), text("s"));
        service.routes = names.into_iter().map(|name| Route::new(text(name))).collect();
        let mut upstream = Upstream::new(text("u"));
        upstream.targets = ["10.0.0.1:80", "[fd00::1]:80", "10.0.0.2:80"].map(|name| Target::new(text(name))).into();
        configuration.upstreams.push(upstream);
        configuration.services = names.into_iter().map(|name| Service::new(text(name), text(name))).collect();
        configuration.services.push(service);
        let configuration = sorted(configuration);
        let services: Vec<_> = configuration.services.iter().map(|service| &*service.name.value).collect();
        assert_eq!(services, ["x.foo", "x._.bar", "x.2", "x.10", "s"]);
        let routes = configuration.services[4].routes.iter().map(|route| &*route.name.value);
        assert_eq!(routes.collect::<Vec<_>>(), ["x.foo", "x._.bar", "x.2", "x.10"]);
        let targets = configuration.upstreams[0].targets.iter().map(|target| &*target.target.value);
        assert_eq!(targets.collect::<Vec<_>>(), ["[fd00::1]:80", "10.0.0.2:80", "10.0.0.1:80"]);
    }

    /// spec/ingress-and-kong-crds.md 13.4.
    #[test]
    fn plugins_descend_by_name_and_scope() {
        let plugin = |name, service: Option<&'static str>, route: Option<&'static str>| {
            let mut plugin = Plugin::new(text(name));
            plugin.scope = Scope {
                service: service.map(text),
                route: route.map(text),
                consumer: Some(text("alice")),
                consumer_group: None,
            };
            plugin
        };
        let plugins = vec![
            plugin("rate-limiting", Some("default.api.80"), None),
            plugin("rate-limiting", None, Some("default.api.api..80")),
            Plugin::new(text("zipkin")),
        ];
        let configuration = sorted(Configuration { plugins, ..Configuration::default() });
        let keys: Vec<_> = configuration.plugins.iter().map(plugin_key).collect();
        assert_eq!(keys, ["zipkin", "rate-limitingalicedefault.api.api..80", "rate-limitingalicedefault.api.80"]);
    }

    #[test]
    fn consumers_ascend_and_absent_names_come_first() {
        let consumer = |username: Option<&'static str>, custom_id: Option<&'static str>| Consumer {
            username: username.map(text),
            custom_id: custom_id.map(text),
            ..Consumer::default()
        };
        let consumers = vec![
            consumer(Some("b"), None),
            consumer(Some("a"), Some("1")),
            consumer(None, Some("9")),
            consumer(Some("a"), None),
            consumer(None, Some("8")),
        ];
        let configuration = sorted(Configuration { consumers, ..Configuration::default() });
        let names = configuration.consumers.iter().map(|consumer| {
            let value = |text: &Option<Text<'_>>| text.as_ref().map_or("-".to_owned(), |text| text.value.to_string());
            value(&consumer.username) + &value(&consumer.custom_id)
        });
        assert_eq!(names.collect::<Vec<_>>(), ["-8", "-9", "a-", "a1", "b-"]);
    }

    #[test]
    fn snis_ascend_inside_of_descending_certificates() {
        let certificate = |id, cert, snis: &[&'static str]| {
            let mut certificate = Certificate::new(text(id), text(cert), text("key"));
            certificate.snis = snis.iter().map(|name| Sni::new(text(name))).collect();
            certificate
        };
        let certificates = vec![
            certificate("1", "a", &["b.com", "a.com", "*"]),
            certificate("1", "b", &[]),
            certificate("2", "b", &[]),
        ];
        let configuration = sorted(Configuration { certificates, ..Configuration::default() });
        let order = configuration
            .certificates
            .iter()
            .map(|certificate| format!("{}{}", certificate.cert.value, certificate.id.value));
        assert_eq!(order.collect::<Vec<_>>(), ["b2", "b1", "a1"]);
        let snis = configuration.certificates[2].snis.iter().map(|sni| &*sni.name.value);
        assert_eq!(snis.collect::<Vec<_>>(), ["*", "a.com", "b.com"]);
    }

    #[test]
    fn groups_descend_by_name_and_vaults_by_prefix() {
        let group = |name| ConsumerGroup { id: None, name: text(name), tags: Vec::new() };
        let vault = |prefix| Vault {
            id: None,
            name: text("env"),
            prefix: text(prefix),
            description: None,
            config: None,
            tags: Vec::new(),
        };
        let configuration = sorted(Configuration {
            consumer_groups: vec![group("bronze"), group("gold")],
            vaults: vec![vault("a"), vault("b")],
            ..Configuration::default()
        });
        assert_eq!(configuration.consumer_groups[0].name.value, "gold");
        assert_eq!(configuration.vaults[0].prefix.value, "b");
    }
}
