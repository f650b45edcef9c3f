//! Our own golden cases: a folder with what a user has and what the report must say.
//!
//! `manifests.yaml`, `kong.env` and `values.yaml` are the panes; each may be missing. `scenario.yaml` says what the case
//! is about (`title`, `source`: the rule) and may set `assume`, `as_stored`, `namespace` and `now`. `expected/` has
//! any of `problems.yaml`, `listeners.yaml`, `config.yaml`, `status.yaml` and `does_not_start.yaml`. An expected map names
//! the fields that matter; a list has all its elements; a text between dots (`…like this…`) is a part of one.
//! `BLESS=1` rewrites what is there and differs, in the same extent.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use kic_core::wire::{Input, Report};
use serde::Deserialize;
use serde_json::{Value, json};

use crate::outcome::Verdict;

/// One folder.
#[derive(Clone, Debug)]
pub struct Golden {
    /// Name of the folder: the behaviour in kebab-case.
    pub name: String,
    /// What goes in.
    pub input: Input,
    folder: PathBuf,
    expected: BTreeMap<String, Value>,
}

#[derive(Deserialize, Debug)]
#[serde(deny_unknown_fields)]
struct Scenario {
    #[expect(dead_code, reason = "for people; reading it makes sure that it is there")]
    title: String,
    #[expect(dead_code, reason = "for people; reading it makes sure that it is there")]
    source: String,
    #[serde(default)]
    assume: bool,
    #[serde(default)]
    as_stored: bool,
    #[serde(default)]
    namespace: String,
    #[serde(default)]
    now: Option<i64>,
}

/// All cases in a folder, sorted by name; none where there is no such folder.
///
/// # Panics
///
/// When a case cannot be read.
pub fn load(folder: &Path) -> Vec<Golden> {
    let Ok(read) = fs::read_dir(folder) else {
        return Vec::new();
    };
    let mut folders: Vec<PathBuf> = read.filter_map(Result::ok).map(|entry| entry.path()).collect();
    folders.retain(|path| path.is_dir());
    folders.sort();
    folders.into_iter().map(Golden::read).collect()
}

impl Golden {
    fn read(folder: PathBuf) -> Self {
        let text = |file: &str| fs::read_to_string(folder.join(file)).unwrap_or_default();
        let scenario: Scenario = serde_yaml::from_str(&text("scenario.yaml"))
            .unwrap_or_else(|error| panic!("{}/scenario.yaml: {error}", folder.display()));
        let mut expected = BTreeMap::new();
        for aspect in ["problems", "listeners", "config", "status", "does_not_start"] {
            let file = folder.join("expected").join(format!("{aspect}.yaml"));
            if let Ok(text) = fs::read_to_string(&file) {
                let value = serde_yaml::from_str(&text).unwrap_or_else(|error| panic!("{}: {error}", file.display()));
                expected.insert(aspect.to_owned(), value);
            }
        }
        assert!(!expected.is_empty(), "{}: nothing is expected", folder.display());
        let input = Input {
            manifests: text("manifests.yaml"),
            environment: text("kong.env"),
            helm: text("values.yaml"),
            namespace: scenario.namespace,
            as_stored: scenario.as_stored,
            assume: scenario.assume,
            now: scenario.now,
            ..Input::default()
        };
        let name = folder.file_name().unwrap_or_default().to_string_lossy().into_owned();
        Self { name, input, folder, expected }
    }

    /// Compares a report with what is expected, file by file.
    pub fn judge(&self, report: &Report) -> Verdict {
        let found = found(report);
        let judged = |(aspect, expected): (&String, &Value)| {
            let mut faults = Vec::new();
            within(expected, &found[aspect.as_str()], aspect, &mut faults);
            (aspect.clone(), if faults.is_empty() { Ok(()) } else { Err(faults.join("\n")) })
        };
        self.expected.iter().map(judged).collect()
    }

    /// Rewrites the expected files.
    ///
    /// # Errors
    ///
    /// When a file cannot be written.
    pub fn bless(&self, report: &Report) -> std::io::Result<()> {
        let found = found(report);
        for (aspect, expected) in &self.expected {
            let blessed = in_extent_of(expected, &found[aspect.as_str()]);
            let text = serde_yaml::to_string(&blessed).unwrap_or_default();
            fs::write(self.folder.join("expected").join(format!("{aspect}.yaml")), text)?;
        }
        Ok(())
    }
}

