//! The programs that build and test the page, each at the version this project was tested with.

use std::fs;
use std::path::{Path, PathBuf};
use std::time::Instant;

use crate::failure::{Failure, Result};
use crate::paths;
use crate::process::{Call, cargo, duration, npm};

/// A program that set-up finds or installs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Tool {
    Trunk,
    WasmBindgen,
    WasmPack,
    WasmOpt,
    Geckodriver,
}

/// Where a tool comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Source {
    /// `cargo install`, with the minutes it takes on two cores that have nothing else to do.
    Cargo { minutes: u32 },
    /// `npm install`, seconds.
    Npm,
}

/// Which of the versions on `PATH` will do.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Accept {
    /// Only the pinned one: another refuses the module, or names its options differently.
    Pinned,
    /// Any: it goes with the browser that the user has.
    Any,
}

impl Tool {
    pub(crate) const ALL: [Self; 5] =
        [Self::WasmBindgen, Self::WasmOpt, Self::Trunk, Self::WasmPack, Self::Geckodriver];
    pub(crate) const BUILD: [Self; 3] = [Self::WasmBindgen, Self::WasmOpt, Self::Trunk];
    pub(crate) const WASM_TESTS: [Self; 3] = [Self::WasmBindgen, Self::WasmPack, Self::Geckodriver];

    /// The command that this tool adds.
    pub(crate) fn program(self) -> &'static str {
        match self {
            Self::Trunk => "trunk",
            Self::WasmBindgen => "wasm-bindgen",
            Self::WasmPack => "wasm-pack",
            Self::WasmOpt => "wasm-opt",
            Self::Geckodriver => "geckodriver",
        }
    }

    /// The name in its registry.
    fn package(self) -> &'static str {
        match self {
            Self::WasmBindgen => "wasm-bindgen-cli",
            Self::WasmOpt => "binaryen",
            Self::Trunk | Self::WasmPack | Self::Geckodriver => self.program(),
        }
    }

    /// The pinned version. `Cargo.toml` and `Trunk.toml` repeat some of them; a test compares.
    pub(crate) fn version(self) -> &'static str {
        match self {
            // 0.22 needs rustc 1.96.1.
            Self::Trunk => "0.21.14",
            // Must be the version of the crate, see the workspace's Cargo.toml.
            Self::WasmBindgen => "0.2.129",
            Self::WasmPack => "0.15.1",
            Self::WasmOpt => "132.0.0",
            Self::Geckodriver => "0.37.1",
        }
    }

    fn source(self) -> Source {
        match self {
            Self::Trunk => Source::Cargo { minutes: 6 },
            Self::WasmBindgen => Source::Cargo { minutes: 3 },
            Self::WasmPack | Self::Geckodriver => Source::Cargo { minutes: 2 },
            Self::WasmOpt => Source::Npm,
        }
    }

    fn accept(self) -> Accept {
        match self {
            Self::Geckodriver => Accept::Any,
            Self::Trunk | Self::WasmBindgen | Self::WasmPack | Self::WasmOpt => Accept::Pinned,
        }
    }

    /// Commands of the same package that must stand beside the program.
    fn companions(self) -> &'static [&'static str] {
        match self {
            Self::WasmBindgen => &["wasm-bindgen-test-runner"],
            Self::Trunk | Self::WasmPack | Self::WasmOpt | Self::Geckodriver => &[],
        }
    }

    /// Is `text`, printed for `--version`, the pinned version?
    fn is_pinned_version(self, text: &str) -> bool {
        let pinned = match self {
            // Binaryen numbers its releases with one number, npm needs three.
            Self::WasmOpt => self.version().split('.').next().unwrap_or_default(),
            _ => self.version(),
        };
        version_in(text) == Some(pinned)
    }

    /// The folder in the user's cache, one a version, so that two clones may differ.
    fn folder(self, cache: &Path) -> PathBuf {
        cache.join("tools").join(format!("{}-{}", self.package(), self.version()))
    }

    fn bin(self, cache: &Path) -> PathBuf {
        match self.source() {
            Source::Cargo { .. } => self.folder(cache).join("bin"),
            Source::Npm => self.folder(cache).join("node_modules").join(".bin"),
        }
    }

    /// What a person types to get this tool without set-up.
    fn by_hand(self) -> String {
        let (package, version) = (self.package(), self.version());
        match self.source() {
            Source::Cargo { .. } => format!("cargo install --locked {package} --version {version}"),
            Source::Npm => format!("npm install --global {package}@{version}"),
        }
    }
}

/// Finds or installs each of `tools`; returns the folders to put in front of `PATH`, without repeats.
///
/// # Errors
///
/// When one is missing and cannot be installed.
pub(crate) fn ensure(tools: &[Tool]) -> Result<Vec<PathBuf>> {
    let cache = paths::cache()?;
    let mut folders = Vec::new();
    for &tool in tools {
        let folder = ensure_one(tool, &cache)?;
        if !folders.contains(&folder) {
            folders.push(folder);
        }
    }
    Ok(folders)
}

/// The program of a tool that `ensure` has made available.
pub(crate) fn program(tool: Tool) -> Result<PathBuf> {
    let folder = ensure_one(tool, &paths::cache()?)?;
    find(&folder, tool.program())
        .ok_or_else(|| Failure::new(format!("{} is not in {}", tool.program(), folder.display())))
}

fn ensure_one(tool: Tool, cache: &Path) -> Result<PathBuf> {
    if let Some(folder) = usable_on_path(tool) {
        return Ok(folder);
    }
    let bin = tool.bin(cache);
    if find(&bin, tool.program()).is_none() {
        install(tool, cache)?;
    }
    Ok(bin)
}

