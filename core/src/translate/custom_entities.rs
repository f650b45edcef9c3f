//! KongCustomEntities: entities of types that plugins bring along.
//!
//! Source: KIC v3.5.13 internal/dataplane/kongstate/customentity.go; spec/ingress-and-kong-crds.md 8.3.

use std::collections::BTreeMap;

use super::consumers::ConsumerDraft;
use super::draft::text;
use super::ingress::names_our_class;
use super::input::Input;
use super::plugins::{Holders, Relations, Side, relations_of, remote_namespace};
use super::tree;
use crate::diagnostic::catalog::entities::{self as catalog, Unattached};
use crate::findings::Findings;
use crate::go::cannot_unmarshal;
use crate::k8s::{Kind, Object, ObjectKey};
use crate::kong::{CustomEntity, CustomEntityOrder, Text, ids};
use crate::provenance::{Origin, Place, Placed, Sourced, Tree, TreeMap};
use crate::yaml::{Node, Value};

/// Types that the controller makes from other objects.
const KNOWN: &[&str] = &["services", "routes", "upstreams", "targets", "consumers", "consumer_groups", "plugins"];

/// Fields of custom types that name another entity: type, field, and the list that it refers to.
///
/// The controller asks Kong for the schema of a type. These are the types of the plugins that Kong Enterprise 3.9 has
/// with such fields.
const FOREIGN_FIELDS: &[(&str, &str, Side)] = &[
    ("degraphql_routes", "service", Side::Service),
    ("graphql_ratelimiting_advanced_cost_decoration", "service", Side::Service),
];

/// The custom entities, in order of the objects.
pub(super) fn entities<'a>(
    input: Input<'a>,
    holders: &Holders<'_, 'a>,
    findings: &mut Findings<'a>,
) -> Vec<CustomEntity<'a>> {
    let cached = input.store.of_kind(Kind::KongCustomEntity).filter(|object| input.cache.has(object));
    let (ours, foreign): (Vec<_>, Vec<_>) = cached
        .partition(|object| names_our_class(input, spec_text(object, "controllerName").map_or("", |name| name.value)));
    for object in foreign {
        let class = spec_text(object, "controllerName");
        findings.problem(catalog::controller_foreign(object, class, &input.settings.ingress_class));
    }
    if ours.is_empty() {
        return Vec::new();
    }
    // What is wrong with the references has been said where the plugins are bound.
    let relations = relations_of(input, holders, &mut Findings::default());
    let mut entities = Vec::new();
    for object in ours {
        match of_object(input, object, holders, &relations) {
            Ok((made, unattached)) => {
                if let Some(why) = unattached {
                    findings.problem(catalog::entity_unattached(object, &why));
                }
                findings.translated.push(object);
                entities.extend(made);
            }
            Err(refusal) => {
                findings.failure(refusal.message, [object]);
                findings.problem(catalog::entity_refused(object, refusal.place, &refusal.in_words));
            }
        }
    }
    entities
}

fn spec_text<'a>(object: &'a Object<'a>, key: &str) -> Option<Placed<&'a str>> {
    object.spec()?.text_at(key)
}

/// Why an object gives no entity.
struct Refusal {
    /// The controller's words.
    message: String,
    in_words: String,
    place: Place,
}

/// Ids of the entities that one custom entity belongs to, each with what decided it.
#[derive(Clone, Default)]
struct Attachment {
    service: Option<Sourced<String>>,
    route: Option<Sourced<String>>,
    consumer: Option<Sourced<String>>,
}

impl Attachment {
    fn get(&self, side: Side) -> Option<&Sourced<String>> {
        match side {
            Side::Service => self.service.as_ref(),
            Side::Route => self.route.as_ref(),
            Side::Consumer => self.consumer.as_ref(),
            Side::ConsumerGroup => None,
        }
    }

    fn set(&mut self, side: Side, id: &Sourced<String>) {
        match side {
            Side::Service => self.service = Some(id.clone()),
            Side::Route => self.route = Some(id.clone()),
            Side::Consumer => self.consumer = Some(id.clone()),
            Side::ConsumerGroup => {}
        }
    }
}

type AllRelations<'a> = BTreeMap<(&'a str, &'a str), Relations<'a>>;

