//! Variables of containers: in what `kubectl describe` prints, and in Deployments and Pods.

use std::fmt::Write;

use super::Part;
use crate::settings::environment::{self, Environment};
use crate::text::{Pane, SourceFile, Sources, to_usize};
use crate::yaml::Document;

/// Whether a variable is for one of the two programs.
pub(super) fn is_known(name: &str) -> bool {
    name.starts_with("KONG_") || name.starts_with("CONTROLLER_")
}

/// The variables in what `kubectl describe` prints of Pods and what makes them; `None` for another text.
///
/// A container's variables stand below `Environment:`, indented more, one a line: `NAME:` and, in a column of their own, the
/// value. The next line of the container that is indented no more ends them.
///
/// Source: kubectl pkg/describe/describe.go:describeContainerEnvVars, describeContainers.
pub(super) fn described(text: &str) -> Option<Part> {
    let has = |key: &str| text.lines().any(|line| line.trim_start().starts_with(key));
    if !has("Containers:") || !has("Environment:") || text.lines().any(|line| line.starts_with("apiVersion:")) {
        return None;
    }
    let (mut lines, mut below) = (String::new(), None);
    for line in text.lines() {
        let content = line.trim();
        let indent = line.len() - line.trim_start().len();
        if content == "Environment:" {
            below = Some(indent);
        } else if below.is_some_and(|outer| indent > outer) {
            let _ = writeln!(lines, "{content}");
        } else if !content.is_empty() {
            below = None;
        }
    }
    let (environment, elsewhere) = written(&lines);
    let variables = environment.lines().count();
    let mut part = Part::new(Pane::Environment, &environment, format!("{variables} variables of kubectl describe"));
    part.elsewhere = elsewhere;
    Some(part)
}

/// The kinds whose containers may be Kong and the controller.
const KINDS: [&str; 6] = ["Deployment", "DaemonSet", "StatefulSet", "ReplicaSet", "Pod", "List"];

/// The variables of the containers in manifests, as lines, and the names of those whose values stand elsewhere.
pub(super) fn variables(text: &str, documents: &[Document<'_>]) -> (String, Vec<String>) {
    let mut all = (String::new(), Vec::new());
    for document in documents {
        let kind = document.node.as_ref().and_then(|node| node.get("kind")).and_then(|kind| kind.text());
        if kind.is_some_and(|kind| KINDS.contains(&kind)) {
            let range = to_usize(document.span.start)..to_usize(document.span.end);
            let (lines, elsewhere) = written(text.get(range).unwrap_or_default());
            all.0.push_str(&lines);
            all.1.extend(elsewhere);
        }
    }
    all
}

/// What the environment pane reads of a text, as lines `NAME=value`, each name once; and what stands elsewhere.
fn written(text: &str) -> (String, Vec<String>) {
    let sources = Sources::new([SourceFile { name: "", pane: Pane::Environment, text }]);
    let Some((file, _)) = sources.iter().next() else { return Default::default() };
    let read = environment::parse(file, text, &mut Vec::new());
    let mut lines = String::new();
    for entry in &read.entries {
        let name = entry.name.value.as_ref();
        if is_known(name) && is_last(&read, entry) {
            let _ = writeln!(lines, "{name}={}", quoted(entry.value.text()));
        }
    }
    let set = |name: &str| read.get(name).is_some();
    let elsewhere = text.lines().filter_map(reference).filter(|name| is_known(name) && !set(name));
    (lines, elsewhere.map(str::to_owned).collect())
}

fn is_last(read: &Environment<'_>, entry: &environment::Assignment<'_>) -> bool {
    read.get(&entry.name.value).is_some_and(|last| std::ptr::eq(last, entry))
}

/// The name in `NAME:  <set to the key …>` or `- name: NAME`.
fn reference(line: &str) -> Option<&str> {
    let line = line.trim();
    let described = line.split_once(':').filter(|(_, value)| value.trim_start().starts_with("<set to the key"));
    let listed = line.trim_start_matches("- ").strip_prefix("name:");
    described.map(|(name, _)| name).or(listed.map(|name| name.trim().trim_matches(['"', '\''])))
}

/// A value as the pane reads it to the end of its line.
fn quoted(value: &str) -> String {
    let is_plain =
        !value.starts_with(['"', '\'']) && !value.contains(" #") && !value.contains('\n') && value.trim() == value;
    if is_plain { value.to_owned() } else { format!("'{}'", value.replace('\'', r"'\''")) }
}
