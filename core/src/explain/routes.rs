//! Problems of routes that Kong's listens bring about, which the controller does not look at.

use super::chain::{Chain, Context};
use crate::diagnostic::catalog::sockets as catalog;
use crate::diagnostic::{Diagnostic, Edit, Fix};
use crate::k8s::kinds::Kind;
use crate::k8s::l4_ingress::L4IngressRule;
use crate::k8s::service::Service;
use crate::listens::{Entry, Flag, KongListens};
use crate::provenance::Placed;
use crate::resolve::Store;
use crate::status::Reconciled;
use crate::status::route::RouteStatus;

/// Adds the problems of GRPCRoutes, TCPIngresses and UDPIngresses.
pub fn report<'a>(
    context: Context<'a>,
    reconciled: &'a Reconciled<'a>,
    store: &'a Store<'a>,
    problems: &mut Vec<Diagnostic>,
) {
    let (Ok(listens), None) = (context.listens, context.kong_refuses) else { return };
    let chains: Vec<Chain<'a>> = reconciled.gateways.iter().flat_map(|status| Chain::of(context, status)).collect();
    for status in reconciled.routes(Kind::GRPCRoute) {
        problems.extend(grpc(context, status, &chains, listens));
    }
    for kind in [Kind::TCPIngress, Kind::UDPIngress] {
        for object in store.of_kind(kind).filter(|object| reconciled.cache.has(object)) {
            for (index, rule) in L4IngressRule::list(object).iter().enumerate() {
                let problem = stream_rule(rule, kind == Kind::UDPIngress, listens, context.services);
                problems.extend(problem.map(|problem| problem.of_rule(object, index)));
            }
        }
    }
}

/// A GRPCRoute that is only reached through listens without `http2`, or only without TLS.
///
/// Source: spec/kong-router.md: Kong answers 426 to calls that are no HTTP/2.
fn grpc(
    context: Context<'_>,
    status: &RouteStatus<'_>,
    chains: &[Chain<'_>],
    listens: &KongListens,
) -> Option<Diagnostic> {
    let mut first = None;
    for attachment in status.attachments.iter().filter(|attachment| attachment.is_accepted()) {
        for trial in attachment.trials.iter().filter(|trial| trial.stopped.is_none()) {
            let chain = chains.iter().find(|chain| std::ptr::eq(chain.listener.node, trial.listener.node));
            let (subsystem, entry) = chain?.listen?;
            if entry.has(Flag::Http2) {
                return None;
            }
            first.get_or_insert((listens.of(subsystem), entry, attachment.parent_ref.target.name.place));
        }
    }
    let (of, entry, parent) = first?;
    let listen = Placed::new(of.text(entry), of.place(entry));
    let is_on = context.kong.shares_http2() && listens.proxy.entries.iter().any(|other| other.has(Flag::Http2));
    if is_on {
        return (!entry.has(Flag::Ssl)).then(|| catalog::grpc_without_tls(status.route, parent, listen));
    }
    let problem = catalog::grpc_without_http2(status.route, parent, listen);
    let on_port = of.entries.iter().filter(|other| other.port_number() == entry.port_number());
    let edits: Option<Vec<Edit>> = on_port.map(|other| of.add_flag(other, "http2")).collect();
    let title = format!("Add `http2` to the listen on port {}", entry.port_number().unwrap_or_default());
    Some(match edits {
        Some(edits) => problem.with_fix(Fix { title, edits }),
        None => problem,
    })
}

/// A rule of a TCPIngress or UDPIngress whose connections Kong's router cannot see.
fn stream_rule<'a>(
    rule: &L4IngressRule<'a>,
    is_udp: bool,
    listens: &'a KongListens,
    services: &[&Service<'_>],
) -> Option<catalog::StreamRule<'a>> {
    let number = rule.port.value;
    let sees = |entry: &&Entry| {
        let port = entry.port_number().map(|port| listens.port_maps.destination(port).value);
        entry.has(Flag::Udp) == is_udp && port.is_some_and(|port| i64::from(port) == number)
    };
    let Some(entry) = listens.stream.entries.iter().rfind(sees) else {
        let node_port = services
            .iter()
            .flat_map(|service| &service.ports)
            .find(|port| port.node.int_at("nodePort").is_some_and(|node_port| node_port.value == number));
        let service_port = node_port.map(|port| port.port.value);
        let listens = Placed::new(listens.stream.value.text(), listens.stream.value.whole());
        return Some(catalog::StreamRule::PortClosed { port: rule.port, is_udp, listens, service_port });
    };
    let host = rule.host.filter(|_| !entry.has(Flag::Ssl))?;
    let listen = Placed::new(listens.stream.text(entry), listens.stream.place(entry));
    Some(catalog::StreamRule::HostWithoutSsl { host, port: number, listen })
}
