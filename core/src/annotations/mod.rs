//! Annotations, labels and gates that the controller knows: the catalogue, and what each one found did.
//!
//! The effect is recorded by the code that applies the annotation ([`Effect`]); the verdicts are made from the
//! records and the catalogue. There is no second implementation of an annotation for explaining it.

pub mod catalogue;
mod effect;
pub mod verdict;

pub use effect::{Effect, Entity, Found, Outcome};
