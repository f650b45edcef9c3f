//! Where things are: the repository, the user's cache, programs on `PATH`.

use std::env;
use std::ffi::OsStr;
use std::path::{Path, PathBuf};

use crate::failure::{Failure, Result};

/// The folder of the repository.
///
/// Fixed at compile time: `cargo xtask` compiles this program in the clone that it serves.
pub(crate) fn root() -> PathBuf {
    let manifest = Path::new(env!("CARGO_MANIFEST_DIR"));
    manifest.parent().unwrap_or(manifest).to_path_buf()
}

/// The user's cache of tools, outside of the repository, so that a fresh clone builds none of them again.
///
/// # Errors
///
/// When the environment names neither a cache nor a home.
pub(crate) fn cache() -> Result<PathBuf> {
    cache_from(|name| env::var(name).ok()).ok_or_else(|| {
        Failure::new("no folder for the tools: neither KIC_PLAYGROUND_CACHE nor HOME is set")
            .by_hand("export KIC_PLAYGROUND_CACHE=/some/folder")
    })
}

fn cache_from(var: impl Fn(&str) -> Option<String>) -> Option<PathBuf> {
    let var = |name: &str| var(name).filter(|value| !value.is_empty());
    if let Some(own) = var("KIC_PLAYGROUND_CACHE") {
        return Some(PathBuf::from(own));
    }
    if let Some(xdg) = var("XDG_CACHE_HOME") {
        return Some(Path::new(&xdg).join("kic-playground"));
    }
    if let Some(local) = var("LOCALAPPDATA").filter(|_| cfg!(windows)) {
        return Some(Path::new(&local).join("kic-playground"));
    }
    var("HOME").map(|home| Path::new(&home).join(".cache").join("kic-playground"))
}

/// The first file named `program` in the folders of `PATH`, with the suffix of programs on this system.
pub(crate) fn on_path(program: &str) -> Option<PathBuf> {
    env::var_os("PATH").and_then(|path| find_in(env::split_paths(&path), program))
}

fn find_in(folders: impl Iterator<Item = PathBuf>, program: &str) -> Option<PathBuf> {
    let names: &[&str] = if cfg!(windows) { &["exe", "cmd"] } else { &[""] };
    for folder in folders {
        for suffix in names {
            let file = folder.join(program).with_extension(suffix);
            if file.is_file() {
                return Some(file);
            }
        }
    }
    None
}

/// The value of `PATH` with `folders` in front of what is there already.
///
/// # Errors
///
/// When a folder's name holds the character that separates the entries of `PATH`.
pub(crate) fn path_with(folders: &[PathBuf]) -> Result<std::ffi::OsString> {
    let old = env::var_os("PATH").unwrap_or_default();
    let all = folders.iter().cloned().chain(env::split_paths(&old));
    env::join_paths(all).map_err(|error| Failure::new(format!("a tool's folder cannot stand in PATH: {error}")))
}

/// The name of a program as a file of this system.
pub(crate) fn program_file(folder: &Path, program: &str) -> PathBuf {
    folder.join(format!("{program}{}", env::consts::EXE_SUFFIX))
}

/// The path in words, relative to the repository where it lies inside.
pub(crate) fn display(path: &Path) -> String {
    let root = root();
    let shown = path.strip_prefix(&root).unwrap_or(path);
    shown.display().to_string()
}

/// The last part of the path, empty where it has none or is no text.
pub(crate) fn file_name(path: &Path) -> &str {
    path.file_name().and_then(OsStr::to_str).unwrap_or_default()
}

/// Is the file's extension one of `extensions`?
pub(crate) fn has_extension(path: &Path, extensions: &[&str]) -> bool {
    path.extension().and_then(OsStr::to_str).is_some_and(|extension| extensions.contains(&extension))
}

#[cfg(test)]
mod tests {
    use std::path::PathBuf;

    use super::cache_from;

    fn cache(set: &[(&str, &str)]) -> Option<PathBuf> {
        cache_from(|name| {
            let found = set.iter().find(|(key, _)| *key == name);
            found.map(|(_, value)| (*value).to_owned())
        })
    }

    #[test]
    fn the_cache_is_the_most_specific_folder_that_is_named() {
        let home = ("HOME", "/home/ada");
        let xdg = ("XDG_CACHE_HOME", "/xdg");
        let own = ("KIC_PLAYGROUND_CACHE", "/own");
        assert_eq!(cache(&[home, xdg, own]), Some(PathBuf::from("/own")));
        assert_eq!(cache(&[home, xdg]), Some(PathBuf::from("/xdg/kic-playground")));
        assert_eq!(cache(&[home]), Some(PathBuf::from("/home/ada/.cache/kic-playground")));
        assert_eq!(cache(&[]), None);
    }

    #[test]
    fn an_empty_variable_counts_as_unset() {
        let found = cache(&[("KIC_PLAYGROUND_CACHE", ""), ("HOME", "/h")]);
        assert_eq!(found, Some(PathBuf::from("/h/.cache/kic-playground")));
    }
}
