//! Events and problems.

use serde_json::{Value, json};

use super::pair::pairs;
use super::{Found, effect};
use crate::wire::compare::{Effect, Hurt, Part};
use crate::wire::{Event, Problem, Report};

/// Events by object and reason.
pub(super) fn events(before: &Report, after: &Report, found: &mut Found) {
    // Equal events first, so that an added one does not shift the others of its object.
    let (before, after) = (without(&before.events, &after.events), without(&after.events, &before.events));
    let keys = |events: &[&Event]| -> Vec<String> {
        events.iter().map(|it| format!("{}\n{}\n{}", it.object, it.event_type, it.reason)).collect()
    };
    for (a, b) in pairs(&keys(&before), &keys(&after)) {
        let a = a.and_then(|index| before.get(index)).copied();
        let b = b.and_then(|index| after.get(index)).copied();
        let Some(event) = a.or(b) else { continue };
        let is_good = |side: Option<&Event>| side.is_none_or(|event| event.event_type != "Warning");
        let at = (event.object.clone(), event.reason.as_str());
        let message = |side: Option<&Event>| side.map_or(Value::Null, |event| json!(event.message));
        found.note(Part::Event, Hurt::Event, effect(is_good(a), is_good(b)), at, (message(a), message(b)));
    }
}

/// The events that the others do not have; each of the others counts once.
fn without<'a>(events: &'a [Event], others: &[Event]) -> Vec<&'a Event> {
    let mut left: Vec<&Event> = others.iter().collect();
    let mut only = Vec::new();
    for event in events {
        match left.iter().position(|other| *other == event) {
            Some(at) => {
                left.swap_remove(at);
            }
            None => only.push(event),
        }
    }
    only
}

/// Problems by code, object and field. A problem that only moved in the text is the same problem.
pub(super) fn problems(before: &Report, after: &Report, found: &mut Found) {
    let (before, after) = (&before.problems, &after.problems);
    for (a, b) in pairs(&codes(before), &codes(after)) {
        let a = a.and_then(|index| before.get(index));
        let b = b.and_then(|index| after.get(index));
        let Some(problem) = a.or(b) else { continue };
        let words = |side: Option<&Problem>| {
            side.map_or(Value::Null, |problem| json!(format!("{}: {}", problem.severity, problem.message)))
        };
        let (from, to) = (words(a), words(b));
        if from == to {
            continue;
        }
        let effect = match weight(b).cmp(&weight(a)) {
            std::cmp::Ordering::Greater => Effect::Worse,
            std::cmp::Ordering::Equal => Effect::Neutral,
            std::cmp::Ordering::Less => Effect::Better,
        };
        let object = problem.object.clone().unwrap_or_else(|| problem.span.pane.clone());
        let path =
            problem.path.as_ref().map_or_else(|| problem.code.clone(), |path| format!("{} {path}", problem.code));
        found.note(Part::Problem, Hurt::Problem, effect, (object, &path), (from, to));
    }
}

fn codes(problems: &[Problem]) -> Vec<String> {
    let text = |text: &Option<String>| text.clone().unwrap_or_default();
    problems.iter().map(|it| format!("{}\n{}\n{}", text(&it.object), it.code, text(&it.path))).collect()
}

/// Infos weigh nothing: a default that is told is no harm.
fn weight(problem: Option<&Problem>) -> u8 {
    match problem.map(|problem| problem.severity.as_str()) {
        Some("error") => 2,
        Some("warning") => 1,
        _ => 0,
    }
}
