//! Status of Gateways: whose they are, the publish Services, addresses, conditions.

pub mod addresses;
mod data_plane;
pub mod publish_service;

use super::condition::{self, ACCEPTED, Condition, PROGRAMMED, Truth};
use super::gateway_class;
use super::listener::availability::Offer;
use super::listener::{self, Facts, ListenerStatus};
use crate::k8s::gateway::{Gateway, GatewayClass};
use crate::k8s::service::Service;
use crate::provenance::{Origin, Place, Placed, Sourced, Tree, TreeMap};
use crate::resolve::Store;
use crate::resolve::cache::CachedGateway;
use crate::settings::ControllerSettings;
use addresses::Address;
pub use data_plane::DataPlane;
use publish_service::{PublishService, Unresolved};

const ACCEPTED_MESSAGE: &str = "this unmanaged gateway has been picked up by the controller and will be processed";
const CRD_DEFAULT: &str = "Gateway API default: Gateway status.conditions";
const MESSAGE_RULE: &str = "KIC v3.5.13 gw/gateway_controller.go:reconcileUnmanagedGateway: the message of Accepted";

/// What the controller has to do with a Gateway.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Management {
    /// Nothing: the Gateway controller does not run.
    Off,
    /// Nothing: `--gateway-to-reconcile` names another one.
    Skipped,
    /// Nothing: its GatewayClass does not exist.
    ClassMissing,
    /// Nothing: its GatewayClass is another controller's.
    ForeignClass,
    /// Nothing: it is being deleted.
    Deleted,
    /// Its class is ours but not unmanaged: somebody else writes its status.
    Managed,
    /// This controller writes its status.
    Unmanaged,
}

/// Why a Gateway is retried for ever; its status stays as it was.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Failure {
    /// The annotation names something else than a publish Service that exists.
    PublishService(Unresolved),
    /// A publish Service has no cluster IP: its index among the references.
    NoClusterIps(usize),
    /// Kong's listens cannot be had.
    DataPlane,
    /// `allowedRoutes` of a listener cannot be tested.
    AllowedRoutes,
}

/// A Gateway with its status.
#[derive(Clone, Debug)]
pub struct GatewayStatus<'a> {
    /// The Gateway.
    pub gateway: &'a Gateway<'a>,
    /// What the controller has to do with it.
    pub management: Management,
    /// The annotation of the publish Services; of Gateways that this controller writes.
    pub publish_service: Option<PublishService>,
    /// The publish Services, in the order of the annotation, with repetitions.
    pub services: Vec<&'a Service<'a>>,
    /// `status.conditions`, in the order of the stored list.
    pub conditions: Vec<Condition<'a>>,
    /// `status.addresses`.
    pub addresses: Vec<Address<'a>>,
    /// `status.listeners`, in spec order.
    pub listeners: Vec<ListenerStatus<'a>>,
    /// What was found out about each listener, in spec order; empty where the controller did not get that far.
    pub facts: Vec<Facts<'a>>,
    /// What the reconciler returns for ever, and why.
    pub error: Option<(Failure, Sourced<String>)>,
    /// It is in the translator's cache.
    pub cached: bool,
}

impl<'a> GatewayStatus<'a> {
    /// The status that the manifest carries, or that the CRD puts in.
    fn stored(gateway: &'a Gateway<'a>, management: Management) -> Self {
        let status = gateway.object.node.get("status");
        let conditions = match status.filter(|status| status.get("conditions").is_some()) {
            Some(status) => Condition::list_stored(status),
            None => [ACCEPTED, PROGRAMMED].map(|kind| Condition::default_of_crd(kind, CRD_DEFAULT)).into(),
        };
        Self {
            gateway,
            management,
            publish_service: None,
            services: Vec::new(),
            conditions,
            addresses: status.map_or_else(Vec::new, Address::list_stored),
            listeners: status.map_or_else(Vec::new, ListenerStatus::list_stored),
            facts: Vec::new(),
            error: None,
            cached: false,
        }
    }

    /// `Programmed` for the current generation.
    ///
    /// Source: KIC v3.5.13 gw/gateway_utils.go:isGatewayProgrammed.
    pub fn is_programmed(&self) -> bool {
        condition::check(&self.conditions, PROGRAMMED, Truth::True, "Programmed", self.generation())
    }

    /// `Accepted` for the current generation.
    ///
    /// Source: KIC v3.5.13 gw/gateway_utils.go:isGatewayAccepted.
    pub fn is_accepted(&self) -> bool {
        condition::check(&self.conditions, ACCEPTED, Truth::True, "Accepted", self.generation())
    }

    fn generation(&self) -> Placed<i64> {
        self.gateway.object.generation()
    }

    /// The status entry of the listener with this name.
    pub fn listener(&self, name: &str) -> Option<&ListenerStatus<'a>> {
        self.listeners.iter().find(|entry| entry.name.value == name)
    }

    /// The Gateway as the translator's cache holds it; `None` where it is not there.
    pub fn to_cache(&self) -> Option<CachedGateway<'a>> {
        let programmed = self.listeners.iter().map(|entry| (entry.name.value, entry.is_programmed())).collect();
        self.cached.then_some(CachedGateway { programmed })
    }

    /// The status as the API prints it.
    pub fn to_tree(&self) -> Tree {
        let mut fields = TreeMap::from([("conditions", condition::list_to_tree(&self.conditions))]);
        if !self.addresses.is_empty() {
            let addresses = self.addresses.iter().map(Address::to_tree).collect();
            fields.insert("addresses", Tree::List(addresses, Origin::rule("no addresses")));
        }
        if !self.listeners.is_empty() {
            let listeners = self.listeners.iter().map(ListenerStatus::to_tree).collect();
            fields.insert("listeners", Tree::List(listeners, Origin::rule("no listeners")));
        }
        Tree::Map(fields, self.gateway.object.name().place.into())
    }
}

