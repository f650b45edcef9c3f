//! Certificates that Kong takes and clients refuse: out of date, or for other hosts.
//!
//! Neither the controller nor Kong looks at dates and names, so nothing changes but the problems.

use super::Wanted;
use crate::diagnostic::catalog::certificates as catalog;
use crate::findings::Findings;
use crate::provenance::Place;
use crate::resolve::pem;
use crate::resolve::x509::Certificate;
use crate::time;

/// Adds what clients will say of a certificate. `now` is in seconds since 1970; without it no certificate is out of date.
pub(super) fn judge(wanted: &Wanted<'_>, now: Option<i64>, findings: &mut Findings<'_>) {
    let blocks = pem::blocks(&wanted.cert.value);
    let leaf = blocks.iter().find(|block| block.label == "CERTIFICATE");
    let Some(certificate) = leaf.and_then(|leaf| Certificate::parse(&leaf.bytes)) else { return };
    let first = |places: &[Place]| places.first().copied();
    let secret = wanted.secret;
    let cert = first(wanted.cert.origin.places()).unwrap_or(secret.name().place);
    let (asked, by) = match wanted.snis.first() {
        Some((sni, by)) => (first(sni.origin.places()).unwrap_or(by.name().place), *by),
        None => (secret.name().place, secret),
    };
    if now.is_some_and(|now| now > certificate.not_after) {
        findings.problem(catalog::expired(secret, cert, &time::date(certificate.not_after), by, asked));
    } else if now.is_some_and(|now| now < certificate.not_before) {
        findings.problem(catalog::not_yet_valid(secret, cert, &time::date(certificate.not_before), by, asked));
    }
    for (sni, by) in &wanted.snis {
        if sni.value != "*" && !certificate.is_for(&sni.value) {
            let place = first(sni.origin.places()).unwrap_or(by.name().place);
            findings.problem(catalog::host_mismatch(by, place, &sni.value, &certificate.names, (secret, cert)));
        }
    }
}
