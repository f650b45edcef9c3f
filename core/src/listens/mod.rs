//! Kong's listens: the grammar of `KONG_PROXY_LISTEN` and `KONG_STREAM_LISTEN`, and what they make available to the
//! listeners of a Gateway.
//!
//! Must not know statuses.

mod address;
pub mod available;
mod describe;
mod flag;
mod kong;
mod need;
mod nginx;
mod parse;
mod port_maps;
mod refusal;
mod replicas;

pub use address::{HostKind, Port};
pub use available::{Available, AvailablePort, ListenIndex};
pub use describe::describe;
pub use flag::{Flag, Subsystem};
pub use kong::{Addition, KongListens, Listens};
pub use need::{Misfit, Need};
pub use parse::{Entry, Parsed, Reason, Refusal, SetFlag, parse};
pub use port_maps::{PortMap, PortMaps};
pub use replicas::{Difference, difference};

#[cfg(test)]
use crate::settings::KongVersion;

#[cfg(test)]
mod tests;
