//! The schemas of the custom resources, as tables in the program.
//!
//! The generator `core/build/` makes them of `core/crds/*.json`; [`format`] says how they look. Everything is read where
//! it stands: nothing is built at the start, and a schema in hand is a dozen numbers.
//!
//! The tables are made by us, so a record that cannot be read does not occur; reading past the end gives zeros.

pub mod defaults;
mod format;
mod pattern;
mod reader;
mod schema;

pub(crate) use format::*;
pub use pattern::Pattern;
pub(crate) use reader::{Reader, text, text_bytes};
pub use schema::{Default, Fields, Limits, Rule, Rules, Schema, Type, of};
