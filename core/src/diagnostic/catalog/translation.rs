//! Problems of routes and their filters, matches and plugins on the way to Kong.

use crate::diagnostic::{Change, Code, Diagnostic, Remedy};
use crate::k8s::gateway::ObjectRef;
use crate::k8s::{Object, ObjectKey};
use crate::provenance::{Place, Placed};
use crate::resolve::grants::Target;

const HTTP: &str = "KIC v3.5.13 internal/dataplane/translator/translate_httproute.go:validateHTTPRoute";
const MATCHES: &str = "KIC v3.5.13 internal/dataplane/translator/subtranslator/httproute.go:convertGatewayMatchHeadersToKongRouteMatchHeaders";
const FILTERS: &str =
    "KIC v3.5.13 internal/dataplane/translator/subtranslator/httproute.go:generatePluginsFromHTTPRouteFilters";
const L4: &str = "KIC v3.5.13 internal/dataplane/translator/translate_routes_helpers.go:checkBackendRefs";
const PLUGINS: &str = "KIC v3.5.13 internal/dataplane/kongstate/kongstate.go:getPluginRelations";

/// A problem of an object at a place in it.
pub(super) fn on(
    code: Code,
    object: &Object<'_>,
    place: Place,
    message: impl Into<String>,
    source: &'static str,
) -> Diagnostic {
    let problem = Diagnostic::new(code, object.span_of(place), message, source).with_object(object.title());
    match object.path_of(place) {
        Some(path) => problem.with_path(path),
        None => problem,
    }
}

/// A route has no rules.
pub fn no_rules(route: &Object<'_>) -> Diagnostic {
    let rules = route.spec().and_then(|spec| spec.get("rules"));
    let place = rules.map_or(route.name().place, |rules| rules.place);
    on(Code::RouteWithoutRules, route, place, format!("{} has no rules: it is left out", route.title()), HTTP)
        .with_help("add a rule with backendRefs under `spec.rules`")
}

/// A rule of a TCPRoute or UDPRoute has no backendRefs.
pub fn no_backend_refs(route: &Object<'_>, rule: Place, lost: &str) -> Diagnostic {
    on(Code::RuleWithoutBackends, route, rule, format!("this rule has no backendRefs: {lost}"), L4)
        .with_help("add a backendRef, or take the rule away")
}

/// A TLSRoute has no hostnames.
pub fn no_hostnames(route: &Object<'_>) -> Diagnostic {
    on(
        Code::RouteWithoutHostnames,
        route,
        route.name().place,
        format!("{} has no hostnames: the controller leaves it out", route.title()),
        "KIC v3.5.13 internal/dataplane/translator/translate_tlsroute.go:ingressRulesFromTLSRoute",
    )
    .with_help("name the server names of the connections under `spec.hostnames`")
}

/// A match has query parameters, but the router is not `expressions`.
pub fn query_params(route: &Object<'_>, place: Place) -> Diagnostic {
    let message = format!("{} matches query parameters, which only the expressions router can", route.title());
    on(Code::QueryParamsTraditional, route, place, message, HTTP)
        .with_help("set KONG_ROUTER_FLAVOR=expressions")
        .with_remedy(Remedy::set("KONG_ROUTER_FLAVOR", "expressions"))
        .with_help("take `queryParams` away: the whole route is left out as long as they are there")
}

/// A header stands twice in one match.
pub fn header_repeated(route: &Object<'_>, place: Place, name: &str) -> Diagnostic {
    let message = format!("a match names the header `{name}` twice: the controller leaves the rule out");
    on(Code::HeaderMatchRepeated, route, place, message, MATCHES).with_help("keep one of them")
}

/// A header match has a type that does not exist.
pub fn header_type(route: &Object<'_>, kind: Placed<&str>) -> Diagnostic {
    let message = format!("a header match has the unknown type `{}`", kind.value);
    on(Code::HeaderMatchType, route, kind.place, message, MATCHES)
        .with_help("write `type: Exact` or `type: RegularExpression`")
}

/// The controller has no such filter.
pub fn filter_unsupported(route: &Object<'_>, kind: Placed<&str>) -> Diagnostic {
    let message = format!("the controller has no filter `{}`: it leaves the rule out", kind.value);
    let problem = on(Code::FilterUnsupported, route, kind.place, message, FILTERS);
    match kind.value {
        "RequestMirror" => problem.with_help("use an ExtensionRef to a KongPlugin that copies requests"),
        "CORS" => problem.with_help("use an ExtensionRef to a KongPlugin with `plugin: cors`"),
        _ => problem.with_help(
            "use RequestHeaderModifier, ResponseHeaderModifier, RequestRedirect, URLRewrite or ExtensionRef",
        ),
    }
}

