//! Many requests with what is expected of them, and whether it is so.

use kic_core::wire::request::{Difference, Row};
use std::rc::Rc;
use web_sys::HtmlTextAreaElement;
use yew::prelude::*;

use super::send_button;
use crate::outputs::annotations::short;
use crate::outputs::words::in_backquotes;
use crate::reading::Asked;
use crate::state::Action;

/// What a table looks like.
const EXAMPLE: &str = "- request: GET http://example.com/echo
  expect:
    outcome: forwarded
    object: HTTPRoute default/echo
- request: GET http://example.com/nothing
  expect:
    status: 404";

/// Properties of [`RequestTable`].
#[derive(Properties, PartialEq)]
pub(super) struct Props {
    pub(super) asked: Asked,
    pub(super) text: Rc<str>,
    pub(super) on: Callback<Action>,
}

/// The field, folded away until there is something in it, and the result.
#[component]
pub(super) fn RequestTable(props: &Props) -> Html {
    // Only at first: a field that is emptied must not vanish.
    let opens = use_state(|| !props.text.trim().is_empty());
    let oninput = props.on.reform(|event: InputEvent| {
        let area: HtmlTextAreaElement = event.target_unchecked_into();
        Action::TypeTable(area.value().into())
    });
    html! {
        <details class="table-mode" open={*opens}>
            <summary>{ "A table of requests, with what is expected of them" }</summary>
            <label for="request-table">
                { "YAML: a list of " }<code>{ "request" }</code>{ " and " }<code>{ "expect" }</code>
                { ", as for " }<code>{ "kicplay request --table" }</code>
            </label>
            <textarea
                id="request-table"
                rows="8"
                spellcheck="false"
                autocomplete="off"
                placeholder={EXAMPLE}
                value={props.text.clone()}
                {oninput}
            />
            <p role="status" aria-label="Table">{ summary(&props.asked) }</p>
            { rows(&props.asked.table, &props.on) }
        </details>
    }
}

fn summary(asked: &Asked) -> Html {
    if let Some(error) = &asked.table_error {
        return html! { <><span class="badge bad">{ "✕ no table" }</span>{ " " }{ in_backquotes(error) }</> };
    }
    let good = asked.table.iter().filter(|row| row.ok).count();
    match asked.table.len() {
        0 => Html::default(),
        all if good == all => html! { <span class="badge">{ format!("✓ all {all} as expected") }</span> },
        all => html! { <span class="badge bad">{ format!("✕ {} of {all} not as expected", all - good) }</span> },
    }
}

fn rows(rows: &[Row], on: &Callback<Action>) -> Html {
    if rows.is_empty() {
        return Html::default();
    }
    html! {
        <table class="annotations results">
            <thead>
                <tr>
                    <th scope="col">{ "Row" }</th>
                    <th scope="col">{ "Request" }</th>
                    <th scope="col">{ "Result" }</th>
                </tr>
            </thead>
            <tbody>{ for rows.iter().map(|row| one(row, on)) }</tbody>
        </table>
    }
}

fn one(row: &Row, on: &Callback<Action>) -> Html {
    let (class, words) = if row.ok { (None, "✓ as expected") } else { (Some("bad"), "✕ differs") };
    html! {
        <tr class={if row.ok { "good" } else { "bad" }}>
            <td data-label="Row">{ row.number }</td>
            <td data-label="Request">{ send_button(&row.request, on) }</td>
            <td data-label="Result">
                <span class={classes!("badge", class)}>{ words }</span>
                { for row.differences.iter().map(difference) }
            </td>
        </tr>
    }
}

fn difference(difference: &Difference) -> Html {
    html! {
        <p class="change">
            <code>
                { format!("{}: ", difference.field) }
                { "expected " }<ins>{ short(&difference.expected) }</ins>
                { ", got " }<del>{ short(&difference.found) }</del>
            </code>
        </p>
    }
}

#[cfg(all(test, not(target_arch = "wasm32")))]
mod tests {
    use super::*;
    use crate::rendered::{html, text};
    use kic_core::wire;
    use serde_json::json;

    async fn shown(asked: wire::Asked) -> String {
        let props = Props { asked: Asked::new(asked), text: "x".into(), on: Callback::noop() };
        text(&html::<RequestTable>(props).await)
    }

    #[tokio::test]
    async fn a_red_row_tells_its_differences() {
        let row = |number, differences: Vec<Difference>| Row {
            number,
            request: format!("GET http://a/{number}"),
            ok: differences.is_empty(),
            decision: None,
            differences,
        };
        let difference = Difference { field: "status".to_owned(), expected: json!(200), found: json!(404) };
        let table = vec![row(1, Vec::new()), row(2, vec![difference])];
        let text = shown(wire::Asked { table, ..wire::Asked::default() }).await;
        let words = "✕ 1 of 2 not as expected Row Request Result 1 GET http://a/1 ✓ as expected \
            2 GET http://a/2 ✕ differs status: expected 200 , got 404";
        assert!(text.ends_with(words), "{text}");
    }

    #[tokio::test]
    async fn what_is_no_table_is_said() {
        let table_error = Some("line 1: no list".to_owned());
        let text = shown(wire::Asked { table_error, ..wire::Asked::default() }).await;
        assert!(text.ends_with("✕ no table line 1: no list"), "{text}");
    }
}
