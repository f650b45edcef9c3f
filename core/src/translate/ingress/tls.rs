//! `spec.tls` of Ingresses and TCPIngresses: which Secret is the certificate of which host.

use std::collections::BTreeMap;

use crate::diagnostic::catalog::ingress as catalog;
use crate::findings::Findings;
use crate::k8s::ingress::IngressTls;
use crate::k8s::{Object, ObjectKey};
use crate::provenance::Placed;
use crate::translate::certificates::Requests;
use crate::translate::draft::text;

/// The hosts that have a certificate: the first entry that names a host has it, whatever the Secret.
#[derive(Default)]
pub(super) struct Claims<'a> {
    owners: BTreeMap<&'a str, (Placed<&'a str>, &'a Object<'a>, ObjectKey<'a>)>,
}

impl<'a> Claims<'a> {
    /// Asks for the certificates of an object. An entry without hosts or without Secret does not count.
    ///
    /// Source: KIC v3.5.13 internal/dataplane/translator/ingressrules.go:addFromIngressV1TLS, addUniqueHosts;
    /// spec/ingress-and-kong-crds.md 7.1.
    pub(super) fn add(
        &mut self,
        object: &'a Object<'a>,
        entries: &[IngressTls<'a>],
        requests: &mut Requests<'a>,
        findings: &mut Findings<'a>,
    ) {
        for entry in entries {
            let Some(secret) = entry.secret_name.filter(|_| !entry.hosts.is_empty()) else {
                findings.problem(catalog::tls_ignored(object, entry));
                continue;
            };
            let key = ObjectKey::new(object.key().namespace, secret.value);
            requests.add(key, object, secret.place);
            for host in &entry.hosts {
                match self.owners.get(host.value) {
                    Some((first, by, owner)) if *owner != key => {
                        findings.problem(catalog::tls_host_taken(object, *host, by, first.place, *owner));
                    }
                    Some(_) => {}
                    None => {
                        self.owners.insert(host.value, (*host, object, key));
                        requests.add_sni(key, text(*host), object);
                    }
                }
            }
        }
    }
}
