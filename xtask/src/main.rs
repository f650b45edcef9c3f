//! `cargo xtask`: sets up, serves, builds, tests and checks KIC Playground.
//!
//! It depends on nothing but the standard library, so that it compiles in a second on a machine that has only Rust,
//! and it must not know anything of what the page does.

#![expect(clippy::print_stdout, reason = "a command-line program talks to its user")]

mod args;
mod browsers;
mod check;
mod counts;
mod data;
mod debian;
mod failure;
mod npm;
mod paths;
mod process;
mod release;
mod report;
mod serve;
mod site;
mod sizes;
mod test;
mod toolchain;
mod tools;
mod workshop;

use std::process::ExitCode;
use std::time::Instant;

use args::{Suite, Task, USAGE};
use failure::Result;
use report::{Outcome, Report};
use tools::Tool;
use workshop::Workshop;

fn main() -> ExitCode {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let task = match args::parse(&args) {
        Ok(task) => task,
        Err(error) => {
            eprintln!("error: {error}\n\n{USAGE}");
            return ExitCode::from(2);
        }
    };
    match perform(task) {
        Ok(Outcome::Good) => ExitCode::SUCCESS,
        Ok(Outcome::Bad) => ExitCode::FAILURE,
        Err(failure) => {
            eprintln!("error: {failure}");
            ExitCode::FAILURE
        }
    }
}

fn perform(task: Task) -> Result<Outcome> {
    match task {
        Task::Help => print!("{USAGE}"),
        Task::Setup => setup()?,
        Task::Serve { port, profile } => serve::run(port, profile)?,
        Task::Build { profile } => {
            let workshop = Workshop::with(&Tool::BUILD)?;
            site::build(&workshop, profile)?;
        }
        Task::Dist => release::make()?,
        Task::Advisories => release::advisories()?,
        Task::Test { suites } => {
            let mut report = Report::default();
            test::run(&suites, &mut report)?;
            return Ok(report.finish());
        }
        Task::Check => {
            let mut report = Report::default();
            check::run(check::Site::Build, &mut report)?;
            return Ok(report.finish());
        }
        Task::Sizes { mode } => sizes::run(mode)?,
        Task::Data { folder } => data::copy(&folder)?,
        Task::Ci => return ci(),
    }
    Ok(Outcome::Good)
}

/// Finds or installs everything, so that the other commands need no network.
fn setup() -> Result<()> {
    let start = Instant::now();
    Workshop::with(&Tool::ALL)?;
    browsers::all()?;
    println!("everything is there, after {}", process::duration(start.elapsed()));
    Ok(())
}

/// All tests and all checks; the last line sums up the tests.
fn ci() -> Result<Outcome> {
    setup()?;
    let mut report = Report::default();
    test::run(&[Suite::Host, Suite::Wasm, Suite::E2e], &mut report)?;
    check::run(check::Site::Built, &mut report)?;
    Ok(report.finish())
}
