//! Plugins at the top level: those that routes and Services name in `konghq.com/plugins` or by ExtensionRef.
//!
//! Source: KIC v3.5.13 internal/dataplane/kongstate/kongstate.go:getPluginRelations, buildPlugins;
//! spec/ingress-and-kong-crds.md 4.

mod config;
mod object;
mod patch;
mod reference;

use std::collections::BTreeMap;

use reference::Reference;

use super::draft::ServiceDraft;
use super::input::Input;
use crate::annotations::{Entity, Outcome};
use crate::diagnostic::catalog::translation as catalog;
use crate::findings::Findings;
use crate::k8s::{Kind, Object, ObjectKey};
use crate::kong::names::InstanceNames;
use crate::kong::{Plugin, Scope, Text};
use crate::provenance::Origin;

/// One binding that an object asks for.
struct Relation<'a> {
    reference: Reference<'a>,
    entity: Bound<'a>,
}

/// The entity that a plugin is bound to.
enum Bound<'a> {
    Service(Text<'a>),
    Route(Text<'a>),
}

impl<'a> Bound<'a> {
    /// The scope; its origin is where the plugin is named, and what the entity's name is made from.
    fn scope(&self, named: &Origin) -> Scope<'a> {
        let with = |name: &Text<'a>| Some(Text { value: name.value.clone(), origin: named.and(&name.origin) });
        match self {
            Self::Service(name) => Scope { service: with(name), ..Scope::default() },
            Self::Route(name) => Scope { route: with(name), ..Scope::default() },
        }
    }

    /// Field of the plugin, and the entity's name.
    fn field(&self) -> (&'static str, &str) {
        match self {
            Self::Service(name) => ("service", &name.value),
            Self::Route(name) => ("route", &name.value),
        }
    }
}

/// All relations of one plugin name: services before routes, each in the order of the Kong services.
#[derive(Default)]
struct Relations<'a> {
    services: Vec<Relation<'a>>,
    routes: Vec<Relation<'a>>,
}

impl<'a> Relations<'a> {
    fn combinations(&self) -> impl Iterator<Item = &Relation<'a>> {
        self.services.iter().chain(&self.routes)
    }
}

/// The plugins of all services and routes, in order of namespace and name.
pub(super) fn bound<'a>(input: Input<'a>, drafts: &[ServiceDraft<'a>], findings: &mut Findings<'a>) -> Vec<Plugin<'a>> {
    let mut plugins = Vec::new();
    for ((namespace, name), relations) in relations(input, drafts, findings) {
        let key = ObjectKey::new(namespace, name.split_once(':').map_or(name, |(first, _)| first));
        match find(input, key) {
            Some(object) => plugins.extend(bindings(input, object, &relations, findings)),
            None => report_missing(key, &relations, findings),
        }
    }
    plugins
}

/// The relations by namespace and name of the plugin as they are written.
fn relations<'a>(
    input: Input<'a>,
    drafts: &[ServiceDraft<'a>],
    findings: &mut Findings<'a>,
) -> BTreeMap<(&'a str, &'a str), Relations<'a>> {
    let mut all: BTreeMap<(&'a str, &'a str), Relations<'a>> = BTreeMap::new();
    for draft in drafts {
        for backing in &draft.backing {
            let annotated = backing.annotated(reference::PLUGINS);
            for reference in reference::on_service(annotated, backing.service.object) {
                let Some(namespace) = reference.allowed_namespace(input, findings) else { continue };
                let entity = Bound::Service(draft.service.name.clone());
                all.entry((namespace, reference.name.value)).or_default().services.push(Relation { reference, entity });
            }
        }
        for route in &draft.routes {
            let named = reference::in_annotation(route.object);
            let by_filter = route.extension_plugins.iter().map(|name| Reference::by_filter(route.object, *name));
            for reference in named.into_iter().chain(by_filter) {
                let Some(namespace) = reference.allowed_namespace(input, findings) else { continue };
                let entity = Bound::Route(route.route.name.clone());
                all.entry((namespace, reference.name.value)).or_default().routes.push(Relation { reference, entity });
            }
        }
    }
    all
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
            for relation in relations.combinations() {
                let why = format!("the configuration of {} cannot be read", object.title());
                relation.reference.effect(Outcome::Overridden(why), findings);
            }
            return Vec::new();
        }
    };
    let mut instance_names = InstanceNames::default();
    let mut plugins = Vec::new();
    for relation in relations.combinations() {
        let mut plugin = made.clone();
        plugin.scope = relation.entity.scope(&Origin::from(relation.reference.name.place));
        if let Some(name) = &plugin.instance_name {
            plugin.instance_name = Some(instance_names.next(name, &plugin.scope));
        }
        let (field, name) = relation.entity.field();
        let entity = Entity::Plugin(plugin.name.value.to_string());
        relation.reference.effect(Outcome::Changed { entity, field, before: ().into(), after: name.into() }, findings);
        plugins.push(plugin);
    }
    plugins
}

fn report_missing<'a>(key: ObjectKey<'a>, relations: &Relations<'a>, findings: &mut Findings<'a>) {
    for relation in relations.combinations() {
        let reference = &relation.reference;
        let message = format!("referenced KongPlugin or KongClusterPlugin \"{}\" does not exist", key.name);
        findings.plugin_failure(message, reference.referrer);
        findings.problem(catalog::plugin_missing(reference.referrer, reference.name.place, key));
        reference.effect(Outcome::Invalid(format!("there is no KongPlugin `{key}`")), findings);
    }
}
