//! Failures of consumers and credentials: the controller's words on the causing objects, and the problem with its place.
//!
//! Source: KIC v3.5.13 internal/dataplane/kongstate/kongstate.go:FillConsumersAndCredentials;
//! spec/ingress-and-kong-crds.md 5, 11.2.

use super::decode::{Unreadable, failure};
use crate::diagnostic::catalog::consumers as catalog;
use crate::findings::Findings;
use crate::go::quote;
use crate::k8s::{Object, ObjectKey};
use crate::provenance::{Place, Placed};
use crate::resolve::{Store, secret as data};

/// A consumer has neither of its names.
///
/// Releases that take none with only a `custom_id` say so in their log: the object counts as sent.
pub(super) fn without_name<'a>(has_custom_id: bool, consumer: &'a Object<'a>, findings: &mut Findings<'a>) {
    if has_custom_id {
        findings.translated.push(consumer);
    } else {
        findings.failure("no username or custom_id specified", [consumer]);
    }
    findings.problem(catalog::without_name(consumer));
}

/// A group of a consumer does not exist.
pub(super) fn group_missing<'a>(
    consumer: &'a Object<'a>,
    place: Place,
    key: ObjectKey<'a>,
    store: &Store<'a>,
    findings: &mut Findings<'a>,
) {
    let not_found = format!("KongConsumerGroup {key} not found");
    findings.failure(format!("nonexistent consumer group: {}", quote(&not_found)), [consumer]);
    findings.problem(catalog::group_missing(consumer, place, key, store));
}

/// The Secret of a credential does not exist.
pub(super) fn secret_missing<'a>(
    consumer: &'a Object<'a>,
    place: Place,
    key: ObjectKey<'a>,
    store: &Store<'a>,
    findings: &mut Findings<'a>,
) {
    findings.failure(failure(key.name, &format!("Failed to fetch secret: Secret {key} not found")), [consumer]);
    findings.problem(catalog::secret_missing(consumer, place, key, store));
}

/// A Secret does not say which credential it holds, or says a kind that there is not. Without the label there are two
/// failures.
pub(super) fn kind_unknown<'a>(
    consumer: &'a Object<'a>,
    place: Place,
    secret: &'a Object<'a>,
    label: Option<Placed<&str>>,
    kinds: &str,
    findings: &mut Findings<'a>,
) {
    let key = secret.key();
    if label.is_none() {
        let words = format!(
            "could not load credential from Secret: Secret {key} used as credential, but lacks konghq.com/credential label"
        );
        findings.failure(failure(key.name, &words), [consumer]);
    }
    let shown = label.map_or("", |label| label.value);
    let words = format!("failed to provision credential: unsupported credential type: {}", quote(shown));
    findings.failure(failure(key.name, &words), [consumer]);
    // Releases before 3.0 read the kind from the data.
    let old = data::data(secret, "kongCredType");
    let old = old.as_ref().map(|kind| Placed::new(kind.value.as_ref(), kind.place));
    findings.problem(catalog::kind_unknown(consumer, place, secret, label, old, kinds));
}

/// An entry of a Secret is no number or boolean.
pub(super) fn unreadable<'a>(
    consumer: &'a Object<'a>,
    secret: &'a Object<'a>,
    entry: &Unreadable<'a>,
    findings: &mut Findings<'a>,
) {
    findings.failure(failure(secret.key().name, &entry.message), [consumer]);
    findings.problem(catalog::value_unreadable(secret, entry.key, &entry.message));
}

/// A Secret does not hold what its kind of credential needs.
pub(super) fn invalid<'a>(
    consumer: &'a Object<'a>,
    place: Place,
    secret: &'a Object<'a>,
    why: &Placed<String>,
    findings: &mut Findings<'a>,
) {
    let words = format!("failed to provision credential: {}", why.value);
    findings.failure(failure(secret.key().name, &words), [consumer]);
    findings.problem(catalog::credential_invalid(consumer, place, secret, why));
}

/// A value of a credential is there twice. `on_consumer`: the first conflict of its consumer.
pub(super) fn conflict<'a>(
    (consumer, secret): (&'a Object<'a>, &'a Object<'a>),
    index: &str,
    on_consumer: bool,
    findings: &mut Findings<'a>,
) {
    let conflict = format!("conflict detected in {} index", quote(index));
    findings.failure(format!("Secret has conflicting credential: {conflict}"), [secret]);
    if on_consumer {
        findings.failure(format!("Consumer has conflicting credentials: {conflict}"), [consumer]);
    }
}