fn of_object<'a>(
    input: Input<'a>,
    object: &'a Object<'a>,
    holders: &Holders<'_, 'a>,
    relations: &AllRelations<'a>,
) -> Result<(Vec<CustomEntity<'a>>, Option<Unattached<'a>>), Refusal> {
    let kind = spec_text(object, "type").unwrap_or(Placed::new("", object.name().place));
    if KNOWN.contains(&kind.value) {
        return Err(Refusal {
            message: format!("cannot use known entity type {} in custom entity", kind.value),
            in_words: format!("the controller makes `{}` from other objects", kind.value),
            place: kind.place,
        });
    }
    let parent = parent(input, object)?;
    let foreign: Vec<(&str, Side)> =
        FOREIGN_FIELDS.iter().filter(|(of, ..)| *of == kind.value).map(|(_, field, side)| (*field, *side)).collect();
    let attachments = match parent.and_then(|parent| relations.get(&parent)) {
        Some(relations) => attachments(input, holders, relations, &foreign),
        None => Vec::new(),
    };
    let fields = fields(object)?;
    let make = |attachment: &Attachment| {
        let mut own = fields.clone();
        if let Tree::Map(own, _) = &mut own {
            for (field, side) in &foreign {
                let id = attachment.get(*side).cloned();
                let id = id.unwrap_or_else(|| Sourced::rule(String::new(), "KIC: no entity of this type is related"));
                let origin = id.origin.clone();
                own.insert((*field).to_owned(), Tree::Map(TreeMap::from([("id", Tree::Text(id))]), origin));
            }
        }
        let id = |side| attachment.get(side).map_or(String::new(), |id| id.value.clone()).into();
        let key = object.key();
        let order = CustomEntityOrder {
            namespace: key.namespace.into(),
            name: key.name.into(),
            service: id(Side::Service),
            route: id(Side::Route),
            consumer: id(Side::Consumer),
        };
        CustomEntity { kind: text(kind), fields: own, order }
    };
    if attachments.is_empty() {
        let order = CustomEntityOrder {
            namespace: object.key().namespace.into(),
            name: object.key().name.into(),
            ..CustomEntityOrder::default()
        };
        let entity = CustomEntity { kind: text(kind), fields, order };
        return Ok((vec![entity], unattached(object, kind, parent, foreign.first().map(|(field, _)| *field))));
    }
    let sent = if input.settings.kic.binds_custom_entities_to_all() { attachments.len() } else { 1 };
    Ok((attachments.iter().take(sent).map(make).collect(), None))
}

/// Why no field of the entity refers to another entity; `None` where nothing asks for it. `field` is the one that would.
fn unattached<'a>(
    object: &'a Object<'a>,
    kind: Placed<&'a str>,
    parent: Option<(&'a str, &'a str)>,
    field: Option<&'static str>,
) -> Option<Unattached<'a>> {
    let reference = object.spec().and_then(|spec| spec.get("parentRef"));
    match (reference, parent, field) {
        (None, _, None) => None,
        (None, _, Some(field)) => Some(Unattached::NoParent(field)),
        (Some(reference), None, _) => Some(Unattached::ParentNotRead(reference.place)),
        (Some(reference), Some(_), None) => Some(Unattached::FieldsUnknown(reference.place, kind.value)),
        (Some(reference), Some((namespace, name)), Some(field)) => {
            Some(Unattached::NobodyUses(reference.place, ObjectKey::new(namespace, name), field))
        }
    }
}

/// `spec.fields` as they are written.
fn fields(object: &Object<'_>) -> Result<Tree, Refusal> {
    let node = object.spec().and_then(|spec| spec.get("fields"));
    let error = match node.map(|node| &node.value) {
        Some(Value::Map(_)) => return Ok(node.map_or_else(empty, tree::of)),
        Some(Value::Null) => return Ok(empty()),
        Some(_) => cannot_unmarshal(node.map_or("", Node::json_type), "map[string]interface {}"),
        None => "unexpected end of JSON input".to_owned(),
    };
    let place = node.map_or(object.name().place, |node: &Node<'_>| node.place);
    let message = format!(
        "failed to generate entities from itself and attach foreign entities: failed to unmarshal entity fields: {error}"
    );
    Err(Refusal { message, in_words: "`spec.fields` must be a map".to_owned(), place })
}

fn empty() -> Tree {
    Tree::Map(TreeMap::new(), Origin::rule("KIC: the entity has no fields"))
}

/// The plugin that the entity belongs to, as relations name it: namespace and name.
///
/// Group and kind must be written out; anything else is no parent.
fn parent<'a>(input: Input<'a>, object: &'a Object<'a>) -> Result<Option<(&'a str, &'a str)>, Refusal> {
    let Some(reference) = object.spec().and_then(|spec| spec.get("parentRef")) else { return Ok(None) };
    let given = |key: &str| reference.text_at(key).map_or("", |text| text.value);
    let kind = match given("kind") {
        "KongPlugin" => Kind::KongPlugin,
        "KongClusterPlugin" => Kind::KongClusterPlugin,
        _ => return Ok(None),
    };
    if given("group") != "configuration.konghq.com" {
        return Ok(None);
    }
    let kic = input.settings.kic;
    let refuse = |error: String, in_words: String| Refusal {
        message: format!("failed to find attached foreign entities for custom entity: {error}"),
        in_words,
        place: reference.place,
    };
    let (own, name) = (object.key().namespace, given("name"));
    let namespace = match given("namespace") {
        "" => own,
        named if named == own => own,
        named if !kic.grants_parents_of_custom_entities() => named,
        named => remote_namespace(input, object, named, name).map_err(|error| {
            let in_words = format!("no ReferenceGrant allows the plugin `{named}/{name}`");
            refuse(error, in_words)
        })?,
    };
    let (key, title) = match kind {
        Kind::KongPlugin => (ObjectKey::new(namespace, name), format!("KongPlugin {namespace}/{name}")),
        _ => (ObjectKey::new("", name), format!("KongClusterPlugin {name}")),
    };
    match input.store.get(kind, key).filter(|plugin| input.cache.has(plugin)) {
        None if !kic.wants_plugins_of_custom_entities() => Ok(Some((namespace, name))),
        Some(_) => Ok(Some((namespace, name))),
        None => Err(refuse(format!("{title} not found"), format!("there is no {title}"))),
    }
}

