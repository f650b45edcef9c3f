//! Conditions of GatewayClasses, Gateways, listeners and routes, exactly those of the controller.
//!
//! Two steps, as in the controller: [`reconcile`] decides who is accepted and what is pushed to the translator;
//! [`Reconciled::finish`] adds what the controller learns from the translation. Both give the state in which nothing
//! changes any more. Must not know Kong entities.
//!
//! | question | file |
//! | --- | --- |
//! | Where is `PortUnavailable` decided? | `listener/availability.rs` |
//! | `Conflicted`? | `listener/conflicts.rs` |
//! | `InvalidRouteKinds`, `supportedKinds`? | `listener/supported_kinds.rs` |
//! | `InvalidCertificateRef`, `RefNotPermitted` of listeners? | `listener/certificate_refs.rs` |
//! | `attachedRoutes`? | `listener/attached_routes.rs` |
//! | The publish-service annotation and its errors? | `gateway/publish_service.rs` |
//! | Which routes does a listener accept, and why not? | `route/supported_gateways.rs` |
//! | `ResolvedRefs` of HTTPRoutes? | `route/resolved_refs.rs` |
//! | `status.parents`, `Programmed` of routes? | `route/parents.rs` |
//! | Addresses of Ingresses, `Programmed` of KongServiceFacades? | `ingress.rs` |
//! | `Programmed` of KongConsumers, their groups, KongVaults, KongCustomEntities? | `kong_resources.rs`, `programmed.rs` |
//! | Which KongUpstreamPolicies are read, and what is said of their Services? | `upstream_policy.rs` |
//! | Which Gateways does a BackendTLSPolicy reach? | `backend_tls_policy.rs` |

pub mod backend_tls_policy;
pub mod condition;
pub mod gateway;
pub mod gateway_class;
pub mod ingress;
pub mod kong_resources;
pub mod listener;
mod problems;
mod programmed;
mod render;
pub mod route;
pub mod upstream_policy;

use std::collections::BTreeMap;

use crate::k8s::ObjectKey;
use crate::k8s::kinds::Kind;
use crate::provenance::{Placed, Sourced};
use crate::resolve::Store;
use crate::resolve::cache::Cache;
use crate::settings::{Controller, ControllerSettings, KicVersion};
use backend_tls_policy::PolicyStatus;
pub use gateway::DataPlane;
use gateway::{Context, Failure, GatewayStatus, Management};
use gateway_class::ClassStatus;
use ingress::IngressStatuses;
use kong_resources::ResourceStatuses;
use listener::attached_routes;
pub use listener::chain::ListenerChain;
pub use listener::obstacle::Obstacle;
pub use render::{Statuses, error_to_tree};
pub use route::ConfigurationState;
use route::supported_gateways::Search;
use route::{ROUTE_KINDS, RouteStatus};
use upstream_policy::UpstreamPolicyStatus;

/// The statuses before the translation.
#[derive(Clone, Debug)]
pub struct Reconciled<'a> {
    /// All GatewayClasses, by name.
    pub classes: Vec<ClassStatus<'a>>,
    /// All Gateways, in order of their keys.
    pub gateways: Vec<GatewayStatus<'a>>,
    /// All routes by kind, in order of their keys.
    pub routes: BTreeMap<Kind, Vec<RouteStatus<'a>>>,
    /// All BackendTLSPolicies, in order of their keys.
    pub policies: Vec<PolicyStatus<'a>>,
    /// Ingresses, TCPIngresses, UDPIngresses and KongServiceFacades.
    pub ingresses: IngressStatuses<'a>,
    /// KongConsumers, KongConsumerGroups, KongVaults and KongCustomEntities.
    pub resources: ResourceStatuses<'a>,
    /// All KongUpstreamPolicies, in order of their keys.
    pub upstream_policies: Vec<UpstreamPolicyStatus<'a>>,
    /// What the translator sees.
    pub cache: Cache<'a>,
}

impl<'a> Reconciled<'a> {
    /// The listeners of all Gateways of this controller's classes, in order of Gateways and listeners.
    pub fn chains(&self) -> impl Iterator<Item = ListenerChain<'_, 'a>> {
        self.gateways
            .iter()
            .filter(|status| matches!(status.management, Management::Managed | Management::Unmanaged))
            .flat_map(ListenerChain::of)
    }

