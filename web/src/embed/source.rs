//! A text to be read: numbered lines, of which those that belong to what the reader points at stand out.

use std::rc::Rc;

use wasm_bindgen::JsCast;
use web_sys::HtmlElement;
use yew::prelude::*;

use crate::reading::Place;
use crate::state::{Pane, Reveal};

/// Properties of [`Source`].
#[derive(Properties, PartialEq)]
pub(super) struct Props {
    pub(super) pane: Pane,
    pub(super) text: Rc<str>,
    /// Places that stand out.
    pub(super) highlights: Rc<[Place]>,
    /// The place to show, if it is in this text.
    pub(super) reveal: Option<Reveal>,
}

/// The text.
#[component]
pub(super) fn Source(props: &Props) -> Html {
    let frame = use_node_ref();
    {
        let (frame, text) = (frame.clone(), Rc::clone(&props.text));
        use_effect_with(props.reveal, move |reveal| {
            if let (Some(reveal), Some(frame)) = (reveal, frame.cast::<HtmlElement>()) {
                bring_into_view(&frame, line_at(&text, reveal.place.from));
            }
        });
    }
    let revealed = props.reveal.iter().map(|reveal| &reveal.place);
    let marked: Vec<_> = props
        .highlights
        .iter()
        .chain(revealed)
        .map(|place| line_at(&props.text, place.from)..=line_at(&props.text, place.to.max(place.from + 1) - 1))
        .collect();
    html! {
        <div ref={frame} class="code source" role="group" aria-label={props.pane.label()} tabindex="0">
            { for props.text.trim_end().lines().enumerate().map(|(index, line)| {
                let is_marked = marked.iter().any(|lines| lines.contains(&index));
                let (before, rest) = indented(line);
                let (key, value) = parts(rest);
                html! {
                    <div key={index} class={classes!("code-line", is_marked.then_some("marked"))} data-number={(index + 1).to_string()}>
                        { before }
                        if rest.starts_with('#') {
                            <span class="c">{ rest }</span>
                        } else {
                            <span class="k">{ key }</span>{ value }
                        }
                    </div>
                }
            }) }
        </div>
    }
}

/// The 0-based line in which a UTF-16 unit of the text stands.
fn line_at(text: &str, unit: u32) -> usize {
    let mut units = 0;
    let mut line = 0;
    for letter in text.chars() {
        if units >= unit {
            break;
        }
        units += if u32::from(letter) > 0xffff { 2 } else { 1 };
        line += usize::from(letter == '\n');
    }
    line
}

/// Leading white space with the dashes of a list, and the rest.
fn indented(line: &str) -> (&str, &str) {
    let mut rest = line.trim_start();
    while let Some(item) = rest.strip_prefix("- ") {
        rest = item.trim_start();
    }
    line.split_at(line.len() - rest.len())
}

/// The key of a line (`key: value` of YAML, `KEY=value` of an environment) and what follows.
fn parts(rest: &str) -> (&str, &str) {
    let is_key = |key: &str| !key.is_empty() && !key.contains(char::is_whitespace) && !key.starts_with(['"', '\'']);
    let of_yaml = rest.find(": ").or_else(|| rest.ends_with(':').then(|| rest.len() - 1));
    let at = of_yaml.or_else(|| rest.find('=')).filter(|&at| rest.get(..at).is_some_and(is_key));
    rest.split_at(at.unwrap_or_default())
}

fn bring_into_view(frame: &HtmlElement, line: usize) {
    let found = u32::try_from(line).ok().and_then(|line| frame.children().item(line));
    if let Some(line) = found.and_then(|line| line.dyn_into::<HtmlElement>().ok()) {
        // Within the frame only: the page around it stays where its reader has put it.
        let middle = line.offset_top() - frame.offset_top() - frame.client_height() / 2;
        frame.set_scroll_top(middle.max(0));
    }
    let focused = frame.focus();
    debug_assert!(focused.is_ok(), "a region with a tabindex can be focused");
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_unit_is_in_the_line_after_the_breaks_before_it() {
        assert_eq!(line_at("a\nb\nc", 0), 0);
        assert_eq!(line_at("a\nb\nc", 2), 1);
        assert_eq!(line_at("😀\nb", 2), 0);
        assert_eq!(line_at("😀\nb", 3), 1);
        assert_eq!(line_at("a", 99), 0);
    }

    #[test]
    fn keys_are_told_from_values() {
        assert_eq!(indented("  - name: a"), ("  - ", "name: a"));
        assert_eq!(parts("name: a"), ("name", ": a"));
        assert_eq!(parts("spec:"), ("spec", ":"));
        assert_eq!(parts("KONG_PROXY_LISTEN=0.0.0.0:80"), ("KONG_PROXY_LISTEN", "=0.0.0.0:80"));
        assert_eq!(parts("just words here: no"), ("", "just words here: no"));
    }
}
