//! A data set as tests: a test for each case that must pass, one for all others, and the score.

use std::collections::{BTreeMap, BTreeSet};
use std::env;
use std::fmt::Write as _;
use std::fs;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use libtest_mimic::{Failed, Trial};

use crate::others;
use crate::outcome::{Verdict, judge};
use crate::ratchet::Ratchet;
use crate::sets::{self, Case, From, Set};
use crate::shared;

/// Rewrites the ratchets: what passes now is required from now on. `1` means all aspects; otherwise the aspects are
/// named, with commas: what passes only because nothing is there yet is better left out.
const UPDATE: &str = "UPDATE_RATCHET";

/// Prints the differences of all cases whose `<suite>::<case>` holds this text, required or not.
const SHOW: &str = "SHOW";

/// Scenarios whose configuration and status are required for ever: the documentation page and what its readers ask.
const FIRST: [&str; 24] = [
    "D00", "D01", "D02", "D03", "D04", "D05", "D06", "D07", "S02", "S02b", "S03", "S04", "S04b", "S05", "S08", "S09b",
    "S11", "S11b", "S12b", "S13", "S16", "S17", "S18", "S19",
];

/// The cases of one set and what came of them.
pub struct Suite {
    set: Set,
    cases: Vec<Case>,
    ratchet: Ratchet,
    verdicts: Mutex<BTreeMap<String, Verdict>>,
    /// Aspects that pass with an outcome that is listed as another one.
    others: AtomicUsize,
}

impl Suite {
    /// Reads a set and its ratchet; `None`, and a line that says so, where the data are not there.
    pub fn load(set: Set) -> Option<Self> {
        let Some((from, cases)) = sets::load(set) else {
            eprintln!("suite {}: absent, the data are neither in ../shared nor in tests/conformance", set.name());
            return None;
        };
        if from == From::Copy {
            eprintln!("suite {}: from tests/conformance, as ../shared is not there", set.name());
        }
        Some(Self {
            set,
            cases,
            ratchet: Ratchet::load(set.name()),
            verdicts: Mutex::default(),
            others: AtomicUsize::new(0),
        })
    }

    /// The tests of this suite.
    pub fn trials(self: &Arc<Self>) -> Vec<Trial> {
        let name = self.set.name();
        let mut trials = vec![
            self.trial(format!("{name}::all cases are there"), Self::is_whole),
            self.trial(format!("{name}::cases that are not required yet"), |suite| {
                suite.judge_the_rest();
                Ok(())
            }),
        ];
        if self.set.is_copied() {
            trials
                .push(self.trial(format!("{name}::the copy in tests/conformance is up to date"), Self::copy_is_fresh));
        }
        if self.set == Set::KicScenarios {
            trials.push(self.trial(format!("{name}::the documentation page is required"), Self::first_are_required));
        }
        // Thousands of one-line cases are one test: their names are numbers.
        if matches!(self.set, Set::Listens | Set::Admission | Set::Router) {
            trials.push(self.trial(format!("{name}::required cases"), Self::judge_the_required));
            return trials;
        }
        for (index, case) in self.cases.iter().enumerate() {
            if self.ratchet.requires_something(&case.name) {
                let check =
                    move |suite: &Self| suite.cases.get(index).map_or(Ok(()), |case| suite.judge_required(case));
                trials.push(self.trial(format!("{name}::{}", case.name), check));
            }
        }
        trials
    }

    fn trial(
        self: &Arc<Self>,
        name: String,
        check: impl FnOnce(&Self) -> Result<(), String> + Send + 'static,
    ) -> Trial {
        let suite = Arc::clone(self);
        Trial::test(name, move || check(&suite).map_err(Failed::from))
    }