/// The combinations of related entities that the foreign fields ask for: each consumer with each service and then each
/// route, or what there is of either.
fn attachments<'a>(
    input: Input<'a>,
    holders: &Holders<'_, 'a>,
    relations: &Relations<'a>,
    foreign: &[(&str, Side)],
) -> Vec<Attachment> {
    let wanted = |side: Side| foreign.iter().any(|(_, of)| *of == side);
    let workspace = input.settings.workspace.as_str();
    let with_ids = |side: Side, names: Vec<Text<'a>>| {
        let names = if wanted(side) { names } else { Vec::new() };
        names.into_iter().map(move |name| {
            let id = match side {
                Side::Service => ids::service(&name.value, workspace),
                Side::Route => ids::route(&name.value, workspace),
                _ => ids::consumer(&name.value, workspace),
            };
            (side, Sourced { value: id, origin: name.origin })
        })
    };
    let named = |side: Side| relations.of(side).iter().map(|relation| relation.entity.clone()).collect();
    let users = relations.of(Side::Consumer).iter();
    let users = users.filter(|relation| has_username(holders, relation.reference.referrer));
    let users = users.map(|relation| relation.entity.clone()).collect();
    let consumers: Vec<_> = with_ids(Side::Consumer, users).collect();
    let services = with_ids(Side::Service, services(holders, relations));
    let targets: Vec<_> = services.chain(with_ids(Side::Route, named(Side::Route))).collect();
    let alone = |(side, id): &(Side, Sourced<String>)| {
        let mut attachment = Attachment::default();
        attachment.set(*side, id);
        attachment
    };
    if consumers.is_empty() || targets.is_empty() {
        return consumers.iter().chain(&targets).map(alone).collect();
    }
    let mut combinations = Vec::new();
    for user in &consumers {
        for (side, id) in &targets {
            let mut attachment = alone(user);
            attachment.set(*side, id);
            combinations.push(attachment);
        }
    }
    combinations
}

fn has_username(holders: &Holders<'_, '_>, object: &Object<'_>) -> bool {
    let of_object = |draft: &&ConsumerDraft<'_>| draft.object.key() == object.key();
    holders.consumers.iter().find(of_object).is_some_and(|draft| draft.consumer.username.is_some())
}

/// The names of the related services, or else of the services of the related routes, those without repetition.
fn services<'a>(holders: &Holders<'_, 'a>, relations: &Relations<'a>) -> Vec<Text<'a>> {
    let direct: Vec<_> = relations.of(Side::Service).iter().map(|relation| relation.entity.clone()).collect();
    if !direct.is_empty() {
        return direct;
    }
    let mut owners: BTreeMap<&str, &Text<'a>> = BTreeMap::new();
    for draft in holders.services {
        for route in &draft.routes {
            owners.insert(route.route.name.value.as_ref(), &draft.service.name);
        }
    }
    let mut services: Vec<Text<'a>> = Vec::new();
    for relation in relations.of(Side::Route) {
        let Some(owner) = owners.get(relation.entity.value.as_ref()) else { continue };
        if services.iter().all(|known| known.value != owner.value) {
            services.push(Text { value: owner.value.clone(), origin: owner.origin.and(&relation.entity.origin) });
        }
    }
    services
}
