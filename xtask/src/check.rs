//! What must hold besides the tests: lock files, format, lints, docs, what is shipped and where it comes from, sizes.

use crate::args::{Profile, SizesMode};
use crate::failure::Result;
use crate::npm;
use crate::paths;
use crate::process::{Call, cargo, npm};
use crate::release;
use crate::report::Report;
use crate::site;
use crate::sizes;
use crate::toolchain::TARGET;
use crate::tools::Tool;
use crate::workshop::Workshop;

/// What to do about the site whose sizes are measured.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Site {
    /// Build it first.
    Build,
    /// It was just built.
    Built,
}

/// Runs every check.
///
/// # Errors
///
/// When a tool is missing; failed checks are in the report.
pub(crate) fn run(site: Site, report: &mut Report) -> Result<()> {
    let workshop = Workshop::with(&Tool::BUILD)?;
    report.step("lock file", |_| {
        let call = repo_cargo().args(["metadata", "--locked", "--format-version", "1"]);
        call.read().map(drop).map_err(|failure| {
            failure.by_hand("cargo metadata --format-version 1 > /dev/null    (writes Cargo.lock; commit it)")
        })
    });
    report.step("format", |_| {
        repo_cargo().args(["fmt", "--all", "--check"]).run().map_err(|failure| failure.by_hand("cargo fmt --all"))
    });
    report
        .step("lints", |_| repo_cargo().args(["clippy", "--workspace", "--all-targets", "--", "-D", "warnings"]).run());
    report.step("lints for wasm32", |_| {
        workshop
            .call("cargo")
            .args(["clippy", "--target", TARGET, "-p", "kic-core", "-p", "kic-engine", "-p", "kic-playground"])
            .args(["--", "-D", "warnings"])
            .run()
    });
    report.step("documentation", |_| {
        repo_cargo().args(["doc", "--no-deps", "-p", "kic-core"]).env("RUSTDOCFLAGS", "-D warnings").run()
    });
    report.step("supply chain", |_| release::check_supply());
    report.step("types of web/editor", |_| {
        npm::install(&site::editor())?;
        npm().args(["run", "check"]).dir(site::editor()).run()
    });
    report.step("sizes", |_| {
        if site == Site::Build || !site::has_release() {
            site::build(&workshop, Profile::Release)?;
        }
        sizes::run(SizesMode::Compare)
    });
    Ok(())
}

fn repo_cargo() -> Call {
    cargo().dir(paths::root())
}
