//! The part of CommonMark that pages are written in, as blocks.
//!
//! Paragraphs, `code`, fenced blocks with a language, lists with `-`. Everything else is refused with its line, so that
//! each way of showing a page (terminal, HTML) can show all of it.

use std::fmt;
use std::ops::Range;

use pulldown_cmark::{CodeBlockKind, Event, HeadingLevel, OffsetIter, Options, Parser, Tag, TagEnd};

/// Languages of fenced blocks.
pub const LANGUAGES: [&str; 3] = ["yaml", "sh", "text"];

/// A part of a paragraph.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Inline {
    /// Plain words; line breaks of the source are blanks.
    Text(String),
    /// Text in backticks.
    Code(String),
}

/// A paragraph, a list or a fenced block.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Block {
    /// A heading of level 1 or 2.
    Heading(u8, Vec<Inline>),
    /// Words.
    Paragraph(Vec<Inline>),
    /// A fenced block.
    Code {
        /// One of [`LANGUAGES`].
        language: String,
        /// The lines, without a newline at the end.
        text: String,
    },
    /// A list; each item is a list of blocks that is not empty.
    List(Vec<Vec<Block>>),
}

/// What cannot be read, and in which line of the text (1-based).
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct MarkdownError {
    /// The line.
    pub line: usize,
    /// What is wrong there, and what to write instead.
    pub what: String,
}

impl fmt::Display for MarkdownError {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "line {}: {}", self.line, self.what)
    }
}

impl std::error::Error for MarkdownError {}

/// The blocks of a text.
///
/// # Errors
/// The first construct that is none of those that pages are written in.
pub fn parse(text: &str) -> Result<Vec<Block>, MarkdownError> {
    Reader { events: Parser::new_ext(text, Options::empty()).into_offset_iter(), text }.blocks(None)
}

struct Reader<'a> {
    events: OffsetIter<'a>,
    text: &'a str,
}

impl Reader<'_> {
    /// All blocks until this end, or until the end of the text.
    fn blocks(&mut self, until: Option<TagEnd>) -> Result<Vec<Block>, MarkdownError> {
        let mut blocks = Vec::new();
        // An item of a list without empty lines has its words right inside of it.
        let mut loose = Vec::new();
        while let Some((event, place)) = self.events.next() {
            match event {
                Event::End(end) if Some(end) == until => break,
                Event::Start(tag) => {
                    flush(&mut loose, &mut blocks);
                    blocks.push(self.block(&tag, &place)?);
                }
                other => loose.push(self.inline(&other, &place)?),
            }
        }
        flush(&mut loose, &mut blocks);
        Ok(blocks)
    }

    fn block(&mut self, tag: &Tag<'_>, place: &Range<usize>) -> Result<Block, MarkdownError> {
        match tag {
            Tag::Paragraph => Ok(Block::Paragraph(self.inlines(TagEnd::Paragraph)?)),
            Tag::Heading { level: level @ HeadingLevel::H1, .. } => {
                Ok(Block::Heading(1, self.inlines(TagEnd::Heading(*level))?))
            }
            Tag::Heading { level: level @ HeadingLevel::H2, .. } => {
                Ok(Block::Heading(2, self.inlines(TagEnd::Heading(*level))?))
            }
            Tag::List(None) => self.items(),
            Tag::CodeBlock(CodeBlockKind::Fenced(language)) => self.code(language, place),
            Tag::CodeBlock(CodeBlockKind::Indented) => Err(self.error(place, "put code between lines of ```")),
            Tag::List(Some(_)) => Err(self.error(place, "begin the items of a list with `-`, without numbers")),
            Tag::Heading { .. } => Err(self.error(place, "a page has the headings of its four sections only")),
            Tag::HtmlBlock => Err(self.error(place, "put what looks like HTML between backticks")),
            Tag::Emphasis | Tag::Strong => {
                Err(self.error(place, "write without emphasis; put `*` and `_` in backticks"))
            }
            Tag::Link { .. } | Tag::Image { .. } => {
                Err(self.error(place, "write without links; a code or annotation in backticks becomes one"))
            }
            _ => Err(self.error(place, "only paragraphs, `code`, fenced blocks and lists with `-` can be shown")),
        }
    }

    fn items(&mut self) -> Result<Block, MarkdownError> {
        let mut items = Vec::new();
        while let Some((event, place)) = self.events.next() {
            match event {
                Event::End(TagEnd::List(_)) => break,
                Event::Start(Tag::Item) => {
                    let item = self.blocks(Some(TagEnd::Item))?;
                    if item.is_empty() {
                        return Err(self.error(&place, "an item of the list is empty"));
                    }
                    items.push(item);
                }
                _ => return Err(self.error(&place, "a list has nothing but items")),
            }
        }
        Ok(Block::List(items))
    }

    fn code(&mut self, language: &str, place: &Range<usize>) -> Result<Block, MarkdownError> {
        if !LANGUAGES.contains(&language) {
            return Err(self.error(place, "the language of a fenced block is `yaml`, `sh` or `text`"));
        }
        let mut text = String::new();
        for (event, _) in self.events.by_ref() {
            match event {
                Event::Text(more) => text.push_str(&more),
                _ => break,
            }
        }
        text.truncate(text.trim_end().len());
        if text.is_empty() {
            return Err(self.error(place, "a fenced block is empty"));
        }
        Ok(Block::Code { language: language.to_owned(), text })
    }

    fn inlines(&mut self, until: TagEnd) -> Result<Vec<Inline>, MarkdownError> {
        let mut inlines = Vec::new();
        while let Some((event, place)) = self.events.next() {
            match event {
                Event::End(end) if end == until => break,
                other => inlines.push(self.inline(&other, &place)?),
            }
        }
        Ok(joined(inlines))
    }

    fn inline(&self, event: &Event<'_>, place: &Range<usize>) -> Result<Inline, MarkdownError> {
        match event {
            Event::Text(text) => Ok(Inline::Text(text.to_string())),
            Event::Code(text) => Ok(Inline::Code(text.to_string())),
            Event::SoftBreak => Ok(Inline::Text(" ".to_owned())),
            Event::HardBreak => Err(self.error(place, "end the line without blanks or a backslash")),
            Event::InlineHtml(_) | Event::Html(_) => {
                Err(self.error(place, "put what looks like HTML between backticks"))
            }
            Event::Start(Tag::Emphasis | Tag::Strong) => {
                Err(self.error(place, "write without emphasis; put `*` and `_` in backticks"))
            }
            Event::Start(Tag::Link { .. } | Tag::Image { .. }) => {
                Err(self.error(place, "write without links; a code or annotation in backticks becomes one"))
            }
            _ => Err(self.error(place, "only words and `code` can stand here")),
        }
    }

    fn error(&self, place: &Range<usize>, what: &str) -> MarkdownError {
        let before = self.text.get(..place.start).unwrap_or(self.text);
        MarkdownError { line: before.matches('\n').count() + 1, what: what.to_owned() }
    }
}

