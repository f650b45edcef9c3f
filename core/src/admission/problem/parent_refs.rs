//! The parentRefs that break a rule of `spec.parentRefs`, which all routes have.

use crate::diagnostic::Diagnostic;
use crate::diagnostic::catalog::admission as catalog;
use crate::k8s::route::{ParentRef, Route};

/// The problem of a broken rule: it is about the first pair that breaks it.
///
/// Source: the messages of the rules of Gateway API 1.3, CRDs of routes, experimental channel.
pub(super) fn broken_rule(route: &Route<'_>, message: &str) -> Option<Diagnostic> {
    match message {
        "sectionName or port must be specified when parentRefs includes 2 or more references to the same parent" => {
            let uneven = |a: &ParentRef<'_>, b: &ParentRef<'_>| {
                same_parent(a, b)
                    && (a.section().is_some() != b.section().is_some() || port(a).is_some() != port(b).is_some())
            };
            let (index, earlier, later) = first_pair(route, &uneven)?;
            Some(catalog::parent_section_missing(route, index, earlier, later))
        }
        "sectionName or port must be unique when parentRefs includes 2 or more references to the same parent" => {
            let equal = |a: &ParentRef<'_>, b: &ParentRef<'_>| {
                let section = |reference: &ParentRef<'_>| reference.section().map(|section| section.value.to_owned());
                same_parent(a, b) && section(a) == section(b) && port(a) == port(b)
            };
            let (index, earlier, later) = first_pair(route, &equal)?;
            Some(catalog::parent_twice(route, index, earlier, later))
        }
        _ => None,
    }
}

fn first_pair<'r, 'a>(
    route: &'r Route<'a>,
    test: &dyn Fn(&ParentRef<'a>, &ParentRef<'a>) -> bool,
) -> Option<(usize, &'r ParentRef<'a>, &'r ParentRef<'a>)> {
    route.parent_refs.iter().enumerate().find_map(|(index, later)| {
        let earlier = route.parent_refs.iter().take(index).find(|earlier| test(earlier, later))?;
        Some((index, earlier, later))
    })
}

/// An empty namespace equals none; the route's own namespace written out does not.
fn same_parent(a: &ParentRef<'_>, b: &ParentRef<'_>) -> bool {
    let (a, b) = (&a.target, &b.target);
    a.group_text() == b.group_text()
        && a.kind_text() == b.kind_text()
        && a.name.value == b.name.value
        && a.namespace_or("") == b.namespace_or("")
}

/// Port 0 counts as none.
fn port(reference: &ParentRef<'_>) -> Option<i64> {
    reference.port.map(|port| port.value).filter(|port| *port != 0)
}