    fn is_whole(&self) -> Result<(), String> {
        if self.cases.len() < self.set.size() {
            return Err(format!("{} cases instead of {}", self.cases.len(), self.set.size()));
        }
        let names: BTreeSet<&str> = self.cases.iter().map(|case| case.name.as_str()).collect();
        let name = self.set.name();
        if let Some(case) = self.ratchet.cases().find(|case| !names.contains(case)) {
            return Err(format!("tests/ratchets/{name}.txt names {case}, which is not there"));
        }
        match others::cases(others::COMMITTED, name).find(|case| !names.contains(case)) {
            Some(case) => Err(format!("tests/other-outcomes.txt names {case}, which is not there")),
            None => Ok(()),
        }
    }

    fn first_are_required(&self) -> Result<(), String> {
        for id in FIRST {
            let Some(case) = self.cases.iter().find(|case| case.name.split('-').next() == Some(id)) else {
                return Err(format!("{id} is not there"));
            };
            for aspect in ["config", "status"] {
                if !self.ratchet.requires(&case.name, aspect) {
                    return Err(format!("tests/ratchets/kic-scenarios.txt does not require {} {aspect}", case.name));
                }
            }
        }
        Ok(())
    }

    fn copy_is_fresh(&self) -> Result<(), String> {
        let copy = fs::read_to_string(shared::copy_of(self.set.name())).unwrap_or_default();
        let fresh = sets::to_lines(self.set, &self.cases);
        if copy == fresh {
            return Ok(());
        }
        let (copy, name) = (sets::of_lines(&copy), self.set.name());
        let fresh = sets::of_lines(&fresh);
        let differing = fresh.iter().find(|case| !copy.contains(case));
        let what = differing.map_or("more cases in the copy".to_owned(), |case| format!("{} is another", case.name));
        Err(format!("tests/conformance/{name}.jsonl is not what ../shared has ({what}): cargo xtask data ../shared"))
    }

    fn judge_required(&self, case: &Case) -> Result<(), String> {
        let verdict = self.judge(case);
        let mut failed = Vec::new();
        for (aspect, result) in verdict.iter().filter(|(aspect, _)| self.ratchet.requires(&case.name, aspect)) {
            if let Err(differences) = result {
                failed.push(format!("{} {aspect}:\n{}", case.name, indented(differences)));
            }
        }
        for aspect in self.ratchet.aspects(&case.name).filter(|aspect| !verdict.contains_key(*aspect)) {
            failed.push(format!("{} {aspect}: was not judged", case.name));
        }
        if failed.is_empty() { Ok(()) } else { Err(failed.join("\n")) }
    }

    fn judge_the_required(&self) -> Result<(), String> {
        const SHOWN: usize = 20;
        let required = self.cases.iter().filter(|case| self.ratchet.requires_something(&case.name));
        let failed: Vec<String> = required.filter_map(|case| self.judge_required(case).err()).collect();
        if failed.is_empty() {
            return Ok(());
        }
        let shown = failed.iter().take(SHOWN).cloned().collect::<Vec<_>>().join("\n");
        Err(format!("{} cases fail\n{shown}", failed.len()))
    }

    fn judge_the_rest(&self) {
        for case in self.cases.iter().filter(|case| !self.ratchet.requires_something(&case.name)) {
            self.judge(case);
        }
    }

    /// Judges a case once; what nobody does yet has no aspects.
    fn judge(&self, case: &Case) -> Verdict {
        let mut verdict = judge(self.set, case).unwrap_or_default();
        let allowed = others::allow(others::COMMITTED, self.set.name(), &case.name, &mut verdict);
        self.others.fetch_add(allowed, Ordering::Relaxed);
        let mut verdicts = self.verdicts.lock().unwrap_or_else(PoisonError::into_inner);
        verdicts.insert(case.name.clone(), verdict.clone());
        verdict
    }