fn flush(loose: &mut Vec<Inline>, blocks: &mut Vec<Block>) {
    if !loose.is_empty() {
        blocks.push(Block::Paragraph(joined(std::mem::take(loose))));
    }
}

/// Neighbouring texts as one: the parser splits at every character that might have been markup.
fn joined(inlines: Vec<Inline>) -> Vec<Inline> {
    let mut out: Vec<Inline> = Vec::new();
    for inline in inlines {
        match (out.last_mut(), inline) {
            (Some(Inline::Text(before)), Inline::Text(text)) => before.push_str(&text),
            (_, inline) => out.push(inline),
        }
    }
    out
}

/// The words of a text with single backticks around code, which is how the catalogue of annotations is written.
pub fn inlines(text: &str) -> Vec<Inline> {
    let parts = text.split('`').enumerate().filter(|(_, part)| !part.is_empty());
    parts
        .map(|(index, part)| if index % 2 == 0 { Inline::Text(part.to_owned()) } else { Inline::Code(part.to_owned()) })
        .collect()
}

/// The text of inlines with backticks around code.
pub fn text_of(inlines: &[Inline]) -> String {
    let mut out = String::new();
    for inline in inlines {
        match inline {
            Inline::Text(text) => out.push_str(text),
            Inline::Code(text) => {
                out.push('`');
                out.push_str(text);
                out.push('`');
            }
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(text: &str) -> Inline {
        Inline::Text(text.to_owned())
    }

    fn paragraph(words: &str) -> Block {
        Block::Paragraph(inlines(words))
    }

    #[test]
    fn the_four_kinds_of_blocks_are_read() {
        let blocks =
            parse("One [and]\n`two`.\n\n- a `b`\n- c\n\n  ```sh\n  ls\n  ```\n\n```yaml\na:\n  b: 1\n```\n").unwrap();
        let code = |language: &str, text: &str| Block::Code { language: language.to_owned(), text: text.to_owned() };
        let list = Block::List(vec![vec![paragraph("a `b`")], vec![paragraph("c"), code("sh", "ls")]]);
        assert_eq!(blocks, [paragraph("One [and] `two`."), list, code("yaml", "a:\n  b: 1")]);
    }

    #[test]
    fn the_rest_is_refused_with_its_line() {
        let refused = |text: &str| parse(text).unwrap_err().to_string();
        assert!(refused("a\n\n1. b\n").starts_with("line 3: begin the items"));
        assert!(refused("a *b* c").contains("emphasis"));
        assert!(refused("a <name> c").contains("HTML"));
        assert!(refused("[a](b)").contains("links"));
        assert!(refused("```go\nx\n```").contains("`yaml`"));
        assert!(refused("    x").contains("```"));
        assert!(refused("### x").contains("headings"));
        assert!(refused("- a\n-\n").contains("empty"));
    }

    #[test]
    fn backticks_of_the_catalogue_are_code() {
        assert_eq!(inlines("sets `x`: y"), [text("sets "), Inline::Code("x".to_owned()), text(": y")]);
        assert_eq!(text_of(&inlines("`a` and b")), "`a` and b");
    }
}
