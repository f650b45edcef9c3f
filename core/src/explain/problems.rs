//! Problems of listeners whose status says one thing and whose clients meet another.

use super::chain::{Chain, Context, Met, target_of};
use super::{fixes, hops, publish, values};
use crate::diagnostic::catalog::listeners::Subject;
use crate::diagnostic::catalog::sockets::{self as catalog, Way};
use crate::diagnostic::{Diagnostic, Edit, Fix};
use crate::k8s::service::Service;
use crate::listens::{Flag, KongListens, Misfit, Need, Subsystem};
use crate::ordered::Ordered as _;
use crate::provenance::{Place, Placed};
use crate::resolve::Store;
use crate::settings::ControllerSettings;
use crate::status::gateway::{GatewayStatus, Management};

/// Adds the problems of the listeners of this controller's Gateways, and those of the publish Services' ports.
pub fn report<'a>(
    context: Context<'a>,
    gateways: &'a [GatewayStatus<'a>],
    store: &Store<'_>,
    controller: &ControllerSettings,
    problems: &mut Vec<Diagnostic>,
) {
    let (Ok(listens), None) = (context.listens, context.kong_refuses) else { return };
    let ours =
        gateways.iter().filter(|status| matches!(status.management, Management::Managed | Management::Unmanaged));
    let mut services = context.services.to_vec();
    for status in ours {
        services.extend(&status.services);
        for chain in Chain::of(context, status) {
            problems.extend(of_listener(&chain, listens));
            problems.extend(publish::unpublished(&chain, store, controller));
        }
    }
    services.order_by(|a, b| a.object.key().cmp(&b.object.key()));
    services.dedup_by(|a, b| std::ptr::eq(*a, *b));
    for service in services {
        numbers_shared(service, problems);
        proxy_protocol(service, listens, problems);
    }
    cleartext_http2(listens, problems);
}

fn of_listener(chain: &Chain<'_>, listens: &KongListens) -> Option<Diagnostic> {
    let step = chain.step?;
    let subject = Subject { gateway: chain.status.gateway, index: chain.index, listener: chain.listener };
    let way = Way { subject, service: step.service, port: step.port, target: step.target };
    // What is not programmed has a problem of its own already.
    let green = chain.is_programmed();
    match chain.met() {
        Met::NoSocket if green => {
            let need = Need::of(chain.listener.protocol.value)?;
            let entry = format!("0.0.0.0:{}{}", step.target, need.flags());
            let problem = catalog::no_socket(way, listens.of(need.subsystem).value.whole(), need.subsystem, &entry);
            Some(with_fixes(problem, chain))
        }
        Met::Misfit(need, subsystem, entry, misfit) if green => {
            let of = listens.of(subsystem);
            let (place, text) = (of.place(entry), of.text(entry));
            let mend = match misfit {
                Misfit::NoUdp => format!("write `{text} udp` in {}", subsystem.variable()),
                Misfit::NoSsl => format!("write `{text} ssl` in {}", subsystem.variable()),
                Misfit::Udp => format!("remove `udp` from `{text}` in {}", subsystem.variable()),
                Misfit::Ssl => format!("remove `ssl` from `{text}` in {}", subsystem.variable()),
                Misfit::OtherSubsystem => format!("open another port in {}", need.subsystem.variable()),
            };
            Some(with_fixes(catalog::listen_differs(way, place, &hops::in_words(need, misfit), mend), chain))
        }
        Met::Moved(seen) if matches!(seen.place, Place::Rule(_)) => {
            let maps = chain.context.port_maps.map(|maps| Placed::new(maps.text(), maps.whole()));
            let problem = catalog::port_moved(way, maps);
            let fix = add_map(chain, step.target);
            Some(fix.into_iter().fold(problem, Diagnostic::with_fix))
        }
        Met::Moved(seen) => {
            let problem = catalog::map_elsewhere(way, seen);
            let fix = seen.place.span().map(|span| {
                let map = format!("{}:{}", chain.listener.port.value, step.target);
                Fix::replace(format!("Write `{map}`"), span, map)
            });
            Some(fix.into_iter().fold(problem, Diagnostic::with_fix))
        }
        _ => None,
    }
}

/// Listens with `http2` and without `ssl`, one problem for each port.
fn cleartext_http2(listens: &KongListens, problems: &mut Vec<Diagnostic>) {
    let proxy = &listens.proxy;
    let mut ports = Vec::new();
    for entry in &proxy.entries {
        let Some(port) = entry.port_number() else { continue };
        if entry.has(Flag::Http2) && !entry.has(Flag::Ssl) && !ports.contains(&port) {
            ports.push(port);
            let flag = proxy.flag_place(entry, Flag::Http2).span();
            problems.extend(flag.map(|flag| catalog::cleartext_http2(proxy.text(entry), flag)));
        }
    }
}

