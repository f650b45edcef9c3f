//! What the API server refuses, and the fields that it drops.
//!
//! Custom resources are judged by the schemas of their CRDs, as tables ([`crate::k8s::crd`]), in the server's two layers:
//! the structural schema, then the rules over several fields. Each refusal has the server's message, for `left_out`, and a
//! problem for the user.

mod cel;
mod core_kinds;
mod duplicates;
mod finding;
mod formats;
mod metadata;
mod path;
mod problem;
mod schema;
mod service;
mod unknown;

pub use core_kinds::check_core_kinds;
pub use service::check_port_names;

use serde_json::{Value as Json, json};

use crate::diagnostic::Diagnostic;
use crate::k8s::Object;
use crate::k8s::crd::{self, Schema};
use crate::k8s::kinds::KINDS;
use crate::k8s::load::{LeftOut, Stage};
use crate::ordered::Ordered as _;
use crate::settings::KicVersion;
use crate::text::Sources;
use crate::yaml::{self, Node};
use finding::Finding;

/// Objects that the API server stores, and those that it does not.
#[derive(Clone, Debug, Default)]
pub struct Admitted<'a> {
    /// The stored ones, in the order of the text.
    pub accepted: Vec<Object<'a>>,
    /// The refused ones, in the order of the text.
    pub refused: Vec<Refused<'a>>,
}

/// An object that the API server does not store.
#[derive(Clone, Debug)]
pub struct Refused<'a> {
    /// The object.
    pub object: Object<'a>,
    /// The server's messages, sorted.
    pub left_out: LeftOut,
    /// Whether the controller could read it if it were stored.
    pub is_decodable: bool,
}

/// Lets through what the API server would store. The objects must have their defaults.
///
/// Adds a problem for each refusal, and `unknown-field` for each field that the server drops; the fields stay in the
/// object, where nobody reads them.
///
/// Source: the CRDs of Gateway API, experimental channel, and of Kong, as the release comes with them; Kubernetes apiextensions-apiserver
/// pkg/registry/customresource/strategy.go:Validate.
pub fn admit<'a>(
    objects: Vec<Object<'a>>,
    kic: KicVersion,
    sources: &Sources<'_>,
    problems: &mut Vec<Diagnostic>,
) -> Admitted<'a> {
    let mut admitted = Admitted::default();
    for object in objects {
        let (mut why, mut is_decodable) = match crd::of(object.kind(), kic) {
            Some(schema) => check(&object, &schema, sources, problems),
            None => (Vec::new(), true),
        };
        let mut stage = Stage::Schema;
        if let Some(words) = metadata::check(&object, sources, problems) {
            is_decodable = false;
            if why.is_empty() {
                stage = Stage::Decode;
                why.push(words);
            }
        }
        if why.is_empty() {
            admitted.accepted.push(object);
            continue;
        }
        let (document, span) = (object.document, object.span);
        let left_out = LeftOut { document, object: Some(object.title()), stage, why, span };
        admitted.refused.push(Refused { object, left_out, is_decodable });
    }
    admitted
}

/// The server's messages against an object, and whether the controller could read it.
fn check(
    object: &Object<'_>,
    schema: &Schema,
    sources: &Sources<'_>,
    problems: &mut Vec<Diagnostic>,
) -> (Vec<String>, bool) {
    let verdict = Verdict::on(&object.node, schema);
    if verdict.has_unknown {
        for unknown in unknown::check(&object.node, schema) {
            // Inside of a value of another type every field is unknown; the type is what is to be mended.
            if !verdict.schema.iter().any(|finding| finding.is_around(&unknown.path)) {
                problems.extend(problem::unknown_field(object, &unknown));
            }
        }
    }
    problems.extend(problem::all(object, &verdict.schema, sources));
    problems.extend(problem::all(object, &verdict.rules, sources));
    if verdict.has_duplicates && verdict.stage().is_none() {
        let duplicates = duplicates::check(&object.node, schema);
        problems.extend(duplicates.iter().map(|duplicate| problem::duplicate(object, duplicate)));
    }
    (verdict.messages(), verdict.schema.iter().all(Finding::is_decodable))
}

/// All that the server has against a value.
struct Verdict<'n> {
    /// What the schema finds.
    schema: Vec<Finding<'n>>,
    /// The rules that are broken; they are tried where nothing keeps the server from it.
    rules: Vec<Finding<'n>>,
    /// [`unknown::check`] may find something.
    has_unknown: bool,
    /// [`duplicates::check`] may find something.
    has_duplicates: bool,
}

impl<'n> Verdict<'n> {
    fn on(node: &'n Node<'n>, schema: &Schema) -> Self {
        let (found, noted) = schema::check(node, schema);
        let is_blocked = found.iter().any(Finding::blocks_rules);
        let rules = if !is_blocked && cel::is_any_broken(&noted.rules) { cel::check(node, schema) } else { Vec::new() };
        Self { schema: found, rules, has_unknown: noted.has_unknown, has_duplicates: noted.has_duplicates }
    }

    /// `schema` or `rule`; `None` for an object that is accepted.
    fn stage(&self) -> Option<&'static str> {
        match (self.schema.is_empty(), self.rules.is_empty()) {
            (false, _) => Some("schema"),
            (true, false) => Some("rule"),
            (true, true) => None,
        }
    }

    /// The messages, sorted, without repetition: those of the rules where the schema finds nothing, as recorded.
    fn messages(&self) -> Vec<String> {
        let findings = if self.schema.is_empty() { &self.rules } else { &self.schema };
        let mut messages: Vec<String> = findings.iter().map(Finding::message).collect();
        messages.order();
        messages.dedup();
        messages
    }
}

/// What the API server says to an object of a kind: `accepted`, and where it applies `stage` (`schema` or `rule`),
/// `errors` and `unknown_fields`, both sorted; `error` where there is no such kind.
pub fn answer(kind: &str, manifest: &Json) -> Json {
    let info = KINDS.iter().find(|info| info.name == kind);
    let Some(schema) = info.and_then(|info| crd::of(info.kind, KicVersion::default())) else {
        return json!({ "accepted": false, "error": format!("no custom resource of the kind `{kind}`") });
    };
    let mut node = yaml::from_json(manifest, "the manifest");
    crd::defaults::apply(&mut node, &schema);
    let mut unknown: Vec<String> = unknown::check(&node, &schema).into_iter().map(|unknown| unknown.path).collect();
    unknown.order();
    let verdict = Verdict::on(&node, &schema);
    let mut answer = json!({ "accepted": verdict.stage().is_none() });
    if let Some(stage) = verdict.stage() {
        answer["errors"] = verdict.messages().into();
        answer["stage"] = stage.into();
    }
    if !unknown.is_empty() {
        answer["unknown_fields"] = unknown.into();
    }
    answer
}

#[cfg(test)]
mod tests;
