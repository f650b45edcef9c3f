//! Kong services.

use super::{Plugin, Route, Text};
use crate::provenance::Sourced;

/// The value of the three timeouts, in milliseconds, where nothing else is said.
const TIMEOUT: i64 = 60_000;
/// The number of retries where nothing else is said.
const RETRIES: i64 = 5;

/// A Kong service: where requests of its routes go.
///
/// Absent fields are not rendered. The fields that Kong has but the controller never writes (`enabled`, `url`)
/// are not here.
///
/// Source: go-kong kong/types.go:Service; spec/gateway-routes.md 4.3
#[derive(Clone, PartialEq, Debug)]
pub struct Service<'a> {
    /// Made from the name by [`complete`](super::complete).
    pub id: Option<Text<'a>>,
    /// Unique; other entities refer to it.
    pub name: Text<'a>,
    /// The name of the upstream.
    pub host: Text<'a>,
    /// The port of the last backend that was resolved; -1 occurs.
    pub port: Option<Sourced<i64>>,
    /// `http`, `https`, `grpc`, `grpcs`, `ws`, `wss`, `tcp`, `tls`, `tls_passthrough` or `udp`.
    pub protocol: Option<Text<'a>>,
    /// Put in front of the request's path.
    pub path: Option<Text<'a>>,
    /// Milliseconds.
    pub connect_timeout: Option<Sourced<i64>>,
    /// Milliseconds.
    pub read_timeout: Option<Sourced<i64>>,
    /// Milliseconds.
    pub write_timeout: Option<Sourced<i64>>,
    /// How often Kong tries again.
    pub retries: Option<Sourced<i64>>,
    /// Whether the certificate of the upstream is verified.
    pub tls_verify: Option<Sourced<bool>>,
    /// Greatest length of the certificate chain.
    pub tls_verify_depth: Option<Sourced<i64>>,
    /// Ids of CA certificates, in the order in which they were asked for.
    pub ca_certificates: Vec<Text<'a>>,
    /// Id of a certificate; an empty one is not rendered.
    pub client_certificate: Option<Text<'a>>,
    /// In the order of spec/gateway-routes.md 3.3.
    pub tags: Vec<Text<'a>>,
    /// The routes that lead here.
    pub routes: Vec<Route<'a>>,
    /// Plugins without id, inside of the service.
    pub plugins: Vec<Plugin<'a>>,
}

impl<'a> Service<'a> {
    /// A service with nothing but a name and a host.
    pub const fn new(name: Text<'a>, host: Text<'a>) -> Self {
        Self {
            id: None,
            name,
            host,
            port: None,
            protocol: None,
            path: None,
            connect_timeout: None,
            read_timeout: None,
            write_timeout: None,
            retries: None,
            tls_verify: None,
            tls_verify_depth: None,
            ca_certificates: Vec::new(),
            client_certificate: None,
            tags: Vec::new(),
            routes: Vec::new(),
            plugins: Vec::new(),
        }
    }

    /// Sets the timeouts and retries that the controller gives to every service but those of UDPIngresses.
    ///
    /// Source: KIC v3.5.13 internal/dataplane/translator/subtranslator/ingress.go:translateIntoKongStateService
    #[must_use]
    pub fn with_default_timeouts(mut self) -> Self {
        self.connect_timeout = Some(Sourced::rule(TIMEOUT, "KIC: `connect_timeout` is 60000 unless something sets it"));
        self.read_timeout = Some(Sourced::rule(TIMEOUT, "KIC: `read_timeout` is 60000 unless something sets it"));
        self.write_timeout = Some(Sourced::rule(TIMEOUT, "KIC: `write_timeout` is 60000 unless something sets it"));
        self.retries = Some(Sourced::rule(RETRIES, "KIC: `retries` is 5 unless something sets it"));
        self
    }
}
