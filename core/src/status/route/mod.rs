//! Status of routes: who accepts them, what is pushed to the translator, and `status.parents`.

pub mod allowed_routes;
pub mod hostname;
pub(super) mod narrowing;
mod parents;
pub mod resolved_refs;
pub mod supported_gateways;

pub use parents::{ParentStatus, StatusParentRef};

use crate::k8s::kinds::Kind;
use crate::k8s::route::Route;
use crate::provenance::{Place, Placed, Sourced};
use crate::resolve::cache::{CachedRoute, StatusParent};
use crate::settings::KicVersion;
use parents::Pass;
use resolved_refs::Unresolved;
use supported_gateways::{Attachment, Search};

/// The kinds of routes, in the order of reports.
pub const ROUTE_KINDS: [Kind; 5] = [Kind::HTTPRoute, Kind::GRPCRoute, Kind::TCPRoute, Kind::UDPRoute, Kind::TLSRoute];

/// What the controller knows of a route in the configuration that it last sent.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Default)]
pub enum ConfigurationState {
    /// It is not in it, or its failure was attributed to nobody.
    #[default]
    Unknown,
    /// It is in it, and Kong took it.
    Succeeded,
    /// Its translation failed.
    Failed,
}

/// A route with its status, as far as it is decided before the translation.
#[derive(Clone, Debug)]
pub struct RouteStatus<'a> {
    /// The route.
    pub route: &'a Route<'a>,
    /// The controller of the kind runs.
    pub reconciled: bool,
    /// One per parentRef that leads to a Gateway of this controller, in spec order.
    pub attachments: Vec<Attachment<'a>>,
    /// The first backendRef that is not resolved; HTTPRoutes only.
    pub unresolved: Option<Unresolved<'a>>,
    /// It is in the translator's cache, with these hostnames.
    pub pushed: Option<Vec<Placed<&'a str>>>,
    /// What the reconciler returns for ever.
    pub error: Option<Sourced<String>>,
    /// `status.parents` before the controller knows of Kong's configuration.
    pub parents: Parents<'a>,
    kic: KicVersion,
    controller_name: Placed<&'a str>,
    reports: bool,
}

/// `status.parents` when nothing changes any more.
#[derive(Clone, Debug)]
pub struct Parents<'a> {
    /// The entries; `None` where nobody wrote any. Where they alternate, the state with more of them.
    pub entries: Option<Vec<ParentStatus<'a>>>,
    /// The other state, where the entries alternate between two and never settle.
    pub other: Option<Vec<ParentStatus<'a>>>,
    /// The error of a pass.
    pub error: Option<&'static str>,
}

impl<'a> RouteStatus<'a> {
    /// Decides everything but `Programmed`.
    pub(crate) fn reconcile(search: Search<'_, 'a>, route: &'a Route<'a>, runs: bool) -> Self {
        let name = &search.controller.gateway_api_controller_name;
        let mut status = Self {
            route,
            reconciled: runs,
            attachments: Vec::new(),
            unresolved: None,
            pushed: None,
            error: None,
            parents: Parents { entries: ParentStatus::list_stored(route.object), other: None, error: None },
            kic: search.controller.kic,
            controller_name: Placed::new(name.value.as_str(), name.place),
            reports: search.controller.update_status.value,
        };
        if !runs {
            return status;
        }
        match supported_gateways::find(search, route) {
            Ok(attachments) => status.attachments = attachments,
            Err((message, place)) => {
                status.error = Some(Sourced::new(message, place));
                return status;
            }
        }
        if resolved_refs::applies_to(route.kind()) {
            status.unresolved = resolved_refs::unresolved(search.store, route).next();
        }
        status.pushed = status.decide_push();
        status.parents = status.settle(ConfigurationState::Unknown);
        status.error = status.parents.error.map(|error| Sourced::new(error.to_owned(), route.object.name().place));
        status
    }

    /// The hostnames with which the route goes to the translator.
    ///
    /// Source: KIC v3.5.13 gw/httproute_controller.go:Reconcile; spec/gateway-status.md 10.1, step 4.
    fn decide_push(&self) -> Option<Vec<Placed<&'a str>>> {
        let ready = self.attachments.iter().all(|attachment| attachment.gateway_programmed);
        let accepted = self.attachments.iter().any(Attachment::is_accepted);
        if !ready || !accepted {
            return None;
        }
        if self.route.kind() == Kind::HTTPRoute {
            narrowing::narrow(self.route, &self.attachments)
        } else {
            Some(self.route.hostnames.clone())
        }
    }

    /// `status.parents` once nothing changes any more, given what the controller knows of Kong's configuration.
    ///
    /// The passes of the controller are run until two follow each other without a change, or until they alternate
    /// between two states; of these the one with more entries is chosen.
    pub fn settle(&self, state: ConfigurationState) -> Parents<'a> {
        // Removing, writing, setting Programmed, and one pass that changes nothing; alternation shows by then too.
        const PASSES: usize = 8;
        if !self.reconciled || self.error.is_some() || self.parents.other.is_some() {
            return self.parents.clone();
        }
        let generation = self.route.object.generation();
        let resolved_refs = resolved_refs::condition(self.kic, self.route, self.unresolved.as_ref(), generation);
        let pass = Pass {
            kic: self.kic,
            route: self.route,
            attachments: &self.attachments,
            controller_name: self.controller_name,
            resolved_refs: &resolved_refs,
            reports: self.reports,
            state,
        };
        let mut entries = self.parents.entries.clone();
        let mut before: Option<Vec<ParentStatus<'a>>> = None;
        for round in 0..PASSES {
            let next = match pass.run(entries.as_deref()) {
                Ok(next) => next,
                Err(error) => return Parents { entries, other: None, error: Some(error) },
            };
            if next == entries {
                break;
            }
            if round > 1 && next == before {
                let (mut chosen, mut other) = (entries.unwrap_or_default(), next.unwrap_or_default());
                if other.len() > chosen.len() {
                    std::mem::swap(&mut chosen, &mut other);
                }
                return Parents { entries: Some(chosen), other: Some(other), error: None };
            }
            before = std::mem::replace(&mut entries, next);
        }
        Parents { entries, other: None, error: None }
    }

    /// The route as the translator's cache holds it; `None` where it is not there.
    pub fn cached(&self) -> Option<CachedRoute<'a>> {
        let hostnames = self.pushed.clone()?;
        let own = self.route.object.namespace();
        let entries = self.parents.entries.as_deref().unwrap_or_default();
        let parents = entries.iter().filter_map(|entry| {
            let gateway = entry.parent_ref.gateway(own)?;
            Some(StatusParent { gateway, section: entry.parent_ref.section_name })
        });
        let mut route = self.route.clone();
        let parents = parents.collect();
        route.hostnames = hostnames;
        Some(CachedRoute { route, parents })
    }

    /// The entries that the Gateway controller meets when it counts routes: where they alternate, those of the round
    /// before.
    pub(crate) fn counted_parents(&self) -> &[ParentStatus<'a>] {
        self.parents.other.as_deref().or(self.parents.entries.as_deref()).unwrap_or_default()
    }

    /// The place to show for the route as a whole.
    pub fn place(&self) -> Place {
        self.route.object.name().place
    }
}
