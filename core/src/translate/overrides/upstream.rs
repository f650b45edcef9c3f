//! Annotations of Kubernetes Services that change the upstream.
//!
//! Source: KIC v3.5.13 internal/dataplane/kongstate/kongstate.go:FillUpstreamOverrides, upstream.go:override;
//! spec/gateway-routes.md 11.4.

use std::borrow::Cow;

use super::{kong_ingress, upstream_policy};
use crate::annotations::{Entity, Found, Outcome};
use crate::diagnostic::catalog::backends as catalog;
use crate::findings::Findings;
use crate::k8s::{Kind, Object, ObjectKey};
use crate::kong::{Text, Upstream};
use crate::provenance::{Origin, Sourced};
use crate::translate::backing::keys;
use crate::translate::draft::ServiceDraft;
use crate::translate::failures;
use crate::translate::input::Input;

const GATEWAY_GROUP: &str = "gateway.networking.k8s.io";

/// Applies the annotations of the Services behind an upstream: KongIngress, host header, KongUpstreamPolicy.
pub(in crate::translate) fn apply<'a>(
    input: Input<'a>,
    draft: &ServiceDraft<'a>,
    upstream: &mut Upstream<'a>,
    findings: &mut Findings<'a>,
) {
    match kong_ingress(input, draft, upstream, findings) {
        KongIngress::None => host_header(draft, upstream, findings),
        KongIngress::Hides(why) => host_header_is_hidden(draft, why, findings),
    }
    upstream_policy(input, draft, upstream, findings);
}

/// What `konghq.com/override` means for the annotations beside it.
enum KongIngress {
    /// No Service names a KongIngress.
    None,
    /// The host header has no effect; one sentence says why.
    Hides(&'static str),
}

/// `konghq.com/override`: the section `upstream` of a KongIngress. It applies to nothing behind a Gateway API route.
/// The host header and a KongUpstreamPolicy go before it.
///
/// Source: KIC v3.5.13 internal/dataplane/kongstate/util.go:getKongIngressForServices.
fn kong_ingress<'a>(
    input: Input<'a>,
    draft: &ServiceDraft<'a>,
    upstream: &mut Upstream<'a>,
    findings: &mut Findings<'a>,
) -> KongIngress {
    let mut named = draft.backing.iter().filter_map(|backing| backing.found(keys::OVERRIDE));
    let Some(found) = named.find(|found| !found.value.value.is_empty()) else { return KongIngress::None };
    let key = ObjectKey::new(found.object.key().namespace, found.value.value);
    let Some(object) = input.store.get(Kind::KongIngress, key) else {
        findings.effect(found, Outcome::Invalid(format!("there is no KongIngress `{key}`")));
        failures::kong_ingress_missing(draft, found.object, found.value, findings);
        return KongIngress::Hides("`konghq.com/override` names a KongIngress that is not there");
    };
    if draft.parent.info.group == GATEWAY_GROUP {
        findings.effect(found, Outcome::Unsupported("a KongIngress does not apply to Gateway API routes".to_owned()));
        findings.problem(catalog::kong_ingress_ignored(found.object, found.value.place, draft.parent));
        return KongIngress::Hides("`konghq.com/override` hides it behind Gateway API routes");
    }
    let changes = kong_ingress::apply(object, &Origin::from(found.value.place), upstream);
    if changes.is_empty() {
        findings.effect(found, Outcome::Overridden(format!("{} sets nothing under `upstream`", object.title())));
    }
    for change in changes {
        let entity = Entity::Upstream(upstream.name.value.to_string());
        findings.changed(found, entity, change.field, change.before, change.after);
    }
    KongIngress::None
}

