//! What every Kong service of a Gateway API route begins with.

use super::draft::{ruled, text};
use crate::k8s::Object;
use crate::kong::names::Owner;
use crate::kong::{Plugin, Service, Text};
use crate::provenance::{Origin, Placed, Tree, TreeMap};

/// A Kong service whose upstream has its name, with the usual timeouts.
///
/// Source: spec/gateway-routes.md 4.3.
pub(super) fn service<'a>(name: Text<'a>, protocol: Text<'a>) -> Service<'a> {
    let mut service = Service::new(name.clone(), name).with_default_timeouts();
    service.protocol = Some(protocol);
    service
}

/// The plugin of a service whose backendRefs are all unusable: Kong answers 500 instead of 503.
///
/// Source: KIC v3.5.13 internal/dataplane/translator/translate_utils.go:generateKongServiceFromBackendRefWithName.
pub(super) fn answer_500<'a>(origin: &Origin) -> Plugin<'a> {
    const RULE: &str = "KIC: a rule without a usable backendRef answers 500";
    let origin = origin.and(Origin::rule(RULE));
    let config = TreeMap::from([
        ("message", Tree::text("no existing backendRef provided", origin.clone())),
        ("status_code", Tree::int(500, origin.clone())),
    ]);
    let mut plugin = Plugin::new(Text { origin: origin.clone(), ..ruled("request-termination", RULE) });
    plugin.config = Some(Tree::Map(config, origin));
    plugin
}

/// The object that names are made from.
pub(super) fn owner<'a>(object: &'a Object<'a>) -> Owner<'a> {
    let namespace = object.metadata("namespace").unwrap_or(Placed::new("", object.node.place));
    Owner { namespace, name: object.name() }
}

/// Host names as strings of an entity.
pub(super) fn hosts<'a>(hostnames: &[Placed<&'a str>]) -> Vec<Text<'a>> {
    hostnames.iter().copied().map(text).collect()
}
