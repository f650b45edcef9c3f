//! `status.parents` of a route: one pass of the controller over it.

use super::supported_gateways::Attachment;
use super::{ConfigurationState, resolved_refs};
use crate::k8s::gateway::{Gateway, ObjectRef};
use crate::k8s::kinds::Kind;
use crate::k8s::route::Route;
use crate::k8s::{Object, ObjectKey};
use crate::provenance::{Origin, Place, Placed, Tree, TreeMap};
use crate::settings::KicVersion;
use crate::status::condition::{self, ACCEPTED, Condition, PROGRAMMED, RESOLVED_REFS, Truth};
use crate::status::listener::supported_kinds::GATEWAY_GROUP;
use crate::yaml::Node;

const GROUP_RULE: &str = "KIC: parentRef.group of a status is that of Gateways";
const KIND_RULE: &str = "KIC: parentRef.kind of a status is Gateway";
const UNKNOWN_RULE: &str = "KIC: Programmed is Unknown until the route is in Kong's configuration";

/// The error of a pass that meets an entry of another controller without a namespace.
///
/// Source: KIC v3.5.13 gw/route_parent_status.go:getParentRef (nil dereference), as controller-runtime words it.
const NIL_NAMESPACE: &str = "panic: runtime error: invalid memory address or nil pointer dereference [recovered]";

/// One entry of `status.parents`.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ParentStatus<'a> {
    /// `parentRef`.
    pub parent_ref: StatusParentRef<'a>,
    /// `controllerName`.
    pub controller_name: Placed<&'a str>,
    /// `conditions`, in the order of the stored list.
    pub conditions: Vec<Condition<'a>>,
}

/// `parentRef` of a status entry.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct StatusParentRef<'a> {
    /// `group`.
    pub group: Option<Placed<&'a str>>,
    /// `kind`.
    pub kind: Option<Placed<&'a str>>,
    /// `namespace`; this controller always writes it.
    pub namespace: Option<Placed<&'a str>>,
    /// `name`.
    pub name: Placed<&'a str>,
    /// `sectionName`.
    pub section_name: Option<Placed<&'a str>>,
    /// `port`; this controller never writes it.
    pub port: Option<Placed<i64>>,
}

impl<'a> StatusParentRef<'a> {
    /// Reads a reference of a status that a manifest carries.
    pub(crate) fn stored(node: &'a Node<'a>) -> Self {
        let target = ObjectRef::new(node);
        Self {
            group: target.group,
            kind: target.kind,
            namespace: target.namespace,
            name: target.name,
            section_name: node.text_at("sectionName"),
            port: node.int_at("port"),
        }
    }

    /// What this controller writes for a parentRef; without the section where the entry does not repeat it.
    ///
    /// Source: KIC v3.5.13 gw/route_parent_status.go:gatewayParentStatusForRoute.
    fn of(attachment: &Attachment<'a>, names_section: bool) -> Self {
        let target = attachment.parent_ref.target;
        let object = attachment.gateway.object;
        let namespace_place = target.namespace.map_or(target.name.place, |namespace| namespace.place);
        Self {
            group: Some(target.group.unwrap_or(Placed::new(GATEWAY_GROUP, Place::Rule(GROUP_RULE)))),
            kind: Some(target.kind.unwrap_or(Placed::new("Gateway", Place::Rule(KIND_RULE)))),
            namespace: Some(Placed::new(object.namespace(), namespace_place)),
            name: Placed::new(object.key().name, target.name.place),
            section_name: attachment.section().filter(|_| names_section),
            port: None,
        }
    }

    /// A reference to a Gateway that a place led to.
    pub(crate) fn of_gateway(gateway: &'a Gateway<'a>, place: Place) -> Self {
        let key = gateway.object.key();
        Self {
            group: Some(Placed::new(GATEWAY_GROUP, Place::Rule(GROUP_RULE))),
            kind: Some(Placed::new("Gateway", Place::Rule(KIND_RULE))),
            namespace: Some(Placed::new(key.namespace, place)),
            name: Placed::new(key.name, place),
            section_name: None,
            port: None,
        }
    }

