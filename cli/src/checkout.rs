//! What CI calls the files that were named on the command line: paths from the top of its checkout.

use std::env;
use std::fmt::Write;
use std::path::{Component, Path, PathBuf};

/// The folders that names of files are relative to. Nothing here asks the file system.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Checkout {
    /// The current folder: names on the command line start here.
    pub current: PathBuf,
    /// The top of the checkout, or the current folder where CI names none.
    pub top: PathBuf,
}

/// A path as CI wants it, with `/` between its parts.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum CiPath {
    /// From the top of the checkout.
    Inside(String),
    /// A file elsewhere, from the root of the file system.
    Outside(String),
}

impl Checkout {
    /// The current folder, and the checkout of GitHub Actions around it (`GITHUB_WORKSPACE`).
    pub fn here() -> Self {
        let current = env::current_dir().unwrap_or_default();
        let workspace = env::var_os("GITHUB_WORKSPACE").map(PathBuf::from);
        let around = workspace.filter(|top| !top.as_os_str().is_empty() && current.starts_with(top));
        Self { top: around.unwrap_or_else(|| current.clone()), current }
    }

    /// The path of a file by its name on the command line.
    pub fn path(&self, name: &str) -> CiPath {
        let absolute = plain(&self.current.join(name));
        match absolute.strip_prefix(plain(&self.top)) {
            Ok(inside) => CiPath::Inside(slashed(inside)),
            Err(_) => CiPath::Outside(slashed(&absolute)),
        }
    }
}

impl CiPath {
    /// The path as a reference in a URI: relative inside of the checkout, `file:///…` elsewhere.
    pub fn uri(&self) -> String {
        match self {
            Self::Inside(path) => encoded(path),
            Self::Outside(path) => format!("file:///{}", encoded(path.trim_start_matches('/'))),
        }
    }

    /// The path as text.
    pub fn text(&self) -> &str {
        let (Self::Inside(path) | Self::Outside(path)) = self;
        path
    }
}

/// The path without `.` and `..`.
fn plain(path: &Path) -> PathBuf {
    let mut plain = PathBuf::new();
    for part in path.components() {
        match part {
            Component::CurDir => {}
            Component::ParentDir => {
                plain.pop();
            }
            part => plain.push(part),
        }
    }
    plain
}

fn slashed(path: &Path) -> String {
    let parts = path.components().filter(|part| !matches!(part, Component::RootDir));
    let joined: Vec<String> = parts.map(|part| part.as_os_str().to_string_lossy().into_owned()).collect();
    format!("{}{}", if path.has_root() { "/" } else { "" }, joined.join("/"))
}

/// Percent-encodes what RFC 3986 does not leave as it is; `/` stays.
fn encoded(path: &str) -> String {
    let mut out = String::new();
    for byte in path.bytes() {
        match byte {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' | b'/' => out.push(char::from(byte)),
            _ => {
                let _ = write!(out, "%{byte:02X}");
            }
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn checkout() -> Checkout {
        Checkout { current: PathBuf::from("/work/repo/deploy"), top: PathBuf::from("/work/repo") }
    }

    #[test]
    fn names_become_paths_from_the_top() {
        let inside = |name: &str| checkout().path(name).text().to_owned();
        assert_eq!(inside("kong.yaml"), "deploy/kong.yaml");
        assert_eq!(inside("./a/../kong.yaml"), "deploy/kong.yaml");
        assert_eq!(inside("../kong.yaml"), "kong.yaml");
        assert_eq!(inside("/work/repo/x.yaml"), "x.yaml");
        assert_eq!(checkout().path("../../x.yaml"), CiPath::Outside("/work/x.yaml".to_owned()));
    }

    #[test]
    fn uris_are_percent_encoded() {
        assert_eq!(checkout().path("a b/ü:%.yaml").uri(), "deploy/a%20b/%C3%BC%3A%25.yaml");
        assert_eq!(checkout().path("/tmp/a b.yaml").uri(), "file:///tmp/a%20b.yaml");
    }
}