fn with_fixes(problem: Diagnostic, chain: &Chain<'_>) -> Diagnostic {
    fixes::joint(chain).into_iter().fold(problem, Diagnostic::with_fix)
}

/// A port map for the listener is added behind the others.
fn add_map(chain: &Chain<'_>, target: i64) -> Option<Fix> {
    let map = format!("{}:{target}", chain.listener.port.value);
    let sources = chain.context.sources;
    let edit = match chain.context.port_maps {
        None => values::set_variable(sources, "KONG_PORT_MAPS", &map)?,
        Some(maps) => {
            let text = maps.text();
            let lead = if text.trim().is_empty() { "" } else { ", " };
            match maps.point(text.len()) {
                Some(span) => Edit { span, text: format!("{lead}{map}") },
                // The chart has put it together.
                None => values::set_variable(sources, "KONG_PORT_MAPS", &format!("{text}{lead}{map}"))?,
            }
        }
    };
    Some(Fix { title: format!("Add `{map}` to KONG_PORT_MAPS"), edits: vec![edit] })
}

/// Ports of one number with different targets, of which the controller only knows the last one's.
fn numbers_shared(service: &Service<'_>, problems: &mut Vec<Diagnostic>) {
    for (index, port) in service.ports.iter().enumerate() {
        let last = service.ports.iter().skip(index + 1).rfind(|other| other.port.value == port.port.value);
        let Some(last) = last else { continue };
        let targets = (target_of(port), target_of(last));
        if targets.0 != targets.1 {
            problems.push(catalog::number_shared(service, port, last, targets));
        }
    }
}

/// Listens that expect the PROXY protocol from a Service that does not send it, and the reverse.
fn proxy_protocol(service: &Service<'_>, listens: &KongListens, problems: &mut Vec<Diagnostic>) {
    let sends = sends_proxy_protocol(service);
    let mut done: Vec<(Subsystem, i64)> = Vec::new();
    for port in &service.ports {
        let target = target_of(port);
        for subsystem in [Subsystem::Http, Subsystem::Stream] {
            let of = listens.of(subsystem);
            let Some((_, entry)) = of.on_port(target) else { continue };
            if entry.has(Flag::Udp) || done.contains(&(subsystem, target)) {
                continue;
            }
            done.push((subsystem, target));
            match (entry.has(Flag::ProxyProtocol), sends) {
                (true, None) => {
                    let flag = of.flag_place(entry, Flag::ProxyProtocol).span();
                    problems.extend(flag.map(|flag| {
                        catalog::proxy_protocol_expected(subsystem.variable(), of.text(entry), flag, service)
                    }));
                }
                (false, Some(annotation)) => {
                    let listen = Placed::new(of.text(entry), of.place(entry));
                    let (number, variable) = (port.port.value, subsystem.variable());
                    problems.push(catalog::proxy_protocol_unread(service, annotation, number, variable, listen));
                }
                (true, Some(_)) | (false, None) => {}
            }
        }
    }
}

/// The annotation that makes the load balancer of a Service send the PROXY protocol.
///
/// Source: the documentation of the cloud providers' controllers.
fn sends_proxy_protocol<'s>(service: &'s Service<'_>) -> Option<Placed<&'s str>> {
    const SWITCHES: &[&str] = &[
        "load-balancer.hetzner.cloud/uses-proxyprotocol",
        "loadbalancer.openstack.org/proxy-protocol",
        "kubernetes.civo.com/loadbalancer-enable-proxy-protocol",
        "service.beta.kubernetes.io/do-loadbalancer-enable-proxy-protocol",
        "service.beta.kubernetes.io/linode-loadbalancer-default-proxy-protocol",
        "service.beta.kubernetes.io/ovh-loadbalancer-proxy-protocol",
        "service.beta.kubernetes.io/scw-loadbalancer-proxy-protocol-v1",
        "service.beta.kubernetes.io/scw-loadbalancer-proxy-protocol-v2",
        "service.beta.kubernetes.io/vultr-loadbalancer-proxy-protocol",
        "service.beta.kubernetes.io/aws-load-balancer-proxy-protocol",
    ];
    let annotation = |key: &&str| service.object.annotation(key);
    let is_on = |value: &Placed<&str>| !matches!(value.value, "" | "false" | "none");
    let of_target_group = || {
        let attributes =
            service.object.annotation("service.beta.kubernetes.io/aws-load-balancer-target-group-attributes")?;
        attributes.value.contains("proxy_protocol_v2.enabled=true").then_some(attributes)
    };
    SWITCHES.iter().filter_map(annotation).find(is_on).or_else(of_target_group)
}
