//! KongPlugins, KongClusterPlugins, and the Secrets that their configurations are read from.
//!
//! Source: KIC v3.5.13 internal/admission/validator.go:ValidatePlugin, ValidateClusterPlugin,
//! internal/admission/handler.go:checkReferrersOfSecret.

use super::{Verdict, refuse};
use crate::k8s::{Kind, Object, ObjectKey};
use crate::ordered::Ordered as _;
use crate::provenance::Placed;
use crate::resolve::Store;
use crate::translate::Checks;

/// The plugins whose configuration cannot be read.
pub(super) struct Plugins<'a> {
    /// KongClusterPlugins, then KongPlugins, each in order of their keys.
    refused: Vec<(&'a Object<'a>, Placed<String>)>,
    /// The Secrets that these are read from, each with the number of the plugin; sorted.
    secrets: Vec<(ObjectKey<'a>, usize)>,
}

impl<'a> Plugins<'a> {
    /// Reads the configuration of all plugins, of any class.
    pub(super) fn of(store: &'a Store<'a>, checks: Checks<'a>) -> Self {
        let (mut refused, mut secrets) = (Vec::new(), Vec::new());
        for object in [Kind::KongClusterPlugin, Kind::KongPlugin].into_iter().flat_map(|kind| store.of_kind(kind)) {
            let Some(why) = checks.plugin(object) else { continue };
            secrets.extend(checks.plugin_secrets(object).into_iter().map(|secret| (secret, refused.len())));
            refused.push((object, why));
        }
        secrets.order();
        Self { refused, secrets }
    }

    /// Looks at a plugin.
    pub(super) fn review(&self, object: &Object<'_>) -> Verdict {
        let found = self.refused.iter().find(|(refused, _)| std::ptr::eq(*refused, object));
        found.map_or(Ok(()), |(_, why)| refuse(why.value.clone(), why.place))
    }

    /// Looks at a Secret: a plugin that is read from it must be right. Of several that are not upstream names any one; here
    /// it is the first by kind, namespace and name.
    pub(super) fn review_secret(&self, object: &Object<'_>) -> Verdict {
        let key = object.key();
        let at = self.secrets.partition_point(|(secret, _)| *secret < key);
        let found = self.secrets.get(at).filter(|(secret, _)| *secret == key);
        let Some((plugin, why)) = found.and_then(|(_, plugin)| self.refused.get(*plugin)) else { return Ok(()) };
        let title = plugin.title();
        let message = format!("Change on secret will generate invalid configuration for {title}: {}", why.value);
        refuse(message, object.name().place)
    }
}
