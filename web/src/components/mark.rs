//! The line that says what a change of a version box changed.

use std::fmt::Write;

use yew::prelude::*;

use crate::outputs::words::count;
use crate::state::{Action, Found, Mark, Versions};

/// Properties of [`MarkLine`].
#[derive(Properties, PartialEq)]
pub(crate) struct Props {
    pub(crate) mark: Option<Mark>,
    pub(crate) versions: Versions,
    pub(crate) on: Callback<Action>,
}

/// The line; nothing until a box was changed and the engine has answered. It is read out.
#[component]
pub(crate) fn MarkLine(props: &Props) -> Html {
    let told = props.mark.as_ref().and_then(|mark| Some((mark, mark.found?)));
    html! {
        <div class="changed" role="status" aria-label="What the other version changes">
            if let Some((mark, found)) = told {
                <p>{ words(&mark.from, &props.versions, found) }</p>
                if found.all > 0 {
                    <button type="button" class="link" onclick={props.on.reform(|_| Action::ShowMark)}>{ "Show" }</button>
                }
                <button type="button" class="quiet icon" aria-label="Dismiss" onclick={props.on.reform(|_| Action::DismissMark)}>
                    { "✕" }
                </button>
            }
        </div>
    }
}

/// `KIC 3.2.4 → 3.5.13: 3 differences, 1 worse`.
fn words(from: &Versions, to: &Versions, found: Found) -> String {
    let Found { all, worse } = found;
    let mut words = format!("{}: ", step(from, to));
    if all == 0 {
        words.push_str("changes nothing here");
        return words;
    }
    let number = |number: usize| u32::try_from(number).unwrap_or(u32::MAX);
    words.push_str(&count(number(all), "difference"));
    if worse > 0 {
        let _ = write!(words, ", {worse} worse");
    }
    words
}

/// The boxes that differ.
fn step(from: &Versions, to: &Versions) -> String {
    let boxes = [
        ("KIC", &*from.kic, &*to.kic),
        ("Kong", &*from.kong, &*to.kong),
        ("router", from.router.label(), to.router.label()),
    ];
    let changed = boxes.into_iter().filter(|(_, from, to)| from != to);
    changed.map(|(name, from, to)| format!("{name} {from} → {to}")).collect::<Vec<_>>().join(", ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::state::Router;

    #[test]
    fn the_line_names_the_boxes_that_changed() {
        let from = Versions::default();
        let to = Versions { kic: "3.4.20".into(), router: Router::Expressions, ..from.clone() };
        let line = words(&from, &to, Found { all: 3, worse: 1 });
        assert_eq!(line, "KIC 3.5.13 → 3.4.20, router from environment → expressions: 3 differences, 1 worse");
        assert_eq!(words(&from, &from, Found { all: 0, worse: 0 }), ": changes nothing here");
    }
}
