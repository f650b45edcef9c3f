//! What Kong's replicas say about their listens when the controller asks them.

use crate::listens::{self, KongListens};
use crate::provenance::{Origin, Place, Sourced};

const NO_CLIENTS: &str = "unable to retrieve listeners from the data-plane: no ready gateway clients";

/// The listens that all replicas have in common, or the controller's error.
#[derive(Clone, Debug)]
pub struct DataPlane<'a> {
    /// The listens; the error is what every reconciliation of a Gateway returns.
    pub listens: Result<&'a KongListens, Sourced<String>>,
}

impl<'a> DataPlane<'a> {
    /// Asks the replicas. Those that do not start are not asked and must not be given.
    ///
    /// A listen that is given by name counts with its port as a number, as in the recorded runs of the controller
    /// (scenario S12b). By go-kong's source its text port cannot be decoded; the problem `listen-host-name` says so.
    ///
    /// Source: KIC v3.5.13 internal/dataplane/kong_client.go:Listeners; spec/gateway-status.md 4.4.
    pub fn ask(replicas: &[&'a KongListens]) -> Self {
        let Some(first) = replicas.first().copied() else {
            let rule = "KIC: no replica of Kong is ready";
            return Self { listens: Err(Sourced::rule(NO_CLIENTS.to_owned(), rule)) };
        };
        if let Some(difference) = listens::difference(replicas) {
            let places = [Some(first), replicas.get(difference.replica).copied()]
                .into_iter()
                .flatten()
                .map(|replica| replica.of(difference.subsystem).value.whole());
            let fallback = Place::Rule("KIC: replicas must listen alike");
            let origin = Origin::all(places).unwrap_or(fallback.into());
            return Self { listens: Err(Sourced::new(difference.error, origin)) };
        }
        Self { listens: Ok(first) }
    }
}
