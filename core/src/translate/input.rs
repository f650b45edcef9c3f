//! What every part of the translation reads.

use super::TranslateSettings;
use crate::k8s::ObjectKey;
use crate::k8s::gateway::Gateway;
use crate::resolve::Store;
use crate::resolve::cache::Cache;

/// The objects, the controller's cache of Gateways and routes, and the settings.
#[derive(Clone, Copy, Debug)]
pub(super) struct Input<'a> {
    /// All objects.
    pub store: &'a Store<'a>,
    /// Gateways and routes that the reconcilers pushed.
    pub cache: &'a Cache<'a>,
    /// Flavor, gates, flags and versions.
    pub settings: &'a TranslateSettings,
}

impl<'a> Input<'a> {
    /// The Gateway with this key, if the reconcilers pushed it.
    pub(super) fn gateway(self, key: ObjectKey<'a>) -> Option<&'a Gateway<'a>> {
        if self.cache.has_gateway(key) { self.store.gateway(key) } else { None }
    }
}
