//! Ingresses, TCPIngresses and UDPIngresses.
//!
//! All Ingresses together make the Kong services: one for each Service and port, or KongServiceFacade, with a Kong route
//! for each Ingress and host.
//!
//! Source: KIC v3.5.13 internal/dataplane/translator/translate_ingress.go, translate_kong_l4.go;
//! spec/ingress-and-kong-crds.md 2, 3.

mod class;
mod default_backend;
mod expressions;
mod l4;
mod paths;
pub(super) mod regexes;
mod rewrite;
mod routes;
mod target;
mod tls;

use std::collections::BTreeSet;

pub(super) use class::{CLASS, is_ours, names_our_class, service_upstream};

use super::certificates::Requests;
use super::draft::{RouteDraft, ServiceDraft};
use super::input::Input;
use crate::findings::Findings;
use crate::k8s::ingress::Ingress;
use crate::k8s::{Kind, Object};
use crate::kong::Flavor;
use crate::provenance::Placed;
use tls::Claims;

/// Why no facade counts.
const FACADES_OFF: &str =
    "KongServiceFacade is not enabled, please set the \"KongServiceFacade\" feature gate to 'true' to enable it";

/// The Kong services of all of them. Those of a TCPIngress replace those of Ingresses with the same name, with all their
/// routes.
pub(super) fn translate<'a>(
    input: Input<'a>,
    requests: &mut Requests<'a>,
    findings: &mut Findings<'a>,
) -> Vec<ServiceDraft<'a>> {
    let ingresses: Vec<Ingress<'a>> = class::ordered(input, Kind::Ingress)
        .into_iter()
        .map(Ingress::new)
        .filter(|ingress| class::is_our_ingress(input, ingress))
        .collect();
    let mut claims = Claims::default();
    for ingress in &ingresses {
        claims.add(ingress.object, &ingress.tls, requests, findings);
        findings.translated.push(ingress.object);
    }
    class::report_parameters(input, findings);
    let legacy = class::legacy_regex_detection(input).is_some();
    let priorities = input.settings.flavor == Flavor::Traditional;
    regexes::report(&ingresses, legacy, priorities, findings);
    let mut drafts = routes::of_rules(input, &ingresses, findings);
    drafts.retain_mut(|draft| rewrite::apply(input, draft, findings));
    default_backend::add(input, &ingresses, &mut drafts, findings);
    findings.translated.extend(drafts.iter().map(|draft| draft.parent).filter(|parent| is_facade(parent)));
    let tcp = l4::tcp(input, &mut claims, requests, findings);
    replace(&mut drafts, tcp, findings);
    drafts.extend(l4::udp(input, findings));
    drafts
}

/// What an Ingress that stands alone cannot be translated for, in the controller's words and with the places.
///
/// Source: KIC v3.5.13 internal/admission/validation/ingress/ingress.go:ingressToKongRoutesForValidation, which leaves
/// default backends and rewrites out.
pub(super) fn failures<'a>(input: Input<'a>, ingress: &'a Object<'a>) -> Vec<Placed<String>> {
    routes::failures(input, &Ingress::new(ingress))
}

fn is_facade(object: &Object<'_>) -> bool {
    object.kind() == Kind::KongServiceFacade
}

/// Puts a later set in: it takes the place of services with the same name.
///
/// Source: KIC v3.5.13 internal/dataplane/translator/ingressrules.go:mergeIngressRules.
fn replace<'a>(drafts: &mut Vec<ServiceDraft<'a>>, later: Vec<ServiceDraft<'a>>, findings: &mut Findings<'a>) {
    let names: BTreeSet<String> = later.iter().map(|draft| draft.service.name.value.to_string()).collect();
    drafts.retain(|draft| {
        let name = draft.service.name.value.as_ref();
        let by = later.iter().find(|later| later.service.name.value == name).map(|later| later.parent);
        if let Some(by) = by {
            for route in &draft.routes {
                findings.problem(crate::diagnostic::catalog::ingress::service_replaced(route.object, name, by));
            }
        }
        !names.contains(name)
    });
    drafts.extend(later);
}

/// Adds a route to the Kong service with this name, which is made if there is none yet.
fn push<'a>(
    drafts: &mut Vec<ServiceDraft<'a>>,
    route: RouteDraft<'a>,
    service: &str,
    make: impl FnOnce() -> ServiceDraft<'a>,
) {
    if let Some(draft) = drafts.iter_mut().find(|draft| draft.service.name.value == service) {
        draft.routes.push(route);
    } else {
        let mut draft = make();
        draft.routes.push(route);
        drafts.push(draft);
    }
}

fn key_text(namespace: &str, name: &str) -> String {
    format!("{namespace}/{name}")
}
