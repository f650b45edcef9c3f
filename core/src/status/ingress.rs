//! Statuses of Ingresses, TCPIngresses, UDPIngresses and KongServiceFacades: what can be decided before the translation.
//!
//! An Ingress gets the addresses of the publish Service as soon as Kong has its configuration. A KongServiceFacade gets
//! the condition `Programmed`. Also here: which of these objects, and which IngressClasses, the reconcilers keep from the
//! translator.
//!
//! Source: KIC v3.5.13 internal/controllers/configuration/zz_generated.controllers.go,
//! internal/dataplane/address_finder.go, internal/manager/setup.go:generateAddressFinderGetter;
//! spec/gateway-status.md 5.2.

use std::collections::BTreeSet;
use std::net::IpAddr;

use super::ConfigurationState;
use super::gateway::publish_service::not_found;
use super::programmed;
use crate::diagnostic::Diagnostic;
use crate::diagnostic::catalog::ingress as catalog;
use crate::k8s::ingress::is_default_class;
use crate::k8s::service::Service;
use crate::k8s::{Kind, Object, ObjectKey};
use crate::provenance::{Origin, Place, Placed, Sourced, Tree, TreeMap};
use crate::resolve::Store;
use crate::settings::{Controller, ControllerSettings, NamespacedName};
use crate::yaml::Node;

/// Annotation that names the class.
pub(super) const CLASS: &str = "kubernetes.io/ingress.class";
/// Controller of the IngressClasses that count.
const CLASS_CONTROLLER: &str = "ingress-controllers.konghq.com/kong";

/// The kinds whose statuses are here, with their reconcilers. Their objects name a class.
const REPORTED: &[(Kind, Controller)] = &[
    (Kind::Ingress, Controller::Ingress),
    (Kind::TCPIngress, Controller::TCPIngress),
    (Kind::UDPIngress, Controller::UDPIngress),
    (Kind::KongServiceFacade, Controller::KongServiceFacade),
];

/// Further kinds whose objects name a class.
const CLASSED: &[(Kind, Controller)] = &[
    (Kind::KongClusterPlugin, Controller::KongClusterPlugin),
    (Kind::KongConsumer, Controller::KongConsumer),
    (Kind::KongConsumerGroup, Controller::KongConsumer),
    (Kind::KongVault, Controller::KongVault),
    (Kind::KongCustomEntity, Controller::KongCustomEntity),
];

/// Addresses for the statuses, or the reconciler's error.
type Addresses = Result<Vec<Sourced<String>>, Sourced<String>>;

/// The objects that are reconciled, and the addresses for their statuses.
#[derive(Clone, Debug)]
pub struct IngressStatuses<'a> {
    /// Ingresses, TCPIngresses, UDPIngresses and KongServiceFacades.
    objects: Vec<&'a Object<'a>>,
    /// For Ingresses and TCPIngresses.
    addresses: Addresses,
    /// For UDPIngresses.
    udp_addresses: Addresses,
}

/// What one object gets.
pub(super) enum Settled {
    /// Its status.
    Status(Tree),
    /// The reconciler fails with this text, and is tried again.
    Error(Sourced<String>),
    /// Nothing is written.
    Nothing,
}

impl<'a> IngressStatuses<'a> {
    /// Looks up objects and addresses.
    pub(super) fn reconcile(store: &'a Store<'a>, controller: &'a ControllerSettings) -> Self {
        let out = kept_out(store, controller);
        let kinds = REPORTED.iter().map(|(kind, _)| *kind);
        let objects = kinds.flat_map(|kind| store.of_kind(kind));
        let objects = objects.filter(|object| !out.contains(&(object.kind(), object.key()))).collect();
        let addresses = source(&controller.publish_status_address, controller.publish_service.as_ref(), store);
        let own = source(&controller.publish_status_address_udp, controller.publish_service_udp.as_ref(), store);
        let addresses = addresses.unwrap_or_else(|| Ok(Vec::new()));
        let udp_addresses = own.unwrap_or_else(|| addresses.clone());
        Self { objects, addresses, udp_addresses }
    }

