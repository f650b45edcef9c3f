//! The line of verdict: always in sight, read out when it changes.

use std::rc::Rc;

use yew::prelude::*;

use crate::outputs::words::count;
use crate::reading::Report;

/// Properties of [`VerdictLine`].
#[derive(Properties, PartialEq)]
pub(crate) struct Props {
    pub(crate) report: Option<Report>,
    pub(crate) millis: f64,
    /// The newest run gave no report.
    pub(crate) failed: bool,
    /// The modelled release.
    pub(crate) kic: Rc<str>,
    pub(crate) not_kept: Option<Rc<str>>,
}

/// The line. How long it took stands outside of what is read out: it changes at every keystroke.
#[component]
pub(crate) fn VerdictLine(props: &Props) -> Html {
    let time = props.report.is_some().then(|| format!("{} ms · ", tenths(props.millis)));
    html! {
        <div class="verdict">
            if let Some(report) = &props.report {
                { pips(report) }
            }
            <p role="status" aria-live="polite">{ words(props) }</p>
            if let Some(reason) = &props.not_kept {
                <p class="not-kept">{ format!("⚠ {reason}") }</p>
            }
            <p class="time">
                { time }<span class="more">{ format!("KIC {} rules · ", props.kic) }</span>
                { "nothing leaves this page" }
            </p>
        </div>
    }
}

fn words(props: &Props) -> Html {
    if props.failed {
        return html! { <b>{ "The engine stopped" }</b> };
    }
    let Some(report) = &props.report else {
        return html! { "Reading…" };
    };
    let verdict = report.verdict;
    let (lead, rest) = match (&report.does_not_start, verdict.listeners) {
        (Some(refusal), _) if refusal.who == "kong" => ("Kong does not start".to_owned(), String::new()),
        (Some(_), _) => ("The controller does not start".to_owned(), String::new()),
        (None, 0) => ("No listener".to_owned(), String::new()),
        (None, listeners) => (format!("{} of {} ready", verdict.ready, count(listeners, "listener")), String::new()),
    };
    let errors = count(verdict.errors, "error");
    let warnings = count(verdict.warnings, "warning");
    html! { <><b>{ lead }</b>{ rest }{ format!(" · {errors} · {warnings}") }</> }
}

/// One pip per listener, while they can be told apart.
fn pips(report: &Report) -> Html {
    if report.listeners.len() > 24 {
        return Html::default();
    }
    html! {
        <span class="pips" aria-hidden="true">
            { for report.listeners.iter().map(|listener| html! {
                <i class={classes!("pip", (!listener.ready).then_some("bad"))} />
            }) }
        </span>
    }
}

/// One digit behind the point.
fn tenths(millis: f64) -> String {
    format!("{millis:.1}")
}
