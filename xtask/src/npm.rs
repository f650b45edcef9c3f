//! Folders with a `package.json`: their modules are installed again only when the lock file has changed.

use std::fs;
use std::path::Path;

use crate::failure::{Failure, Result};
use crate::paths;
use crate::process::npm;

/// The digest of the lock file from which `node_modules` was installed, kept inside of it.
const STAMP: &str = ".kic-lock-digest";

/// Brings `node_modules` of `folder` in line with its lock file.
///
/// # Errors
///
/// When there is no lock file or `npm ci` fails.
pub(crate) fn install(folder: &Path) -> Result<()> {
    let lock = folder.join("package-lock.json");
    let text =
        fs::read(&lock).map_err(|error| Failure::new(format!("cannot read {}: {error}", paths::display(&lock))))?;
    let digest = digest(&[&text]);
    let stamp = folder.join("node_modules").join(STAMP);
    if fs::read_to_string(&stamp).is_ok_and(|old| old == digest) {
        return Ok(());
    }
    npm()
        .args(["ci", "--no-audit", "--no-fund"])
        .dir(folder)
        // Tests use the browsers of the system.
        .env("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")
        .run()
        .map_err(|failure| {
            let folder = paths::display(folder);
            failure.by_hand(format!("cd {folder} && npm ci"))
        })?;
    write_stamp(&stamp, &digest)
}

/// Writes a file that says what something was made from.
///
/// # Errors
///
/// When the file cannot be written.
pub(crate) fn write_stamp(stamp: &Path, digest: &str) -> Result<()> {
    let made = stamp.parent().map_or(Ok(()), fs::create_dir_all);
    made.and_then(|()| fs::write(stamp, digest))
        .map_err(|error| Failure::new(format!("cannot write {}: {error}", paths::display(stamp))))
}

/// 64-bit FNV-1a of the parts and their lengths, in hexadecimal. Guards against stale output, not against malice.
pub(crate) fn digest(parts: &[&[u8]]) -> String {
    let mut hash: u64 = 0xcbf2_9ce4_8422_2325;
    let mut eat = |byte: &u8| {
        hash ^= u64::from(*byte);
        hash = hash.wrapping_mul(0x0100_0000_01b3);
    };
    for part in parts {
        part.len().to_le_bytes().iter().for_each(&mut eat);
        part.iter().for_each(&mut eat);
    }
    format!("{hash:016x}")
}

#[cfg(test)]
mod tests {
    use super::digest;

    #[test]
    fn digests_tell_parts_apart() {
        assert_eq!(digest(&[b"ab", b"c"]), digest(&[b"ab", b"c"]));
        assert_ne!(digest(&[b"ab", b"c"]), digest(&[b"a", b"bc"]));
        assert_ne!(digest(&[b"a"]), digest(&[b"b"]));
    }
}
