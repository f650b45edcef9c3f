//! Building the page: the editor's bundle by npm, the reference and the gallery by their own programs, the engine by Cargo and the tools that
//! Trunk calls as well, then the rest by Trunk.

use std::fs;
use std::path::{Path, PathBuf};

use crate::args::Profile;
use crate::failure::{Failure, Result};
use crate::npm;
use crate::paths;
use crate::process::{Call, cargo, npm};
use crate::release;
use crate::toolchain::TARGET;
use crate::workshop::Workshop;

/// The site that tests and sizes look at, and that is published.
pub(crate) fn dist() -> PathBuf {
    paths::root().join("dist")
}

/// Builds the site into `dist/`.
///
/// # Errors
///
/// When npm, Cargo or Trunk fails.
pub(crate) fn build(workshop: &Workshop, profile: Profile) -> Result<()> {
    build_editor()?;
    build_reference()?;
    build_gallery()?;
    build_engine(workshop, profile)?;
    build_opening()?;
    // From here on dist/ is neither the old site nor the new one.
    let _ = fs::remove_file(profile_stamp());
    trunk(workshop, "build", profile).arg("--dist").arg(dist()).run()?;
    release::write_licences(&dist())?;
    release::seal(&dist())?;
    npm::write_stamp(&profile_stamp(), profile_name(profile))
}

/// Does `dist/` hold a release build?
pub(crate) fn has_release() -> bool {
    let built = fs::read_to_string(profile_stamp());
    dist().join("index.html").is_file() && built.is_ok_and(|name| name == profile_name(Profile::Release))
}

fn profile_stamp() -> PathBuf {
    stamps().join("dist-profile")
}

fn profile_name(profile: Profile) -> &'static str {
    match profile {
        Profile::Dev => "dev",
        Profile::Release => "release",
    }
}

/// A call of Trunk that downloads nothing.
pub(crate) fn trunk(workshop: &Workshop, command: &str, profile: Profile) -> Call {
    let call = workshop
        .call("trunk")
        .args([command, "--offline"])
        // Trunk reads the variable as a boolean and stops at NO_COLOR=1.
        .without_env("NO_COLOR")
        // Its own backtrace hides the error of the program that it called.
        .without_env("RUST_BACKTRACE");
    match profile {
        Profile::Dev => call,
        Profile::Release => call.args(["--release", "--cargo-profile", "wasm-release"]).quiet_envs(&release::flags()),
    }
}

/// The folder of the editor's bundle.
pub(crate) fn editor() -> PathBuf {
    paths::root().join("web").join("editor")
}

/// Bundles the editor, unless nothing that it is made from has changed.
///
/// # Errors
///
/// When npm fails, or leaves no bundle.
pub(crate) fn build_editor() -> Result<()> {
    let folder = editor();
    let bundles = ["editor.js", "editor-data.js"].map(|name| folder.join("dist").join(name));
    let stamp = stamps().join("editor-digest");
    let digest = editor_digest()?;
    if bundles.iter().all(|bundle| bundle.is_file()) && fs::read_to_string(&stamp).is_ok_and(|old| old == digest) {
        return Ok(());
    }
    println!("web/editor: bundling the editor, some seconds");
    npm::install(&folder)?;
    npm().args(["run", "build"]).dir(&folder).run()?;
    if let Some(missing) = bundles.iter().find(|bundle| !bundle.is_file()) {
        return Err(Failure::new(format!("`npm run build` in web/editor made no {}", paths::display(missing))));
    }
    npm::write_stamp(&stamp, &digest)
}

/// What the editor's data is made of beside its own folder; `web/editor/data` reads these.
const EDITOR_SOURCES: [&str; 7] = [
    "core/crds",
    "core/src/annotations/catalogue.rs",
    "core/src/helm/defaults.rs",
    "core/src/listens/flag.rs",
    "core/src/settings/controller/flags.rs",
    "core/src/settings/controller/mod.rs",
    "core/src/settings/gates.rs",
];

/// The digest of everything that the editor's bundles are made of.
///
/// # Errors
///
/// When a file cannot be read.
pub(crate) fn editor_digest() -> Result<String> {
    let mut sources = vec![editor()];
    sources.extend(EDITOR_SOURCES.iter().map(|source| paths::root().join(source)));
    digest_of(&sources)
}

/// What the pages of the reference are made of beside their own folder.
const REFERENCE_SOURCES: [&str; 5] = [
    "core/src/annotations/catalogue.rs",
    "core/src/diagnostic/code.rs",
    "core/src/settings/gates.rs",
    "web/icon.svg",
    "web/styles/base.css",
];

