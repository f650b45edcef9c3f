//! ExtensionRef: a KongPlugin for the Kong routes of a rule.

use super::{Refusal, place_of};
use crate::diagnostic::catalog::translation as catalog;
use crate::k8s::Object;
use crate::k8s::http::Filter;
use crate::provenance::Placed;

/// The name of the KongPlugin that the filter names.
///
/// It is added to the plugins of the annotation `konghq.com/plugins`, for the Kong routes of this rule only.
///
/// Source: KIC v3.5.13 …/subtranslator/httproute.go:generateExtensionRefKongPlugin; spec/gateway-routes.md 8.7.
pub(super) fn plugin_name<'a>(route: &'a Object<'a>, filter: &Filter<'a>) -> Result<Placed<&'a str>, Box<Refusal>> {
    let Some(target) = filter.extension_ref() else {
        let why = "ExtensionRef is not provided";
        return Err(Refusal::new(why, catalog::filter_incomplete(route, place_of(filter, "extensionRef"), why)));
    };
    if target.group_text() == "configuration.konghq.com" && target.kind_text() == "KongPlugin" {
        return Ok(target.name);
    }
    let message = format!("plugin {}/{} unsupported", target.group_text(), target.kind_text());
    Err(Refusal::new(message, catalog::extension_ref_unsupported(route, &target)))
}
