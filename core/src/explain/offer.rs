//! A listener for a route that no listener of its Gateway takes.

use std::collections::BTreeMap;

use super::chain::{Context, target_of};
use super::edits;
use crate::diagnostic::{Code, Diagnostic, Edit, Fix};
use crate::k8s::Kind;
use crate::k8s::route::Route;
use crate::k8s::service::Service;
use crate::listens::Need;
use crate::status::Reconciled;
use crate::status::gateway::GatewayStatus;
use crate::status::route::RouteStatus;
use crate::status::route::supported_gateways::Attachment;

/// Gives the problems of routes that nothing else mends the edit that adds a listener to the Gateway, on a port that is on
/// offer for the kind of route.
pub fn report<'a>(context: Context<'a>, reconciled: &Reconciled<'a>, problems: &mut [Diagnostic]) {
    let is_open = |problem: &Diagnostic| {
        matches!(
            problem.code,
            Code::RouteNotAllowed
                | Code::RouteNoListener
                | Code::RoutePortMismatch
                | Code::RouteSectionMissing
                | Code::RouteTlsTerminated
                | Code::RouteHostnameMismatch
        ) && problem.fixes.is_empty()
            && problem.remedies.is_empty()
    };
    if !problems.iter().any(is_open) {
        return;
    }
    let routes: BTreeMap<String, &RouteStatus<'_>> =
        reconciled.routes.values().flatten().map(|status| (status.route.object.title(), status)).collect();
    for problem in problems.iter_mut().filter(|problem| is_open(problem)) {
        let Some(status) = problem.object.as_ref().and_then(|title| routes.get(title)) else { continue };
        let attachment = status.attachments.iter().find(|attachment| {
            let span = attachment.parent_ref.target.node.span();
            !attachment.is_accepted()
                && span.is_some_and(|span| span.start <= problem.primary.start && problem.primary.end <= span.end)
        });
        let fix = attachment.and_then(|attachment| {
            let gateway = attachment.gateway;
            let own = reconciled.gateways.iter().find(|status| std::ptr::eq(status.gateway, gateway))?;
            listener(context, own, status.route, attachment)
        });
        problem.fixes.extend(fix);
    }
}

fn listener<'a>(
    context: Context<'a>,
    gateway: &GatewayStatus<'a>,
    route: &Route<'_>,
    attachment: &Attachment<'_>,
) -> Option<Fix> {
    let protocol = protocol_for(route.kind())?;
    let port = offered(context, gateway, protocol)?;
    if attachment.parent_ref.port.is_some_and(|wanted| wanted.value != port) {
        return None;
    }
    let listeners = &gateway.gateway.listeners;
    let taken: Vec<&str> = listeners.iter().map(|listener| listener.name.value).collect();
    let name = edits::free_name(&format!("{}-{port}", protocol.to_lowercase()), &taken);
    let mut fields = vec![("name", name.clone()), ("protocol", protocol.to_owned()), ("port", port.to_string())];
    if protocol == "TLS" {
        fields.push(("tls", "{mode: Passthrough}".to_owned()));
    }
    if route.object.namespace() != gateway.gateway.object.namespace() {
        fields.push(("allowedRoutes", "{namespaces: {from: All}}".to_owned()));
    }
    let list = gateway.gateway.object.node.at(&["spec", "listeners"])?;
    let mut edits = vec![edits::append_item(context.sources, list, &fields)?];
    if let Some(section) = attachment.section() {
        edits.push(Edit { span: section.place.span()?, text: name.clone() });
    }
    let title = format!("Add listener `{name}` to the Gateway `{}`", gateway.gateway.object.key());
    Some(Fix { title, edits })
}

/// The protocol of a listener for a kind of route; of HTTP and HTTPS the one that needs no certificate.
const fn protocol_for(kind: Kind) -> Option<&'static str> {
    match kind {
        Kind::HTTPRoute | Kind::GRPCRoute => Some("HTTP"),
        Kind::TLSRoute => Some("TLS"),
        Kind::TCPRoute => Some("TCP"),
        Kind::UDPRoute => Some("UDP"),
        _ => None,
    }
}

/// A port of the publish Services that leads to a listen for the protocol, and that no listener of the Gateway has, or for
/// HTTP only listeners with hostnames.
fn offered(context: Context<'_>, gateway: &GatewayStatus<'_>, protocol: &str) -> Option<i64> {
    let listens = context.listens.ok()?;
    let need = Need::of(protocol)?;
    let services: &[&Service<'_>] =
        if gateway.services.is_empty() { context.services } else { gateway.services.as_slice() };
    let transport = if need.udp { "UDP" } else { "TCP" };
    let ports = || services.iter().flat_map(|service| &service.ports);
    let is_free = |number: i64| {
        let mut of_port = gateway.gateway.listeners.iter().filter(|listener| listener.port.value == number);
        of_port.all(|listener| {
            protocol == "HTTP" && listener.protocol.value == "HTTP" && !listener.hostname_text().is_empty()
        })
    };
    ports()
        .filter(|port| port.protocol_text() == transport && is_free(port.port.value))
        // A number that stands in the Services twice is not told apart by the controller.
        .filter(|port| ports().filter(|other| other.port.value == port.port.value).count() == 1)
        .find(|port| {
            let target = target_of(port);
            let nearest = listens.nearest(Some(need), target);
            nearest.is_some_and(|(subsystem, entry)| need.misfit(subsystem, entry).is_none())
        })
        .map(|port| port.port.value)
}
