//! All problems by severity, each with its place, what to do, the rule, and the fixes.

use kic_core::wire::Problem;
use yew::prelude::*;

use super::words::{count, in_backquotes};
use crate::components::{FixButtons, PlaceButton};
use crate::reading::{Place, Report, Severity};
use crate::state::Action;

/// Properties of [`Problems`].
#[derive(Properties, PartialEq)]
pub(super) struct Props {
    pub(super) report: Report,
    pub(super) on: Callback<Action>,
}

/// All problems.
#[component]
pub(super) fn Problems(props: &Props) -> Html {
    if props.report.problems.is_empty() {
        return html! {
            <div class="scroll padded" tabindex="0" role="group" aria-label="Problems">
                <div class="empty">
                    <h2>{ "No problems" }</h2>
                    <p>{ "The API server, the controller and Kong take all of this as it is written." }</p>
                </div>
            </div>
        };
    }
    html! {
        <div class="scroll padded" tabindex="0" role="group" aria-label="Problems">
            { for Severity::ALL.into_iter().map(|severity| group(props, severity)) }
        </div>
    }
}

fn group(props: &Props, severity: Severity) -> Html {
    let of_severity = |problem: &&Problem| Severity::from_wire(&problem.severity) == severity;
    let problems: Vec<&Problem> = props.report.problems.iter().filter(of_severity).collect();
    if problems.is_empty() {
        return Html::default();
    }
    let number = u32::try_from(problems.len()).unwrap_or(u32::MAX);
    html! {
        <section class={classes!("problems", severity.word())}>
            <h2>{ count(number, severity.word()) }</h2>
            <ul>{ for problems.into_iter().map(|problem| one(props, problem, severity)) }</ul>
        </section>
    }
}

fn one(props: &Props, problem: &Problem, severity: Severity) -> Html {
    html! {
        <li class="problem">
            <p class="problem-head">
                <span class={classes!("badge", badge_class(severity))}>{ sign(severity) }{ severity.word() }</span>
                <span class="message">{ in_backquotes(&problem.message) }</span>
            </p>
            <p class="problem-place">
                { place(props, problem) }
                <code>{ &problem.code }</code>
                if let Some(object) = &problem.object {
                    <span>{ object }</span>
                }
                <a href={format!("reference/{}.html", problem.code)}>{ "what is this?" }</a>
            </p>
            { for problem.help.iter().map(|help| html! { <p class="help">{ in_backquotes(help) }</p> }) }
            <FixButtons report={props.report.clone()} ids={problem.fixes.clone()} on={props.on.clone()} />
            if !problem.source.is_empty() {
                <p class="source">{ &problem.source }</p>
            }
        </li>
    }
}

fn place(props: &Props, problem: &Problem) -> Html {
    let place = Place::of(&problem.span);
    let words = match place {
        Some(Place { pane, line, column, .. }) => format!("{} {line}:{column}", pane.label()),
        None => problem.span.file.clone(),
    };
    html! { <PlaceButton {place} {words} on={props.on.clone()} /> }
}

fn badge_class(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "bad",
        Severity::Warning => "warn",
        Severity::Info => "info",
    }
}

fn sign(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "✕ ",
        Severity::Warning => "! ",
        Severity::Info => "i ",
    }
}

#[cfg(all(test, not(target_arch = "wasm32")))]
mod tests {
    use super::*;
    use crate::reading::tests::{fix, problem};
    use crate::rendered::{html, text};
    use crate::state::Pane;
    use kic_core::wire;

    #[tokio::test]
    async fn problems_stand_by_severity_with_place_help_rule_and_fixes() {
        let mut error = problem("error", Pane::Environment);
        error.fixes = vec!["fix-1".to_owned()];
        let problems = vec![problem("info", Pane::Manifests), error];
        let report = wire::Report { problems, fixes: vec![fix("fix-1", Vec::new())], ..wire::Report::default() };
        let html = html::<Problems>(Props { report: Report::new(report), on: Callback::noop() }).await;
        let text = text(&html);
        let error = "1 error ✕ error a is not b Environment 1:1 some-code Gateway default/example what is this? Write b Apply fix-1 a rule";
        assert!(text.starts_with(error), "{text}");
        assert!(text.contains("1 info i info"), "{text}");
    }

    #[tokio::test]
    async fn no_problems_is_said() {
        let report = Report::new(wire::Report::default());
        let html = html::<Problems>(Props { report, on: Callback::noop() }).await;
        assert!(text(&html).starts_with("No problems"));
    }
}
