//! Writes the digests of the host's reports, which the wasm tests compare with their own.

#![allow(clippy::print_stdout, reason = "a command-line program talks to its user")]

use std::process::ExitCode;
use std::{fs, panic};

use kic_tests::{digest, sets, shared};

fn main() -> ExitCode {
    // A case in which the core panics has a digest too; its words need no backtrace.
    panic::set_hook(Box::new(|_| {}));
    let mut cases = Vec::new();
    for set in [sets::Set::KicScenarios, sets::Set::KicRandom] {
        // The wasm tests have the copy, so the copy it is here too.
        let copy = fs::read_to_string(shared::copy_of(set.name())).unwrap_or_default();
        cases.extend(sets::of_lines(&copy).into_iter().map(|case| (set.name(), case)));
    }
    let list = digest::list(cases.iter().map(|(set, case)| (*set, case)));
    let path = shared::root().join("target").join("kic-tests").join("report-digests.txt");
    if let Err(error) = fs::write(&path, list) {
        eprintln!("error: {}: {error}", path.display());
        return ExitCode::FAILURE;
    }
    println!("{}: {} reports", path.display(), cases.len());
    ExitCode::SUCCESS
}
