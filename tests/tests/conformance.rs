//! All data sets. `SHOW=<part of suite::case>` prints differences, `UPDATE_RATCHET=1` requires what passes.

#[cfg(not(target_arch = "wasm32"))]
fn main() -> std::process::ExitCode {
    host::main()
}

// The same cases run in browsers from tests/wasm.rs.
#[cfg(target_arch = "wasm32")]
fn main() {}

#[cfg(not(target_arch = "wasm32"))]
mod host {
    use std::panic;
    use std::process::ExitCode;
    use std::sync::Arc;

    use kic_tests::sets::Set;
    use kic_tests::suite::Suite;
    use libtest_mimic::Arguments;

    pub(crate) fn main() -> ExitCode {
        let arguments = Arguments::from_args();
        let suites: Vec<Arc<Suite>> = Set::ALL.into_iter().filter_map(Suite::load).map(Arc::new).collect();
        let trials = suites.iter().flat_map(Suite::trials).collect();
        // A panic of the core is caught and told as the failure of its case.
        panic::set_hook(Box::new(|_| {}));
        let conclusion = libtest_mimic::run(&arguments, trials);
        for suite in suites {
            eprint!("{}", suite.summary());
        }
        conclusion.exit_code()
    }
}
