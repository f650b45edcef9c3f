//! Status of a Gateway's listeners.

pub mod attached_routes;
pub mod availability;
pub mod certificate_refs;
pub mod chain;
pub mod conflicts;
pub mod obstacle;
pub mod supported_kinds;

use super::condition::{self, ACCEPTED, CONFLICTED, Condition, PROGRAMMED, RESOLVED_REFS, Truth};
use crate::k8s::gateway::{Gateway, Listener};
use crate::ordered::Ordered as _;
use crate::provenance::{Origin, Place, Placed, Sourced, Tree, TreeMap};
use crate::resolve::Store;
use crate::yaml::Node;
use availability::{Availability, Offer};
use certificate_refs::BrokenRef;
use conflicts::{Conflict, Finding};
use supported_kinds::{RouteKinds, SupportedKind};

/// One entry of `status.listeners`.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ListenerStatus<'a> {
    /// `name`.
    pub name: Placed<&'a str>,
    /// `attachedRoutes`.
    pub attached_routes: Sourced<i64>,
    /// `supportedKinds`, in order.
    pub supported_kinds: Vec<SupportedKind<'a>>,
    /// What decided the list as a whole.
    pub kinds_origin: Origin,
    /// `conditions`.
    pub conditions: Vec<Condition<'a>>,
}

impl<'a> ListenerStatus<'a> {
    /// Reads the `listeners` of a status that a manifest carries.
    pub fn list_stored(status: &'a Node<'a>) -> Vec<Self> {
        let entries = status.get("listeners").map_or(&[][..], Node::items);
        entries
            .iter()
            .filter_map(|entry| {
                Some(Self {
                    name: entry.text_at("name")?,
                    attached_routes: entry.int_at("attachedRoutes").unwrap_or(Placed::new(0, entry.place)).sourced(),
                    supported_kinds: SupportedKind::list_stored(entry),
                    kinds_origin: entry.place.into(),
                    conditions: Condition::list_stored(entry),
                })
            })
            .collect()
    }

    /// The condition of a type.
    pub fn condition(&self, kind: &str) -> Option<&Condition<'a>> {
        self.conditions.iter().find(|condition| condition.kind == kind)
    }

    /// `Programmed` is True.
    pub fn is_programmed(&self) -> bool {
        self.condition(PROGRAMMED).is_some_and(|condition| condition.status == Truth::True)
    }

    /// The entry as the API prints it.
    pub fn to_tree(&self) -> Tree {
        let attached = &self.attached_routes;
        let kinds = supported_kinds::list_to_tree(&self.supported_kinds, self.kinds_origin.clone());
        let fields = TreeMap::from([
            ("name", Tree::text(self.name.value, self.name.place)),
            ("attachedRoutes", Tree::int(attached.value, &attached.origin)),
            ("supportedKinds", kinds),
            ("conditions", condition::list_to_tree(&self.conditions)),
        ]);
        Tree::Map(fields, self.name.place.into())
    }
}

/// What was found out about a listener; the conditions follow from it.
#[derive(Clone, Debug)]
pub struct Facts<'a> {
    /// The kinds of routes.
    pub kinds: RouteKinds<'a>,
    /// The certificateRef that is not resolved.
    pub certificate: Option<BrokenRef<'a>>,
    /// Conflicts with other listeners of the Gateway.
    pub finding: Finding,
    /// Whether Kong can be reached by the listener's protocol and port.
    pub availability: Availability<'a>,
}

impl Facts<'_> {
    /// The reason of a failed `ResolvedRefs`: a certificate hides a kind.
    pub fn unresolved(&self) -> Option<&'static str> {
        match &self.certificate {
            Some(broken) => Some(broken.fault.reason()),
            None => (!self.kinds.invalid.is_empty()).then_some("InvalidRouteKinds"),
        }
    }

    fn unresolved_places(&self) -> Vec<Place> {
        match &self.certificate {
            Some(broken) => broken.places.clone(),
            None => self.kinds.invalid.iter().map(|(place, _)| *place).collect(),
        }
    }
}

/// Finds out everything about the listeners of a Gateway, in spec order.
pub fn investigate<'a>(store: &'a Store<'a>, gateway: &'a Gateway<'a>, offer: &Offer<'a>) -> Vec<Facts<'a>> {
    let findings = conflicts::find(&gateway.listeners);
    gateway
        .listeners
        .iter()
        .zip(findings)
        .map(|(listener, finding)| Facts {
            kinds: supported_kinds::decide(listener),
            certificate: certificate_refs::check(store, gateway, listener),
            finding,
            availability: availability::decide(listener, offer),
        })
        .collect()
}

