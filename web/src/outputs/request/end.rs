//! What is at the end of the way: plugins, targets, what the upstream gets or Kong answers.

use kic_core::wire::request::{Decision, Plugin, Target};
use yew::prelude::*;

use super::entity_button;
use crate::outputs::words::in_backquotes;
use crate::reading::Asked;
use crate::state::Action;

/// Width of a full bar in CSS pixels.
const BAR: f64 = 96.0;

/// Properties of [`Ends`].
#[derive(Properties, PartialEq)]
pub(super) struct Props {
    pub(super) asked: Asked,
    pub(super) on: Callback<Action>,
}

/// The parts that there are.
#[component]
pub(super) fn Ends(props: &Props) -> Html {
    let Some(decision) = &props.asked.decision else {
        return Html::default();
    };
    html! {
        <>
            { plugins(decision, &props.on) }
            { targets(decision, &props.on) }
            { sent(decision) }
            { answer(decision) }
        </>
    }
}

fn plugins(decision: &Decision, on: &Callback<Action>) -> Html {
    if decision.plugins.is_empty() {
        return Html::default();
    }
    html! {
        <section>
            <h2>{ "Plugins, in the order in which they run" }</h2>
            <table class="annotations plugins">
                <thead>
                    <tr>
                        <th scope="col">{ "Plugin" }</th>
                        <th scope="col">{ "Priority" }</th>
                        <th scope="col">{ "Bound to" }</th>
                        <th scope="col">{ "Effect" }</th>
                    </tr>
                </thead>
                <tbody>{ for decision.plugins.iter().map(|it| plugin(it, on)) }</tbody>
            </table>
            if let Some(consumer) = &decision.consumer {
                <p class="reason">{ format!("Consumer: {consumer}") }</p>
            }
        </section>
    }
}

fn plugin(plugin: &Plugin, on: &Callback<Action>) -> Html {
    let (sign, color) = match plugin.effect.as_str() {
        "passes" => ("✓ ", None),
        "changes" => ("± ", Some("info")),
        "answers" => ("← ", Some("warn")),
        "not-reached" => ("– ", Some("quiet")),
        _ => ("▸ ", Some("quiet")),
    };
    html! {
        <tr>
            <td data-label="Plugin">{ entity_button(&plugin.name, Some(&plugin.pointer), on) }</td>
            <td data-label="Priority">
                { plugin.priority.map_or_else(|| "not known".to_owned(), |priority| priority.to_string()) }
            </td>
            <td data-label="Bound to">{ &plugin.scope }</td>
            <td data-label="Effect">
                <span class={classes!("badge", color)}>{ sign }{ plugin.effect.replace('-', " ") }</span>
                { " " }
                { in_backquotes(&plugin.text) }
            </td>
        </tr>
    }
}

fn targets(decision: &Decision, on: &Callback<Action>) -> Html {
    if decision.targets.is_empty() {
        return Html::default();
    }
    html! {
        <section>
            <h2>{ "Targets, with their part of the requests" }</h2>
            <ul class="targets">{ for decision.targets.iter().map(|it| target(it, on)) }</ul>
        </section>
    }
}

/// The bar is a picture of the number beside it. Its width is an attribute, which the page's policy allows.
fn target(target: &Target, on: &Callback<Action>) -> Html {
    let width = target.share * BAR;
    html! {
        <li>
            <svg width="96" height="8" aria-hidden="true">
                <rect class="bar-all" width="96" height="8" rx="2" />
                <rect class="bar-part" width={format!("{width:.0}")} height="8" rx="2" />
            </svg>
            <b>{ format!("{:.1} %", target.share * 100.0) }</b>
            { entity_button(&target.target, target.pointer.as_deref(), on) }
            <span class="reason">{ format!("weight {}", target.weight) }</span>
        </li>
    }
}

fn sent(decision: &Decision) -> Html {
    let Some(sent) = &decision.upstream else {
        return Html::default();
    };
    let host = sent.host.as_ref().map(|host| if sent.method.is_empty() { ("SNI", host) } else { ("Host", host) });
    let headers = sent.headers.iter().map(|(name, value)| (name.as_str(), value));
    let first = format!("{} {}", sent.method, sent.url);
    html! {
        <section>
            <h2>{ "The upstream gets" }</h2>
            { message(first.trim_start(), host.into_iter().chain(headers).map(header).collect()) }
        </section>
    }
}

fn answer(decision: &Decision) -> Html {
    let Some(answer) = &decision.answer else {
        return Html::default();
    };
    let headers = answer.headers.iter().map(|(name, value)| header((name, value))).collect();
    html! {
        <section>
            <h2>{ "Kong answers" }</h2>
            { message(&answer.status.to_string(), headers) }
            { answer.message.as_deref().map(|text| html! { <code class="block message-body">{ text }</code> }) }
        </section>
    }
}

fn header((name, value): (&str, &String)) -> Html {
    html! { <><span class="k">{ name }</span>{ ": " }{ value }{ "\n" }</> }
}

fn message(first: &str, headers: Vec<Html>) -> Html {
    html! { <code class="block message code">{ first }{ "\n" }{ for headers }</code> }
}

#[cfg(all(test, not(target_arch = "wasm32")))]
mod tests {
    use super::*;
    use crate::rendered::{html, text};
    use kic_core::wire;
    use kic_core::wire::request::Sent;

    #[tokio::test]
    async fn targets_and_what_they_get_are_told_in_numbers_and_words() {
        let target = |target: &str, share| Target { target: target.to_owned(), weight: 1, share, pointer: None };
        let sent = Sent {
            url: "http://10.0.0.1:80/a".to_owned(),
            target: "/a".to_owned(),
            host: Some("a.com".to_owned()),
            method: "GET".to_owned(),
            headers: vec![("X-Real-IP".to_owned(), "1.2.3.4".to_owned())],
        };
        let decision = Decision {
            request: String::new(),
            outcome: "forwarded".to_owned(),
            summary: String::new(),
            steps: Vec::new(),
            certificate: None,
            route: None,
            lost: Vec::new(),
            plugins: vec![Plugin {
                name: "cors".to_owned(),
                priority: Some(2000),
                scope: "route".to_owned(),
                effect: "not-reached".to_owned(),
                text: "another one answered".to_owned(),
                pointer: String::new(),
            }],
            consumer: None,
            targets: vec![target("10.0.0.1:80", 0.75), target("10.0.0.2:80", 0.25)],
            upstream: Some(sent),
            answer: None,
        };
        let asked = Asked::new(wire::Asked { decision: Some(decision), ..wire::Asked::default() });
        let html = html::<Ends>(Props { asked, on: Callback::noop() }).await;
        let words = "Plugins, in the order in which they run Plugin Priority Bound to Effect \
            cors 2000 route – not reached another one answered \
            Targets, with their part of the requests 75.0 % 10.0.0.1:80 weight 1 25.0 % 10.0.0.2:80 weight 1 \
            The upstream gets GET http://10.0.0.1:80/a Host : a.com X-Real-IP : 1.2.3.4";
        assert_eq!(text(&html), words);
        assert!(html.contains(r#"width="72""#), "{html}");
    }
}
