//! Routes with paths of several kinds become several matchers.

use uuid::{Uuid, uuid};

use crate::router::entity::Route;

const NAMESPACE: Uuid = uuid!("7f145bf9-0dce-4f91-98eb-debbce4b9f6b");

/// One matcher of a route.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Part<'a> {
    /// The route's own id, or one made from it and the number of the part.
    pub id: String,
    /// The paths of this part.
    pub paths: Option<Vec<&'a str>>,
}

impl<'a> Part<'a> {
    /// All of a route.
    pub fn whole(route: &Route<'a>) -> Self {
        Self { id: route.id.to_owned(), paths: route.paths.clone() }
    }
}

/// One part for all regular expressions and one for each length of plain paths, in order of first appearance; the whole
/// route where that is one.
///
/// Source: Kong 3.9 kong/router/transform.lua:split_routes_and_services_by_path; spec/kong-router.md 1.1
pub fn split<'a>(route: &Route<'a>) -> Vec<Part<'a>> {
    let paths = route.paths.as_deref().filter(|_| route.expression.is_none()).unwrap_or_default();
    let kind = |path: &str| if path.starts_with('~') { 0 } else { path.len() };
    let mut groups: Vec<(usize, Vec<&'a str>)> = Vec::new();
    for path in paths {
        match groups.iter_mut().find(|(known, _)| *known == kind(path)) {
            Some((_, group)) => group.push(path),
            None => groups.push((kind(path), vec![path])),
        }
    }
    if groups.len() < 2 {
        return vec![Part::whole(route)];
    }
    let part = |(number, (_, paths))| {
        let id = Uuid::new_v5(&NAMESPACE, format!("{}#{number}", route.id).as_bytes());
        Part { id: id.to_string(), paths: Some(paths) }
    };
    (1..).zip(groups).map(part).collect()
}
