//! The input contract of all hosts, and the run from input to report.

use serde::de::Error as _;
use serde::{Deserialize, Deserializer, Serialize};

use super::Report;
use crate::k8s::load::Stored;
use crate::settings::{KicVersion, KongVersion};
use crate::text::{Pane, SourceFile, Sources};
use crate::{Assume, Options, Verdicts, translate};

/// What a host hands in. Missing fields are empty or the default.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Input {
    /// Kubernetes manifests: YAML or JSON, many documents.
    pub manifests: String,
    /// Environment of Kong and of the controller.
    pub environment: String,
    /// Environments of further Kong replicas.
    pub replica_environments: Vec<String>,
    /// Values of the Helm chart.
    pub helm: String,
    /// Release of the controller, for example `3.5.13`, or `3.5` for its newest patch; one that is not modelled is an
    /// error of whoever hands it in.
    #[serde(deserialize_with = "release")]
    pub kic: Option<String>,
    /// Version of Kong, for example `3.9`; wins over `KONG_VERSION`.
    pub kong: Option<String>,
    /// `traditional`, `traditional_compatible` or `expressions`; wins over `KONG_ROUTER_FLAVOR`.
    pub router_flavor: Option<String>,
    /// Name of the Helm release; empty counts as `kong`.
    pub release: String,
    /// Namespace of objects without one; empty counts as `default`.
    pub namespace: String,
    /// The documents are the controller's cache as it stands.
    pub as_stored: bool,
    /// Assume what is missing, and name each assumption.
    pub assume: bool,
    /// The time that certificates are judged by, in seconds since 1970.
    pub now: Option<i64>,
    /// Give a verdict for each field and each variable as well.
    pub fields: bool,
}

/// # Errors
///
/// For a release that is not modelled.
fn release<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<String>, D::Error> {
    let text: Option<String> = Option::deserialize(deserializer)?;
    match text {
        Some(text) if KicVersion::parse(&text).is_none() => {
            let known: Vec<String> = KicVersion::newest().map(|version| version.to_string()).collect();
            let known = known.join(", ");
            Err(D::Error::custom(format_args!("`kic` is {text}: modelled are {known} and their earlier patches")))
        }
        text => Ok(text),
    }
}

/// Runs the core on an input and gives the report as it is printed and sent.
pub fn run(input: &Input) -> Report {
    let sources = sources(input);
    let report = translate(&crate::Input { sources: sources.clone(), options: options(input) });
    super::report(&report, &sources)
}

/// The texts of an input, named after their panes.
pub fn sources(input: &Input) -> Sources<'_> {
    let file = |pane: Pane, text| SourceFile { name: pane.name(), pane, text };
    let replicas = input.replica_environments.iter().map(|text| file(Pane::ReplicaEnvironment, text.as_str()));
    Sources::new(
        [
            file(Pane::Manifests, input.manifests.as_str()),
            file(Pane::Environment, input.environment.as_str()),
            file(Pane::HelmValues, input.helm.as_str()),
        ]
        .into_iter()
        .chain(replicas),
    )
}

pub(super) fn options(input: &Input) -> Options<'_> {
    Options {
        kic: input.kic.as_deref().and_then(KicVersion::parse).unwrap_or_default(),
        kong: input.kong.as_deref().and_then(KongVersion::parse),
        router_flavor: input.router_flavor.as_deref(),
        release: or_default(&input.release, "kong"),
        namespace: or_default(&input.namespace, "default"),
        stored: if input.as_stored { Stored::AsStored } else { Stored::AsPasted },
        assume: if input.assume { Assume::Missing } else { Assume::Nothing },
        now: input.now,
        verdicts: if input.fields { Verdicts::Fields } else { Verdicts::Objects },
    }
}

fn or_default<'a>(given: &'a str, default: &'a str) -> &'a str {
    if given.is_empty() { default } else { given }
}