/// What the reconciliation of Gateways looks at.
#[derive(Clone, Copy)]
pub struct Context<'a> {
    /// The objects.
    pub store: &'a Store<'a>,
    /// The controller's settings.
    pub controller: &'a ControllerSettings,
    /// What Kong's replicas listen on.
    pub data_plane: &'a DataPlane<'a>,
    /// The Gateway controller runs.
    pub runs: bool,
}

/// The Gateway's status once nothing changes any more; `attachedRoutes` are not counted yet.
///
/// Source: KIC v3.5.13 gw/gateway_controller.go:Reconcile, reconcileUnmanagedGateway; spec/gateway-status.md 4.
pub fn reconcile<'a>(context: Context<'a>, gateway: &'a Gateway<'a>) -> GatewayStatus<'a> {
    let mut status = GatewayStatus::stored(gateway, management(context, gateway));
    match status.management {
        Management::Managed => status.cached = status.is_accepted(),
        Management::Unmanaged => {
            status.publish_service = publish_service::annotation(gateway, context.controller);
            if let Err((failure, error)) = reconcile_unmanaged(context, &mut status) {
                status.error = Some((failure, error));
            }
        }
        _ => {}
    }
    status
}

/// The gate in front of the reconciliation.
fn management(context: Context<'_>, gateway: &Gateway<'_>) -> Management {
    if !context.runs {
        return Management::Off;
    }
    let key = gateway.object.key();
    if let Some(only) = &context.controller.gateway_to_reconcile
        && !only.value.is(key.namespace, key.name)
    {
        return Management::Skipped;
    }
    let Some(class) = context.store.class(gateway.class_name.value) else { return Management::ClassMissing };
    if !gateway_class::is_controlled(class, context.controller) {
        return Management::ForeignClass;
    }
    if gateway.object.metadata("deletionTimestamp").is_some() {
        return Management::Deleted;
    }
    if class.unmanaged().is_some() { Management::Unmanaged } else { Management::Managed }
}

type Step<T> = Result<T, (Failure, Sourced<String>)>;

fn reconcile_unmanaged<'a>(context: Context<'a>, status: &mut GatewayStatus<'a>) -> Step<()> {
    let Some(annotation) = status.publish_service.clone() else { return Ok(()) };
    status.services =
        publish_service::resolve(context.store, context.controller, &annotation.references).map_err(|unresolved| {
            let settings = publish_service::setting_places(context.controller);
            let origin = annotation.value.origin.places().iter().copied().chain(settings);
            let error =
                Sourced::new(unresolved.error.clone(), condition::origin_of(publish_service::ANNOTATION, origin));
            (Failure::PublishService(unresolved), error)
        })?;
    if !status.is_accepted() {
        accept(context, status, &annotation);
        // The pass that accepts ends well, hence pushes; a later one that fails does not take it back.
        status.cached = true;
    }
    let offer = offer(context, status)?;
    status.cached = true;
    status.facts = listener::investigate(context.store, status.gateway, &offer);
    status.listeners = listener::decide(status.gateway, &status.facts);
    if !status.is_programmed() {
        status.addresses = addresses::overrides(context.controller)
            .unwrap_or_else(|| status.services.iter().flat_map(|service| addresses::of_service(service)).collect());
        let services = status.services.iter().map(|service| service.object.name().place);
        let origin = condition::origin_of("KIC: Programmed of a Gateway", services);
        let programmed = Condition::new(PROGRAMMED, Truth::True, "Programmed", status.generation(), origin);
        condition::set(&mut status.conditions, programmed);
    }
    Ok(())
}

fn accept<'a>(context: Context<'a>, status: &mut GatewayStatus<'a>, annotation: &PublishService) {
    let class = context.store.class(status.gateway.class_name.value);
    let class = class.and_then(GatewayClass::unmanaged).map(|unmanaged| unmanaged.place);
    let places: Vec<Place> = std::iter::once(status.gateway.class_name.place)
        .chain(class)
        .chain(annotation.value.origin.places().iter().copied())
        .collect();
    let origin = condition::origin_of("KIC: Accepted of a Gateway", places);
    let generation = status.generation();
    let accepted = Condition::new(ACCEPTED, Truth::True, "Accepted", generation, origin.clone())
        .with_message(ACCEPTED_MESSAGE, Origin::rule(MESSAGE_RULE));
    condition::set(&mut status.conditions, accepted);
    let pending = Condition::new(PROGRAMMED, Truth::False, "Pending", generation, origin);
    condition::set(&mut status.conditions, pending);
}

/// What the publish Services offer together, in the order of the annotation.
fn offer<'a>(context: Context<'a>, status: &GatewayStatus<'a>) -> Step<Offer<'a>> {
    for (index, service) in status.services.iter().enumerate() {
        let key = service.object.key();
        if !service.has_cluster_ips() {
            let error = format!("gateway service {key} is not yet ready (no cluster IPs provisioned)");
            let place = service.service_type().place;
            let origin = Origin::from(service.object.name().place).and(place);
            return Err((Failure::NoClusterIps(index), Sourced::new(error, origin)));
        }
        if let Err(error) = &context.data_plane.listens {
            return Err((Failure::DataPlane, error.clone()));
        }
    }
    // An annotation that names something has at least one Service.
    match &context.data_plane.listens {
        Ok(listens) => Ok(Offer::of(&status.services, listens)),
        Err(error) => Err((Failure::DataPlane, error.clone())),
    }
}
