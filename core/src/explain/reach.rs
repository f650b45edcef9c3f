//! Routes that no request reaches: found by sending requests that are made for them.

use std::collections::{BTreeMap, BTreeSet};

use crate::diagnostic::Diagnostic;
use crate::diagnostic::catalog::reach as catalog;
use crate::k8s::Object;
use crate::provenance::{Place, Tree};
use crate::request::derive::{self, Purpose, Reach};
use crate::request::{Entrance, Proxy, RouteAt};
use crate::settings::RouterFlavor;
use crate::text::Span;
use crate::wire;

/// Above this number of routes they are looked at when somebody asks (`kicplay request --derived`): each route is
/// compared with those before it.
const MOST_ROUTES: usize = 100;

/// May give `route-refused-by-router`, `route-shadowed` and `route-unreachable`, one of each kind for an object and its winner.
pub fn problems(config: &Tree, entrance: &Entrance, objects: &[Object<'_>]) -> Vec<Diagnostic> {
    if routes(config) > MOST_ROUTES {
        return Vec::new();
    }
    let value = wire::value(config);
    let requests = derive::requests(&Proxy::new(&value, entrance));
    let by_title: BTreeMap<String, &Object<'_>> = objects.iter().map(|object| (object.title(), object)).collect();
    let place = |route: &RouteAt| {
        let object = route.object.as_ref().and_then(|title| by_title.get(title))?;
        Some((*object, span(config, &route.pointer).unwrap_or_else(|| object.name_span())))
    };
    let mut problems = Vec::new();
    // The traditional router has an engine of its own, whose refusals are told by each request.
    let refused = requests.refused.iter().filter(|_| entrance.flavor != RouterFlavor::Traditional);
    for refused in refused {
        if let Some((object, span)) = place(&refused.route) {
            problems.push(catalog::refused(object, span, &refused.route.name, &refused.why));
        }
    }
    let mut told = BTreeSet::new();
    for shadow in requests.shadows() {
        let Some((object, span)) = place(&shadow.route) else { continue };
        let winner = place(&shadow.by).map(|(object, span)| (object.title(), span));
        let title = winner.as_ref().map_or_else(|| format!("route `{}`", shadow.by.name), |(title, _)| title.clone());
        if told.insert((span, title.clone())) {
            problems.push(catalog::shadowed(object, span, &shadow, &title, winner.map(|(_, span)| span)));
        }
    }
    let mut fitting: BTreeMap<&str, (&derive::Derived, bool)> = BTreeMap::new();
    for made in requests.made.iter().filter(|made| made.purpose == Purpose::Match) {
        let entry = fitting.entry(&made.route.pointer).or_insert((made, false));
        entry.1 |= !matches!(made.reach, Reach::None(_));
    }
    for (made, _) in fitting.into_values().filter(|(_, reaches)| !reaches) {
        let Some((object, span)) = place(&made.route) else { continue };
        if told.insert((span, String::new())) {
            problems.push(catalog::unreachable(object, span, &made.route.name, &made.client.line()));
        }
    }
    problems
}

fn routes(config: &Tree) -> usize {
    let Some(Tree::List(services, _)) = config.child("services") else { return 0 };
    let count = |service: &Tree| match service.child("routes") {
        Some(Tree::List(routes, _)) => routes.len(),
        _ => 0,
    };
    services.iter().map(count).sum()
}

/// Where the conditions of a route were written.
fn span(config: &Tree, pointer: &str) -> Option<Span> {
    let mut keys = pointer.strip_prefix("/config/")?.split('/');
    let route = keys.try_fold(config, |tree, key| tree.child(key))?;
    ["paths", "expression", "hosts", "snis", "destinations", "methods", "name"].iter().find_map(|field| {
        let mut first = None;
        route.child(field)?.each_place(&mut |place| {
            if let (None, Place::At(span)) = (first, place) {
                first = Some(span);
            }
        });
        first
    })
}
