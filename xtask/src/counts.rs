//! How many tests passed, read from what the test programs print.

use std::fmt;
use std::ops::AddAssign;

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Counts {
    pub(crate) passed: u64,
    pub(crate) failed: u64,
    pub(crate) skipped: u64,
}

impl AddAssign for Counts {
    fn add_assign(&mut self, other: Self) {
        self.passed += other.passed;
        self.failed += other.failed;
        self.skipped += other.skipped;
    }
}

impl fmt::Display for Counts {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} passed, {} failed", self.passed, self.failed)?;
        if self.skipped > 0 {
            write!(f, ", {} skipped", self.skipped)?;
        }
        Ok(())
    }
}

/// Who prints the lines.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Printer {
    /// libtest and those who imitate it: libtest-mimic, wasm-bindgen-test.
    Libtest,
    /// Playwright's reporters `list`, `line` and `dot`.
    Playwright,
    /// Node's test runner, whose reporter is `tap` or `spec`, depending on its version and on who watches.
    Node,
}

/// What one line adds, nothing for most lines.
pub(crate) fn read_line(printer: Printer, line: &str) -> Counts {
    let line = without_colours(line);
    match printer {
        Printer::Libtest => read_libtest(&line),
        Printer::Playwright => read_playwright(&line),
        Printer::Node => read_node(&line),
    }
}

/// `test result: ok. 5 passed; 0 failed; 1 ignored; 0 measured; 0 filtered out; finished in 0.01s`
fn read_libtest(line: &str) -> Counts {
    let mut counts = Counts::default();
    let Some(result) = line.trim_start().strip_prefix("test result:") else {
        return counts;
    };
    for part in result.split([';', '.']) {
        if let Some((number, word)) = number_and_word(part) {
            match word {
                "passed" => counts.passed += number,
                "failed" => counts.failed += number,
                "ignored" => counts.skipped += number,
                _ => {}
            }
        }
    }
    counts
}

/// One line a kind at the end: `  5 passed (3.2s)`, `  1 failed`, `  2 did not run`.
fn read_playwright(line: &str) -> Counts {
    let mut counts = Counts::default();
    let line = line.trim();
    let line = line.split_once(" (").map_or(line, |(words, _)| words);
    if let Some((number, words)) = number_and_word(line) {
        match words {
            // A flaky test passed when it was tried again.
            "passed" | "flaky" => counts.passed = number,
            "failed" | "interrupted" => counts.failed = number,
            "skipped" | "did not run" => counts.skipped = number,
            _ => {}
        }
    }
    counts
}

/// One line a kind at the end: `# pass 5` in `tap`, `ℹ pass 5` in `spec`.
fn read_node(line: &str) -> Counts {
    let mut counts = Counts::default();
    let words: Vec<&str> = line.split_whitespace().collect();
    if let ["#" | "ℹ", kind, number] = words.as_slice()
        && let Ok(number) = number.parse()
    {
        match *kind {
            "pass" => counts.passed = number,
            "fail" | "cancelled" => counts.failed = number,
            "skipped" | "todo" => counts.skipped = number,
            _ => {}
        }
    }
    counts
}

fn number_and_word(text: &str) -> Option<(u64, &str)> {
    let (number, word) = text.trim().split_once(' ')?;
    Some((number.parse().ok()?, word.trim()))
}

/// The line without `ESC [ … m`.
fn without_colours(line: &str) -> String {
    let mut plain = String::with_capacity(line.len());
    let mut rest = line;
    while let Some((before, after)) = rest.split_once("\u{1b}[") {
        plain.push_str(before);
        rest = after.split_once('m').map_or("", |(_, after)| after);
    }
    plain.push_str(rest);
    plain
}

#[cfg(test)]
mod tests {
    use super::{Counts, Printer, read_line};

    fn counts(passed: u64, failed: u64, skipped: u64) -> Counts {
        Counts { passed, failed, skipped }
    }

    #[test]
    fn libtest_says_all_in_one_line() {
        let read = |line| read_line(Printer::Libtest, line);
        assert_eq!(
            read("test result: ok. 5 passed; 0 failed; 1 ignored; 0 measured; 3 filtered out; finished in 0.01s"),
            counts(5, 0, 1)
        );
        assert_eq!(
            read("test result: \u{1b}[31mFAILED\u{1b}[0m. 2 passed; 3 failed; 0 ignored; 0 filtered out"),
            counts(2, 3, 0)
        );
        assert_eq!(read("test yaml::reads ... ok"), counts(0, 0, 0));
        assert_eq!(read("5 passed"), counts(0, 0, 0));
    }

    #[test]
    fn playwright_says_one_kind_a_line() {
        let read = |line| read_line(Printer::Playwright, line);
        assert_eq!(read("  5 passed (3.2s)"), counts(5, 0, 0));
        assert_eq!(read("\u{1b}[31m  1 failed\u{1b}[39m"), counts(0, 1, 0));
        assert_eq!(read("  1 flaky"), counts(1, 0, 0));
        assert_eq!(read("  2 did not run"), counts(0, 0, 2));
        assert_eq!(read("Running 5 tests using 1 worker"), counts(0, 0, 0));
        assert_eq!(read("  ✓  1 page.spec.ts:3:1 › opens (300ms)"), counts(0, 0, 0));
    }

    #[test]
    fn node_says_one_kind_a_line() {
        let read = |line| read_line(Printer::Node, line);
        assert_eq!(read("# pass 5"), counts(5, 0, 0));
        assert_eq!(read("\u{1b}[34mℹ fail 1\u{1b}[39m"), counts(0, 1, 0));
        assert_eq!(read("# tests 6"), counts(0, 0, 0));
        assert_eq!(read("# duration_ms 6"), counts(0, 0, 0));
        assert_eq!(read("# Subtest: pass 5"), counts(0, 0, 0));
    }

    #[test]
    fn the_sum_is_the_line_that_ci_reads() {
        let mut sum = counts(1, 0, 0);
        sum += counts(2, 1, 0);
        assert_eq!(sum.to_string(), "3 passed, 1 failed");
        sum += counts(0, 0, 4);
        assert_eq!(sum.to_string(), "3 passed, 1 failed, 4 skipped");
    }
}
