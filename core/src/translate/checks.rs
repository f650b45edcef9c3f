//! What the admission webhook asks the translator about single objects.

use super::input::Input;
use super::overrides::values;
use super::{TranslateSettings, http, ingress, plugins};
use crate::k8s::route::Route;
use crate::k8s::{Object, ObjectKey};
use crate::provenance::Placed;
use crate::resolve::Store;
use crate::resolve::cache::Cache;

const PROTOCOLS: &str = "konghq.com/protocols";

/// The translator, asked about one object at a time.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Checks<'a> {
    input: Input<'a>,
}

impl<'a> Checks<'a> {
    /// Over the objects of the cluster and of the controller's cache.
    pub(crate) const fn new(store: &'a Store<'a>, cache: &'a Cache<'a>, settings: &'a TranslateSettings) -> Self {
        Self { input: Input { store, cache, settings } }
    }

    /// Whether the class that the object names in its annotation is the controller's; none is another one.
    pub(crate) fn names_our_class(self, object: &Object<'_>) -> bool {
        let class = object.annotation(ingress::CLASS);
        class.is_some_and(|class| class.value == self.input.settings.ingress_class)
    }

    /// Whether the object is among those that the controller translates: of its class, which may be the default.
    pub(crate) fn is_read(self, object: &'a Object<'a>) -> bool {
        self.input.cache.has(object) && ingress::is_ours(self.input, object)
    }

    /// The first item of `konghq.com/protocols` that is no protocol, at the place of the annotation.
    pub(crate) fn unknown_protocol(self, object: &'a Object<'a>) -> Option<Placed<&'a str>> {
        let annotation = object.annotation(PROTOCOLS)?;
        let items = values::list(self.input.settings.kic, annotation.value);
        let unknown = items.into_iter().find(|item| !values::is_protocol(item))?;
        Some(Placed::new(unknown, annotation.place))
    }

    /// What an HTTPRoute cannot be translated for.
    pub(crate) fn http_route(self, route: &Route<'_>) -> Vec<String> {
        http::errors(self.input.settings, route)
    }

    /// What an Ingress cannot be translated for.
    pub(crate) fn ingress(self, object: &'a Object<'a>) -> Vec<Placed<String>> {
        ingress::failures(self.input, object)
    }

    /// What the configuration of a KongPlugin or KongClusterPlugin cannot be read for.
    pub(crate) fn plugin(self, object: &'a Object<'a>) -> Option<Placed<String>> {
        let plugins::Invalid { message, place } = plugins::refusal(self.input, object)?;
        Some(Placed::new(message, place))
    }

    /// The Secrets that a plugin's configuration is read from, with repetitions. Of plugins that the controller does not
    /// read it knows none.
    pub(crate) fn plugin_secrets(self, object: &'a Object<'a>) -> Vec<ObjectKey<'a>> {
        if self.input.cache.has(object) { plugins::secrets(object) } else { Vec::new() }
    }
}
