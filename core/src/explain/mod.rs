//! Explanations: the chain of a listener, what KIC says beside what Kong does, and the edits that mend it.

pub mod edits;
mod placeholder;
