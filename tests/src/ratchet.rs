//! What has passed must go on passing: the list of a suite's cases and aspects that are required.
//!
//! A file has one line a case, `<case>: <aspect> <aspect>…`, sorted. The case `*` stands for all cases.
//! Aspects are added when they pass for the first time and never taken away by a program.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::PathBuf;

use crate::shared;

/// Stands for all cases of a suite.
const ALL: &str = "*";

/// The required aspects by case.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Ratchet {
    required: BTreeMap<String, BTreeSet<String>>,
}

impl Ratchet {
    /// The committed list of a suite; empty where there is none yet.
    pub fn load(suite: &str) -> Self {
        Self::parse(&fs::read_to_string(path(suite)).unwrap_or_default())
    }

    /// Reads the lines; `#` starts a comment line.
    pub fn parse(text: &str) -> Self {
        let mut required: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
        for line in text.lines().filter(|line| !line.starts_with('#')) {
            if let Some((case, aspects)) = line.rsplit_once(':') {
                let aspects = aspects.split_whitespace().map(str::to_owned);
                required.entry(case.trim().to_owned()).or_default().extend(aspects);
            }
        }
        Self { required }
    }

    /// Whether a case must pass in an aspect.
    pub fn requires(&self, case: &str, aspect: &str) -> bool {
        [ALL, case].iter().any(|case| self.required.get(*case).is_some_and(|aspects| aspects.contains(aspect)))
    }

    /// Whether a case must pass in some aspect.
    pub fn requires_something(&self, case: &str) -> bool {
        self.required.contains_key(ALL) || self.required.contains_key(case)
    }

    /// Cases that are named here.
    pub fn cases(&self) -> impl Iterator<Item = &str> {
        self.required.keys().map(String::as_str).filter(|case| *case != ALL)
    }

    /// The aspects that are named for a case itself.
    pub fn aspects(&self, case: &str) -> impl Iterator<Item = &str> {
        self.required.get(case).into_iter().flatten().map(String::as_str)
    }

    /// Adds an aspect of a case.
    pub fn add(&mut self, case: &str, aspect: &str) {
        if !self.requires(case, aspect) {
            self.required.entry(case.to_owned()).or_default().insert(aspect.to_owned());
        }
    }

    /// Requires an aspect of all cases, which says more than naming each.
    pub fn add_for_all(&mut self, aspect: &str) {
        for aspects in self.required.values_mut() {
            aspects.remove(aspect);
        }
        self.required.entry(ALL.to_owned()).or_default().insert(aspect.to_owned());
        self.required.retain(|_, aspects| !aspects.is_empty());
    }

    /// Writes the list back.
    ///
    /// # Errors
    ///
    /// When the file cannot be written.
    pub fn save(&self, suite: &str) -> std::io::Result<()> {
        fs::write(path(suite), self.to_text())
    }

    /// The lines that [`Ratchet::parse`] reads.
    pub fn to_text(&self) -> String {
        let line = |(case, aspects): (&String, &BTreeSet<String>)| {
            let aspects: Vec<&str> = aspects.iter().map(String::as_str).collect();
            format!("{case}: {}\n", aspects.join(" "))
        };
        self.required.iter().map(line).collect()
    }
}

fn path(suite: &str) -> PathBuf {
    shared::here().join("ratchets").join(format!("{suite}.txt"))
}

#[cfg(test)]
mod tests {
    use super::Ratchet;

    #[test]
    fn aspects_are_added_and_the_lines_are_sorted() {
        let mut ratchet = Ratchet::parse("b: config\n");
        ratchet.add("a", "status.gateways");
        ratchet.add("b", "config");
        ratchet.add("b", "events");
        assert_eq!(ratchet.to_text(), "a: status.gateways\nb: config events\n");
        assert_eq!(Ratchet::parse(&ratchet.to_text()), ratchet);
    }

    #[test]
    fn what_all_cases_must_do_is_said_once() {
        let mut ratchet = Ratchet::parse("a: config status\nb: config\n");
        ratchet.add_for_all("config");
        assert_eq!(ratchet.to_text(), "*: config\na: status\n");
        ratchet.add("c", "config");
        assert!(ratchet.requires("c", "config"));
        assert_eq!(ratchet.to_text(), "*: config\na: status\n");
    }
}
