//! The parts of `kicplay`, as a library so that tests run what the program runs.

pub mod admit;
pub mod args;
pub mod checkout;
pub mod color;
pub mod diff;
pub mod explain;
pub mod files;
pub mod github;
pub mod helm;
pub mod issue;
pub mod lines;
pub mod link;
pub mod listens;
pub mod print;
pub mod request;
pub mod route;
pub mod sarif;
pub mod text;
pub mod translate;
