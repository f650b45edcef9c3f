//! A number for the state of the core's sources, so that host digests of another state are not taken for these; and for
//! browsers, which have no files, the cases of problem codes.

use std::env;
use std::fs;
use std::path::{Path, PathBuf};

fn main() {
    let here = PathBuf::from(env::var_os("CARGO_MANIFEST_DIR").unwrap_or_default());
    let root = here.parent().unwrap_or(&here);
    let mut files = Vec::new();
    for watched in [root.join("core"), here.join("src"), here.join("conformance"), root.join("Cargo.lock")] {
        println!("cargo::rerun-if-changed={}", watched.display());
        collect(&watched, &mut files);
    }
    files.sort();
    let mut stamp: u64 = 0;
    for file in files {
        for byte in fs::read(&file).unwrap_or_default() {
            stamp = (stamp.rotate_left(5) ^ u64::from(byte)).wrapping_mul(0x9e37_79b9_7f4a_7c15);
        }
    }
    println!("cargo::rustc-env=KIC_SOURCE_STAMP={stamp:016x}");
    if env::var("CARGO_CFG_TARGET_ARCH").is_ok_and(|arch| arch == "wasm32") {
        embed_problems(&here.join("problems"));
    }
    // The wasm tests include this file; it has to be there before the host has written it.
    let digests = root.join("target").join("kic-tests").join("report-digests.txt");
    if !digests.exists() {
        let _ = digests.parent().map(fs::create_dir_all);
        let _ = fs::write(&digests, "");
    }
}

/// Writes a slice of the names of the files below a folder, from the folder on, and their texts.
fn embed_problems(folder: &Path) {
    println!("cargo::rerun-if-changed={}", folder.display());
    let mut files = Vec::new();
    collect(folder, &mut files);
    files.sort();
    let name = |file: &Path| file.strip_prefix(folder).unwrap_or(file).with_extension("").display().to_string();
    let entries =
        files.iter().map(|file| format!("({:?}, include_str!({:?})),\n", name(file), file.display().to_string()));
    let text = format!("&[\n{}]\n", entries.collect::<Vec<_>>().concat());
    let to = PathBuf::from(env::var_os("OUT_DIR").unwrap_or_default()).join("problems.rs");
    let _ = fs::write(to, text);
}

fn collect(path: &Path, files: &mut Vec<PathBuf>) {
    let Ok(entries) = fs::read_dir(path) else {
        files.push(path.to_path_buf());
        return;
    };
    for entry in entries.filter_map(Result::ok) {
        collect(&entry.path(), files);
    }
}
