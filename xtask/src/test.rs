//! All tests: on this machine, in two browsers, and of the whole page.

use std::path::PathBuf;
use std::time::Duration;

use crate::args::{Profile, Suite};
use crate::browsers::{self, Drivers};
use crate::counts::{Counts, Printer, read_line};
use crate::data;
use crate::failure::{Failure, Result};
use crate::npm;
use crate::paths;
use crate::process::{Call, cargo, npm};
use crate::report::Report;
use crate::site;
use crate::tools::Tool;
use crate::workshop::Workshop;

/// Crates with `wasm-bindgen-test`s, and the folders they are in. A browser's settings are in `webdriver.json` there.
const WASM_CRATES: [&str; 3] = ["web", "engine", "tests"];

/// A browser that hangs must not hold up the rest for ever. Compiling from nothing is part of it.
const LIMIT: Duration = Duration::from_mins(20);

/// Runs the named suites.
///
/// # Errors
///
/// When a tool is missing; failed tests are in the report.
pub(crate) fn run(suites: &[Suite], report: &mut Report) -> Result<()> {
    // All tools first: who waits for tests does not want to hear at their end that a browser is missing.
    let wasm = suites.contains(&Suite::Wasm).then(WasmTests::prepare).transpose()?;
    let e2e = suites.contains(&Suite::E2e).then(EndToEnd::prepare).transpose()?;
    if suites.contains(&Suite::Host) {
        host(report);
    }
    if let Some(wasm) = wasm {
        wasm.run(report);
    }
    if let Some(e2e) = e2e {
        e2e.run(report);
    }
    Ok(())
}

fn host(report: &mut Report) {
    report.step("tests on this machine", |counts| {
        let call = cargo().args(["test", "--workspace", "--no-fail-fast"]).dir(paths::root());
        counted(call, Printer::Libtest, counts)
    });
    report.step("tests of web/editor", |counts| {
        let folder = site::editor();
        npm::install(&folder)?;
        counted(npm().arg("test").dir(folder), Printer::Node, counts)?;
        some_test_ran(*counts)
    });
}

fn counted(call: Call, printer: Printer, counts: &mut Counts) -> Result<()> {
    call.run_seen(|line| *counts += read_line(printer, line))
}

struct WasmTests {
    workshop: Workshop,
    drivers: Drivers,
}

impl WasmTests {
    fn prepare() -> Result<Self> {
        Ok(Self { workshop: Workshop::with(&Tool::WASM_TESTS)?, drivers: browsers::all()? })
    }

    fn run(&self, report: &mut Report) {
        let chrome = ("Chrome", "--chrome", "--chromedriver", &self.drivers.chromedriver);
        let firefox = ("Firefox", "--firefox", "--geckodriver", &self.drivers.geckodriver);
        report.step("reports on this machine, for comparison", |_| data::digests());
        for folder in WASM_CRATES {
            for (name, browser, option, driver) in [chrome, firefox] {
                report.step(&format!("tests of {folder} in {name}"), |counts| {
                    let call = self
                        .workshop
                        .call("wasm-pack")
                        .args(["test", "--headless", browser, option])
                        .arg(driver)
                        .args(["--mode", "no-install", folder])
                        .within(LIMIT);
                    counted(call, Printer::Libtest, counts)?;
                    some_test_ran(*counts)
                });
            }
        }
    }
}

struct EndToEnd {
    workshop: Workshop,
    chromium: PathBuf,
}

impl EndToEnd {
    fn prepare() -> Result<Self> {
        Ok(Self { workshop: Workshop::with(&Tool::BUILD)?, chromium: browsers::chromium()? })
    }

    fn run(&self, report: &mut Report) {
        report.step("end-to-end tests", |counts| {
            site::build(&self.workshop, Profile::Release)?;
            let folder = paths::root().join("tests").join("e2e");
            npm::install(&folder)?;
            let call = npm()
                .arg("test")
                .dir(folder)
                .env("KIC_DIST", site::dist())
                .env("CHROMIUM", &self.chromium)
                .within(LIMIT);
            counted(call, Printer::Playwright, counts)?;
            some_test_ran(*counts)
        });
    }
}

/// A runner that finds nothing to run is content with it; we are not.
fn some_test_ran(counts: Counts) -> Result<()> {
    if counts.passed + counts.failed == 0 {
        return Err(Failure::new("no test was run"));
    }
    Ok(())
}
