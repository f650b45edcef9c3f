//! What the page reads out of a report: pure functions of [`wire::Report`], tested natively.

mod counts;
mod gateways;
mod marks;
mod origins;
mod preview;
mod requests;
#[cfg(test)]
pub(crate) mod tests;

use std::ops::Deref;
use std::rc::Rc;

use kic_core::wire;

pub use counts::{Counts, Severity, pane_counts};
pub use gateways::{GatewayGroup, gateway_groups};
pub use marks::{Mark, MarkFix, marks};
pub use origins::Place;
pub(crate) use preview::byte_of;
pub use preview::{PreviewLine, preview};
pub use requests::{Asked, DerivedGroup, wish_of};

/// A report that is cheap to clone and to compare: two are equal when they are the same value in memory.
///
/// Each answer of the engine is one such value, and comparing reports of 10,000 routes would cost more than drawing.
#[derive(Clone, Debug)]
pub struct Report(Rc<wire::Report>);

impl Report {
    /// Wraps an answer of the engine.
    pub fn new(report: wire::Report) -> Self {
        Self(Rc::new(report))
    }

    /// The fix with this id.
    pub fn fix(&self, id: &str) -> Option<&wire::Fix> {
        self.fixes.iter().find(|fix| fix.id == id)
    }

    /// The fixes with these ids, in the same order.
    pub fn fixes_of<'a>(&'a self, ids: &'a [String]) -> impl Iterator<Item = &'a wire::Fix> {
        ids.iter().filter_map(|id| self.fix(id))
    }
}

impl PartialEq for Report {
    fn eq(&self, other: &Self) -> bool {
        Rc::ptr_eq(&self.0, &other.0)
    }
}

impl Deref for Report {
    type Target = wire::Report;

    fn deref(&self) -> &wire::Report {
        &self.0
    }
}
