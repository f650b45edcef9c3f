//! Annotations of Kubernetes Services that change the Kong service.
//!
//! Source: KIC v3.5.13 internal/dataplane/kongstate/service.go:override; spec/annotations.md 4.

use std::borrow::Cow;

use serde_json::Value;

use super::values;
use crate::annotations::{Entity, Outcome};
use crate::findings::Findings;
use crate::kong::Text;
use crate::provenance::{Placed, Sourced};
use crate::settings::KicVersion;
use crate::translate::backing::{Annotation, BackingService, keys};
use crate::translate::draft::ServiceDraft;
use crate::translate::failures;

/// Applies the annotations of all Services behind a Kong service, in order of `namespace/name`; later ones win.
///
/// An invalid `konghq.com/protocol` is a failure: the annotations of that Service count, those of later ones do not,
/// and the path of a gRPC service stays.
pub(in crate::translate) fn apply<'a>(kic: KicVersion, draft: &mut ServiceDraft<'a>, findings: &mut Findings<'a>) {
    let bad = draft.backing.iter().position(|backing| protocol_is_invalid(backing));
    let counted = bad.map_or(draft.backing.len(), |bad| bad + 1);
    let entity = Entity::Service(draft.service.name.value.to_string());
    {
        let ServiceDraft { service, backing, .. } = draft;
        let services = backing.get(..counted).unwrap_or_default();
        let overrides = &mut Overrides { services, entity, findings };
        protocol(&mut service.protocol, overrides);
        // gRPC takes no path; but the path stays where a bad protocol ends it all.
        let grpc = bad.is_none() && service.protocol.as_ref().is_some_and(|protocol| is_grpc(&protocol.value));
        path(&mut service.path, grpc, overrides);
        connect_timeout(&mut service.connect_timeout, overrides);
        write_timeout(&mut service.write_timeout, overrides);
        read_timeout(&mut service.read_timeout, overrides);
        retries(&mut service.retries, overrides);
        if kic.verifies_upstreams() {
            tls_verify(&mut service.tls_verify, overrides);
            tls_verify_depth(&mut service.tls_verify_depth, overrides);
        }
    }
    if let Some(bad) = bad.and_then(|bad| draft.backing.get(bad)) {
        if let Some(found) = bad.annotation(keys::PROTOCOL).and_then(|annotation| annotation.found) {
            failures::protocol_invalid(draft, bad.service.object, found.value, findings);
        }
        return;
    }
    if draft.service.protocol.as_ref().is_some_and(|protocol| is_grpc(&protocol.value)) {
        draft.service.path = None;
    }
}

fn is_grpc(protocol: &str) -> bool {
    matches!(protocol, "grpc" | "grpcs")
}

/// The Services whose annotations count, the entity that they change, and where to record it.
struct Overrides<'o, 'a> {
    services: &'o [BackingService<'a>],
    entity: Entity,
    findings: &'o mut Findings<'a>,
}

/// `konghq.com/protocol`: the protocol towards the upstream; an empty one is none.
fn protocol<'a>(field: &mut Option<Text<'a>>, overrides: &mut Overrides<'_, 'a>) {
    overrides.decide(keys::PROTOCOL, "protocol", field, &|value| match value {
        "" => Read::Nothing("an empty value asks for nothing"),
        word if values::is_protocol(word) => Read::Value(Cow::Owned(word.to_owned())),
        _ => Read::Invalid(format!("it is none of {}", values::PROTOCOLS)),
    });
}

/// `konghq.com/path`: put in front of the path of requests.
fn path<'a>(field: &mut Option<Text<'a>>, grpc: bool, overrides: &mut Overrides<'_, 'a>) {
    overrides.decide(keys::PATH, "path", field, &|value| {
        if !value.starts_with('/') {
            Read::Invalid("it does not begin with `/`".to_owned())
        } else if grpc {
            Read::Nothing("a gRPC service has no path")
        } else {
            Read::Value(Cow::Owned(value.to_owned()))
        }
    });
}

/// `konghq.com/connect-timeout`: milliseconds.
fn connect_timeout(field: &mut Option<Sourced<i64>>, overrides: &mut Overrides<'_, '_>) {
    overrides.decide(keys::CONNECT_TIMEOUT, "connect_timeout", field, &integer);
}

/// `konghq.com/write-timeout`: milliseconds.
fn write_timeout(field: &mut Option<Sourced<i64>>, overrides: &mut Overrides<'_, '_>) {
    overrides.decide(keys::WRITE_TIMEOUT, "write_timeout", field, &integer);
}

