//! Which input a text is that somebody brings along: a file, or what a command printed.
//!
//! The text itself says it; the name of the file decides only where it does not. Nothing is translated here, and a text is
//! never changed but for what does not belong into its pane: the headings of `helm get`, all of `kubectl describe` but the
//! variables.

mod helm;
mod pods;

use crate::settings::environment;
use crate::text::{FileId, Pane, SourceFile, Sources};
use crate::yaml::{self, Document, Limits, Node};

/// A text of a file or of the clipboard.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Source<'a> {
    /// Name of the file; empty for a text that was pasted.
    pub name: &'a str,
    /// The text.
    pub text: &'a str,
}

/// What a text is.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Part {
    /// Where it belongs.
    pub pane: Pane,
    /// What goes there.
    pub text: String,
    /// What it is, in a few words: `4 documents`, `output of helm get values`.
    pub what: String,
    /// Variables of Kong and of the controller in the containers of its Pods, for who wants them in the environment; empty
    /// for none.
    pub environment: String,
    /// Variables whose values stand elsewhere (in a Secret or ConfigMap) and were left out.
    pub elsewhere: Vec<String>,
}

impl Part {
    fn new(pane: Pane, text: &str, what: impl Into<String>) -> Self {
        Self { pane, text: text.to_owned(), what: what.into(), environment: String::new(), elsewhere: Vec::new() }
    }
}

/// What a text is; several parts for an output that holds several. Empty where it cannot be told.
pub fn recognise(source: Source<'_>) -> Vec<Part> {
    let text = source.text.strip_prefix('\u{feff}').unwrap_or(source.text);
    if text.trim().is_empty() {
        return Vec::new();
    }
    if let Some(parts) = helm::output(text) {
        return parts;
    }
    if let Some(part) = pods::described(text) {
        return vec![part];
    }
    let sources = Sources::new([SourceFile { name: source.name, pane: Pane::Manifests, text }]);
    let Some((file, _)) = sources.iter().next() else { return Vec::new() };
    let documents = yaml::parse(file, text, &Limits { problems: 0, ..Limits::default() }, &mut Vec::new());
    let objects = documents.iter().filter(|document| is_object(document)).count();
    if objects > 0 {
        let mut part = Part::new(Pane::Manifests, text, counted(objects));
        (part.environment, part.elsewhere) = pods::variables(text, &documents);
        return vec![part];
    }
    by_form(source.name, file, text, &documents).into_iter().collect()
}

fn counted(objects: usize) -> String {
    if objects == 1 { "1 document".to_owned() } else { format!("{objects} documents") }
}

fn is_object(document: &Document<'_>) -> bool {
    document.node.as_ref().is_some_and(|node| node.get("kind").is_some() && node.get("apiVersion").is_some())
}

/// Environment or values, or what the name says.
fn by_form(name: &str, file: FileId, text: &str, documents: &[Document<'_>]) -> Option<Part> {
    let variables = environment::parse(file, text, &mut Vec::new()).entries;
    let known = variables.iter().filter(|entry| pods::is_known(&entry.name.value)).count();
    if known > 0 {
        let what = if known == 1 { "1 variable".to_owned() } else { format!("{known} variables") };
        return Some(Part::new(Pane::Environment, text, what));
    }
    let values = documents.iter().filter_map(|document| document.node.as_ref()).any(helm::is_values);
    let name = name.to_ascii_lowercase();
    let (_, ending) = name.rsplit_once('.').unwrap_or_default();
    let is_yaml = ["yaml", "yml", "json"].contains(&ending);
    if values || is_yaml && name.contains("values") {
        return Some(Part::new(Pane::HelmValues, text, "values of the chart"));
    }
    if name.starts_with(".env") || ["env", "envrc"].contains(&ending) {
        return Some(Part::new(Pane::Environment, text, "variables"));
    }
    // Broken manifests are manifests: what is wrong with them is what somebody wants to see.
    let is_like_manifest = text.lines().any(|line| line.starts_with("kind:") || line.starts_with("apiVersion:"));
    (is_yaml && documents.iter().any(is_map_or_broken) || is_like_manifest)
        .then(|| Part::new(Pane::Manifests, text, "manifests"))
}

fn is_map_or_broken(document: &Document<'_>) -> bool {
    document.node.as_ref().is_none_or(|node: &Node<'_>| node.map().is_some())
}

#[cfg(test)]
mod tests;
