//! Running other programs: said before, failed in words, ended in time.

use std::ffi::{OsStr, OsString};
use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Child, Command, ExitStatus, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use crate::failure::{Failure, Result};

/// Variables that cargo sets for this program and that its children must not see:
/// build scripts that watch them would run again at every turn from shell to `cargo xtask`.
const CARGO_OWN: [&str; 3] = ["CARGO", "CARGO_MANIFEST_DIR", "CARGO_MANIFEST_PATH"];

/// One call of another program. Standard input is empty.
pub(crate) struct Call {
    command: Command,
    /// The call as it could be typed in a shell.
    shown: String,
    limit: Option<Duration>,
}

impl Call {
    pub(crate) fn new(program: impl AsRef<OsStr>) -> Self {
        let program = program.as_ref();
        let mut command = Command::new(program);
        command.stdin(Stdio::null());
        for (name, _) in std::env::vars_os() {
            let ours = name.to_str().is_some_and(|name| CARGO_OWN.contains(&name) || name.starts_with("CARGO_PKG_"));
            if ours {
                command.env_remove(&name);
            }
        }
        Self { command, shown: quote(&program.to_string_lossy()), limit: None }
    }

    pub(crate) fn arg(mut self, arg: impl AsRef<OsStr>) -> Self {
        self.shown.push(' ');
        self.shown.push_str(&quote(&arg.as_ref().to_string_lossy()));
        self.command.arg(arg);
        self
    }

    pub(crate) fn args<I>(self, args: I) -> Self
    where
        I: IntoIterator,
        I::Item: AsRef<OsStr>,
    {
        args.into_iter().fold(self, Self::arg)
    }

    /// Sets a variable and shows it, since a person who repeats the call needs it.
    pub(crate) fn env(mut self, name: &str, value: impl AsRef<OsStr>) -> Self {
        let value = value.as_ref();
        self.shown = format!("{name}={} {}", quote(&value.to_string_lossy()), self.shown);
        self.command.env(name, value);
        self
    }

    /// Sets variables without showing them.
    pub(crate) fn quiet_envs<'a>(mut self, vars: impl IntoIterator<Item = &'a (&'static str, OsString)>) -> Self {
        for (name, value) in vars {
            self.command.env(name, value);
        }
        self
    }

    pub(crate) fn without_env(mut self, name: &str) -> Self {
        self.command.env_remove(name);
        self
    }

    pub(crate) fn dir(mut self, dir: impl AsRef<Path>) -> Self {
        self.command.current_dir(dir);
        self
    }

    /// Ends the program when it takes longer.
    pub(crate) fn within(mut self, limit: Duration) -> Self {
        self.limit = Some(limit);
        self
    }

    /// Says the call and runs it, its output passing through.
    ///
    /// # Errors
    ///
    /// When it cannot start, takes too long or ends with another status than 0.
    pub(crate) fn run(mut self) -> Result<()> {
        self.announce();
        let child = self.spawn()?;
        let status = self.wait(child)?;
        self.judge(status)
    }

    /// Says the call and runs it; each line of its standard output is printed and given to `see`.
    ///
    /// # Errors
    ///
    /// As `run`.
    pub(crate) fn run_seen(mut self, mut see: impl FnMut(&str)) -> Result<()> {
        self.announce();
        self.command.stdout(Stdio::piped());
        let mut child = self.spawn()?;
        let Some(output) = child.stdout.take() else {
            return self.wait(child).and_then(|status| self.judge(status));
        };
        // The waiting side may have to end the program while this side is blocked on its output.
        let waiting = thread::scope(|scope| {
            let waiting = scope.spawn(|| self.wait(child));
            let mut reader = BufReader::new(output);
            let mut line = Vec::new();
            while reader.read_until(b'\n', &mut line).is_ok_and(|n| n > 0) {
                let text = String::from_utf8_lossy(&line);
                let text = text.trim_end_matches(['\n', '\r']);
                println!("{text}");
                see(text);
                line.clear();
            }
            waiting.join()
        });
        let status = waiting.map_err(|_| Failure::new(format!("`{}` got lost", self.shown)))??;
        self.judge(status)
    }

    /// Runs it silently and returns what it wrote to standard output.
    ///
    /// # Errors
    ///
    /// As `run`; what it wrote to standard error is part of the failure.
    pub(crate) fn read(mut self) -> Result<String> {
        self.command.stdout(Stdio::piped()).stderr(Stdio::piped());
        let output = self.command.output().map_err(|error| self.not_started(&error))?;
        if output.status.success() {
            return Ok(String::from_utf8_lossy(&output.stdout).into_owned());
        }
        let said = String::from_utf8_lossy(&output.stderr);
        Err(Failure::new(ended(&self.shown, output.status)).detail(&said))
    }

    /// Starts it with its output passing through, for programs that run until they are stopped.
    ///
    /// # Errors
    ///
    /// When it cannot start.
    pub(crate) fn start(mut self) -> Result<Child> {
        self.announce();
        self.spawn()
    }

    fn announce(&self) {
        println!("$ {}", self.shown);
    }

    fn spawn(&mut self) -> Result<Child> {
        self.command.spawn().map_err(|error| self.not_started(&error))
    }