/// An ExtensionRef names something else than a KongPlugin.
pub fn extension_ref_unsupported(route: &Object<'_>, target: &ObjectRef<'_>) -> Diagnostic {
    let message = format!(
        "an ExtensionRef names {}/{} `{}`, the controller follows only KongPlugins",
        target.group_text(),
        target.kind_text(),
        target.name.value
    );
    on(Code::ExtensionRefUnsupported, route, target.node.place, message, FILTERS)
        .with_help("write `group: configuration.konghq.com` and `kind: KongPlugin`")
}

/// A filter lacks its block or a field of it.
pub fn filter_incomplete(route: &Object<'_>, place: Place, why: &str) -> Diagnostic {
    on(Code::FilterIncomplete, route, place, format!("a filter cannot be translated: {why}"), FILTERS)
        .with_help("complete the filter, or take it away: the controller leaves the rule out as long as it is there")
}

/// Filters of a rule without matches have no effect in the traditional flavor.
pub fn filters_ignored(route: &Object<'_>, place: Place) -> Diagnostic {
    let message = "the filters of a rule without matches have no effect in this router flavor";
    on(
        Code::RuleFiltersIgnored,
        route,
        place,
        message,
        "KIC v3.5.13 internal/dataplane/translator/subtranslator/httproute.go:GenerateKongRoutesFromHTTPRouteMatches",
    )
    .with_help("add `matches: [{path: {type: PathPrefix, value: /}}]` to the rule")
}

/// A ReplacePrefixMatch takes the paths of further matches away.
pub fn rewrite_drops_paths(route: &Object<'_>, place: Place, kept: &str) -> Diagnostic {
    let message =
        format!("this match has no effect: a rewrite of the path keeps only that of the first match, `{kept}`");
    on(
        Code::RewriteDropsPaths,
        route,
        place,
        message,
        "KIC v3.5.13 internal/dataplane/translator/subtranslator/httproute.go:generateKongRouteModifierForURLRewritePrefixMatch",
    )
    .with_help("move the rule to an HTTPRoute of its own, or use the expressions router")
}

/// An exact path or a prefix has characters that Kong reads as a pattern.
pub fn path_is_pattern(route: &Object<'_>, path: Placed<&str>) -> Diagnostic {
    let message =
        format!("Kong reads the path `{}` as a regular expression, which does not find the path itself", path.value);
    on(
        Code::PathIsPattern,
        route,
        path.place,
        message,
        "KIC v3.5.13 internal/dataplane/translator/subtranslator/httproute.go:generateKongRoutePathFromHTTPRouteMatch",
    )
    .with_help("write it as `type: RegularExpression` with a backslash before each such character")
}

/// A redirect with several matches makes several Kong routes of one name.
pub fn redirect_repeats_routes(route: &Object<'_>, place: Place, name: &str) -> Diagnostic {
    let message = format!("a redirect with several matches makes several Kong routes with the name `{name}`");
    on(
        Code::RedirectRepeatsRoutes,
        route,
        place,
        message,
        "KIC v3.5.13 internal/dataplane/translator/subtranslator/httproute.go:getRoutesFromMatches",
    )
    .with_help("make a rule of each match")
}

/// The timeout of another rule counts.
pub fn timeout_overridden(route: &Object<'_>, timeout: Placed<&str>, by: Placed<&str>) -> Diagnostic {
    let message = format!("this timeout has no effect: `{}` of a later rule with the same backends counts", by.value);
    let problem = on(
        Code::TimeoutOverridden,
        route,
        timeout.place,
        message,
        "KIC v3.5.13 internal/dataplane/translator/subtranslator/httproute.go:applyTimeoutToServiceFromHTTPRouteRule",
    )
    .with_help("give the rules different backendRefs, for example a `weight`, to keep them apart");
    match by.place.span() {
        Some(span) => problem.with_label(span, "this one counts"),
        None => problem,
    }
}

/// The controller does not read a field of a rule.
pub fn field_ignored(route: &Object<'_>, place: Place, field: &str, instead: &str) -> Diagnostic {
    on(Code::RouteFieldIgnored, route, place, format!("the controller ignores `{field}`"), "spec/gateway-routes.md 5.7")
        .with_help(instead)
        .with_remedy(Remedy::remove_at(route, place, format!("Remove `{field}`")))
}