/// Writes the static pages of the reference where Trunk copies them from, unless nothing that they are made from has
/// changed.
///
/// # Errors
///
/// When the program does not compile, or a page is not in its form.
pub(crate) fn build_reference() -> Result<()> {
    let pages = paths::root().join("reference").join("dist");
    let stamp = stamps().join("reference-digest");
    let digest = reference_digest()?;
    if pages.join("index.html").is_file() && fs::read_to_string(&stamp).is_ok_and(|old| old == digest) {
        return Ok(());
    }
    println!("reference: writing its pages");
    cargo()
        .args(["run", "--quiet", "--package", "kic-reference", "--bin", "reference-site", "--"])
        .arg(&pages)
        .dir(paths::root())
        .run()?;
    npm::write_stamp(&stamp, &digest)
}

/// The digest of everything that the pages of the reference are made of.
///
/// # Errors
///
/// When a file cannot be read.
pub(crate) fn reference_digest() -> Result<String> {
    let sources = ["reference"].iter().chain(&REFERENCE_SOURCES).map(|source| paths::root().join(source));
    digest_of(&sources.collect::<Vec<_>>())
}

/// Compiles the engine into `engine/dist`, from where Trunk takes it under a name made of its content, unless nothing that
/// it is made from has changed. Trunk itself can bundle but one library.
///
/// # Errors
///
/// When it does not compile, or a tool fails.
pub(crate) fn build_engine(workshop: &Workshop, profile: Profile) -> Result<()> {
    let folder = paths::root().join("engine").join("dist");
    let stamp = stamps().join("engine-digest");
    let digest = format!("{} {}", profile_name(profile), engine_digest()?);
    let files = ["engine.js", "engine.wasm"].map(|name| folder.join(name));
    if files.iter().all(|file| file.is_file()) && fs::read_to_string(&stamp).is_ok_and(|old| old == digest) {
        return Ok(());
    }
    let _ = fs::remove_file(&stamp);
    let compiled = compile_engine(workshop, profile)?;
    // Not engine/dist: whoever watches that folder sees it change once, when all is there.
    let bundle = stamps().join("engine");
    workshop
        .call("wasm-bindgen")
        .args(["--target", "web", "--no-typescript", "--out-name", "engine", "--out-dir"])
        .args([&bundle, &compiled])
        .run()?;
    let raw = bundle.join("engine_bg.wasm");
    let small = bundle.join("engine.wasm");
    match profile {
        Profile::Dev => copy(&raw, &small)?,
        Profile::Release => workshop.call("wasm-opt").args(["-Oz", "--output"]).args([&small, &raw]).run()?,
    }
    fs::create_dir_all(&folder)
        .map_err(|error| Failure::new(format!("cannot make {}: {error}", paths::display(&folder))))?;
    for file in &files {
        copy(&bundle.join(paths::file_name(file)), file)?;
    }
    npm::write_stamp(&stamp, &digest)
}

/// Writes the report of the opening example into `engine/dist`, unless nothing that it is made from has changed.
///
/// # Errors
///
/// When the program does not compile or cannot write.
pub(crate) fn build_opening() -> Result<()> {
    let file = paths::root().join("engine").join("dist").join("opening.json");
    let stamp = stamps().join("opening-digest");
    let digest = engine_digest()?;
    if file.is_file() && fs::read_to_string(&stamp).is_ok_and(|old| old == digest) {
        return Ok(());
    }
    cargo()
        .args(["run", "--quiet", "--package", "kic-engine", "--bin", "opening-report", "--"])
        .arg(&file)
        .dir(paths::root())
        .run()?;
    npm::write_stamp(&stamp, &digest)
}

/// The engine as the compiler leaves it.
fn compile_engine(workshop: &Workshop, profile: Profile) -> Result<PathBuf> {
    let build = || {
        let call = workshop.call("cargo").args(["build", "--package", "kic-engine", "--lib", "--target", TARGET]);
        match profile {
            Profile::Dev => call,
            Profile::Release => call.args(["--profile", "wasm-release"]).quiet_envs(&release::flags()),
        }
    };
    build().run()?;
    // Asked again, Cargo only tells where it lies: the folder may be set in several places.
    let told = build().args(["--message-format", "json"]).read()?;
    let file = told.split('"').find(|word| word.ends_with("kic_engine.wasm") && !word.contains("deps"));
    file.map(|file| PathBuf::from(file.replace("\\\\", "\\")))
        .ok_or_else(|| Failure::new("cargo does not say where it has put the engine"))
}

