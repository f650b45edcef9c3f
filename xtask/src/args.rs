//! The command line of `cargo xtask`.

use std::path::PathBuf;

/// One invocation, fully checked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Task {
    Help,
    Setup,
    Serve {
        port: u16,
        profile: Profile,
    },
    Build {
        profile: Profile,
    },
    /// The release build, ready to be put on a server.
    Dist,
    /// Ask for known faults of what the program is made of.
    Advisories,
    Test {
        suites: Vec<Suite>,
    },
    Check,
    Sizes {
        mode: SizesMode,
    },
    /// Copy the data sets of this folder into tests/conformance.
    Data {
        folder: PathBuf,
    },
    Ci,
}

/// How the site is compiled.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Profile {
    /// Fast to build, large.
    Dev,
    /// What is published: small, takes minutes from nothing.
    Release,
}

/// A part of the tests that can be run alone.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Suite {
    /// `cargo test` of every crate, compiled for this machine, and the editor's tests in Node.
    Host,
    /// `wasm-pack test` in headless Chrome and Firefox.
    Wasm,
    /// Playwright against the release build of the site.
    E2e,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum SizesMode {
    /// Compare with the committed file.
    Compare,
    /// Write what was measured into the committed file.
    Record,
}

pub(crate) const DEFAULT_PORT: u16 = 8080;

pub(crate) const USAGE: &str = "\
Usage: cargo xtask COMMAND

  serve [--port N] [--release]      build the page, serve it, rebuild it when a file changes
                                    (http://127.0.0.1:8080/ unless --port says otherwise)
  test [--only host|wasm|e2e]...    run all tests, or the named parts
  setup                             find or install every tool that the other commands need
  build [--release]                 build the site into dist/
  dist                              build what is published: release, compressed as well, SHA256SUMS
  check                             format, lock files, lints for host and wasm32, docs, licences and sources of crates, sizes
  advisories                        ask the advisory database about the crates (needs cargo-deny and a network)
  sizes [--record]                  compare the gzip sizes in dist/ with xtask/sizes.toml
  data FOLDER                       copy the data sets of FOLDER (../shared) into tests/conformance
  ci                                test and check, as .ci/run does

Environment:
  KIC_PLAYGROUND_CACHE              where tools are kept (default: ~/.cache/kic-playground)
  KIC_PLAYGROUND_TOOLCHAIN          rustup or debian: take this source of the wasm target, try no other
  CHROMIUM                          the browser of the end-to-end tests, instead of the one found
  CHROMEDRIVER, GECKODRIVER         the drivers of the tests in Chrome and Firefox, instead of those found
";

/// Reads the arguments that follow `cargo xtask`.
///
/// # Errors
///
/// One line that names the offending argument.
pub(crate) fn parse(args: &[String]) -> Result<Task, String> {
    let Some((command, options)) = args.split_first() else {
        return Ok(Task::Help);
    };
    let mut options = Options::new(command, options);
    let task = match command.as_str() {
        "help" | "--help" | "-h" => Task::Help,
        "setup" => Task::Setup,
        "serve" => serve(&mut options)?,
        "build" => build(&mut options)?,
        "dist" => Task::Dist,
        "advisories" => Task::Advisories,
        "test" => test(&mut options)?,
        "check" => Task::Check,
        "sizes" => sizes(&mut options)?,
        "data" => Task::Data { folder: options.value("data")?.into() },
        "ci" => Task::Ci,
        other => return Err(format!("unknown command `{other}`")),
    };
    options.finish()?;
    Ok(task)
}

fn serve(options: &mut Options<'_>) -> Result<Task, String> {
    let mut port = DEFAULT_PORT;
    let mut profile = Profile::Dev;
    while let Some(option) = options.next() {
        match option {
            "--port" => port = parse_port(options.value("--port")?)?,
            "--release" => profile = Profile::Release,
            other => return Err(options.unknown(other)),
        }
    }
    Ok(Task::Serve { port, profile })
}

fn build(options: &mut Options<'_>) -> Result<Task, String> {
    let mut profile = Profile::Dev;
    while let Some(option) = options.next() {
        match option {
            "--release" => profile = Profile::Release,
            other => return Err(options.unknown(other)),
        }
    }
    Ok(Task::Build { profile })
}

fn test(options: &mut Options<'_>) -> Result<Task, String> {
    let mut suites = Vec::new();
    while let Some(option) = options.next() {
        match option {
            "--only" => {
                let suite = parse_suite(options.value("--only")?)?;
                if !suites.contains(&suite) {
                    suites.push(suite);
                }
            }
            other => return Err(options.unknown(other)),
        }
    }
    if suites.is_empty() {
        suites = vec![Suite::Host, Suite::Wasm, Suite::E2e];
    }
    Ok(Task::Test { suites })
}

fn sizes(options: &mut Options<'_>) -> Result<Task, String> {
    let mut mode = SizesMode::Compare;
    while let Some(option) = options.next() {
        match option {
            "--record" => mode = SizesMode::Record,
            other => return Err(options.unknown(other)),
        }
    }
    Ok(Task::Sizes { mode })
}

fn parse_port(text: &str) -> Result<u16, String> {
    match text.parse::<u16>() {
        Ok(port) if port != 0 => Ok(port),
        _ => Err(format!("--port takes a number from 1 to 65535, not `{text}`")),
    }
}

fn parse_suite(text: &str) -> Result<Suite, String> {
    match text {
        "host" => Ok(Suite::Host),
        "wasm" => Ok(Suite::Wasm),
        "e2e" => Ok(Suite::E2e),
        other => Err(format!("--only takes host, wasm or e2e, not `{other}`")),
    }
}

/// The arguments after the command; `--option=value` counts as two words.
struct Options<'a> {
    command: &'a str,
    words: Vec<&'a str>,
}

