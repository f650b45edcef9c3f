//! Tags of entities, from the objects that they come from.

use serde_json::Value;

use super::overrides::values;
use crate::annotations::{Entity, Found};
use crate::findings::Findings;
use crate::k8s::Object;
use crate::kong::Text;
use crate::kong::tags::{self, Subject};
use crate::provenance::{Place, Placed};
use crate::settings::KicVersion;

const TAGS: &str = "konghq.com/tags";

/// The tags of an entity that comes from `object`, those of its annotation last.
///
/// `rule_names` are the named rules of a route that take part.
///
/// Source: KIC v3.5.13 internal/util/k8s.go:GenerateTagsForObject; spec/gateway-routes.md 3.3.
pub(super) fn of<'a>(
    kic: KicVersion,
    object: &'a Object<'a>,
    rule_names: impl IntoIterator<Item = Placed<&'a str>>,
    entity: impl FnOnce() -> Entity,
    findings: &mut Findings<'a>,
) -> Vec<Text<'a>> {
    let annotation = Found::on(object, TAGS);
    let user_tags = annotation.map_or_else(Vec::new, |found| values::list(kic, found.value.value));
    if let Some(found) = annotation {
        let after: Vec<Value> = user_tags.iter().map(|tag| Value::from(*tag)).collect();
        findings.changed(found, entity(), "tags", Value::Null, after);
    }
    let place = annotation.map_or(object.node.place, |found| found.value.place);
    let user_tags = user_tags.into_iter().map(|tag| Placed::new(tag, place));
    let rule_names = rule_names.into_iter().filter(|_| kic.tags_named_rules());
    tags::of(&subject(object), rule_names, user_tags)
}

/// What the tags say about an object.
fn subject<'a>(object: &'a Object<'a>) -> Subject<'a> {
    const VERSION: &str = "Kubernetes: the controller reads objects in the version that is stored";
    let place_of = |key: &str| object.node.get(key).map_or(object.node.place, |node| node.place);
    let metadata = |key: &str| object.metadata(key).unwrap_or(Placed::new("", object.node.place));
    let version = object.info.versions.first().copied().unwrap_or_default();
    let api_version = object.node.text_at("apiVersion");
    let as_written = api_version.is_some_and(|text| text.value.ends_with(version));
    Subject {
        name: metadata("name"),
        namespace: metadata("namespace"),
        kind: Placed::new(object.info.name, place_of("kind")),
        uid: metadata("uid"),
        group: Placed::new(object.info.group, place_of("apiVersion")),
        version: Placed::new(version, if as_written { place_of("apiVersion") } else { Place::Rule(VERSION) }),
    }
}
