//! One listener with everything that decides about it, for those who explain.

use super::obstacle::Obstacle;
use super::{Facts, ListenerStatus};
use crate::k8s::gateway::Listener;
use crate::status::gateway::GatewayStatus;

/// A listener, its Gateway, what was found out, and its status entry.
///
/// The Service ports with the listener's number, their targets and Kong's listens are in `facts.availability`.
#[derive(Clone, Copy, Debug)]
pub struct ListenerChain<'s, 'a> {
    /// The Gateway with its status; its `error` tells why `facts` may be missing.
    pub gateway: &'s GatewayStatus<'a>,
    /// Index in `spec.listeners`.
    pub index: usize,
    /// The listener.
    pub listener: &'a Listener<'a>,
    /// What was found out; `None` where the controller does not write the Gateway's status or did not get that far.
    pub facts: Option<&'s Facts<'a>>,
    /// The entry of `status.listeners`; `None` where there is none.
    pub status: Option<&'s ListenerStatus<'a>>,
}

impl<'s, 'a> ListenerChain<'s, 'a> {
    /// The chains of a Gateway's listeners, in spec order.
    pub fn of(gateway: &'s GatewayStatus<'a>) -> impl Iterator<Item = Self> {
        gateway.gateway.listeners.iter().enumerate().map(move |(index, listener)| Self {
            gateway,
            index,
            listener,
            facts: gateway.facts.get(index),
            status: gateway.listener(listener.name.value),
        })
    }

    /// `Programmed` is True.
    pub fn is_programmed(&self) -> bool {
        self.status.is_some_and(ListenerStatus::is_programmed)
    }

    /// The joint of the chain that does not hold, seen from the Gateway towards Kong.
    pub fn obstacle(&self) -> Option<Obstacle<'a>> {
        Obstacle::find(self.listener, &self.facts?.availability)
    }
}
