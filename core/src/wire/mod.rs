//! The JSON contract of all hosts: what `kicplay --output …` prints and what the page's worker sends.
//!
//! Wire structs are separate from the core's own types, so that a change inside is not a change of the contract.
//! Places become lines and columns here and nowhere else. Field names are `snake_case`, absent values are
//! `null`, lists are never missing.

pub mod code;
pub mod compare;
mod convert;
pub mod export;
pub mod import;
mod input;
pub mod job;
pub mod link;
pub mod request;
mod run;

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use serde_json::Value;

pub use convert::{Places, report, value};
pub use input::{Input, run, sources};
pub use request::{Asked, Question, ask, asked};
pub use run::{Run, Sections, Totals};

/// Everything that the report says, ready to be written as JSON.
#[derive(Clone, PartialEq, Debug, Default, Serialize, Deserialize)]
pub struct Report {
    /// The line of verdict.
    pub verdict: Verdict,
    /// Kong or the controller refuses its settings; then `config` is null.
    pub does_not_start: Option<DoesNotStart>,
    /// The body that the controller posts to Kong's `/config`.
    pub config: Value,
    /// Statuses by kind and name; DESIGN section 4.
    pub status: Value,
    /// Kubernetes events that the controller records, sorted.
    pub events: Vec<Event>,
    /// Answers of the admission webhook by object: only refusals, failures and warnings.
    pub webhook: BTreeMap<String, Webhook>,
    /// Documents that never reach the controller.
    pub left_out: Vec<LeftOut>,
    /// What would happen if refused documents were let through; null when none was refused.
    pub as_if_accepted: Option<AsIfAccepted>,
    /// Problems by severity, then by place.
    pub problems: Vec<Problem>,
    /// One row per Gateway listener.
    pub listeners: Vec<Listener>,
    /// One row per annotation or label that the controller knows or that seems meant for it.
    pub annotations: Vec<Annotation>,
    /// One verdict per object.
    pub objects: Vec<Object>,
    /// One verdict per variable of the environment; empty where the input does not ask for fields.
    pub variables: Vec<Variable>,
    /// JSON pointer into `{"config": …, "status": …}` to the places that decided the value.
    pub origins: BTreeMap<String, Vec<Origin>>,
    /// All offered edits.
    pub fixes: Vec<Fix>,
    /// What was assumed because the input does not say it.
    pub assumed: Vec<Assumed>,
}

/// Counts for the line of verdict.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct Verdict {
    /// Listeners of Gateways of this controller.
    pub listeners: u32,
    /// Those that are programmed and that Kong serves.
    pub ready: u32,
    /// Problems of severity error.
    pub errors: u32,
    /// Problems of severity warning.
    pub warnings: u32,
    /// Problems of severity info.
    pub infos: u32,
}

/// Who refuses to start, and with which text.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct DoesNotStart {
    /// `kong` or `controller`.
    pub who: String,
    /// The program's own text.
    pub error: String,
}

/// A Kubernetes event.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug, Serialize, Deserialize)]
pub struct Event {
    /// `Kind namespace/name`.
    pub object: String,
    /// `Normal` or `Warning`.
    #[serde(rename = "type")]
    pub event_type: String,
    /// Reason, for example `KongConfigurationTranslationFailed`.
    pub reason: String,
    /// The controller's text.
    pub message: String,
}

/// An answer of the controller's admission webhook.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct Webhook {
    /// Whether the object is let through.
    pub allowed: bool,
    /// Why not.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub message: Option<String>,
    /// The handler itself failed with this text.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub failed: Option<String>,
    /// Warnings of an object that is let through.
    #[serde(skip_serializing_if = "Vec::is_empty", default)]
    pub warnings: Vec<String>,
}

/// A document that never reaches the controller.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct LeftOut {
    /// Number of the document in its file, from 0.
    pub document: u32,
    /// `Kind namespace/name`, or null where it cannot be told.
    pub object: Option<String>,
    /// `yaml`, `api`, `schema`, `decode` or `kic`.
    pub stage: String,
    /// The messages of the layer that refuses.
    pub why: Vec<String>,
}

/// The run with refused documents let through.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct AsIfAccepted {
    /// As [`Report::config`].
    pub config: Value,
    /// As [`Report::status`].
    pub status: Value,
    /// As [`Report::events`].
    pub events: Vec<Event>,
    /// As [`Report::webhook`].
    pub webhook: BTreeMap<String, Webhook>,
}

/// A place in the user's text. Lines and columns from 1; columns and offsets in UTF-16 units.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug, Default, Serialize, Deserialize)]
pub struct Span {
    /// Name of the file.
    pub file: String,
    /// `manifests`, `environment`, `replica-environment` or `helm-values`.
    pub pane: String,
    /// First line.
    pub line: u32,
    /// First column.
    pub column: u32,
    /// Last line.
    pub end_line: u32,
    /// One past the last column.
    pub end_column: u32,
    /// Offset of the first unit in the file.
    pub from: u32,
    /// Offset one past the last unit.
    pub to: u32,
}

/// What decided a value: a place of the text, or a named default or rule.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(untagged)]
pub enum Origin {
    /// `{file, line, …}`.
    At(Span),
    /// `{default: "…"}`.
    Rule {
        /// Name of the default or rule.
        default: String,
    },
}

