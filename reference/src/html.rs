//! Blocks and words as HTML.

use std::fmt::Write as _;

use kic_core::diagnostic::Code;

use crate::block::{Block, Inline, inlines};
use crate::entry::Entry;

/// What code in backticks becomes.
#[derive(Clone, Copy, Debug)]
pub enum Links<'a> {
    /// Code and nothing else.
    None,
    /// A problem code or the key of one of these entries leads to its page, from a page of the site's own folder.
    Site(&'a [Entry]),
}

/// Blocks one after the other.
pub fn blocks(blocks: &[Block], links: Links<'_>) -> String {
    let mut out = String::new();
    for block in blocks {
        block_into(&mut out, block, links);
    }
    out
}

fn block_into(out: &mut String, block: &Block, links: Links<'_>) {
    match block {
        Block::Heading(level, words) => {
            let _ = writeln!(out, "<h{level}>{}</h{level}>", words_of(words, links));
        }
        Block::Paragraph(words) => {
            let _ = writeln!(out, "<p>{}</p>", words_of(words, links));
        }
        // Wide lines scroll, so the keyboard must get there.
        Block::Code { language, text } => {
            let _ =
                writeln!(out, "<pre tabindex=\"0\" data-language=\"{language}\"><code>{}</code></pre>", escaped(text));
        }
        Block::List(items) => {
            out.push_str("<ul>\n");
            for item in items {
                out.push_str("<li>");
                match item.as_slice() {
                    [Block::Paragraph(words)] => out.push_str(&words_of(words, links)),
                    [Block::Paragraph(words), rest @ ..] => {
                        out.push_str(&words_of(words, links));
                        out.push('\n');
                        out.push_str(&blocks(rest, links));
                    }
                    other => out.push_str(&blocks(other, links)),
                }
                out.push_str("</li>\n");
            }
            out.push_str("</ul>\n");
        }
    }
}

/// Words of the catalogue, code in backticks.
pub fn words(text: &str, links: Links<'_>) -> String {
    words_of(&inlines(text), links)
}

fn words_of(inlines: &[Inline], links: Links<'_>) -> String {
    let mut out = String::new();
    for inline in inlines {
        match inline {
            Inline::Text(text) => out.push_str(&escaped(text)),
            Inline::Code(text) => match target(text, links) {
                Some(address) => {
                    let _ = write!(out, "<a href=\"{}\"><code>{}</code></a>", escaped(&address), escaped(text));
                }
                None => {
                    let _ = write!(out, "<code>{}</code>", escaped(text));
                }
            },
        }
    }
    out
}

/// Where a word leads.
fn target(word: &str, links: Links<'_>) -> Option<String> {
    let Links::Site(entries) = links else { return None };
    if let Some(code) = Code::parse(word) {
        return Some(code_address(code));
    }
    let entry = entries.iter().find(|entry| entry.key == word)?;
    Some(entry_address(entry))
}

/// The address of a code's page inside of the site's folder.
pub fn code_address(code: Code) -> String {
    format!("{}.html", code.as_str())
}

/// The address of an entry inside of the site's folder.
pub fn entry_address(entry: &Entry) -> String {
    format!("annotations.html#{}", entry_id(entry))
}

/// The id of an entry on the page of all annotations: its key, so that a link can be made without the catalogue.
pub fn entry_id(entry: &Entry) -> &str {
    &entry.key
}

/// Text that is safe as text and in attributes with double quotes.
pub fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{block, entry};

    #[test]
    fn text_cannot_become_markup() {
        let parsed = block::parse("a & b `<i>\"`\n\n- one\n- two\n\n  ```text\n  <b>\n  ```\n").unwrap();
        let html = blocks(&parsed, Links::None);
        assert!(html.starts_with("<p>a &amp; b <code>&lt;i&gt;&quot;</code></p>\n<ul>\n<li>one</li>\n"), "{html}");
        assert!(
            html.contains("<li>two\n<pre tabindex=\"0\" data-language=\"text\"><code>&lt;b&gt;</code></pre>\n</li>")
        );
    }

    #[test]
    fn codes_and_keys_lead_to_their_pages() {
        let entries = entry::all();
        let html = words("`yaml-syntax` and `konghq.com/strip-path`, not `strip-path`", Links::Site(&entries));
        assert!(html.starts_with("<a href=\"yaml-syntax.html\"><code>yaml-syntax</code></a> and "), "{html}");
        assert!(html.contains("<a href=\"annotations.html#konghq.com/strip-path\">"));
        assert!(html.ends_with("not <code>strip-path</code>"));
    }

    #[test]
    fn ids_of_entries_are_unique() {
        let entries = entry::all();
        let mut ids: Vec<&str> = entries.iter().map(entry_id).collect();
        ids.sort_unstable();
        let number = ids.len();
        ids.dedup();
        assert_eq!(ids.len(), number);
    }
}
