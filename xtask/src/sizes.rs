//! What a visitor downloads before the page shows its first report, held against a budget and against what it was last
//! time; and the engine, which loads beside it, held against what it was last time.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

use crate::args::SizesMode;
use crate::failure::{Failure, Result};
use crate::paths;
use crate::process::Call;
use crate::site;

/// The kinds of file that a first load may consist of; pictures and licences are none.
const KINDS: [&str; 5] = ["html", "css", "js", "json", "wasm"];

/// The key of the engine's size among the recorded ones.
const ENGINE: &str = "engine";

/// Measures `dist/` and compares or records.
///
/// # Errors
///
/// When there is no release build, it cannot be measured, or (comparing) it is too large.
pub(crate) fn run(mode: SizesMode) -> Result<()> {
    if !site::has_release() {
        return Err(Failure::new("dist/ holds no release build of the site").by_hand("cargo xtask build --release"));
    }
    let file = budget_file();
    let text = fs::read_to_string(&file)
        .map_err(|error| Failure::new(format!("cannot read {}: {error}", paths::display(&file))))?;
    let budget = Budget::parse(&text).map_err(|error| Failure::new(format!("{}: {error}", paths::display(&file))))?;
    let measured = Measured::of(&site::dist(), &budget)?;
    print!("{}", measured.table(&budget));
    match mode {
        SizesMode::Compare => budget.judge(measured.first_load(), measured.engine()),
        SizesMode::Record => record(&file, &text, &budget, &measured),
    }
}

fn record(file: &Path, text: &str, budget: &Budget, measured: &Measured) -> Result<()> {
    let new = with_recorded(text, &measured.recorded());
    fs::write(file, new).map_err(|error| Failure::new(format!("cannot write {}: {error}", paths::display(file))))?;
    println!("recorded in {}; commit it", paths::display(file));
    budget.within_budget(measured.first_load())
}

fn budget_file() -> PathBuf {
    paths::root().join("xtask").join("sizes.toml")
}

/// `xtask/sizes.toml`. All sizes are bytes after `gzip -9`.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Budget {
    /// The most that the first load may ever be.
    total: u64,
    /// Bytes over the budget that are known and owed; 0 once the budget is met.
    debt: u64,
    /// By how many percent the first load may exceed what was recorded.
    tolerance: u64,
    /// Names, with `*` for any part, of files that the page does not need at first.
    later: Vec<String>,
    /// As `later`, of files that are the engine: loaded at once, beside the page.
    engine: Vec<String>,
    /// What each kind, and the engine, was when it was last recorded; empty before the first time.
    recorded: BTreeMap<String, u64>,
}

impl Budget {
    /// Reads lines `key = value`; the file is TOML, of which this is all that it uses.
    fn parse(text: &str) -> std::result::Result<Self, String> {
        let (mut total, mut tolerance, mut debt) = (None, None, 0);
        let (mut later, mut engine, mut recorded) = (Vec::new(), Vec::new(), BTreeMap::new());
        for line in text.lines() {
            let line = line.split('#').next().unwrap_or_default().trim();
            if line.is_empty() {
                continue;
            }
            let (key, value) = line
                .split_once('=')
                .map(|(key, value)| (key.trim(), value.trim()))
                .ok_or_else(|| format!("not `key = value`: {line}"))?;
            match key {
                "budget" => total = Some(number(key, value)?),
                "debt" => debt = number(key, value)?,
                "tolerance-percent" => tolerance = Some(number(key, value)?),
                "later" => later.extend(words(value)),
                "engine" => engine.extend(words(value)),
                _ => match key.strip_prefix("recorded-") {
                    Some(kind) => drop(recorded.insert(kind.to_owned(), number(key, value)?)),
                    None => return Err(format!("unknown key `{key}`")),
                },
            }
        }
        Ok(Self {
            total: total.ok_or("no `budget`")?,
            debt,
            tolerance: tolerance.ok_or("no `tolerance-percent`")?,
            later,
            engine,
            recorded,
        })
    }

