//! The object store: what each reference finds.
//!
//! Built once from the loaded objects; every stage after it looks objects up here. Of two objects with one kind and
//! key the later one counts, as `kubectl apply` would leave it. Must not know Kong entities.

pub(crate) mod base64;
pub mod cache;
pub(crate) mod der;
pub mod grants;
pub mod pem;
pub mod secret;
pub mod watch;
pub mod x509;

use std::collections::BTreeMap;

use crate::k8s::gateway::{Gateway, GatewayClass};
use crate::k8s::grant::ReferenceGrant;
use crate::k8s::route::Route;
use crate::k8s::service::{EndpointSlice, Service};
use crate::k8s::{Kind, Object, ObjectKey};

/// All objects by kind and key.
#[derive(Clone, Debug, Default)]
pub struct Store<'a> {
    objects: BTreeMap<(Kind, ObjectKey<'a>), &'a Object<'a>>,
    classes: BTreeMap<&'a str, GatewayClass<'a>>,
    gateways: BTreeMap<ObjectKey<'a>, Gateway<'a>>,
    services: BTreeMap<ObjectKey<'a>, Service<'a>>,
    /// By namespace and Service name; slices in order of their names.
    slices: BTreeMap<ObjectKey<'a>, Vec<EndpointSlice<'a>>>,
    /// By namespace.
    grants: BTreeMap<&'a str, Vec<ReferenceGrant<'a>>>,
    /// By kind; in order of their keys.
    routes: BTreeMap<Kind, Vec<Route<'a>>>,
}

impl<'a> Store<'a> {
    /// Sorts the objects in.
    pub fn new(objects: &'a [Object<'a>]) -> Self {
        let mut store = Self::default();
        for object in objects {
            store.objects.insert((object.kind(), object.key()), object);
        }
        let kept: Vec<&'a Object<'a>> = store.objects.values().copied().collect();
        for object in kept {
            let key = object.key();
            match object.kind() {
                Kind::GatewayClass => {
                    store.classes.insert(key.name, GatewayClass::new(object));
                }
                Kind::Gateway => {
                    store.gateways.insert(key, Gateway::new(object));
                }
                Kind::Service => {
                    store.services.insert(key, Service::new(object));
                }
                Kind::EndpointSlice => {
                    let slice = EndpointSlice::new(object);
                    if let Some(service) = slice.service_name() {
                        let key = ObjectKey::new(key.namespace, service.value);
                        store.slices.entry(key).or_default().push(slice);
                    }
                }
                Kind::ReferenceGrant => {
                    store.grants.entry(key.namespace).or_default().push(ReferenceGrant::new(object));
                }
                kind @ (Kind::HTTPRoute | Kind::GRPCRoute | Kind::TCPRoute | Kind::UDPRoute | Kind::TLSRoute) => {
                    store.routes.entry(kind).or_default().push(Route::new(object));
                }
                _ => {}
            }
        }
        store
    }

    /// The object of a kind with this key.
    pub fn get(&self, kind: Kind, key: ObjectKey<'a>) -> Option<&'a Object<'a>> {
        self.objects.get(&(kind, key)).copied()
    }

    /// All objects, in order of kinds and keys.
    pub fn objects(&self) -> impl Iterator<Item = &'a Object<'a>> + '_ {
        self.objects.values().copied()
    }

    /// All objects of a kind, in order of their keys.
    pub fn of_kind(&self, kind: Kind) -> impl Iterator<Item = &'a Object<'a>> + '_ {
        let first = (kind, ObjectKey::new("", ""));
        self.objects.range(first..).take_while(move |((of, _), _)| *of == kind).map(|(_, object)| *object)
    }

    /// The GatewayClass with this name.
    pub fn class(&self, name: &str) -> Option<&GatewayClass<'a>> {
        self.classes.get(name)
    }

    /// All GatewayClasses, by name.
    pub fn classes(&self) -> impl Iterator<Item = &GatewayClass<'a>> {
        self.classes.values()
    }

    /// The Gateway with this key.
    pub fn gateway(&self, key: ObjectKey<'a>) -> Option<&Gateway<'a>> {
        self.gateways.get(&key)
    }

    /// All Gateways, in order of their keys.
    pub fn gateways(&self) -> impl Iterator<Item = &Gateway<'a>> {
        self.gateways.values()
    }

    /// The Service with this key.
    pub fn service(&self, key: ObjectKey<'a>) -> Option<&Service<'a>> {
        self.services.get(&key)
    }

    /// All Services, in order of their keys.
    pub fn services(&self) -> impl Iterator<Item = &Service<'a>> {
        self.services.values()
    }

    /// The EndpointSlices of a Service, in order of their names.
    pub fn endpoint_slices(&self, service: ObjectKey<'a>) -> &[EndpointSlice<'a>] {
        self.slices.get(&service).map_or(&[], Vec::as_slice)
    }

    /// The ReferenceGrants of a namespace, in order of their names.
    pub fn grants_in(&self, namespace: &str) -> &[ReferenceGrant<'a>] {
        self.grants.get(namespace).map_or(&[], Vec::as_slice)
    }

    /// The route of a kind with this key.
    pub fn route(&self, kind: Kind, key: ObjectKey<'_>) -> Option<&Route<'a>> {
        let routes = self.routes(kind);
        let at = routes.binary_search_by(|route| route.object.key().cmp(&key)).ok()?;
        routes.get(at)
    }

    /// The routes of a kind, in order of their keys.
    pub fn routes(&self, kind: Kind) -> &[Route<'a>] {
        self.routes.get(&kind).map_or(&[], Vec::as_slice)
    }
}
