//! Edits of the user's text that mend a problem.

use crate::text::Span;

/// One replacement: the text under `span` becomes `text`. An empty span inserts.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Edit {
    /// What is replaced; its file tells the pane.
    pub span: Span,
    /// The new text.
    pub text: String,
}

/// A set of edits that are applied together.
///
/// Minimal: comments and layout of the user's text stay. The spans do not overlap.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Fix {
    /// What the button says, imperative, with the value: ``Add `ssl` to the listen on port 9903``.
    pub title: String,
    /// The edits, in any order.
    pub edits: Vec<Edit>,
}

impl Fix {
    /// A fix of one edit.
    pub fn replace(title: impl Into<String>, span: Span, text: impl Into<String>) -> Self {
        Self { title: title.into(), edits: vec![Edit { span, text: text.into() }] }
    }
}

/// The text after the edits.
#[cfg(test)]
pub(crate) fn apply(text: &str, edits: &[Edit]) -> String {
    use crate::text::to_usize;

    let mut edits = edits.to_vec();
    edits.sort_by_key(|edit| std::cmp::Reverse(edit.span));
    let mut text = text.to_owned();
    for edit in edits {
        text.replace_range(to_usize(edit.span.start)..to_usize(edit.span.end), &edit.text);
    }
    text
}
