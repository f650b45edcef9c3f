//! The syntax tree of a regular expression, of both dialects.

use super::class::Class;

/// A part of a pattern. Units are characters in the Rust dialect and bytes in PCRE, which Kong runs without UTF mode.
#[derive(Debug)]
pub(super) enum Node {
    Empty,
    Unit { value: u32, fold: bool },
    Any { newline: bool },
    Class { class: Class, fold: bool },
    Assert(Assertion),
    Capture { index: usize, body: Box<Node> },
    Concat(Vec<Node>),
    Alternate(Vec<Node>),
    Repeat { body: Box<Node>, min: u32, max: Option<u32>, greed: Greed },
    Atomic(Box<Node>),
    Look { behind: bool, negative: bool, body: Box<Node> },
    BackReference { group: usize, fold: bool },
}

/// How often a repetition tries first.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Greed {
    Greedy,
    Lazy,
    /// PCRE only: nothing is given back.
    Possessive,
}

/// What holds between two units.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Assertion {
    TextStart,
    TextEnd,
    LineStart,
    LineEnd,
    /// PCRE's `$`: the end, or in front of a final line feed.
    TextEndOrFinalNewline,
    WordBoundary,
    NotWordBoundary,
    WordStart,
    WordEnd,
    WordStartHalf,
    WordEndHalf,
}

impl Node {
    /// The number of units that every match has; `None` where it varies.
    pub(super) fn length(&self) -> Option<usize> {
        match self {
            Self::Empty | Self::Assert(_) | Self::Look { .. } => Some(0),
            Self::Unit { .. } | Self::Any { .. } | Self::Class { .. } => Some(1),
            Self::Capture { body, .. } | Self::Atomic(body) => body.length(),
            Self::Concat(nodes) => nodes.iter().map(Self::length).sum(),
            Self::Alternate(branches) => {
                let mut lengths = branches.iter().map(Self::length);
                let first = lengths.next()??;
                lengths.all(|length| length == Some(first)).then_some(first)
            }
            Self::Repeat { body, min, max, .. } => {
                (*max == Some(*min)).then_some(())?;
                body.length()?.checked_mul(usize::try_from(*min).ok()?)
            }
            Self::BackReference { .. } => None,
        }
    }

    /// Whether a match can be empty; a wrong yes only costs time.
    pub(super) fn may_be_empty(&self) -> bool {
        match self {
            Self::Unit { .. } | Self::Any { .. } | Self::Class { .. } => false,
            Self::Empty | Self::Assert(_) | Self::Look { .. } | Self::BackReference { .. } => true,
            Self::Capture { body, .. } | Self::Atomic(body) => body.may_be_empty(),
            Self::Concat(nodes) => nodes.iter().all(Self::may_be_empty),
            Self::Alternate(branches) => branches.iter().any(Self::may_be_empty),
            Self::Repeat { body, min, .. } => *min == 0 || body.may_be_empty(),
        }
    }
}
