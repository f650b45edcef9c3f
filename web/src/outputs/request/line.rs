//! The line that is sent, what is wrong with it, and those that were sent before.

use kic_core::wire::request::LineError;
use web_sys::HtmlInputElement;
use yew::prelude::*;

use super::send_button;
use crate::components::take_lost_focus;
use crate::outputs::words::in_backquotes;
use crate::reading::byte_of;
use crate::state::{Action, Requests};

/// Id of the words that say what is wrong.
const ERROR: &str = "request-error";

/// Properties of [`RequestLine`].
#[derive(Properties, PartialEq)]
pub(super) struct Props {
    pub(super) requests: Requests,
    /// What is wrong with the line.
    pub(super) error: Option<LineError>,
    pub(super) on: Callback<Action>,
}

/// The field and its history.
#[component]
pub(super) fn RequestLine(props: &Props) -> Html {
    let line = &props.requests.line;
    let field = use_node_ref();
    {
        let (field, comes_from_elsewhere) = (field.clone(), props.requests.wish.is_some());
        use_effect_with((), move |()| {
            if comes_from_elsewhere {
                take_lost_focus(&field);
            }
        });
    }
    let oninput = props.on.reform(|event: InputEvent| {
        let input: HtmlInputElement = event.target_unchecked_into();
        Action::TypeRequest(input.value().into())
    });
    let onsubmit = {
        let (on, line) = (props.on.clone(), line.clone());
        Callback::from(move |event: SubmitEvent| {
            event.prevent_default();
            on.emit(Action::Send(line.clone()));
        })
    };
    html! {
        <form class="request" {onsubmit}>
            <label for="request-line">{ "Request, as for curl" }</label>
            <div class="request-field">
                <input
                    ref={field}
                    id="request-line"
                    type="text"
                    spellcheck="false"
                    autocomplete="off"
                    autocapitalize="off"
                    placeholder="GET https://kong.example.com/path -H 'name: value'"
                    value={line.clone()}
                    aria-invalid={props.error.is_some().to_string()}
                    aria-describedby={props.error.as_ref().map(|_| ERROR)}
                    {oninput}
                />
                <button type="submit" class="primary">{ "Send" }</button>
            </div>
            { props.error.as_ref().map(|error| wrong(line.trim(), error)) }
            { history(props) }
        </form>
    }
}

/// The line again, with the wrong part marked: a field cannot mark its text.
fn wrong(line: &str, error: &LineError) -> Html {
    let cut = |unit: usize| u32::try_from(unit).ok().and_then(|unit| byte_of(line, unit)).unwrap_or(line.len());
    let (from, to) = (cut(error.from), cut(error.to));
    let part = |from: usize, to: usize| line.get(from..to).unwrap_or_default().to_owned();
    let bad = if from == to { "\u{a0}".to_owned() } else { part(from, to) };
    html! {
        <div class="wrong">
            <code class="block" aria-hidden="true">{ part(0, from) }<mark>{ bad }</mark>{ part(to, line.len()) }</code>
            <p id={ERROR}>{ "✕ " }{ in_backquotes(&error.message) }</p>
        </div>
    }
}

fn history(props: &Props) -> Html {
    let history = &props.requests.history;
    if history.is_empty() {
        return Html::default();
    }
    html! {
        <details class="history">
            <summary>{ "History" }<span class="count">{ history.len() }</span></summary>
            <ul>{ for history.iter().map(|line| html! { <li>{ send_button(line, &props.on) }</li> }) }</ul>
            <button type="button" onclick={props.on.reform(|_| Action::ForgetRequests)}>{ "Clear the history" }</button>
        </details>
    }
}

#[cfg(all(test, not(target_arch = "wasm32")))]
mod tests {
    use super::*;
    use crate::rendered::{html, text};

    #[tokio::test]
    async fn the_wrong_part_of_a_line_is_marked() {
        let requests = Requests { line: " GET http://ä --sin x".into(), ..Requests::default() };
        let error = LineError { message: "`--sin` is no option".to_owned(), from: 13, to: 18 };
        let html = html::<RequestLine>(Props { requests, error: Some(error), on: Callback::noop() }).await;
        assert!(html.contains("GET http://ä <mark>--sin</mark> x"), "{html}");
        assert!(text(&html).contains("✕ --sin is no option"), "{html}");
        assert!(html.contains(r#"aria-invalid="true""#), "{html}");
    }

    #[tokio::test]
    async fn lines_that_were_sent_can_be_sent_again() {
        let requests = Requests { history: ["udp://a:53".into()].into(), ..Requests::default() };
        let html = html::<RequestLine>(Props { requests, error: None, on: Callback::noop() }).await;
        assert!(text(&html).ends_with("Send History 1 udp://a:53 Clear the history"), "{html}");
    }
}