    fn part_of(&self, name: &str) -> Part {
        let among = |patterns: &[String]| patterns.iter().any(|pattern| matches(pattern, name));
        if among(&self.engine) {
            Part::Engine
        } else if among(&self.later) {
            Part::Later
        } else {
            Part::First
        }
    }

    fn recorded_engine(&self) -> u64 {
        self.recorded.get(ENGINE).copied().unwrap_or_default()
    }

    fn recorded_first_load(&self) -> u64 {
        self.recorded.values().sum::<u64>() - self.recorded_engine()
    }

    fn judge(&self, first_load: u64, engine: u64) -> Result<()> {
        self.within_budget(first_load)?;
        self.not_grown("the first load", self.recorded_first_load(), first_load)?;
        self.not_grown("the engine", self.recorded_engine(), engine)
    }

    fn not_grown(&self, what: &str, recorded: u64, now: u64) -> Result<()> {
        let most = recorded + recorded * self.tolerance / 100;
        if recorded > 0 && now > most {
            return Err(Failure::new(format!(
                "{what} grew from {recorded} to {now} bytes, more than {} % above what was recorded",
                self.tolerance
            ))
            .by_hand("make it smaller, or, where it is worth its size:")
            .by_hand("cargo xtask sizes --record    (and say in the commit what it is for)"));
        }
        Ok(())
    }

    /// Over the budget is a failure, unless the excess is owed: then it is said each time.
    fn within_budget(&self, first_load: u64) -> Result<()> {
        let over = first_load.saturating_sub(self.total);
        if over == 0 {
            return Ok(());
        }
        let fact = format!("the first load is {first_load} bytes, {over} over the budget of {}", self.total);
        if over > self.debt {
            return Err(Failure::new(format!("{fact}; {} are owed in xtask/sizes.toml", self.debt)));
        }
        println!("OVER BUDGET: {fact}; xtask/sizes.toml says why, and owes {}", self.debt);
        Ok(())
    }
}

/// The words of a text in quotes.
fn words(value: &str) -> impl Iterator<Item = String> {
    value.trim_matches('"').split_whitespace().map(str::to_owned)
}

fn number(key: &str, value: &str) -> std::result::Result<u64, String> {
    let digits = value.replace('_', "");
    digits.parse().map_err(|_| format!("`{key}` is no number: {value}"))
}

/// Does `name` match `pattern`, in which `*` stands for any text?
fn matches(pattern: &str, name: &str) -> bool {
    match pattern.split_once('*') {
        None => pattern == name,
        Some((start, rest)) => name.strip_prefix(start).is_some_and(|name| {
            let ends = name.char_indices().map(|(at, _)| at).chain([name.len()]);
            ends.filter_map(|at| name.get(at..)).any(|tail| matches(rest, tail))
        }),
    }
}

/// The text of the budget file with other recorded sizes; all else stays as people wrote it.
fn with_recorded(text: &str, by_kind: &BTreeMap<String, u64>) -> String {
    let mut new = String::new();
    for line in text.lines().filter(|line| !line.starts_with("recorded-")) {
        new.push_str(line);
        new.push('\n');
    }
    for (kind, size) in by_kind {
        // Writing to a text cannot fail.
        let _ = writeln!(new, "recorded-{kind} = {size}");
    }
    new
}

/// When a file is loaded.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
enum Part {
    /// The page needs it for its first report.
    First,
    /// At once, and waited for by nobody until something is typed.
    Engine,
    /// Later, or not at all.
    Later,
}

/// One file of the site.
struct Entry {
    /// Relative to `dist/`.
    name: String,
    kind: &'static str,
    raw: u64,
    gzip: u64,
    part: Part,
}

struct Measured {
    /// Sorted by part, then by kind, then by name.
    entries: Vec<Entry>,
}

