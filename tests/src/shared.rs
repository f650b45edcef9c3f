//! Where the data are: beside the repository, or the copy in it.

use std::path::{Path, PathBuf};

/// The folder of this crate.
pub fn here() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// The repository.
pub fn root() -> &'static Path {
    here().parent().unwrap_or(here())
}

/// The folder with `oracle/` and `scenarios/`, usually `../shared` of the repository; `None` where there is none.
///
/// A work tree may lie deeper than the repository itself, so every folder above is looked into. The variable
/// `KIC_SHARED` names another folder; with one that does not exist the data count as absent.
pub fn folder() -> Option<PathBuf> {
    if let Some(named) = std::env::var_os("KIC_SHARED") {
        return Some(PathBuf::from(named)).filter(|folder| is_shared(folder));
    }
    root().ancestors().skip(1).map(|folder| folder.join("shared")).find(|shared| is_shared(shared))
}

/// Whether a folder has the data sets.
pub fn is_shared(folder: &Path) -> bool {
    folder.join("oracle").is_dir() && folder.join("scenarios").is_dir()
}

/// The project's own copy of a set.
pub fn copy_of(set: &str) -> PathBuf {
    here().join("conformance").join(format!("{set}.jsonl"))
}
