//! The result of a run: everything that is shown, still with byte spans.

use std::collections::BTreeMap;

use serde_json::Value;

use crate::diagnostic::{Code, Diagnostic, Fix};
use crate::k8s::load::LeftOut;
use crate::provenance::{Origin, Tree};
use crate::request::Entrance;
use crate::settings::{KicVersion, KongVersion, RouterFlavor, StartError};
use crate::text::{Pane, Span};
use crate::webhook::Answer;

/// Everything that one run found. Equal inputs give equal reports.
#[derive(Clone, Debug)]
pub struct Report {
    /// Kong or the controller refuses its settings; then there is no configuration.
    pub does_not_start: Option<StartError>,
    /// The body that the controller posts to Kong's `/config`.
    pub config: Option<Tree>,
    /// The statuses by kind and name.
    pub status: Tree,
    /// Events on objects, sorted.
    pub events: Vec<Event>,
    /// What the admission webhook says, in order of the objects' titles; nothing where Kong or the controller does not
    /// start.
    pub webhook: Vec<Answer>,
    /// Documents that never reach the controller, in the order of the stages.
    pub left_out: Vec<LeftOut>,
    /// The same run with refused documents let through; `None` when none was refused.
    pub as_if_accepted: Option<Box<AsIfAccepted>>,
    /// Problems, sorted.
    pub problems: Vec<Diagnostic>,
    /// One per listener of a Gateway of this controller, in order of Gateways and listeners.
    pub listeners: Vec<ListenerView>,
    /// One per annotation or label that the controller knows or that seems meant for it, in order of objects.
    pub annotations: Vec<AnnotationView>,
    /// One per object, in the order of the text.
    pub objects: Vec<ObjectView>,
    /// One per variable of the environment, in the order of the text; empty where nobody asked for fields.
    pub variables: Vec<VariableView>,
    /// What was assumed.
    pub assumed: Vec<Assumed>,
    /// What clients connect to; `None` where a program does not start.
    pub entrance: Option<Entrance>,
    /// The programs that were modelled.
    pub modelled: Modelled,
}

/// The programs that a run models, after the caller and the environment were asked.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Modelled {
    /// Release of the controller.
    pub kic: KicVersion,
    /// Version of Kong.
    pub kong: KongVersion,
    /// Kong's router.
    pub router_flavor: RouterFlavor,
}

/// The run with refused documents let through.
#[derive(Clone, Debug)]
pub struct AsIfAccepted {
    /// As [`Report::config`].
    pub config: Option<Tree>,
    /// As [`Report::status`].
    pub status: Tree,
    /// As [`Report::events`].
    pub events: Vec<Event>,
    /// As [`Report::webhook`].
    pub webhook: Vec<Answer>,
}

/// A Kubernetes event that the controller records.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub struct Event {
    /// `Kind namespace/name`.
    pub object: String,
    /// `Normal` or `Warning`.
    pub event_type: &'static str,
    /// Reason.
    pub reason: &'static str,
    /// The controller's words.
    pub message: String,
}

/// One listener: the readiness chain, and what KIC says beside what Kong does.
#[derive(Clone, Debug)]
pub struct ListenerView {
    /// `namespace/name` of the Gateway.
    pub gateway: String,
    /// Name of the listener.
    pub name: String,
    /// Protocol as written.
    pub protocol: String,
    /// Port as written.
    pub port: i64,
    /// Hostname, if any.
    pub hostname: Option<String>,
    /// The controller programs it and Kong serves it.
    pub ready: bool,
    /// The listener in the manifests.
    pub span: Span,
    /// The five stations.
    pub hops: Vec<Hop>,
    /// What the status says, in one line.
    pub kic: String,
    /// What a client would meet, in one line.
    pub kong: String,
    /// The two disagree.
    pub split: bool,
    /// Edits that mend it, best first.
    pub fixes: Vec<ListenerFix>,
}

/// An edit that mends something on a listener's way.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ListenerFix {
    /// The problems that it makes go away.
    pub mends: &'static [Code],
    /// The edit.
    pub fix: Fix,
}

/// A station of the chain from the Gateway's listener to Kong's socket.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Station {
    /// The listener in the Gateway.
    GatewayListener,
    /// The port of the publish Service.
    ServicePort,
    /// The port of Kong's container.
    TargetPort,
    /// Kong's listen.
    KongListen,
    /// What the controller concludes.
    Verdict,
}

