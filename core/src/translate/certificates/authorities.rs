//! CA certificates: Secrets and ConfigMaps with the label `konghq.com/ca-cert: "true"`.
//!
//! Source: KIC v3.5.13 internal/dataplane/translator/translate_cacerts.go; spec/ingress-and-kong-crds.md 7.4.

use std::collections::BTreeMap;

use crate::annotations::{Entity, Found, Outcome};
use crate::diagnostic::catalog::certificates as catalog;
use crate::findings::Findings;
use crate::k8s::{Kind, Object};
use crate::kong::{CaCertificate, Text};
use crate::provenance::{Place, Placed, Sourced};
use crate::resolve::x509::Certificate;
use crate::resolve::{pem, secret};
use crate::settings::KicVersion;
use crate::translate::ingress::is_ours;
use crate::translate::input::Input;
use crate::translate::tags;

const LABEL: &str = "konghq.com/ca-cert";

/// An object that gives a CA certificate, with the id that it asks for.
struct Candidate<'a> {
    object: &'a Object<'a>,
    id: Text<'a>,
}

/// The CA certificates, in order of kind, namespace and name.
///
/// Of several with one id the oldest counts, of equally old ones the first by namespace and name. That is decided before
/// the certificates are looked at: an unusable winner leaves none.
pub(in crate::translate) fn authorities<'a>(input: Input<'a>, findings: &mut Findings<'a>) -> Vec<CaCertificate<'a>> {
    let mut winners: Vec<Candidate<'a>> = Vec::new();
    let mut by_id: BTreeMap<String, usize> = BTreeMap::new();
    let kic = input.settings.kic;
    let labelled = |kind| input.store.of_kind(kind).filter(|object| input.cache.has(object));
    let config_maps = labelled(Kind::ConfigMap).filter(|_| kic.watches_config_maps());
    for object in labelled(Kind::Secret).chain(config_maps) {
        if !kic.takes_authorities_of_any_class() && !is_ours(input, object) {
            continue;
        }
        if object.label(LABEL).is_none_or(|label| label.value != "true") {
            continue;
        }
        let Some(id) = secret::data(object, "id") else {
            findings.failure(format!("{} missing 'id' field in data", invalid(kic)), [object]);
            findings.problem(catalog::authority_without_id(object));
            without_effect(object, "the object has no key `id`", findings);
            continue;
        };
        let candidate = Candidate { object, id: Sourced::new(id.value, id.place) };
        if !kic.oldest_authority_wins() {
            winners.push(candidate);
            continue;
        }
        let at = *by_id.entry(candidate.id.value.to_string()).or_insert(winners.len());
        match winners.get_mut(at) {
            Some(winner) => {
                let loser = if rank(candidate.object) < rank(winner.object) {
                    std::mem::replace(winner, candidate)
                } else {
                    candidate
                };
                let message = "invalid secret CA certificate: duplicate 'id' field in multiple objects";
                findings.failure(message, [loser.object]);
                let place = loser.id.origin.places().first().copied().unwrap_or(loser.object.name().place);
                findings.problem(catalog::authority_repeated(loser.object, place, &loser.id.value, winner.object));
                without_effect(loser.object, &format!("{} has the same id", winner.object.title()), findings);
            }
            None => winners.push(candidate),
        }
    }
    winners.into_iter().filter_map(|winner| certificate(input, winner, findings)).collect()
}

/// What decides between objects with one id; one without a time counts as the oldest.
fn rank<'o>(object: &'o Object<'_>) -> (Option<&'o str>, &'o str, &'o str) {
    let created = object.metadata("creationTimestamp").map(|created| created.value);
    (created, object.key().namespace, object.key().name)
}

fn certificate<'a>(
    input: Input<'a>,
    Candidate { object, id }: Candidate<'a>,
    findings: &mut Findings<'a>,
) -> Option<CaCertificate<'a>> {
    let kic = input.settings.kic;
    let other_key = || secret::data(object, "ca.crt").filter(|_| kic.takes_authorities_of_any_class());
    let Some(text) = secret::data(object, "cert").or_else(other_key) else {
        let message = format!(
            "{} {}, neither \"cert\" nor \"ca.crt\" key exist",
            invalid(kic).trim_end_matches(':'),
            object.key()
        );
        let why = "it has neither `cert` nor `ca.crt`";
        refuse(input, object, &id, message, Placed::new(why, object.name().place), findings);
        return None;
    };
    match check(&text.value, input.settings.now, kic.one_authority_per_object()) {
        Ok(block) => {
            let entity = || Entity::Other("ca_certificates", id.value.to_string());
            if let Some(found) = label(object) {
                findings.changed(found, entity(), "id", (), id.value.as_ref());
            }
            let tags = tags::of(input.settings.kic, object, [], entity, findings);
            let cert = Sourced::new(pem::encode(&block).into(), text.place);
            Some(CaCertificate { id, cert, tags })
        }
        Err(why) => {
            let message = format!("{} {}", invalid(kic), why.message());
            refuse(input, object, &id, message, Placed::new(why.in_words(), text.place), findings);
            None
        }
    }
}

