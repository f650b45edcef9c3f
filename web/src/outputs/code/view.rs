//! Lines of code as a list: a click or the arrow keys choose a line.
//!
//! Short texts are whole in the page, so that the browser's search finds everything. Of long ones only the lines near
//! the window are: a configuration of 1,000 routes has some 40,000 lines.

use std::collections::BTreeSet;
use std::ops::Range;
use std::rc::Rc;

use wasm_bindgen::JsCast;
use web_sys::{Element, MouseEvent};
use yew::prelude::*;

use kic_core::wire::code::Text;

use super::Line;
use crate::components::take_lost_focus;
use crate::reading::Report;
use crate::state::{Action, LinesShown};

/// Up to so many lines are whole in the page.
const WHOLE: usize = 1_500;

/// Lines above and below the window that are in the page.
const MARGIN: usize = 60;

/// Height of a line in CSS pixels, as `--line-height` in `code.css`.
const HEIGHT: usize = 20;

/// So many more lines on either side are asked for, where only some are there.
const AHEAD: usize = 300;

/// A text, of which some lines may be elsewhere.
#[derive(Clone, PartialEq, Debug, Default)]
pub(in crate::outputs) struct Code {
    /// How many lines it has.
    pub(in crate::outputs) count: usize,
    /// Index of the first that is here.
    pub(in crate::outputs) from: usize,
    /// Those that are here.
    pub(in crate::outputs) lines: Rc<[Line]>,
}

impl Code {
    /// A text of the report: the lines that came with it, or those of its values.
    pub(in crate::outputs) fn of(report: &Report, text: Text) -> Self {
        if let Some(lines) = report.lines().filter(|lines| lines.text == text) {
            let index = |number: u32| usize::try_from(number).unwrap_or_default();
            return Self {
                count: index(lines.count),
                from: index(lines.from),
                lines: Rc::from(lines.lines.as_slice()),
            };
        }
        let value = if text.is_config() { &report.config } else { &report.status };
        let lines: Rc<[Line]> = text.lines(value).into();
        Self { count: lines.len(), from: 0, lines }
    }

    /// Whether all of it is here.
    pub(in crate::outputs) fn is_whole(&self) -> bool {
        self.lines.len() == self.count
    }

    fn get(&self, index: usize) -> Option<&Line> {
        self.lines.get(index.checked_sub(self.from)?)
    }

    /// Lines in this range that are here.
    fn here(&self, range: Range<usize>) -> Range<usize> {
        let end = self.from + self.lines.len();
        let start = range.start.clamp(self.from, end);
        start..range.end.clamp(start, end)
    }
}

/// Properties of [`CodeView`].
#[derive(Properties, PartialEq)]
pub(in crate::outputs) struct Props {
    pub(in crate::outputs) label: &'static str,
    pub(in crate::outputs) code: Code,
    /// Indices of the lines that stand out.
    pub(in crate::outputs) marked: Rc<BTreeSet<usize>>,
    /// Whether the first of them is brought into view.
    pub(in crate::outputs) shows_marked: bool,
    pub(in crate::outputs) on: Callback<Action>,
}

/// The list.
#[component]
pub(in crate::outputs) fn CodeView(props: &Props) -> Html {
    let frame = use_node_ref();
    let window = use_state_eq(|| 0..WHOLE);
    let current = use_state_eq(|| None::<usize>);
    let count = props.code.count;

    let first = props.marked.first().copied().filter(|_| props.shows_marked);
    {
        let frame = frame.clone();
        use_effect_with(first, move |first| {
            if let Some(index) = first {
                take_lost_focus(&frame);
                bring_block_into_view(&frame, *index);
            }
        });
    }
    let choose = {
        let (code, current, on) = (props.code.clone(), current.clone(), props.on.clone());
        move |index: usize| {
            if let Some(line) = code.get(index) {
                current.set(Some(index));
                on.emit(Action::TraceOutput(Rc::clone(&line.pointer)));
            }
        }
    };
    let onclick = {
        let choose = choose.clone();
        Callback::from(move |event: MouseEvent| line_of(&event).into_iter().for_each(&choose))
    };
    let onkeydown = {
        let (current, frame) = (*current, frame.clone());
        Callback::from(move |event: KeyboardEvent| {
            if let Some(index) = destination(&event.key(), current, count) {
                event.prevent_default();
                choose(index);
                bring_into_view(&frame, index);
            }
        })
    };
    let onscroll = {
        let (window, frame) = (window.clone(), frame.clone());
        let (code, on) = (props.code.clone(), props.on.clone());
        Callback::from(move |_: Event| {
            if let Some(frame) = frame.cast::<Element>().filter(|_| count > WHOLE || !code.is_whole()) {
                let seen = window_at(frame.scroll_top(), frame.client_height());
                let seen = seen.start.min(count)..seen.end.min(count);
                if code.here(seen.clone()) != seen {
                    on.emit(Action::ShowLines(around(&seen)));
                }
                window.set(seen);
            }
        })
    };
    let shown = if count <= WHOLE { 0..count } else { window.start.min(count)..window.end.min(count) };
    let shown = props.code.here(shown);
    let active = current.filter(|index| shown.contains(index)).map(id);
    html! {
        <div
            ref={frame}
            class="code"
            role="listbox"
            tabindex="0"
            aria-label={format!("{}, {count} lines", props.label)}
            aria-activedescendant={active}
            {onclick}
            {onkeydown}
            {onscroll}
        >
            { space(shown.start) }
            { for shown.clone().filter_map(|index| {
                let line = props.code.get(index)?;
                Some(one(index, line, *current == Some(index), props.marked.contains(&index)))
            }) }
            { space(count - shown.end) }
        </div>
    }
}

