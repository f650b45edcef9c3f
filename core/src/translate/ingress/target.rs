//! What a path of an Ingress, or its default backend, leads to: a Service or a KongServiceFacade.

use crate::diagnostic::Diagnostic;
use crate::diagnostic::catalog::ingress as catalog;
use crate::k8s::facade::Facade;
use crate::k8s::ingress::{BackendPort, IngressBackend, ResourceRef, ServiceBackend};
use crate::k8s::route::BackendRef;
use crate::k8s::{Kind, Object, ObjectKey};
use crate::kong::names::{self, Owner, PortName};
use crate::kong::{Service, Text};
use crate::provenance::{Place, Placed, Sourced};
use crate::translate::backends::Backend;
use crate::translate::draft::{MissingService, ServiceDraft, ruled};
use crate::translate::input::Input;
use crate::translate::service_base::owner;

const FACADE_GROUP: &str = "incubator.ingress-controller.konghq.com";
const PORT: &str = "KIC: `port` is 80 unless the Service of the backend has the port";
const PROTOCOL: &str = "KIC: the Kong service of an Ingress has the protocol `http` unless something sets it";
const PATH: &str = "KIC: the Kong service of an Ingress rule has the path `/` unless something sets it";

/// Where requests go.
#[derive(Clone, Copy, Debug)]
pub(super) enum Target<'a> {
    /// To a Service.
    Service(ServiceBackend<'a>),
    /// To the Service of a facade; `name` is where the Ingress names it.
    Facade { facade: Facade<'a>, name: Placed<&'a str> },
}

