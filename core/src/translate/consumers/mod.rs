//! Consumers with their credentials, and consumer groups.
//!
//! Source: KIC v3.5.13 internal/dataplane/kongstate/kongstate.go:FillConsumersAndCredentials, FillConsumerGroups;
//! spec/ingress-and-kong-crds.md 5.

mod conflicts;
mod credentials;
mod decode;
mod failures;
mod kinds;
#[cfg(test)]
mod tests;

use crate::annotations::{Effect, Entity, Outcome};
use crate::diagnostic::catalog::consumers as catalog;
use crate::findings::Findings;
use crate::k8s::consumer::KongConsumer;
use crate::k8s::{Kind, Object, ObjectKey};
use crate::kong::{Consumer, ConsumerGroup, Text};

use super::draft::text;
use super::ingress::{CLASS, is_ours};
use super::input::Input;
use super::tags;

/// A consumer that is being made.
#[derive(Clone, Debug)]
pub(super) struct ConsumerDraft<'a> {
    /// The consumer with its credentials and groups.
    pub consumer: Consumer<'a>,
    /// The KongConsumer.
    pub object: &'a Object<'a>,
}

/// A consumer group that is being made.
#[derive(Clone, Debug)]
pub(super) struct GroupDraft<'a> {
    /// The group.
    pub group: ConsumerGroup<'a>,
    /// The KongConsumerGroup.
    pub object: &'a Object<'a>,
}

/// The consumers of the controller's class, in order of namespace and name. Those whose credentials exclude each other are
/// left out.
pub(super) fn consumers<'a>(input: Input<'a>, findings: &mut Findings<'a>) -> Vec<ConsumerDraft<'a>> {
    let mut drafts: Vec<(ConsumerDraft<'a>, Vec<Effect<'a>>)> = Vec::new();
    let mut unique = Vec::new();
    for object in of_our_class(input, Kind::KongConsumer, findings) {
        let others = findings.effects.len();
        let draft = draft(input, object, &mut unique, findings);
        // What the annotations do is known only when the consumer is known to stay.
        let effects = findings.effects.split_off(others);
        drafts.extend(draft.map(|draft| (draft, effects)));
    }
    let indices: Vec<&str> = kinds::KINDS.iter().filter_map(|kind| Some(kind.unique?.1)).collect();
    let conflicts = input.settings.kic.leaves_out_conflicting_consumers();
    let losers = if conflicts { conflicts::losers(unique, &indices, findings) } else { Vec::new() };
    let mut kept = Vec::new();
    for (draft, effects) in drafts {
        if losers.binary_search(&draft.object.key()).is_ok() {
            let why = format!("{} is left out, because its credentials are not unique", draft.object.title());
            for effect in effects {
                findings.effect(effect.found, Outcome::Overridden(why.clone()));
            }
        } else {
            findings.effects.extend(effects);
            findings.translated.push(draft.object);
            kept.push(draft);
        }
    }
    kept
}

/// The groups of the controller's class, in order of namespace and name.
pub(super) fn groups<'a>(input: Input<'a>, findings: &mut Findings<'a>) -> Vec<GroupDraft<'a>> {
    let mut drafts = Vec::new();
    for object in of_our_class(input, Kind::KongConsumerGroup, findings) {
        let name = object.name();
        let entity = || Entity::ConsumerGroup(name.value.to_owned());
        let tags = tags::of(input.settings.kic, object, [], entity, findings);
        report_ignored(object, &["name", "tags"], findings);
        if !input.settings.enterprise {
            findings.problem(catalog::enterprise_needed(object, object.name().place, "consumer groups"));
        }
        findings.translated.push(object);
        drafts.push(GroupDraft { group: ConsumerGroup { id: None, name: text(name), tags }, object });
    }
    drafts
}

/// The objects in the cache that are of the controller's class, in order of namespace and name.
fn of_our_class<'a>(input: Input<'a>, kind: Kind, findings: &mut Findings<'a>) -> Vec<&'a Object<'a>> {
    let cached = input.store.of_kind(kind).filter(|object| input.cache.has(object));
    let (ours, foreign): (Vec<_>, Vec<_>) = cached.partition(|object| is_ours(input, object));
    for object in foreign {
        findings.problem(catalog::class_foreign(object, object.annotation(CLASS), &input.settings.ingress_class));
    }
    ours
}

/// A consumer without anything that names it is left out; a group or credential that fails costs only itself.
fn draft<'a>(
    input: Input<'a>,
    object: &'a Object<'a>,
    unique: &mut Vec<conflicts::Registered<'a>>,
    findings: &mut Findings<'a>,
) -> Option<ConsumerDraft<'a>> {
    let read = KongConsumer::new(object);
    let needed = if input.settings.kic.takes_consumers_without_username() { read.identifier() } else { read.username };
    let Some(identifier) = needed else {
        failures::without_name(read.custom_id.is_some(), object, findings);
        return None;
    };
    let entity = || Entity::Consumer(identifier.value.to_owned());
    let mut consumer = Consumer {
        username: read.username.map(text),
        custom_id: read.custom_id.map(text),
        tags: tags::of(input.settings.kic, object, [], entity, findings),
        ..Consumer::default()
    };
    report_ignored(object, &["tags"], findings);
    for name in &read.groups {
        let key = ObjectKey::new(object.key().namespace, name.value);
        match input.store.get(Kind::KongConsumerGroup, key).filter(|group| input.cache.has(group)) {
            Some(group) => consumer.groups.push(membership(text(*name), group)),
            None => failures::group_missing(object, name.place, key, input.store, findings),
        }
    }
    if let (None, [first, ..]) = (read.username, read.groups.as_slice()) {
        findings.problem(catalog::member_without_username(object, *first));
    }
    for name in &read.credentials {
        unique.extend(credentials::add(input, &read, *name, &mut consumer.credentials, findings));
    }
    Some(ConsumerDraft { consumer, object })
}

/// The group's name, decided by the consumer's list and by the group.
fn membership<'a>(named: Text<'a>, group: &'a Object<'a>) -> Text<'a> {
    let origin = named.origin.and(group.name().place);
    Text { value: named.value, origin }
}

/// Fields under `spec` that the API has and the controller does not read.
fn report_ignored<'a>(object: &'a Object<'a>, fields: &[&str], findings: &mut Findings<'a>) {
    for field in fields {
        if let Some(node) = object.spec().and_then(|spec| spec.get(field)) {
            findings.problem(catalog::field_ignored(object, node.place, field));
        }
    }
}
