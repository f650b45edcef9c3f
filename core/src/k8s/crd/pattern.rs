//! Patterns that texts must match.

use super::reader::Reader;

/// A regular expression, as the automaton that the generator made of it.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Pattern(pub(crate) usize);

impl Pattern {
    /// Whether the expression is found in the text.
    ///
    /// Source: Go's `regexp.MatchString`, without anchors other than those of the expression.
    pub fn is_in(self, text: &str) -> bool {
        let mut reader = Reader::at(self.0);
        let width = reader.number();
        let count = reader.number();
        let (classes, states) = reader.bytes().split_at_checked(count * 2).unwrap_or_default();
        let (classes, _) = classes.as_chunks::<2>();
        let row = 1 + width * 2;
        let mut state = 0;
        for byte in text.bytes() {
            let class = classes.iter().find(|[last, _]| byte <= *last).map_or(0, |[_, class]| usize::from(*class));
            let next = states.get(state * row + 1 + class * 2..).and_then(<[u8]>::first_chunk);
            state = next.map_or(0, |next| usize::from(u16::from_le_bytes(*next)));
        }
        states.get(state * row) == Some(&1)
    }
}
