//! Equal key pairs become one certificate; a server name belongs to the first that claims it.

use std::collections::BTreeMap;

use super::Wanted;
use crate::diagnostic::catalog::certificates as catalog;
use crate::findings::Findings;
use crate::k8s::Object;
use crate::kong::{Certificate, Sni, Text};
use crate::translate::draft::ServiceDraft;

/// The certificates after merging.
pub(in crate::translate) struct Merged<'a> {
    certificates: Vec<Member<'a>>,
    /// Uid of each Secret that was asked for, to the id of its certificate.
    ids: BTreeMap<String, Text<'a>>,
}

/// A certificate with what decides its id.
struct Member<'a> {
    certificate: Certificate<'a>,
    /// The Secret that gives the id.
    secret: &'a Object<'a>,
    uids: Vec<String>,
}

/// Whose tags a certificate has after another one was merged into it.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Tags {
    /// Those of the first.
    OfFirst,
    /// Those of the one that gives the id.
    OfId,
}

impl<'a> Merged<'a> {
    /// Merges in order. Tags are those of the first of equal ones; among the requested ones, which upstream takes in any
    /// order, those of the Secret that gives the id.
    ///
    /// Source: KIC v3.5.13 internal/dataplane/translator/translate_certs.go:mergeCerts;
    /// spec/ingress-and-kong-crds.md 7.3.
    pub(super) fn of(requested: Vec<Wanted<'a>>, listed: Vec<Wanted<'a>>, findings: &mut Findings<'a>) -> Self {
        let mut members: Vec<Member<'a>> = Vec::new();
        let mut index: BTreeMap<(String, String), usize> = BTreeMap::new();
        let mut owners: BTreeMap<String, usize> = BTreeMap::new();
        let requested = requested.into_iter().map(|wanted| (wanted, Tags::OfId));
        let listed = listed.into_iter().map(|wanted| (wanted, Tags::OfFirst));
        for (wanted, tags) in requested.chain(listed) {
            let pair = (wanted.cert.value.to_string(), wanted.key.value.to_string());
            let at = *index.entry(pair).or_insert(members.len());
            let snis = wanted.snis.clone();
            match members.get_mut(at) {
                Some(member) => member.absorb(&wanted, tags),
                None => members.push(Member::new(wanted)),
            }
            for (sni, by) in snis {
                let owner = *owners.entry(sni.value.to_string()).or_insert(at);
                claim(&mut members, owner, at, sni, by, findings);
            }
        }
        let ids = members
            .iter()
            .flat_map(|member| member.uids.iter().map(|uid| (uid.clone(), member.certificate.id.clone())));
        Self { ids: ids.collect(), certificates: members }
    }

    /// Lets the services whose client certificate was merged refer to the certificate that is left.
    ///
    /// Source: KIC v3.5.13 internal/dataplane/translator/translator.go:BuildKongConfig.
    pub(in crate::translate) fn rename_clients(&self, drafts: &mut [ServiceDraft<'a>]) {
        for draft in drafts {
            if let Some(client) = &mut draft.service.client_certificate {
                match self.ids.get(client.value.as_ref()) {
                    Some(id) => *client = Text { value: id.value.clone(), origin: client.origin.and(&id.origin) },
                    None => client.value = "".into(),
                }
            }
        }
    }

    /// The certificates.
    pub(in crate::translate) fn into_list(self) -> Vec<Certificate<'a>> {
        self.certificates.into_iter().map(|member| member.certificate).collect()
    }
}

/// Gives a server name to the certificate that claims it, unless another one has it.
fn claim<'a>(
    members: &mut [Member<'a>],
    owner: usize,
    claimant: usize,
    sni: Text<'a>,
    by: &'a Object<'a>,
    findings: &mut Findings<'a>,
) {
    let Some(member) = members.get_mut(owner) else { return };
    if owner != claimant {
        let place = sni.origin.places().first().copied().unwrap_or(by.name().place);
        findings.problem(catalog::server_name_taken(by, place, &sni.value, member.secret));
        return;
    }
    let known = member.certificate.snis.iter_mut().find(|known| known.name.value == sni.value);
    match known {
        Some(known) => known.name.origin = known.name.origin.and(&sni.origin),
        None => member.certificate.snis.push(Sni::new(sni)),
    }
}

impl<'a> Member<'a> {
    fn new(wanted: Wanted<'a>) -> Self {
        let id = wanted.id();
        let uids = vec![id.value.to_string()];
        let mut certificate = Certificate::new(id, wanted.cert, wanted.key);
        certificate.tags = wanted.tags;
        Self { certificate, secret: wanted.secret, uids }
    }

    /// Takes an equal key pair in: the older Secret gives the id, of equally old ones the one with the smaller uid.
    fn absorb(&mut self, other: &Wanted<'a>, tags: Tags) {
        let id = other.id();
        self.uids.push(id.value.to_string());
        let created =
            |secret: &Object<'_>| secret.metadata("creationTimestamp").map(|created| created.value.to_owned());
        let ours = (created(self.secret), self.certificate.id.value.as_ref());
        let theirs = (created(other.secret), id.value.as_ref());
        let origin = self.certificate.id.origin.and(&id.origin);
        if theirs < ours {
            self.secret = other.secret;
            self.certificate.id.value = id.value;
            if tags == Tags::OfId {
                self.certificate.tags.clone_from(&other.tags);
            }
        }
        self.certificate.id.origin = origin;
        let Certificate { cert, key, .. } = &mut self.certificate;
        cert.origin = cert.origin.and(&other.cert.origin);
        key.origin = key.origin.and(&other.key.origin);
    }
}
