//! The reference: a page for each problem code, an entry for each annotation, label and feature gate.
//!
//! The pages are Markdown files in `problems/`, one a code, embedded in this crate. It is no part of the core or of the
//! page's WASM, so that texts cost no download; the page fetches [`json::reference`] when a reader asks for it.
#![deny(missing_docs)]

pub mod block;
pub mod entry;
pub mod html;
pub mod json;
pub mod lookup;
pub mod markdown;
pub mod page;
pub mod problem;
pub mod site;
pub mod terminal;
