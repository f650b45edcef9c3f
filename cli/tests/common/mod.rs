//! Runs of the program on the examples of the page, and files that hold what is printed.

use std::path::Path;
use std::process::Command;
use std::{env, fs};

/// What a run printed, and how it ended.
pub(crate) struct Run {
    pub(crate) text: String,
    pub(crate) error: String,
    pub(crate) status: i32,
}

/// Runs `kicplay translate` on an example of the page, with further arguments: in the crate's folder, into a pipe, as in
/// a checkout of GitHub Actions whose top is the workspace.
pub(crate) fn run(example: &str, arguments: &str) -> Run {
    let folder = fs::canonicalize(env!("CARGO_MANIFEST_DIR")).unwrap();
    let files = format!("../web/examples/{example}");
    let has_values = folder.join(&files).join("values.yaml").exists();
    let values = if has_values { format!("--values {files}/values.yaml") } else { String::new() };
    run_line(&format!(
        "translate -f {files}/manifests.yaml --env {files}/kong.env --now 2026-11-24 {values} {arguments}"
    ))
}

/// Runs `kicplay` with arguments that are parted by blanks, in the crate's folder, as [`run`] does.
pub(crate) fn run_line(line: &str) -> Run {
    let folder = fs::canonicalize(env!("CARGO_MANIFEST_DIR")).unwrap();
    let output = Command::new(env!("CARGO_BIN_EXE_kicplay"))
        .current_dir(&folder)
        .env("GITHUB_WORKSPACE", folder.parent().unwrap())
        .args(line.split_whitespace())
        .output()
        .unwrap();
    let [text, error] = [output.stdout, output.stderr].map(|bytes| String::from_utf8(bytes).unwrap());
    Run { text, error, status: output.status.code().unwrap() }
}

/// Compares with a file under `tests/`; `BLESS=1` writes it anew.
pub(crate) fn check(printed: &str, file: &str) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests").join(file);
    if env::var_os("BLESS").is_some() {
        fs::write(&path, printed).unwrap();
    }
    assert_eq!(printed, fs::read_to_string(&path).unwrap(), "{file}; BLESS=1 writes it anew");
}