impl Station {
    /// `gateway-listener`, `service-port`, `target-port`, `kong-listen`, `verdict`.
    pub const fn name(self) -> &'static str {
        match self {
            Self::GatewayListener => "gateway-listener",
            Self::ServicePort => "service-port",
            Self::TargetPort => "target-port",
            Self::KongListen => "kong-listen",
            Self::Verdict => "verdict",
        }
    }
}

/// Whether the chain holds at a station.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum HopState {
    /// It holds.
    Ok,
    /// It breaks here.
    Broken,
    /// It broke before.
    Unknown,
}

impl HopState {
    /// `ok`, `broken`, `unknown`.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Ok => "ok",
            Self::Broken => "broken",
            Self::Unknown => "unknown",
        }
    }
}

/// One station with what stands there.
#[derive(Clone, Debug)]
pub struct Hop {
    /// Which one.
    pub station: Station,
    /// Whether the chain holds.
    pub state: HopState,
    /// What stands there, a few words.
    pub text: String,
    /// Why it breaks.
    pub why: Option<String>,
    /// What decided it.
    pub origin: Origin,
}

/// The verdict of one annotation, label or gate.
#[derive(Clone, Debug)]
pub struct AnnotationView {
    /// `Kind namespace/name`.
    pub object: String,
    /// The key.
    pub key: String,
    /// The value.
    pub value: String,
    /// `applied`, `default`, `invalid`, `misplaced`, `overridden`, `unsupported` or `unknown`.
    pub verdict: &'static str,
    /// What it changed.
    pub changes: Vec<ChangeView>,
    /// The effect, or why there is none, in one sentence.
    pub why: String,
    /// Where it stands.
    pub span: Span,
}

/// One change that an annotation made.
#[derive(Clone, Debug)]
pub struct ChangeView {
    /// The entity or object, in words.
    pub entity: String,
    /// The field.
    pub field: String,
    /// JSON pointer into `{"config": …, "status": …}`.
    pub pointer: Option<String>,
    /// Without the annotation.
    pub before: Value,
    /// With it.
    pub after: Value,
}

/// The verdict of one object.
#[derive(Clone, Debug)]
pub struct ObjectView {
    /// `Kind namespace/name`.
    pub object: String,
    /// `used`, `partly-used`, `unused`, `refused` or `unknown-kind`.
    pub verdict: &'static str,
    /// Why, in one sentence.
    pub why: String,
    /// Where it stands.
    pub span: Span,
    /// What became of its fields; counts nothing where nobody asked.
    pub fields: Fields,
}

/// What became of something that the user wrote.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum FieldVerdict {
    /// A value of the configuration or of a status comes from it, or it decided something.
    Used,
    /// Nobody wrote it, a default put it there.
    Default,
    /// The controller reads it, but nothing comes of it here.
    Ignored,
    /// The controller does not read it.
    Unsupported,
    /// A layer in front of the controller refuses the object.
    Refused,
    /// It would be read at another place.
    Misplaced,
}

impl FieldVerdict {
    /// `used`, `default`, `ignored`, `unsupported`, `refused` or `misplaced`.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Used => "used",
            Self::Default => "default",
            Self::Ignored => "ignored",
            Self::Unsupported => "unsupported",
            Self::Refused => "refused",
            Self::Misplaced => "misplaced",
        }
    }
}

/// The verdicts of the fields of one object.
///
/// A field is a scalar other than null, an empty list, or a map without anything but nulls; null means absent in Kubernetes.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Fields {
    /// How many fields have each verdict; those that do not occur are not there.
    pub counts: BTreeMap<FieldVerdict, u32>,
    /// Those that are neither used nor defaults, in the order of the text.
    pub idle: Vec<FieldView>,
}

/// A field of which nothing comes.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct FieldView {
    /// Path inside the object, for example `spec.rules[0].filters[1].type`.
    pub path: String,
    /// Where its value stands.
    pub span: Span,
    /// The verdict.
    pub verdict: FieldVerdict,
    /// Why, in one sentence.
    pub why: String,
}

/// The verdict of one variable of the environment.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct VariableView {
    /// Its name.
    pub name: String,
    /// The verdict.
    pub verdict: FieldVerdict,
    /// What it does, or why nothing comes of it, in one sentence.
    pub why: String,
    /// Where it stands.
    pub span: Span,
}

/// Something that the input does not say and that was assumed.
#[derive(Clone, Debug)]
pub struct Assumed {
    /// What, in one sentence.
    pub what: String,
    /// The text that makes it explicit.
    pub explicit: String,
    /// The pane of that text.
    pub pane: Pane,
    /// The edit that writes it.
    pub fix: Option<Fix>,
}
