//! A compiler that makes WebAssembly, from one of three places (in this order):
//!
//! 1. the toolchain in use, when it has the standard library of `wasm32-unknown-unknown`;
//! 2. `rustup target add`, the normal path;
//! 3. on a Debian machine where rustup can download nothing: Debian's own compiler, whose standard
//!    library for wasm32 is built here from Debian's source package.
//!
//! Objects of one compiler are useless to the other, so Debian's gets a target folder of its own.

use std::env;
use std::ffi::OsString;
use std::fs;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use crate::debian::{self, Root};
use crate::failure::{Failure, Result};
use crate::paths;
use crate::process::{Call, duration};

pub(crate) const TARGET: &str = "wasm32-unknown-unknown";

/// Which compiler builds for wasm32.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Toolchain {
    /// The one that runs when nothing is said.
    Current,
    /// Debian's, linked into rustup under the name `debian`.
    Debian,
}

impl Toolchain {
    /// Variables for cargo and for what calls cargo.
    pub(crate) fn envs(self) -> Vec<(&'static str, OsString)> {
        match self {
            Self::Current => Vec::new(),
            Self::Debian => vec![
                ("RUSTUP_TOOLCHAIN", OsString::from(DEBIAN_NAME)),
                ("CARGO_TARGET_DIR", paths::root().join("target").join("wasm").into()),
            ],
        }
    }
}

const DEBIAN_NAME: &str = "debian";
const DEBIAN_PACKAGES: [&str; 5] = ["rustc-web", "cargo-web", "rust-web-clippy", "rust-web-llvm", "rust-web-src"];
const DEBIAN_RUSTC: &str = "/usr/bin/rustc";
const DEBIAN_CARGO: &str = "/usr/bin/cargo";
const DEBIAN_LLD: &str = "/usr/bin/rust-lld";
const DEBIAN_STD: &str = "/usr/lib/rustlib/wasm32-unknown-unknown/lib";
/// Names the compiler that built the library beside it, as `rustc -V` prints it.
const BUILT_WITH: &str = "built-with";
const EMPTY_CRATE: &str = "\
[package]
name = \"kic-empty\"
version = \"0.0.0\"
edition = \"2024\"

[workspace]
";

/// Waits this long for a download when there is another way, and so long when there is none.
const PATIENCE: Duration = Duration::from_mins(1);
const LONG_PATIENCE: Duration = Duration::from_mins(15);

/// Finds or makes a toolchain for wasm32.
///
/// # Errors
///
/// When no way works, with what to do about it.
pub(crate) fn ensure() -> Result<Toolchain> {
    match env::var("KIC_PLAYGROUND_TOOLCHAIN").as_deref() {
        Ok("debian") => return debian(),
        Ok("rustup") => return rustup(LONG_PATIENCE),
        Ok("") | Err(_) => {}
        Ok(other) => {
            return Err(Failure::new(format!("KIC_PLAYGROUND_TOOLCHAIN is `rustup` or `debian`, not `{other}`")));
        }
    }
    if current_has_target()? {
        return Ok(Toolchain::Current);
    }
    if !debian::is_debian() || Root::available().is_none() {
        return rustup(LONG_PATIENCE);
    }
    if library_is_built() {
        // Set-up has been here before, without success by rustup; nobody shall wait for that again.
        return debian();
    }
    rustup(PATIENCE).or_else(|failure| {
        println!("{TARGET}: {}", failure.what());
        println!("{TARGET}: taking Debian's compiler instead");
        debian()
    })
}

fn rustup(patience: Duration) -> Result<Toolchain> {
    if current_has_target()? {
        return Ok(Toolchain::Current);
    }
    if paths::on_path("rustup").is_none() {
        return Err(Failure::new(format!(
            "the Rust compiler in use has no {TARGET}, and there is no rustup to add it"
        ))
        .by_hand("install rustup (https://rustup.rs), then repeat the command"));
    }
    println!("{TARGET}: adding it to the Rust toolchain, some seconds on a fast network");
    let start = Instant::now();
    let by_hand = format!("rustup target add {TARGET}");
    Call::new("rustup")
        .args(["target", "add", TARGET])
        .without_env("RUST_BACKTRACE")
        .within(patience)
        .run()
        .map_err(|failure| failure.by_hand(by_hand.clone()))?;
    if !current_has_target()? {
        return Err(Failure::new(format!("rustup added {TARGET}, but the compiler in use lacks it"))
            .by_hand("rustup show    (is another toolchain active?)")
            .by_hand(by_hand));
    }
    println!("{TARGET}: ready after {}", duration(start.elapsed()));
    Ok(Toolchain::Current)
}

fn current_has_target() -> Result<bool> {
    let sysroot = Call::new("rustc").args(["--print", "sysroot"]).dir(paths::root()).read()?;
    let folder = Path::new(sysroot.trim()).join("lib/rustlib").join(TARGET).join("lib");
    Ok(has_library(&folder, "libstd-"))
}

/// Is there a library whose name starts with `prefix`?
fn has_library(folder: &Path, prefix: &str) -> bool {
    libraries(folder).iter().any(|file| paths::file_name(file).starts_with(prefix))
}

