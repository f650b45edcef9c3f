//! `gallery-data REPOSITORY FILE`: writes the file that the page's gallery fetches.

use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::{env, fs};

fn main() -> ExitCode {
    let arguments: Vec<PathBuf> = env::args_os().skip(1).map(PathBuf::from).collect();
    let [repository, file] = arguments.as_slice() else {
        eprintln!("usage: gallery-data REPOSITORY FILE");
        return ExitCode::from(2);
    };
    match write(repository, file) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("gallery-data: {error}");
            ExitCode::FAILURE
        }
    }
}

fn write(repository: &Path, file: &Path) -> Result<(), String> {
    let examples = kic_gallery::all(repository).map_err(|error| error.to_string())?;
    let text = kic_gallery::gallery(&examples).to_string();
    if let Some(folder) = file.parent() {
        fs::create_dir_all(folder).map_err(|error| format!("{}: {error}", folder.display()))?;
    }
    fs::write(file, text).map_err(|error| format!("{}: {error}", file.display()))
}