    /// The Gateway with this key.
    pub fn gateway(&self, key: ObjectKey<'_>) -> Option<&GatewayStatus<'a>> {
        self.gateways.iter().find(|status| {
            let own = status.gateway.object.key();
            own.namespace == key.namespace && own.name == key.name
        })
    }

    /// The routes of a kind, in order of their keys.
    pub fn routes(&self, kind: Kind) -> &[RouteStatus<'a>] {
        self.routes.get(&kind).map_or(&[], Vec::as_slice)
    }
}

/// Decides who is accepted and what is pushed to the translator.
///
/// Statuses that the manifests carry are the state from which the controller starts. `data_plane` is what Kong's
/// replicas listen on.
///
/// Source: KIC v3.5.13 internal/controllers/gateway; spec/gateway-status.md.
pub fn reconcile<'a>(
    store: &'a Store<'a>,
    controller: &'a ControllerSettings,
    data_plane: &'a DataPlane<'a>,
) -> Reconciled<'a> {
    let runs = controller.runs(Controller::Gateway).value && controller.publish_service.is_some();
    let classes = store.classes().map(|class| gateway_class::reconcile(class, controller, runs)).collect();
    let context = Context { store, controller, data_plane, runs };
    let mut gateways: Vec<GatewayStatus<'a>> =
        store.gateways().map(|gateway| gateway::reconcile(context, gateway)).collect();
    let search = Search { store, controller, gateways: &gateways };
    let routes: BTreeMap<Kind, Vec<RouteStatus<'a>>> = ROUTE_KINDS
        .into_iter()
        .map(|kind| {
            let runs = runs_for(controller, kind).value;
            let of_kind = store.routes(kind).iter().map(|route| RouteStatus::reconcile(search, route, runs));
            (kind, of_kind.collect())
        })
        .collect();
    let http_routes = routes.get(&Kind::HTTPRoute).map_or(&[][..], Vec::as_slice);
    for gateway in &mut gateways {
        count_routes(controller.kic, store, gateway, http_routes);
    }
    let policy_context = backend_tls_policy::Context {
        store,
        controller,
        http_routes,
        runs: [Controller::BackendTLSPolicy, Controller::Gateway, Controller::HTTPRoute]
            .into_iter()
            .all(|name| controller.runs(name).value),
    };
    let policies: Vec<PolicyStatus<'a>> = store
        .of_kind(Kind::BackendTLSPolicy)
        .map(|object| backend_tls_policy::reconcile(policy_context, object))
        .collect();
    let upstream_policies = upstream_policy::reconcile(store, controller);
    let unread = upstream_policies.iter().filter(|status| status.ancestors.is_none());
    let mut kept_out = ingress::kept_out(store, controller);
    kept_out.extend(unread.map(|status| (status.object.kind(), status.object.key())));
    let cache = Cache {
        gateways: gateways
            .iter()
            .filter_map(|status| Some((status.gateway.object.key(), status.to_cache()?)))
            .collect(),
        routes: routes
            .iter()
            .map(|(kind, routes)| (*kind, routes.iter().filter_map(RouteStatus::cached).collect()))
            .collect(),
        policies: policies.iter().filter(|status| status.cached).map(|status| status.object.key()).collect(),
        kept_out,
    };
    let ingresses = IngressStatuses::reconcile(store, controller);
    let resources = ResourceStatuses::reconcile(store, &cache.kept_out);
    Reconciled { classes, gateways, routes, policies, ingresses, resources, upstream_policies, cache }
}

/// The counts are only written for Gateways that got as far as listener statuses.
fn count_routes<'a>(
    kic: KicVersion,
    store: &'a Store<'a>,
    status: &mut GatewayStatus<'a>,
    http_routes: &[RouteStatus<'a>],
) {
    if status.facts.is_empty() {
        return;
    }
    match attached_routes::count(kic, store, status, http_routes) {
        Ok(counts) => attached_routes::apply(&status.gateway.listeners, counts, &mut status.listeners),
        Err(error) => {
            let error = Sourced::new(error, status.gateway.object.name().place);
            status.error = Some((Failure::AllowedRoutes, error));
        }
    }
}

/// Whether the reconciler of a kind of route runs, and the switch that decides it.
fn runs_for(controller: &ControllerSettings, kind: Kind) -> Placed<bool> {
    let name = match kind {
        Kind::GRPCRoute => Controller::GRPCRoute,
        Kind::TCPRoute => Controller::TCPRoute,
        Kind::UDPRoute => Controller::UDPRoute,
        Kind::TLSRoute => Controller::TLSRoute,
        _ => Controller::HTTPRoute,
    };
    controller.runs(name)
}

#[cfg(test)]
mod tests;
