//! Problems of vaults, licenses, custom entities, and policies of upstreams.

use super::translation::on;
use crate::diagnostic::{Code, Diagnostic, Fix};
use crate::k8s::{Object, ObjectKey};
use crate::provenance::{Place, Placed};

const VAULTS: &str = "KIC v3.5.13 internal/dataplane/kongstate/kongstate.go:FillVaults";
const LICENSES: &str = "KIC v3.5.13 controllers/license/konglicense_controller.go";
const CUSTOM: &str = "KIC v3.5.13 internal/dataplane/kongstate/customentity.go:FillCustomEntities";
const POLICIES: &str = "KIC v3.5.13 internal/controllers/configuration/kongupstreampolicy_utils.go";

/// Two vaults have one prefix.
pub fn vault_prefix_taken(vault: &Object<'_>, prefix: Placed<&str>, winner: &Object<'_>) -> Diagnostic {
    let message = format!(
        "{} has the prefix `{}`, which is that of {}: it is left out",
        vault.title(),
        prefix.value,
        winner.title()
    );
    on(Code::VaultPrefixTaken, vault, prefix.place, message, VAULTS)
        .with_label_at(winner.name().place, "the older one counts, then the first by name")
        .with_help("give each vault a prefix of its own")
}

/// The configuration of a vault is no map.
pub fn vault_config_invalid(vault: &Object<'_>, place: Place) -> Diagnostic {
    let message = format!("{} is left out: its `config` is no map", vault.title());
    on(Code::VaultConfigInvalid, vault, place, message, VAULTS).with_help("write the settings of the backend as a map")
}

/// A newer license, or an equally new one with a smaller name, counts.
pub fn license_replaced(license: &Object<'_>, chosen: &Object<'_>) -> Diagnostic {
    let message = format!("Kong gets the license of {}, not of {}", chosen.title(), license.title());
    on(Code::LicenseReplaced, license, license.name().place, message, LICENSES)
        .with_label_at(chosen.name().place, "the newest enabled one counts, then the first by name")
        .with_help("set `enabled: false` in the one that should not count, or take it away")
}

/// Kong's open source edition has no licenses.
pub fn license_needs_enterprise(license: &Object<'_>) -> Diagnostic {
    let message = format!("{} reaches Kong only if it is Kong Enterprise", license.title());
    on(Code::LicenseNeedsEnterprise, license, license.name().place, message, LICENSES)
        .with_help("run an image of Kong Enterprise, `kong/kong-gateway`")
}

/// A custom entity names another controller.
pub fn controller_foreign(entity: &Object<'_>, class: Option<Placed<&str>>, ours: &str) -> Diagnostic {
    let place = class.map_or(entity.name().place, |class| class.place);
    let named = class.map_or("none", |class| class.value);
    let message = format!("{} is not translated: its `controllerName` is `{named}`, not `{ours}`", entity.title());
    let problem = on(Code::CustomEntityForeign, entity, place, message, CUSTOM)
        .with_help(format!("set `spec.controllerName: {ours}`"));
    match place.span().filter(|_| class.is_some()) {
        Some(span) => problem.with_fix(Fix::replace(format!("Use the controller `{ours}`"), span, ours)),
        None => problem,
    }
}

/// A custom entity gives nothing.
pub fn entity_refused(entity: &Object<'_>, place: Place, why: &str) -> Diagnostic {
    on(Code::CustomEntityRefused, entity, place, format!("{} is left out: {why}", entity.title()), CUSTOM)
        .with_help("correct the field; the controller's words are in its event")
}

/// Why no field of a custom entity refers to another entity.
#[derive(Clone, Copy, Debug)]
pub enum Unattached<'a> {
    /// The type has this field, and the object names no parent.
    NoParent(&'static str),
    /// The object names a parent without group or kind.
    ParentNotRead(Place),
    /// Nothing uses the plugin; the type has this field.
    NobodyUses(Place, ObjectKey<'a>, &'static str),
    /// Which fields this type has, only Kong knows.
    FieldsUnknown(Place, &'a str),
}

/// No field of a custom entity refers to another entity.
pub fn entity_unattached(entity: &Object<'_>, why: &Unattached<'_>) -> Diagnostic {
    let title = entity.title();
    let own = entity.name().place;
    let (place, message, help) = match *why {
        Unattached::NoParent(field) => (
            own,
            format!("the entity of {title} has no `{field}`: it names no plugin as its parent"),
            "name the KongPlugin in `spec.parentRef`, with `group: configuration.konghq.com` and `kind: KongPlugin`"
                .to_owned(),
        ),
        Unattached::ParentNotRead(place) => (
            place,
            format!("`parentRef` of {title} is not read: group and kind of a plugin must be written out"),
            "write `group: configuration.konghq.com` and `kind: KongPlugin` or `kind: KongClusterPlugin`".to_owned(),
        ),
        Unattached::NobodyUses(place, plugin, field) => (
            place,
            format!("the entity of {title} has no `{field}`: no Service or route uses the plugin `{plugin}`"),
            format!("add `konghq.com/plugins: {}` to the Service or route that it is for", plugin.name),
        ),
        Unattached::FieldsUnknown(place, kind) => (
            place,
            format!(
                "which fields of a `{kind}` its parent fills in, only Kong knows: they are shown as they are written"
            ),
            "look into the configuration of a running Kong".to_owned(),
        ),
    };
    on(Code::CustomEntityUnattached, entity, place, message, CUSTOM).with_help(help)
}

/// The API has the field, the controller does not read it.
pub fn vault_tags_ignored(vault: &Object<'_>, place: Place) -> Diagnostic {
    on(Code::VaultFieldIgnored, vault, place, "the controller ignores `spec.tags` of a KongVault", VAULTS)
        .with_help("use the annotation `konghq.com/tags`")
}

/// A rule of an HTTPRoute has Services with the policy and others without it.
pub fn policy_conflict(service: &Object<'_>, place: Place, policy: &Object<'_>, route: &Object<'_>) -> Diagnostic {
    let message = format!(
        "{} is not programmed for {}: a rule of {} has it beside a Service without this policy",
        policy.title(),
        service.title(),
        route.title()
    );
    on(Code::UpstreamPolicyConflict, service, place, message, POLICIES)
        .with_label_at(route.name().place, "this route")
        .with_help("give all Services of the rule the same `konghq.com/upstream-policy`")
}

/// No Ingress or HTTPRoute of the controller has a Service with the policy as backend.
pub fn policy_unused(policy: &Object<'_>, has_services: bool) -> Diagnostic {
    let message = format!("{} is not read: no route of the controller leads to a Service with it", policy.title());
    let help = if has_services {
        "make the Service a backend of an Ingress of the controller's class, or of an HTTPRoute of one of its Gateways"
            .to_owned()
    } else {
        format!(
            "give a Service in namespace `{}` the annotation `konghq.com/upstream-policy: {}`",
            policy.namespace(),
            policy.name().value
        )
    };
    on(Code::UpstreamPolicyUnused, policy, policy.name().place, message, POLICIES).with_help(help)
}
