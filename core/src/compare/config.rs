//! The configuration of Kong: entities by kind and name, whatever their place in a list, and their fields.
//!
//! Services, routes, consumers and all that stands in a list at the top are looked for by name in the whole configuration:
//! a route that moves to another service is the same route. What belongs to one entity alone (its plugins, targets,
//! credentials) is looked for in that entity.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Map, Value};

use super::pair::pairs;
use super::{Found, Side, escaped};
use crate::wire::compare::{Effect, Hurt, Part};

/// Lists inside of entities whose items have names that are unique in all of Kong.
const OF_THEIR_OWN: [&str; 2] = ["routes", "snis"];

/// An entity with what it stands in.
struct Entity<'a> {
    fields: &'a Value,
    pointer: String,
    /// `service httproute.default.echo.0`.
    parent: Option<String>,
}

/// By kind (`route`) and identity.
type Entities<'a> = BTreeMap<(&'a str, String), Entity<'a>>;

/// All differences of two configurations.
pub(super) fn config(before: &Value, after: &Value, found: &mut Found) {
    let (a, b) = (entities(before), entities(after));
    let new = b.iter().filter(|(key, _)| !a.contains_key(*key));
    let renamed: BTreeSet<(&str, Vec<&str>)> =
        new.filter_map(|(key, it)| object_tags(it.fields).map(|tags| (key.0, tags))).collect();
    let is_renamed = |kind: &str, fields: &'_ Value| {
        object_tags(fields).is_some_and(|tags| renamed.iter().any(|other| other.0 == kind && other.1 == tags))
    };
    let loses_routes =
        a.iter().any(|(key, it)| key.0 == "route" && !b.contains_key(key) && !is_renamed(key.0, it.fields));
    for (key, entity) in &a {
        let object = format!("{} {}", key.0, key.1);
        match b.get(key) {
            None if is_part_of_a_lost_one(entity, &b) => {}
            None => {
                // A service or upstream without its routes serves nobody; with them they are only called otherwise.
                let serves_nobody = matches!(key.0, "service" | "upstream") && !loses_routes;
                let is_harmless = serves_nobody || is_renamed(key.0, entity.fields);
                let effect = if is_harmless { Effect::Neutral } else { Effect::Worse };
                let own = own_fields(entity.fields);
                let side = Side { value: &own, pointer: &entity.pointer };
                found.values(Part::Config, (Hurt::Lost, effect), (object, ""), Some(side), None);
            }
            Some(other) => {
                let parents = (&entity.parent, &other.parent);
                if let (Some(from), Some(to)) = parents
                    && from != to
                {
                    let (kind, from) = from.split_once(' ').unwrap_or_default();
                    let to = to.split_once(' ').unwrap_or_default().1;
                    found.values(
                        Part::Config,
                        (Hurt::Changed, Effect::Neutral),
                        (object.clone(), kind),
                        Some(Side { value: &from.into(), pointer: &entity.pointer }),
                        Some(Side { value: &to.into(), pointer: &other.pointer }),
                    );
                }
                let (a, b) = (side(entity.fields, &entity.pointer), side(other.fields, &other.pointer));
                Fields { object: &object, found }.compare("", a, b);
            }
        }
    }
    for (key, entity) in b.iter().filter(|(key, _)| !a.contains_key(*key)) {
        if !is_part_of_a_lost_one(entity, &a) {
            let own = own_fields(entity.fields);
            let side = Side { value: &own, pointer: &entity.pointer };
            let at = (format!("{} {}", key.0, key.1), "");
            found.values(Part::Config, (Hurt::New, Effect::Neutral), at, None, Some(side));
        }
    }
    let top = |value: &Value| Value::Object(scalars(value));
    Fields { object: "config", found }.compare("", side(&top(before), "/config"), side(&top(after), "/config"));
}

/// The tags that name the object that an entity comes from: entities of one object replace each other.
fn object_tags(fields: &Value) -> Option<Vec<&str>> {
    let tags = fields.get("tags")?.as_array()?;
    let names = ["k8s-kind:", "k8s-namespace:", "k8s-name:"];
    let of = |prefix: &str| tags.iter().filter_map(Value::as_str).find(|tag| tag.starts_with(prefix));
    names.into_iter().map(of).collect()
}

