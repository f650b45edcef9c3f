//! Makes the table of the pages: every file of `problems/`, by its name.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::{env, fs};

fn main() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("problems");
    println!("cargo::rerun-if-changed={}", folder.display());
    let mut pages: Vec<PathBuf> = fs::read_dir(&folder)
        .expect("reference/problems can be read")
        .map(|entry| entry.expect("reference/problems can be read").path())
        .filter(|path| path.extension().is_some_and(|extension| extension == "md"))
        .collect();
    pages.sort();
    let mut table = String::from("&[\n");
    for page in &pages {
        let name = page.file_stem().and_then(|stem| stem.to_str()).expect("names of pages are plain words");
        // Writing to a text cannot fail.
        let _ = writeln!(table, "    ({name:?}, include_str!({:?})),", page.display().to_string());
    }
    table.push_str("]\n");
    let out = PathBuf::from(env::var_os("OUT_DIR").expect("Cargo sets OUT_DIR")).join("pages.rs");
    fs::write(out, table).expect("OUT_DIR can be written");
}
