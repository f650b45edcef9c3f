//! Certificates of Gateway listeners.

use super::Wanted;
use crate::diagnostic::catalog::certificates as catalog;
use crate::findings::Findings;
use crate::k8s::gateway::{Gateway, GatewayClass, Listener};
use crate::k8s::{Kind, ObjectKey};
use crate::provenance::Sourced;
use crate::resolve::cache::CachedGateway;
use crate::resolve::grants::{self, GroupRule, Target};
use crate::translate::draft::{ruled, text};
use crate::translate::input::Input;

/// The certificates of all listeners of Gateways of this controller's classes.
///
/// Protocol and mode of the listener are not looked at. What is missing is a problem; only several references and
/// Secrets without a key pair are failures.
///
/// Source: KIC v3.5.13 internal/dataplane/translator/translate_certs.go:getGatewayCerts;
/// spec/ingress-and-kong-crds.md 7.2.
pub(super) fn certificates<'a>(input: Input<'a>, findings: &mut Findings<'a>) -> Vec<Wanted<'a>> {
    let mut wanted = Vec::new();
    for (key, cached) in &input.cache.gateways {
        let Some(gateway) = input.store.gateway(*key) else { continue };
        let Some(class) = input.store.class(gateway.class_name.value) else { continue };
        if class.controller_name.value != input.settings.gateway_controller_name {
            continue;
        }
        for listener in &gateway.listeners {
            if counts(input, class, cached, listener) {
                wanted.extend(certificate(input, gateway, listener, findings));
            }
        }
    }
    wanted
}

/// A listener counts if it has a status; in an unmanaged class it must be programmed.
fn counts(input: Input<'_>, class: &GatewayClass<'_>, cached: &CachedGateway<'_>, listener: &Listener<'_>) -> bool {
    let Some(programmed) = cached.programmed.get(listener.name.value) else { return false };
    let needed = class.unmanaged().is_some() || !input.settings.kic.takes_certificates_of_managed_listeners();
    *programmed || !needed
}

fn certificate<'a>(
    input: Input<'a>,
    gateway: &'a Gateway<'a>,
    listener: &'a Listener<'a>,
    findings: &mut Findings<'a>,
) -> Option<Wanted<'a>> {
    const ANY: &str = "KIC: the certificate of a listener without hostname is for every server name";
    let object = gateway.object;
    let name = listener.name.value;
    let references = listener.tls.as_ref().map_or(&[][..], |tls| &tls.certificate_refs);
    let [reference] = references else {
        if let Some(second) = references.get(1) {
            // Upstream forgets to put the name in.
            let message = "listener '%s' has more than one certificateRef, it's not supported";
            findings.failure(message, [object]);
            findings.problem(catalog::several_certificate_refs(object, name, second.node.place));
        }
        return None;
    };
    let own = object.key().namespace;
    let namespace = reference.namespace.map_or(own, |namespace| namespace.value);
    if namespace != own && input.settings.kic.grants_for_listener_certificates() {
        let kind = reference.kind.map_or("Secret", |kind| kind.value);
        let wanted = Target { group: reference.group_text(), kind, namespace, name: reference.name.value };
        if grants::granted(input.store, object, wanted, GroupRule::Literal).is_none() {
            findings.problem(catalog::not_granted(object, name, reference.node.place, wanted));
            return None;
        }
    }
    let key = ObjectKey::new(namespace, reference.name.value);
    let Some(secret) = input.store.get(Kind::Secret, key) else {
        findings.problem(catalog::listener_secret_missing(object, name, reference.name.place, key));
        return None;
    };
    match Wanted::of(input, secret, findings) {
        Ok(mut wanted) => {
            let sni = listener
                .hostname
                .map_or_else(|| Sourced { origin: listener.name.place.into(), ..ruled("*", ANY) }, text);
            wanted.snis.push((sni, object));
            wanted.asked.push(reference.name.place);
            Some(wanted)
        }
        Err(why) => {
            findings.failure("failed to construct certificate from secret", [secret, object]);
            findings.problem(catalog::invalid_key_pair(secret, secret.name().place, &why));
            None
        }
    }
}
