//! The translation that Kong Ingress Controller makes, as a pure function: texts in, [`Report`] out.
//!
//! No clock, no randomness, no I/O, no global state; equal input gives an equal report. The map of the modules
//! and the invariants are in `ARCHITECTURE.md`.
#![deny(missing_docs)]

pub mod admission;
pub mod annotations;
mod assume;
pub mod compare;
pub mod diagnostic;
pub mod explain;
pub mod export;
pub mod findings;
mod go;
pub mod helm;
pub mod import;
pub mod k8s;
pub mod kong;
pub mod link;
pub mod listens;
mod locate;
mod ordered;
mod pipeline;
pub mod provenance;
pub mod report;
pub mod request;
pub mod resolve;
pub mod router;
pub mod settings;
pub mod status;
pub mod suggest;
pub mod text;
pub mod time;
pub mod translate;
pub mod webhook;
pub mod wire;
pub mod yaml;

pub use pipeline::translate;
pub use report::Report;

use k8s::load::Stored;
use settings::{KicVersion, KongVersion};
use text::Sources;

/// All that a run depends on.
#[derive(Clone, Debug)]
pub struct Input<'a> {
    /// The user's texts.
    pub sources: Sources<'a>,
    /// What the host says beside them.
    pub options: Options<'a>,
}

/// Settings of a run that are no text of the user.
#[derive(Clone, Copy, Debug)]
pub struct Options<'a> {
    /// Release of the controller.
    pub kic: KicVersion,
    /// Version of Kong; wins over `KONG_VERSION`.
    pub kong: Option<KongVersion>,
    /// `traditional`, `traditional_compatible` or `expressions`; wins over `KONG_ROUTER_FLAVOR`.
    pub router_flavor: Option<&'a str>,
    /// Name of the Helm release.
    pub release: &'a str,
    /// Namespace of objects without one.
    pub namespace: &'a str,
    /// What the documents are.
    pub stored: Stored,
    /// What to do about what is missing.
    pub assume: Assume,
    /// The time that certificates are judged by, in seconds since 1970, since the core has no clock. Without it no
    /// certificate has expired.
    pub now: Option<i64>,
    /// How far the verdicts go.
    pub verdicts: Verdicts,
}

impl Default for Options<'_> {
    fn default() -> Self {
        Self {
            kic: KicVersion::default(),
            kong: None,
            router_flavor: None,
            release: "kong",
            namespace: "default",
            stored: Stored::default(),
            assume: Assume::default(),
            now: None,
            verdicts: Verdicts::default(),
        }
    }
}

/// What to do about what the input does not say.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum Assume {
    /// Nothing: a missing setting has the consequence that it has in life.
    #[default]
    Nothing,
    /// Assume what is missing, and name each assumption in the report.
    Missing,
}

/// What the report gives verdicts of.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum Verdicts {
    /// Objects only.
    #[default]
    Objects,
    /// Objects, each of their fields, and each variable of the environment.
    Fields,
}