fn one(index: usize, line: &Line, is_current: bool, is_marked: bool) -> Html {
    let parts = line.tokens.iter().map(|token| match token.kind.class() {
        Some(class) => html! { <span {class}>{ &token.text }</span> },
        None => html! { &token.text },
    });
    html! {
        <div
            id={id(index)}
            class={classes!("code-line", is_marked.then_some("marked"))}
            role="option"
            aria-selected={is_current.to_string()}
            data-line={index.to_string()}
            data-number={(index + 1).to_string()}
        >{ for parts }</div>
    }
}

fn id(index: usize) -> String {
    format!("code-line-{index}")
}

/// The room of lines that are not in the page. An `svg` has its height as an attribute, which the page's policy allows.
fn space(lines: usize) -> Html {
    if lines == 0 {
        return Html::default();
    }
    html! { <svg class="code-space" width="1" height={(lines * HEIGHT).to_string()} aria-hidden="true" /> }
}

fn window_at(top: i32, height: i32) -> Range<usize> {
    let first = usize::try_from(top).unwrap_or_default() / HEIGHT;
    let visible = usize::try_from(height).unwrap_or_default() / HEIGHT;
    // In steps, so that not every pixel of scrolling draws anew.
    let start = first.saturating_sub(MARGIN) / 20 * 20;
    start..first + visible + MARGIN + 20
}

/// The lines to ask for where these are seen.
fn around(seen: &Range<usize>) -> LinesShown {
    let number = |index: usize| u32::try_from(index).unwrap_or(u32::MAX);
    LinesShown { from: number(seen.start.saturating_sub(AHEAD)), to: number(seen.end + AHEAD), at: None }
}

/// The line under the pointer, unless the user was selecting text.
fn line_of(event: &MouseEvent) -> Option<usize> {
    let selection = gloo::utils::window().get_selection().ok().flatten();
    if selection.is_some_and(|selection| !selection.is_collapsed()) {
        return None;
    }
    let target: Element = event.target()?.dyn_into().ok()?;
    target.closest("[data-line]").ok()??.get_attribute("data-line")?.parse().ok()
}

fn destination(key: &str, current: Option<usize>, count: usize) -> Option<usize> {
    let last = count.checked_sub(1)?;
    match key {
        "ArrowDown" => Some(current.map_or(0, |index| (index + 1).min(last))),
        "ArrowUp" => Some(current.map_or(0, |index| index.saturating_sub(1))),
        "PageDown" => Some(current.map_or(0, |index| (index + 20).min(last))),
        "PageUp" => Some(current.map_or(0, |index| index.saturating_sub(20))),
        "Home" => Some(0),
        "End" => Some(last),
        _ => None,
    }
}

/// Scrolls by line numbers: the line itself may not be in the page yet.
fn bring_into_view(frame: &NodeRef, index: usize) {
    let Some(frame) = frame.cast::<Element>() else { return };
    let (Ok(line), Ok(height)) = (i32::try_from(index * HEIGHT), i32::try_from(HEIGHT)) else { return };
    if line < frame.scroll_top() {
        frame.set_scroll_top(line);
    } else if line + 2 * height > frame.scroll_top() + frame.client_height() {
        frame.set_scroll_top(line + 2 * height - frame.client_height());
    }
}

/// A line that is out of sight comes near the top: what belongs to it stands below.
fn bring_block_into_view(frame: &NodeRef, index: usize) {
    const ABOVE: usize = 3;
    let Some(element) = frame.cast::<Element>() else { return };
    let shown = window_lines(element.scroll_top(), element.client_height());
    if !shown.contains(&index) {
        let top = i32::try_from(index.saturating_sub(ABOVE) * HEIGHT).unwrap_or_default();
        element.set_scroll_top(top);
    }
}

/// The lines that are wholly seen.
fn window_lines(top: i32, height: i32) -> Range<usize> {
    let line = |pixels: i32| usize::try_from(pixels).unwrap_or_default() / HEIGHT;
    line(top)..line(top + height).saturating_sub(1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_window_holds_what_is_seen_and_a_margin() {
        let range = window_at(40_000, 600);
        assert!(range.start <= 2_000 - MARGIN + 20 && range.end >= 2_030 + MARGIN, "{range:?}");
        assert_eq!(window_at(0, 600).start, 0);
    }

    #[test]
    fn keys_stay_within_the_lines() {
        assert_eq!(destination("ArrowDown", None, 3), Some(0));
        assert_eq!(destination("ArrowDown", Some(2), 3), Some(2));
        assert_eq!(destination("PageUp", Some(2), 3), Some(0));
        assert_eq!(destination("End", None, 0), None);
    }
}
