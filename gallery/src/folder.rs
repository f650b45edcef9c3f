//! Reads examples from their folders.

use std::fmt;
use std::fs;
use std::path::{Path, PathBuf};

use serde::Deserialize;

use crate::example::{Example, Expectation, GROUPS, Versions};
use crate::thread::Thread;

/// Where examples are, seen from the repository: those that the page and other suites read as well, and those of the gallery.
const FOLDERS: [&str; 2] = ["web/examples", "examples"];

/// An example that cannot be read.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ReadError {
    path: PathBuf,
    why: String,
}

impl fmt::Display for ReadError {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{}: {}", self.path.display(), self.why)
    }
}

/// `example.yaml`.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Card {
    title: String,
    group: String,
    about: String,
    #[serde(default)]
    threads: Vec<String>,
    tab: String,
    #[serde(default)]
    versions: Versions,
    request: Option<String>,
    expect: Expectation,
}

/// All examples of a repository, by group; in a group those of the page itself first, then by the name of their folders.
///
/// # Errors
///
/// An example without `example.yaml` or `manifests.yaml`, or with something in them that has no meaning there.
pub fn all(repository: &Path) -> Result<Vec<Example>, ReadError> {
    let mut examples = Vec::new();
    for folder in FOLDERS {
        let mut here = Vec::new();
        let folder = repository.join(folder);
        let entries = fs::read_dir(&folder).map_err(|error| failed(&folder, &error))?;
        for entry in entries {
            let path = entry.map_err(|error| failed(&folder, &error))?.path();
            if path.is_dir() {
                here.push(example(&path)?);
            }
        }
        here.sort_by(|a, b| a.slug.cmp(&b.slug));
        examples.append(&mut here);
    }
    let place = |example: &Example| GROUPS.iter().position(|group| **group == example.group);
    examples.sort_by_key(place);
    Ok(examples)
}

fn example(folder: &Path) -> Result<Example, ReadError> {
    let path = folder.join("example.yaml");
    let text = fs::read_to_string(&path).map_err(|error| failed(&path, &error))?;
    let Card { title, group, about, threads, tab, versions, request, expect } =
        serde_yaml::from_str(&text).map_err(|error| failed(&path, &error))?;
    if !GROUPS.contains(&group.as_str()) {
        return Err(failed(&path, &format!("`{group}` is none of the groups {}", GROUPS.join(", "))));
    }
    let threads: Result<Vec<Thread>, String> = threads.iter().map(|thread| thread.parse()).collect();
    let manifests = folder.join("manifests.yaml");
    Ok(Example {
        slug: folder.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default(),
        title,
        group,
        about,
        threads: threads.map_err(|why| failed(&path, &why))?,
        tab,
        versions,
        request,
        expect,
        manifests: fs::read_to_string(&manifests).map_err(|error| failed(&manifests, &error))?,
        environment: optional(&folder.join("kong.env"))?,
        helm: optional(&folder.join("values.yaml"))?,
    })
}

fn optional(path: &Path) -> Result<String, ReadError> {
    if !path.exists() {
        return Ok(String::new());
    }
    fs::read_to_string(path).map_err(|error| failed(path, &error))
}

fn failed(path: &Path, why: &dyn fmt::Display) -> ReadError {
    ReadError { path: path.to_owned(), why: why.to_string() }
}
