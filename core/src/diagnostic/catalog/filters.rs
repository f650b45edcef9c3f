//! Problems of filters and paths that are taken, and do otherwise than they say.

use super::translation::on;
use crate::diagnostic::{Code, Diagnostic, Fix};
use crate::k8s::Object;
use crate::provenance::{Place, Placed};

const REDIRECTS: &str = "KIC v3.5.13 internal/dataplane/translator/subtranslator/httproute.go:generateRequestRedirectUsingRedirectKongPlugin; \
     spec/gateway-routes.md 8.3 and 8.4";
const PLUGINS: &str = "Kong 3.9.3 kong/db/schema/entities/plugins.lua: one plugin of a name for each route";
const PATHS: &str = "KIC v3.5.13 internal/dataplane/translator/subtranslator/ingress.go:MaybePrependRegexPrefix; \
     spec/ingress-and-kong-crds.md 2.5";
const ANCHORS: &str = "Kong 3.9.3 kong/router: regular expressions of paths are anchored at their beginning only";

/// A redirect has no hostname. `fails` says that the plugin `redirect` is given a location without a host and the path of the
/// request, which it cannot put together.
pub fn redirect_without_hostname(route: &Object<'_>, place: Place, fails: bool) -> Diagnostic {
    let message = if fails {
        "Kong answers 500: the redirect has no `hostname`, and the plugin `redirect` cannot put the path into a location \
         without one"
    } else {
        "the redirect stays with the scheme, host and port of the request: without `hostname` the controller only takes its \
         path"
    };
    on(Code::RedirectWithoutHostname, route, place, message, REDIRECTS)
        .with_help("write the hostname, as in `requestRedirect: {scheme: https, hostname: shop.example.com}`")
        .with_help(
            "or put the route on the HTTPS listener only, with `konghq.com/https-redirect-status-code: '301'`: Kong then \
             redirects plain HTTP for every host",
        )
}

/// A redirect has a hostname and no scheme.
pub fn redirect_scheme_assumed(route: &Object<'_>, hostname: Placed<&str>) -> Diagnostic {
    let message = format!(
        "the redirect to `{}` goes to `http`: the controller does not keep the scheme of the request",
        hostname.value
    );
    on(Code::RedirectSchemeAssumed, route, hostname.place, message, REDIRECTS)
        .with_help("write `scheme: https`, or `scheme: http` if that is meant")
}

/// A redirect asks for another prefix.
pub fn redirect_prefix_kept(route: &Object<'_>, place: Place) -> Diagnostic {
    let message =
        "the redirect keeps the path of the request: the controller ignores `ReplacePrefixMatch` in redirects";
    on(Code::RedirectPrefixKept, route, place, message, REDIRECTS)
        .with_help("write `type: ReplaceFullPath` with `replaceFullPath`, in a rule for each path")
        .with_help("or use `URLRewrite`, where the prefix is replaced and no redirect is needed")
}

/// A KongPlugin is of the kind of a plugin that a filter becomes.
pub fn plugin_twice(
    route: &Object<'_>,
    place: Place,
    plugin: Placed<&str>,
    kind: &str,
    filter: Placed<&str>,
) -> Diagnostic {
    let message = format!(
        "KongPlugin `{}` is a `{kind}`, and the filter {} becomes one as well: Kong runs one plugin of a kind for a route",
        plugin.value, filter.value
    );
    on(Code::PluginTypeTwice, route, place, message, PLUGINS)
        .with_label_at(filter.place, format!("becomes a plugin `{kind}`"))
        .with_label_at(plugin.place, "the kind of the KongPlugin".to_owned())
        .with_help(format!(
            "do it all in one: put what the filter does into `config` of KongPlugin `{}`, or the reverse",
            plugin.value
        ))
}

/// A route redirects plain HTTP by its status code, but its server names only match TLS.
pub fn redirect_hidden(object: &Object<'_>, snis: Placed<&str>, code: i64) -> Diagnostic {
    let message = format!(
        "plain HTTP is answered with 404 and not with {code}: a route with `snis` only matches connections with TLS"
    );
    on(
        Code::RedirectHiddenBySnis,
        object,
        snis.place,
        message,
        "Kong 3.9.3 kong/router/traditional.lua: matcher of snis; spec/kong-router.md",
    )
    .with_help("remove `konghq.com/snis`: hosts already tell the requests apart")
    .with_help("or add another Ingress for the same host without `snis` that redirects")
}

/// Matches of several rules share a Kong route. `rule` is a later one.
pub fn rules_combined(route: &Object<'_>, rule: Place, first: Place, name: &str) -> Diagnostic {
    let message = format!(
        "this rule shares the Kong route `{name}` with an earlier one: logs and metrics do not tell them apart"
    );
    on(Code::RulesCombined, route, rule, message, "spec/gateway-routes.md 5.2 and 6.1")
        .with_label_at(first, "the earlier rule".to_owned())
        .with_help("give the rules different `weight`s in `backendRefs` if they must be Kong routes of their own: equal backends, filters, methods and headers are put together")
}

/// A regular expression that is not anchored at its end.
pub fn regex_longer(object: &Object<'_>, path: Placed<&str>) -> Diagnostic {
    let message = format!(
        "`{}` also matches paths that go on: Kong anchors regular expressions at their beginning only",
        path.value
    );
    on(Code::RegexMatchesLongerPaths, object, path.place, message, ANCHORS)
        .with_help(format!("write `{}$` to match nothing longer", path.value))
}

/// A path that looks like a regular expression without the mark of one.
pub fn regex_without_prefix(object: &Object<'_>, path: Placed<&str>, prefix: &str) -> Diagnostic {
    let marked = path.value.strip_prefix("/~").filter(|rest| rest.starts_with('/')).unwrap_or(path.value);
    let meant = format!("{prefix}{marked}");
    let message = format!("`{}` is taken letter by letter: a regular expression begins with `{prefix}`", path.value);
    let problem = on(Code::RegexWithoutPrefix, object, path.place, message, PATHS)
        .with_help(format!("write `{meant}` with `pathType: ImplementationSpecific`"));
    match path.place.span() {
        Some(span) => problem.with_fix(Fix::replace(format!("Write `{meant}`"), span, meant)),
        None => problem,
    }
}

/// Regular expressions of several Ingresses for one host. `rank` is their priority, `other` the one that goes first.
pub fn regexes_compete(
    object: &Object<'_>,
    path: Placed<&str>,
    host: &str,
    rank: i64,
    other: (&Object<'_>, Placed<&str>, i64),
) -> Diagnostic {
    let (first, their_path, their_rank) = other;
    let order = if rank == their_rank {
        format!("both have the regex priority {rank}, so Kong takes the route that was made first")
    } else {
        format!("its regex priority is {rank}, that of {} is {their_rank}", first.title())
    };
    let message =
        format!("`{}` of {} is tried after `{}` for `{host}`: {order}", path.value, object.title(), their_path.value);
    on(
        Code::RegexPathsCompete,
        object,
        path.place,
        message,
        "Kong 3.9.3 kong/router/traditional.lua: regex_priority; spec/annotations.md 3.4",
    )
    .with_label_at(their_path.place, "tried first".to_owned())
    .with_help(format!(
        "set the annotation `konghq.com/regex-priority: \"{}\"` on this Ingress to try it first",
        their_rank + 1
    ))
}