    /// Adds a problem where the addresses for the statuses are unknown; one for all objects that miss the same.
    pub(super) fn report(&self, problems: &mut Vec<Diagnostic>) {
        let of = |wanted: &dyn Fn(Kind) -> bool| -> Vec<&Object<'a>> {
            self.objects.iter().copied().filter(|object| wanted(object.kind())).collect()
        };
        let tcp = of(&|kind| matches!(kind, Kind::Ingress | Kind::TCPIngress));
        let udp = of(&|kind| kind == Kind::UDPIngress);
        for (objects, addresses) in [(tcp, &self.addresses), (udp, &self.udp_addresses)] {
            if let Err(error) = addresses {
                problems.extend(catalog::addresses_unknown(&objects, error));
            }
        }
    }

    /// What each object gets, now that the translation is known.
    pub(super) fn settle<'s>(
        &'s self,
        configured: &'s dyn Fn(Kind, ObjectKey<'_>) -> ConfigurationState,
    ) -> impl Iterator<Item = (&'a Object<'a>, Settled)> + 's {
        self.objects.iter().map(|object| {
            let state = configured(object.kind(), object.key());
            let settled = match object.kind() {
                Kind::KongServiceFacade => Settled::Status(programmed(object, state)),
                _ if state != ConfigurationState::Succeeded => Settled::Nothing,
                Kind::UDPIngress => load_balancer(object, &self.udp_addresses),
                _ => load_balancer(object, &self.addresses),
            };
            (*object, settled)
        })
    }
}

/// Addresses that a setting gives, or those of a publish Service; `None` without either.
fn source(
    overrides: &[Placed<String>],
    service: Option<&Placed<NamespacedName>>,
    store: &Store<'_>,
) -> Option<Addresses> {
    if !overrides.is_empty() {
        return Some(checked(overrides.iter().map(|address| address.clone().sourced()).collect()));
    }
    let name = service?;
    let found = store.service(ObjectKey::new(&name.value.namespace, &name.value.name));
    Some(match found {
        None => Err(Sourced::new(not_found("services", &name.value.name), name.place)),
        Some(service) => {
            let addresses = of_service(service, name);
            if addresses.is_empty() {
                let error = format!("waiting for addresses to be provisioned for publish service {}", name.value);
                Err(Sourced::new(error, Origin::from(name.place).and(service.object.name().place)))
            } else {
                checked(addresses)
            }
        }
    })
}

/// The addresses of a load balancer, in order; of any other Service its cluster IPs.
fn of_service(service: &Service<'_>, name: &Placed<NamespacedName>) -> Vec<Sourced<String>> {
    let sourced = |address: Placed<&str>| {
        let origin = Origin::from(address.place).and(name.place);
        (!address.value.is_empty()).then(|| Sourced::new(address.value.to_owned(), origin))
    };
    if service.service_type().value == "LoadBalancer" {
        let fields = |entry: &Node<'_>| {
            ["ip", "hostname"].into_iter().filter_map(|key| sourced(entry.text_at(key)?)).collect::<Vec<_>>()
        };
        return service.load_balancer_ingress().iter().flat_map(fields).collect();
    }
    let ips = service.object.spec().and_then(|spec| spec.get("clusterIPs")).map_or(&[][..], Node::items);
    ips.iter().filter_map(|ip| sourced(Placed::new(ip.text()?, ip.place))).collect()
}

/// Each address must be an IP address or a host name.
fn checked(addresses: Vec<Sourced<String>>) -> Addresses {
    for address in &addresses {
        if address.value.is_empty() {
            return Err(Sourced::new("empty address found".to_owned(), &address.origin));
        }
        if address.value.parse::<IpAddr>().is_err() && !is_host_name(&address.value) {
            return Err(Sourced::new(format!("{} is not a valid DNS hostname", address.value), &address.origin));
        }
    }
    Ok(addresses)
}

/// Labels of small letters, digits and hyphens, as Kubernetes takes them.
fn is_host_name(text: &str) -> bool {
    let letter = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit();
    let label = |label: &str| {
        let ends = [label.bytes().next(), label.bytes().last()];
        ends.into_iter().all(|end| end.is_some_and(letter)) && label.bytes().all(|byte| letter(byte) || byte == b'-')
    };
    text.len() <= 253 && text.split('.').all(label)
}

fn load_balancer(object: &Object<'_>, addresses: &Addresses) -> Settled {
    let place = Origin::from(object.name().place);
    let addresses = match addresses {
        Ok(addresses) => addresses,
        Err(error) => return Settled::Error(error.clone()),
    };
    let entries = addresses.iter().map(|address| {
        let field = if address.value.parse::<IpAddr>().is_ok() { "ip" } else { "hostname" };
        let value = Tree::text(address.value.as_str(), &address.origin);
        Tree::Map(TreeMap::from([(field.to_owned(), value)]), address.origin.clone())
    });
    let list = Tree::List(entries.collect(), place.clone());
    let inner = Tree::Map(TreeMap::from([("ingress", list)]), place.clone());
    Settled::Status(Tree::Map(TreeMap::from([("loadBalancer", inner)]), place))
}

