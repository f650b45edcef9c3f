//! From a line of the output to the places that decided it, and back.

use std::collections::BTreeSet;

use kic_core::wire::{Origin, Span};

use super::Report;
use crate::state::Pane;

/// More places than this are not shown for one line: the line is then a whole list or document.
const MANY: usize = 200;

/// A place in one of the page's texts, in UTF-16 units.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub struct Place {
    /// The text.
    pub pane: Pane,
    /// First unit.
    pub from: u32,
    /// One past the last.
    pub to: u32,
    /// Line of the first unit, from 1.
    pub line: u32,
    /// Column of the first unit, from 1.
    pub column: u32,
}

impl Place {
    /// The place of a span; `None` where the page does not have that text.
    pub fn of(span: &Span) -> Option<Self> {
        let Span { from, to, line, column, .. } = *span;
        Some(Self { pane: Pane::from_wire(&span.pane)?, from, to, line, column })
    }

    fn holds(self, pane: Pane, offset: u32) -> bool {
        self.pane == pane && self.from <= offset && offset <= self.to
    }
}

impl Report {
    /// Where the value at `pointer` comes from, sorted. A value without places of its own has those of what is in it.
    pub fn places_of(&self, pointer: &str) -> Vec<Place> {
        let own: BTreeSet<Place> = self.origins.get(pointer).into_iter().flatten().filter_map(place).collect();
        if !own.is_empty() {
            return own.into_iter().collect();
        }
        let below = format!("{pointer}/");
        let places: BTreeSet<Place> = self
            .origins
            .range(below.clone()..)
            .take_while(|(key, _)| key.starts_with(&below))
            .flat_map(|(_, origins)| origins)
            .filter_map(place)
            .take(MANY)
            .collect();
        places.into_iter().collect()
    }

    /// Where an entity of the configuration is named, else the first place that it comes from.
    pub fn place_of_entity(&self, pointer: &str) -> Option<Place> {
        let named = self.places_of(&format!("{pointer}/name"));
        named.into_iter().next().or_else(|| self.places_of(pointer).into_iter().next())
    }

    /// The named defaults and rules that decided the value at `pointer`.
    pub fn rules_of(&self, pointer: &str) -> Vec<&str> {
        let origins = self.origins.get(pointer).into_iter().flatten();
        origins
            .filter_map(|origin| match origin {
                Origin::Rule { default } => Some(default.as_str()),
                Origin::At(_) => None,
            })
            .collect()
    }

    /// The pointers of the values that the text at `offset` decided.
    pub fn pointers_at(&self, pane: Pane, offset: u32) -> BTreeSet<&str> {
        self.origins
            .iter()
            .filter(|(_, origins)| origins.iter().filter_map(place).any(|place| place.holds(pane, offset)))
            .map(|(pointer, _)| pointer.as_str())
            .collect()
    }
}

fn place(origin: &Origin) -> Option<Place> {
    match origin {
        Origin::At(span) => Place::of(span),
        Origin::Rule { .. } => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::reading::tests::{report_with_origins, span};

    fn report() -> Report {
        report_with_origins([
            ("/config/services/0/host", vec![Origin::At(span(Pane::Manifests, 10, 14))]),
            ("/config/services/0/port", vec![Origin::Rule { default: "port".to_owned() }]),
            ("/config/services/0/routes/0/paths/0", vec![Origin::At(span(Pane::Environment, 3, 5))]),
            ("/config/services/01", vec![Origin::At(span(Pane::HelmValues, 0, 1))]),
        ])
    }

    fn panes(places: &[Place]) -> Vec<Pane> {
        places.iter().map(|place| place.pane).collect()
    }

    #[test]
    fn a_value_has_its_own_places() {
        assert_eq!(panes(&report().places_of("/config/services/0/host")), [Pane::Manifests]);
        assert_eq!(report().rules_of("/config/services/0/port"), ["port"]);
    }

    #[test]
    fn a_list_or_object_has_the_places_of_what_is_in_it() {
        assert_eq!(panes(&report().places_of("/config/services/0")), [Pane::Manifests, Pane::Environment]);
    }

    #[test]
    fn an_entity_stands_where_it_is_named() {
        let place = |from| vec![Origin::At(span(Pane::Manifests, from, from + 1))];
        let report = report_with_origins([("/config/a/0/host", place(1)), ("/config/a/0/name", place(5))]);
        assert_eq!(report.place_of_entity("/config/a/0").map(|place| place.from), Some(5));
        assert_eq!(report.place_of_entity("/config/a/0/host").map(|place| place.from), Some(1));
        assert_eq!(report.place_of_entity("/config/b"), None);
    }

    #[test]
    fn a_place_of_the_input_leads_to_what_it_decided() {
        let report = report();
        let found: Vec<&str> = report.pointers_at(Pane::Manifests, 14).into_iter().collect();
        assert_eq!(found, ["/config/services/0/host"]);
        assert!(report.pointers_at(Pane::Manifests, 15).is_empty());
    }
}