impl Measured {
    fn of(dist: &Path, budget: &Budget) -> Result<Self> {
        let mut files = Vec::new();
        collect(dist, &mut files)
            .map_err(|error| Failure::new(format!("cannot read {}: {error}", paths::display(dist))))?;
        files.sort();
        let sizes = gzip_sizes(&files)?;
        let mut entries = Vec::new();
        for ((file, kind), (raw, gzip)) in files.iter().zip(sizes) {
            let name = file.strip_prefix(dist).unwrap_or(file);
            let name = name.display().to_string().replace('\\', "/");
            let part = budget.part_of(&name);
            entries.push(Entry { name, kind, raw, gzip, part });
        }
        entries.sort_by(|a, b| (a.part, a.kind, &a.name).cmp(&(b.part, b.kind, &b.name)));
        Ok(Self { entries })
    }

    fn of_part(&self, part: Part) -> impl Iterator<Item = &Entry> {
        self.entries.iter().filter(move |entry| entry.part == part)
    }

    fn by_kind(&self) -> BTreeMap<String, u64> {
        let mut sums = BTreeMap::new();
        for entry in self.of_part(Part::First) {
            *sums.entry(entry.kind.to_owned()).or_default() += entry.gzip;
        }
        sums
    }

    fn first_load(&self) -> u64 {
        self.by_kind().values().sum()
    }

    fn engine(&self) -> u64 {
        self.of_part(Part::Engine).map(|entry| entry.gzip).sum()
    }

    /// What is written down: the first load by kind, and the engine.
    fn recorded(&self) -> BTreeMap<String, u64> {
        let mut sums = self.by_kind();
        sums.insert(ENGINE.to_owned(), self.engine());
        sums
    }

    fn table(&self, budget: &Budget) -> String {
        let mut table = format!("{:>10} {:>10}  file\n", "bytes", "gzip -9");
        let mut line = |raw: &str, gzip: u64, text: &str| {
            // Writing to a text cannot fail.
            let _ = writeln!(table, "{raw:>10} {gzip:>10}  {text}");
        };
        // What is loaded later is many pages of the reference: one line a folder.
        let mut folders: BTreeMap<&str, (usize, u64, u64)> = BTreeMap::new();
        for entry in &self.entries {
            let note = match entry.part {
                Part::First => "",
                Part::Engine => "  (engine)",
                Part::Later => match entry.name.split_once('/') {
                    Some((folder, _)) => {
                        let (count, raw, gzip) = folders.entry(folder).or_default();
                        (*count, *raw, *gzip) = (*count + 1, *raw + entry.raw, *gzip + entry.gzip);
                        continue;
                    }
                    None => "  (not at first)",
                },
            };
            line(&entry.raw.to_string(), entry.gzip, &format!("{}{note}", entry.name));
        }
        for (folder, (count, raw, gzip)) in folders {
            line(&raw.to_string(), gzip, &format!("{folder}/, {count} files  (not at first)"));
        }
        for (kind, size) in self.by_kind() {
            let was = budget.recorded.get(&kind).map(|was| format!(", recorded {was}"));
            line("", size, &format!("all {kind}{}", was.unwrap_or_default()));
        }
        let text = format!("first load, recorded {}, budget {}", budget.recorded_first_load(), budget.total);
        line("", self.first_load(), &text);
        line("", self.engine(), &format!("engine, loaded beside it, recorded {}", budget.recorded_engine()));
        table
    }
}

fn collect(folder: &Path, files: &mut Vec<(PathBuf, &'static str)>) -> std::io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() {
            collect(&path, files)?;
        } else if let Some(kind) = kind_of(&path) {
            files.push((path, kind));
        }
    }
    Ok(())
}

fn kind_of(path: &Path) -> Option<&'static str> {
    if paths::has_extension(path, &["mjs"]) {
        return Some("js");
    }
    KINDS.into_iter().find(|kind| paths::has_extension(path, &[*kind]))
}