/// `konghq.com/host-header`: the Host header of requests to the targets; the last Service by name wins.
fn host_header<'a>(draft: &ServiceDraft<'a>, upstream: &mut Upstream<'a>, findings: &mut Findings<'a>) {
    let mut decided: Option<Text<'a>> = None;
    let mut written = Vec::new();
    for backing in &draft.backing {
        if let Some((found, policy)) = backing.hidden_annotation(keys::HOST_HEADER) {
            findings.effect(found, Outcome::Overridden(format!("{} decides", policy.title())));
        }
        let Some(annotation) = backing.filled_annotation(keys::HOST_HEADER) else { continue };
        written.extend(annotation.found);
        let origin = match decided {
            Some(earlier) if earlier.value == annotation.value => earlier.origin.and(&annotation.origin),
            _ => annotation.origin,
        };
        decided = Some(Sourced { value: annotation.value, origin });
    }
    let Some(decided) = decided else { return };
    for found in written {
        let outcome = if found.value.value == decided.value {
            Outcome::Changed {
                entity: Entity::Upstream(upstream.name.value.to_string()),
                field: "host_header",
                before: ().into(),
                after: decided.value.as_ref().into(),
            }
        } else {
            Outcome::Overridden("another Service of the rule decides, the last one by name".to_owned())
        };
        findings.effect(found, outcome);
    }
    upstream.host_header = Some(decided);
}

fn host_header_is_hidden<'a>(draft: &ServiceDraft<'a>, why: &str, findings: &mut Findings<'a>) {
    for backing in &draft.backing {
        if let Some(found) = backing.found(keys::HOST_HEADER) {
            findings.effect(found, Outcome::Overridden(why.to_owned()));
        }
    }
}

/// `konghq.com/upstream-policy`: a KongUpstreamPolicy in the namespace of the first Service.
///
/// Source: KIC v3.5.13 internal/dataplane/kongstate/kongupstreampolicy.go:GetKongUpstreamPolicyForServices.
fn upstream_policy<'a>(
    input: Input<'a>,
    draft: &ServiceDraft<'a>,
    upstream: &mut Upstream<'a>,
    findings: &mut Findings<'a>,
) {
    let named: Vec<_> = draft.backing.iter().map(|backing| backing.found(keys::UPSTREAM_POLICY)).collect();
    let Some(Some(first)) = named.first().copied() else {
        if named.iter().any(Option::is_some) {
            failures::upstream_policies_differ(draft, findings);
        }
        return;
    };
    if named.iter().any(|found| found.is_none_or(|found| found.value.value != first.value.value)) {
        failures::upstream_policies_differ(draft, findings);
        return;
    }
    let key = ObjectKey::new(first.object.key().namespace, first.value.value);
    let found: Vec<Found<'a>> = named.into_iter().flatten().collect();
    let policy = input.store.get(Kind::KongUpstreamPolicy, key).filter(|policy| input.cache.has(policy));
    let Some(policy) = policy else {
        failures::upstream_policy_missing(draft, first.object, first.value.place, key, findings);
        for found in found {
            findings.effect(found, Outcome::Invalid(format!("there is no KongUpstreamPolicy `{key}`")));
        }
        return;
    };
    if let Some(place) = sticky_sessions_place(policy)
        .filter(|_| input.settings.kic.sticky_sessions() && !input.settings.kong.has_sticky_sessions())
    {
        failures::sticky_sessions_unsupported(draft, policy, place, findings);
        for found in found {
            findings.effect(found, Outcome::Unsupported("`sticky-sessions` needs Kong 3.11".to_owned()));
        }
        return;
    }
    let attached = Origin::all(found.iter().map(|found| found.value.place));
    let Some(attached) = attached else { return };
    for change in upstream_policy::apply(input.settings.kic, policy, &attached, upstream) {
        for found in &found {
            let entity = Entity::Upstream(upstream.name.value.to_string());
            findings.changed(*found, entity, change.field, change.before.clone(), change.after.clone());
        }
    }
}

fn sticky_sessions_place(policy: &Object<'_>) -> Option<crate::provenance::Place> {
    let algorithm = policy.spec()?.text_at("algorithm")?;
    (algorithm.value == "sticky-sessions").then_some(algorithm.place)
}

/// A string of a policy as a string of an entity.
pub(super) fn policy_text<'a>(value: crate::provenance::Placed<&'a str>, attached: &Origin) -> Text<'a> {
    Sourced::new(Cow::Borrowed(value.value), Origin::from(value.place).and(attached))
}
