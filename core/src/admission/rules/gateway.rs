//! Rules of `spec.listeners` of a Gateway.

use crate::admission::Refusal;
use crate::diagnostic::catalog::admission as catalog;
use crate::k8s::gateway::{Gateway, Listener, ListenerTls};
use crate::yaml::{Node, Value};

/// Each rule says at most one thing, about the first listener that breaks it.
///
/// Source: Gateway API 1.3 CRD, `spec.listeners`; spec/gateway-status.md 1.2.
pub(super) fn check(gateway: &Gateway<'_>) -> Vec<Refusal> {
    let rules = [tls_not_allowed, tls_mode, hostname_not_allowed, name_twice, listener_twice];
    let mut refusals: Vec<Refusal> = rules.into_iter().filter_map(|rule| rule(gateway)).collect();
    refusals.extend(gateway.listeners.iter().enumerate().filter_map(|(index, listener)| {
        let tls = listener.tls.as_ref()?;
        certificate_missing(gateway, index, listener, tls)
    }));
    refusals
}

fn of_list(message: &str, problem: crate::diagnostic::Diagnostic) -> Refusal {
    Refusal { message: format!("spec.listeners: Invalid value: \"array\": {message}"), problem }
}

fn first<'g, 'a>(
    gateway: &'g Gateway<'a>,
    breaks: impl Fn(&Listener<'a>) -> bool,
) -> Option<(usize, &'g Listener<'a>)> {
    gateway.listeners.iter().enumerate().find(|(_, listener)| breaks(listener))
}

/// The first listener that equals one before it, with that one.
fn first_pair<'g, 'a>(
    gateway: &'g Gateway<'a>,
    equal: impl Fn(&Listener<'a>, &Listener<'a>) -> bool,
) -> Option<(usize, &'g Listener<'a>, &'g Listener<'a>)> {
    gateway.listeners.iter().enumerate().find_map(|(index, listener)| {
        let earlier = gateway.listeners.iter().take(index).find(|earlier| equal(earlier, listener))?;
        Some((index, listener, earlier))
    })
}

fn tls_not_allowed(gateway: &Gateway<'_>) -> Option<Refusal> {
    let breaks =
        |listener: &Listener<'_>| matches!(listener.protocol.value, "HTTP" | "TCP" | "UDP") && listener.tls.is_some();
    let (index, listener) = first(gateway, breaks)?;
    let problem = catalog::listener_tls_not_allowed(gateway, index, listener);
    Some(of_list("tls must not be specified for protocols ['HTTP', 'TCP', 'UDP']", problem))
}

fn tls_mode(gateway: &Gateway<'_>) -> Option<Refusal> {
    let breaks = |listener: &Listener<'_>| {
        let mode = listener.tls.as_ref().and_then(|tls| tls.mode).map_or("", |mode| mode.value);
        listener.protocol.value == "HTTPS" && !matches!(mode, "" | "Terminate")
    };
    let (index, listener) = first(gateway, breaks)?;
    let problem = catalog::listener_tls_mode(gateway, index, listener);
    Some(of_list("tls mode must be Terminate for protocol HTTPS", problem))
}

fn hostname_not_allowed(gateway: &Gateway<'_>) -> Option<Refusal> {
    let breaks = |listener: &Listener<'_>| {
        matches!(listener.protocol.value, "TCP" | "UDP") && !listener.hostname_text().is_empty()
    };
    let (index, listener) = first(gateway, breaks)?;
    let problem = catalog::listener_hostname_not_allowed(gateway, index, listener);
    Some(of_list("hostname must not be specified for protocols ['TCP', 'UDP']", problem))
}

fn name_twice(gateway: &Gateway<'_>) -> Option<Refusal> {
    let (index, listener, earlier) = first_pair(gateway, |a, b| a.name.value == b.name.value)?;
    let problem = catalog::listener_name_twice(gateway, index, listener, earlier);
    Some(of_list("Listener name must be unique within the Gateway", problem))
}

fn listener_twice(gateway: &Gateway<'_>) -> Option<Refusal> {
    let equal = |a: &Listener<'_>, b: &Listener<'_>| {
        let host = |listener: &Listener<'_>| listener.hostname.map(|hostname| hostname.value.to_owned());
        a.port.value == b.port.value && a.protocol.value == b.protocol.value && host(a) == host(b)
    };
    let (index, listener, earlier) = first_pair(gateway, equal)?;
    let problem = catalog::listener_twice(gateway, index, listener, earlier);
    Some(of_list("Combination of port, protocol and hostname must be unique for each listener", problem))
}

/// The rule asks for the size of both fields; a missing one is an error of the evaluation, unless the other field
/// already satisfies the rule.
fn certificate_missing(
    gateway: &Gateway<'_>,
    index: usize,
    listener: &Listener<'_>,
    tls: &ListenerTls<'_>,
) -> Option<Refusal> {
    const RULE: &str = "certificateRefs or options must be specified when mode is Terminate";
    let size = |key: &str| tls.node.get(key).map(length);
    let (refs, options) = (size("certificateRefs"), size("options"));
    let satisfied = refs.is_some_and(|size| size > 0) || options.is_some_and(|size| size > 0);
    if tls.mode.is_none_or(|mode| mode.value != "Terminate") || satisfied {
        return None;
    }
    let message = match (refs, options) {
        (None, _) => format!("no such key: certificateRefs evaluating rule: {RULE}"),
        (Some(_), None) => format!("no such key: options evaluating rule: {RULE}"),
        (Some(_), Some(_)) => RULE.to_owned(),
    };
    Some(Refusal {
        message: format!("spec.listeners[{index}].tls: Invalid value: \"object\": {message}"),
        problem: catalog::listener_certificate_missing(gateway, index, listener, tls),
    })
}

fn length(node: &Node<'_>) -> usize {
    match &node.value {
        Value::List(items) => items.len(),
        Value::Map(map) => map.entries.len(),
        _ => 0,
    }
}
