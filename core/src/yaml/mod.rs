//! Reading and writing YAML: spans, Kubernetes' YAML 1.1 scalars, one serde `Deserializer`, safe output.
//!
//! Must not know Kubernetes' kinds. Nothing outside of `parse` names the scanner crate.

mod de;
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

pub use de::{Context, Mismatch, Reason, UnknownField, from_node};
pub use document::Document;
pub use emit::{emit, emit_like_kubernetes};
pub use fault::Fault;
pub use json::to_json;
pub use limits::Limits;
pub use node::{Entry, Map, Node, Value};
pub use parse::parse;
