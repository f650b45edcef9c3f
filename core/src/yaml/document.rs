//! One document of a text.

use super::Node;
use crate::text::Span;

/// One document between two `---` lines.
#[derive(Clone, Debug)]
pub struct Document<'a> {
    /// Its tree; `None` for a broken document.
    pub node: Option<Node<'a>>,
    /// Its text, without the separators.
    pub span: Span,
    /// Number of the document in its file, from 0.
    pub index: u32,
    /// The scanner's message, as the API server's tools word it, for a broken document.
    pub error: Option<String>,
}
