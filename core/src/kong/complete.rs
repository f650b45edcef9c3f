//! The last steps before the configuration is sent: ids, defaults, order.

use std::borrow::Cow;

use super::{Configuration, Flavor, Route, Upstream, ids, order};
use crate::provenance::{Sourced, Tree};
use crate::settings::KicVersion;

const REDIRECT: &str = "KIC: `https_redirect_status_code` is 426 unless something sets it";
const PATH_HANDLING: &str = "KIC: `path_handling` is v0 unless something sets it";
const ALGORITHM: &str = "KIC: `algorithm` is round-robin unless something sets it";

/// What decides how a configuration is completed.
#[derive(Clone, Copy, Debug, Default)]
pub struct Options<'a> {
    /// Flavor of Kong's router.
    pub flavor: Flavor,
    /// Whether entities get ids.
    pub ids: Ids<'a>,
    /// Release of the controller.
    pub version: KicVersion,
}

/// Whether entities get ids: feature gate `FillIDs`.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Ids<'a> {
    /// They get none.
    Absent,
    /// They get ids, made within this workspace of Kong; usually it is empty.
    Workspace(&'a str),
}

impl Default for Ids<'_> {
    fn default() -> Self {
        Self::Workspace("")
    }
}

/// Fills ids and defaults and sorts everything, as the controller does between translation and sending.
///
/// Doing it twice changes nothing.
///
/// Source: KIC v3.5.13 internal/dataplane/translator/translator.go:BuildKongConfig (last steps),
/// internal/dataplane/deckgen/generate.go:ToDeckContent; spec/gateway-routes.md 13.1, 13.2
pub fn complete(configuration: &mut Configuration<'_>, options: &Options<'_>) {
    if let Ids::Workspace(workspace) = options.ids {
        ids::fill(configuration, workspace, options.version);
    }
    for service in &mut configuration.services {
        for route in &mut service.routes {
            fill_route(route, options.flavor);
        }
    }
    for upstream in &mut configuration.upstreams {
        fill_upstream(upstream);
    }
    if !options.version.keeps_nulls_in_plugin_config() {
        remove_nulls(configuration);
    }
    if options.version.snis_name_their_certificate() {
        name_certificates(configuration);
    }
    order::sort(configuration, options.version);
}

/// Takes keys without value out of the configurations of all plugins, on their first level.
///
/// Source: KIC v3.3.1 internal/dataplane/sendconfig/inmemory_schema.go:cleanUpNullsInPluginConfigs.
fn remove_nulls(configuration: &mut Configuration<'_>) {
    let of_services = configuration.services.iter_mut().flat_map(|service| {
        let of_routes = service.routes.iter_mut().flat_map(|route| &mut route.plugins);
        service.plugins.iter_mut().chain(of_routes)
    });
    for plugin in of_services.chain(&mut configuration.plugins) {
        if let Some(Tree::Map(config, _)) = &mut plugin.config {
            config.retain(|value| !matches!(value, Tree::Null(_)));
        }
    }
}

fn fill_route(route: &mut Route<'_>, flavor: Flavor) {
    route.https_redirect_status_code.get_or_insert(Sourced::rule(426, REDIRECT));
    match flavor {
        Flavor::Traditional => {
            route.path_handling.get_or_insert_with(|| Sourced::rule(Cow::Borrowed("v0"), PATH_HANDLING));
        }
        Flavor::Expressions => (),
    }
}

fn fill_upstream(upstream: &mut Upstream<'_>) {
    upstream.algorithm.get_or_insert_with(|| Sourced::rule(Cow::Borrowed("round-robin"), ALGORITHM));
}

fn name_certificates(configuration: &mut Configuration<'_>) {
    for certificate in &mut configuration.certificates {
        for sni in &mut certificate.snis {
            sni.certificate = Some(certificate.id.clone());
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::kong::{Certificate, Service, Sni, Text};
    use crate::provenance::Place;

    fn text(value: &str) -> Text<'_> {
        Sourced::rule(Cow::Borrowed(value), "x")
    }

    fn example() -> Configuration<'static> {
        let mut service = Service::new(text("s"), text("s"));
        service.routes.push(Route::new(text("r")));
        let mut certificate = Certificate::new(text(""), text("cert"), text("key"));
        certificate.snis.push(Sni::new(text("a.com")));
        Configuration {
            services: vec![service],
            upstreams: vec![Upstream::new(text("s"))],
            certificates: vec![certificate],
            ..Configuration::default()
        }
    }

    #[test]
    fn defaults_are_filled_and_come_from_their_rules() {
        let mut configuration = example();
        complete(&mut configuration, &Options::default());
        let route = &configuration.services[0].routes[0];
        let redirect = route.https_redirect_status_code.clone().unwrap();
        assert_eq!((redirect.value, redirect.origin.places()), (426, &[Place::Rule(REDIRECT)][..]));
        assert_eq!(route.path_handling.as_ref().unwrap().value, "v0");
        assert_eq!(configuration.upstreams[0].algorithm.as_ref().unwrap().value, "round-robin");
        assert_eq!(configuration.certificates[0].snis[0].certificate.as_ref().unwrap().value, "");
        assert!(route.id.is_some());
    }

    #[test]
    fn what_is_set_stays() {
        let mut configuration = example();
        let route = &mut configuration.services[0].routes[0];
        route.https_redirect_status_code = Some(Sourced::rule(302, "x"));
        route.path_handling = Some(text("v1"));
        configuration.upstreams[0].algorithm = Some(text("latency"));
        complete(&mut configuration, &Options { ids: Ids::Absent, ..Options::default() });
        let route = &configuration.services[0].routes[0];
        assert_eq!(route.https_redirect_status_code.as_ref().unwrap().value, 302);
        assert_eq!(route.path_handling.as_ref().unwrap().value, "v1");
        assert_eq!(configuration.upstreams[0].algorithm.as_ref().unwrap().value, "latency");
        assert_eq!(route.id, None);
    }

    #[test]
    fn routes_of_the_expressions_flavor_have_no_path_handling() {
        let mut configuration = example();
        complete(&mut configuration, &Options { flavor: Flavor::Expressions, ..Options::default() });
        assert_eq!(configuration.services[0].routes[0].path_handling, None);
    }

    #[test]
    fn completing_twice_changes_nothing() {
        let mut once = example();
        complete(&mut once, &Options::default());
        let mut twice = once.clone();
        complete(&mut twice, &Options::default());
        assert_eq!(once, twice);
    }
}