    /// The Gateway that is meant, seen from a route in `own`; `None` where it is no Gateway.
    pub fn gateway(&self, own: &'a str) -> Option<ObjectKey<'a>> {
        let group = self.group.is_none_or(|group| group.value == GATEWAY_GROUP);
        let kind = self.kind.is_none_or(|kind| kind.value == "Gateway");
        let namespace = self.namespace.map_or(own, |namespace| namespace.value);
        (group && kind).then(|| ObjectKey::new(namespace, self.name.value))
    }

    fn section_text(&self) -> &'a str {
        self.section_name.map_or("", |section| section.value)
    }

    /// Equal values, wherever they stand.
    fn equals(&self, other: &Self) -> bool {
        fn value<T: Copy>(placed: Option<Placed<T>>) -> Option<T> {
            placed.map(|placed| placed.value)
        }
        value(self.group) == value(other.group)
            && value(self.kind) == value(other.kind)
            && value(self.namespace) == value(other.namespace)
            && self.name.value == other.name.value
            && value(self.section_name) == value(other.section_name)
            && value(self.port) == value(other.port)
    }

    pub(crate) fn to_tree(self) -> Tree {
        let texts = [
            ("group", self.group),
            ("kind", self.kind),
            ("namespace", self.namespace),
            ("name", Some(self.name)),
            ("sectionName", self.section_name),
        ];
        let mut fields: TreeMap = texts
            .into_iter()
            .filter_map(|(key, text)| text.map(|text| (key, Tree::text(text.value, text.place))))
            .collect();
        if let Some(port) = self.port {
            fields.insert("port", Tree::int(port.value, port.place));
        }
        Tree::Map(fields, self.name.place.into())
    }
}

impl<'a> ParentStatus<'a> {
    /// The entries that a manifest carries; `None` where it has no `status.parents`.
    pub fn list_stored(route: &'a Object<'a>) -> Option<Vec<Self>> {
        let entries = route.node.at(&["status", "parents"])?.items();
        let stored = entries.iter().filter_map(|entry| {
            let controller_name = entry.text_at("controllerName").unwrap_or(Placed::new("", entry.place));
            let parent_ref = StatusParentRef::stored(entry.get("parentRef")?);
            Some(Self { parent_ref, controller_name, conditions: Condition::list_stored(entry) })
        });
        Some(stored.collect())
    }

    /// The entry as the API prints it.
    pub fn to_tree(&self) -> Tree {
        let controller = Tree::text(self.controller_name.value, self.controller_name.place);
        let fields = TreeMap::from([
            ("parentRef", self.parent_ref.to_tree()),
            ("controllerName", controller),
            ("conditions", condition::list_to_tree(&self.conditions)),
        ]);
        Tree::Map(fields, self.parent_ref.name.place.into())
    }
}

/// All that a pass over a route looks at.
#[derive(Clone, Copy)]
pub(super) struct Pass<'p, 'a> {
    pub(super) kic: KicVersion,
    pub(super) route: &'p Route<'a>,
    pub(super) attachments: &'p [Attachment<'a>],
    pub(super) controller_name: Placed<&'a str>,
    /// The condition that goes to every parent of an HTTPRoute.
    pub(super) resolved_refs: &'p Condition<'a>,
    /// `--update-status`: the controller knows what Kong runs.
    pub(super) reports: bool,
    pub(super) state: ConfigurationState,
}

