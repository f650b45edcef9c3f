//! The listener that breaks a rule of `spec.listeners`.

use crate::diagnostic::Diagnostic;
use crate::diagnostic::catalog::admission as catalog;
use crate::k8s::gateway::{Gateway, Listener};
use crate::provenance::Place;

/// The problem of a broken rule: it is about the first listener that breaks it. `place` is that of the value with the
/// rule.
///
/// Source: the messages of the rules of Gateway API 1.3, CRD of Gateway.
pub(super) fn broken_rule(gateway: &Gateway<'_>, message: &str, place: Place) -> Option<Diagnostic> {
    match message {
        "tls must not be specified for protocols ['HTTP', 'TCP', 'UDP']" => {
            let breaks = |listener: &Listener<'_>| {
                matches!(listener.protocol.value, "HTTP" | "TCP" | "UDP") && listener.tls.is_some()
            };
            let (index, listener) = first(gateway, &breaks)?;
            Some(catalog::listener_tls_not_allowed(gateway, index, listener))
        }
        "tls mode must be Terminate for protocol HTTPS" => {
            let breaks = |listener: &Listener<'_>| {
                let mode = listener.tls.as_ref().and_then(|tls| tls.mode).map_or("", |mode| mode.value);
                listener.protocol.value == "HTTPS" && !matches!(mode, "" | "Terminate")
            };
            let (index, listener) = first(gateway, &breaks)?;
            Some(catalog::listener_tls_mode(gateway, index, listener))
        }
        "hostname must not be specified for protocols ['TCP', 'UDP']" => {
            let breaks = |listener: &Listener<'_>| {
                matches!(listener.protocol.value, "TCP" | "UDP") && !listener.hostname_text().is_empty()
            };
            let (index, listener) = first(gateway, &breaks)?;
            Some(catalog::listener_hostname_not_allowed(gateway, index, listener))
        }
        "Listener name must be unique within the Gateway" => {
            let (index, listener, earlier) = first_pair(gateway, &|a, b| a.name.value == b.name.value)?;
            Some(catalog::listener_name_twice(gateway, index, listener, earlier))
        }
        "Combination of port, protocol and hostname must be unique for each listener" => {
            let equal = |a: &Listener<'_>, b: &Listener<'_>| {
                let host = |listener: &Listener<'_>| listener.hostname.map(|hostname| hostname.value.to_owned());
                a.port.value == b.port.value && a.protocol.value == b.protocol.value && host(a) == host(b)
            };
            let (index, listener, earlier) = first_pair(gateway, &equal)?;
            Some(catalog::listener_twice(gateway, index, listener, earlier))
        }
        "certificateRefs or options must be specified when mode is Terminate" => {
            let has_rule = |listener: &Listener<'_>| listener.tls.as_ref().is_some_and(|tls| tls.node.place == place);
            let (index, listener) = first(gateway, &has_rule)?;
            Some(catalog::listener_certificate_missing(gateway, index, listener, listener.tls.as_ref()?))
        }
        _ => None,
    }
}

fn first<'g, 'a>(
    gateway: &'g Gateway<'a>,
    breaks: &dyn Fn(&Listener<'a>) -> bool,
) -> Option<(usize, &'g Listener<'a>)> {
    gateway.listeners.iter().enumerate().find(|(_, listener)| breaks(listener))
}

/// The first listener that equals one before it, with that one.
fn first_pair<'g, 'a>(
    gateway: &'g Gateway<'a>,
    equal: &dyn Fn(&Listener<'a>, &Listener<'a>) -> bool,
) -> Option<(usize, &'g Listener<'a>, &'g Listener<'a>)> {
    gateway.listeners.iter().enumerate().find_map(|(index, listener)| {
        let earlier = gateway.listeners.iter().take(index).find(|earlier| equal(earlier, listener))?;
        Some((index, listener, earlier))
    })
}
