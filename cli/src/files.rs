//! Reading the files that are named on the command line.

use std::fs;
use std::io::{self, Read};
use std::path::Path;

/// A file that cannot be read, or an argument that is wrong: exit status 2.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct UsageError(pub String);

/// Reads a text file; `-` is standard input. Bytes that are no UTF-8 are an error that names the first one.
pub fn read(path: &Path) -> Result<String, UsageError> {
    let bytes = if path.as_os_str() == "-" {
        let mut bytes = Vec::new();
        io::stdin().read_to_end(&mut bytes).map(|_| bytes)
    } else {
        fs::read(path)
    };
    let bytes = bytes.map_err(|error| UsageError(format!("cannot read {}: {error}", path.display())))?;
    String::from_utf8(bytes).map_err(|error| {
        let at = error.utf8_error().valid_up_to();
        UsageError(format!("{} is not UTF-8: byte {at} does not belong to a character", path.display()))
    })
}
