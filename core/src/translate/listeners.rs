//! The listeners that the parentRefs of a route select.

use super::input::Input;
use crate::k8s::ObjectKey;
use crate::k8s::gateway::Listener;
use crate::k8s::route::{ParentRef, Route};

/// The listeners of all Gateways that the route names, parentRef by parentRef, in the order of the Gateway.
///
/// A Gateway that is not there gives none. Kind, group and port of the parentRef are not looked at; a section selects
/// by name.
///
/// Source: KIC v3.5.13 internal/dataplane/translator/translate_routes_helpers.go:getGatewayListeningPorts;
/// spec/gateway-routes.md 5.6, 10.1.
pub(super) fn selected<'r, 'a>(
    input: Input<'a>,
    route: &'r Route<'a>,
) -> impl Iterator<Item = (ParentRef<'a>, &'a Listener<'a>)> + use<'r, 'a> {
    let own = route.object.key().namespace;
    route.parent_refs.iter().copied().flat_map(move |parent| {
        let namespace = parent.target.namespace_or(own);
        let gateway = input.gateway(ObjectKey::new(namespace, parent.target.name.value));
        let listeners = gateway.map_or(&[][..], |gateway| &gateway.listeners);
        of_section(parent, listeners).map(move |listener| (parent, listener))
    })
}

/// The listeners that the section of a parentRef selects: all without one.
pub(super) fn of_section<'a>(
    parent: ParentRef<'a>,
    listeners: &'a [Listener<'a>],
) -> impl Iterator<Item = &'a Listener<'a>> {
    let section = parent.section_name.map(|section| section.value);
    listeners.iter().filter(move |listener| section.is_none_or(|section| section == listener.name.value))
}