/// How failures begin.
fn invalid(kic: KicVersion) -> &'static str {
    if kic.takes_authorities_of_any_class() { "invalid secret CA certificate:" } else { "invalid CA certificate:" }
}

fn label<'a>(object: &'a Object<'a>) -> Option<Found<'a>> {
    Some(Found { object, key: LABEL, value: object.label(LABEL)? })
}

/// The label of an object does nothing.
fn without_effect<'a>(object: &'a Object<'a>, why: &str, findings: &mut Findings<'a>) {
    if let Some(found) = label(object) {
        findings.effect(found, Outcome::Overridden(why.to_owned()));
    }
}

/// The failure is on the object and on each plugin that names the certificate.
fn refuse<'a>(
    input: Input<'a>,
    object: &'a Object<'a>,
    id: &Text<'a>,
    message: String,
    why: Placed<&str>,
    findings: &mut Findings<'a>,
) {
    let plugins = input.store.of_kind(Kind::KongPlugin);
    let plugins = plugins.chain(input.store.of_kind(Kind::KongClusterPlugin).filter(|plugin| is_ours(input, plugin)));
    let plugins = plugins.filter(|plugin| input.cache.has(plugin));
    let naming: Vec<_> = plugins.filter_map(|plugin| Some((plugin, place_of(plugin, &id.value)?))).collect();
    findings.problem(catalog::authority_invalid(object, why.place, why.value, &naming));
    findings.failure(message, naming.into_iter().map(|(plugin, _)| plugin).chain([object]));
    without_effect(object, why.value, findings);
}

/// Where the plugin's own configuration has the id in `ca_certificates`, which must be a list of texts.
fn place_of(plugin: &Object<'_>, id: &str) -> Option<Place> {
    let items = plugin.node.at(&["config", "ca_certificates"])?.items();
    let texts = items.iter().all(|item| item.text().is_some());
    items.iter().find(|item| texts && item.text() == Some(id)).map(|item| item.place)
}

/// Why a text is no CA certificate.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Unusable {
    NoBlock,
    OtherBlock,
    SeveralBlocks,
    NoCertificate,
    NoAuthority,
    Expired,
}

impl Unusable {
    /// The controller's words.
    const fn message(self) -> &'static str {
        match self {
            Self::NoBlock => "invalid PEM block",
            Self::OtherBlock => "invalid PEM block type",
            Self::SeveralBlocks => "multiple PEM certificates found",
            Self::NoCertificate => "failed to parse certificate",
            Self::NoAuthority => "certificate is missing the 'CA' basic constraint",
            Self::Expired => "expired",
        }
    }

    const fn in_words(self) -> &'static str {
        match self {
            Self::NoBlock => "the text is no PEM, or something stands behind it",
            Self::OtherBlock => "a PEM block in it is no `CERTIFICATE`",
            Self::SeveralBlocks => "it holds several certificates, and Kong takes one each",
            Self::NoCertificate => "the certificate in it cannot be read",
            Self::NoAuthority => "the certificate in it may not sign others: it is not a CA's",
            Self::Expired => "the certificate in it has expired",
        }
    }
}

/// The one block of a text that is a CA certificate. `now` is in seconds since 1970; without it nothing expires.
fn check(text: &str, now: Option<i64>, only_one: bool) -> Result<pem::Block, Unusable> {
    let mut rest = text.trim();
    let mut found: Option<pem::Block> = None;
    let mut several = false;
    while !rest.is_empty() && (only_one || found.is_none()) {
        let (block, tail) = pem::first(rest).ok_or(Unusable::NoBlock)?;
        if block.label != "CERTIFICATE" {
            return Err(Unusable::OtherBlock);
        }
        several |= found.is_some();
        found.get_or_insert(block);
        rest = tail.trim();
    }
    let block = found.ok_or(Unusable::NoBlock)?;
    if several && only_one {
        return Err(Unusable::SeveralBlocks);
    }
    let certificate = Certificate::parse(&block.bytes).ok_or(Unusable::NoCertificate)?;
    if !certificate.is_authority {
        return Err(Unusable::NoAuthority);
    }
    if now.is_some_and(|now| now > certificate.not_after) {
        return Err(Unusable::Expired);
    }
    Ok(block)
}

#[cfg(test)]
mod tests {
    use super::*;

    const LEAF: &str = include_str!("../../../tests/support/key_pairs/ec.crt");
    const KEY: &str = include_str!("../../../tests/support/key_pairs/ec.sec1.key");

    #[test]
    fn texts_that_are_no_ca_certificate_are_told_apart() {
        let broken = "-----BEGIN CERTIFICATE-----\nAQID\n-----END CERTIFICATE-----\n";
        for (text, why) in [
            (String::new(), Unusable::NoBlock),
            ("hello".to_owned(), Unusable::NoBlock),
            (format!("{LEAF}\ngarbage"), Unusable::NoBlock),
            (format!("{KEY}\n{LEAF}"), Unusable::OtherBlock),
            (format!("{LEAF}\n{LEAF}"), Unusable::SeveralBlocks),
            (broken.to_owned(), Unusable::NoCertificate),
            (format!("a note\n{LEAF}"), Unusable::NoAuthority),
        ] {
            assert_eq!(check(&text, None, true), Err(why), "{text}");
        }
    }
}