    /// The score of what was judged, what passes without being required, and what was asked to be shown.
    ///
    /// With `UPDATE_RATCHET` the ratchet is written.
    pub fn summary(&self) -> String {
        let verdicts = self.verdicts.lock().unwrap_or_else(PoisonError::into_inner);
        let name = self.set.name();
        let mut text = String::new();
        if verdicts.is_empty() {
            return text;
        }
        let score = score(&verdicts);
        if score.is_empty() {
            return format!("suite {name}: {} cases, not built yet\n", verdicts.len());
        }
        let score: Vec<String> =
            score.iter().map(|(aspect, (passed, all))| format!("{aspect} {passed} of {all}")).collect();
        let _ = writeln!(text, "suite {name}: {}", score.join(", "));
        let others = self.others.load(Ordering::Relaxed);
        if others > 0 {
            let _ = writeln!(
                text,
                "  {others} aspects with another outcome that chance allows, see tests/other-outcomes.txt"
            );
        }
        if let Some(show) = env::var(SHOW).ok().filter(|show| !show.is_empty()) {
            text.push_str(&self.shown(&verdicts, &show));
        }
        let fresh: Vec<(&str, &str)> =
            passing(&verdicts).filter(|(case, aspect)| !self.ratchet.requires(case, aspect)).collect();
        if !fresh.is_empty() {
            if let Some(wanted) = env::var(UPDATE).ok().filter(|value| !value.is_empty()) {
                let wanted = |aspect: &str| wanted == "1" || wanted.split(',').any(|name| name == aspect);
                let fresh: Vec<_> = fresh.into_iter().filter(|(_, aspect)| wanted(aspect)).collect();
                let _ = writeln!(text, "  {}", self.update(&verdicts, &fresh));
            } else {
                let _ = writeln!(
                    text,
                    "  newly passing: {} aspects, add them with {UPDATE}=1: {}",
                    fresh.len(),
                    few(&fresh)
                );
            }
        }
        text
    }

    fn shown(&self, verdicts: &BTreeMap<String, Verdict>, show: &str) -> String {
        let mut text = String::new();
        for (case, verdict) in verdicts {
            let name = format!("{}::{case}", self.set.name());
            if !name.contains(show) {
                continue;
            }
            for (aspect, result) in verdict {
                if let Err(differences) = result {
                    let _ = writeln!(text, "  {name} {aspect}:\n{}", indented(differences));
                }
            }
        }
        text
    }

    fn update(&self, verdicts: &BTreeMap<String, Verdict>, fresh: &[(&str, &str)]) -> String {
        let mut ratchet = self.ratchet.clone();
        let score = score(verdicts);
        let complete = verdicts.len() == self.cases.len();
        for (case, aspect) in fresh {
            match score.get(aspect) {
                Some((passed, all)) if passed == all && complete => ratchet.add_for_all(aspect),
                _ => ratchet.add(case, aspect),
            }
        }
        match ratchet.save(self.set.name()) {
            Ok(()) => format!("{} aspects added to tests/ratchets/{}.txt", fresh.len(), self.set.name()),
            Err(error) => format!("tests/ratchets/{}.txt cannot be written: {error}", self.set.name()),
        }
    }
}

/// Passed and judged cases by aspect.
fn score(verdicts: &BTreeMap<String, Verdict>) -> BTreeMap<&str, (usize, usize)> {
    let mut score = BTreeMap::new();
    for (aspect, result) in verdicts.values().flatten() {
        let (passed, all) = score.entry(aspect.as_str()).or_insert((0, 0));
        *passed += usize::from(result.is_ok());
        *all += 1;
    }
    score
}

fn passing(verdicts: &BTreeMap<String, Verdict>) -> impl Iterator<Item = (&str, &str)> {
    verdicts.iter().flat_map(|(case, verdict)| {
        verdict.iter().filter(|(_, result)| result.is_ok()).map(|(aspect, _)| (case.as_str(), aspect.as_str()))
    })
}

/// The first of many, for a line that people read.
fn few(fresh: &[(&str, &str)]) -> String {
    const SHOWN: usize = 5;
    let mut words: Vec<String> = fresh.iter().take(SHOWN).map(|(case, aspect)| format!("{case} {aspect}")).collect();
    if fresh.len() > SHOWN {
        words.push("…".to_owned());
    }
    words.join(", ")
}

fn indented(text: &str) -> String {
    text.lines().map(|line| format!("    {line}")).collect::<Vec<_>>().join("\n")
}
