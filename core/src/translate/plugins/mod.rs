//! Plugins at the top level: those that routes, Services, consumers and their groups name in `konghq.com/plugins` or by
//! ExtensionRef, and global ones.
//!
//! Source: KIC v3.5.13 internal/dataplane/kongstate/kongstate.go:getPluginRelations, buildPlugins;
//! spec/ingress-and-kong-crds.md 4.

mod config;
mod global;
mod object;
mod patch;
mod reference;
mod relations;

use super::input::Input;
use crate::annotations::{Entity, Outcome};
use crate::diagnostic::catalog::consumers;
use crate::diagnostic::catalog::translation as catalog;
use crate::findings::Findings;
use crate::k8s::{Kind, Object, ObjectKey};
use crate::kong::Plugin;
use crate::kong::names::InstanceNames;
use crate::settings::KicVersion;

pub(super) use config::{Invalid, refusal, secrets};
pub(super) use global::global;
pub(super) use reference::{PLUGINS, named_plainly, remote_namespace};
pub(super) use relations::{Holders, Relations, Side, collect as relations_of};

/// The plugins that objects name, in order of namespace and name.
pub(super) fn bound<'a>(input: Input<'a>, holders: &Holders<'_, 'a>, findings: &mut Findings<'a>) -> Vec<Plugin<'a>> {
    let mut plugins = Vec::new();
    for ((namespace, name), relations) in relations::collect(input, holders, findings) {
        let key = ObjectKey::new(namespace, name.split_once(':').map_or(name, |(first, _)| first));
        match find(input, key) {
            Some(object) => plugins.extend(bindings(input, object, &relations, findings)),
            None => report_missing(input.settings.kic, key, &relations, findings),
        }
    }
    plugins
}

/// The KongPlugin, or else the KongClusterPlugin with this name.
///
/// Source: KIC v3.5.13 internal/dataplane/kongstate/plugin.go:getKongPluginOrKongClusterPlugin.
fn find<'a>(input: Input<'a>, key: ObjectKey<'a>) -> Option<&'a Object<'a>> {
    let cached = |object: &&'a Object<'a>| input.cache.has(object);
    input
        .store
        .get(Kind::KongPlugin, key)
        .filter(cached)
        .or_else(|| input.store.get(Kind::KongClusterPlugin, ObjectKey::new("", key.name)).filter(cached))
}

/// One plugin for each combination; a configuration that cannot be read costs all of them.
fn bindings<'a>(
    input: Input<'a>,
    object: &'a Object<'a>,
    relations: &Relations<'a>,
    findings: &mut Findings<'a>,
) -> Vec<Plugin<'a>> {
    let made = match object::plugin(input, object, findings) {
        Ok(made) => made,
        Err(invalid) => {
            findings.failure(invalid.message.clone(), [object]);
            findings.problem(catalog::plugin_config_invalid(object, invalid.place, &invalid.message));
            for relation in relations.used() {
                let why = format!("the configuration of {} cannot be read", object.title());
                relation.reference.effect(Outcome::Overridden(why), findings);
            }
            return Vec::new();
        }
    };
    let mut instance_names = InstanceNames::new(input.settings.kic);
    let mut plugins = Vec::new();
    for scope in relations.scopes() {
        let mut plugin = made.clone();
        if let Some(name) = &plugin.instance_name {
            plugin.instance_name = Some(instance_names.next(name, &scope));
        }
        plugin.scope = scope;
        plugins.push(plugin);
    }
    for relation in relations.used() {
        let entity = Entity::Plugin(made.name.value.to_string());
        let (field, name) = (relation.side.field(), relation.entity.value.as_ref());
        relation.reference.effect(Outcome::Changed { entity, field, before: ().into(), after: name.into() }, findings);
    }
    for relation in relations.unused() {
        let why = format!("{} is also bound to a consumer, hence not to consumer groups", object.title());
        findings.problem(consumers::group_binding_ignored(
            relation.reference.referrer,
            relation.reference.name,
            object,
        ));
        relation.reference.effect(Outcome::Overridden(why), findings);
    }
    plugins
}

fn report_missing<'a>(kic: KicVersion, key: ObjectKey<'a>, relations: &Relations<'a>, findings: &mut Findings<'a>) {
    for relation in relations.used() {
        let reference = &relation.reference;
        if kic.reports_missing_plugins() {
            let message = format!("referenced KongPlugin or KongClusterPlugin \"{}\" does not exist", key.name);
            findings.plugin_failure(message, reference.referrer);
        }
        findings.problem(catalog::plugin_missing(reference.referrer, reference.name.place, key));
        reference.effect(Outcome::Invalid(format!("there is no KongPlugin `{key}`")), findings);
    }
}