impl<'a> Options<'a> {
    fn new(command: &'a str, args: &'a [String]) -> Self {
        let mut words: Vec<&str> = Vec::new();
        for arg in args {
            match arg.split_once('=') {
                Some((option, value)) if option.starts_with("--") => words.extend([option, value]),
                _ => words.push(arg),
            }
        }
        words.reverse();
        Self { command, words }
    }

    fn next(&mut self) -> Option<&'a str> {
        self.words.pop()
    }

    fn value(&mut self, option: &str) -> Result<&'a str, String> {
        self.next().ok_or_else(|| format!("{option} needs a value"))
    }

    fn unknown(&self, word: &str) -> String {
        format!("`cargo xtask {}` does not know `{word}`", self.command)
    }

    fn finish(mut self) -> Result<(), String> {
        match self.next() {
            Some(word) => Err(self.unknown(word)),
            None => Ok(()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Profile, SizesMode, Suite, Task, parse};

    fn read(line: &str) -> Result<Task, String> {
        let args: Vec<String> = line.split_whitespace().map(str::to_owned).collect();
        parse(&args)
    }

    #[test]
    fn no_arguments_ask_for_help() {
        assert_eq!(read(""), Ok(Task::Help));
        assert_eq!(read("--help"), Ok(Task::Help));
    }

    #[test]
    fn serve_has_a_default_port_and_profile() {
        let (port, profile) = (8080, Profile::Dev);
        assert_eq!(read("serve"), Ok(Task::Serve { port, profile }));
    }

    #[test]
    fn options_take_their_value_as_a_word_or_after_an_equals_sign() {
        let expected = Ok(Task::Serve { port: 9000, profile: Profile::Release });
        assert_eq!(read("serve --port 9000 --release"), expected);
        assert_eq!(read("serve --release --port=9000"), expected);
    }

    #[test]
    fn a_port_must_be_a_port() {
        for text in ["0", "65536", "x", "-1"] {
            let error = read(&format!("serve --port {text}")).unwrap_err();
            assert!(error.contains(text), "{error}");
        }
        assert_eq!(read("serve --port"), Err("--port needs a value".to_owned()));
    }

    #[test]
    fn tests_are_all_parts_unless_some_are_named() {
        let all = vec![Suite::Host, Suite::Wasm, Suite::E2e];
        assert_eq!(read("test"), Ok(Task::Test { suites: all }));
        let some = vec![Suite::E2e, Suite::Host];
        assert_eq!(read("test --only e2e --only host --only e2e"), Ok(Task::Test { suites: some }));
        assert!(read("test --only unit").unwrap_err().contains("`unit`"));
    }

    #[test]
    fn what_is_not_known_is_named() {
        assert_eq!(read("bulid"), Err("unknown command `bulid`".to_owned()));
        assert_eq!(read("check --fast"), Err("`cargo xtask check` does not know `--fast`".to_owned()));
    }

    #[test]
    fn data_are_copied_from_a_folder() {
        assert_eq!(read("data ../shared"), Ok(Task::Data { folder: "../shared".into() }));
        assert_eq!(read("data"), Err("data needs a value".to_owned()));
    }

    #[test]
    fn sizes_are_recorded_only_when_asked() {
        let mode = SizesMode::Compare;
        assert_eq!(read("sizes"), Ok(Task::Sizes { mode }));
        let mode = SizesMode::Record;
        assert_eq!(read("sizes --record"), Ok(Task::Sizes { mode }));
    }
}