/// A host name does not have the shape that an expression may hold: it is left out and every host matches.
pub fn hostname_not_matched(route: &Object<'_>, hostname: Placed<&str>) -> Diagnostic {
    let message =
        format!("`{}` cannot be matched by an expression: the route takes requests for every host", hostname.value);
    on(
        Code::HostnameNotMatched,
        route,
        hostname.place,
        message,
        "KIC v3.5.13 internal/dataplane/translator/subtranslator/atc_utils.go:hostMatcherFromHosts",
    )
    .with_help("use letters, digits and single hyphens in each label of the host name")
}

/// The type of a header match of a GRPCRoute does not count in the traditional flavor.
pub fn header_type_ignored(route: &Object<'_>, kind: Placed<&str>) -> Diagnostic {
    on(
        Code::HeaderTypeIgnored,
        route,
        kind.place,
        "the value is compared as plain text: the traditional router takes no regular expressions for GRPCRoutes",
        "KIC v3.5.13 internal/dataplane/translator/subtranslator/grpcroute.go:GenerateKongRoutesFromGRPCRouteRule",
    )
    .with_help("set KONG_ROUTER_FLAVOR=expressions")
    .with_remedy(kind.place.span().map(|span| {
        Remedy::new("Write `type: Exact`, which is what counts", Change::Replace(span, "Exact".to_owned()))
    }))
}

/// More matches have one rank than there are numbers to tell them apart.
pub fn match_order_exhausted(route: &Object<'_>, count: usize, limit: usize) -> Diagnostic {
    let message = format!("{count} matches have the same rank, of which the controller can order {limit}");
    on(
        Code::MatchOrderExhausted,
        route,
        route.name().place,
        message,
        "KIC v3.5.13 internal/dataplane/translator/subtranslator/httproute_atc.go:assignRoutePriorityToSplitHTTPRouteMatches",
    )
    .with_help("use fewer matches that are equally exact")
}

/// A plugin does not exist.
pub fn plugin_missing(referrer: &Object<'_>, place: Place, key: ObjectKey<'_>) -> Diagnostic {
    let message = format!("there is no KongPlugin `{key}` and no KongClusterPlugin `{}`", key.name);
    let names = [key.name.to_owned(), format!("{}:{}", key.namespace, key.name)];
    let names = names.each_ref().map(String::as_str);
    on(Code::PluginMissing, referrer, place, message, PLUGINS)
        .with_help(format!("create the KongPlugin `{}` in namespace `{}`", key.name, key.namespace))
        .with_remedy(Remedy::replace_in_list(referrer, "konghq.com/plugins", &names, None))
}

/// No ReferenceGrant allows a plugin of a named namespace.
pub fn plugin_not_granted(referrer: &Object<'_>, place: Place, key: ObjectKey<'_>) -> Diagnostic {
    let own = referrer.namespace() == key.namespace;
    let message = format!("no ReferenceGrant lets {} use the KongPlugin `{key}`", referrer.title());
    let problem = on(
        Code::PluginNotGranted,
        referrer,
        place,
        message,
        "KIC v3.5.13 internal/dataplane/kongstate/kongstate.go:extractReferredPluginNamespaceIfAllowed",
    );
    let problem = if own {
        let named = format!("{}:{}", key.namespace, key.name);
        let list = "konghq.com/plugins";
        problem
            .with_help(format!("write `{}` without the namespace: it is the object's own", key.name))
            .with_remedy(Remedy::replace_in_list(referrer, list, &[&named], Some(key.name)))
    } else {
        let (group, kind) = ("configuration.konghq.com", "KongPlugin");
        let wanted = Target { group, kind, namespace: key.namespace, name: key.name };
        problem.with_remedy(Remedy::grant(referrer, wanted))
    };
    problem.with_help(format!(
        "create a ReferenceGrant in namespace `{}` with `from: [{{group: \"{}\", kind: {}, namespace: {}}}]` and `to: [{{group: configuration.konghq.com, kind: KongPlugin}}]`",
        key.namespace,
        referrer.info.group,
        referrer.info.name,
        referrer.namespace()
    ))
}

/// The configuration of a plugin cannot be read.
pub fn plugin_config_invalid(plugin: &Object<'_>, place: Place, why: &str) -> Diagnostic {
    on(
        Code::PluginConfigInvalid,
        plugin,
        place,
        format!("{} gives no plugin: {why}", plugin.title()),
        "KIC v3.5.13 internal/dataplane/kongstate/plugin.go",
    )
    .with_help("mend the configuration: until then the plugin is missing everywhere")
}
