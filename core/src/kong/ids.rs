//! Ids: version 5 UUIDs of names, so that an entity keeps its id from run to run.

use std::borrow::Cow;
use std::fmt::Write as _;

use uuid::{Uuid, uuid};

use super::{Configuration, Plugin, Scope, Text};
use crate::provenance::{Origin, Sourced};
use crate::settings::KicVersion;

const SERVICES: Uuid = uuid!("90050c4f-539a-5bd9-bfb5-2ff1c430ca18");
const ROUTES: Uuid = uuid!("78aafefa-16c7-5598-8955-58dc6264b27a");
const PLUGINS: Uuid = uuid!("e9b79996-068a-576f-804e-98a685f0a58e");
const CONSUMERS: Uuid = uuid!("7e5adc17-c056-5c54-98c0-7f88774fccf6");
const CONSUMER_GROUPS: Uuid = uuid!("4b01092a-c5c8-53f2-bed8-175b4436913f");
const VAULTS: Uuid = uuid!("66ef8da9-18d3-5bbc-9241-62b0e3ead8f1");

const RULE: Origin = Origin::rule("KIC: `id` is a version 5 UUID of what identifies the entity");

/// Gives an id to the services, routes, top-level plugins, consumers, consumer groups and vaults that have none.
///
/// `workspace` is Kong's workspace, usually empty. An entity whose key is empty (a consumer with only a `custom_id`, a
/// plugin without a name) stays without. The origin of an id is that of what it is made from, and the rule.
///
/// Source: KIC v3.5.13 internal/dataplane/kongstate/kongstate.go:FillIDs; spec/gateway-routes.md 3.2
pub fn fill(configuration: &mut Configuration<'_>, workspace: &str, version: KicVersion) {
    for service in &mut configuration.services {
        fill_from(&mut service.id, SERVICES, workspace, &service.name);
        for route in &mut service.routes {
            fill_from(&mut route.id, ROUTES, workspace, &route.name);
        }
    }
    for consumer in &mut configuration.consumers {
        if let Some(username) = &consumer.username {
            fill_from(&mut consumer.id, CONSUMERS, workspace, username);
        }
    }
    for group in &mut configuration.consumer_groups {
        fill_from(&mut group.id, CONSUMER_GROUPS, workspace, &group.name);
    }
    for vault in &mut configuration.vaults {
        fill_from(&mut vault.id, VAULTS, workspace, &vault.prefix);
    }
    if !version.fills_plugin_ids() {
        return;
    }
    for plugin in &mut configuration.plugins {
        if plugin.id.is_none() && !plugin.name.value.is_empty() {
            plugin.id = Some(plugin_id(plugin, workspace));
        }
    }
}

/// The id of the service with this name.
///
/// Custom entities refer to services, routes and consumers by id.
pub fn service(name: &str, workspace: &str) -> String {
    make(SERVICES, workspace, name)
}

/// The id of the route with this name.
pub fn route(name: &str, workspace: &str) -> String {
    make(ROUTES, workspace, name)
}

/// The id of the consumer with this username.
pub fn consumer(username: &str, workspace: &str) -> String {
    make(CONSUMERS, workspace, username)
}

/// The id of the license that comes from the KongLicense with this name.
///
/// Source: KIC v3.5.13 controllers/license/konglicense_controller.go; spec/ingress-and-kong-crds.md 8.2
pub fn license<'a>(name: &Sourced<&str>) -> Text<'a> {
    let id = Uuid::new_v5(&Uuid::nil(), format!("KongLicense:{}", name.value).as_bytes());
    Sourced::new(Cow::Owned(id.to_string()), name.origin.and(RULE))
}

fn fill_from(id: &mut Option<Text<'_>>, namespace: Uuid, workspace: &str, key: &Text<'_>) {
    if id.is_none() && !key.value.is_empty() {
        *id = Some(Sourced::new(Cow::Owned(make(namespace, workspace, &key.value)), key.origin.and(RULE)));
    }
}

fn plugin_id<'a>(plugin: &Plugin<'a>, workspace: &str) -> Text<'a> {
    let Scope { service, route, consumer, consumer_group } = &plugin.scope;
    let mut key = plugin.name.value.to_string();
    let mut origin = plugin.name.origin.clone();
    let parts = [("service", service), ("route", route), ("consumer", consumer), ("consumer_group", consumer_group)];
    for (kind, name) in parts {
        if let Some(name) = name {
            // Writing to a string cannot fail.
            let _ = write!(key, ":{kind}/{}", name.value);
            origin = origin.and(&name.origin);
        }
    }
    Sourced::new(Cow::Owned(make(PLUGINS, workspace, &key)), origin.and(RULE))
}

