//! Finds an entity's field in the rendered configuration: a JSON pointer into `{"config": …, "status": …}`.

use crate::annotations::Entity;
use crate::provenance::Tree;

/// The pointer of a field of an entity; `None` where the configuration has no such entity or field.
pub(crate) fn field(config: &Tree, entity: &Entity, field: &str) -> Option<String> {
    let (pointer, tree) = match entity {
        Entity::Service(name) => in_list(config, "/config", "services", name)?,
        Entity::Upstream(name) => in_list(config, "/config", "upstreams", name)?,
        Entity::Plugin(name) => in_list(config, "/config", "plugins", name)?,
        Entity::Consumer(name) => in_list(config, "/config", "consumers", name)?,
        Entity::ConsumerGroup(name) => in_list(config, "/config", "consumer_groups", name)?,
        Entity::Other(list, name) => in_list(config, "/config", list, name)?,
        Entity::Route(name) => {
            let services = items(config, "services");
            services
                .iter()
                .enumerate()
                .find_map(|(index, service)| in_list(service, &format!("/config/services/{index}"), "routes", name))?
        }
        Entity::Status(_) => return None,
    };
    let Tree::Map(fields, _) = tree else { return None };
    let first = field.split(['.', '[']).next().unwrap_or(field);
    fields.contains_key(first).then(|| format!("{pointer}/{first}"))
}

/// The fields that name an entity: those of a consumer are the last two.
const NAMES: &[&str] = &["name", "username", "custom_id"];

fn in_list<'t>(tree: &'t Tree, base: &str, list: &str, name: &str) -> Option<(String, &'t Tree)> {
    let (index, entity) = items(tree, list).iter().enumerate().find(|(_, item)| {
        let Tree::Map(fields, _) = item else { return false };
        let key = NAMES.iter().find_map(|key| fields.get(*key));
        matches!(key, Some(Tree::Text(text)) if text.value == name)
    })?;
    Some((format!("{base}/{list}/{index}"), entity))
}

fn items<'t>(tree: &'t Tree, list: &str) -> &'t [Tree] {
    match tree {
        Tree::Map(fields, _) => match fields.get(list) {
            Some(Tree::List(items, _)) => items,
            _ => &[],
        },
        _ => &[],
    }
}
