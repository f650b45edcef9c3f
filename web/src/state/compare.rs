//! What the page is held against: other versions of the same text, or a state that the user pinned.

use super::{Inputs, KIC_RELEASES, Versions};

/// What the page is held against, and what the user pinned.
#[derive(Clone, PartialEq, Debug)]
pub struct Compare {
    /// Which of the two.
    pub base: Base,
    /// The other versions.
    pub other: Versions,
    /// The pinned state.
    pub pinned: Option<Pinned>,
    /// The user wants the rules of many differences, however long that takes.
    pub explains_many: bool,
    /// What the last change of a version box changed.
    pub mark: Option<Mark>,
}

/// What the page is held against.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum Base {
    /// The same text with other versions.
    #[default]
    Versions,
    /// The pinned state.
    Pinned,
}

/// A state to come back to with the eyes.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Pinned {
    /// Its texts.
    pub inputs: Inputs,
    /// Its versions.
    pub versions: Versions,
}

/// What a change of a version box changed.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Mark {
    /// The versions before.
    pub from: Versions,
    /// How much it is; `None` until the engine has answered.
    pub found: Option<Found>,
}

/// Numbers of differences.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Found {
    /// All of them.
    pub all: usize,
    /// Those that are worse.
    pub worse: usize,
}

impl Default for Compare {
    /// Against the oldest release: the most there is to see.
    fn default() -> Self {
        let kic = KIC_RELEASES.last().copied().unwrap_or_default().into();
        let other = Versions { kic, ..Versions::default() };
        Self { base: Base::default(), other, pinned: None, explains_many: false, mark: None }
    }
}