fn side<'a>(value: &'a Value, pointer: &'a str) -> Side<'a> {
    Side { value, pointer }
}

/// An SNI goes with its certificate. A lost route is told, also where its service is lost.
fn is_part_of_a_lost_one(entity: &Entity<'_>, others: &Entities<'_>) -> bool {
    entity
        .parent
        .as_deref()
        .and_then(|parent| parent.split_once(' '))
        .is_some_and(|(kind, name)| kind == "certificate" && !others.keys().any(|key| key.0 == kind && key.1 == name))
}

/// What is no list of entities at the top.
fn scalars(config: &Value) -> Map<String, Value> {
    let fields = config.as_object().into_iter().flatten().filter(|(_, field)| !is_list_of_objects(field));
    fields.map(|(key, field)| (key.clone(), field.clone())).collect()
}

/// The entity without routes, which are told of by themselves.
fn own_fields(fields: &Value) -> Value {
    let fields = fields.as_object().into_iter().flatten().filter(|(key, _)| *key != "routes");
    Value::Object(fields.map(|(key, field)| (key.clone(), field.clone())).collect())
}

fn entities(config: &Value) -> Entities<'_> {
    let mut entities = Entities::new();
    for (list, items) in config.as_object().into_iter().flatten() {
        if is_list_of_objects(items) {
            collect(list, items, &format!("/config/{}", escaped(list)), None, &mut entities);
        }
    }
    entities
}

fn collect<'a>(list: &'a str, items: &'a Value, at: &str, parent: Option<&str>, entities: &mut Entities<'a>) {
    let kind = singular(list);
    let names = names(items);
    for (index, (item, name)) in items.as_array().into_iter().flatten().zip(names).enumerate() {
        let pointer = format!("{at}/{index}");
        let title = format!("{kind} {name}");
        for inner in OF_THEIR_OWN {
            if let Some(items) = item.get(inner).filter(|items| is_list_of_objects(items)) {
                collect(inner, items, &format!("{pointer}/{inner}"), Some(&title), entities);
            }
        }
        // Two of one name can only be told apart by their place.
        let mut key = (kind, name);
        while entities.contains_key(&key) {
            key.1.push('\'');
        }
        entities.insert(key, Entity { fields: item, pointer, parent: parent.map(str::to_owned) });
    }
}

/// `routes` to `route`; `keyauth_credentials` to `keyauth_credential`.
fn singular(list: &str) -> &str {
    list.strip_suffix('s').unwrap_or(list)
}

fn is_list_of_objects(value: &Value) -> bool {
    value.as_array().is_some_and(|items| !items.is_empty() && items.iter().all(Value::is_object))
}

/// What tells the items of a list apart; the number in the list where nothing else does.
fn names(items: &Value) -> Vec<String> {
    let items = items.as_array().into_iter().flatten();
    items.enumerate().map(|(index, item)| identity(item).unwrap_or_else(|| format!("#{}", index + 1))).collect()
}

/// Kong's own keys of an entity, without ids: those are made from the others, and not in every release.
fn identity(item: &Value) -> Option<String> {
    let text = |key: &str| item.get(key).and_then(Value::as_str).filter(|text| !text.is_empty());
    let first_sni = || item.pointer("/snis/0/name").and_then(Value::as_str);
    let keys = ["name", "username", "custom_id", "target", "prefix", "key", "group", "subject_name", "id"];
    // A certificate is known by its first name: its `key` is nobody's business, and without a uid it has no id.
    let name = if item.get("cert").is_some() {
        text("id").or_else(first_sni)
    } else {
        keys.into_iter().find_map(text).or_else(|| text("consumer_group"))
    };
    let mut name = name?.to_owned();
    // A plugin at the top has the name of its kind; what it is bound to tells it from the others.
    for scope in ["service", "route", "consumer", "consumer_group"] {
        let bound = item.get(scope);
        if let Some(bound) = bound.and_then(|it| it.as_str().or_else(|| it.get("name")?.as_str())) {
            name = format!("{name} of {scope} {bound}");
        }
    }
    Some(name)
}

/// The fields of one entity.
struct Fields<'f> {
    object: &'f str,
    found: &'f mut Found,
}