/// One problem.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Problem {
    /// Stable code, for example `listener-port-unavailable`.
    pub code: String,
    /// `error`, `warning` or `info`.
    pub severity: String,
    /// One line.
    pub message: String,
    /// `Kind namespace/name`.
    pub object: Option<String>,
    /// Field path inside the object.
    pub path: Option<String>,
    /// Where.
    pub span: Span,
    /// Other places, each with a few words.
    pub labels: Vec<Label>,
    /// What to do.
    pub help: Vec<String>,
    /// The rule.
    pub source: String,
    /// The best edit that mends it.
    pub fix: Option<Fix>,
    /// Ids of all edits that mend it, best first.
    pub fixes: Vec<String>,
}

/// A further place of a problem.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Label {
    /// Where.
    pub span: Span,
    /// What is there.
    pub text: String,
}

/// Edits that are applied together.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Fix {
    /// Unique in this report: `fix-1`, `fix-2`, …
    pub id: String,
    /// What the button says.
    pub title: String,
    /// The edits; spans do not overlap.
    pub edits: Vec<Edit>,
}

/// One replacement.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Edit {
    /// The pane, as in [`Span::pane`].
    pub pane: String,
    /// What is replaced; an empty span inserts.
    pub span: Span,
    /// The new text.
    pub text: String,
}

/// One Gateway listener: the chain and both verdicts.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Listener {
    /// `namespace/name` of the Gateway.
    pub gateway: String,
    /// Name of the listener.
    pub name: String,
    /// Protocol as written.
    pub protocol: String,
    /// Port as written; 0 where it is missing.
    pub port: i64,
    /// Hostname, if any.
    pub hostname: Option<String>,
    /// Whether the controller programs it and Kong serves it.
    pub ready: bool,
    /// The listener in the manifests.
    pub span: Span,
    /// Five stations in this order: Gateway listener, Service port, target port, Kong listen, verdict.
    pub hops: Vec<Hop>,
    /// What the status says, in one line, for example `PortUnavailable: no Kong listen …`.
    pub kic: String,
    /// What a client would meet, in one line.
    pub kong: String,
    /// Whether `kic` and `kong` disagree.
    pub split: bool,
    /// Ids of the edits that mend it, best first.
    pub fixes: Vec<String>,
}

/// One station of the chain.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Hop {
    /// `gateway-listener`, `service-port`, `target-port`, `kong-listen` or `verdict`.
    pub station: String,
    /// `ok`, `broken` (the chain breaks here), or `unknown` (not reached).
    pub state: String,
    /// What stands at the station: `HTTPS 443`, `443/TCP`, `8443`, `0.0.0.0:8443 ssl`, `PortUnavailable`.
    pub text: String,
    /// Why it is broken, in words; null when it is not.
    pub why: Option<String>,
    /// What decided it.
    pub origins: Vec<Origin>,
}

/// One annotation, label or gate.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Annotation {
    /// `Kind namespace/name`.
    pub object: String,
    /// The key.
    pub key: String,
    /// The value.
    pub value: String,
    /// `applied`, `default`, `invalid`, `misplaced`, `overridden`, `unsupported`, `unknown`.
    pub verdict: String,
    /// What it changed.
    pub changes: Vec<Change>,
    /// One sentence: the effect, or why there is none.
    pub why: String,
    /// Where it stands.
    pub span: Span,
}

/// One change that an annotation made.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Change {
    /// The entity or object, for example `route httproute.default.echo.0.0`.
    pub entity: String,
    /// The field, for example `strip_path`.
    pub field: String,
    /// JSON pointer into `config` or `status`; null where the value does not reach the output.
    pub pointer: Option<String>,
    /// The value without the annotation; null where the field would be absent.
    pub before: Value,
    /// The value with it; null where the annotation removes the field.
    pub after: Value,
}

/// The verdict of one object.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Object {
    /// `Kind namespace/name`.
    pub object: String,
    /// `used`, `partly-used`, `unused`, `refused`, `unknown-kind`.
    pub verdict: String,
    /// Why, in one sentence.
    pub why: String,
    /// Where it stands.
    pub span: Span,
    /// How many of its fields have which verdict; null where the input does not ask for fields. A field is a scalar other
    /// than null, an empty list or an empty map.
    pub counts: Option<BTreeMap<String, u32>>,
    /// Its fields that are neither `used` nor `default`, in the order of the text.
    pub fields: Vec<Field>,
}

/// The verdict of one field of an object.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Field {
    /// Path inside the object, for example `spec.rules[0].filters[1].type`.
    pub path: String,
    /// Where its value stands.
    pub span: Span,
    /// `ignored`, `unsupported`, `refused` or `misplaced`.
    pub verdict: String,
    /// Why, in one sentence.
    pub why: String,
}

/// The verdict of one variable of the environment.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Variable {
    /// Its name.
    pub name: String,
    /// `used`, `ignored`, `unsupported` or `refused`.
    pub verdict: String,
    /// What it does, or why nothing comes of it, in one sentence.
    pub why: String,
    /// Where it stands.
    pub span: Span,
}

/// Something that the input does not say and that was assumed.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Assumed {
    /// What, in one sentence.
    pub what: String,
    /// The text that makes it explicit.
    pub explicit: String,
    /// Pane where that text belongs.
    pub pane: String,
    /// The edit that writes it.
    pub fix: Option<String>,
}
