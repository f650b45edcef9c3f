//! What differs between two reports, and what made it.
//!
//! It knows reports only (`wire::Report`), not how they come about, so that it also tells what a text edit changed.
//! `runs` makes the two reports and finds out, by further runs, which rule of a release, of Kong or of a router flavor
//! made each difference.

mod admission;
mod config;
mod listeners;
mod notices;
mod pair;
mod places;
mod rules;
mod runs;
mod status;

use serde_json::Value;

pub use rules::{Switch, attribute};
pub use runs::{Explain, Run, compare};

use crate::ordered::Ordered;
use crate::wire::Report;
use crate::wire::compare::{Difference, Effect, Hurt, Part};

/// What differs, worst first; empty for equal reports.
///
/// Two reports that differ in nothing but places (a comment was added, say) do not differ.
pub fn differences(before: &Report, after: &Report) -> Vec<Difference> {
    let mut found = Found(Vec::new());
    listeners::starts(before, after, &mut found);
    listeners::listeners(before, after, &mut found);
    admission::left_out(before, after, &mut found);
    admission::webhook(before, after, &mut found);
    // The configuration of a program that does not start is not lost one by one.
    if !before.config.is_null() && !after.config.is_null() {
        config::config(&before.config, &after.config, &mut found);
    }
    status::status(&before.status, &after.status, &mut found);
    notices::events(before, after, &mut found);
    notices::problems(before, after, &mut found);
    let mut differences = found.0;
    places::link(before, after, &mut differences);
    differences.order_by(|a, b| key(a).cmp(&key(b)));
    differences
}

/// The order, which also tells differences apart.
fn key(it: &Difference) -> (Hurt, Effect, Part, &str, &str) {
    (it.hurt, it.effect, it.part, &it.object, &it.path)
}

/// What was found so far.
struct Found(Vec<Difference>);

/// One side's value with its JSON pointer.
#[derive(Clone, Copy)]
struct Side<'a> {
    value: &'a Value,
    pointer: &'a str,
}

impl Found {
    /// Adds a difference of a part that has no pointers.
    fn note(&mut self, part: Part, hurt: Hurt, effect: Effect, at: (String, &str), values: (Value, Value)) {
        self.add(part, (hurt, effect), at, values, (None, None));
    }

    /// Adds a difference between two values of the configuration or of a status.
    fn values(
        &mut self,
        part: Part,
        judged: (Hurt, Effect),
        at: (String, &str),
        before: Option<Side<'_>>,
        after: Option<Side<'_>>,
    ) {
        let value = |side: Option<Side<'_>>| side.map_or(Value::Null, |side| side.value.clone());
        let pointer = |side: Option<Side<'_>>| side.map(|side| side.pointer.to_owned());
        self.add(part, judged, at, (value(before), value(after)), (pointer(before), pointer(after)));
    }

    fn add(
        &mut self,
        part: Part,
        (hurt, effect): (Hurt, Effect),
        (object, path): (String, &str),
        (before, after): (Value, Value),
        (pointer_before, pointer_after): (Option<String>, Option<String>),
    ) {
        self.0.push(Difference {
            part,
            hurt,
            effect,
            object,
            path: path.to_owned(),
            before,
            after,
            pointer_before,
            pointer_after,
            places: Vec::new(),
            places_before: false,
            rules: Vec::new(),
        });
    }
}

/// A key of a JSON pointer.
fn escaped(key: &str) -> String {
    key.replace('~', "~0").replace('/', "~1")
}

/// What gets worse where something stops, and better where it starts.
const fn effect(held_before: bool, holds_after: bool) -> Effect {
    match (held_before, holds_after) {
        (true, false) => Effect::Worse,
        (false, true) => Effect::Better,
        (true, true) | (false, false) => Effect::Neutral,
    }
}

#[cfg(test)]
mod tests;
