//! The border between inputs and outputs, moved by pointer or by keys.

use wasm_bindgen::JsCast;
use web_sys::{Element, PointerEvent};
use yew::prelude::*;

use crate::state::{Action, Split};

/// Percent that an arrow key moves.
const STEP: u8 = 2;

/// Properties of [`Splitter`].
#[derive(Properties, PartialEq)]
pub(crate) struct Props {
    pub(crate) split: Split,
    pub(crate) on: Callback<Action>,
}

/// The border.
#[component]
pub(crate) fn Splitter(props: &Props) -> Html {
    let onkeydown = {
        let (percent, on) = (props.split.percent(), props.on.clone());
        Callback::from(move |event: KeyboardEvent| {
            if let Some(percent) = by_key(&event.key(), percent) {
                event.prevent_default();
                on.emit(Action::MoveSplit(Split::new(percent)));
            }
        })
    };
    let onpointermove = {
        let on = props.on.clone();
        Callback::from(move |event: PointerEvent| {
            if let Some(percent) = dragged(&event) {
                on.emit(Action::MoveSplit(Split::new(percent)));
            }
        })
    };
    html! {
        <div
            class="splitter"
            role="separator"
            tabindex="0"
            aria-orientation="vertical"
            aria-label="Width of the inputs"
            aria-valuenow={props.split.percent().to_string()}
            aria-valuemin={Split::MIN.to_string()}
            aria-valuemax={Split::MAX.to_string()}
            onpointerdown={|event: PointerEvent| capture(&event)}
            {onpointermove}
            {onkeydown}
        />
    }
}

/// From here on the pointer's moves belong to the border, wherever the pointer is.
fn capture(event: &PointerEvent) {
    event.prevent_default();
    if let Some(splitter) = target(event) {
        let captured = splitter.set_pointer_capture(event.pointer_id());
        debug_assert!(captured.is_ok(), "a pointer that is down can be captured");
    }
}

fn target(event: &PointerEvent) -> Option<Element> {
    event.target()?.dyn_into().ok()
}

/// Where the pointer is in percent of the two sides, while it is down.
fn dragged(event: &PointerEvent) -> Option<u8> {
    let splitter = target(event)?;
    if !splitter.has_pointer_capture(event.pointer_id()) {
        return None;
    }
    let sides = splitter.parent_element()?.get_bounding_client_rect();
    let share = (f64::from(event.client_x()) - sides.left()) / sides.width();
    percent_of(share)
}

fn percent_of(share: f64) -> Option<u8> {
    (0..=100_u8).find(|&percent| f64::from(percent) + 0.5 >= share * 100.0)
}

fn by_key(key: &str, percent: u8) -> Option<u8> {
    match key {
        "ArrowLeft" => Some(percent.saturating_sub(STEP)),
        "ArrowRight" => Some(percent.saturating_add(STEP)),
        "Home" => Some(Split::MIN),
        "End" => Some(Split::MAX),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shares_become_the_nearest_percent() {
        assert_eq!(percent_of(-0.3), Some(0));
        assert_eq!(percent_of(0.424), Some(42));
        assert_eq!(percent_of(0.426), Some(43));
        assert_eq!(percent_of(2.0), None);
    }

    #[test]
    fn keys_stay_within_the_limits() {
        let percent = by_key("ArrowLeft", Split::MIN).map(|percent| Split::new(percent).percent());
        assert_eq!(percent, Some(Split::MIN));
    }
}
