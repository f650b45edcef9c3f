//! The configuration as a tree: what the controller posts to Kong, every scalar with its origin.

mod consumers;
mod fields;
mod routes;
mod upstreams;

use std::collections::BTreeMap;

use fields::Fields;

use super::{
    CaCertificate, Certificate, Configuration, ConsumerGroup, CustomEntity, License, Plugin, Scope, Sni, Text, Vault,
};
use crate::ordered::Ordered as _;
use crate::provenance::{Origin, Tree};

const FORMAT: &str = "KIC: `_format_version` is 3.0";
const STUB: &str = "KIC: an empty configuration gets the upstream `kong`, so that Kong becomes ready";
const EMPTY: &str = "KIC: fields without a value are left out";

/// The order in which lists of entities are printed. Inside of entities it is always the controller's.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Default)]
pub enum Listing {
    /// By name, ascending, for people and for comparing. Lists without names (memberships, credentials, entities of
    /// other types) are in the controller's order.
    #[default]
    ByName,
    /// As the controller sends it, mostly descending.
    AsSent,
}

/// The configuration that [`complete`](super::complete) made ready, as a tree.
///
/// The keys are `_format_version` and those of the lists that are not empty; fields without a value and empty lists
/// are left out. A configuration with nothing but entities of other types gets the stub upstream `kong`. Every scalar
/// has an origin, and so have the values that are empty but present.
///
/// Source: KIC v3.5.13 internal/dataplane/deckgen/generate.go:ToDeckContent,
/// internal/dataplane/sendconfig/inmemory_schema.go:Convert; spec/ingress-and-kong-crds.md 10.4, 10.5
pub fn render(configuration: &Configuration<'_>, listing: Listing) -> Tree {
    let mut root = Fields::default();
    root.tree("_format_version", Some(Tree::text("3.0", Origin::rule(FORMAT))));
    root.trees(
        "services",
        in_order(&configuration.services, listing, |service| &service.name)
            .map(|service| routes::service(service, listing)),
    );
    if configuration.is_empty() {
        root.trees("upstreams", [stub()]);
    } else {
        let upstreams = in_order(&configuration.upstreams, listing, |upstream| &upstream.name);
        root.trees("upstreams", upstreams.map(|upstream| upstreams::upstream(upstream, listing)));
    }
    root.trees("plugins", in_order(&configuration.plugins, listing, |plugin| &plugin.name).map(plugin));
    root.trees("certificates", in_order(&configuration.certificates, listing, |item| &item.id).map(certificate));
    root.trees(
        "ca_certificates",
        in_order(&configuration.ca_certificates, listing, |item| &item.id).map(ca_certificate),
    );
    root.trees("consumers", configuration.consumers.iter().map(consumers::consumer));
    root.trees("consumer_groups", in_order(&configuration.consumer_groups, listing, |group| &group.name).map(group));
    root.trees("consumer_group_consumers", consumers::memberships(&configuration.consumers));
    root.trees("vaults", in_order(&configuration.vaults, listing, |vault| &vault.name).map(vault));
    root.trees("licenses", in_order(&configuration.licenses, listing, |license| &license.id).map(license));
    for (kind, entities) in by_kind(&configuration.custom_entities) {
        root.named_list(kind, entities.into_iter().map(|entity| entity.fields.clone()).collect());
    }
    root.into_tree()
}

/// The items as they are listed; equal keys stay in the controller's order.
fn in_order<'c, 'a, T>(
    items: &'c [T],
    listing: Listing,
    name: fn(&'c T) -> &'c Text<'a>,
) -> impl Iterator<Item = &'c T> {
    let mut items: Vec<&T> = items.iter().collect();
    match listing {
        Listing::ByName => items.order_by(|a, b| name(a).value.cmp(&name(b).value)),
        Listing::AsSent => (),
    }
    items.into_iter()
}

/// A type that equals the key of another list replaces that list.
///
/// Source: KIC v3.5.13 internal/dataplane/sendconfig/inmemory.go:Update
fn by_kind<'c, 'a>(entities: &'c [CustomEntity<'a>]) -> BTreeMap<&'c str, Vec<&'c CustomEntity<'a>>> {
    let mut kinds: BTreeMap<&str, Vec<_>> = BTreeMap::new();
    for entity in entities {
        kinds.entry(&entity.kind.value).or_default().push(entity);
    }
    kinds
}

fn stub() -> Tree {
    let mut fields = Fields::default();
    fields.tree("name", Some(Tree::text("kong", Origin::rule(STUB))));
    fields.into_tree()
}

