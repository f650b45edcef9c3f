//! Components as HTML text, for the tests that need no browser.

use yew::{BaseComponent, LocalServerRenderer};

/// What a component shows at first.
pub(crate) async fn html<C>(props: C::Properties) -> String
where
    C: BaseComponent,
{
    LocalServerRenderer::<C>::with_props(props).hydratable(false).render().await
}

/// The text without its tags, white space joined: what a screen reader says, more or less.
pub(crate) fn text(html: &str) -> String {
    let mut text = String::new();
    let mut rest = html;
    while let Some((before, tag)) = rest.split_once('<') {
        text.push_str(before);
        text.push(' ');
        rest = tag.split_once('>').map_or("", |(_, rest)| rest);
    }
    text.push_str(rest);
    let words: Vec<&str> = text.split_whitespace().collect();
    words.join(" ").replace("&#x27;", "'").replace("&quot;", "\"").replace("&gt;", ">")
}
