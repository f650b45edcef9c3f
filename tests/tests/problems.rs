//! Each problem code has an input that raises it and a mended one that does not: `problems/<family>/<code>.yaml`.
//!
//! `src/problem_case.rs` says how such a file looks. The name of a file is a code, or a code, two dashes and what is
//! special about the case.

#![allow(clippy::print_stdout, reason = "the count is for people")]

#[cfg(not(target_arch = "wasm32"))]
fn main() -> std::process::ExitCode {
    host::main()
}

#[cfg(target_arch = "wasm32")]
fn main() {}

#[cfg(not(target_arch = "wasm32"))]
mod host {
    use std::collections::BTreeSet;
    use std::fs;
    use std::path::{Path, PathBuf};
    use std::process::ExitCode;
    use std::sync::{Arc, Mutex};

    use kic_core::diagnostic::Code;
    use kic_tests::outcome::guarded;
    use kic_tests::problem_case::ProblemCase;
    use kic_tests::shared;
    use libtest_mimic::{Arguments, Trial};

    pub(crate) fn main() -> ExitCode {
        let arguments = Arguments::from_args();
        let cases = Arc::new(read(&shared::here().join("problems")));
        let passed: Arc<Mutex<BTreeSet<String>>> = Arc::default();
        let trials = cases.iter().map(|case| {
            let (case, passed) = (case.clone(), Arc::clone(&passed));
            Trial::test(case.name.clone(), move || {
                guarded(|| case.check())??;
                let mut passed = passed.lock().map_err(|error| error.to_string())?;
                passed.extend(case.codes().into_iter().map(str::to_owned));
                Ok(())
            })
        });
        let whole = arguments.filter.is_none();
        let conclusion = libtest_mimic::run(&arguments, trials.collect());
        let passed = passed.lock().map(|passed| passed.clone()).unwrap_or_default();
        if whole && !conclusion.has_failed() && !arguments.list && !every_code_has_cases(&passed) {
            return ExitCode::FAILURE;
        }
        conclusion.exit_code()
    }

    /// Says how many codes have a case that passed: raised in the input as it stands, gone from the mended one. Fails
    /// when one has none.
    fn every_code_has_cases(passed: &BTreeSet<String>) -> bool {
        let (with, without): (Vec<&Code>, Vec<&Code>) =
            Code::ALL.iter().partition(|code| passed.contains(code.as_str()));
        println!("{} of {} codes have a positive and a negative case", with.len(), Code::ALL.len());
        for code in &without {
            println!("  without: {}", code.as_str());
        }
        without.is_empty()
    }

    fn read(folder: &Path) -> Vec<ProblemCase> {
        let with = |name: &str| {
            let file = folder.join("with").join(format!("{name}.yaml"));
            fs::read_to_string(&file).unwrap_or_else(|error| panic!("{}: {error}", file.display()))
        };
        let mut cases = Vec::new();
        for family in entries(folder).iter().filter(|family| family.is_dir() && !family.ends_with("with")) {
            for file in entries(family) {
                let text = fs::read_to_string(&file).unwrap_or_else(|error| panic!("{}: {error}", file.display()));
                cases.push(ProblemCase::parse(&name(family, &file), &text, &with));
            }
        }
        cases
    }

    fn name(family: &Path, file: &Path) -> String {
        let stem = |path: &Path| path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
        format!("{}/{}", stem(family), stem(file))
    }

    fn entries(folder: &Path) -> Vec<PathBuf> {
        let Ok(read) = fs::read_dir(folder) else {
            return Vec::new();
        };
        let mut paths: Vec<PathBuf> = read.filter_map(Result::ok).map(|entry| entry.path()).collect();
        paths.sort();
        paths
    }
}
