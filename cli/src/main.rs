//! `kicplay`: the report of the core on the command line.
//!
//! Exit status: 0 translated (whatever the problems), 1 with `--strict` when there is an error (`diff`: when
//! something gets worse), 2 for wrong usage or unreadable files.

use std::process::ExitCode;

use clap::Parser;
use kicplay::args::{Arguments, Command};
use kicplay::{admit, diff, helm, issue, link, listens, print, request, route, translate};

fn main() -> ExitCode {
    let arguments = Arguments::parse();
    let result = match arguments.command {
        Command::Translate(arguments) => translate::run(&link::with_settings(arguments)),
        Command::Diff(arguments) => diff::run(&arguments),
        Command::Listens(arguments) => listens::run(&arguments),
        Command::Admit(arguments) => admit::run(&arguments),
        Command::Helm(arguments) => helm::run(&arguments),
        Command::Request(mut arguments) => {
            arguments.inputs = link::with_settings(arguments.inputs);
            request::run(&arguments)
        }
        Command::Route(arguments) => route::run(&arguments),
        Command::Explain(arguments) => kicplay::explain::run(&arguments),
        Command::Link(arguments) => link::run(&arguments),
        Command::Issue(mut arguments) => {
            arguments.inputs = link::with_settings(arguments.inputs);
            issue::run(&arguments)
        }
    };
    match result {
        Ok(output) => print::finish(&output),
        Err(error) => print::fail(&error),
    }
}
