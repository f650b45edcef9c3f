//! Credentials that exclude each other: values that Kong wants to be unique.
//!
//! Source: KIC v3.5.13 internal/dataplane/kongstate/credentials_conflicts.go; spec/ingress-and-kong-crds.md 5.4.

use super::failures;
use crate::diagnostic::catalog::consumers as catalog;
use crate::findings::Findings;
use crate::k8s::{Object, ObjectKey};
use crate::kong::Text;
use crate::ordered::Ordered as _;
use crate::provenance::Placed;

/// A credential of a consumer with the value that must be unique.
#[derive(Clone, Debug)]
pub(super) struct Registered<'a> {
    /// The controller's name of the index.
    pub index: &'static str,
    /// The field whose value it is.
    pub field: &'static str,
    /// The value.
    pub value: Text<'a>,
    /// Where it comes from.
    pub secret: &'a Object<'a>,
    /// Where the consumer names the Secret.
    pub named: Placed<&'a str>,
    /// The consumer.
    pub consumer: &'a Object<'a>,
}

/// The consumers that take part in a conflict, sorted: all of them are left out.
///
/// Of several conflicts of a consumer only the first is reported on it: in the order of `indices`, then of the values.
pub(super) fn losers<'a>(
    mut credentials: Vec<Registered<'a>>,
    indices: &[&str],
    findings: &mut Findings<'a>,
) -> Vec<ObjectKey<'a>> {
    let rank = |credential: &Registered<'_>| indices.iter().position(|index| *index == credential.index);
    credentials.order_by(|a, b| (rank(a), &a.value.value).cmp(&(rank(b), &b.value.value)));
    let mut losers: Vec<ObjectKey<'a>> = Vec::new();
    let same = |a: &Registered<'_>, b: &Registered<'_>| a.index == b.index && a.value.value == b.value.value;
    for equal in credentials.chunk_by(same).filter(|equal| equal.len() > 1) {
        for (at, credential) in equal.iter().enumerate() {
            let consumer = credential.consumer;
            let first = !losers.contains(&consumer.key());
            if first {
                losers.push(consumer.key());
            }
            failures::conflict((consumer, credential.secret), credential.index, first, findings);
            let other = equal.iter().enumerate().find(|(index, _)| *index != at);
            if let Some((_, other)) = other {
                let other = (other.consumer, other.secret);
                findings.problem(catalog::conflict(consumer, credential.named, credential.field, other));
            }
        }
    }
    losers.order();
    losers
}
