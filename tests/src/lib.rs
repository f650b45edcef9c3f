//! The harness of the data-driven tests: sets of cases, comparison as the oracle defines it, ratchets, suites.
//!
//! It knows `kic_core::wire` and nothing of the core's inside. It compiles for wasm32 too, without the parts that need
//! files or threads: the same cases run in browsers.

#![allow(clippy::missing_panics_doc, reason = "a test fails by panicking")]

pub mod annotated;
pub mod answers;
pub mod compare;
pub mod digest;
pub mod fixes;
pub mod golden;
pub mod large;
pub mod leaves;
pub mod matches;
pub mod others;
pub mod outcome;
pub mod places;
pub mod problem_case;
pub mod ratchet;
pub mod schemas;
pub mod sets;
pub mod shared;
#[cfg(not(target_arch = "wasm32"))]
pub mod suite;
