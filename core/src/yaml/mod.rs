//! Reading and writing YAML: spans, Kubernetes' YAML 1.1 scalars, one serde `Deserializer`, safe output.
//!
//! Must not know Kubernetes' kinds. Nothing outside of `parse` names the scanner crate.

mod document;
mod node;

pub use document::Document;
pub use node::{Entry, Map, Node, Value};
