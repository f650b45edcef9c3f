//! The fixed form of a page: a title and four sections.

use std::fmt;

use crate::block::{self, Block, MarkdownError, text_of};

/// The headings of the sections, in this order.
pub const SECTIONS: [&str; 4] = ["Symptom", "Cause", "See it in a cluster", "Mend it"];

/// A section of a page.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Section {
    /// One of [`SECTIONS`].
    pub heading: &'static str,
    /// Its blocks without headings; never empty.
    pub blocks: Vec<Block>,
}

/// A page.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Page {
    /// The heading of level 1.
    pub title: String,
    /// Four sections, in the order of [`SECTIONS`].
    pub sections: Vec<Section>,
}

/// Why a text is no page.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum PageError {
    /// Something in it cannot be shown.
    Markdown(MarkdownError),
    /// It has not the fixed form.
    Form(String),
}

impl fmt::Display for PageError {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Markdown(error) => write!(out, "{error}"),
            Self::Form(what) => write!(out, "{what}"),
        }
    }
}

impl std::error::Error for PageError {}

impl Page {
    /// Reads a page.
    ///
    /// # Errors
    /// Markdown that cannot be shown; a title, section or order that is not the fixed form; an empty section.
    pub fn parse(text: &str) -> Result<Self, PageError> {
        let mut title = None;
        let mut sections: Vec<Section> = Vec::new();
        for block in block::parse(text).map_err(PageError::Markdown)? {
            match block {
                Block::Heading(1, words) if title.is_none() => title = Some(text_of(&words)),
                Block::Heading(2, words) if title.is_some() => {
                    let (found, expected) = (text_of(&words), SECTIONS.get(sections.len()));
                    match expected {
                        Some(&heading) if heading == found => sections.push(Section { heading, blocks: Vec::new() }),
                        Some(heading) => return Err(form(format!("`## {heading}` must stand before `## {found}`"))),
                        None => return Err(form(format!("`## {found}` is one section too many"))),
                    }
                }
                Block::Heading(..) => return Err(form("the page begins with its one `# title`".to_owned())),
                block => match sections.last_mut() {
                    Some(section) => section.blocks.push(block),
                    None => return Err(form("text stands before `## Symptom`".to_owned())),
                },
            }
        }
        let title = title.ok_or_else(|| form("there is no `# title`".to_owned()))?;
        if let Some(missing) = SECTIONS.get(sections.len()) {
            return Err(form(format!("there is no `## {missing}`")));
        }
        if let Some(empty) = sections.iter().find(|section| section.blocks.is_empty()) {
            return Err(form(format!("`## {}` is empty", empty.heading)));
        }
        Ok(Self { title, sections })
    }
}

fn form(what: String) -> PageError {
    PageError::Form(what)
}

#[cfg(test)]
mod tests {
    use super::*;

    const GOOD: &str = "# T\n\n## Symptom\n\na\n\n## Cause\n\nb\n\n## See it in a cluster\n\nc\n\n## Mend it\n\nd\n";

    #[test]
    fn a_page_has_a_title_and_four_sections() {
        let page = Page::parse(GOOD).unwrap();
        assert_eq!(page.title, "T");
        assert_eq!(page.sections.iter().map(|section| section.heading).collect::<Vec<_>>(), SECTIONS);
    }

    #[test]
    fn what_differs_from_the_form_is_said() {
        let refused = |from: &str, to: &str| Page::parse(&GOOD.replace(from, to)).unwrap_err().to_string();
        assert_eq!(refused("# T\n\n", ""), "the page begins with its one `# title`");
        assert_eq!(refused("## Cause", "## Causes"), "`## Cause` must stand before `## Causes`");
        assert_eq!(refused("\nd\n", "\n"), "`## Mend it` is empty");
        assert_eq!(refused("## Mend it\n\nd\n", ""), "there is no `## Mend it`");
        assert_eq!(refused("# T\n", "# T\n\nx\n"), "text stands before `## Symptom`");
        assert_eq!(refused("d\n", "d\n\n## More\n\ne\n"), "`## More` is one section too many");
    }
}