impl<'a> Pass<'_, 'a> {
    /// What the entries are after one reconciliation; `None` stays `None` when nothing is written.
    ///
    /// Source: KIC v3.5.13 gw/httproute_controller.go:Reconcile and its siblings; spec/gateway-status.md 10.1.
    ///
    /// # Errors
    /// The controller's error; then nothing is written.
    pub(super) fn run(
        &self,
        before: Option<&[ParentStatus<'a>]>,
    ) -> Result<Option<Vec<ParentStatus<'a>>>, &'static str> {
        let kept = before.map(<[_]>::to_vec);
        let entries = before.unwrap_or_default();
        let ours = |entry: &ParentStatus<'_>| entry.controller_name.value == self.controller_name.value;
        if self.attachments.is_empty() {
            return Ok(if entries.iter().any(ours) {
                Some(entries.iter().filter(|entry| !ours(entry)).cloned().collect())
            } else {
                kept
            });
        }
        if self.route.kind() == Kind::HTTPRoute {
            let fresh = |entry: &&ParentStatus<'a>| !ours(entry) || self.is_defined(&entry.parent_ref);
            let left: Vec<_> = entries.iter().filter(fresh).cloned().collect();
            if left.len() < entries.len() {
                return Ok(Some(left));
            }
        }
        if self.attachments.iter().any(|attachment| !attachment.gateway_programmed) {
            return Ok(kept);
        }
        let waits = matches!(self.route.kind(), Kind::TCPRoute | Kind::UDPRoute) && self.reports;
        let accepted = self.attachments.iter().any(Attachment::is_accepted);
        if waits && accepted && self.state != ConfigurationState::Succeeded {
            return Ok(kept);
        }
        let (mut written, changed) = self.overlay(entries)?;
        if !changed && self.reports {
            self.set_programmed(&mut written);
        }
        Ok(Some(written))
    }

    /// A parentRef of the spec has the entry's namespace, name, section and port.
    ///
    /// Source: KIC v3.5.13 gw/httproute_controller.go:ensureNoStaleParentStatus, parentReferenceKey.
    fn is_defined(&self, entry: &StatusParentRef<'_>) -> bool {
        let own = self.route.object.namespace();
        let of = |namespace: Option<Placed<&str>>| namespace.map_or(own, |namespace| namespace.value).to_owned();
        self.route.parent_refs.iter().any(|reference| {
            of(reference.target.namespace) == of(entry.namespace)
                && reference.target.name.value == entry.name.value
                && reference.section_name.map_or("", |section| section.value) == entry.section_text()
                && reference.port.map(|port| port.value) == entry.port.map(|port| port.value)
        })
    }

    /// Lays an entry for each parentRef over the existing ones; also whether that changed anything.
    ///
    /// Source: KIC v3.5.13 gw/route_parent_status.go:parentStatusesForRoute,
    /// initializeParentStatusesWithProgrammedCondition; spec/gateway-status.md 10.7.
    fn overlay(&self, entries: &[ParentStatus<'a>]) -> Result<(Vec<ParentStatus<'a>>, bool), &'static str> {
        let mut changed = false;
        // Of entries with one key the last one counts.
        let mut written: Vec<ParentStatus<'a>> = Vec::with_capacity(entries.len().max(self.attachments.len()));
        for entry in entries {
            if entry.parent_ref.namespace.is_none() {
                return Err(NIL_NAMESPACE);
            }
            self.put(&mut written, entry.clone());
        }
        for attachment in self.attachments {
            let fresh = self.entry_of(attachment);
            let existing = written.iter().find(|entry| self.same_key(&entry.parent_ref, &fresh.parent_ref));
            let same = existing.is_some_and(|entry| {
                entry.parent_ref.equals(&fresh.parent_ref)
                    && entry.controller_name.value == fresh.controller_name.value
                    && fresh.conditions.iter().all(|accepted| entry.conditions.iter().any(|old| equal(old, accepted)))
            });
            if !same {
                self.put(&mut written, fresh);
                changed = true;
            }
        }
        for entry in &mut written {
            changed |= self.set_resolved_refs(&mut entry.conditions);
            if !entry.conditions.iter().any(|condition| condition.kind == PROGRAMMED) {
                entry.conditions.push(self.programmed(Truth::Unknown, "Unknown", Origin::rule(UNKNOWN_RULE)));
                changed = true;
            }
        }
        Ok((written, changed))
    }

    fn put(&self, written: &mut Vec<ParentStatus<'a>>, entry: ParentStatus<'a>) {
        match written.iter_mut().find(|old| self.same_key(&old.parent_ref, &entry.parent_ref)) {
            Some(old) => *old = entry,
            None => written.push(entry),
        }
    }

    /// HTTPRoutes and GRPCRoutes tell entries apart by section, the other kinds do not.
    ///
    /// Source: KIC v3.5.13 gw/route_parent_status.go:routeParentStatusKey.
    fn same_key(&self, a: &StatusParentRef<'_>, b: &StatusParentRef<'_>) -> bool {
        let sections =
            !matches!(self.route.kind(), Kind::HTTPRoute | Kind::GRPCRoute) || a.section_text() == b.section_text();
        sections && a.name.value == b.name.value && text(a.namespace) == text(b.namespace)
    }

    fn reference_of(&self, attachment: &Attachment<'a>) -> StatusParentRef<'a> {
        let stream = matches!(self.route.kind(), Kind::TCPRoute | Kind::UDPRoute);
        StatusParentRef::of(attachment, !stream || self.kic.names_sections_of_stream_routes())
    }

    fn entry_of(&self, attachment: &Attachment<'a>) -> ParentStatus<'a> {
        let judged = self.route.kind() == Kind::HTTPRoute || self.kic.accepts_routes_by_verdict();
        let reason = if judged { attachment.reason.as_str() } else { "Accepted" };
        let status = if !judged || attachment.is_accepted() { Truth::True } else { Truth::False };
        let generation = self.route.object.generation();
        let origin = attachment.origin(self.route);
        ParentStatus {
            parent_ref: self.reference_of(attachment),
            controller_name: self.controller_name,
            conditions: vec![Condition::new(ACCEPTED, status, reason, generation, origin)],
        }
    }

    /// Replaces the condition only where status or reason differ: a new message alone is not written.
    fn set_resolved_refs(&self, conditions: &mut Vec<Condition<'a>>) -> bool {
        if !resolved_refs::applies_to(self.route.kind()) {
            return false;
        }
        let wanted = self.resolved_refs;
        match conditions.iter_mut().find(|condition| condition.kind == RESOLVED_REFS) {
            Some(old) if old.status == wanted.status && old.reason == wanted.reason => false,
            Some(old) => {
                *old = wanted.clone();
                true
            }
            None => {
                conditions.push(wanted.clone());
                true
            }
        }
    }

    /// Sets `Programmed` on every parent that was found, accepted or not.
    ///
    /// Source: KIC v3.5.13 gw/conditions.go:ensureParentsProgrammedCondition; spec/gateway-status.md 10.9.
    fn set_programmed(&self, written: &mut [ParentStatus<'a>]) {
        const SUCCEEDED: &str = "KIC: the route is in the configuration that Kong took";
        const FAILED: &str = "KIC: the translation of the route failed";
        let new = match self.state {
            ConfigurationState::Unknown => return,
            ConfigurationState::Succeeded => {
                self.programmed(Truth::True, "ConfiguredInGateway", Origin::rule(SUCCEEDED))
            }
            ConfigurationState::Failed => self.programmed(Truth::False, "TranslationError", Origin::rule(FAILED)),
        };
        for attachment in self.attachments {
            let key = self.reference_of(attachment);
            let found = written.iter_mut().find(|entry| self.same_key(&entry.parent_ref, &key));
            for old in found.into_iter().flat_map(|entry| &mut entry.conditions) {
                if old.kind == PROGRAMMED && !equal(old, &new) {
                    *old = new.clone();
                }
            }
        }
    }

    fn programmed(&self, status: Truth, reason: &'a str, rule: Origin) -> Condition<'a> {
        let origin = Origin::from(self.route.object.name().place).and(rule);
        Condition::new(PROGRAMMED, status, reason, self.route.object.generation(), origin)
    }
}

fn text(placed: Option<Placed<&str>>) -> &str {
    placed.map_or("", |placed| placed.value)
}

/// Source: KIC v3.5.13 gw/conditions.go:sameCondition.
fn equal(a: &Condition<'_>, b: &Condition<'_>) -> bool {
    a.kind == b.kind
        && a.status == b.status
        && a.reason == b.reason
        && a.message.value == b.message.value
        && a.generation() == b.generation()
}