/// Why a backend leads nowhere.
#[derive(Clone, Copy, Debug)]
pub(super) enum Refused<'a> {
    /// The gate `KongServiceFacade` is off.
    FacadesOff(ResourceRef<'a>),
    /// There is no such facade.
    FacadeMissing(ResourceRef<'a>),
    /// The resource is of another kind.
    UnknownResource(ResourceRef<'a>),
    /// The Service has no name.
    Nameless(ServiceBackend<'a>),
    /// There is neither a Service nor a resource.
    Nothing,
}

/// Finds out what a backend means. A Service need not exist; one beside a resource wins.
///
/// Source: KIC v3.5.13 …/subtranslator/ingress.go:getIngressPathBackend; spec/ingress-and-kong-crds.md 2.4.
pub(super) fn resolve<'a>(
    input: Input<'a>,
    ingress: &'a Object<'a>,
    backend: &IngressBackend<'a>,
) -> Result<Target<'a>, Box<Refused<'a>>> {
    if let Some(service) = backend.service {
        return if service.target.name.value.is_empty() {
            Err(Box::new(Refused::Nameless(service)))
        } else {
            Ok(Target::Service(service))
        };
    }
    let Some(resource) = backend.resource else { return Err(Box::new(Refused::Nothing)) };
    let group = resource.group.map_or("", |group| group.value);
    if group != FACADE_GROUP || resource.kind.value != "KongServiceFacade" {
        return Err(Box::new(Refused::UnknownResource(resource)));
    }
    if !input.settings.service_facade {
        return Err(Box::new(Refused::FacadesOff(resource)));
    }
    let key = ObjectKey::new(ingress.key().namespace, resource.name.value);
    let facade = input.store.get(Kind::KongServiceFacade, key).filter(|facade| input.cache.has(facade));
    let facade = facade.ok_or_else(|| Box::new(Refused::FacadeMissing(resource)))?;
    Ok(Target::Facade { facade: Facade::new(facade), name: resource.name })
}

impl Refused<'_> {
    /// The problem, with the place that leads nowhere.
    pub(super) fn problem(&self, ingress: &Object<'_>, backend: Place) -> Diagnostic {
        match self {
            Self::FacadesOff(resource) => catalog::facades_off(ingress, resource),
            Self::FacadeMissing(resource) => catalog::facade_missing(ingress, resource),
            Self::UnknownResource(resource) => catalog::resource_unknown(ingress, resource),
            Self::Nameless(service) => catalog::backend_nameless(ingress, service.target.node.place),
            Self::Nothing => catalog::backend_missing(ingress, backend),
        }
    }
}

fn port_name(port: Placed<BackendPort<'_>>) -> Placed<PortName<'_>> {
    port.map(|port| match port {
        BackendPort::Number(number) => PortName::Number(number),
        BackendPort::Name(name) => PortName::Name(name),
        BackendPort::Implicit => PortName::Implicit,
    })
}

impl<'a> Target<'a> {
    /// What paths of one Kong route share. The text is all that counts: names with dots can meet.
    pub(super) fn route_key(&self, ingress: &Object<'_>, host: &str) -> String {
        let ObjectKey { namespace, name } = ingress.key();
        match self {
            Self::Service(service) => {
                let port = port_name(service.port).value;
                format!("{namespace}.{name}.{}.{host}.{port}", service.target.name.value)
            }
            Self::Facade { name: facade, .. } => format!("{namespace}.{name}.{host}.{}.svc.facade", facade.value),
        }
    }

    /// The name of that Kong route.
    pub(super) fn route_name(&self, ingress: &'a Object<'a>, host: Option<Placed<&str>>) -> Text<'a> {
        match self {
            Self::Service(service) => {
                names::ingress_route(owner(ingress), service.target.name, host, port_name(service.port))
            }
            Self::Facade { name, .. } => names::facade_route(owner(ingress), host, *name),
        }
    }

    /// The name of the Kong service, and the name of its upstream.
    pub(super) fn service_names(&self, ingress: &'a Object<'a>) -> (Text<'a>, Text<'a>) {
        let namespace = owner(ingress).namespace;
        match self {
            Self::Service(service) => {
                let owner = Owner { namespace, name: service.target.name };
                let port = port_name(service.port);
                (names::service(owner, port), names::upstream(owner, port))
            }
            Self::Facade { name, .. } => {
                let name = names::facade_service(Owner { namespace, name: *name });
                (name.clone(), name)
            }
        }
    }

    /// The Kong service without routes and without `path`.
    ///
    /// Source: spec/ingress-and-kong-crds.md 2.8.
    pub(super) fn draft(&self, input: Input<'a>, ingress: &'a Object<'a>) -> ServiceDraft<'a> {
        let (name, host) = self.service_names(ingress);
        let mut service = Service::new(name, host).with_default_timeouts();
        service.port = Some(Sourced::rule(80, PORT));
        service.protocol = Some(ruled("http", PROTOCOL));
        let (parent, facade, target, port) = match self {
            Self::Service(service) => (ingress, None, service.target, service.port),
            Self::Facade { facade, .. } => {
                (facade.object, Some(facade.object), facade.target, facade.port.map(BackendPort::Number))
            }
        };
        let reference = BackendRef { target, port: None, weight: None, filters: None };
        draft(input, service, parent, facade, reference, port)
    }

    /// The Kong service of a rule, without routes.
    pub(super) fn draft_of_rule(&self, input: Input<'a>, ingress: &'a Object<'a>) -> ServiceDraft<'a> {
        let mut draft = self.draft(input, ingress);
        draft.service.path = Some(ruled("/", PATH));
        draft
    }
}

/// A Kong service with one Service behind it, which may not exist.
pub(super) fn draft<'a>(
    input: Input<'a>,
    service: Service<'a>,
    parent: &'a Object<'a>,
    facade: Option<&'a Object<'a>>,
    reference: BackendRef<'a>,
    port: Placed<BackendPort<'a>>,
) -> ServiceDraft<'a> {
    let key = ObjectKey::new(parent.key().namespace, reference.target.name.value);
    if let Some(found) = input.store.service(key) {
        let backend = Backend { service: found, reference, ingress_port: Some(port), facade };
        return ServiceDraft::new(service, vec![backend], parent);
    }
    let mut draft = ServiceDraft::new(service, Vec::new(), parent);
    draft.missing = Some(MissingService { key, named_by: parent, place: reference.target.name.place });
    draft
}
