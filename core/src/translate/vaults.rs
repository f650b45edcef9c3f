//! KongVaults.
//!
//! Source: KIC v3.5.13 internal/dataplane/kongstate/kongstate.go:FillVaults; spec/ingress-and-kong-crds.md 8.1.

use std::collections::BTreeMap;

use super::draft::text;
use super::ingress::{CLASS, is_ours};
use super::input::Input;
use super::{tags, tree};
use crate::annotations::{Entity, Outcome};
use crate::diagnostic::catalog::{consumers, entities as catalog};
use crate::findings::Findings;
use crate::go::{not_a_configuration, quote};
use crate::k8s::{Kind, Object};
use crate::kong::Vault;
use crate::provenance::{Place, Placed};
use crate::yaml::{Node, Value};

/// A KongVault with the prefix that it asks for.
struct Candidate<'a> {
    object: &'a Object<'a>,
    prefix: Placed<&'a str>,
}

/// The vaults of the controller's class, in order of their names.
///
/// Of several with one prefix the oldest counts, of equally old ones the first by name; the others are failures.
pub(super) fn vaults<'a>(input: Input<'a>, findings: &mut Findings<'a>) -> Vec<Vault<'a>> {
    let mut winners: Vec<Candidate<'a>> = Vec::new();
    let mut by_prefix: BTreeMap<&str, usize> = BTreeMap::new();
    for object in input.store.of_kind(Kind::KongVault).filter(|object| input.cache.has(object)) {
        if !is_ours(input, object) {
            findings.problem(consumers::class_foreign(object, object.annotation(CLASS), &input.settings.ingress_class));
            continue;
        }
        let prefix = spec_text(object, "prefix").unwrap_or(Placed::new("", object.name().place));
        let candidate = Candidate { object, prefix };
        let at = *by_prefix.entry(prefix.value).or_insert(winners.len());
        let Some(winner) = winners.get_mut(at) else {
            winners.push(candidate);
            continue;
        };
        let older = rank(object) < rank(winner.object);
        let loser = if older { std::mem::replace(winner, candidate) } else { candidate };
        findings.failure(format!("spec.prefix {} is duplicate", quote(prefix.value)), [loser.object]);
        findings.problem(catalog::vault_prefix_taken(loser.object, loser.prefix, winner.object));
    }
    winners.into_iter().filter_map(|winner| vault(input, &winner, findings)).collect()
}

/// What decides between vaults with one prefix; one without a time counts as the oldest.
fn rank<'o>(object: &'o Object<'_>) -> (Option<&'o str>, &'o str) {
    (object.metadata("creationTimestamp").map(|created| created.value), object.key().name)
}

fn spec_text<'a>(object: &'a Object<'a>, key: &str) -> Option<Placed<&'a str>> {
    object.spec()?.text_at(key)
}

fn vault<'a>(input: Input<'a>, candidate: &Candidate<'a>, findings: &mut Findings<'a>) -> Option<Vault<'a>> {
    let Candidate { object, prefix } = *candidate;
    let backend = spec_text(object, "backend").unwrap_or(Placed::new("", object.name().place));
    let effects = findings.effects.len();
    let entity = || Entity::Other("vaults", prefix.value.to_owned());
    let tags = tags::of(input.settings.kic, object, [], entity, findings);
    let config = object.spec().and_then(|spec| spec.get("config"));
    if let Some((place, error)) = config.and_then(not_an_object) {
        let name = quote(object.key().name);
        findings.failure(format!("failed to parse configuration of vault {name} to JSON: {error}"), [object]);
        findings.problem(catalog::vault_config_invalid(object, place));
        for effect in findings.effects.split_off(effects) {
            findings.effect(effect.found, Outcome::Overridden("the vault is left out".to_owned()));
        }
        return None;
    }
    if let Some(tags) = object.spec().and_then(|spec| spec.get("tags")) {
        findings.problem(catalog::vault_tags_ignored(object, tags.place));
    }
    findings.translated.push(object);
    Some(Vault {
        id: None,
        name: text(backend),
        prefix: text(prefix),
        description: spec_text(object, "description").filter(|text| !text.value.is_empty()).map(text),
        config: config.map(tree::of),
        tags,
    })
}

/// Where a configuration is no JSON object, and what Go's decoder says of it.
fn not_an_object(config: &Node<'_>) -> Option<(Place, String)> {
    match config.value {
        Value::Map(_) | Value::Null => None,
        _ => Some((config.place, not_a_configuration(config.json_type()))),
    }
}
