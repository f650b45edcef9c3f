//! The schemas of the CRDs: the repository's copy, of which the build makes the core's tables.

use std::path::{Path, PathBuf};
use std::{fs, io};

use serde_json::Value;

use crate::shared;

/// The folder of the copy.
pub fn folder() -> PathBuf {
    shared::here().join("../core/crds")
}

/// The files that a folder like `../shared` makes: name, and the schema as compact JSON in a line.
///
/// # Panics
///
/// When a file cannot be read.
pub fn of_shared(shared: &Path) -> Vec<(String, String)> {
    let folder = shared.join("crds");
    let read = |entry: io::Result<fs::DirEntry>| {
        let path = entry.expect("a file of the folder").path();
        let text = fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
        let schema: Value = serde_json::from_str(&text).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
        (path.file_name().unwrap_or_default().to_string_lossy().into_owned(), format!("{schema}\n"))
    };
    let entries = fs::read_dir(&folder).unwrap_or_else(|error| panic!("{}: {error}", folder.display()));
    let mut files: Vec<(String, String)> = entries.map(read).collect();
    files.sort();
    files
}

#[cfg(test)]
mod tests {
    use super::{folder, of_shared};
    use crate::shared;

    #[test]
    fn the_copy_is_up_to_date() {
        let Some(shared) = shared::folder() else { return };
        for (name, text) in of_shared(&shared) {
            let copy = std::fs::read_to_string(folder().join(&name)).unwrap_or_default();
            assert!(copy == text, "core/crds/{name} is not what ../shared has: cargo xtask data ../shared");
        }
    }
}
