//! Problems of listeners and routes together: who meets whom in Kong's one router, and who nobody.

use crate::diagnostic::Diagnostic;
use crate::diagnostic::catalog::listeners::Subject;
use crate::diagnostic::catalog::{routes, sharing as catalog};
use crate::k8s::gateway::{Gateway, Listener};
use crate::k8s::kinds::Kind;
use crate::k8s::l4_ingress::L4IngressRule;
use crate::provenance::Placed;
use crate::resolve::Store;
use crate::status::Reconciled;
use crate::status::listener::chain::ListenerChain;
use crate::status::route::RouteStatus;
use crate::status::route::hostname;
use crate::status::route::supported_gateways::{Attachment, Step};

/// A listener that is programmed, with its Gateway.
type Ready<'s, 'a> = (&'s Gateway<'a>, &'s Listener<'a>);

pub(super) fn report<'a>(reconciled: &Reconciled<'a>, store: &'a Store<'a>, problems: &mut Vec<Diagnostic>) {
    let chains: Vec<ListenerChain<'_, 'a>> = reconciled.chains().filter(ListenerChain::is_programmed).collect();
    let ready: Vec<Ready<'_, 'a>> = chains.iter().map(|chain| (chain.gateway.gateway, chain.listener)).collect();
    merged(&chains, problems);
    for status in reconciled.routes.values().flatten() {
        on_other_listeners(status, &ready, problems);
        https_only(reconciled, status, &ready, problems);
    }
    for chain in &chains {
        let subject = Subject { gateway: chain.gateway.gateway, index: chain.index, listener: chain.listener };
        hostname_unreached(reconciled, subject, problems);
        if let Some(kind) = stream_kind(chain.listener) {
            let is_used = attached(reconciled, subject) > 0 || ingress_uses(reconciled, store, chain.listener);
            problems.extend((!is_used).then(|| catalog::without_route(subject, kind)));
        }
    }
    for status in &reconciled.gateways {
        let wrong: Vec<(&Listener<'_>, i64, i64)> = chains
            .iter()
            .filter(|chain| std::ptr::eq(chain.gateway, status))
            .filter_map(|chain| {
                let subject = Subject { gateway: status.gateway, index: chain.index, listener: chain.listener };
                let (said, are) = (chain.status?.attached_routes.value, attached(reconciled, subject));
                (said != are).then_some((chain.listener, said, are))
            })
            .collect();
        problems.extend((!wrong.is_empty()).then(|| catalog::miscounted(status.gateway, &wrong)));
    }
}

/// Listeners of different Gateways with one port whose hostnames meet.
fn merged(chains: &[ListenerChain<'_, '_>], problems: &mut Vec<Diagnostic>) {
    for (at, chain) in chains.iter().enumerate() {
        let own = chain.listener;
        let earlier = chains.iter().take(at).find(|other| {
            let theirs = other.listener;
            let (mine, others) = (own.hostname_text(), theirs.hostname_text());
            !std::ptr::eq(other.gateway, chain.gateway)
                && own.port.value == theirs.port.value
                && own.protocol.value == theirs.protocol.value
                && (mine.is_empty() || others.is_empty() || hostname::intersect(mine, others))
        });
        if let Some(other) = earlier {
            let subject = Subject { gateway: chain.gateway.gateway, index: chain.index, listener: own };
            problems.push(catalog::merged(subject, (other.gateway.gateway, other.listener)));
        }
    }
}

/// An HTTPRoute or GRPCRoute that names sections or ports, and listeners of the same protocols on other ports.
fn on_other_listeners(status: &RouteStatus<'_>, ready: &[Ready<'_, '_>], problems: &mut Vec<Diagnostic>) {
    let route = status.route;
    let is_http = matches!(route.kind(), Kind::HTTPRoute | Kind::GRPCRoute);
    let taken: Vec<&Listener<'_>> = status.attachments.iter().flat_map(listeners_of).collect();
    let chooses = |attachment: &&Attachment<'_>| {
        attachment.is_accepted() && (attachment.section().is_some() || attachment.parent_ref.port.is_some())
    };
    let Some(attachment) = status.attachments.iter().find(chooses) else { return };
    if !is_http || status.pushed.is_none() {
        return;
    }
    let others: Vec<Ready<'_, '_>> = ready
        .iter()
        .filter(|(_, other)| {
            taken.iter().any(|own| own.protocol.value == other.protocol.value)
                && taken.iter().all(|own| own.port.value != other.port.value)
        })
        .copied()
        .collect();
    if !others.is_empty() {
        let node = attachment.parent_ref.target.node;
        let index = route.parent_refs.iter().position(|reference| std::ptr::eq(reference.target.node, node));
        let index = index.unwrap_or_default();
        problems.push(catalog::on_other_listeners(route, index, &attachment.parent_ref, &others));
    }
}

