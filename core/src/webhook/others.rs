//! Consumer groups, vaults and custom entities, and the warnings about what is deprecated.
//!
//! Source: KIC v3.5.13 internal/admission/validator.go, handler.go:handleKongIngress, handleService;
//! spec/ingress-and-kong-crds.md 11.3.

use std::collections::BTreeMap;

use super::{Verdict, Webhook, refuse};
use crate::go::{not_a_configuration, quote};
use crate::k8s::{Kind, Object};
use crate::provenance::Placed;
use crate::resolve::Store;
use crate::translate::Checks;
use crate::yaml::{Node, Value};

const PROXY: &str =
    "Support for 'proxy' was removed in 3.0. It will have no effect. Use Service's annotations instead.";
const ROUTE: &str = "Support for 'route' was removed in 3.0. It will have no effect. Use Ingress' annotations instead.";
const UPSTREAM: &str =
    "'upstream' is DEPRECATED and will be removed in a future version. Use a KongUpstreamPolicy resource instead.";
const OVERRIDE: &str = "konghq.com/override is deprecated and will be removed in a future release. Use Service \
                        annotations for the 'proxy' section and konghq.com/upstream-policy with a KongUpstreamPolicy \
                        resource instead.";

/// The warnings about an object that is let through, each with its place.
pub(super) fn warnings(object: &Object<'_>) -> Vec<Placed<&'static str>> {
    match object.kind() {
        Kind::KongIngress => [("proxy", PROXY), ("route", ROUTE), ("upstream", UPSTREAM)]
            .into_iter()
            .filter_map(|(field, warning)| Some(Placed::new(warning, object.node.get(field)?.place)))
            .collect(),
        Kind::Service => object
            .annotation("konghq.com/override")
            .filter(|name| !name.value.is_empty())
            .map(|name| Placed::new(OVERRIDE, name.place))
            .into_iter()
            .collect(),
        _ => Vec::new(),
    }
}

/// Groups need Kong Enterprise.
///
/// Source: KIC v3.5.13 internal/admission/validator.go:ValidateConsumerGroup.
pub(super) fn consumer_group(webhook: &Webhook<'_>, object: &Object<'_>) -> Verdict {
    if webhook.settings.enterprise || !webhook.checks.names_our_class(object) {
        return Ok(());
    }
    refuse("consumer group support requires Kong Enterprise", object.name().place)
}

/// The vaults that the controller reads, by prefix, in order of their names.
pub(super) fn vaults<'a>(store: &'a Store<'a>, checks: Checks<'a>) -> BTreeMap<&'a str, Vec<&'a Object<'a>>> {
    let mut vaults: BTreeMap<&str, Vec<&Object<'_>>> = BTreeMap::new();
    for object in store.of_kind(Kind::KongVault).filter(|object| checks.is_read(object)) {
        vaults.entry(prefix(object)).or_default().push(object);
    }
    vaults
}

fn prefix<'a>(vault: &'a Object<'a>) -> &'a str {
    vault.spec().and_then(|spec| spec.get("prefix")).and_then(Node::text).unwrap_or_default()
}

/// The configuration must be a map, and no other vault may have the prefix.
///
/// Source: KIC v3.5.13 internal/admission/validator.go:ValidateVault.
pub(super) fn vault<'a>(webhook: &Webhook<'a>, object: &'a Object<'a>) -> Verdict {
    if !webhook.checks.names_our_class(object) {
        return Ok(());
    }
    must_be_map(object.spec().and_then(|spec| spec.get("config")), "failed to unmarshal vault configuration")?;
    let own = prefix(object);
    let twins = webhook.vaults.get(own).map_or(&[][..], Vec::as_slice);
    let Some(twin) = twins.iter().find(|other| other.key() != object.key()) else { return Ok(()) };
    let place = object.spec().and_then(|spec| spec.get("prefix")).map_or(object.name().place, |prefix| prefix.place);
    let (own, twin) = (quote(own), quote(twin.name().value));
    refuse(format!("spec.prefix {own} is duplicate with existing KongVault {twin}"), place)
}

/// The fields must be a map.
///
/// Source: KIC v3.5.13 internal/admission/validator.go:ValidateCustomEntity.
pub(super) fn custom_entity(webhook: &Webhook<'_>, object: &Object<'_>) -> Verdict {
    let Some(spec) = object.spec() else { return Ok(()) };
    let controller = spec.text_at("controllerName");
    let in_spec = controller.is_some_and(|name| name.value == webhook.settings.ingress_class);
    if !in_spec && !webhook.checks.names_our_class(object) {
        return Ok(());
    }
    must_be_map(spec.get("fields"), "failed to unmarshal fields of custom entity")
}

fn must_be_map(node: Option<&Node<'_>>, what: &str) -> Verdict {
    match node {
        Some(node) if !matches!(node.value, Value::Map(_) | Value::Null) => {
            refuse(format!("{what}: {}", not_a_configuration(node.json_type())), node.place)
        }
        _ => Ok(()),
    }
}
