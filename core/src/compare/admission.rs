//! Which documents reach the controller, and what its admission webhook says of them.

use serde_json::{Value, json};

use super::pair::pairs;
use super::{Found, effect};
use crate::wire::compare::{Hurt, Part};
use crate::wire::{LeftOut, Report, Webhook};

/// Documents that are left out on one side only, or for another reason.
pub(super) fn left_out(before: &Report, after: &Report, found: &mut Found) {
    let (before, after) = (&before.left_out, &after.left_out);
    for (a, b) in pairs(&titles(before), &titles(after)) {
        let a = a.and_then(|index| before.get(index));
        let b = b.and_then(|index| after.get(index));
        let words = |left_out: Option<&LeftOut>| {
            left_out.map_or(Value::Null, |it| json!(format!("left out by {}: {}", layer(&it.stage), it.why.join("; "))))
        };
        let (from, to) = (words(a), words(b));
        if from != to {
            let title = a.or(b).map(title).unwrap_or_default();
            let effect = effect(a.is_none(), b.is_none());
            found.note(Part::Admission, Hurt::Object, effect, (title, ""), (from, to));
        }
    }
}

fn titles(documents: &[LeftOut]) -> Vec<String> {
    documents.iter().map(title).collect()
}

fn title(document: &LeftOut) -> String {
    document.object.clone().unwrap_or_else(|| format!("document {}", document.document.saturating_add(1)))
}

fn layer(stage: &str) -> &'static str {
    match stage {
        "yaml" => "the YAML reader",
        "kic" => "the controller",
        "decode" => "the controller's decoder",
        _ => "the API server",
    }
}

/// Answers of the webhook.
pub(super) fn webhook(before: &Report, after: &Report, found: &mut Found) {
    let only_after = after.webhook.keys().filter(|object| !before.webhook.contains_key(*object));
    for object in before.webhook.keys().chain(only_after) {
        let (a, b) = (before.webhook.get(object), after.webhook.get(object));
        if a == b {
            continue;
        }
        let allows = |answer: Option<&Webhook>| answer.is_none_or(|answer| answer.allowed);
        let hurt = if allows(a) == allows(b) { Hurt::Words } else { Hurt::Object };
        let at = (object.clone(), "admission webhook");
        found.note(Part::Admission, hurt, effect(allows(a), allows(b)), at, (words(a), words(b)));
    }
}

fn words(answer: Option<&Webhook>) -> Value {
    let Some(answer) = answer else { return json!("allowed") };
    let verdict = if answer.allowed { "allowed" } else { "refused" };
    let mut words: Vec<&str> = vec![verdict];
    words.extend(answer.message.as_deref());
    words.extend(answer.failed.as_deref());
    words.extend(answer.warnings.iter().map(String::as_str));
    json!(words.join(": "))
}
