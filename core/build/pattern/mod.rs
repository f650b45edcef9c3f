//! Patterns: regular expressions of RE2 as automatons over bytes.
//!
//! All patterns of the CRDs are known here, so nothing has to read or compile one at run time, and a test of a text is one
//! table look-up a byte.

mod automaton;
mod states;
mod syntax;

use crate::blob::Blob;

/// The offset of the automaton that accepts the texts in which the pattern is found.
pub(crate) fn write(blob: &mut Blob, pattern: &str) -> Result<usize, String> {
    let parsed = syntax::parse(pattern).map_err(|error| format!("{pattern}: {error}"))?;
    let states = states::States::of(&parsed);
    let automaton = automaton::Automaton::of(&states).map_err(|error| format!("{pattern}: {error}"))?;
    Ok(blob.put(automaton.record()))
}
