//! One row an annotation: what it changed, or why it does nothing.

use std::collections::BTreeMap;

use kic_core::wire::{Annotation, Change};
use serde_json::Value;
use yew::prelude::*;

use super::words::in_backquotes;
use crate::components::PlaceButton;
use crate::reading::{Place, Report};
use crate::state::Action;

/// Properties of [`Annotations`].
#[derive(Properties, PartialEq)]
pub(super) struct Props {
    pub(super) report: Report,
    pub(super) on: Callback<Action>,
}

/// The table, with a filter by verdict.
#[component]
pub(super) fn Annotations(props: &Props) -> Html {
    let filter = use_state_eq(|| None::<String>);
    let rows = &props.report.annotations;
    if rows.is_empty() {
        return html! {
            <div class="scroll padded" tabindex="0" role="group" aria-label="Annotations">
                <div class="empty">
                    <h2>{ "No annotations" }</h2>
                    <p>{ "No object carries an annotation or label that Kong Ingress Controller reads." }</p>
                    <p>{ all() }</p>
                </div>
            </div>
        };
    }
    // A filter whose verdict is gone shows everything rather than nothing.
    let chosen = filter.as_ref().filter(|verdict| rows.iter().any(|row| row.verdict == **verdict));
    let shown = rows.iter().filter(|row| chosen.is_none_or(|verdict| row.verdict == *verdict));
    html! {
        <div class="scroll padded" tabindex="0" role="group" aria-label="Annotations">
            <div class="filters" role="group" aria-label="Filter by verdict">
                { button(&filter, chosen.is_none(), None, "all", rows.len()) }
                { for verdicts(rows).into_iter().map(|(verdict, number)| {
                    let is_on = chosen.is_some_and(|chosen| chosen == verdict);
                    button(&filter, is_on, Some(verdict), verdict, number)
                }) }
                { all() }
            </div>
            <table class="annotations">
                <thead>
                    <tr>
                        <th scope="col">{ "Object" }</th>
                        <th scope="col">{ "Annotation" }</th>
                        <th scope="col">{ "Verdict" }</th>
                        <th scope="col">{ "Effect" }</th>
                    </tr>
                </thead>
                <tbody>{ for shown.map(|row| one(row, &props.on)) }</tbody>
            </table>
        </div>
    }
}

/// The catalogue; `web/js/reference.js` shows it in the page.
fn all() -> Html {
    html! { <a href="reference/annotations.html">{ "Look up an annotation" }</a> }
}

fn verdicts(rows: &[Annotation]) -> BTreeMap<&str, usize> {
    let mut verdicts = BTreeMap::new();
    for row in rows {
        *verdicts.entry(row.verdict.as_str()).or_default() += 1;
    }
    verdicts
}

fn button(
    filter: &UseStateHandle<Option<String>>,
    is_on: bool,
    verdict: Option<&str>,
    words: &str,
    number: usize,
) -> Html {
    let (filter, verdict) = (filter.clone(), verdict.map(str::to_owned));
    let onclick = Callback::from(move |_| filter.set(verdict.clone()));
    html! {
        <button type="button" aria-pressed={is_on.to_string()} {onclick}>
            { words }<span class="count">{ number }</span>
        </button>
    }
}

fn one(row: &Annotation, on: &Callback<Action>) -> Html {
    html! {
        <tr>
            <td data-label="Object">{ &row.object }</td>
            <td data-label="Annotation">
                <PlaceButton place={Place::of(&row.span)} words={row.key.clone()} on={on.clone()} />
                <code class="value">{ &row.value }</code>
                if row.verdict != "unknown" {
                    <a href={format!("reference/annotations.html#{}", row.key)}>{ "what is this?" }</a>
                }
            </td>
            <td data-label="Verdict">
                <span class={classes!("badge", color(&row.verdict))}>{ sign(&row.verdict) }{ &row.verdict }</span>
            </td>
            <td data-label="Effect">
                if !row.why.is_empty() {
                    <p>{ in_backquotes(&row.why) }</p>
                }
                { for row.changes.iter().map(change) }
            </td>
        </tr>
    }
}

fn change(change: &Change) -> Html {
    html! {
        <p class="change">
            <span class="entity">{ format!("{} ", change.entity) }</span>
            <code>{ format!("{}: ", change.field) }<del>{ short(&change.before) }</del>{ " → " }<ins>{ short(&change.after) }</ins></code>
        </p>
    }
}

/// A value in a table.
pub(super) fn short(value: &Value) -> String {
    match value {
        Value::Null => "absent".to_owned(),
        Value::String(text) => text.clone(),
        other => other.to_string(),
    }
}

fn color(verdict: &str) -> Option<&'static str> {
    match verdict {
        "applied" => None,
        "default" => Some("info"),
        "overridden" | "unsupported" => Some("warn"),
        _ => Some("bad"),
    }
}

fn sign(verdict: &str) -> &'static str {
    match verdict {
        "applied" => "✓ ",
        "default" => "= ",
        "overridden" | "unsupported" => "! ",
        _ => "✕ ",
    }
}

#[cfg(all(test, not(target_arch = "wasm32")))]
mod tests {
    use super::*;
    use crate::reading::tests::span;
    use crate::rendered::{html, text};
    use crate::state::Pane;
    use kic_core::wire;

    #[tokio::test]
    async fn a_row_says_what_the_annotation_changed() {
        let change = Change {
            entity: "route a".to_owned(),
            field: "strip_path".to_owned(),
            pointer: None,
            before: Value::Null,
            after: Value::Bool(true),
        };
        let row = Annotation {
            object: "HTTPRoute default/a".to_owned(),
            key: "konghq.com/strip-path".to_owned(),
            value: "true".to_owned(),
            verdict: "applied".to_owned(),
            changes: vec![change],
            why: "cuts".to_owned(),
            span: span(Pane::Manifests, 0, 1),
        };
        let report = Report::new(wire::Report { annotations: vec![row], ..wire::Report::default() });
        let text = text(&html::<Annotations>(Props { report, on: Callback::noop() }).await);
        let row = "HTTPRoute default/a konghq.com/strip-path true what is this? ✓ applied cuts route a strip_path: absent → true";
        assert!(text.ends_with(row), "{text}");
    }
}
