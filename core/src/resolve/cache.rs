//! What the reconcilers push to the translator: the controller's cache.
//!
//! In a cluster the translator sees only Gateways that were accepted and routes that a Gateway accepted, with the
//! hostnames that are left of them. `status` decides that; `translate` takes it as given. Input "as stored"
//! (upstream's golden tests) has everything in the cache.

use std::collections::{BTreeMap, BTreeSet};

use super::Store;
use crate::k8s::gateway::ObjectRef;
use crate::k8s::kinds::Kind;
use crate::k8s::route::Route;
use crate::k8s::{Object, ObjectKey};
use crate::provenance::Placed;
use crate::yaml::Node;

/// The controller's cache of Gateway API objects.
#[derive(Clone, Debug, Default)]
pub struct Cache<'a> {
    /// Gateways in the cache.
    pub gateways: BTreeMap<ObjectKey<'a>, CachedGateway<'a>>,
    /// Routes in the cache by kind, in order of their keys.
    pub routes: BTreeMap<Kind, Vec<CachedRoute<'a>>>,
    /// Names of the BackendTLSPolicies in the cache.
    pub policies: BTreeSet<ObjectKey<'a>>,
    /// Objects of other kinds that the reconcilers keep from the translator, for example a KongUpstreamPolicy that
    /// no backend of an HTTPRoute or Ingress names.
    pub kept_out: BTreeSet<(Kind, ObjectKey<'a>)>,
}

/// A Gateway in the cache.
#[derive(Clone, Debug, Default)]
pub struct CachedGateway<'a> {
    /// Whether each listener with a status entry is `Programmed`, by listener name.
    pub programmed: BTreeMap<&'a str, bool>,
}

/// A route in the cache.
#[derive(Clone, Debug)]
pub struct CachedRoute<'a> {
    /// The route, with the hostnames that are left of it.
    pub route: Route<'a>,
    /// The Gateways of its `status.parents`.
    pub parents: Vec<StatusParent<'a>>,
}

/// One entry of `status.parents` that names a Gateway.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct StatusParent<'a> {
    /// The Gateway.
    pub gateway: ObjectKey<'a>,
    /// The section, if one is named.
    pub section: Option<Placed<&'a str>>,
}

impl<'a> Cache<'a> {
    /// Every object of the store, with the statuses that the manifests themselves carry.
    pub fn as_stored(store: &Store<'a>) -> Self {
        let gateways = store
            .gateways()
            .map(|gateway| {
                let listeners = gateway.object.node.at(&["status", "listeners"]).map_or(&[][..], Node::items);
                let programmed = listeners
                    .iter()
                    .filter_map(|listener| Some((listener.text_at("name")?.value, is_programmed(listener))))
                    .collect();
                (gateway.object.key(), CachedGateway { programmed })
            })
            .collect();
        let kinds = [Kind::HTTPRoute, Kind::GRPCRoute, Kind::TCPRoute, Kind::UDPRoute, Kind::TLSRoute];
        let routes = kinds
            .into_iter()
            .map(|kind| {
                let cached = store
                    .routes(kind)
                    .iter()
                    .map(|route| CachedRoute { route: route.clone(), parents: stored_parents(route.object) });
                (kind, cached.collect())
            })
            .collect();
        let policies = store.of_kind(Kind::BackendTLSPolicy).map(Object::key).collect();
        Self { gateways, routes, policies, kept_out: BTreeSet::new() }
    }

    /// The same cache without some objects.
    #[must_use]
    pub fn without(&self, gone: &BTreeSet<(Kind, ObjectKey<'a>)>) -> Self {
        let mut left = self.clone();
        left.gateways.retain(|key, _| !gone.contains(&(Kind::Gateway, *key)));
        for (kind, routes) in &mut left.routes {
            routes.retain(|cached| !gone.contains(&(*kind, cached.route.object.key())));
        }
        left
    }

    /// The routes of a kind, in order of their keys.
    pub fn routes(&self, kind: Kind) -> &[CachedRoute<'a>] {
        self.routes.get(&kind).map_or(&[], Vec::as_slice)
    }

    /// Whether an object that is neither a Gateway nor a route is in the cache.
    pub fn has(&self, object: &'a Object<'a>) -> bool {
        let accepted = object.kind() != Kind::BackendTLSPolicy || self.policies.contains(&object.key());
        accepted && !self.kept_out.contains(&(object.kind(), object.key()))
    }

    /// Whether a Gateway is in the cache.
    pub fn has_gateway(&self, key: ObjectKey<'a>) -> bool {
        self.gateways.contains_key(&key)
    }
}

fn is_programmed(listener: &Node<'_>) -> bool {
    listener.get("conditions").map_or(&[][..], Node::items).iter().any(|condition| {
        let is = |key: &str, value: &str| condition.text_at(key).is_some_and(|text| text.value == value);
        is("type", "Programmed") && is("status", "True")
    })
}

/// The Gateways of a stored `status.parents`.
///
/// Source: KIC v3.5.13 internal/dataplane/translator/translate_tlsroute.go:isTLSRoutePassthrough.
fn stored_parents<'a>(route: &'a Object<'a>) -> Vec<StatusParent<'a>> {
    let parents = route.node.at(&["status", "parents"]).map_or(&[][..], Node::items);
    parents
        .iter()
        .filter_map(|parent| {
            let node = parent.get("parentRef")?;
            let target = ObjectRef::new(node);
            let group = target.group.is_none_or(|group| group.value == "gateway.networking.k8s.io");
            let kind = target.kind.is_none_or(|kind| kind.value == "Gateway");
            (group && kind).then(|| StatusParent {
                gateway: ObjectKey::new(target.namespace_or(route.namespace()), target.name.value),
                section: node.text_at("sectionName"),
            })
        })
        .collect()
}
