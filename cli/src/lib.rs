//! The parts of `kicplay`, as a library so that tests run what the program runs.

pub mod args;
pub mod explain;
pub mod files;
pub mod helm;
pub mod listens;
pub mod print;
pub mod text;
pub mod translate;