/// `konghq.com/read-timeout`: milliseconds.
fn read_timeout(field: &mut Option<Sourced<i64>>, overrides: &mut Overrides<'_, '_>) {
    overrides.decide(keys::READ_TIMEOUT, "read_timeout", field, &integer);
}

/// `konghq.com/retries`: how often Kong tries again.
fn retries(field: &mut Option<Sourced<i64>>, overrides: &mut Overrides<'_, '_>) {
    overrides.decide(keys::RETRIES, "retries", field, &integer);
}

/// `konghq.com/tls-verify`: whether the certificate of the upstream is verified.
fn tls_verify(field: &mut Option<Sourced<bool>>, overrides: &mut Overrides<'_, '_>) {
    overrides.decide(keys::TLS_VERIFY, "tls_verify", field, &|value| match values::parse_bool(value) {
        Some(on) => Read::Value(on),
        None => Read::Invalid("it is neither `true` nor `false`".to_owned()),
    });
}

/// `konghq.com/tls-verify-depth`: greatest length of the certificate chain.
fn tls_verify_depth(field: &mut Option<Sourced<i64>>, overrides: &mut Overrides<'_, '_>) {
    overrides.decide(keys::TLS_VERIFY_DEPTH, "tls_verify_depth", field, &integer);
}

fn integer(value: &str) -> Read<i64> {
    values::integer(value).map_or_else(|| Read::Invalid("it is no integer".to_owned()), Read::Value)
}

/// What an annotation's text says.
enum Read<T> {
    /// This value.
    Value(T),
    /// Nothing, and one sentence why.
    Nothing(&'static str),
    /// It breaks the rule of the key; one sentence says which.
    Invalid(String),
}

impl<'a> Overrides<'_, 'a> {
    /// Lets one annotation decide a field; equal values of several Services decide it together.
    fn decide<T: Clone + PartialEq + Into<Value>>(
        &mut self,
        key: &'static str,
        name: &'static str,
        field: &mut Option<Sourced<T>>,
        read: &dyn Fn(&str) -> Read<T>,
    ) {
        let before: Value = field.as_ref().map_or(Value::Null, |field| field.value.clone().into());
        let mut decided: Option<Sourced<T>> = None;
        let mut deciding = Vec::new();
        for backing in self.services {
            let Some(annotation) = backing.annotation(key) else { continue };
            self.note_hidden(backing, key);
            match read(&annotation.value) {
                Read::Value(value) => {
                    deciding.push(annotation.clone());
                    decided = Some(joined(decided, Sourced::new(value, annotation.origin)));
                }
                Read::Nothing(why) => self.outcome(&annotation, Outcome::Overridden(why.to_owned())),
                Read::Invalid(why) => self.outcome(&annotation, Outcome::Invalid(why)),
            }
        }
        let Some(decided) = decided else { return };
        let after: Value = decided.value.clone().into();
        for annotation in deciding {
            let outcome = match read(&annotation.value) {
                Read::Value(own) if own == decided.value => Outcome::Changed {
                    entity: self.entity.clone(),
                    field: name,
                    before: before.clone(),
                    after: after.clone(),
                },
                _ => Outcome::Overridden("another Service of the rule decides, the last one by name".to_owned()),
            };
            self.outcome(&annotation, outcome);
        }
        *field = Some(decided);
    }

    /// Records that a BackendTLSPolicy stands in the place of a written annotation.
    fn note_hidden(&mut self, backing: &BackingService<'a>, key: &'static str) {
        let hidden = backing.hidden_annotation(key);
        if let Some((found, policy)) = hidden {
            self.findings.effect(found, Outcome::Overridden(format!("{} decides", policy.title())));
        }
    }

    fn outcome(&mut self, annotation: &Annotation<'a>, outcome: Outcome) {
        if let Some(found) = annotation.found {
            self.findings.effect(found, outcome);
        }
    }
}

/// The later value; where both are equal, both places decided it.
fn joined<T: PartialEq>(earlier: Option<Sourced<T>>, later: Sourced<T>) -> Sourced<T> {
    match earlier {
        Some(earlier) if earlier.value == later.value => {
            Sourced { origin: earlier.origin.and(&later.origin), value: later.value }
        }
        _ => later,
    }
}

fn protocol_is_invalid(backing: &BackingService<'_>) -> bool {
    let value: Option<Placed<&str>> =
        backing.annotation(keys::PROTOCOL).and_then(|annotation| Some(annotation.found?.value));
    value.is_some_and(|value| !values::is_protocol(value.value))
}