impl Fields<'_> {
    fn compare(&mut self, path: &str, before: Side<'_>, after: Side<'_>) {
        if before.value == after.value {
            return;
        }
        match (before.value, after.value) {
            (Value::Object(a), Value::Object(b)) => self.objects(path, (a, before.pointer), (b, after.pointer)),
            (a, b) if is_list_of_objects(a) && is_list_of_objects(b) && has_named_items(path) => {
                self.lists(path, before, after);
            }
            _ => self.changed(path, Some(before), Some(after)),
        }
    }

    fn objects(&mut self, path: &str, before: (&Map<String, Value>, &str), after: (&Map<String, Value>, &str)) {
        let (a, b) = (before.0, after.0);
        for key in a.keys().chain(b.keys().filter(|key| !a.contains_key(*key))) {
            let (from, to) = (a.get(key), b.get(key));
            let is_told_elsewhere =
                path.is_empty() && OF_THEIR_OWN.contains(&key.as_str()) && from.or(to).is_some_and(is_list_of_objects);
            if is_told_elsewhere {
                continue;
            }
            let inner = if path.is_empty() { key.clone() } else { format!("{path}.{key}") };
            let at = |pointer: &str| format!("{pointer}/{}", escaped(key));
            let (at_a, at_b) = (at(before.1), at(after.1));
            match (from, to) {
                (Some(from), Some(to)) => self.compare(&inner, side(from, &at_a), side(to, &at_b)),
                (Some(from), None) => self.one_sided(&inner, from, &at_a, true),
                (None, Some(to)) => self.one_sided(&inner, to, &at_b, false),
                (None, None) => {}
            }
        }
    }

    /// A list of named things of which one side has none; else a field that one side does not have.
    fn one_sided(&mut self, path: &str, value: &Value, pointer: &str, is_before: bool) {
        let one = side(value, pointer);
        if is_list_of_objects(value) && has_named_items(path) {
            let none = Value::Array(Vec::new());
            let other = side(&none, pointer);
            let (before, after) = if is_before { (one, other) } else { (other, one) };
            self.lists(path, before, after);
        } else if is_before {
            self.changed(path, Some(one), None);
        } else {
            self.changed(path, None, Some(one));
        }
    }

    /// Plugins, targets, credentials: things with names of their own.
    fn lists(&mut self, path: &str, before: Side<'_>, after: Side<'_>) {
        let (a, b) = (names(before.value), names(after.value));
        let pairs = pairs(&a, &b);
        let appears = pairs.iter().any(|pair| pair.0.is_none());
        let disappears = pairs.iter().any(|pair| pair.1.is_none());
        for (from, to) in pairs {
            let name = from.and_then(|index| a.get(index)).or_else(|| to.and_then(|index| b.get(index)));
            let inner = format!("{path}[{}]", name.map_or("", String::as_str));
            let at = |side: Side<'_>, index: Option<usize>| {
                index.map_or_else(String::new, |index| format!("{}/{index}", side.pointer))
            };
            let (at_a, at_b) = (at(before, from), at(after, to));
            let from = from.and_then(|index| before.value.get(index)).map(|value| side(value, &at_a));
            let to = to.and_then(|index| after.value.get(index)).map(|value| side(value, &at_b));
            match (from, to) {
                (Some(from), Some(to)) => self.compare(&inner, from, to),
                // One thing in the place of another is a change; addresses come and go.
                _ if appears && disappears || path == "targets" => self.changed(&inner, from, to),
                (Some(_), None) => self.told(&inner, (Hurt::Lost, Effect::Worse), from, to),
                _ => self.told(&inner, (Hurt::New, Effect::Neutral), from, to),
            }
        }
    }

    fn changed(&mut self, path: &str, before: Option<Side<'_>>, after: Option<Side<'_>>) {
        self.told(path, (Hurt::Changed, Effect::Neutral), before, after);
    }

    fn told(&mut self, path: &str, judged: (Hurt, Effect), before: Option<Side<'_>>, after: Option<Side<'_>>) {
        self.found.values(Part::Config, judged, (self.object.to_owned(), path), before, after);
    }
}

/// Inside of a plugin's configuration the order of a list can mean something.
fn has_named_items(path: &str) -> bool {
    !path.split('.').any(|part| part == "config") && path != "destinations" && path != "sources"
}
