//! KongLicenses.
//!
//! Source: KIC v3.5.13 controllers/license/konglicense_controller.go; spec/ingress-and-kong-crds.md 8.2.

use std::cmp::Reverse;

use super::draft::text;
use super::input::Input;
use crate::diagnostic::catalog::entities as catalog;
use crate::findings::Findings;
use crate::k8s::{Kind, Object};
use crate::kong::{License, ids};
use crate::provenance::{Placed, Sourced};

/// The license: the newest enabled one, of equally new ones the first by name. Only Kong Enterprise gets it.
pub(super) fn license<'a>(input: Input<'a>, findings: &mut Findings<'a>) -> Option<License<'a>> {
    let enabled = |object: &&Object<'_>| object.node.bool_at("enabled").is_none_or(|enabled| enabled.value);
    let newest_first =
        |object: &&'a Object<'a>| Reverse(object.metadata("creationTimestamp").map(|created| created.value));
    let cached = || input.store.of_kind(Kind::KongLicense).filter(|object| input.cache.has(object));
    let chosen = cached().filter(enabled).min_by_key(newest_first);
    for object in cached() {
        if !enabled(&object) {
            continue;
        }
        match chosen {
            Some(chosen) if chosen.key() != object.key() => {
                findings.problem(catalog::license_replaced(object, chosen));
            }
            _ if !input.settings.enterprise => findings.problem(catalog::license_needs_enterprise(object)),
            _ => {}
        }
    }
    let object = chosen.filter(|_| input.settings.enterprise)?;
    let payload = object.node.text_at("rawLicenseString").unwrap_or(Placed::new("", object.name().place));
    let name = object.name();
    Some(License { id: ids::license(&Sourced::new(name.value, name.place)), payload: text(payload) })
}
