//! What becomes of a request: a line as for curl, the way that it takes, and requests to choose from.

mod derived;
mod end;
mod line;
mod outcome;
mod table;
mod trail;

use gloo::timers::callback::Timeout;
use web_sys::Element;
use yew::prelude::*;

use crate::outputs::words::in_backquotes;
use crate::reading::{Asked, Report};
use crate::state::{Action, Requests};
use derived::DerivedList;
use end::Ends;
use line::RequestLine;
use outcome::OutcomeLine;
use table::RequestTable;
use trail::Trail;

/// Milliseconds without typing after which the engine is asked.
const PAUSE: u32 = 350;

/// Properties of [`Request`].
#[derive(Properties, PartialEq)]
pub(super) struct Props {
    pub(super) report: Report,
    /// `None` until the first answer.
    pub(super) asked: Option<Asked>,
    pub(super) requests: Requests,
    /// Whether requests are made from the routes.
    pub(super) derives: bool,
    /// Whether there is no input at all.
    pub(super) is_blank: bool,
    pub(super) on: Callback<Action>,
}

/// The tab.
#[component]
pub(super) fn Request(props: &Props) -> Html {
    let requests = &props.requests;
    let on = props.on.clone();
    let typed = (requests.line.clone(), requests.table.clone(), requests.is_typing);
    use_effect_with(typed, move |(_, _, is_typing)| {
        let timer = is_typing.then(|| Timeout::new(PAUSE, move || on.emit(Action::Ask)));
        move || drop(timer)
    });
    let frame = use_node_ref();
    {
        let (frame, is_typing) = (frame.clone(), requests.is_typing);
        use_effect_with(requests.line.clone(), move |_| {
            // A request from the list below: its outcome stands above.
            if let Some(frame) = frame.cast::<Element>().filter(|_| !is_typing) {
                frame.set_scroll_top(0);
            }
        });
    }
    let error = props.asked.as_ref().and_then(|asked| asked.error.clone()).filter(|_| !requests.is_typing);
    html! {
        <div ref={frame} class="scroll padded requests" tabindex="0" role="group" aria-label="Request">
            <RequestLine requests={requests.clone()} {error} on={props.on.clone()} />
            <OutcomeLine asked={props.asked.clone()} />
            if props.is_blank {
                <div class="empty">
                    <h2>{ "Nothing here yet" }</h2>
                    <p>{ "Paste a Gateway and routes on the left, or choose an example above: then a request can be sent through them." }</p>
                </div>
            }
            if let Some(asked) = &props.asked {
                <Trail asked={asked.clone()} report={props.report.clone()} on={props.on.clone()} />
                <Ends asked={asked.clone()} on={props.on.clone()} />
                <DerivedList asked={asked.clone()} derives={props.derives} on={props.on.clone()} />
                <RequestTable asked={asked.clone()} text={requests.table.clone()} on={props.on.clone()} />
            }
        </div>
    }
}

/// A line that is sent by a click.
fn send_button(line: &str, on: &Callback<Action>) -> Html {
    let sent: std::rc::Rc<str> = line.into();
    let onclick = on.reform(move |_| Action::Send(sent.clone()));
    html! { <button type="button" class="link line" title="Send this request" {onclick}>{ line }</button> }
}

/// Why something is so. What has several lines is drawn with characters: the router's words.
fn reason(words: &str) -> Html {
    if words.trim().contains('\n') {
        return html! { <code class="block reason">{ words }</code> };
    }
    html! { <p class="reason">{ in_backquotes(words) }</p> }
}

/// Words that lead to an entity of the configuration.
fn entity_button(words: &str, pointer: Option<&str>, on: &Callback<Action>) -> Html {
    let Some(pointer) = pointer else {
        return html! { <span>{ words }</span> };
    };
    let pointer: std::rc::Rc<str> = pointer.into();
    let onclick = on.reform(move |_| Action::ShowEntity(pointer.clone()));
    html! { <button type="button" class="link" title="Show in the Kong config" {onclick}>{ words }</button> }
}
