//! Fields of HTTPRoutes that the controller does not read.

use crate::diagnostic::catalog::translation as catalog;
use crate::findings::Findings;
use crate::k8s::Object;
use crate::k8s::http::HttpRule;

/// Reports each field of the rules that has no effect.
///
/// Source: spec/gateway-routes.md 5.7.
pub(super) fn report<'a>(route: &'a Object<'a>, rules: &[HttpRule<'a>], findings: &mut Findings<'a>) {
    for rule in rules {
        let timeouts = rule.node.get("timeouts").and_then(|timeouts| timeouts.get("request"));
        if let Some(request) = timeouts {
            let instead = "use `timeouts.backendRequest`, or the annotation `konghq.com/read-timeout` on the Service";
            findings.problem(catalog::field_ignored(route, request.place, "timeouts.request", instead));
        }
        if let Some(retry) = rule.node.get("retry") {
            let instead = "use the annotation `konghq.com/retries` on the Service";
            findings.problem(catalog::field_ignored(route, retry.place, "retry", instead));
        }
        if let Some(persistence) = rule.node.get("sessionPersistence") {
            let instead = "use a KongUpstreamPolicy with `hashOn.cookie`, or `stickySessions` from Kong 3.11 on";
            findings.problem(catalog::field_ignored(route, persistence.place, "sessionPersistence", instead));
        }
        for filters in rule.backend_refs.iter().filter_map(|reference| reference.filters) {
            let instead = "move the filters to the rule";
            findings.problem(catalog::field_ignored(route, filters.place, "backendRefs.filters", instead));
        }
    }
}