    fn wait(&self, mut child: Child) -> Result<ExitStatus> {
        let lost = |error: std::io::Error| Failure::new(format!("`{}` got lost: {error}", self.shown));
        let Some(limit) = self.limit else {
            return child.wait().map_err(lost);
        };
        let start = Instant::now();
        loop {
            if let Some(status) = child.try_wait().map_err(lost)? {
                return Ok(status);
            }
            if start.elapsed() > limit {
                end_with_descendants(&mut child);
                return Err(Failure::new(format!(
                    "`{}` took longer than {} and was ended",
                    self.shown,
                    duration(limit)
                )));
            }
            thread::sleep(Duration::from_millis(100));
        }
    }

    fn judge(&self, status: ExitStatus) -> Result<()> {
        if status.success() { Ok(()) } else { Err(Failure::new(ended(&self.shown, status))) }
    }

    fn not_started(&self, error: &std::io::Error) -> Failure {
        Failure::new(format!("`{}` did not start: {error}", self.shown))
    }
}

fn ended(shown: &str, status: ExitStatus) -> String {
    match status.code() {
        Some(code) => format!("`{shown}` ended with exit status {code}"),
        None => format!("`{shown}` was ended by a signal"),
    }
}

/// Ends a program and those that it started: a browser outlives the test that drove it.
fn end_with_descendants(child: &mut Child) {
    let table = Call::new("ps").args(["-A", "-o", "pid=,ppid="]).read().unwrap_or_default();
    let descendants = descendants(&table, child.id());
    // Each may have ended by itself meanwhile; the time was up all the same.
    let _ = child.kill();
    let _ = child.wait();
    for pid in descendants {
        let _ = Call::new("kill").arg("-KILL").arg(pid.to_string()).read();
    }
}

/// The processes below `ancestor` in a table with a line `pid ppid` for each.
fn descendants(table: &str, ancestor: u32) -> Vec<u32> {
    let rows: Vec<(u32, u32)> = table
        .lines()
        .filter_map(|line| {
            let mut numbers = line.split_whitespace().map(str::parse);
            Some((numbers.next()?.ok()?, numbers.next()?.ok()?))
        })
        .collect();
    let mut found = Vec::new();
    let mut parents = vec![ancestor];
    while let Some(parent) = parents.pop() {
        for &(pid, _) in rows.iter().filter(|(pid, ppid)| *ppid == parent && pid != ppid) {
            if !found.contains(&pid) {
                found.push(pid);
                parents.push(pid);
            }
        }
    }
    found
}

/// A word as a POSIX shell takes it.
fn quote(word: &str) -> String {
    let plain = |c: char| c.is_ascii_alphanumeric() || "-_./=:,@%+~".contains(c);
    if !word.is_empty() && word.chars().all(plain) {
        word.to_owned()
    } else {
        format!("'{}'", word.replace('\'', r"'\''"))
    }
}

/// A length of time for people: `0.4 s`, `12 s`, `3 min 5 s`.
pub(crate) fn duration(time: Duration) -> String {
    let seconds = time.as_secs();
    if seconds < 10 {
        format!("{:.1} s", time.as_secs_f64())
    } else if seconds < 60 {
        format!("{seconds} s")
    } else if seconds.is_multiple_of(60) {
        format!("{} min", seconds / 60)
    } else {
        format!("{} min {} s", seconds / 60, seconds % 60)
    }
}

/// `npm` as this system calls it.
pub(crate) fn npm() -> Call {
    Call::new(if cfg!(windows) { "npm.cmd" } else { "npm" })
}

/// The cargo that runs for this machine.
pub(crate) fn cargo() -> Call {
    Call::new("cargo")
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::{Call, descendants, duration, quote};

    #[test]
    fn children_and_their_children_descend() {
        let table = "    1     0\n   10     1\n   11    10\n   12    11\n   20     1\n";
        let mut found = descendants(table, 10);
        found.sort_unstable();
        assert_eq!(found, [11, 12]);
        assert_eq!(descendants("0 0\n", 0), Vec::<u32>::new());
    }

    #[test]
    fn a_call_is_shown_as_it_could_be_typed() {
        let call = Call::new("cargo").args(["test", "a b"]).env("K", "it's");
        assert_eq!(call.shown, r"K='it'\''s' cargo test 'a b'");
        assert_eq!(quote(""), "''");
    }

    #[test]
    fn times_are_short() {
        assert_eq!(duration(Duration::from_millis(440)), "0.4 s");
        assert_eq!(duration(Duration::from_secs(12)), "12 s");
        assert_eq!(duration(Duration::from_mins(1)), "1 min");
        assert_eq!(duration(Duration::from_secs(185)), "3 min 5 s");
    }

    #[cfg(unix)]
    #[test]
    fn output_is_seen_line_by_line_and_failure_is_told() {
        let mut lines = Vec::new();
        let call = Call::new("sh").args(["-c", "printf 'a\\nb'; exit 3"]);
        let failure = call.run_seen(|line| lines.push(line.to_owned())).unwrap_err();
        assert_eq!(lines, ["a", "b"]);
        assert!(failure.what().ends_with("exit status 3"), "{failure}");
    }

    #[cfg(unix)]
    #[test]
    fn a_program_that_hangs_is_ended() {
        let call = Call::new("sleep").arg("60").within(Duration::from_millis(50));
        let failure = call.run().unwrap_err();
        assert!(failure.what().contains("took longer"), "{failure}");
    }
}
