//! What the programs are told: the environment of Kong and of the controller, flags, feature gates, versions.
//!
//! Must not know YAML manifests.

mod version;

pub use version::{KicVersion, KongVersion};
