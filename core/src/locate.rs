//! Finds an entity's field in the rendered configuration: a JSON pointer into `{"config": …, "status": …}`.

use std::collections::BTreeMap;

use crate::annotations::Entity;
use crate::provenance::{Tree, TreeMap};

/// The fields that name an entity: `username` and `custom_id` a consumer, `id` certificates.
const NAMES: &[&str] = &["name", "username", "custom_id", "id"];

/// The field that names a vault: its `name` is that of the backend, which others may have as well.
const VAULT_NAMES: &[&str] = &["prefix"];

/// Where each named entity of a configuration stands: one walk over it, then a look-up an entity.
pub(crate) struct Locator<'t> {
    /// By list and name: the number of the service around it (routes only), its own number, its fields.
    entities: BTreeMap<(&'t str, &'t str), Found<'t>>,
}

struct Found<'t> {
    service: Option<usize>,
    index: usize,
    fields: &'t TreeMap,
}

impl<'t> Locator<'t> {
    /// Without a configuration nothing is found.
    pub(crate) fn new(config: Option<&'t Tree>) -> Self {
        let mut locator = Self { entities: BTreeMap::new() };
        if let Some(Tree::Map(lists, _)) = config {
            for (list, entities) in lists.iter() {
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
            let names = if list == "vaults" { VAULT_NAMES } else { NAMES };
            if let Some(Tree::Text(name)) = names.iter().find_map(|key| fields.get(key)) {
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::provenance::Origin;

    fn entity(fields: &[(&str, &str)]) -> Tree {
        let fields = fields.iter().map(|(key, value)| ((*key).to_owned(), Tree::text(*value, Origin::rule("x"))));
        Tree::Map(fields.collect(), Origin::rule("x"))
    }

    /// Two vaults may have one backend, and certificates have no name.
    #[test]
    fn vaults_are_found_by_prefix_and_certificates_by_id() {
        let rule = || Origin::rule("x");
        let vaults = vec![
            entity(&[("name", "env"), ("prefix", "a"), ("tags", "t")]),
            entity(&[("name", "env"), ("prefix", "b"), ("tags", "t")]),
        ];
        let authorities = vec![entity(&[("id", "1"), ("cert", "c")]), entity(&[("id", "2"), ("cert", "c")])];
        let lists = TreeMap::from([
            ("vaults".to_owned(), Tree::List(vaults, rule())),
            ("ca_certificates".to_owned(), Tree::List(authorities, rule())),
        ]);
        let config = Tree::Map(lists, rule());
        let locator = Locator::new(Some(&config));
        let field = |list, name: &str, field| locator.field(&Entity::Other(list, name.to_owned()), field);
        assert_eq!(field("vaults", "b", "tags").as_deref(), Some("/config/vaults/1/tags"));
        assert_eq!(field("vaults", "env", "tags"), None);
        assert_eq!(field("ca_certificates", "2", "cert").as_deref(), Some("/config/ca_certificates/1/cert"));
    }
}