/// The `.rlib` files of a folder, sorted; none when there is no such folder.
fn libraries(folder: &Path) -> Vec<PathBuf> {
    let Ok(entries) = fs::read_dir(folder) else {
        return Vec::new();
    };
    let mut files: Vec<PathBuf> = entries
        .filter_map(|entry| Some(entry.ok()?.path()))
        .filter(|path| paths::has_extension(path, &["rlib"]))
        .collect();
    files.sort();
    files
}

fn debian() -> Result<Toolchain> {
    if !debian::is_debian() {
        return Err(Failure::new("Debian's compiler was asked for, but this is not Debian"));
    }
    debian::install(&DEBIAN_PACKAGES)?;
    install_linker()?;
    build_library()?;
    link_toolchain()?;
    Ok(Toolchain::Debian)
}

/// `rust-lld` is a link to a linker that no package depends on; the link names the package.
fn install_linker() -> Result<()> {
    let link = fs::read_link(DEBIAN_LLD)
        .map_err(|error| Failure::new(format!("{DEBIAN_LLD} is no link to a linker: {error}")))?;
    debian::install(&[paths::file_name(&link)])
}

/// Is there a library that Debian's compiler, as it is now, has built?
fn library_is_built() -> bool {
    let folder = Path::new(DEBIAN_STD);
    let built_with = fs::read_to_string(folder.join(BUILT_WITH)).ok();
    built_with.is_some()
        && built_with == debian_compiler().ok()
        && has_library(folder, "libstd-")
        && has_library(folder, "libtest-")
}

fn debian_compiler() -> Result<String> {
    Call::new(DEBIAN_RUSTC).arg("-V").read()
}

fn build_library() -> Result<()> {
    if library_is_built() {
        return Ok(());
    }
    let compiler = debian_compiler()?;
    let Some(root) = Root::available() else {
        return Err(
            Failure::new(format!("{DEBIAN_STD} must be made by root")).by_hand("repeat the command as root, once")
        );
    };
    println!("Rust's standard library for {TARGET}: building it once, about a minute");
    let start = Instant::now();
    let scratch = paths::cache()?.join(format!("build-std-{}", std::process::id()));
    let result =
        compile_library(&scratch, &compiler).and_then(|files| place_library(root, Path::new(DEBIAN_STD), &files));
    // Of no more use; what cannot be removed harms nobody.
    let _ = fs::remove_dir_all(&scratch);
    result?;
    println!("Rust's standard library for {TARGET}: ready after {}", duration(start.elapsed()));
    Ok(())
}

/// Builds the library as a dependency of an empty crate; returns its files.
fn compile_library(scratch: &Path, compiler: &str) -> Result<Vec<PathBuf>> {
    let write = |file: &str, text: &str| {
        let path = scratch.join(file);
        fs::write(&path, text).map_err(|error| Failure::new(format!("cannot write {}: {error}", path.display())))
    };
    fs::create_dir_all(scratch.join("src"))
        .map_err(|error| Failure::new(format!("cannot make {}: {error}", scratch.display())))?;
    write("Cargo.toml", EMPTY_CRATE)?;
    write("src/lib.rs", "")?;
    write(BUILT_WITH, compiler)?;
    Call::new(DEBIAN_CARGO)
        .args(["build", "--quiet", "--release", "--target", TARGET])
        // `test` is for the crates under test in a browser.
        .arg("-Zbuild-std=std,panic_abort,proc_macro,test")
        .arg("--target-dir")
        .arg(scratch.join("target"))
        .dir(scratch)
        .env("RUSTC_BOOTSTRAP", "1")
        // Without bitcode, link-time optimisation of the page fails.
        .env("RUSTFLAGS", "-C embed-bitcode=yes")
        // Not the one of rustup, which stands first on PATH.
        .env("RUSTC", DEBIAN_RUSTC)
        .without_env("RUSTUP_TOOLCHAIN")
        .without_env("CARGO_ENCODED_RUSTFLAGS")
        .run()?;
    let mut files = libraries(&scratch.join("target").join(TARGET).join("release/deps"));
    files.retain(|file| !paths::file_name(file).starts_with("libkic_empty-"));
    if files.is_empty() {
        return Err(Failure::new("cargo built no standard library"));
    }
    files.push(scratch.join(BUILT_WITH));
    Ok(files)
}

fn place_library(root: Root, folder: &Path, files: &[PathBuf]) -> Result<()> {
    // Libraries of an older compiler would make each crate ambiguous.
    root.call("rm").arg("-rf").arg(folder).run()?;
    root.call("mkdir").arg("-p").arg(folder).run()?;
    // The mark comes last: a copy that broke off is done again.
    for file in files {
        root.call("install").args(["-m", "644"]).arg(file).arg(folder).read()?;
    }
    Ok(())
}

/// Makes rustup's cargo obey `RUSTUP_TOOLCHAIN=debian`. Without rustup, Debian's cargo is the only one.
fn link_toolchain() -> Result<()> {
    if paths::on_path("rustup").is_none() {
        return Ok(());
    }
    let list = Call::new("rustup").args(["toolchain", "list"]).read()?;
    let linked = list.lines().any(|line| line.split_whitespace().next() == Some(DEBIAN_NAME));
    if linked {
        return Ok(());
    }
    Call::new("rustup").args(["toolchain", "link", DEBIAN_NAME, "/usr"]).run()
}