fn usable_on_path(tool: Tool) -> Option<PathBuf> {
    let program = paths::on_path(tool.program())?;
    let folder = program.parent()?.to_path_buf();
    let complete = tool.companions().iter().all(|name| find(&folder, name).is_some());
    let fits = match tool.accept() {
        Accept::Any => true,
        Accept::Pinned => {
            let text = Call::new(&program).arg("--version").read().ok()?;
            tool.is_pinned_version(&text)
        }
    };
    (complete && fits).then_some(folder)
}

fn find(folder: &Path, program: &str) -> Option<PathBuf> {
    let file = if cfg!(windows) && folder.ends_with(".bin") {
        folder.join(format!("{program}.cmd"))
    } else {
        paths::program_file(folder, program)
    };
    file.is_file().then_some(file)
}

fn install(tool: Tool, cache: &Path) -> Result<()> {
    let (package, version) = (tool.package(), tool.version());
    let start = Instant::now();
    let done = match tool.source() {
        Source::Cargo { minutes } => {
            println!("{package} {version}: compiling it once for this user, about {minutes} min on two cores");
            cargo_install(tool, cache)
        }
        Source::Npm => {
            println!("{package} {version}: installing it once for this user, some seconds");
            npm_install(tool, cache)
        }
    };
    done.map_err(|failure| {
        failure
            .within(&format!("{package} {version} could not be installed"))
            .by_hand(tool.by_hand())
            .by_hand("then repeat the command: a tool on PATH with this version is used")
    })?;
    println!("{package} {version}: ready after {}", duration(start.elapsed()));
    Ok(())
}

fn cargo_install(tool: Tool, cache: &Path) -> Result<()> {
    // Of its own process, so that two set-ups at a time do not delete each other's objects.
    let scratch = cache.join(format!("build-{}-{}", tool.package(), std::process::id()));
    let call = cargo()
        .args(["install", "--locked", tool.package()])
        .arg(format!("--version={}", tool.version()))
        .arg("--root")
        .arg(tool.folder(cache))
        .arg("--target-dir")
        .arg(&scratch)
        // The tools run for seconds and compile for minutes: spend less on the second.
        .env("CARGO_PROFILE_RELEASE_LTO", "off")
        .env("CARGO_PROFILE_RELEASE_OPT_LEVEL", "1")
        .env("CARGO_PROFILE_RELEASE_CODEGEN_UNITS", "16")
        .without_env("RUSTFLAGS")
        .without_env("CARGO_ENCODED_RUSTFLAGS")
        .without_env("CARGO_BUILD_TARGET");
    let result = call.args(quiet_unless_watched()).run();
    // Gigabytes, of no more use; what cannot be removed harms nobody.
    let _ = fs::remove_dir_all(&scratch);
    result
}

/// Hundreds of lines "Compiling …" help a person who waits, and hide what matters in a log.
fn quiet_unless_watched() -> Option<&'static str> {
    use std::io::IsTerminal;
    (!std::io::stderr().is_terminal()).then_some("--quiet")
}

fn npm_install(tool: Tool, cache: &Path) -> Result<()> {
    npm()
        .args(["install", "--no-audit", "--no-fund", "--prefix"])
        .arg(tool.folder(cache))
        .arg(format!("{}@{}", tool.package(), tool.version()))
        .run()
}

/// The first word that starts with a digit: `trunk 0.21.14` has `0.21.14`.
fn version_in(text: &str) -> Option<&str> {
    let starts_with_digit = |word: &&str| word.starts_with(|c: char| c.is_ascii_digit());
    text.split_whitespace().find(starts_with_digit)
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::{Tool, version_in};
    use crate::paths;

    #[test]
    fn the_version_is_the_first_number() {
        assert_eq!(version_in("trunk 0.21.14\n"), Some("0.21.14"));
        assert_eq!(version_in("geckodriver 0.37.1 (2a3b 2026-01-01)"), Some("0.37.1"));
        assert_eq!(version_in("nothing"), None);
    }

    #[test]
    fn only_the_pinned_version_is_taken_for_it() {
        assert!(Tool::Trunk.is_pinned_version("trunk 0.21.14"));
        assert!(!Tool::Trunk.is_pinned_version("trunk 0.21.140"));
        assert!(!Tool::Trunk.is_pinned_version("trunk 0.22.1"));
        assert!(Tool::WasmOpt.is_pinned_version("wasm-opt version 132 (version_132)"));
        assert!(!Tool::WasmOpt.is_pinned_version("wasm-opt version 13 (version_13)"));
    }

    #[test]
    fn pins_agree_in_all_files() {
        let read = |file: &str| fs::read_to_string(paths::root().join(file)).unwrap();
        let bindgen = Tool::WasmBindgen.version();
        let cargo = read("Cargo.toml");
        assert!(cargo.contains(&format!("wasm-bindgen = \"={bindgen}\"")));
        // Not every crate names the pin; a newer one in the lock file would be refused after minutes of compiling.
        if let Some((_, rest)) = read("Cargo.lock").split_once("name = \"wasm-bindgen\"\n") {
            assert!(rest.starts_with(&format!("version = \"{bindgen}\"")), "Cargo.lock");
        }
        let trunk = read("Trunk.toml");
        assert!(trunk.contains(&format!("wasm_bindgen = \"{bindgen}\"")));
        assert!(trunk.contains("wasm_opt = \"version_132\""));
        assert!(Tool::WasmOpt.version().starts_with("132."));
    }
}
