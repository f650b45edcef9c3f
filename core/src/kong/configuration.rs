//! The whole configuration.

use super::{
    CaCertificate, Certificate, Consumer, ConsumerGroup, CustomEntity, License, Plugin, Service, Upstream, Vault,
};

/// How Kong's router is configured, as far as the controller cares: it makes no difference between `traditional`
/// and `traditional_compatible`.
///
/// Source: KIC v3.5.13 internal/dataplane/config/router.go:ShouldEnableExpressionRoutes
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Default)]
pub enum Flavor {
    /// Routes have `paths`, `hosts`, `methods`, `headers` …
    #[default]
    Traditional,
    /// Routes have `expression` and `priority`.
    Expressions,
}

/// What the controller sends to one Kong.
///
/// The lists are in the order in which the translator made them until [`complete`](super::complete) sorts them.
/// Routes are inside their services, targets inside their upstreams, credentials and group memberships inside
/// their consumers.
///
/// Source: KIC v3.5.13 internal/dataplane/kongstate/kongstate.go:KongState
#[derive(Clone, PartialEq, Debug, Default)]
pub struct Configuration<'a> {
    /// Kong services with their routes.
    pub services: Vec<Service<'a>>,
    /// Upstreams with their targets.
    pub upstreams: Vec<Upstream<'a>>,
    /// Plugins at the top level: those bound by reference, and global ones.
    pub plugins: Vec<Plugin<'a>>,
    /// Certificates with their SNIs.
    pub certificates: Vec<Certificate<'a>>,
    /// CA certificates.
    pub ca_certificates: Vec<CaCertificate<'a>>,
    /// Consumers with their credentials.
    pub consumers: Vec<Consumer<'a>>,
    /// Consumer groups.
    pub consumer_groups: Vec<ConsumerGroup<'a>>,
    /// Vaults.
    pub vaults: Vec<Vault<'a>>,
    /// Licenses.
    pub licenses: Vec<License<'a>>,
    /// Entities of types that Kong's core does not have, of all types in one list.
    pub custom_entities: Vec<CustomEntity<'a>>,
}

impl Configuration<'_> {
    /// Nothing was produced; custom entities are not looked at.
    ///
    /// Source: KIC v3.5.13 internal/dataplane/deckgen/deckgen.go:IsContentEmpty
    pub fn is_empty(&self) -> bool {
        self.services.is_empty()
            && self.upstreams.is_empty()
            && self.plugins.is_empty()
            && self.certificates.is_empty()
            && self.ca_certificates.is_empty()
            && self.consumers.is_empty()
            && self.consumer_groups.is_empty()
            && self.vaults.is_empty()
            && self.licenses.is_empty()
    }
}
