//! A number for the state of the core's sources, so that host digests of another state are not taken for these.

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
    // The wasm tests include this file; it has to be there before the host has written it.
    let digests = root.join("target").join("kic-tests").join("report-digests.txt");
    if !digests.exists() {
        let _ = digests.parent().map(fs::create_dir_all);
        let _ = fs::write(&digests, "");
    }
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
