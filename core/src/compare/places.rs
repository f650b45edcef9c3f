//! Which lines of the input a difference comes from.

use std::collections::BTreeSet;

use serde_json::Value;

use crate::wire::compare::{Difference, Part};
use crate::wire::{Origin, Report, Span};

/// More places than this are not named: the value is then made of a whole document.
const MANY: usize = 4;

/// Gives each difference its places: those of the text after, else those of the text before.
pub(super) fn link(before: &Report, after: &Report, differences: &mut [Difference]) {
    for difference in differences {
        difference.places = places(after, difference, difference.pointer_after.as_deref(), &difference.after);
        if difference.places.is_empty() {
            difference.places = places(before, difference, difference.pointer_before.as_deref(), &difference.before);
            difference.places_before = !difference.places.is_empty();
        }
    }
}

fn places(report: &Report, difference: &Difference, pointer: Option<&str>, value: &Value) -> Vec<Span> {
    let of_pointer = pointer.map(|pointer| of_pointer(report, pointer)).unwrap_or_default();
    if !of_pointer.is_empty() {
        return of_pointer;
    }
    let found = match difference.part {
        Part::Listener => {
            let is_it =
                |it: &&crate::wire::Listener| format!("listener {} {}", it.gateway, it.name) == difference.object;
            report.listeners.iter().find(is_it).map(|listener| listener.span.clone())
        }
        Part::Problem => {
            let words = value.as_str().unwrap_or_default();
            let is_it = |it: &&crate::wire::Problem| {
                it.object.as_ref().is_none_or(|object| *object == difference.object)
                    && words == format!("{}: {}", it.severity, it.message)
            };
            report.problems.iter().find(is_it).map(|problem| problem.span.clone())
        }
        Part::Start | Part::Admission | Part::Config | Part::Status | Part::Event => None,
    };
    let object = || report.objects.iter().find(|object| object.object == difference.object).map(|it| it.span.clone());
    found.or_else(object).into_iter().collect()
}

/// The places of the value, else of what is in it, else of what it is in.
fn of_pointer(report: &Report, pointer: &str) -> Vec<Span> {
    let own = spans(report.origins.get(pointer).into_iter().flatten());
    if !own.is_empty() {
        return own;
    }
    let below = format!("{pointer}/");
    let within = report.origins.range(below.clone()..).take_while(|(key, _)| key.starts_with(&below));
    let within = spans(within.flat_map(|(_, origins)| origins));
    if !within.is_empty() {
        return within;
    }
    // A default stands nowhere; the entity that has it does.
    let entity = pointer.rsplit_once('/').map_or("", |(entity, _)| entity);
    let named =
        ["name", "username", "target", "cert"].iter().filter_map(|key| report.origins.get(&format!("{entity}/{key}")));
    spans(named.flatten())
}

fn spans<'a>(origins: impl Iterator<Item = &'a Origin>) -> Vec<Span> {
    let spans: BTreeSet<&Span> = origins
        .filter_map(|origin| match origin {
            Origin::At(span) => Some(span),
            Origin::Rule { .. } => None,
        })
        .take(MANY)
        .collect();
    spans.into_iter().cloned().collect()
}
