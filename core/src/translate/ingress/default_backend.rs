//! `spec.defaultBackend`: that of the oldest Ingress takes what no other route takes.
//!
//! Source: KIC v3.5.13 internal/dataplane/translator/translate_ingress.go:getDefaultBackendService;
//! spec/ingress-and-kong-crds.md 2.7.

use super::routes;
use super::target::{self, Refused};
use super::{key_text, push};
use crate::annotations::Entity;
use crate::diagnostic::catalog::ingress as catalog;
use crate::findings::Findings;
use crate::k8s::ingress::Ingress;
use crate::kong::expressions::{self, Expression};
use crate::kong::priority::DEFAULT_BACKEND;
use crate::kong::{Flavor, Route, names};
use crate::provenance::{Placed, Sourced};
use crate::translate::draft::{RouteDraft, ServiceDraft, ruled};
use crate::translate::http;
use crate::translate::input::Input;
use crate::translate::service_base::owner;
use crate::translate::tags;

const RULE: &str = "KIC: the route of a default backend takes every path";
const PRIORITY: &str = "KIC: the route of a default backend has the priority 0";

/// Adds the route of the default backend to its Kong service. If the backend of the first Ingress leads nowhere, no
/// other is tried.
pub(super) fn add<'a>(
    input: Input<'a>,
    ingresses: &[Ingress<'a>],
    drafts: &mut Vec<ServiceDraft<'a>>,
    findings: &mut Findings<'a>,
) {
    let mut with_default = ingresses.iter().filter_map(|ingress| Some((ingress.object, ingress.default_backend?)));
    let Some((object, backend)) = with_default.next() else { return };
    for (other, ignored) in with_default {
        findings.problem(catalog::default_backend_ignored(other, ignored.node.place, object));
    }
    let target = match target::resolve(input, object, &backend) {
        Ok(target) => target,
        Err(refused) => {
            if let Some(message) = message(&refused, object.key().namespace) {
                findings.failure(message, [object]);
            }
            findings.problem(refused.problem(object, backend.node.place));
            return;
        }
    };
    let mut name = names::default_backend_route(owner(object));
    name.origin = name.origin.and(backend.node.place);
    let entity = || Entity::Route(name.value.to_string());
    let tags = tags::of(input.settings.kic, object, [], entity, findings);
    let mut route = Route::new(name);
    route.tags = tags;
    routes::common_fields(&mut route);
    let kic = input.settings.kic;
    if !kic.listener_protocols_on_routes() {
        route.protocols = http::protocols::plain(input.settings);
    }
    match input.settings.flavor {
        Flavor::Traditional => {
            route.paths = vec![ruled("/", RULE)];
            route.regex_priority = Some(Sourced::rule(0, routes::REGEX_PRIORITY));
        }
        Flavor::Expressions => {
            let path = expressions::ingress_prefix_path(Placed::new("/", backend.node.place));
            let schemes = if kic.listener_protocols_on_routes() {
                Expression::EMPTY
            } else {
                Expression::http_schemes(backend.node.place)
            };
            route.expression = Some(Expression::all([path, schemes]).into_text());
            route.priority = Some(Sourced::rule(DEFAULT_BACKEND, PRIORITY));
        }
    }
    let (service, _) = target.service_names(object);
    push(drafts, RouteDraft::new(route, object), &service.value, || target.draft(input, object));
}

/// The controller's words; none where upstream does not look at what is missing.
fn message(refused: &Refused<'_>, namespace: &str) -> Option<String> {
    match refused {
        Refused::FacadesOff(_) => Some(format!("default backend: {}", super::FACADES_OFF)),
        Refused::FacadeMissing(resource) => {
            let name = resource.name.value;
            let key = key_text(namespace, name);
            Some(format!(
                "default backend: KongServiceFacade \"{name}\" could not be fetched: KongServiceFacade {key} not found"
            ))
        }
        Refused::UnknownResource(resource) => {
            Some(format!("default backend: unsupported resource type {}", resource.kind_text()))
        }
        Refused::Nameless(_) => {
            Some("failed to create ServiceBackend for default backend: name cannot be empty".to_owned())
        }
        Refused::Nothing => None,
    }
}
