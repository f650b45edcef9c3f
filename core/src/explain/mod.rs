//! Explanations: the chain of a listener, what KIC says beside what Kong does, and the edits that mend it.

pub mod chain;
pub mod edits;
pub mod fields;
mod fixes;
pub mod hops;
pub mod objects;
pub mod offer;
pub mod placeholder;
pub mod problems;
mod publish;
pub use publish::first as publish_first;
pub mod reach;
pub mod remedies;
pub mod routes;
mod values;
