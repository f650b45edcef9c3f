//! Statuses of KongConsumers, KongConsumerGroups, KongVaults and KongCustomEntities, and of KongPlugins and
//! KongClusterPlugins, which no reconciler writes.
//!
//! Source: KIC v3.5.13 internal/controllers/configuration/zz_generated.controllers.go:KongV1KongConsumerReconciler,
//! KongV1Beta1KongConsumerGroupReconciler, KongV1Alpha1KongVaultReconciler,
//! KongV1Alpha1KongCustomEntityReconciler; `default:` of the CRDs of kubernetes-configuration v1.5.2.

use std::collections::BTreeSet;

use super::ConfigurationState;
use super::programmed::{self, PENDING};
use crate::k8s::{Kind, Object, ObjectKey};
use crate::provenance::Tree;
use crate::resolve::Store;

/// The objects and whether the reconciler looks at them.
#[derive(Clone, Debug)]
pub struct ResourceStatuses<'a> {
    objects: Vec<(&'a Object<'a>, bool)>,
}

impl<'a> ResourceStatuses<'a> {
    /// Looks up the objects. `kept_out` are those that the reconcilers leave alone.
    pub(super) fn reconcile(store: &Store<'a>, kept_out: &BTreeSet<(Kind, ObjectKey<'a>)>) -> Self {
        let kinds = [Kind::KongConsumer, Kind::KongConsumerGroup, Kind::KongVault, Kind::KongCustomEntity];
        let reported = kinds.into_iter().flat_map(|kind| store.of_kind(kind));
        let mut objects: Vec<_> =
            reported.map(|object| (object, !kept_out.contains(&(object.kind(), object.key())))).collect();
        // A manifest may carry a status of a plugin; it stays as it is.
        let plugins = [Kind::KongPlugin, Kind::KongClusterPlugin];
        let plugins = plugins.into_iter().flat_map(|kind| store.of_kind(kind));
        objects.extend(plugins.filter(|object| object.node.get("status").is_some()).map(|object| (object, false)));
        Self { objects }
    }

    /// The status of each object, now that the translation is known.
    pub(super) fn settle<'s>(
        &'s self,
        configured: &'s dyn Fn(Kind, ObjectKey<'_>) -> ConfigurationState,
    ) -> impl Iterator<Item = (&'a Object<'a>, Tree)> + 's {
        self.objects.iter().filter_map(|(object, reconciled)| {
            let is_consumer = matches!(object.kind(), Kind::KongConsumer | Kind::KongConsumerGroup);
            let mut conditions = programmed::stored(object);
            if *reconciled {
                let state = configured(object.kind(), object.key());
                conditions = programmed::ensure(object, conditions, state, PENDING);
            }
            // Nobody wrote a status, and the CRD has no default for one.
            let absent = conditions.is_empty() && is_consumer && object.node.get("status").is_none();
            (!absent).then(|| (*object, programmed::status(object, &conditions)))
        })
    }
}
