//! The picture of the whole: what clients connect to on the left, then Gateway listeners, routes, Kong services, and the
//! targets of upstreams on the right.
//!
//! [`graph`] reads it off a report, [`fold`] draws the objects of a namespace together, and [`layout`] says where everything
//! stands. All of it is made from a [`Report`](crate::report::Report) alone, when somebody looks.

pub mod fold;
pub mod graph;
pub mod layout;
#[cfg(test)]
mod tests;

pub use fold::{Folded, fold};
pub use graph::{Edge, Graph, Kind, Node};
pub use layout::{Layout, Placed, layout};
