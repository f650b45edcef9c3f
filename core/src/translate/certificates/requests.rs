//! Secrets that objects ask for by name: `spec.tls` of Ingresses and TCPIngresses, client certificates of Services.

use std::collections::BTreeMap;

use super::Wanted;
use crate::diagnostic::catalog::{certificates as catalog, ingress as ingress_catalog};
use crate::findings::Findings;
use crate::k8s::ingress::IngressTls;
use crate::k8s::{Kind, Object, ObjectKey};
use crate::kong::Text;
use crate::provenance::Place;
use crate::translate::input::Input;

/// The Secrets that were asked for, with the objects that asked.
///
/// Objects are told apart by their uid, as upstream does it: those without one are the same, and the last one stays.
#[derive(Clone, Debug, Default)]
pub(in crate::translate) struct Requests<'a> {
    by_secret: BTreeMap<ObjectKey<'a>, BTreeMap<&'a str, &'a Object<'a>>>,
    /// Server names by Secret, each with the object that asks.
    snis: BTreeMap<ObjectKey<'a>, Vec<(Text<'a>, &'a Object<'a>)>>,
    /// Where each Secret is named.
    asked: BTreeMap<ObjectKey<'a>, Vec<Place>>,
}

impl<'a> Requests<'a> {
    /// Notes that an object asks for a Secret, and where it does.
    ///
    /// Source: KIC v3.5.13 internal/dataplane/translator/ingressrules.go:addUniqueParents.
    pub(in crate::translate) fn add(&mut self, secret: ObjectKey<'a>, by: &'a Object<'a>, at: Place) {
        let uid = by.metadata("uid").map_or("", |uid| uid.value);
        self.by_secret.entry(secret).or_default().insert(uid, by);
        self.asked.entry(secret).or_default().push(at);
    }

    /// Notes that the certificate of a Secret is for a server name.
    pub(in crate::translate) fn add_sni(&mut self, secret: ObjectKey<'a>, sni: Text<'a>, by: &'a Object<'a>) {
        self.snis.entry(secret).or_default().push((sni, by));
    }

    /// The certificates of all of them. A Secret without a key pair is a failure on it and on those who ask.
    ///
    /// Source: KIC v3.5.13 internal/dataplane/translator/translate_certs.go:getCerts.
    pub(super) fn certificates(&self, input: Input<'a>, findings: &mut Findings<'a>) -> Vec<Wanted<'a>> {
        let mut wanted = Vec::new();
        for (key, parents) in &self.by_secret {
            let parents = parents.values().copied();
            let Some(secret) = input.store.get(Kind::Secret, *key) else {
                for parent in parents.clone() {
                    report_missing(parent, *key, findings);
                }
                findings.failure(format!("Failed to fetch the secret ({}/{})", key.namespace, key.name), parents);
                continue;
            };
            match Wanted::of(input, secret, findings) {
                Ok(mut certificate) => {
                    certificate.snis = self.snis.get(key).cloned().unwrap_or_default();
                    certificate.asked = self.asked.get(key).cloned().unwrap_or_default();
                    wanted.push(certificate);
                }
                Err(why) => {
                    findings.failure("failed to construct certificate from secret", parents.chain([secret]));
                    findings.problem(catalog::invalid_key_pair(secret, secret.name().place, &why));
                }
            }
        }
        wanted
    }
}

/// The entries of `tls` that name a Secret that is not there. That a Service names one has been said before.
fn report_missing<'a>(parent: &'a Object<'a>, key: ObjectKey<'a>, findings: &mut Findings<'a>) {
    let named = IngressTls::list(parent).into_iter().filter_map(|entry| entry.secret_name);
    for name in named.filter(|name| name.value == key.name) {
        findings.problem(ingress_catalog::tls_secret_missing(parent, name.place, key));
    }
}
