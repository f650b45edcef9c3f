//! What `kicplay translate` prints for people, held against files; `BLESS=1` writes them anew.

use std::path::Path;
use std::{env, fs};

use clap::Parser as _;
use kicplay::args::{Arguments, Command};
use kicplay::print::Outcome;
use kicplay::translate;

/// Runs `kicplay translate` on an example of the page, with further arguments.
fn run(example: &str, arguments: &str) -> Result<Outcome, String> {
    let folder = format!("../web/examples/{example}");
    let has_values = Path::new(&folder).join("values.yaml").exists();
    let values = if has_values { format!("--values {folder}/values.yaml") } else { String::new() };
    let line = format!(
        "kicplay translate -f {folder}/manifests.yaml --env {folder}/kong.env --now 2026-11-24 {values} {arguments}"
    );
    let words = line.split_whitespace();
    match Arguments::try_parse_from(words).map_err(|error| error.to_string())?.command {
        Command::Translate(arguments) => translate::run(&arguments).map_err(|error| error.0),
        other => Err(format!("{other:?}")),
    }
}

fn check(example: &str, arguments: &str, file: &str) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/text").join(file);
    let printed = run(example, arguments).unwrap().text;
    if env::var_os("BLESS").is_some() {
        fs::write(&path, &printed).unwrap();
    }
    assert_eq!(printed, fs::read_to_string(&path).unwrap(), "{file}; BLESS=1 writes it anew");
}

#[test]
fn one_listener_that_is_not_ready() {
    check("opening", "--color never", "opening.txt");
    check("opening", "--color always", "opening.ansi");
}

#[test]
fn kong_does_not_start() {
    check("doc-page-as-printed", "--color never", "doc-page-as-printed.txt");
    check("doc-page-as-printed", "--color always", "doc-page-as-printed.ansi");
}

#[test]
fn problems_alone_end_with_their_number() {
    let text = run("opening", "--color never --output problems").unwrap().text;
    assert!(text.starts_with("error[listener-needs-ssl]: "), "{text}");
    assert!(text.lines().last().unwrap().starts_with("1 error"), "{text}");
}

#[test]
fn colours_change_no_letter() {
    let plain = run("doc-page-as-printed", "--color never").unwrap().text;
    let mut letters = String::new();
    let coloured = run("doc-page-as-printed", "--color always").unwrap().text;
    for (index, part) in coloured.split("\u{1b}[").enumerate() {
        letters.push_str(if index == 0 { part } else { part.split_once('m').unwrap().1 });
    }
    let trimmed = |text: &str| text.lines().map(str::trim_end).collect::<Vec<_>>().join("\n");
    assert_eq!(trimmed(&letters), trimmed(&plain));
}

#[test]
fn strict_fails_where_there_is_an_error() {
    assert!(!run("opening", "").unwrap().failed);
    assert!(run("opening", "--strict").unwrap().failed);
    assert!(!run("doc-page-corrected", "--strict").unwrap().failed);
}
