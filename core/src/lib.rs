//! The translation that Kong Ingress Controller makes, as a pure function: texts in, [report](crate) out.
//!
//! No clock, no randomness, no I/O, no global state; equal input gives an equal report. The map of the modules
//! and the invariants are in `ARCHITECTURE.md`.
#![deny(missing_docs)]

pub mod annotations;
pub mod diagnostic;
pub mod findings;
pub mod k8s;
pub mod kong;
pub mod provenance;
pub mod resolve;
pub mod settings;
pub mod suggest;
pub mod text;
pub mod yaml;
