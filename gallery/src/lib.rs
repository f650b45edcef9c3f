//! The examples of the page.
//!
//! An example is a folder with `example.yaml` (what it is about and what must come of it) beside the texts themselves:
//! `manifests.yaml`, and `kong.env` and `values.yaml` where it has them. This crate reads them, for the suite that holds each
//! against the engine (`tests/tests/gallery.rs`) and for the one file that the page fetches when somebody opens its gallery.
//! It knows neither the engine nor the page.

mod example;
mod folder;
mod json;
mod thread;

pub use example::{Example, Expectation, GROUPS, Mend, Versions};
pub use folder::{ReadError, all};
pub use json::gallery;
pub use thread::Thread;
