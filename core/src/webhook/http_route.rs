//! HTTPRoutes: what the controller cannot do is refused before it is stored.
//!
//! Source: KIC v3.5.13 internal/admission/validation/gateway/httproute.go; spec/ingress-and-kong-crds.md 11.3.

use super::{Verdict, Webhook, fail, refuse};
use crate::k8s::http::HttpRule;
use crate::k8s::route::{BackendRef, Route};
use crate::k8s::{Object, ObjectKey};
use crate::kong::Flavor;
use crate::provenance::{Place, Placed};
use crate::translate::TranslateSettings;

/// The filters that the controller has.
const FILTERS: &[&str] =
    &["RequestHeaderModifier", "ResponseHeaderModifier", "RequestRedirect", "URLRewrite", "ExtensionRef"];

/// What Go says when the handler reads `timeouts.backendRequest` of a rule that has only `timeouts.request`.
const NIL_POINTER: &str = "runtime error: invalid memory address or nil pointer dereference";

/// Looks at a route with a Gateway of this controller among its parents.
///
/// Source: KIC v3.5.13 …/httproute.go:ValidateHTTPRoute.
pub(super) fn review<'a>(webhook: &Webhook<'a>, object: &'a Object<'a>) -> Verdict {
    let route = Route::new(object);
    if !is_managed(webhook, &route) {
        return Ok(());
    }
    let rules = HttpRule::list(&route);
    timeouts(&rules)?;
    if let Some(unsupported) = unsupported(&rules, webhook.settings) {
        return refuse(format!("HTTPRoute spec did not pass validation: {}", unsupported.value), unsupported.place);
    }
    if let Some(protocol) = webhook.checks.unknown_protocol(object) {
        let value = protocol.value;
        let message = format!("HTTPRoute has invalid Kong annotations: invalid konghq.com/protocols value: {value}");
        return refuse(message, protocol.place);
    }
    // What is wrong with a rule keeps the HTTPRoute from being translated among the others as well.
    if webhook.translated.contains(&object.key()) {
        return Ok(());
    }
    let errors = webhook.checks.http_route(&route);
    if errors.is_empty() {
        return Ok(());
    }
    refuse(format!("HTTPRoute failed schema validation: {}", errors.join(", ")), object.name().place)
}

/// The first parent Gateway that exists and has a class decides; parents that do not exist are passed over, and a class
/// that does not ends the search.
///
/// Source: KIC v3.5.13 …/httproute.go:ensureHTTPRouteIsManagedByController.
fn is_managed(webhook: &Webhook<'_>, route: &Route<'_>) -> bool {
    for parent in &route.parent_refs {
        let target = &parent.target;
        let group = target.group.is_none_or(|group| matches!(group.value, "" | "gateway.networking.k8s.io"));
        let kind = target.kind.is_none_or(|kind| matches!(kind.value, "" | "Gateway"));
        if !group || !kind {
            continue;
        }
        let namespace = target.namespace.map_or(route.object.namespace(), |namespace| namespace.value);
        let Some(gateway) = webhook.store.gateway(ObjectKey::new(namespace, target.name.value)) else {
            if webhook.settings.kic.webhook_checks_all_gateways() {
                continue;
            }
            return false;
        };
        let Some(class) = webhook.store.class(gateway.class_name.value) else { return false };
        if class.controller_name.value == webhook.settings.gateway_controller_name {
            return true;
        }
    }
    false
}

/// All rules after the first with `timeouts.backendRequest` must have the same one.
///
/// Source: KIC v3.5.13 …/httproute.go:validateHTTPRouteTimeoutBackendRequest.
fn timeouts(rules: &[HttpRule<'_>]) -> Verdict {
    const PREFIX: &str = "HTTPRoute spec did not pass validation: timeout is set for one of the rules, but";
    let mut first: Option<&str> = None;
    for rule in rules {
        let timeout = rule.backend_request_timeout;
        let Some(wanted) = first else {
            first = timeout.map(|timeout| timeout.value);
            continue;
        };
        match (rule.node.get("timeouts"), timeout) {
            (None, _) => return refuse(format!("{PREFIX} not set for another"), rule.node.place),
            (Some(timeouts), None) => {
                let help = "write `backendRequest` here too, as in the rule before: the webhook takes for granted that it is there";
                return fail(NIL_POINTER, help, timeouts.place);
            }
            (Some(_), Some(other)) if other.value != wanted => {
                return refuse(format!("{PREFIX} a different value is set in another rule"), other.place);
            }
            (Some(_), Some(_)) => {}
        }
    }
    Ok(())
}

/// The first thing that the controller cannot do.
///
/// Source: KIC v3.5.13 …/httproute.go:validateHTTPRouteFeatures.
fn unsupported(rules: &[HttpRule<'_>], settings: &TranslateSettings) -> Option<Placed<String>> {
    let all = settings.kic.webhook_knows_cors();
    let is_known = |kind: &str| if all { FILTERS.contains(&kind) } else { kind != "RequestMirror" };
    for (number, rule) in rules.iter().enumerate() {
        for (at, filter) in rule.filters.iter().enumerate() {
            let kind = filter.kind;
            if !is_known(kind.value) {
                let why = format!("rules[{number}].filters[{at}]: filter type {} is unsupported", kind.value);
                return Some(Placed::new(why, kind.place));
            }
        }
        for (at, backend) in rule.backend_refs.iter().enumerate() {
            if let Some((why, place)) = backend_unsupported(backend) {
                return Some(Placed::new(format!("rules[{number}].backendRefs[{at}]: {why}"), place));
            }
        }
        for (at, matched) in rule.matches.iter().enumerate() {
            if settings.flavor == Flavor::Traditional
                && let Some(query) = matched.query_params.first()
            {
                let why = format!(
                    "rules[{number}].matches[{at}]: queryparam matching is supported with expression router only"
                );
                return Some(Placed::new(why, query.name.place));
            }
        }
    }
    None
}

fn backend_unsupported(backend: &BackendRef<'_>) -> Option<(String, Place)> {
    if let Some(filters) = backend.filters.filter(|filters| !filters.items().is_empty()) {
        return Some(("filters in backendRef is unsupported".to_owned(), filters.place));
    }
    if let Some(group) = backend.target.group.filter(|group| !matches!(group.value, "" | "core")) {
        let why = format!("{} is not a supported group for httproute backendRefs, only core is supported", group.value);
        return Some((why, group.place));
    }
    let kind = backend.target.kind.filter(|kind| kind.value != "Service")?;
    let why = format!("{} is not a supported kind for httproute backendRefs, only Service is supported", kind.value);
    Some((why, kind.place))
}
