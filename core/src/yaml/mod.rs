//! Reading and writing YAML: spans, Kubernetes' YAML 1.1 scalars, safe output.
//!
//! Must not know Kubernetes' kinds. Nothing outside of `parse` names the scanner crate.

mod document;
mod emit;
mod fault;
mod go;
mod json;
mod limits;
mod node;
mod parse;
mod scalar;
mod split;
mod timestamp;

pub use document::Document;
pub use emit::{emit, emit_like_kubernetes};
pub use fault::Fault;
pub use go::json_syntax;
pub use json::{from_json, to_json};
pub use limits::Limits;
pub use node::{Entry, Map, Node, Value};
pub use parse::parse;
