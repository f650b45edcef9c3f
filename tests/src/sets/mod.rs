//! The data sets of `../shared` as cases: a name, an input, and what upstream's own programs made of it.

mod files;
mod golden;
mod lines;
mod releases;

use std::fs;
use std::path::Path;

use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::shared;

/// One input and what is expected of it.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Case {
    /// The scenario's folder, the generated input's folder, or the number of the line: stable and unique in its set.
    pub name: String,
    /// For translations `kic_core::wire::Input`, otherwise the input keys of the set.
    pub input: Value,
    /// The rest of what the set says, in the shapes of `oracle/README.md`.
    pub expected: Value,
    /// Texts that belong to the case and that no suite reads: `scenario.yaml`, `values.yaml`.
    #[serde(skip_serializing_if = "Value::is_null", default)]
    pub notes: Value,
}

/// A data set.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Set {
    /// The scenarios, translated by the real controller.
    KicScenarios,
    /// Generated inputs, translated by the real controller.
    KicRandom,
    /// Generated inputs on which the real controller never settles.
    KicUnsettled,
    /// The scenarios, translated by KIC 3.4.
    Kic34,
    /// The scenarios, translated by KIC 3.3.
    Kic33,
    /// The scenarios, translated by KIC 3.2.
    Kic32,
    /// Upstream's own golden inputs; never copied.
    KicGolden,
    /// Listen values, read by the real Kong.
    Listens,
    /// Objects, judged by the real API server.
    Admission,
    /// Values, rendered by the real chart.
    Helm,
    /// Routes and requests, matched by the real Kong.
    Router,
}

impl Set {
    /// All sets.
    pub const ALL: [Self; 11] = [
        Self::KicScenarios,
        Self::KicRandom,
        Self::KicUnsettled,
        Self::KicGolden,
        Self::Kic34,
        Self::Kic33,
        Self::Kic32,
        Self::Listens,
        Self::Admission,
        Self::Helm,
        Self::Router,
    ];

    /// The name of the suite and of the copy's file.
    pub const fn name(self) -> &'static str {
        match self {
            Self::KicScenarios => "kic-scenarios",
            Self::KicRandom => "kic-random",
            Self::KicUnsettled => "kic-unsettled",
            Self::KicGolden => "kic-golden",
            Self::Kic34 => "kic-3.4",
            Self::Kic33 => "kic-3.3",
            Self::Kic32 => "kic-3.2",
            Self::Listens => "listens",
            Self::Admission => "admission",
            Self::Helm => "helm",
            Self::Router => "router",
        }
    }

    /// How many cases there are at least: a set that shrinks unseen would be a test that passes unseen.
    pub const fn size(self) -> usize {
        match self {
            Self::KicScenarios | Self::Kic34 | Self::Kic33 | Self::Kic32 => 209,
            Self::KicRandom => 105,
            Self::KicUnsettled => 3,
            Self::KicGolden => 58,
            Self::Listens => 442,
            Self::Admission => 1668,
            Self::Helm => 124,
            Self::Router => 3336,
        }
    }

    /// The older release of the controller whose outcomes of the scenarios these are: `3.4`.
    pub const fn older_release(self) -> Option<&'static str> {
        match self {
            Self::Kic34 => Some("3.4"),
            Self::Kic33 => Some("3.3"),
            Self::Kic32 => Some("3.2"),
            _ => None,
        }
    }

    /// Whether the repository holds its own copy.
    pub const fn is_copied(self) -> bool {
        !matches!(self, Self::KicGolden)
    }
}

/// Where the cases of a set come from.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum From {
    /// `../shared`.
    Shared,
    /// `tests/conformance`.
    Copy,
}

/// The cases of a set, from `../shared` where that is there, otherwise from the copy; `None` where there is neither.
///
/// # Panics
///
/// When a file of the set cannot be read: that is a broken set and no failed case.
pub fn load(set: Set) -> Option<(From, Vec<Case>)> {
    if let Some(shared) = shared::folder() {
        return Some((From::Shared, of_shared(set, &shared)));
    }
    let copy = shared::copy_of(set.name());
    if !set.is_copied() || !copy.is_file() {
        return None;
    }
    let cases = of_lines(&read(&copy));
    let cases = match set.older_release() {
        Some(release) => releases::whole(release, cases, load(Set::KicScenarios)?.1),
        None => cases,
    };
    Some((From::Copy, cases))
}

/// The cases of a set in a folder like `../shared`, sorted by name where they have one and in the order of their file
/// otherwise.
///
/// # Panics
///
/// As [`load`].
pub fn of_shared(set: Set, shared: &Path) -> Vec<Case> {
    let oracle = shared.join("oracle");
    match set {
        Set::KicScenarios => files::scenarios(&shared.join("scenarios"), &oracle.join("kic-scenarios")),
        Set::Kic34 | Set::Kic33 | Set::Kic32 => {
            let release = set.older_release().unwrap_or_default();
            releases::of_shared(release, &oracle.join(set.name()), of_shared(Set::KicScenarios, shared))
        }
        Set::KicRandom => files::generated(&oracle.join("kic-random")),
        Set::KicUnsettled => files::generated(&oracle.join("kic-unsettled")),
        Set::KicGolden => golden::cases(&oracle.join("kic-golden")),
        Set::Listens => lines::cases(&oracle.join("kong-listens.jsonl"), &["setting", "value"]),
        Set::Admission => lines::cases(&oracle.join("admission.jsonl"), &["kind", "manifest"]),
        Set::Helm => files::helm(&oracle.join("helm")),
        Set::Router => {
            let input = ["kind", "flavor", "subsystem", "label", "routes", "route", "request"];
            lines::cases(&oracle.join("kong-router.jsonl"), &input)
        }
    }
}

/// The lines of the project's own copy: one case a line, as compact JSON.
///
/// # Panics
///
/// Never: cases are made of JSON.
pub fn to_lines(set: Set, cases: &[Case]) -> String {
    let kept = set.older_release().map(|_| releases::differences(cases));
    let cases = kept.as_deref().unwrap_or(cases);
    let line = |case| serde_json::to_string(case).expect("a case is JSON") + "\n";
    cases.iter().map(line).collect()
}

/// Reads what [`to_lines`] wrote.
///
/// # Panics
///
/// When a line is no case; it is named.
pub fn of_lines(text: &str) -> Vec<Case> {
    let case = |(index, line)| match serde_json::from_str(line) {
        Ok(case) => case,
        Err(error) => panic!("line {} is no case: {error}", index + 1),
    };
    text.lines().enumerate().map(case).collect()
}

/// A file's text.
fn read(path: &Path) -> String {
    fs::read_to_string(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// A file's text, or `None` where there is no such file.
fn read_if_there(path: &Path) -> Option<String> {
    path.is_file().then(|| read(path))
}

/// A JSON file.
fn read_json(path: &Path) -> Value {
    serde_json::from_str(&read(path)).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// A YAML file that a program wrote.
fn read_yaml(path: &Path) -> Value {
    serde_yaml::from_str(&read(path)).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// What a folder holds, sorted by name.
fn entries(folder: &Path) -> Vec<std::path::PathBuf> {
    let read = fs::read_dir(folder).unwrap_or_else(|error| panic!("{}: {error}", folder.display()));
    let mut entries: Vec<_> = read.filter_map(Result::ok).map(|entry| entry.path()).collect();
    entries.sort();
    entries
}

/// The last part of a path without its extension.
fn stem(path: &Path) -> String {
    path.file_stem().unwrap_or_default().to_string_lossy().into_owned()
}