/// `status.listeners`, in spec order, with `attachedRoutes` 0. Of listeners with one name the last one stays.
///
/// Source: KIC v3.5.13 gw/gateway_utils.go:getListenerStatus; spec/gateway-status.md 7.1 to 7.3.
pub fn decide<'a>(gateway: &'a Gateway<'a>, facts: &[Facts<'a>]) -> Vec<ListenerStatus<'a>> {
    const NOT_COUNTED: &str = "KIC: attachedRoutes is 0 where no HTTPRoute attaches";
    let generation = gateway.object.generation();
    let listeners = &gateway.listeners;
    let mut statuses: Vec<ListenerStatus<'a>> = Vec::with_capacity(listeners.len());
    for (index, (listener, facts)) in listeners.iter().zip(facts).enumerate() {
        let writer = Writer { listeners, index, listener, facts, generation };
        let kinds_origin = match listener.allowed_routes.as_ref().and_then(|allowed| allowed.kinds.first()) {
            Some(first) => first.kind.place,
            None => listener.protocol.place,
        };
        statuses.retain(|status| status.name.value != listener.name.value);
        statuses.push(ListenerStatus {
            name: listener.name,
            attached_routes: Sourced::rule(0, NOT_COUNTED),
            supported_kinds: facts.kinds.supported.clone(),
            kinds_origin: kinds_origin.into(),
            conditions: writer.alone(),
        });
    }
    for (index, (listener, facts)) in listeners.iter().zip(facts).enumerate() {
        let Some(conflict) = facts.finding.shared else { continue };
        let writer = Writer { listeners, index, listener, facts, generation };
        if let Some(status) = statuses.iter_mut().find(|status| status.name.value == listener.name.value) {
            writer.conflicting(conflict, &mut status.conditions);
        }
    }
    statuses
}

/// Writes the conditions of one listener.
struct Writer<'w, 'a> {
    listeners: &'w [Listener<'a>],
    index: usize,
    listener: &'w Listener<'a>,
    facts: &'w Facts<'a>,
    generation: Placed<i64>,
}

impl<'a> Writer<'_, 'a> {
    /// The conditions before conflicts that later listeners bring about, sorted by type.
    fn alone(&self) -> Vec<Condition<'a>> {
        let Facts { finding, availability, .. } = self.facts;
        let unresolved = self.facts.unresolved();
        let available = availability.is_available();
        let clean = unresolved.is_none() && finding.own.is_none() && available;
        let mut conditions = vec![self.accepted()];
        if let Some(conflict) = finding.own {
            conditions.push(self.conflicted(conflict));
        } else if clean {
            let origin = Origin::from(self.listener.port.place).and(self.listener.protocol.place);
            conditions.push(self.condition(CONFLICTED, Truth::False, "NoConflicts", origin));
        }
        let (truth, reason) = if clean { (Truth::True, "Programmed") } else { (Truth::False, "Invalid") };
        let mut causes = Vec::new();
        if clean || !available {
            causes.extend(availability.places(self.listener));
        }
        causes.extend(finding.own.iter().flat_map(|conflict| self.conflict_places(*conflict)));
        causes.extend(self.facts.unresolved_places());
        let origin = condition::origin_of("KIC: Programmed of a listener", causes);
        conditions.push(self.condition(PROGRAMMED, truth, reason, origin));
        if let Some(reason) = unresolved {
            let origin = condition::origin_of("KIC: ResolvedRefs of a listener", self.facts.unresolved_places());
            conditions.push(self.condition(RESOLVED_REFS, Truth::False, reason, origin));
        } else if clean {
            conditions.push(self.condition(RESOLVED_REFS, Truth::True, "ResolvedRefs", self.resolved_origin()));
        }
        conditions
    }

    /// A conflict takes `Programmed` and `Conflicted` over, and leaves the rest.
    fn conflicting(&self, conflict: Conflict, conditions: &mut Vec<Condition<'a>>) {
        conditions.retain(|condition| condition.kind != PROGRAMMED && condition.kind != CONFLICTED);
        conditions.push(self.conflicted(conflict));
        let origin = condition::origin_of("KIC: Programmed of a listener", self.conflict_places(conflict));
        conditions.push(self.condition(PROGRAMMED, Truth::False, "Invalid", origin));
        conditions.order_by_key(|condition| condition.kind);
    }

    fn accepted(&self) -> Condition<'a> {
        let availability = &self.facts.availability;
        let origin = condition::origin_of("KIC: Accepted of a listener", availability.places(self.listener));
        match availability.refusal() {
            None => self.condition(ACCEPTED, Truth::True, "Accepted", origin),
            Some((reason, message, rule)) => {
                self.condition(ACCEPTED, Truth::False, reason, origin).with_message(message, Origin::rule(rule))
            }
        }
    }

    fn conflicted(&self, conflict: Conflict) -> Condition<'a> {
        let origin = condition::origin_of("KIC: Conflicted of a listener", self.conflict_places(conflict));
        self.condition(CONFLICTED, Truth::True, conflict.as_str(), origin)
    }

    fn conflict_places(&self, conflict: Conflict) -> Vec<Place> {
        conflicts::places(self.listeners, self.index, conflict)
    }

    /// The kinds and references that are fine, or the listener itself where there are none.
    fn resolved_origin(&self) -> Origin {
        let kinds =
            self.listener.allowed_routes.iter().flat_map(|allowed| &allowed.kinds).map(|entry| entry.kind.place);
        let refs = self.listener.tls.iter().flat_map(|tls| &tls.certificate_refs).map(|entry| entry.name.place);
        Origin::all(kinds.chain(refs)).unwrap_or_else(|| self.listener.name.place.into())
    }

    fn condition(&self, kind: &'a str, status: Truth, reason: &'a str, origin: Origin) -> Condition<'a> {
        Condition::new(kind, status, reason, self.generation, origin)
    }
}