/// `Programmed` of a KongServiceFacade.
fn programmed(object: &Object<'_>, state: ConfigurationState) -> Tree {
    const PENDING: &str = "Found no references to this resource in Ingress or similar resources.";
    let stored = programmed::stored(object);
    programmed::status(object, &programmed::ensure(object, stored, state, PENDING))
}

/// The objects that never reach the translator: of another class, or of a kind whose reconciler is off.
pub(super) fn kept_out<'a>(
    store: &'a Store<'a>,
    controller: &'a ControllerSettings,
) -> BTreeSet<(Kind, ObjectKey<'a>)> {
    let foreign = store.of_kind(Kind::IngressClass).filter(|class| {
        let ours = class.spec().and_then(|spec| spec.text_at("controller"));
        !controller.runs(Controller::IngressClass).value || ours.is_none_or(|ours| ours.value != CLASS_CONTROLLER)
    });
    let parameters = store
        .of_kind(Kind::IngressClassParameters)
        .filter(|_| !controller.runs(Controller::IngressClassParameters).value);
    let left_alone = left_alone(store, controller).map(|(object, _)| object);
    left_alone.chain(foreign).chain(parameters).map(|object| (object.kind(), object.key())).collect()
}

/// Why a reconciler leaves an object alone.
#[derive(Clone, Copy, Debug)]
pub(super) enum Left {
    /// It does not run; the place is what switched it off.
    Off(Controller, Place),
    /// The object belongs to a control plane in Konnect.
    ControlPlane(Place),
    /// The object is of another class, or of none while the controller's is not the default.
    Class,
}

/// The objects with a class that the reconcilers leave alone.
///
/// Source: KIC v3.5.13 internal/controllers/configuration/zz_generated.controllers.go,
/// internal/controllers/utils/control_plane_reference.go.
pub(super) fn left_alone<'a>(
    store: &'a Store<'a>,
    controller: &'a ControllerSettings,
) -> impl Iterator<Item = (&'a Object<'a>, Left)> + 'a {
    let class = store.get(Kind::IngressClass, ObjectKey::new("", &controller.ingress_class.value));
    let default = class.is_some_and(is_default_class);
    REPORTED.iter().chain(CLASSED).flat_map(move |(kind, name)| {
        let runs = controller.runs(*name);
        store.of_kind(*kind).filter_map(move |object| {
            if !runs.value {
                Some((object, Left::Off(*name, runs.place)))
            } else if let Some(place) = control_plane(object).filter(|_| controller.kic.ignores_objects_of_konnect()) {
                Some((object, Left::ControlPlane(place)))
            } else {
                (!matches_class(object, controller, default)).then_some((object, Left::Class))
            }
        })
    })
}

/// The control plane that the object names, if it is another one than the controller.
fn control_plane(object: &Object<'_>) -> Option<Place> {
    let named = matches!(object.kind(), Kind::KongConsumer | Kind::KongConsumerGroup | Kind::KongVault);
    let reference = object.spec().and_then(|spec| spec.get("controlPlaneRef")).filter(|_| named)?;
    let kind = reference.text_at("type")?;
    (kind.value != "kic").then_some(kind.place)
}

/// The object is of the controller's class: by annotation, by `spec.ingressClassName` of an Ingress, by
/// `spec.controllerName` of a KongCustomEntity, or it has none and the class is the default. Unlike in the translator, a
/// field counts beside an annotation of another class.
///
/// Source: KIC v3.5.13 internal/controllers/utils/utils.go:MatchesIngressClass, IsIngressClassEmpty.
pub(super) fn matches_class(object: &Object<'_>, controller: &ControllerSettings, default: bool) -> bool {
    let ours = controller.ingress_class.value.as_str();
    let annotation = object.annotation(CLASS);
    let key = match object.kind() {
        Kind::Ingress => Some("ingressClassName"),
        Kind::KongCustomEntity => Some("controllerName"),
        _ => None,
    };
    let field = key.and_then(|key| object.spec()?.text_at(key));
    let is_empty = annotation.is_none() && (field.is_none() || object.kind() != Kind::Ingress);
    annotation.is_some_and(|class| class.value == ours)
        || field.is_some_and(|field| field.value == ours)
        || (default && is_empty)
}
