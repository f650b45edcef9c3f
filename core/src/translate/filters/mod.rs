//! Filters of HTTPRoute rules: the plugins that they become, and what they change in the Kong route.

mod extension_ref;
mod headers;
mod merge;
mod redirect;
mod rewrite;

use merge::Transformer;

use crate::diagnostic::Diagnostic;
use crate::diagnostic::catalog::translation as catalog;
use crate::k8s::Object;
use crate::k8s::http::Filter;
use crate::kong::{Flavor, Plugin, Text};
use crate::provenance::{Place, Placed};
use crate::settings::KicVersion;

/// What a rule cannot be translated for: the controller's words, and the problem with its place.
#[derive(Clone, Debug)]
pub(super) struct Refusal {
    /// The controller's words.
    pub message: String,
    /// The problem.
    pub problem: Diagnostic,
}

impl Refusal {
    /// A refusal; boxed, because it is rare and large.
    #[allow(clippy::unnecessary_box_returns, reason = "it is large where pointers have 64 bits; the lint sees 32")]
    pub(super) fn new(message: impl Into<String>, problem: Diagnostic) -> Box<Self> {
        Box::new(Self { message: message.into(), problem })
    }
}

/// What filters make of one Kong route.
#[derive(Clone, Debug, Default)]
pub(super) struct Filtered<'a> {
    /// Plugins inside of the route.
    pub plugins: Vec<Plugin<'a>>,
    /// Paths in the place of all others; only in the traditional flavor.
    pub paths: Option<Vec<Text<'a>>>,
    /// Names of KongPlugins for the route.
    pub extension_plugins: Vec<Placed<&'a str>>,
}

/// How filters are translated.
#[derive(Clone, Copy, Debug)]
pub(super) struct Mode {
    /// Flavor of the router: it decides who captures what follows a replaced prefix.
    pub flavor: Flavor,
    /// A redirect is the plugin `redirect`.
    pub redirect_plugin: bool,
    /// Release of the controller.
    pub kic: KicVersion,
}

/// Translates the filters of a rule for a Kong route whose match has this path.
///
/// `tags` are those of the Kong route. Plugins that transform are merged, the others come before them.
///
/// Source: KIC v3.5.13 internal/dataplane/translator/subtranslator/httproute.go:generatePluginsFromHTTPRouteFilters;
/// spec/gateway-routes.md 8.
pub(super) fn translate<'a>(
    route: &'a Object<'a>,
    filters: &[Filter<'a>],
    path: Option<Placed<&'a str>>,
    tags: &[Text<'a>],
    mode: Mode,
) -> Result<Filtered<'a>, Box<Refusal>> {
    let mut filtered = Filtered::default();
    let mut transformers: Vec<Transformer<'a>> = Vec::new();
    for filter in filters {
        match filter.kind.value {
            "RequestHeaderModifier" => transformers.push(headers::request(filter)),
            "ResponseHeaderModifier" => transformers.push(headers::response(filter)),
            "RequestRedirect" if mode.redirect_plugin => filtered.plugins.push(redirect::plugin(filter)),
            "RequestRedirect" => {
                let (plugin, location) = redirect::termination(mode.kic, filter, path);
                filtered.plugins.push(plugin);
                transformers.push(location);
            }
            "URLRewrite" => {
                let rewritten = rewrite::translate(route, filter, path, mode.flavor)?;
                transformers.extend(rewritten.parts);
                filtered.paths = rewritten.paths.or(filtered.paths);
            }
            "ExtensionRef" => filtered.extension_plugins.push(extension_ref::plugin_name(route, filter)?),
            other => {
                let problem = catalog::filter_unsupported(route, filter.kind);
                return Err(Refusal::new(format!("httpFilter {other} unsupported"), problem));
            }
        }
    }
    filtered.plugins.extend(merge::plugins(transformers));
    if mode.kic.tags_filter_plugins() {
        for plugin in &mut filtered.plugins {
            plugin.tags = tags.to_vec();
        }
    }
    Ok(filtered)
}

/// The plugin that a filter becomes.
pub(super) fn plugin_of(kind: &str) -> Option<&'static str> {
    match kind {
        "RequestHeaderModifier" | "URLRewrite" => Some("request-transformer"),
        "ResponseHeaderModifier" => Some("response-transformer"),
        "RequestRedirect" => Some("redirect"),
        _ => None,
    }
}

/// The first filter of a kind.
pub(super) fn find<'f, 'a>(filters: &'f [Filter<'a>], kind: &str) -> Option<&'f Filter<'a>> {
    filters.iter().find(|filter| filter.kind.value == kind)
}

/// The path modifier of a `URLRewrite` that replaces the matched prefix, with or without a new one.
pub(super) fn prefix_rewrite<'a>(filters: &[Filter<'a>]) -> Option<rewrite::PrefixRewrite<'a>> {
    filters.iter().filter(|filter| filter.kind.value == "URLRewrite").find_map(rewrite::PrefixRewrite::of)
}

/// Where a filter stands, or its field.
fn place_of(filter: &Filter<'_>, key: &str) -> Place {
    filter.block(key).map_or(filter.node.place, |block| block.place)
}
