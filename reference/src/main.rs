//! `reference-site FOLDER`: writes the static site of the reference.

use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::{env, fs, io};

use kic_reference::site;

fn main() -> ExitCode {
    let mut arguments = env::args_os().skip(1);
    let (Some(folder), None) = (arguments.next(), arguments.next()) else {
        eprintln!("usage: reference-site FOLDER");
        return ExitCode::from(2);
    };
    let folder = PathBuf::from(folder);
    let written = site::files().and_then(|files| write(&folder, &files).map_err(|error| error.to_string()));
    match written {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("reference-site: {error}");
            ExitCode::FAILURE
        }
    }
}

/// The folder with these files and no others. A file that stays the same is not touched: Trunk watches the folder, and
/// copies it while this program may still write.
fn write(folder: &Path, files: &[site::File]) -> io::Result<()> {
    fs::create_dir_all(folder)?;
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        // Pages of codes that are gone must not stay.
        if !files.iter().any(|(name, _)| entry.file_name() == name.as_str()) {
            fs::remove_file(entry.path())?;
        }
    }
    for (name, text) in files {
        let path = folder.join(name);
        if fs::read(&path).is_ok_and(|old| old == text.as_bytes()) {
            continue;
        }
        fs::write(path, text)?;
    }
    Ok(())
}
