//! Whether the programs start, and which listeners are ready.

use serde_json::{Value, json};

use super::pair::pairs;
use super::{Found, effect};
use crate::wire::compare::{Effect, Hurt, Part};
use crate::wire::{DoesNotStart, Listener, Report};

/// Who starts.
pub(super) fn starts(before: &Report, after: &Report, found: &mut Found) {
    if before.does_not_start == after.does_not_start {
        return;
    }
    let words = |refusal: &Option<DoesNotStart>| match refusal {
        None => json!("starts"),
        Some(refusal) => json!(format!("does not start: {}", refusal.error.trim_end())),
    };
    let who = after.does_not_start.as_ref().or(before.does_not_start.as_ref()).map_or("", |refusal| &refusal.who);
    let object = if who == "kong" { "Kong" } else { "the controller" }.to_owned();
    let effect = effect(before.does_not_start.is_none(), after.does_not_start.is_none());
    found.note(
        Part::Start,
        Hurt::Start,
        effect,
        (object, ""),
        (words(&before.does_not_start), words(&after.does_not_start)),
    );
}

/// Readiness first; where it stays, the words of both sides of the chain.
pub(super) fn listeners(before: &Report, after: &Report, found: &mut Found) {
    let (before, after) = (&before.listeners, &after.listeners);
    for (a, b) in pairs(&names(before), &names(after)) {
        let a = a.and_then(|index| before.get(index));
        let b = b.and_then(|index| after.get(index));
        let Some(object) = a.or(b).map(object) else { continue };
        let ready = |listener: Option<&Listener>| listener.is_some_and(|listener| listener.ready);
        if a.is_none() || b.is_none() || ready(a) != ready(b) {
            let effect = effect(ready(a), ready(b));
            found.note(Part::Listener, Hurt::Listener, effect, (object, ""), (state(a), state(b)));
            continue;
        }
        let (Some(a), Some(b)) = (a, b) else { continue };
        let mut words = |path: &str, before: &str, after: &str| {
            if before != after {
                let at = (object.clone(), path);
                found.note(Part::Listener, Hurt::Words, Effect::Neutral, at, (json!(before), json!(after)));
            }
        };
        words("KIC says", &a.kic, &b.kic);
        words("Kong does", &a.kong, &b.kong);
    }
}

fn names(listeners: &[Listener]) -> Vec<String> {
    listeners.iter().map(object).collect()
}

fn object(listener: &Listener) -> String {
    format!("listener {} {}", listener.gateway, listener.name)
}

fn state(listener: Option<&Listener>) -> Value {
    match listener {
        None => Value::Null,
        Some(listener) if listener.ready => json!("ready"),
        Some(listener) if listener.split => json!(format!("not ready: {}; {}", listener.kic, listener.kong)),
        Some(listener) => json!(format!("not ready: {}", listener.kic)),
    }
}
