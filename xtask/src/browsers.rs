//! Browsers and their drivers, for tests only.

use std::env;
use std::path::{Path, PathBuf};

use crate::debian;
use crate::failure::{Failure, Result};
use crate::paths;
use crate::tools::{self, Tool};

/// The programs that drive the browsers; each finds its browser itself.
pub(crate) struct Drivers {
    pub(crate) chromedriver: PathBuf,
    pub(crate) geckodriver: PathBuf,
}

/// One program: how it is called, where it may be, and how to get it.
struct Wanted {
    what: &'static str,
    /// A variable with its path, which wins.
    variable: Option<&'static str>,
    /// Names to look for on `PATH`, best first.
    names: &'static [&'static str],
    /// Files to look for elsewhere.
    files: &'static [&'static str],
    debian: &'static str,
    by_hand: &'static str,
}

const CHROMIUM: Wanted = Wanted {
    what: "Chromium or Chrome",
    variable: Some("CHROMIUM"),
    names: &["chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome"],
    files: &[
        "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
        "/Applications/Chromium.app/Contents/MacOS/Chromium",
        r"C:\Program Files\Google\Chrome\Application\chrome.exe",
    ],
    debian: "chromium",
    by_hand: "install Chrome or Chromium, or set CHROMIUM to its path",
};

const CHROMEDRIVER: Wanted = Wanted {
    what: "ChromeDriver",
    variable: Some("CHROMEDRIVER"),
    names: &["chromedriver"],
    files: &["/usr/lib/chromium-browser/chromedriver"],
    debian: "chromium-driver",
    by_hand: "npx @puppeteer/browsers install chromedriver@stable    (the version of your Chrome), \
              and set CHROMEDRIVER to its path",
};

const FIREFOX: Wanted = Wanted {
    what: "Firefox",
    variable: None,
    names: &["firefox", "firefox-esr"],
    files: &["/Applications/Firefox.app/Contents/MacOS/firefox", r"C:\Program Files\Mozilla Firefox\firefox.exe"],
    debian: "firefox-esr",
    by_hand: "install Firefox (https://www.mozilla.org/firefox), so that `firefox` is on PATH",
};

/// Finds or installs Chromium alone, for the end-to-end tests.
///
/// # Errors
///
/// When it is missing and cannot be installed.
pub(crate) fn chromium() -> Result<PathBuf> {
    install(&[&CHROMIUM])?;
    locate(&CHROMIUM)
}

/// Finds or installs both browsers and both drivers.
///
/// # Errors
///
/// When one is missing and cannot be installed.
pub(crate) fn all() -> Result<Drivers> {
    install(&[&CHROMIUM, &CHROMEDRIVER, &FIREFOX])?;
    locate(&CHROMIUM)?;
    locate(&FIREFOX)?;
    let geckodriver = match env::var_os("GECKODRIVER") {
        Some(path) => PathBuf::from(path),
        None => tools::program(Tool::Geckodriver)?,
    };
    Ok(Drivers { chromedriver: locate(&CHROMEDRIVER)?, geckodriver })
}

fn install(wanted: &[&Wanted]) -> Result<()> {
    let missing = wanted.iter().filter(|wanted| locate(wanted).is_err());
    let packages: Vec<&str> = missing.map(|wanted| wanted.debian).collect();
    if packages.is_empty() || !debian::is_debian() {
        return Ok(());
    }
    debian::install(&packages)
}

fn locate(wanted: &Wanted) -> Result<PathBuf> {
    if let Some(variable) = wanted.variable
        && let Some(path) = env::var_os(variable).filter(|path| !path.is_empty())
    {
        let path = PathBuf::from(path);
        if path.is_file() {
            return Ok(path);
        }
        return Err(Failure::new(format!("{variable} names no file: {}", path.display())));
    }
    let on_path = wanted.names.iter().find_map(|name| paths::on_path(name));
    let elsewhere = || wanted.files.iter().map(Path::new).find(|file| file.is_file());
    on_path.or_else(|| elsewhere().map(Path::to_path_buf)).ok_or_else(|| {
        Failure::new(format!("{} is missing; tests in a browser need it", wanted.what)).by_hand(wanted.by_hand)
    })
}
