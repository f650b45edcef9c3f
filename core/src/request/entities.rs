//! Look-ups in a configuration as it is sent, with the pointers of what is found.

use std::collections::BTreeMap;

use serde_json::Value;

use super::decision::RouteAt;
use crate::router::{Flavor, Route, Router, Subsystem};

/// The text of a field.
pub(super) fn text<'v>(entity: &'v Value, field: &str) -> Option<&'v str> {
    entity.get(field).and_then(Value::as_str)
}

/// The items of a list field; none where it is absent.
pub(super) fn list<'v>(entity: &'v Value, field: &str) -> &'v [Value] {
    entity.get(field).and_then(Value::as_array).map_or(&[], Vec::as_slice)
}

/// The texts of a list field.
pub(super) fn texts<'v>(entity: &'v Value, field: &str) -> Vec<&'v str> {
    list(entity, field).iter().filter_map(Value::as_str).collect()
}

/// A field, `default` where it is absent or of another type.
pub(super) fn flag(entity: &Value, field: &str, default: bool) -> bool {
    entity.get(field).and_then(Value::as_bool).unwrap_or(default)
}

/// Whether a name in a reference means the entity.
pub(super) fn is_named(entity: &Value, reference: &str) -> bool {
    ["name", "username", "id"].iter().any(|field| text(entity, field) == Some(reference))
}

/// The object that an entity comes from, by the tags that the controller gives it.
///
/// Source: KIC v3.5.13 internal/util/generate_tags.go
pub(super) fn object_of(entity: &Value) -> Option<String> {
    let tags = texts(entity, "tags");
    let tag = |prefix: &str| tags.iter().find_map(|tag| tag.strip_prefix(prefix));
    let (kind, name) = (tag("k8s-kind:")?, tag("k8s-name:")?);
    Some(match tag("k8s-namespace:") {
        Some(namespace) => format!("{kind} {namespace}/{name}"),
        None => format!("{kind} {name}"),
    })
}

/// The routes of one subsystem: the router, and where each of its routes stands.
#[derive(Debug)]
pub(super) struct Routes<'a> {
    /// Kong's text where it refuses all of them.
    pub(super) router: Result<Router<'a>, &'static str>,
    /// The numbers of service and route.
    at: Vec<(usize, usize)>,
}

impl<'a> Routes<'a> {
    pub(super) fn new(config: &'a Value, flavor: Flavor, subsystem: Subsystem) -> Self {
        let (mut routes, mut at) = (Vec::new(), Vec::new());
        for (service_number, service) in list(config, "services").iter().enumerate() {
            for (number, route) in list(service, "routes").iter().enumerate() {
                let route = Route::from_json(route, Some(service));
                if route.belongs_to(subsystem) {
                    routes.push(route);
                    at.push((service_number, number));
                }
            }
        }
        Self { router: Router::new(flavor, subsystem, routes), at }
    }

    /// Where a route of the router stands.
    pub(super) fn at(&self, route: usize) -> Option<(usize, usize)> {
        self.at.get(route).copied()
    }

    /// All places, in the order of the router.
    pub(super) fn places(&self) -> &[(usize, usize)] {
        &self.at
    }
}

/// A service and one of its routes.
#[derive(Clone, Copy, Debug)]
pub(super) struct Found<'a> {
    pub(super) service: &'a Value,
    pub(super) route: &'a Value,
    pub(super) place: (usize, usize),
}

impl<'a> Found<'a> {
    pub(super) fn of(config: &'a Value, place: (usize, usize)) -> Option<Self> {
        let service = list(config, "services").get(place.0)?;
        Some(Self { service, route: list(service, "routes").get(place.1)?, place })
    }

    pub(super) fn service_pointer(&self) -> String {
        format!("/config/services/{}", self.place.0)
    }

    pub(super) fn pointer(&self) -> String {
        format!("{}/routes/{}", self.service_pointer(), self.place.1)
    }

    pub(super) fn protocols(&self) -> Vec<&'a str> {
        let own = texts(self.route, "protocols");
        if own.is_empty() { vec!["http", "https"] } else { own }
    }

    pub(super) fn described(&self) -> RouteAt {
        RouteAt {
            name: text(self.route, "name").unwrap_or_default().to_owned(),
            service: text(self.service, "name").unwrap_or_default().to_owned(),
            pointer: self.pointer(),
            object: object_of(self.route),
        }
    }
}

/// Numbers of the entities of a list, by name.
pub(super) fn by_name<'a>(config: &'a Value, list_name: &str) -> BTreeMap<&'a str, usize> {
    let entities = list(config, list_name).iter().enumerate();
    entities.filter_map(|(number, entity)| Some((text(entity, "name")?, number))).collect()
}