fn make(namespace: Uuid, workspace: &str, key: &str) -> String {
    let id = if workspace.is_empty() {
        Uuid::new_v5(&namespace, key.as_bytes())
    } else {
        Uuid::new_v5(&namespace, format!("{workspace}/{key}").as_bytes())
    };
    id.to_string()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::kong::{Consumer, ConsumerGroup, Route, Service, Vault};
    use crate::provenance::Place;

    fn text(value: &str) -> Text<'_> {
        Sourced::rule(Cow::Borrowed(value), "name")
    }

    #[test]
    fn namespaces_are_those_of_the_plural_names() {
        let root = uuid!("fd02801f-0957-4a15-a55a-c8d9606f30b5");
        let plurals = [
            ("services", SERVICES),
            ("routes", ROUTES),
            ("plugins", PLUGINS),
            ("consumers", CONSUMERS),
            ("consumergroups", CONSUMER_GROUPS),
            ("vaults", VAULTS),
        ];
        for (plural, namespace) in plurals {
            assert_eq!(Uuid::new_v5(&root, plural.as_bytes()), namespace, "{plural}");
        }
    }

    /// spec/gateway-routes.md 3.2, spec/ingress-and-kong-crds.md 8.1, 10.1.
    #[test]
    fn ids_are_those_of_the_specs() {
        for (name, workspace, id) in [
            ("grpcroute.default.grpcbin.2", "", "20d53c70-e92e-57d7-85a4-265209989fd2"),
            ("default.httpbin.80", "", "764d9f4d-c24c-5709-991c-19a96a581f6e"),
            ("default.svc.80", "ws1", "0099cfea-c4f5-504e-b50b-284722a8ffb7"),
            ("default.api.80", "", "63c53e68-b80e-5d25-8aec-2f6667053daf"),
        ] {
            assert_eq!(service(name, workspace), id);
        }
        for (name, id) in [
            ("grpcroute.default.grpcbin.2.0", "f036508e-e749-5b7c-ac09-70e771daff5f"),
            ("default.api.api..80", "1659cb7f-c44c-5779-a5bd-0b360cc7f92e"),
        ] {
            assert_eq!(route(name, ""), id);
        }
        assert_eq!(consumer("alice", ""), "b32379d9-3d28-5683-a79c-72139be6e34f");
        assert_eq!(license(&Sourced::rule("prod", "name")).value, "cb169697-a66b-50d8-8b78-217ce1067e56");
    }

    #[test]
    fn every_kind_of_entity_is_filled() {
        let mut configuration = Configuration::default();
        let mut service = Service::new(text("default.api.80"), text("api.default.80.svc"));
        service.routes.push(Route::new(text("default.api.api..80")));
        service.plugins.push(Plugin::new(text("cors")));
        configuration.services.push(service);
        configuration.consumers.push(Consumer { username: Some(text("alice")), ..Consumer::default() });
        configuration.consumers.push(Consumer { custom_id: Some(text("7")), ..Consumer::default() });
        configuration.consumer_groups.push(ConsumerGroup { id: None, name: text("gold"), tags: Vec::new() });
        for prefix in ["env", "my-env"] {
            configuration.vaults.push(Vault {
                id: None,
                name: text("env"),
                prefix: text(prefix),
                description: None,
                config: None,
                tags: Vec::new(),
            });
        }
        fill(&mut configuration, "", KicVersion::default());

        let id = |id: &Option<Text<'_>>| id.as_ref().map(|id| id.value.to_string());
        let service = &configuration.services[0];
        assert_eq!(id(&service.id).unwrap(), "63c53e68-b80e-5d25-8aec-2f6667053daf");
        assert_eq!(id(&service.routes[0].id).unwrap(), "1659cb7f-c44c-5779-a5bd-0b360cc7f92e");
        assert_eq!(id(&service.plugins[0].id), None);
        assert_eq!(id(&configuration.consumers[0].id).unwrap(), "b32379d9-3d28-5683-a79c-72139be6e34f");
        assert_eq!(id(&configuration.consumers[1].id), None);
        assert_eq!(id(&configuration.consumer_groups[0].id).unwrap(), "667f7bf9-392c-54b5-abee-63306d00c86e");
        assert_eq!(id(&configuration.vaults[0].id).unwrap(), "b8080057-200b-58c6-93b1-cd71aa3ecf07");
        assert_eq!(id(&configuration.vaults[1].id).unwrap(), "9d5e44aa-7c78-5c22-be6e-4a481ce4aa1c");
    }

    #[test]
    fn the_id_of_a_plugin_is_made_from_its_scope() {
        for (name, service, route, consumer, group, id) in [
            ("rate-limiting", "", "", "", "", "f0f8012b-f709-5685-9812-0130e5d83c5a"),
            ("rate-limiting", "default.api.80", "", "", "", "78f8a00f-162f-53ff-983e-5c9772c43ba0"),
            ("rate-limiting", "default.api.80", "", "alice", "", "5f07b65b-a687-501c-89d3-18970e177334"),
            ("rate-limiting", "", "default.api.api..80", "alice", "", "2078a2db-ba5f-5bc5-8d37-1256ce6de705"),
            ("rate-limiting", "", "", "alice", "", "7afbe842-050e-5eca-9533-8f0ed98adf48"),
            ("rate-limiting", "", "default.api.api..80", "", "gold", "237261a1-5a70-5998-b862-ff7660bc2c48"),
            ("rate-limiting", "default.api.80", "", "", "gold", "95c9622b-7be6-5f8e-84dd-e72960a6a16c"),
            ("basic-auth", "default.svc-facade-beta.svc.facade", "", "", "", "a340e1ec-76fc-53fe-bd7a-e446543585b8"),
        ] {
            let present = |name| Some(name).filter(|name: &&str| !name.is_empty()).map(text);
            let mut plugin = Plugin::new(text(name));
            plugin.scope = Scope {
                service: present(service),
                route: present(route),
                consumer: present(consumer),
                consumer_group: present(group),
            };
            let mut configuration = Configuration { plugins: vec![plugin], ..Configuration::default() };
            fill(&mut configuration, "", KicVersion::default());
            assert_eq!(configuration.plugins[0].id.as_ref().unwrap().value, id);
        }
    }

    #[test]
    fn an_id_comes_from_the_name_and_the_rule() {
        let mut id = None;
        fill_from(&mut id, SERVICES, "", &text("default.api.80"));
        let id = id.unwrap();
        assert_eq!(id.origin.places()[0], Place::Rule("name"));
        assert_eq!(id.origin.places()[1..], *RULE.places());
    }
}