/// An HTTPRoute that names HTTPS listeners only, of Gateways that have a listener of HTTP as well. Not where another route
/// serves its hostnames there, or its annotations say what plain HTTP gets.
fn https_only(
    reconciled: &Reconciled<'_>,
    status: &RouteStatus<'_>,
    ready: &[Ready<'_, '_>],
    problems: &mut Vec<Diagnostic>,
) {
    const SAID: &[&str] =
        &["konghq.com/https-redirect-status-code", "konghq.com/protocols", "ingress.kubernetes.io/force-ssl-redirect"];
    let route = status.route;
    let is_said = SAID.iter().any(|key| route.object.annotation(key).is_some());
    if route.kind() != Kind::HTTPRoute || status.pushed.is_none() || is_said {
        return;
    }
    let mut listeners = status.attachments.iter().flat_map(listeners_of);
    if !listeners.all(|listener| listener.protocol.value == "HTTPS") {
        return;
    }
    let attachment = status.attachments.iter().find(|attachment| attachment.is_accepted());
    let Some((attachment, section)) = attachment.and_then(|it| Some((it, it.section()?))) else { return };
    let plain = ready.iter().find(|(gateway, listener)| {
        gateway.object.key() == attachment.gateway.object.key() && listener.protocol.value == "HTTP"
    });
    let serves = |other: &&RouteStatus<'_>| {
        let own = &route.hostnames;
        let theirs = &other.route.hostnames;
        let meet = theirs.is_empty()
            || theirs.iter().any(|there| own.iter().any(|here| hostname::intersect(here.value, there.value)));
        let mut listeners = other.attachments.iter().flat_map(listeners_of);
        meet && !own.is_empty() && listeners.any(|listener| listener.protocol.value == "HTTP")
    };
    if let Some((_, plain)) = plain.filter(|_| !reconciled.routes(Kind::HTTPRoute).iter().any(|other| serves(&other))) {
        let node = attachment.parent_ref.target.node;
        let index = route.parent_refs.iter().position(|reference| std::ptr::eq(reference.target.node, node));
        problems.push(routes::https_only(route, index.unwrap_or_default(), section, plain));
    }
}

/// The listeners that take a route by one of its parentRefs.
fn listeners_of<'t, 'a>(attachment: &'t Attachment<'a>) -> impl Iterator<Item = &'a Listener<'a>> + use<'t, 'a> {
    attachment.trials.iter().filter(|trial| trial.stopped.is_none()).map(|trial| trial.listener)
}

/// How many routes of all kinds a listener takes.
fn attached(reconciled: &Reconciled<'_>, subject: Subject<'_, '_>) -> i64 {
    let takes = |attachment: &Attachment<'_>| {
        attachment.is_accepted()
            && attachment.gateway.object.key() == subject.gateway.object.key()
            && listeners_of(attachment).any(|listener| std::ptr::eq(listener.node, subject.listener.node))
    };
    let routes = reconciled.routes.values().flatten();
    let count = routes.filter(|route| route.attachments.iter().any(takes)).count();
    i64::try_from(count).unwrap_or(i64::MAX)
}

/// A listener with a hostname that routes name and that none of them meets.
fn hostname_unreached(reconciled: &Reconciled<'_>, subject: Subject<'_, '_>, problems: &mut Vec<Diagnostic>) {
    let Some(hostname) = subject.listener.hostname.filter(|hostname| !hostname.value.is_empty()) else { return };
    if !matches!(subject.listener.protocol.value, "HTTP" | "HTTPS" | "TLS") {
        return;
    }
    let mut nearest: Option<Placed<&str>> = None;
    for status in reconciled.routes.values().flatten() {
        for attachment in &status.attachments {
            let trial = attachment.trials.iter().find(|trial| std::ptr::eq(trial.listener.node, subject.listener.node));
            match trial.map(|trial| trial.stopped) {
                Some(None) => return,
                Some(Some(Step::Hostname)) if nearest.is_none() => nearest = status.route.hostnames.first().copied(),
                Some(Some(_)) | None => {}
            }
        }
    }
    problems.extend(nearest.map(|nearest| catalog::hostname_unreached(subject, hostname, nearest)));
}

/// The kind of route that leads on from a stream listener.
fn stream_kind(listener: &Listener<'_>) -> Option<&'static str> {
    match listener.protocol.value {
        "TCP" => Some("TCPRoute"),
        "UDP" => Some("UDPRoute"),
        "TLS" => Some("TLSRoute"),
        _ => None,
    }
}

/// A TCPIngress or UDPIngress has the port of a listener.
fn ingress_uses<'a>(reconciled: &Reconciled<'a>, store: &'a Store<'a>, listener: &Listener<'_>) -> bool {
    let kind = if listener.protocol.value == "UDP" { Kind::UDPIngress } else { Kind::TCPIngress };
    store
        .of_kind(kind)
        .filter(|object| reconciled.cache.has(object))
        .any(|object| L4IngressRule::list(object).iter().any(|rule| rule.port.value == listener.port.value))
}
