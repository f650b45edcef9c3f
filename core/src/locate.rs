//! Finds an entity's field in the rendered configuration: a JSON pointer into `{"config": …, "status": …}`.

use std::collections::BTreeMap;

use crate::annotations::Entity;
use crate::provenance::Tree;

/// The fields that name an entity: those of a consumer are the last two.
const NAMES: &[&str] = &["name", "username", "custom_id"];

/// Where each named entity of a configuration stands: one walk over it, then a look-up an entity.
pub(crate) struct Locator<'t> {
    /// By list and name: the number of the service around it (routes only), its own number, its fields.
    entities: BTreeMap<(&'t str, &'t str), Found<'t>>,
}

struct Found<'t> {
    service: Option<usize>,
    index: usize,
    fields: &'t BTreeMap<String, Tree>,
}

impl<'t> Locator<'t> {
    /// Without a configuration nothing is found.
    pub(crate) fn new(config: Option<&'t Tree>) -> Self {
        let mut locator = Self { entities: BTreeMap::new() };
        if let Some(Tree::Map(lists, _)) = config {
            for (list, entities) in lists {
                locator.add(list, entities, None);
            }
        }
        locator
    }

    /// The first of several with one name counts.
    fn add(&mut self, list: &'t str, entities: &'t Tree, service: Option<usize>) {
        let Tree::List(items, _) = entities else { return };
        for (index, item) in items.iter().enumerate() {
            let Tree::Map(fields, _) = item else { continue };
            if let Some(Tree::Text(name)) = NAMES.iter().find_map(|key| fields.get(*key)) {
                self.entities.entry((list, name.value.as_str())).or_insert(Found { service, index, fields });
            }
            if list == "services"
                && let Some(routes) = fields.get("routes")
            {
                self.add("routes", routes, Some(index));
            }
        }
    }

    /// The pointer of a field of an entity; `None` where the configuration has no such entity or field.
    pub(crate) fn field(&self, entity: &Entity, field: &str) -> Option<String> {
        let (list, name) = match entity {
            Entity::Service(name) => ("services", name),
            Entity::Route(name) => ("routes", name),
            Entity::Upstream(name) => ("upstreams", name),
            Entity::Plugin(name) => ("plugins", name),
            Entity::Consumer(name) => ("consumers", name),
            Entity::ConsumerGroup(name) => ("consumer_groups", name),
            Entity::Other(list, name) => (*list, name),
            Entity::Status(_) => return None,
        };
        let Found { service, index, fields } = self.entities.get(&(list, name.as_str()))?;
        let first = field.split(['.', '[']).next().unwrap_or(field);
        if !fields.contains_key(first) {
            return None;
        }
        Some(match service {
            Some(service) => format!("/config/services/{service}/{list}/{index}/{first}"),
            None => format!("/config/{list}/{index}/{first}"),
        })
    }
}
