//! Problems of routes.

use crate::diagnostic::Diagnostic;
use crate::diagnostic::catalog::backends;
use crate::diagnostic::catalog::routes::{self as catalog, NoParent};
use crate::k8s::ObjectKey;
use crate::k8s::kinds::Kind;
use crate::k8s::route::{ParentRef, Route};
use crate::resolve::Store;
use crate::resolve::grants::Target;
use crate::settings::ControllerSettings;
use crate::status::route::resolved_refs::Reason;
use crate::status::route::supported_gateways::{Attachment, GATEWAY_ERROR};
use crate::status::route::{RouteStatus, narrowing, resolved_refs};
use crate::status::{Reconciled, gateway_class, runs_for};

pub(super) fn report<'a>(
    reconciled: &Reconciled<'a>,
    status: &RouteStatus<'a>,
    store: &'a Store<'a>,
    controller: &'a ControllerSettings,
    problems: &mut Vec<Diagnostic>,
) {
    let route = status.route;
    let switch = runs_for(controller, route.kind());
    if !switch.value {
        problems.push(catalog::kind_off(route.object, switch.place));
        return;
    }
    if let Some(error) = &status.error {
        let place = error.origin.places().first().copied().unwrap_or(status.place());
        problems.push(if error.value.starts_with(GATEWAY_ERROR) {
            catalog::parent_kind(route, place, &error.value)
        } else {
            catalog::policy_error(route, place, &error.value)
        });
        return;
    }
    for (index, reference) in route.parent_refs.iter().enumerate() {
        if let Some(why) = no_parent(reconciled, route, reference, store, controller) {
            problems.push(catalog::no_parent(route, index, reference, why));
        }
    }
    for attachment in &status.attachments {
        let index = index_of(route, &attachment.parent_ref);
        if !attachment.gateway_programmed {
            problems.push(catalog::parent_waits(route, index, attachment));
        } else if !attachment.is_accepted() {
            problems.push(catalog::not_accepted(route, index, attachment));
        }
    }
    if route.kind() == Kind::HTTPRoute {
        // Those of routes that go to the translator are reported by it.
        if status.pushed.is_none() {
            backends(store, route, problems);
        }
        if status.attachments.iter().any(|attachment| attachment.gateway_programmed && attachment.is_accepted()) {
            hostnames(status, problems);
        }
    }
    if status.parents.other.is_some() {
        let port = route.parent_refs.iter().find_map(|reference| reference.port);
        let with_port = |attachment: &&Attachment<'a>| attachment.parent_ref.port.is_some();
        let references: Option<Vec<(&ParentRef<'a>, &str)>> = status
            .attachments
            .iter()
            .filter(with_port)
            .map(|attachment| Some((&attachment.parent_ref, named_by_port(attachment)?)))
            .collect();
        let references = references.unwrap_or_default();
        problems.push(catalog::alternates(route, port.map_or(status.place(), |port| port.place), &references));
    }
    overwritten(status, problems);
}

/// The listener that a parentRef means by its port, or names beside it.
fn named_by_port<'a>(attachment: &Attachment<'a>) -> Option<&'a str> {
    let port = attachment.parent_ref.port?.value;
    if let Some(section) = attachment.section() {
        return Some(section.value);
    }
    attachment.gateway.listeners.iter().find(|listener| listener.port.value == port).map(|other| other.name.value)
}

/// The position of a parentRef; its node tells it from equal ones.
fn index_of(route: &Route<'_>, reference: &ParentRef<'_>) -> usize {
    let same = |other: &ParentRef<'_>| std::ptr::eq(other.target.node, reference.target.node);
    route.parent_refs.iter().position(same).unwrap_or_default()
}

fn no_parent<'a>(
    reconciled: &Reconciled<'a>,
    route: &Route<'a>,
    reference: &ParentRef<'a>,
    store: &'a Store<'a>,
    controller: &'a ControllerSettings,
) -> Option<NoParent<'a>> {
    let key = ObjectKey::new(reference.target.namespace_or(route.object.namespace()), reference.target.name.value);
    if controller.gateway_to_reconcile.as_ref().is_some_and(|only| !only.value.is(key.namespace, key.name)) {
        return Some(NoParent::Skipped);
    }
    let Some(gateway) = store.gateway(key) else { return Some(NoParent::Missing(meant(reconciled, key))) };
    let Some(class) = store.class(gateway.class_name.value) else { return Some(NoParent::NoClass) };
    (!gateway_class::is_controlled(class, controller)).then_some(NoParent::Foreign)
}

/// The Gateway that is likely meant: one of the same name elsewhere, or one of a similar name in the namespace.
fn meant<'a>(reconciled: &Reconciled<'a>, key: ObjectKey<'_>) -> Option<ObjectKey<'a>> {
    let keys = reconciled.gateways.iter().map(|status| status.gateway.object.key());
    let same = keys.clone().find(|other| other.name == key.name);
    let near = keys.filter(|other| other.namespace == key.namespace).map(|other| other.name);
    same.or_else(|| {
        let name = crate::suggest::did_you_mean(key.name, near.clone())?;
        let near = reconciled.gateways.iter().map(|status| status.gateway.object.key());
        near.into_iter().find(|other| other.namespace == key.namespace && other.name == name)
    })
}

/// backendRefs that are not resolved.
fn backends<'a>(store: &'a Store<'a>, route: &Route<'a>, problems: &mut Vec<Diagnostic>) {
    for unresolved in resolved_refs::unresolved(store, route) {
        let (object, target) = (route.object, unresolved.backend.target);
        problems.push(match unresolved.reason {
            Reason::InvalidKind => match target.kind.filter(|kind| kind.value != "Service") {
                Some(kind) => backends::kind_unsupported(object, &target, kind),
                None => backends::group_unsupported(object, &target),
            },
            Reason::RefNotPermitted => {
                let wanted = Target {
                    group: target.group_text(),
                    kind: "Service",
                    namespace: unresolved.target.namespace,
                    name: unresolved.target.name,
                };
                backends::not_granted(object, &target, wanted)
            }
            Reason::BackendNotFound | Reason::ResolvedRefs => {
                backends::service_missing(object, &target, unresolved.target, store)
            }
        });
    }
}

/// Hostnames that do not get to Kong as they are written.
fn hostnames(status: &RouteStatus<'_>, problems: &mut Vec<Diagnostic>) {
    for (index, hostname) in status.route.hostnames.iter().enumerate() {
        match narrowing::first_hit(*hostname, &status.attachments) {
            None => problems.push(catalog::hostname_dropped(status.route, index, *hostname)),
            Some(hit) if hit.value != hostname.value => {
                problems.push(catalog::hostname_narrowed(status.route, index, *hostname, hit));
            }
            Some(_) => {}
        }
    }
}

/// Source: KIC v3.5.13 gw/route_parent_status.go:routeParentStatusKey.
fn overwritten(status: &RouteStatus<'_>, problems: &mut Vec<Diagnostic>) {
    let route = status.route;
    if matches!(route.kind(), Kind::HTTPRoute | Kind::GRPCRoute) {
        return;
    }
    for (at, last) in status.attachments.iter().enumerate() {
        let key = last.gateway.object.key();
        let earlier = status.attachments.iter().take(at).find(|earlier| earlier.gateway.object.key() == key);
        if let Some(first) = earlier {
            let index = index_of(route, &last.parent_ref);
            problems.push(catalog::overwritten(route, index, &first.parent_ref, &last.parent_ref));
        }
    }
}