fn plugin(plugin: &Plugin<'_>) -> Tree {
    let Plugin { id, name, instance_name, config, enabled, protocols, ordering, run_on, scope, tags } = plugin;
    let Scope { service, route, consumer, consumer_group } = scope;
    let mut fields = Fields::default();
    fields.text("id", id.as_ref());
    fields.text("name", Some(name));
    fields.text("instance_name", instance_name.as_ref());
    fields.map("config", config.as_ref());
    fields.bool("enabled", enabled.as_ref());
    fields.texts("protocols", protocols);
    fields.tree("ordering", ordering.clone());
    fields.text("run_on", run_on.as_ref());
    fields.text("service", service.as_ref());
    fields.text("route", route.as_ref());
    fields.text("consumer", consumer.as_ref());
    fields.text("consumer_group", consumer_group.as_ref());
    fields.texts("tags", tags);
    fields.into_tree()
}

fn certificate(certificate: &Certificate<'_>) -> Tree {
    let Certificate { id, cert, key, snis, tags } = certificate;
    let mut fields = Fields::default();
    fields.text("id", Some(id));
    fields.text("cert", Some(cert));
    fields.text("key", Some(key));
    fields.trees("snis", snis.iter().map(sni));
    fields.texts("tags", tags);
    fields.into_tree()
}

fn sni(sni: &Sni<'_>) -> Tree {
    let mut fields = Fields::default();
    fields.text("name", Some(&sni.name));
    if let Some(id) = &sni.certificate {
        let mut reference = Fields::default();
        reference.text("id", Some(id));
        fields.tree("certificate", Some(reference.into_tree()));
    }
    fields.into_tree()
}

fn ca_certificate(certificate: &CaCertificate<'_>) -> Tree {
    let CaCertificate { id, cert, tags } = certificate;
    let mut fields = Fields::default();
    fields.text("id", Some(id));
    fields.text("cert", Some(cert));
    fields.texts("tags", tags);
    fields.into_tree()
}

fn group(group: &ConsumerGroup<'_>) -> Tree {
    let ConsumerGroup { id, name, tags } = group;
    let mut fields = Fields::default();
    fields.text("id", id.as_ref());
    fields.text("name", Some(name));
    fields.texts("tags", tags);
    fields.into_tree()
}

fn vault(vault: &Vault<'_>) -> Tree {
    let Vault { id, name, prefix, description, config, tags } = vault;
    let mut fields = Fields::default();
    fields.text("id", id.as_ref());
    fields.text("name", Some(name));
    fields.text("prefix", Some(prefix));
    fields.text("description", description.as_ref());
    fields.map("config", config.as_ref());
    fields.texts("tags", tags);
    fields.into_tree()
}

fn license(license: &License<'_>) -> Tree {
    let mut fields = Fields::default();
    fields.text("id", Some(&license.id));
    fields.text("payload", Some(&license.payload));
    fields.into_tree()
}

#[cfg(test)]
mod tests {
    use std::borrow::Cow;

    use serde_json::{Value, json};

    use super::*;
    use crate::kong::{Consumer, CustomEntityOrder, Healthchecks, Route, Service, Upstream};
    use crate::provenance::{Place, Sourced};

