//! Releases of the programs that are modelled. Behaviour that changed between releases is one named predicate here,
//! never a comparison elsewhere.

mod behaviour;
mod kic;
mod kong;

pub use behaviour::Behaviour;
pub use kic::KicVersion;
pub use kong::KongVersion;
