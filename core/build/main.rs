//! Makes the tables of the CRDs' schemas: `crds/*.json` to one array of bytes.
//!
//! `crds/` holds the schemas of Gateway API and of Kong without their prose, one kind a file, written by
//! `cargo xtask data ../shared`. What the tables look like is in `src/k8s/crd/format.rs`. A schema or a rule with
//! something that is not known here ends the build: the verdict would be wrong in silence otherwise.
//!
//! `crds/before-3.4/` says where the schemas were others that KIC 3.2 and 3.3 were released with (Gateway API 1.1, Kong's
//! kinds of KIC 3.3.1): `put` a value at a JSON pointer into the schema, or `remove` it. What is equal stands in the tables once.

#![allow(clippy::print_stdout, reason = "a build script talks to Cargo")]

mod blob;
mod cel;
mod expression;
#[path = "../src/k8s/crd/format.rs"]
mod format;
mod pattern;
mod schema;

use std::path::{Path, PathBuf};
use std::{env, fs};

use blob::{Blob, Record};
use serde_json::Value;

fn main() {
    println!("cargo::rerun-if-changed=crds");
    println!("cargo::rerun-if-changed=build");
    println!("cargo::rerun-if-changed=src/k8s/crd/format.rs");
    let mut blob = Blob::default();
    let mut kinds = Vec::new();
    for file in files(Path::new("crds")) {
        let text = fs::read_to_string(&file).unwrap_or_else(|error| panic!("{}: {error}", file.display()));
        let crd: Value = serde_json::from_str(&text).unwrap_or_else(|error| panic!("{}: {error}", file.display()));
        let changes = Path::new("crds/before-3.4").join(file.file_name().unwrap_or_default());
        match kind(&mut blob, &crd, &changes) {
            Ok(kind) => kinds.push(kind),
            Err(error) => panic!("{}: {error}", file.display()),
        }
    }
    let mut directory = Record::default();
    directory.number(kinds.len());
    for (name, schema, before) in kinds {
        let name = blob.text(&name);
        directory.number(name);
        directory.number(schema);
        directory.number(before);
    }
    let directory = blob.put(directory);
    let target = PathBuf::from(env::var_os("OUT_DIR").unwrap_or_default()).join("crds.bin");
    fs::write(&target, blob.finish(directory)).unwrap_or_else(|error| panic!("{}: {error}", target.display()));
}

fn files(folder: &Path) -> Vec<PathBuf> {
    let read = fs::read_dir(folder).unwrap_or_else(|error| panic!("{}: {error}", folder.display()));
    let mut files: Vec<PathBuf> = read.filter_map(Result::ok).map(|entry| entry.path()).collect();
    files.retain(|path| path.extension().is_some_and(|extension| extension == "json"));
    files.sort();
    files
}

/// The name of the kind and the offsets of its schema, which is that of all its versions, now and before 3.4.
fn kind(blob: &mut Blob, crd: &Value, changes: &Path) -> Result<(String, usize, usize), String> {
    let name = crd["kind"].as_str().ok_or("no `kind`")?;
    let versions = crd["versions"].as_array().ok_or("no `versions`")?;
    let [first, others @ ..] = versions.as_slice() else {
        return Err("no version".to_owned());
    };
    if others.iter().any(|version| version["schema"] != first["schema"]) {
        return Err("versions with different schemas".to_owned());
    }
    let newest = schema::write(blob, &first["schema"], "")?;
    let before = match fs::read_to_string(changes) {
        Err(_) => newest,
        Ok(text) => {
            let error = |error: String| format!("{}: {error}", changes.display());
            let changes: Value = serde_json::from_str(&text).map_err(|fault| error(fault.to_string()))?;
            let mut schema = first["schema"].clone();
            for change in changes.as_array().into_iter().flatten() {
                apply(&mut schema, change).map_err(error)?;
            }
            schema::write(blob, &schema, "")?
        }
    };
    Ok((name.to_owned(), newest, before))
}

fn apply(schema: &mut Value, change: &Value) -> Result<(), String> {
    let pointer = change["put"].as_str().or(change["remove"].as_str()).ok_or("neither `put` nor `remove`")?;
    let (parent, key) = pointer.rsplit_once('/').ok_or("no pointer")?;
    let parent = schema.pointer_mut(parent).and_then(Value::as_object_mut);
    let parent = parent.ok_or_else(|| format!("{pointer}: nothing there to change"))?;
    match change.get("value") {
        Some(value) => {
            parent.insert(key.to_owned(), value.clone());
        }
        None => {
            parent.remove(key).ok_or_else(|| format!("{pointer}: nothing there to remove"))?;
        }
    }
    Ok(())
}
