//! Secrets that objects ask for by name: client certificates of Services.

use std::collections::BTreeMap;

use super::Wanted;
use crate::diagnostic::catalog::certificates as catalog;
use crate::findings::Findings;
use crate::k8s::{Kind, Object, ObjectKey};
use crate::translate::input::Input;

/// The Secrets that were asked for, with the objects that asked.
///
/// Objects are told apart by their uid, as upstream does it: those without one are the same, and the last one stays.
#[derive(Clone, Debug, Default)]
pub(in crate::translate) struct Requests<'a> {
    by_secret: BTreeMap<ObjectKey<'a>, BTreeMap<&'a str, &'a Object<'a>>>,
}

impl<'a> Requests<'a> {
    /// Notes that an object asks for a Secret.
    ///
    /// Source: KIC v3.5.13 internal/dataplane/translator/ingressrules.go:addUniqueParents.
    pub(in crate::translate) fn add(&mut self, secret: ObjectKey<'a>, by: &'a Object<'a>) {
        let uid = by.metadata("uid").map_or("", |uid| uid.value);
        self.by_secret.entry(secret).or_default().insert(uid, by);
    }

    /// The certificates of all of them. A Secret without a key pair is a failure on it and on those who ask.
    ///
    /// Source: KIC v3.5.13 internal/dataplane/translator/translate_certs.go:getCerts.
    pub(super) fn certificates(&self, input: Input<'a>, findings: &mut Findings<'a>) -> Vec<Wanted<'a>> {
        let mut wanted = Vec::new();
        for (key, parents) in &self.by_secret {
            let parents = parents.values().copied();
            let Some(secret) = input.store.get(Kind::Secret, *key) else {
                findings.failure(format!("Failed to fetch the secret ({}/{})", key.namespace, key.name), parents);
                continue;
            };
            match Wanted::of(input, secret, findings) {
                Ok(certificate) => wanted.push(certificate),
                Err(why) => {
                    findings.failure("failed to construct certificate from secret", parents.chain([secret]));
                    findings.problem(catalog::invalid_key_pair(secret, secret.name().place, &why));
                }
            }
        }
        wanted
    }
}
