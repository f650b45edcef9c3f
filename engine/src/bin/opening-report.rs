//! `opening-report FILE` writes the report of the page's opening example; `cargo xtask` runs it on the machine that builds.

use std::{env, fs, process::ExitCode};

fn main() -> ExitCode {
    let Some(file) = env::args_os().nth(1) else {
        eprintln!("usage: opening-report FILE");
        return ExitCode::from(2);
    };
    match fs::write(&file, kic_engine::opening::report()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{}: {error}", file.display());
            ExitCode::FAILURE
        }
    }
}
