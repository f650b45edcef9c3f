//! The data sets of the tests: the copy in the repository, and what the wasm tests compare themselves with.

use std::path::Path;

use crate::failure::{Failure, Result};
use crate::paths;
use crate::process::{Call, cargo};

/// Writes `tests/conformance` from a folder that holds `oracle/` and `scenarios/`.
///
/// # Errors
///
/// When there is no such folder or a set in it is incomplete.
pub(crate) fn copy(folder: &Path) -> Result<()> {
    let folder =
        folder.canonicalize().map_err(|error| Failure::new(format!("{} cannot be read: {error}", folder.display())))?;
    program("data").arg(folder).run()
}

/// Writes the digests of the reports on this machine, so that the tests in browsers can say whether theirs are equal.
///
/// # Errors
///
/// When the program does not compile or cannot write.
pub(crate) fn digests() -> Result<()> {
    program("digests").run()
}

/// A program of the crate `kic-tests`, which knows the formats; this one knows only the standard library.
fn program(name: &str) -> Call {
    cargo().args(["run", "--package", "kic-tests", "--bin", name, "--"]).dir(paths::root())
}
