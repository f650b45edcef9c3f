//! Kong services and routes on their way: the entities with what later steps need of their Kubernetes objects.

use std::borrow::Cow;

use super::backends::Backend;
use super::backing::BackingService;
use crate::k8s::{Object, ObjectKey};
use crate::kong::{self, Text};
use crate::provenance::{Origin, Place, Placed, Sourced};

/// A Kong service that is being made. Its routes are kept beside it until the end.
#[derive(Clone, Debug)]
pub(super) struct ServiceDraft<'a> {
    /// The service; without routes and tags.
    pub service: kong::Service<'a>,
    /// Its routes.
    pub routes: Vec<RouteDraft<'a>>,
    /// The Kubernetes Services that its requests go to, in the order of the backendRefs; may repeat.
    pub backends: Vec<Backend<'a>>,
    /// The Service of its only backend, where that does not exist: those of Ingresses and the like.
    pub missing: Option<MissingService<'a>>,
    /// The object that failures are reported on.
    pub parent: &'a Object<'a>,
    /// The object that gives the tags of a service with several backends. `None` only for GRPCRoutes in the
    /// traditional flavor, for which upstream forgets to record it.
    pub tags_parent: Option<&'a Object<'a>>,
    /// The distinct Kubernetes Services in order of `namespace/name`, with the annotations that count.
    pub backing: Vec<BackingService<'a>>,
    /// The annotations of its Kubernetes Services disagree: it is left out, but not its upstream.
    pub skipped: bool,
}

impl<'a> ServiceDraft<'a> {
    /// A service whose Kubernetes Services have not been looked at.
    pub(super) fn new(service: kong::Service<'a>, backends: Vec<Backend<'a>>, parent: &'a Object<'a>) -> Self {
        Self {
            service,
            routes: Vec::new(),
            backends,
            missing: None,
            parent,
            tags_parent: Some(parent),
            backing: Vec::new(),
            skipped: false,
        }
    }

    /// The objects of its Kubernetes Services: the causes of failures about them.
    pub(super) fn backing_objects(&self) -> impl Iterator<Item = &'a Object<'a>> + '_ {
        self.backing.iter().map(|backing| backing.service.object)
    }
}

/// A Service that an Ingress, TCPIngress, UDPIngress or KongServiceFacade names, and that does not exist.
#[derive(Clone, Copy, Debug)]
pub(super) struct MissingService<'a> {
    /// The Service.
    pub key: ObjectKey<'a>,
    /// The object that names it.
    pub named_by: &'a Object<'a>,
    /// Where it is named.
    pub place: Place,
}

/// A Kong route that is being made.
#[derive(Clone, Debug)]
pub(super) struct RouteDraft<'a> {
    /// The route.
    pub route: kong::Route<'a>,
    /// The object whose annotations apply to it.
    pub object: &'a Object<'a>,
    /// Names of KongPlugins that ExtensionRef filters add to those of the annotation.
    pub extension_plugins: Vec<Placed<&'a str>>,
}

impl<'a> RouteDraft<'a> {
    /// A route of an object.
    pub(super) const fn new(route: kong::Route<'a>, object: &'a Object<'a>) -> Self {
        Self { route, object, extension_plugins: Vec::new() }
    }
}

/// A string of the input as a string of an entity.
pub(super) fn text(value: Placed<&str>) -> Text<'_> {
    value.map(Cow::Borrowed).sourced()
}

/// A string that was put together.
pub(super) fn made<'a>(value: String, origin: impl Into<Origin>) -> Text<'a> {
    Sourced::new(Cow::Owned(value), origin)
}

/// A string that only a rule decides.
pub(super) const fn ruled<'a>(value: &'static str, rule: &'static str) -> Text<'a> {
    Sourced::rule(Cow::Borrowed(value), rule)
}

/// The places as one origin; `rule` where there is none.
pub(super) fn origin_of(places: impl IntoIterator<Item = Place>, rule: &'static str) -> Origin {
    Origin::all(places).unwrap_or(Origin::rule(rule))
}
