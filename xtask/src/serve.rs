//! The page on a local address, built again whenever one of its files changes.

use std::net::{Ipv4Addr, TcpListener, TcpStream};
use std::thread;
use std::time::{Duration, Instant};

use crate::args::Profile;
use crate::failure::{Failure, Result};
use crate::paths;
use crate::process::duration;
use crate::site;
use crate::tools::Tool;
use crate::workshop::Workshop;

const GLANCE: Duration = Duration::from_millis(500);

/// Builds and serves until the user stops it.
///
/// # Errors
///
/// When the port is taken, a tool is missing, or the build fails at first.
pub(crate) fn run(port: u16, profile: Profile) -> Result<()> {
    require_free(port)?;
    let workshop = Workshop::with(&Tool::BUILD)?;
    site::build_editor()?;
    site::build_reference()?;
    site::build_gallery()?;
    site::build_engine(&workshop, profile)?;
    site::build_opening()?;
    match profile {
        Profile::Dev => println!("building the page: minutes the first time, seconds after that"),
        Profile::Release => println!("building the small page: some minutes the first time"),
    }
    let start = Instant::now();
    // Not dist/: this build carries Trunk's reloading script, which tests and sizes must not see.
    let mut trunk = site::trunk(&workshop, "serve", profile)
        .args(["--address", "127.0.0.1", "--port", &port.to_string()])
        .arg("--dist")
        .arg(paths::root().join("target").join("serve"))
        .start()?;
    let mut announced = false;
    let mut editor = site::editor_digest().ok();
    let mut reference = site::reference_digest().ok();
    let mut engine = site::engine_digest().ok();
    let mut gallery = site::gallery_digest().ok();
    loop {
        if let Some(status) = trunk.try_wait().map_err(|error| Failure::new(error.to_string()))? {
            return match status.code() {
                Some(0) => Ok(()),
                _ => Err(Failure::new(format!("Trunk stopped ({status})"))),
            };
        }
        if !announced && answers(port) {
            announced = true;
            println!(
                "\nThe page is at http://127.0.0.1:{port}/ (ready after {}; Ctrl-C ends it)\n",
                duration(start.elapsed())
            );
        }
        // Trunk watches what is built here; we watch what it is built from.
        again(&mut editor, site::editor_digest, site::build_editor);
        again(&mut reference, site::reference_digest, site::build_reference);
        again(&mut engine, site::engine_digest, || {
            site::build_engine(&workshop, profile)?;
            site::build_opening()
        });
        again(&mut gallery, site::gallery_digest, site::build_gallery);
        thread::sleep(GLANCE);
    }
}

/// Builds a part again if its sources have another digest than before. A failure is said, and mended by the next change.
fn again(before: &mut Option<String>, digest: fn() -> Result<String>, build: impl FnOnce() -> Result<()>) {
    let now = digest().ok();
    if now != *before {
        *before = now;
        if let Err(failure) = build() {
            println!("{failure}");
        }
    }
}

fn require_free(port: u16) -> Result<()> {
    match TcpListener::bind((Ipv4Addr::LOCALHOST, port)) {
        Ok(_) => Ok(()),
        Err(error) => Err(Failure::new(format!("port {port} cannot be used: {error}"))
            .by_hand(format!("cargo xtask serve --port {}", port.checked_add(1).unwrap_or(8080)))),
    }
}

fn answers(port: u16) -> bool {
    let address = (Ipv4Addr::LOCALHOST, port).into();
    TcpStream::connect_timeout(&address, GLANCE).is_ok()
}
