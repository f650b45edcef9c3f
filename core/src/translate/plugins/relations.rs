//! What names a plugin, and which combinations of entities it is bound to.
//!
//! Source: KIC v3.5.13 internal/dataplane/kongstate/kongstate.go:getPluginRelations,
//! internal/util/rels/relations.go:GetCombinations; spec/ingress-and-kong-crds.md 4.1, 4.2.

use std::collections::BTreeMap;

use super::reference::{self, Reference};
use crate::findings::Findings;
use crate::kong::{Scope, Text};
use crate::provenance::Origin;
use crate::translate::consumers::{ConsumerDraft, GroupDraft};
use crate::translate::draft::ServiceDraft;
use crate::translate::input::Input;

/// The entities whose objects may name plugins.
pub(in crate::translate) struct Holders<'h, 'a> {
    /// Kong services with their routes.
    pub services: &'h [ServiceDraft<'a>],
    /// Consumers.
    pub consumers: &'h [ConsumerDraft<'a>],
    /// Consumer groups.
    pub groups: &'h [GroupDraft<'a>],
}

/// Which kind of entity a plugin is bound to.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(in crate::translate) enum Side {
    Service,
    Route,
    Consumer,
    ConsumerGroup,
}

impl Side {
    /// The field of a plugin.
    pub(super) const fn field(self) -> &'static str {
        match self {
            Self::Service => "service",
            Self::Route => "route",
            Self::Consumer => "consumer",
            Self::ConsumerGroup => "consumer_group",
        }
    }
}

/// One binding that an object asks for.
pub(in crate::translate) struct Relation<'a> {
    pub reference: Reference<'a>,
    pub side: Side,
    /// The entity: its name, of a consumer its username or else its custom id.
    pub entity: Text<'a>,
}

impl<'a> Relation<'a> {
    /// Puts the entity into a scope; its origin is where the plugin is named, and what the entity's name is made from.
    fn put_into(&self, scope: &mut Scope<'a>) {
        let origin = Origin::from(self.reference.name.place).and(&self.entity.origin);
        let name = Some(Text { value: self.entity.value.clone(), origin });
        match self.side {
            Side::Service => scope.service = name,
            Side::Route => scope.route = name,
            Side::Consumer => scope.consumer = name,
            Side::ConsumerGroup => scope.consumer_group = name,
        }
    }
}

/// All relations of one plugin name, each list in the order of its entities.
#[derive(Default)]
pub(in crate::translate) struct Relations<'a> {
    services: Vec<Relation<'a>>,
    routes: Vec<Relation<'a>>,
    consumers: Vec<Relation<'a>>,
    groups: Vec<Relation<'a>>,
}

impl<'a> Relations<'a> {
    fn add(&mut self, relation: Relation<'a>) {
        let list = match relation.side {
            Side::Service => &mut self.services,
            Side::Route => &mut self.routes,
            Side::Consumer => &mut self.consumers,
            Side::ConsumerGroup => &mut self.groups,
        };
        list.push(relation);
    }

    /// Those of one kind of entity.
    pub(in crate::translate) fn of(&self, side: Side) -> &[Relation<'a>] {
        match side {
            Side::Service => &self.services,
            Side::Route => &self.routes,
            Side::Consumer => &self.consumers,
            Side::ConsumerGroup => &self.groups,
        }
    }

    /// Consumers, or else consumer groups.
    fn users(&self) -> &[Relation<'a>] {
        if self.consumers.is_empty() { &self.groups } else { &self.consumers }
    }

    /// Services before routes.
    fn targets(&self) -> impl Iterator<Item = &Relation<'a>> {
        self.services.iter().chain(&self.routes)
    }

    /// The relations that take part in the combinations.
    pub(super) fn used(&self) -> impl Iterator<Item = &Relation<'a>> {
        self.users().iter().chain(self.targets())
    }

    /// Those of groups beside consumers: they bind nothing.
    pub(super) fn unused(&self) -> &[Relation<'a>] {
        if self.consumers.is_empty() { &[] } else { &self.groups }
    }

    /// The scopes of the plugin's bindings: each user with each service and then each route, or what there is of either.
    pub(super) fn scopes(&self) -> Vec<Scope<'a>> {
        let alone = |relation: &Relation<'a>| {
            let mut scope = Scope::default();
            relation.put_into(&mut scope);
            scope
        };
        let (users, targets) = (self.users(), self.targets().collect::<Vec<_>>());
        if users.is_empty() || targets.is_empty() {
            return self.used().map(alone).collect();
        }
        let mut scopes = Vec::new();
        for user in users {
            for target in &targets {
                let mut scope = alone(user);
                target.put_into(&mut scope);
                scopes.push(scope);
            }
        }
        scopes
    }
}

/// The relations by namespace and name of the plugin as they are written. They never meet across namespaces, also where
/// the name is that of a KongClusterPlugin.
pub(in crate::translate) fn collect<'a>(
    input: Input<'a>,
    holders: &Holders<'_, 'a>,
    findings: &mut Findings<'a>,
) -> BTreeMap<(&'a str, &'a str), Relations<'a>> {
    let mut all: BTreeMap<(&'a str, &'a str), Relations<'a>> = BTreeMap::new();
    let mut add = |references: Vec<Reference<'a>>, side: Side, entity: &Text<'a>| {
        for reference in references {
            let Some(namespace) = reference.allowed_namespace(input, findings) else { continue };
            let relation = Relation { reference, side, entity: entity.clone() };
            all.entry((namespace, reference.name.value)).or_default().add(relation);
        }
    };
    for draft in holders.services {
        for backing in &draft.backing {
            let annotated = backing.annotated(reference::PLUGINS);
            let references = reference::on_service(annotated, backing.service.object);
            add(references, Side::Service, &draft.service.name);
        }
        for route in &draft.routes {
            let mut references = reference::in_annotation(route.object);
            let by_filter = route.extension_plugins.iter().map(|name| Reference::by_filter(route.object, *name));
            references.extend(by_filter);
            add(references, Side::Route, &route.route.name);
        }
    }
    for draft in holders.consumers {
        if let Some(identifier) = draft.consumer.identifier() {
            add(reference::in_annotation(draft.object), Side::Consumer, identifier);
        }
    }
    for draft in holders.groups {
        add(reference::in_annotation(draft.object), Side::ConsumerGroup, &draft.group.name);
    }
    all
}
