//! What an example is made of.

use std::collections::BTreeMap;

use serde::Deserialize;
use serde_json::Value;

use crate::thread::Thread;

/// The groups of the gallery, in its order.
pub const GROUPS: [&str; 9] = [
    "Listeners",
    "Routes",
    "TLS",
    "Streams",
    "Plugins and consumers",
    "Annotations",
    "Ingress",
    "Helm and settings",
    "Router flavors",
];

/// One example.
#[derive(Clone, PartialEq, Debug)]
pub struct Example {
    /// The name of its folder: words in small letters with hyphens.
    pub slug: String,
    /// The symptom, as a user says it.
    pub title: String,
    /// One of [`GROUPS`].
    pub group: String,
    /// What is going on and what to look at, in one or two sentences; code stands in backquotes.
    pub about: String,
    /// Where users met it.
    pub threads: Vec<Thread>,
    /// The output that it opens on, by the words on its tab: `Listeners`, `Kong config` and so on.
    pub tab: String,
    /// Releases and router, where they are not the page's own.
    pub versions: Versions,
    /// The request that shows the symptom, as for curl.
    pub request: Option<String>,
    /// What must come of it.
    pub expect: Expectation,
    /// Kubernetes YAML.
    pub manifests: String,
    /// `KONG_*` and `CONTROLLER_*`; empty without.
    pub environment: String,
    /// Values of the chart; empty without.
    pub helm: String,
}

/// Releases and router; what is absent is what the page starts with.
#[derive(Clone, PartialEq, Eq, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Versions {
    /// Release of Kong Ingress Controller.
    pub kic: Option<String>,
    /// Release of Kong Gateway.
    pub kong: Option<String>,
    /// Kong's router flavor.
    pub router: Option<String>,
}

/// What must come of an example.
#[derive(Clone, PartialEq, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Expectation {
    /// The codes of all errors and warnings, each once.
    pub problems: Vec<String>,
    /// Codes of infos that must be among the others, where they are the symptom.
    #[serde(default)]
    pub notes: Vec<String>,
    /// Parts of the report, by JSON pointer.
    #[serde(default)]
    pub report: BTreeMap<String, Value>,
    /// What becomes of the request, as in the page's table of requests.
    #[serde(default)]
    pub request: Option<Value>,
    /// How the symptom goes away.
    pub mend: Mend,
    /// What becomes of the request when it is gone.
    #[serde(default)]
    pub mended_request: Option<Value>,
}

/// How the symptom goes away.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Mend {
    /// The buttons beside the problems mend it: then none of its codes is left.
    Buttons,
    /// The user has to decide; the words beside the problem say what.
    ByHand,
    /// Nothing is wrong: the example shows how it should be.
    Nothing,
}
