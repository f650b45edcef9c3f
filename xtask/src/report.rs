//! What was done, step by step, and how it ended.

use std::time::{Duration, Instant};

use crate::counts::Counts;
use crate::failure::{Failure, Result};
use crate::process::duration;

/// How a whole command ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Outcome {
    Good,
    /// The report has said what failed.
    Bad,
}

/// Steps that all run, even after one has failed.
#[derive(Default)]
pub(crate) struct Report {
    steps: Vec<Step>,
}

struct Step {
    name: String,
    time: Duration,
    counts: Counts,
    failure: Option<Failure>,
}

impl Report {
    /// Says the step, does it, and keeps how it went; `work` adds the tests that it ran.
    pub(crate) fn step(&mut self, name: &str, work: impl FnOnce(&mut Counts) -> Result<()>) {
        println!("\n== {name}");
        let start = Instant::now();
        let mut counts = Counts::default();
        let failure = work(&mut counts).err();
        if let Some(failure) = &failure {
            println!("{name}: FAILED: {failure}");
        }
        self.steps.push(Step { name: name.to_owned(), time: start.elapsed(), counts, failure });
    }

    /// Prints a line a step, then the sum of the tests as the last line.
    pub(crate) fn finish(&self) -> Outcome {
        println!("\n== summary");
        for step in &self.steps {
            let verdict = if step.failure.is_some() { "FAILED" } else { "ok" };
            let tests = match step.counts {
                counts if counts == Counts::default() => String::new(),
                counts => format!(" ({counts})"),
            };
            println!("{verdict:>6}  {}{tests}, {}", step.name, duration(step.time));
        }
        println!("{}", self.sum());
        if self.steps.iter().any(|step| step.failure.is_some()) { Outcome::Bad } else { Outcome::Good }
    }

    /// All tests. A step that failed without a failed test (it did not compile, say) counts as one.
    fn sum(&self) -> Counts {
        let mut sum = Counts::default();
        for step in &self.steps {
            sum += step.counts;
            if step.failure.is_some() && step.counts.failed == 0 {
                sum.failed += 1;
            }
        }
        sum
    }
}

#[cfg(test)]
mod tests {
    use super::{Outcome, Report};
    use crate::counts::Counts;
    use crate::failure::Failure;

    #[test]
    fn a_step_that_fails_before_its_tests_is_not_lost_in_the_sum() {
        let mut report = Report::default();
        report.step("green", |counts| {
            counts.passed = 3;
            Ok(())
        });
        assert_eq!(report.finish(), Outcome::Good);
        report.step("does not compile", |_| Err(Failure::new("no")));
        report.step("one test is red", |counts| {
            counts.failed = 2;
            Err(Failure::new("no"))
        });
        let expected = Counts { passed: 3, failed: 3, skipped: 0 };
        assert_eq!(report.sum(), expected);
        assert_eq!(report.finish(), Outcome::Bad);
    }
}
