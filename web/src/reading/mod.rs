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

use kic_core::wire::code::{Lines, Text};
use kic_core::wire::{self, Sections, Totals};
use serde_json::Value;

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
pub struct Report(Rc<Answered>);

#[derive(Debug)]
struct Answered {
    report: wire::Report,
    sections: Sections,
    totals: Totals,
    lines: Option<Lines>,
}

impl Report {
    /// Wraps a whole report.
    pub fn new(report: wire::Report) -> Self {
        let count = |length: usize| u32::try_from(length).unwrap_or(u32::MAX);
        let totals = Totals { routes: count(routes(&report.config)), annotations: count(report.annotations.len()) };
        Self::partly(report, Sections::ALL, totals, None)
    }

    /// Wraps a report of which some sections were left out.
    pub fn partly(report: wire::Report, sections: Sections, totals: Totals, lines: Option<Lines>) -> Self {
        Self(Rc::new(Answered { report, sections, totals, lines }))
    }

    /// Whether the report holds these sections; those that it does not are empty.
    pub fn holds(&self, sections: Sections) -> bool {
        self.0.sections.hold(sections)
    }

    /// The lines that came instead of the values that they show.
    pub fn lines(&self) -> Option<&Lines> {
        self.0.lines.as_ref()
    }

    /// Whether there is something to show for this text: its values, or lines of it.
    pub fn shows(&self, text: Text) -> bool {
        let section = if text.is_config() { Sections::CONFIG } else { Sections::STATUS };
        self.holds(section) || self.lines().is_some_and(|lines| lines.text == text)
    }

    /// How much there is, also of sections that were left out.
    pub fn totals(&self) -> Totals {
        self.0.totals
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
        &self.0.report
    }
}

/// The number of routes of a configuration.
fn routes(config: &Value) -> usize {
    let list = |value: &Value, key: &str| value.get(key).and_then(Value::as_array).map_or(0, Vec::len);
    let services = config.get("services").and_then(Value::as_array);
    list(config, "routes") + services.into_iter().flatten().map(|service| list(service, "routes")).sum::<usize>()
}
