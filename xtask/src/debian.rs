//! Debian's packages: what is installed, installing more, and doing things as root.

use std::fs;
use std::path::Path;
use std::time::Instant;

use crate::failure::{Failure, Result};
use crate::process::{Call, duration};

/// Is this Debian itself? Derivatives such as Ubuntu lack the packages that set-up uses,
/// or have others under their names.
pub(crate) fn is_debian() -> bool {
    fs::read_to_string("/etc/os-release").is_ok_and(|text| is_debian_release(&text))
        && Path::new("/usr/bin/apt-get").is_file()
}

fn is_debian_release(os_release: &str) -> bool {
    os_release.lines().any(|line| line == "ID=debian")
}

/// How to run a program as root.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Root {
    /// We are root.
    Already,
    /// `sudo` asks for no password.
    Sudo,
}

impl Root {
    /// Can we act as root without asking anybody?
    pub(crate) fn available() -> Option<Self> {
        if Call::new("id").arg("-u").read().is_ok_and(|id| id.trim() == "0") {
            Some(Self::Already)
        } else if Call::new("sudo").args(["-n", "true"]).read().is_ok() {
            Some(Self::Sudo)
        } else {
            None
        }
    }

    pub(crate) fn call(self, program: &str) -> Call {
        match self {
            Self::Already => Call::new(program),
            Self::Sudo => Call::new("sudo").args(["-n", program]),
        }
    }
}

/// Installs those of `packages` that are missing; says nothing when none is.
///
/// # Errors
///
/// When one is missing and this is not Debian, we are not root, or apt-get fails.
pub(crate) fn install(packages: &[&str]) -> Result<()> {
    let missing: Vec<&str> = packages.iter().copied().filter(|name| !is_installed(name)).collect();
    if missing.is_empty() {
        return Ok(());
    }
    let by_hand = format!("sudo apt-get install --no-install-recommends {}", missing.join(" "));
    let names = missing.join(", ");
    let Some(root) = Root::available() else {
        return Err(Failure::new(format!("missing Debian packages ({names}), and we are not root")).by_hand(by_hand));
    };
    println!("Debian packages {names}: installing, half a minute on a fast network");
    let start = Instant::now();
    apt_get(root, &["update", "-qq"])
        .and_then(|()| {
            let mut words = vec!["install", "-qq", "--yes", "--no-install-recommends"];
            words.extend(&missing);
            apt_get(root, &words)
        })
        .map_err(|failure| failure.by_hand("sudo apt-get update").by_hand(by_hand))?;
    println!("Debian packages: ready after {}", duration(start.elapsed()));
    Ok(())
}

fn apt_get(root: Root, words: &[&str]) -> Result<()> {
    // sudo drops the environment, so the variable is passed by `env`.
    root.call("env")
        .args(["DEBIAN_FRONTEND=noninteractive", "apt-get", "-o", "DPkg::Lock::Timeout=300"])
        .args(["-o", "Dpkg::Use-Pty=0"])
        .args(words)
        .run()
}

fn is_installed(package: &str) -> bool {
    let query = ["-W", "-f=${db:Status-Status}", package];
    Call::new("dpkg-query").args(query).read().is_ok_and(|status| status == "installed")
}

#[cfg(test)]
mod tests {
    use super::is_debian_release;

    #[test]
    fn derivatives_are_not_debian() {
        assert!(is_debian_release("NAME=\"Debian GNU/Linux\"\nID=debian\n"));
        assert!(!is_debian_release("ID=ubuntu\nID_LIKE=debian\n"));
    }
}
