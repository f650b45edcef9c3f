//! `cargo xtask data <folder>`: writes the project's own copy of the data sets and of the CRDs' schemas.

#![allow(clippy::print_stdout, reason = "a command-line program talks to its user")]

use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::{env, fs};

use kic_tests::sets::{self, Set};
use kic_tests::{schemas, shared};

fn main() -> ExitCode {
    let Some(folder) = env::args_os().nth(1).map(PathBuf::from).or_else(shared::folder) else {
        return fail("name the folder that holds oracle/ and scenarios/");
    };
    if !shared::is_shared(&folder) {
        return fail(&format!("{} does not hold oracle/ and scenarios/", folder.display()));
    }
    for set in Set::ALL.into_iter().filter(|set| set.is_copied()) {
        if let Err(error) = copy(set, &folder) {
            return fail(&error);
        }
    }
    if let Err(error) = copy_schemas(&folder) {
        return fail(&error);
    }
    ExitCode::SUCCESS
}

/// The schemas of the CRDs, of which the build makes the core's tables.
fn copy_schemas(folder: &Path) -> Result<(), String> {
    for (name, text) in schemas::of_shared(folder) {
        let path = schemas::folder().join(&name);
        fs::write(&path, text).map_err(|error| format!("{}: {error}", path.display()))?;
    }
    println!("{}", schemas::folder().display());
    Ok(())
}

fn copy(set: Set, folder: &Path) -> Result<(), String> {
    let cases = sets::of_shared(set, folder);
    if cases.len() < set.size() {
        return Err(format!("{}: {} cases instead of {}", set.name(), cases.len(), set.size()));
    }
    let path = shared::copy_of(set.name());
    fs::write(&path, sets::to_lines(set, &cases)).map_err(|error| format!("{}: {error}", path.display()))?;
    println!("{}: {} cases", path.display(), cases.len());
    Ok(())
}

fn fail(error: &str) -> ExitCode {
    eprintln!("error: {error}");
    ExitCode::FAILURE
}
