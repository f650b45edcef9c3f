//! Conditions: one row of a `conditions` list, with the places that decided it.

use std::borrow::Cow;

use crate::ordered::Ordered as _;
use crate::provenance::{Origin, Place, Placed, Sourced, Tree, TreeMap};
use crate::yaml::Node;

/// Condition types that the controller writes.
pub(crate) const ACCEPTED: &str = "Accepted";
/// See [`ACCEPTED`].
pub(crate) const PROGRAMMED: &str = "Programmed";
/// See [`ACCEPTED`].
pub(crate) const CONFLICTED: &str = "Conflicted";
/// See [`ACCEPTED`].
pub(crate) const RESOLVED_REFS: &str = "ResolvedRefs";

const NO_MESSAGE: &str = "KIC: the condition has no message";

/// `status` of a condition.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Truth {
    /// `True`.
    True,
    /// `False`.
    False,
    /// `Unknown`.
    Unknown,
}

impl Truth {
    /// `True`, `False`, `Unknown`.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::True => "True",
            Self::False => "False",
            Self::Unknown => "Unknown",
        }
    }

    fn parse(text: &str) -> Option<Self> {
        [Self::True, Self::False, Self::Unknown].into_iter().find(|truth| truth.as_str() == text)
    }
}

/// One condition, without `lastTransitionTime`.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Condition<'a> {
    /// `type`.
    pub kind: &'a str,
    /// `status`.
    pub status: Truth,
    /// `reason`.
    pub reason: &'a str,
    /// `message`; empty for most conditions of the controller.
    pub message: Sourced<Cow<'a, str>>,
    /// `observedGeneration`; absent in the default conditions of the CRDs.
    pub observed_generation: Option<Placed<i64>>,
    /// What decided type, status and reason.
    pub origin: Origin,
}

impl<'a> Condition<'a> {
    /// A condition of the controller without a message.
    pub fn new(kind: &'a str, status: Truth, reason: &'a str, generation: Placed<i64>, origin: Origin) -> Self {
        Self {
            kind,
            status,
            reason,
            message: Sourced::rule(Cow::Borrowed(""), NO_MESSAGE),
            observed_generation: Some(generation),
            origin,
        }
    }

    /// A default of a CRD: no generation, no decision of anybody.
    pub const fn default_of_crd(kind: &'a str, rule: &'static str) -> Self {
        Self {
            kind,
            status: Truth::Unknown,
            reason: "Pending",
            message: Sourced::rule(Cow::Borrowed("Waiting for controller"), rule),
            observed_generation: None,
            origin: Origin::rule(rule),
        }
    }

    /// The same condition with a message.
    #[must_use]
    pub fn with_message(mut self, message: impl Into<Cow<'a, str>>, origin: impl Into<Origin>) -> Self {
        self.message = Sourced::new(message.into(), origin);
        self
    }

    /// Reads a condition that a manifest carries; `None` where type, status or reason are missing.
    pub fn stored(node: &'a Node<'a>) -> Option<Self> {
        let (kind, status, reason) = (node.text_at("type")?, node.text_at("status")?, node.text_at("reason")?);
        let message = node.text_at("message").unwrap_or(Placed::new("", node.place));
        Some(Self {
            kind: kind.value,
            status: Truth::parse(status.value)?,
            reason: reason.value,
            message: message.map(Cow::Borrowed).sourced(),
            observed_generation: node.int_at("observedGeneration"),
            origin: Origin::from(status.place).and(Origin::from(reason.place)),
        })
    }

    /// Reads the `conditions` of a map in a manifest.
    pub fn list_stored(node: &'a Node<'a>) -> Vec<Self> {
        node.get("conditions").map_or(&[][..], Node::items).iter().filter_map(Self::stored).collect()
    }

    /// The generation that it speaks of; 0 where it has none, as Go reads it.
    pub fn generation(&self) -> i64 {
        self.observed_generation.map_or(0, |generation| generation.value)
    }

    /// The condition as the API prints it.
    pub fn to_tree(&self) -> Tree {
        let mut fields = TreeMap::from([
            ("type", Tree::text(self.kind, &self.origin)),
            ("status", Tree::text(self.status.as_str(), &self.origin)),
            ("reason", Tree::text(self.reason, &self.origin)),
            ("message", Tree::text(self.message.value.as_ref(), &self.message.origin)),
        ]);
        if let Some(generation) = self.observed_generation {
            fields.insert("observedGeneration", Tree::int(generation.value, generation.place));
        }
        Tree::Map(fields, self.origin.clone())
    }
}

/// The conditions as the report prints them: sorted by type.
pub(crate) fn list_to_tree(conditions: &[Condition<'_>]) -> Tree {
    let mut sorted: Vec<&Condition<'_>> = conditions.iter().collect();
    sorted.order_by_key(|condition| condition.kind);
    let items = sorted.into_iter().map(Condition::to_tree).collect();
    Tree::List(items, Origin::rule("no conditions are set"))
}

/// Whether a condition of this type, status and reason speaks of this generation.
///
/// Source: KIC v3.5.13 internal/util/conditions.go:CheckCondition.
pub(crate) fn check(
    conditions: &[Condition<'_>],
    kind: &str,
    status: Truth,
    reason: &str,
    generation: Placed<i64>,
) -> bool {
    conditions.iter().any(|condition| {
        condition.kind == kind
            && condition.status == status
            && condition.reason == reason
            && condition.generation() == generation.value
    })
}

/// Takes all conditions of the same type out, appends the new one, and keeps the last eight.
///
/// Source: KIC v3.5.13 gw/gateway_utils.go:setGatewayCondition, pruneGatewayStatusConds.
pub(crate) fn set<'a>(conditions: &mut Vec<Condition<'a>>, new: Condition<'a>) {
    const MAX: usize = 8;
    conditions.retain(|condition| condition.kind != new.kind);
    conditions.push(new);
    let surplus = conditions.len().saturating_sub(MAX);
    conditions.drain(..surplus);
}

/// The origin of a rule and of the places that brought it about.
pub(crate) fn origin_of(rule: &'static str, places: impl IntoIterator<Item = Place>) -> Origin {
    Origin::all(places).unwrap_or(Origin::rule(rule))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn condition(kind: &'static str) -> Condition<'static> {
        Condition::new(kind, Truth::True, "R", Placed::new(2, Place::Rule("test")), Origin::rule("test"))
    }

    #[test]
    fn setting_a_condition_replaces_its_type_and_keeps_the_last_eight() {
        let mut conditions: Vec<_> = ["a", "b", "c", "d", "e", "f", "g", "h"].map(condition).into();
        set(&mut conditions, condition("c"));
        let kinds: Vec<_> = conditions.iter().map(|condition| condition.kind).collect();
        assert_eq!(kinds, ["a", "b", "d", "e", "f", "g", "h", "c"]);
        set(&mut conditions, condition("i"));
        let kinds: Vec<_> = conditions.iter().map(|condition| condition.kind).collect();
        assert_eq!(kinds, ["b", "d", "e", "f", "g", "h", "c", "i"]);
    }

    #[test]
    fn a_condition_of_another_generation_does_not_count() {
        let conditions = [condition(ACCEPTED)];
        let at = |generation| Placed::new(generation, Place::Rule("test"));
        assert!(check(&conditions, ACCEPTED, Truth::True, "R", at(2)));
        assert!(!check(&conditions, ACCEPTED, Truth::True, "R", at(3)));
        assert!(!check(&conditions, ACCEPTED, Truth::True, "Other", at(2)));
    }
}