/// Bytes of each file, as it is and after `gzip -9`. Node does it, since every machine has it.
fn gzip_sizes(files: &[(PathBuf, &str)]) -> Result<Vec<(u64, u64)>> {
    const SCRIPT: &str = "\
        const fs = require('fs'), zlib = require('zlib');\
        for (const file of process.argv.slice(1)) {\
          const text = fs.readFileSync(file);\
          console.log(text.length, zlib.gzipSync(text, { level: 9 }).length);\
        }";
    let output = Call::new("node").args(["-e", SCRIPT, "--"]).args(files.iter().map(|(file, _)| file)).read()?;
    let sizes: Option<Vec<(u64, u64)>> = output
        .lines()
        .map(|line| {
            let (raw, gzip) = line.split_once(' ')?;
            Some((raw.parse().ok()?, gzip.parse().ok()?))
        })
        .collect();
    match sizes {
        Some(sizes) if sizes.len() == files.len() => Ok(sizes),
        _ => Err(Failure::new("node did not tell the sizes of all files").detail(&output)),
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;
    use std::fs;

    use super::{Budget, Part, budget_file, matches, with_recorded};

    const TEXT: &str = "\
# A comment.
budget = 1_000 # bytes
tolerance-percent = 2
later = \"embed*.js *.map\"
engine = \"engine*\"
recorded-engine = 50
recorded-js = 100
recorded-wasm = 400
";

    fn budget() -> Budget {
        Budget::parse(TEXT).unwrap()
    }

    #[test]
    fn the_committed_file_is_understood() {
        let text = fs::read_to_string(budget_file()).unwrap();
        assert_eq!(Budget::parse(&text).unwrap().total, 450_000);
    }

    #[test]
    fn wrong_files_are_refused_in_words() {
        let error = |text: &str| Budget::parse(text).unwrap_err();
        assert_eq!(error("budget = x"), "`budget` is no number: x");
        assert_eq!(error("budgte = 1"), "unknown key `budgte`");
        assert_eq!(error("budget"), "not `key = value`: budget");
        assert_eq!(error("budget = 1"), "no `tolerance-percent`");
    }

    #[test]
    fn growth_within_the_tolerance_passes() {
        assert!(budget().judge(300, 40).is_ok());
        assert!(budget().judge(510, 51).is_ok());
        let failure = budget().judge(511, 50).unwrap_err();
        assert!(failure.what().contains("from 500 to 511"), "{failure}");
        let failure = budget().judge(500, 52).unwrap_err();
        assert!(failure.what().contains("the engine grew from 50 to 52"), "{failure}");
    }

    #[test]
    fn the_budget_holds_before_anything_is_recorded_and_after() {
        let mut budget = budget();
        assert!(budget.judge(1001, 0).unwrap_err().what().contains("1 over"));
        budget.recorded.clear();
        assert!(budget.judge(1000, 9000).is_ok());
        assert!(budget.judge(1001, 0).is_err());
    }

    #[test]
    fn names_match_with_stars() {
        assert!(matches("embed*.js", "embed-0a1b.js"));
        assert!(!matches("embed*.js", "x/embed-0a1b.js"));
        assert!(matches("*.map", "x/y.map"));
        assert!(matches("editor*/*.js", "editor/chunks/a.js"));
        assert!(!matches("embed.js", "embed.js.map"));
        assert_eq!(budget().part_of("embed.js"), Part::Later);
        assert_eq!(budget().part_of("engine-1f.wasm"), Part::Engine);
        assert_eq!(budget().part_of("index.html"), Part::First);
    }

    #[test]
    fn recording_keeps_what_people_wrote() {
        let sizes = BTreeMap::from([("css".to_owned(), 7), ("js".to_owned(), 8)]);
        let new = with_recorded(TEXT, &sizes);
        assert!(new.starts_with("# A comment.\nbudget = 1_000 # bytes\n"));
        assert_eq!(Budget::parse(&new).unwrap().recorded, sizes);
    }
}
