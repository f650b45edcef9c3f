//! Runs on the examples of the page, and files that hold what is printed.

use std::path::Path;
use std::{env, fs};

use clap::Parser as _;
use kicplay::args::{Arguments, Command};
use kicplay::print::Outcome;
use kicplay::translate;

/// The arguments of `kicplay translate` for an example of the page, seen from the crate's folder.
pub(crate) fn line(example: &str, arguments: &str) -> String {
    let folder = format!("../web/examples/{example}");
    let has_values = Path::new(&folder).join("values.yaml").exists();
    let values = if has_values { format!("--values {folder}/values.yaml") } else { String::new() };
    format!("translate -f {folder}/manifests.yaml --env {folder}/kong.env --now 2026-11-24 {values} {arguments}")
}

/// Runs `kicplay translate` on an example, with further arguments.
pub(crate) fn run(example: &str, arguments: &str) -> Result<Outcome, String> {
    let line = format!("kicplay {}", line(example, arguments));
    match Arguments::try_parse_from(line.split_whitespace()).map_err(|error| error.to_string())?.command {
        Command::Translate(arguments) => translate::run(&arguments).map_err(|error| error.0),
        other => Err(format!("{other:?}")),
    }
}

/// Compares with a file under `tests/`; `BLESS=1` writes it anew.
pub(crate) fn check(printed: &str, file: &str) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests").join(file);
    if env::var_os("BLESS").is_some() {
        fs::write(&path, printed).unwrap();
    }
    assert_eq!(printed, fs::read_to_string(&path).unwrap(), "{file}; BLESS=1 writes it anew");
}
