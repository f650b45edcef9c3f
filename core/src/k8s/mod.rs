//! Kubernetes objects: the kinds table, metadata, what the API server fills in, and our reading of each kind.
//!
//! The readings borrow from the stored object ([`Object`]), which borrows from the user's text; each field has its
//! place. A reading never fails: a missing field reads as empty, and admission has said so before.
//! Must not know Kong.

pub mod consumer;
pub mod crd;
pub mod defaults;
pub mod facade;
pub mod gateway;
pub mod grant;
pub mod http;
pub mod ingress;
pub mod kinds;
pub mod l4_ingress;
pub mod load;
mod object;
pub mod route;
pub mod selector;
pub mod service;

pub use kinds::Kind;
pub use object::{Object, ObjectKey};
