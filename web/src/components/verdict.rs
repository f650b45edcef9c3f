//! The line of verdict: always in sight, read out when it changes.

use std::rc::Rc;

use yew::prelude::*;

use crate::outputs::words::count;
use crate::reading::Report;

/// Properties of [`VerdictLine`].
#[derive(Properties, PartialEq)]
pub(crate) struct Props {
    pub(crate) report: Option<Report>,
    /// None where the report is not the engine's.
    pub(crate) millis: Option<f64>,
    /// The newest run gave no report.
    pub(crate) failed: bool,
    /// The modelled release.
    pub(crate) kic: Rc<str>,
    pub(crate) not_kept: Option<Rc<str>>,
}

/// The line. How long it took stands outside of what is read out: it changes at every keystroke.
#[component]
pub(crate) fn VerdictLine(props: &Props) -> Html {
    let time = props.millis.filter(|_| props.report.is_some()).map(|millis| format!("{} ms · ", tenths(millis)));
    html! {
        <div class="verdict">
            if let Some(report) = &props.report {
                { pips(report) }
            }
            <p role="status" aria-live="polite" aria-label="Verdict">{ words(props) }</p>
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
    let lead = match (&report.does_not_start, verdict.listeners) {
        (Some(refusal), _) if refusal.who == "kong" => "Kong does not start".to_owned(),
        (Some(_), _) => "The controller does not start".to_owned(),
        (None, 0) => "No listener".to_owned(),
        (None, listeners) => format!("{} of {} ready", verdict.ready, count(listeners, "listener")),
    };
    let errors = count(verdict.errors, "error");
    let warnings = count(verdict.warnings, "warning");
    html! { <><b>{ lead }</b>{ format!(" · {errors} · {warnings}") }</> }
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

#[cfg(all(test, not(target_arch = "wasm32")))]
mod tests {
    use super::*;
    use crate::rendered::{html, text};
    use kic_core::wire::{self, Verdict};

    #[tokio::test]
    async fn the_line_counts_listeners_and_problems() {
        let verdict = Verdict { listeners: 5, ready: 4, errors: 1, warnings: 2, infos: 0 };
        let report = Report::new(wire::Report { verdict, ..wire::Report::default() });
        let props =
            Props { report: Some(report), millis: Some(0.94), failed: false, kic: "3.5.13".into(), not_kept: None };
        let text = text(&html::<VerdictLine>(props).await);
        let line = "4 of 5 listeners ready · 1 error · 2 warnings 0.9 ms · KIC 3.5.13 rules · nothing leaves this page";
        assert_eq!(text, line);
    }
}
