//! Imports as JSON: what `recognise` of JavaScript takes and gives.

use serde::{Deserialize, Serialize};

use crate::import::{Source, recognise};

/// A file, or a text that was pasted.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct ImportFile {
    /// Name of the file; empty for a pasted text.
    pub name: String,
    /// Its text.
    pub text: String,
}

/// What a text is.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Imported {
    /// Name of the file.
    pub name: String,
    /// `manifests`, `environment` or `helm-values`; null where it cannot be told.
    pub pane: Option<String>,
    /// What goes there.
    pub text: String,
    /// What it is, in a few words.
    pub what: String,
    /// Variables of the containers of its Pods, as lines.
    pub environment: String,
    /// Variables whose values stand elsewhere.
    pub elsewhere: Vec<String>,
}

/// What each file is; a file that holds several inputs has several rows.
pub fn import(files: &[ImportFile]) -> Vec<Imported> {
    let mut rows = Vec::new();
    for ImportFile { name, text } in files {
        let before = rows.len();
        rows.extend(recognise(Source { name, text }).into_iter().map(|part| Imported {
            name: name.clone(),
            pane: Some(part.pane.name().to_owned()),
            text: part.text,
            what: part.what,
            environment: part.environment,
            elsewhere: part.elsewhere,
        }));
        if rows.len() == before {
            let what = if text.trim().is_empty() { "empty" } else { "no manifests, variables or values" };
            let (name, what) = (name.clone(), what.to_owned());
            rows.push(Imported {
                name,
                pane: None,
                text: String::new(),
                what,
                environment: String::new(),
                elsewhere: Vec::new(),
            });
        }
    }
    rows
}
