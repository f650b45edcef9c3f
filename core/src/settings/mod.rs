//! What the programs are told: the environment of Kong and of the controller, flags, feature gates, versions.
//!
//! Must not know YAML manifests.

pub mod environment;
mod start;
mod version;

pub use start::{Program, StartError};
pub use version::{KicVersion, KongVersion};
