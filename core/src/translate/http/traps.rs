//! What filters of HTTPRoutes do otherwise than they say: redirects, and plugins of one kind.

use crate::diagnostic::catalog::filters as catalog;
use crate::findings::Findings;
use crate::k8s::http::{Filter, HttpRule};
use crate::k8s::{Kind, Object, ObjectKey};
use crate::provenance::Placed;
use crate::translate::filters;
use crate::translate::ingress::regexes;
use crate::translate::input::Input;
use crate::translate::plugins;

/// Reports the filters of a route's rules.
///
/// Source: spec/gateway-routes.md 8.3, 8.4.
pub(super) fn report<'a>(input: Input<'a>, route: &'a Object<'a>, rules: &[HttpRule<'a>], findings: &mut Findings<'a>) {
    for rule in rules {
        for redirect in rule.filters.iter().filter(|filter| filter.kind.value == "RequestRedirect") {
            report_redirect(input, route, redirect, findings);
        }
        plugins_twice(input, route, rule, findings);
        for path in rule.matches.iter().filter_map(|matched| matched.path) {
            let is_regex = path.kind.is_some_and(|kind| kind.value == "RegularExpression");
            let open = path.value.filter(|value| is_regex && regexes::is_open(value.value));
            if let Some(value) = open {
                findings.problem(catalog::regex_longer(route, value));
            }
        }
    }
}

fn report_redirect<'a>(input: Input<'a>, route: &'a Object<'a>, redirect: &Filter<'a>, findings: &mut Findings<'a>) {
    let Some(block) = redirect.block("requestRedirect") else { return };
    let field = |key: &str| block.get(key).map(|field| field.place);
    match (block.text_at("hostname"), field("scheme").or(field("port"))) {
        (Some(hostname), _) if field("scheme").is_none() => {
            findings.problem(catalog::redirect_scheme_assumed(route, hostname));
        }
        (Some(_), _) => {}
        (None, ignored) => {
            let has_path = block.at(&["path", "replaceFullPath"]).is_some();
            let fails = input.settings.redirect_plugin && !has_path;
            if fails || ignored.is_some() {
                let place = ignored.unwrap_or(redirect.kind.place);
                findings.problem(catalog::redirect_without_hostname(route, place, fails));
            }
        }
    }
    let kind = block.get("path").and_then(|path| path.text_at("type"));
    if let Some(kind) = kind.filter(|kind| kind.value == "ReplacePrefixMatch") {
        findings.problem(catalog::redirect_prefix_kept(route, kind.place));
    }
}

/// KongPlugins of the rule or the route that are of the kind of a plugin that a filter becomes.
fn plugins_twice<'a>(input: Input<'a>, route: &'a Object<'a>, rule: &HttpRule<'a>, findings: &mut Findings<'a>) {
    let named = rule.filters.iter().filter(|filter| filter.kind.value == "ExtensionRef").filter_map(|filter| {
        let name = filter.block("extensionRef")?.text_at("name")?;
        Some((name, name.place))
    });
    let annotated = plugins::named_plainly(route).into_iter().filter_map(|name| {
        let place = route.annotation(plugins::PLUGINS)?.place;
        Some((Placed::new(name, place), place))
    });
    for (name, place) in named.chain(annotated) {
        let key = ObjectKey::new(route.namespace(), name.value);
        let plugin = input.store.get(Kind::KongPlugin, key).and_then(|plugin| plugin.node.text_at("plugin"));
        let Some(plugin) = plugin else { continue };
        let same = |filter: &&Filter<'a>| filters::plugin_of(filter.kind.value) == Some(plugin.value);
        if let Some(filter) = rule.filters.iter().find(same) {
            findings.problem(catalog::plugin_twice(
                route,
                place,
                Placed::new(name.value, plugin.place),
                plugin.value,
                filter.kind,
            ));
        }
    }
}
