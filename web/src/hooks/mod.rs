//! Where the state meets the browser: storage, engine, theme, sizes.

mod commands;
mod engine;
mod keeper;
mod look;
mod share;
mod storage;
mod store;

pub(crate) use commands::use_commands;
pub(crate) use engine::{run_inputs, use_engine};
pub(crate) use look::{use_split, use_theme};
pub(crate) use share::use_share;
pub(crate) use store::{use_store, use_store_of};
