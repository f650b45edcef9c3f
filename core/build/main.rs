//! Makes the tables of the CRDs' schemas: `crds/*.json` to one array of bytes.
//!
//! `crds/` holds the schemas of Gateway API and of Kong without their prose, one kind a file, written by
//! `cargo xtask data ../shared`. What the tables look like is in `src/k8s/crd/format.rs`. A schema or a rule with
//! something that is not known here ends the build: the verdict would be wrong in silence otherwise.

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
        match kind(&mut blob, &crd) {
            Ok(kind) => kinds.push(kind),
            Err(error) => panic!("{}: {error}", file.display()),
        }
    }
    let mut directory = Record::default();
    directory.number(kinds.len());
    for (name, schema) in kinds {
        let name = blob.text(&name);
        directory.number(name);
        directory.number(schema);
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

/// The name of the kind and the offset of its schema, which is that of all its versions.
fn kind(blob: &mut Blob, crd: &Value) -> Result<(String, usize), String> {
    let name = crd["kind"].as_str().ok_or("no `kind`")?;
    let versions = crd["versions"].as_array().ok_or("no `versions`")?;
    let [first, others @ ..] = versions.as_slice() else {
        return Err("no version".to_owned());
    };
    if others.iter().any(|version| version["schema"] != first["schema"]) {
        return Err("versions with different schemas".to_owned());
    }
    Ok((name.to_owned(), schema::write(blob, &first["schema"], "")?))
}
