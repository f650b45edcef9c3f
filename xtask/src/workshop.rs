//! What a build for wasm32 needs in its environment: the compiler, and the tools in front of `PATH`.

use std::ffi::OsString;

use crate::failure::{Failure, Result};
use crate::paths;
use crate::process::Call;
use crate::toolchain::{self, Toolchain};
use crate::tools::{self, Tool};

/// The environment of builds for wasm32; only children that need it get it.
pub(crate) struct Workshop {
    envs: Vec<(&'static str, OsString)>,
}

impl Workshop {
    /// Finds or installs the wasm32 toolchain and `tools`.
    ///
    /// # Errors
    ///
    /// When one of them is missing and cannot be installed.
    pub(crate) fn with(tools: &[Tool]) -> Result<Self> {
        require_node()?;
        let toolchain = toolchain::ensure()?;
        let folders = tools::ensure(tools)?;
        if toolchain == Toolchain::Debian {
            println!("wasm32 is compiled by Debian's toolchain, into target/wasm");
        }
        let mut envs = toolchain.envs();
        envs.push(("PATH", paths::path_with(&folders)?));
        Ok(Self { envs })
    }

    /// A call in the repository's folder, with the environment of the workshop.
    pub(crate) fn call(&self, program: &str) -> Call {
        Call::new(program).dir(paths::root()).quiet_envs(&self.envs)
    }
}

/// Node is the one thing besides Rust that the user brings.
fn require_node() -> Result<()> {
    let found = Call::new("node").arg("--version").read();
    match found.ok().as_deref().and_then(major) {
        Some(major) if major >= OLDEST_NODE => Ok(()),
        Some(major) => {
            Err(Failure::new(format!("Node.js {OLDEST_NODE} or newer is needed, and `node` is version {major}"))
                .by_hand("install a current Node.js (https://nodejs.org), which brings npm"))
        }
        None => {
            Err(Failure::new("Node.js is missing").by_hand("install Node.js (https://nodejs.org), which brings npm"))
        }
    }
}

const OLDEST_NODE: u32 = 20;

fn major(version: &str) -> Option<u32> {
    version.trim().strip_prefix('v')?.split('.').next()?.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::major;

    #[test]
    fn node_names_its_major_version_first() {
        assert_eq!(major("v20.20.2\n"), Some(20));
        assert_eq!(major("20"), None);
    }
}
