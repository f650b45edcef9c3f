//! Annotations of several Services behind one Kong service must agree.

use std::collections::BTreeMap;

use super::backends::Backend;
use super::failures;
use crate::findings::Findings;
use crate::provenance::Placed;

/// What the keys that are compared begin with; no slash follows.
const PREFIX: &str = "konghq.com";

/// Whether all Services of a Kong service have the same annotations of Kong.
///
/// A key that one of them lacks, or has with another value, is a failure on each of the backends.
///
/// Source: KIC v3.5.13 internal/dataplane/translator/ingressrules.go:collectInconsistentAnnotations;
/// spec/gateway-routes.md 11.3.
pub(super) fn check<'a>(kong_service: &str, backends: &[Backend<'a>], findings: &mut Findings<'a>) -> bool {
    if backends.len() < 2 {
        return true;
    }
    let mut seen: BTreeMap<&'a str, Placed<&'a str>> = BTreeMap::new();
    for backend in backends {
        for entry in backend.service.object.annotations() {
            if entry.key.starts_with(PREFIX) {
                let value = Placed::new(entry.value.text().unwrap_or_default(), entry.value.place);
                seen.insert(&entry.key, value);
            }
        }
    }
    let mut agree = true;
    for (key, wanted) in seen {
        let value_of = |backend: &Backend<'a>| backend.service.object.annotation(key);
        if backends.iter().all(|backend| value_of(backend).is_some_and(|value| value.value == wanted.value)) {
            continue;
        }
        agree = false;
        for backend in backends {
            failures::annotations_disagree(backend.service.object, key, wanted, kong_service, findings);
        }
    }
    agree
}
