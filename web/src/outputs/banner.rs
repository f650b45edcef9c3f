//! Why there is nothing, or nothing new, to show: the engine failed, Kong or the controller does not start.

use yew::prelude::*;

use crate::state::{Action, Failure, Outcome};

/// Properties of [`Banner`].
#[derive(Properties, PartialEq)]
pub(super) struct Props {
    pub(super) outcome: Outcome,
    pub(super) on: Callback<Action>,
}

/// At most one banner: a failure hides what an older report says.
#[component]
pub(super) fn Banner(props: &Props) -> Html {
    let outcome = &props.outcome;
    if let Some(failure) = &outcome.failure {
        return failed(failure, &props.on);
    }
    let refusal = outcome.report.as_ref().and_then(|report| report.does_not_start.as_ref());
    let Some(refusal) = refusal else {
        return Html::default();
    };
    let who = if refusal.who == "kong" { "Kong" } else { "The controller" };
    html! {
        <div class="banner bad">
            <p><b>{ format!("✕ {who} does not start with these settings.") }</b></p>
            <code class="block">{ refusal.error.trim() }</code>
        </div>
    }
}

fn failed(failure: &Failure, on: &Callback<Action>) -> Html {
    let (what, detail) = match failure {
        Failure::Panic(message) => ("The engine stopped with an error", Some(message)),
        Failure::TooSlow(_) => ("The engine took too long and was ended", None),
        Failure::Unreadable(message) => ("The engine's answer cannot be read", Some(message)),
    };
    html! {
        <div class="banner bad" role="alert">
            <p><b>{ format!("✕ {what}.") }</b>{ " Your text is kept. Results below, if any, belong to an older text." }</p>
            if let Some(detail) = detail {
                <code class="block">{ &**detail }</code>
            }
            <button type="button" onclick={on.reform(|_| Action::Retry)}>{ "Run again" }</button>
        </div>
    }
}

#[cfg(all(test, not(target_arch = "wasm32")))]
mod tests {
    use super::*;
    use crate::reading::Report;
    use crate::rendered::{html, text};
    use kic_core::wire;

    #[tokio::test]
    async fn a_kong_that_does_not_start_is_quoted() {
        let refusal = wire::DoesNotStart { who: "kong".to_owned(), error: "bad listen ".to_owned() };
        let report = Report::new(wire::Report { does_not_start: Some(refusal), ..wire::Report::default() });
        let outcome = Outcome { report: Some(report), ..Outcome::default() };
        let html = html::<Banner>(Props { outcome, on: Callback::noop() }).await;
        assert_eq!(text(&html), "✕ Kong does not start with these settings. bad listen");
    }

    #[tokio::test]
    async fn a_panic_is_told_with_a_way_to_try_again() {
        let outcome = Outcome { failure: Some(Failure::Panic("at line 1".into())), ..Outcome::default() };
        let text = text(&html::<Banner>(Props { outcome, on: Callback::noop() }).await);
        assert!(
            text.contains("Your text is kept.") && text.contains("at line 1") && text.ends_with("Run again"),
            "{text}"
        );
    }
}