fn copy(from: &Path, to: &Path) -> Result<()> {
    fs::copy(from, to).map(drop).map_err(|error| Failure::new(format!("cannot copy {}: {error}", paths::display(from))))
}

/// The digest of everything that the engine and the opening report are made of.
///
/// # Errors
///
/// When a file cannot be read.
pub(crate) fn engine_digest() -> Result<String> {
    let sources =
        ["Cargo.lock", "Cargo.toml", "core", "engine", "web/examples/opening"].map(|source| paths::root().join(source));
    digest_of(&sources)
}

/// What the gallery's file is made of.
const GALLERY_SOURCES: [&str; 3] = ["examples", "gallery", "web/examples"];

/// Writes the examples into the one file that the page's gallery fetches, unless none of them has changed.
///
/// # Errors
///
/// When the program does not compile, or an example cannot be read.
pub(crate) fn build_gallery() -> Result<()> {
    let file = paths::root().join("gallery").join("dist").join("gallery.json");
    let stamp = stamps().join("gallery-digest");
    let digest = gallery_digest()?;
    if file.is_file() && fs::read_to_string(&stamp).is_ok_and(|old| old == digest) {
        return Ok(());
    }
    println!("gallery: writing its file");
    cargo()
        .args(["run", "--quiet", "--package", "kic-gallery", "--bin", "gallery-data", "--"])
        .arg(paths::root())
        .arg(&file)
        .dir(paths::root())
        .run()?;
    npm::write_stamp(&stamp, &digest)
}

/// The digest of everything that the gallery's file is made of.
///
/// # Errors
///
/// When a file cannot be read.
pub(crate) fn gallery_digest() -> Result<String> {
    digest_of(&GALLERY_SOURCES.map(|source| paths::root().join(source)))
}

fn stamps() -> PathBuf {
    paths::root().join("target").join("xtask")
}

/// The digest of files, and of every file of folders less what npm and its build put there.
///
/// # Errors
///
/// When a file cannot be read.
fn digest_of(sources: &[PathBuf]) -> Result<String> {
    let mut files = Vec::new();
    for source in sources {
        collect(source, &mut files)
            .map_err(|error| Failure::new(format!("cannot read {}: {error}", paths::display(source))))?;
    }
    files.sort();
    let mut parts = Vec::new();
    for file in &files {
        let text =
            fs::read(file).map_err(|error| Failure::new(format!("cannot read {}: {error}", paths::display(file))))?;
        parts.push(paths::display(file).into_bytes());
        parts.push(text);
    }
    let parts: Vec<&[u8]> = parts.iter().map(Vec::as_slice).collect();
    Ok(npm::digest(&parts))
}

fn collect(path: &Path, files: &mut Vec<PathBuf>) -> std::io::Result<()> {
    if !path.is_dir() {
        files.push(path.to_owned());
        return Ok(());
    }
    for entry in fs::read_dir(path)? {
        let path = entry?.path();
        if !["node_modules", "dist"].contains(&paths::file_name(&path)) {
            collect(&path, files)?;
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_editor_is_bundled_anew_when_what_its_data_is_read_from_changes() {
        let folder = editor().join("data");
        for entry in fs::read_dir(folder).unwrap() {
            let text = fs::read_to_string(entry.unwrap().path()).unwrap();
            for call in ["rust(\"", "core(\""] {
                for path in text.split(call).skip(1).filter_map(|rest| rest.split('"').next()) {
                    assert!(EDITOR_SOURCES.contains(&format!("core/{path}").as_str()), "{path}");
                }
            }
        }
        assert!(EDITOR_SOURCES.iter().all(|source| paths::root().join(source).exists()));
    }

    #[test]
    fn the_reference_is_written_anew_when_what_it_embeds_changes() {
        let folder = paths::root().join("reference").join("src");
        for entry in fs::read_dir(folder).unwrap() {
            let text = fs::read_to_string(entry.unwrap().path()).unwrap();
            for path in text.split("include_str!(\"../../").skip(1).filter_map(|rest| rest.split('"').next()) {
                assert!(REFERENCE_SOURCES.contains(&path), "{path}");
            }
        }
        assert!(REFERENCE_SOURCES.iter().all(|source| paths::root().join(source).exists()));
    }
}
