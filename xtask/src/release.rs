//! What makes a site out of the files that Trunk leaves: licences, the service worker with its list of files, and for a
//! release the compressed files and their checksums. Node does the work (`xtask/node`): it brings gzip, Brotli and SHA-256.

use std::env;
use std::ffi::{OsStr, OsString};
use std::path::{Path, PathBuf};

use crate::args::Profile;
use crate::failure::Result;
use crate::npm;
use crate::paths;
use crate::process::{Call, cargo};
use crate::site;
use crate::toolchain::TARGET;
use crate::tools::Tool;
use crate::workshop::Workshop;

/// The release of cargo-deny that reads `deny.toml`.
const CARGO_DENY: &str = "0.20.2";

/// Builds what is published: `cargo xtask dist`.
///
/// # Errors
///
/// When the build or one of the steps after it fails.
pub(crate) fn make() -> Result<()> {
    let workshop = Workshop::with(&Tool::BUILD)?;
    site::build(&workshop, Profile::Release)?;
    script("pack.mjs").arg(site::dist()).run()
}

/// Writes `licences.txt`: the licence texts of the crates in the WASM files and of the packages in the bundles.
///
/// # Errors
///
/// When a package brings no text and its licence is none that we have the text of.
pub(crate) fn write_licences(site: &Path) -> Result<()> {
    script("licences.mjs").args(write_lists()?).arg(paths::root()).arg(site.join("licences.txt")).run()
}

/// Variables for release builds: panics name files, and where a clone or Cargo's folder lies is nobody's business; without
/// the paths, two clones give the same bytes.
pub(crate) fn flags() -> Vec<(&'static str, OsString)> {
    let cargo_home = env::var_os("CARGO_HOME").map(PathBuf::from);
    let cargo_home = cargo_home.or_else(|| env::home_dir().map(|home| home.join(".cargo")));
    let folders = [(Some(paths::root()), "kic-playground"), (cargo_home, "cargo")];
    let flags = folders.into_iter().filter_map(|(folder, name)| {
        let mut flag = OsString::from("--remap-path-prefix=");
        flag.push(folder?);
        flag.push("=/");
        flag.push(name);
        Some(flag)
    });
    // The form in which a path may hold spaces: the flags stand between unit separators.
    vec![("CARGO_ENCODED_RUSTFLAGS", flags.collect::<Vec<_>>().join(OsStr::new("\u{1f}")))]
}

/// Holds the lock files against `deny.toml`: licences, crates in two versions, sources, digests. Needs no network.
///
/// # Errors
///
/// When something stands there that is not allowed, or a list cannot be made.
pub(crate) fn check_supply() -> Result<()> {
    npm::install(&site::editor())?;
    script("supply.mjs").args(write_lists()?).arg(paths::root()).run()
}

/// Asks the advisory database for known faults of the crates in `Cargo.lock`. Needs the network, and cargo-deny.
///
/// # Errors
///
/// When there are some, or it cannot be asked.
pub(crate) fn advisories() -> Result<()> {
    cargo().args(["deny", "check", "advisories"]).dir(paths::root()).run().map_err(|failure| {
        failure.by_hand(format!("cargo install cargo-deny --locked --version {CARGO_DENY}    (where it is missing)"))
    })
}

/// Writes the service worker: the last step, since it lists all files with their digests.
///
/// # Errors
///
/// When a file cannot be read or written.
pub(crate) fn seal(site: &Path) -> Result<()> {
    script("seal.mjs").arg(site).arg(paths::root().join("web").join("js")).run()
}

/// What Cargo knows of all crates, and the names of those in the WASM files: two files for the scripts.
fn write_lists() -> Result<[PathBuf; 2]> {
    let metadata = repo_cargo().args(["metadata", "--locked", "--format-version", "1"]).read()?;
    let tree = repo_cargo()
        .args(["tree", "--locked", "-p", "kic-playground", "-p", "kic-engine", "--target", TARGET])
        .args(["--edges", "normal,no-proc-macro", "--prefix", "none", "--format", "{p}"])
        .read()?;
    let folder = paths::root().join("target").join("xtask");
    let files = [folder.join("metadata.json"), folder.join("shipped-crates.txt")];
    for (file, text) in files.iter().zip([metadata, tree]) {
        npm::write_stamp(file, &text)?;
    }
    Ok(files)
}

fn repo_cargo() -> Call {
    cargo().dir(paths::root())
}

/// A call of one of our scripts for Node.
fn script(name: &str) -> Call {
    Call::new("node").arg(paths::root().join("xtask").join("node").join(name)).dir(paths::root())
}
