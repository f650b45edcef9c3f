//! What the API server refuses, and the fields that it drops.
//!
//! Two layers, as in the server: the schema of the kind (types, required fields, words), then the rules of the CRD
//! over several fields. While the schema finds something, the rules are not tried. Each refusal has the server's
//! message, for `left_out`, and a problem for the user.

mod decode;
mod rules;
mod service;

pub use service::check_port_names;

use crate::diagnostic::Diagnostic;
use crate::k8s::Object;
use crate::k8s::load::{LeftOut, Stage};

/// A reason to refuse an object.
#[derive(Clone, Debug)]
pub struct Refusal {
    /// The API server's words: `path: Invalid value: …`.
    pub message: String,
    /// The same for the user, with place and help.
    pub problem: Diagnostic,
}

/// Objects that the API server stores, and those that it does not.
#[derive(Clone, Debug, Default)]
pub struct Admitted<'a> {
    /// The stored ones, in the order of the text.
    pub accepted: Vec<Object<'a>>,
    /// The refused ones, in the order of the text, with the server's messages, sorted.
    pub refused: Vec<(Object<'a>, LeftOut)>,
}

/// Lets through what the API server would store. The objects must have their defaults.
///
/// Adds a problem for each refusal, and `unknown-field` for each field that the server drops; the fields stay in the
/// object, where nobody reads them.
///
/// Source: CRDs of Gateway API 1.3, experimental channel; spec/gateway-status.md 1.2.
pub fn admit<'a>(objects: Vec<Object<'a>>, problems: &mut Vec<Diagnostic>) -> Admitted<'a> {
    let mut admitted = Admitted::default();
    for object in objects {
        let mut refusals = decode::check(&object, problems);
        if refusals.is_empty() {
            refusals = rules::check(&object);
        }
        if refusals.is_empty() {
            admitted.accepted.push(object);
            continue;
        }
        let mut why: Vec<String> = refusals.iter().map(|refusal| refusal.message.clone()).collect();
        why.sort();
        problems.extend(refusals.into_iter().map(|refusal| refusal.problem));
        let left_out = LeftOut {
            document: object.document,
            object: Some(object.title()),
            stage: Stage::Schema,
            why,
            span: object.span,
        };
        admitted.refused.push((object, left_out));
    }
    admitted
}

#[cfg(test)]
mod tests;
