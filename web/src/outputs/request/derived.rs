//! Requests that are made from the routes, each sent by a click, and routes that others shadow.

use kic_core::wire::request::{Derived, Shadow};
use yew::prelude::*;

use super::{entity_button, reason, send_button};
use crate::reading::{Asked, DerivedGroup};
use crate::state::Action;

/// Up to so many objects show their requests at once.
const OPEN: usize = 4;

/// More objects than this are not listed.
const SHOWN: usize = 300;

/// Properties of [`DerivedList`].
#[derive(Properties, PartialEq)]
pub(super) struct Props {
    pub(super) asked: Asked,
    /// Whether requests are made from the routes, or only when the user wants it.
    pub(super) derives: bool,
    pub(super) on: Callback<Action>,
}

/// The requests by object.
#[component]
pub(super) fn DerivedList(props: &Props) -> Html {
    if !props.derives {
        return html! {
            <section>
                <h2>{ "Requests made from the routes" }</h2>
                <p class="reason">
                    { "There are many routes: making requests from all of them takes a while at every keystroke. " }
                    { "A line of one of them in the Kong config sends a request to it." }
                </p>
                <button type="button" onclick={props.on.reform(|_| Action::DeriveMany)}>{ "Make them" }</button>
            </section>
        };
    }
    let groups = props.asked.groups();
    if groups.is_empty() {
        return Html::default();
    }
    let opens = groups.len() <= OPEN;
    let more = groups.len().saturating_sub(SHOWN);
    html! {
        <section class="derived">
            <h2>{ "Requests made from the routes" }</h2>
            { shadows(&props.asked.shadows, &props.on) }
            { for groups.iter().take(SHOWN).map(|group| one(group, opens, &props.on)) }
            if more > 0 {
                <p class="reason">{ format!("and those of {more} more objects: send them from the Kong config") }</p>
            }
        </section>
    }
}

fn shadows(shadows: &[Shadow], on: &Callback<Action>) -> Html {
    if shadows.is_empty() {
        return Html::default();
    }
    let one = |shadow: &Shadow| {
        let what = if shadow.whole { " is never reached: " } else { " loses requests: " };
        html! {
            <li>
                <span class="badge warn">{ "! shadowed" }</span>
                { " " }
                { entity_button(&shadow.route.name, Some(&shadow.route.pointer), on) }
                { what }
                { send_button(&shadow.request, on) }
                { " goes to " }
                { entity_button(&shadow.by.name, Some(&shadow.by.pointer), on) }
            </li>
        }
    };
    html! { <ul class="shadows" aria-label="Routes that others shadow">{ for shadows.iter().map(one) }</ul> }
}

fn one(group: &DerivedGroup<'_>, opens: bool, on: &Callback<Action>) -> Html {
    let made = group.fitting.len() + group.near.len();
    html! {
        <details key={group.name.to_owned()} open={opens}>
            <summary>
                { group.name }
                if made > 0 {
                    <span class="count">{ made }</span>
                }
            </summary>
            { list(None, &group.fitting, on) }
            { list(Some("Near misses"), &group.near, on) }
            { for group.not_made.iter().map(|left| html! {
                <div class="not-made">
                    <p class="reason">
                        { "! no request can be made for " }
                        { entity_button(&left.route.name, Some(&left.route.pointer), on) }
                        { ":" }
                    </p>
                    { reason(&left.why) }
                </div>
            }) }
        </details>
    }
}

fn list(title: Option<&str>, requests: &[&Derived], on: &Callback<Action>) -> Html {
    if requests.is_empty() {
        return Html::default();
    }
    let one = |derived: &&Derived| {
        html! { <li>{ send_button(&derived.line, on) }<span class="reason">{ told(derived) }</span></li> }
    };
    html! {
        <>
            { title.map(|title| html! { <h3>{ title }</h3> }) }
            <ul>{ for requests.iter().map(one) }</ul>
        </>
    }
}

/// What the request is, and where it ends.
fn told(derived: &Derived) -> String {
    let purpose = match derived.purpose.as_str() {
        "match" => "",
        "other-host" => "another host: ",
        "other-path" => "another path: ",
        "other-method" => "another method: ",
        other => other,
    };
    let end = match (&derived.other, &derived.outcome) {
        _ if derived.reaches => "✓ reaches it".to_owned(),
        (Some(other), _) => format!("→ goes to {}", other.name),
        (None, outcome) => format!("✕ {}, no route", outcome.as_deref().unwrap_or("undecided")),
    };
    format!("{purpose}{end}")
}

#[cfg(all(test, not(target_arch = "wasm32")))]
mod tests {
    use super::*;
    use crate::reading::tests::{derived, route};
    use crate::rendered::{html, text};
    use kic_core::wire;
    use kic_core::wire::request::NotMade;

    async fn shown(asked: wire::Asked, derives: bool) -> String {
        let props = Props { asked: Asked::new(asked), derives, on: Callback::noop() };
        text(&html::<DerivedList>(props).await)
    }

    #[tokio::test]
    async fn requests_stand_by_object_with_shadows_in_front() {
        let lost = Derived { reaches: false, other: Some(route(1)), ..derived(0, "match", "GET http://a/") };
        let near = Derived {
            reaches: false,
            outcome: Some("answered".to_owned()),
            ..derived(0, "other-path", "GET http://a/x")
        };
        let shadow = Shadow { route: route(0), by: route(1), request: "GET http://a/".to_owned(), whole: true };
        let asked = wire::Asked {
            derived: vec![lost, near],
            not_made: vec![NotMade { route: route(0), why: "its `regex` has no example".to_owned() }],
            shadows: vec![shadow],
            ..wire::Asked::default()
        };
        let words = "Requests made from the routes \
            ! shadowed httproute.default.a.0.0 is never reached: GET http://a/ goes to httproute.default.b.0.0 \
            HTTPRoute default/a 2 GET http://a/ → goes to httproute.default.b.0.0 \
            Near misses GET http://a/x another path: ✕ answered, no route \
            ! no request can be made for httproute.default.a.0.0 : its regex has no example";
        assert_eq!(shown(asked, true).await, words);
    }

    #[tokio::test]
    async fn of_many_routes_they_are_made_when_wanted() {
        assert!(shown(wire::Asked::default(), false).await.ends_with("Make them"));
    }
}