/// The parts of a report that a case can speak of, in a form that people can write.
fn found(report: &Report) -> Value {
    let problem = |problem: &kic_core::wire::Problem| {
        json!({
            "code": problem.code,
            "severity": problem.severity,
            "at": format!("{}:{}:{}", problem.span.pane, problem.span.line, problem.span.column),
            "object": problem.object,
            "path": problem.path,
            "message": problem.message,
            "help": problem.help.join("\n"),
            "fix": problem.fix.as_ref().map(|fix| fix.title.clone()),
        })
    };
    let listener = |listener: &kic_core::wire::Listener| {
        let hops = listener.hops.iter().map(|hop| (hop.station.clone(), format!("{}: {}", hop.state, hop.text).into()));
        json!({
            "gateway": listener.gateway,
            "name": listener.name,
            "ready": listener.ready,
            "kic": listener.kic,
            "kong": listener.kong,
            "hops": hops.collect::<serde_json::Map<_, Value>>(),
        })
    };
    json!({
        "problems": report.problems.iter().map(problem).collect::<Vec<_>>(),
        "listeners": report.listeners.iter().map(listener).collect::<Vec<_>>(),
        "config": report.config,
        "status": report.status,
        "does_not_start": report.does_not_start,
    })
}

/// Whether all that is expected is there: maps may have more fields, lists may not have more elements.
fn within(expected: &Value, found: &Value, path: &str, faults: &mut Vec<String>) {
    match (expected, found) {
        (Value::Object(expected), Value::Object(found)) => {
            for (key, expected) in expected {
                within(expected, found.get(key).unwrap_or(&Value::Null), &format!("{path}.{key}"), faults);
            }
        }
        (Value::Array(expected), Value::Array(found)) if expected.len() == found.len() => {
            for (index, (expected, found)) in expected.iter().zip(found).enumerate() {
                within(expected, found, &format!("{path}[{index}]"), faults);
            }
        }
        _ if expected == found || is_part(expected, found) => {}
        _ => faults.push(format!("{path}: expected {expected}, found {found}")),
    }
}

/// Whether a text between dots is a part of another.
fn is_part(expected: &Value, found: &Value) -> bool {
    let part = expected.as_str().and_then(|text| text.strip_prefix('…')?.strip_suffix('…'));
    part.zip(found.as_str()).is_some_and(|(part, found)| found.contains(part))
}

/// What was found, with the fields that the expected value names.
fn in_extent_of(expected: &Value, found: &Value) -> Value {
    match (expected, found) {
        (Value::Object(expected), Value::Object(found)) => expected
            .iter()
            .filter_map(|(key, expected)| Some((key.clone(), in_extent_of(expected, found.get(key)?))))
            .collect::<serde_json::Map<_, _>>()
            .into(),
        (Value::Array(expected), Value::Array(found)) => {
            let pattern = |index: usize| expected.get(index).or(expected.last()).cloned().unwrap_or_default();
            found.iter().enumerate().map(|(index, found)| in_extent_of(&pattern(index), found)).collect()
        }
        (expected, found) if is_part(expected, found) => expected.clone(),
        (_, found) => found.clone(),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::{in_extent_of, within};

    fn faults(expected: &serde_json::Value, found: &serde_json::Value) -> Vec<String> {
        let mut faults = Vec::new();
        within(expected, found, "x", &mut faults);
        faults
    }

    #[test]
    fn fields_may_be_left_unsaid_and_elements_may_not() {
        let found = json!([{"code": "a", "at": "1"}]);
        assert_eq!(faults(&json!([{"code": "a"}]), &found), Vec::<String>::new());
        assert_eq!(faults(&json!([{"code": "b"}]), &found), ["x[0].code: expected \"b\", found \"a\""]);
        assert_eq!(faults(&json!([]), &found).len(), 1);
    }

    #[test]
    fn a_text_between_dots_is_a_part() {
        assert_eq!(faults(&json!("…two…"), &json!("one two three")), Vec::<String>::new());
        assert_eq!(faults(&json!("two"), &json!("one two three")).len(), 1);
        assert_eq!(in_extent_of(&json!("…two…"), &json!("one two")), json!("…two…"));
    }

    #[test]
    fn blessing_keeps_the_extent() {
        let found = json!([{"code": "a", "at": "1"}, {"code": "b", "at": "2"}]);
        assert_eq!(in_extent_of(&json!([{"code": "z"}]), &found), json!([{"code": "a"}, {"code": "b"}]));
        assert_eq!(in_extent_of(&json!([]), &json!([1])), json!([1]));
    }
}
