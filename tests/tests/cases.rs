//! Our own golden cases, `cases/<behaviour>/`. `BLESS=1` rewrites what they expect: read the diff before committing it.

#[cfg(not(target_arch = "wasm32"))]
fn main() -> std::process::ExitCode {
    host::main()
}

#[cfg(target_arch = "wasm32")]
fn main() {}

#[cfg(not(target_arch = "wasm32"))]
mod host {
    use std::env;
    use std::panic;
    use std::process::ExitCode;

    use kic_core::wire;
    use kic_tests::golden::{self, Golden};
    use kic_tests::outcome::guarded;
    use kic_tests::shared;
    use libtest_mimic::{Arguments, Failed, Trial};

    pub(crate) fn main() -> ExitCode {
        let arguments = Arguments::from_args();
        let cases = golden::load(&shared::here().join("cases"));
        let trials = cases.into_iter().map(|case| Trial::test(case.name.clone(), move || run(&case))).collect();
        panic::set_hook(Box::new(|_| {}));
        libtest_mimic::run(&arguments, trials).exit_code()
    }

    fn run(case: &Golden) -> Result<(), Failed> {
        let report = guarded(|| wire::run(&case.input))?;
        let verdict = case.judge(&report);
        let failed: Vec<String> = verdict.into_values().filter_map(Result::err).collect();
        if failed.is_empty() {
            return Ok(());
        }
        if env::var("BLESS").is_ok_and(|value| value == "1") {
            return case.bless(&report).map_err(Failed::from);
        }
        Err(failed.join("\n").into())
    }
}