    fn text(value: &str) -> Text<'_> {
        Sourced::rule(Cow::Borrowed(value), "x")
    }

    fn json(configuration: &Configuration<'_>) -> Value {
        serde_json::to_value(render(configuration, Listing::ByName)).unwrap()
    }

    fn fields(entries: &[(&str, Tree)]) -> Tree {
        let entries = entries.iter().map(|(key, value)| ((*key).to_owned(), value.clone()));
        Tree::Map(entries.collect(), Origin::rule("config"))
    }

    fn entity<'a>(kind: &'a str, name: &'a str) -> CustomEntity<'a> {
        let order = CustomEntityOrder { name: Cow::Borrowed(name), ..CustomEntityOrder::default() };
        CustomEntity { kind: text(kind), fields: fields(&[("n", Tree::text(name, Origin::rule("x")))]), order }
    }

    /// spec/gateway-routes.md 13.2, spec/ingress-and-kong-crds.md 10.4.
    #[test]
    fn an_empty_configuration_has_the_stub_and_entities_of_other_types() {
        let mut configuration = Configuration::default();
        assert_eq!(json(&configuration), json!({ "_format_version": "3.0", "upstreams": [{ "name": "kong" }] }));
        configuration.custom_entities = vec![entity("degraphql_routes", "a")];
        assert_eq!(json(&configuration)["upstreams"], json!([{ "name": "kong" }]));
        assert_eq!(json(&configuration)["degraphql_routes"], json!([{ "n": "a" }]));
    }

    /// spec/ingress-and-kong-crds.md 10.5.
    #[test]
    fn entities_of_a_known_type_replace_its_list() {
        let vault = Vault {
            id: None,
            name: text("env"),
            prefix: text("env"),
            description: None,
            config: None,
            tags: Vec::new(),
        };
        let mut configuration = Configuration { vaults: vec![vault], ..Configuration::default() };
        assert_eq!(json(&configuration)["vaults"], json!([{ "name": "env", "prefix": "env" }]));
        configuration.custom_entities = vec![entity("vaults", "a"), entity("vaults", "b")];
        assert_eq!(json(&configuration)["vaults"], json!([{ "n": "a" }, { "n": "b" }]));
    }

    /// spec/gateway-routes.md 13.2.
    #[test]
    fn what_is_absent_or_empty_is_left_out_but_values_are_kept() {
        let mut service = Service::new(text("s"), text("h"));
        service.client_certificate = Some(text(""));
        let mut route = Route::new(text("r"));
        route.expression = Some(text(""));
        route.strip_path = Some(Sourced::rule(false, "x"));
        route.regex_priority = Some(Sourced::rule(0, "x"));
        let mut kept = Plugin::new(text("kept"));
        kept.config = Some(fields(&[
            ("null", Tree::Null(Origin::rule("x"))),
            ("list", Tree::List(Vec::new(), Origin::rule("x"))),
            ("map", fields(&[])),
        ]));
        let mut dropped = Plugin::new(text("dropped"));
        dropped.config = Some(fields(&[]));
        route.plugins = vec![kept, dropped];
        service.routes.push(route);
        let configuration = Configuration { services: vec![service], ..Configuration::default() };
        let expected = json!([{
            "name": "s",
            "host": "h",
            "routes": [{
                "name": "r",
                "expression": "",
                "strip_path": false,
                "regex_priority": 0,
                "plugins": [
                    { "name": "dropped" },
                    { "name": "kept", "config": { "null": null, "list": [], "map": {} } },
                ],
            }],
        }]);
        assert_eq!(json(&configuration)["services"], expected);
    }

    #[test]
    fn an_empty_section_is_rendered_and_knows_its_origin() {
        let mut upstream = Upstream::new(text("u"));
        upstream.healthchecks = Some(Sourced::rule(Healthchecks::default(), "section"));
        let configuration = Configuration { upstreams: vec![upstream], ..Configuration::default() };
        let tree = render(&configuration, Listing::ByName);
        let mut found = Vec::new();
        tree.each_origin(&mut |pointer, origin| {
            if origin.places() == [Place::Rule("section")] {
                found.push(pointer.to_owned());
            }
        });
        assert_eq!(found, ["/upstreams/0/healthchecks"]);
    }

    /// spec/ingress-and-kong-crds.md 5.5, 7.1: both are sent empty.
    #[test]
    fn empty_ids_and_names_of_references_are_kept() {
        let mut certificate = Certificate::new(text(""), text("cert"), text("key"));
        certificate.snis.push(Sni { name: text("a.com"), certificate: Some(text("")) });
        let nameless = Consumer { custom_id: Some(text("7")), groups: vec![text("gold")], ..Consumer::default() };
        let configuration =
            Configuration { certificates: vec![certificate], consumers: vec![nameless], ..Configuration::default() };
        let rendered = json(&configuration);
        let snis = json!([{ "name": "a.com", "certificate": { "id": "" } }]);
        assert_eq!(rendered["certificates"], json!([{ "id": "", "cert": "cert", "key": "key", "snis": snis }]));
        assert_eq!(rendered["consumer_group_consumers"], json!([{ "consumer": "", "consumer_group": "gold" }]));
    }

    #[test]
    fn lists_are_by_name_or_as_sent() {
        let names = ["c", "b", "a"];
        let services = names.map(|name| Service::new(text(name), text(name))).into();
        let configuration = Configuration { services, ..Configuration::default() };
        let order = |listing| {
            let value = serde_json::to_value(render(&configuration, listing)).unwrap();
            let services = value["services"].as_array().unwrap().clone();
            services.iter().map(|service| service["name"].as_str().unwrap().to_owned()).collect::<Vec<_>>()
        };
        assert_eq!(order(Listing::AsSent), ["c", "b", "a"]);
        assert_eq!(order(Listing::ByName), ["a", "b", "c"]);
    }

    #[test]
    fn priorities_beyond_the_signed_range_stay_numbers() {
        let mut service = Service::new(text("s"), text("h"));
        let mut route = Route::new(text("r"));
        route.priority = Some(Sourced::rule(u64::MAX, "x"));
        service.routes.push(route);
        let configuration = Configuration { services: vec![service], ..Configuration::default() };
        assert_eq!(json(&configuration)["services"][0]["routes"][0]["priority"], json!(18_446_744_073_709_551_615.0));
    }
}
