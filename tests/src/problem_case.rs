//! Cases of problem codes, `problems/<family>/<code>.yaml`: an input that raises the code, and what mends it.
//!
//! ```yaml
//! #=== options
//! with: [kong, shop]
//! #=== environment
//! CONTROLLER_PUBLISH_SERVICE=kong/proxy
//! #=== manifests
//! kind: Gateway
//! spec:
//!   gatewayClassNme: kong
//! # ^^^^^^^^^^^^^^^ warning[unknown-field]: unknown field `gatewayClassNme`
//! #-
//! #+  gatewayClassName: kong
//! ```
//!
//! A line `#=== …` starts a part: a pane (`manifests`, `environment`, `values`, `replica`) or `options`.
//! A line with carets says which problem stands in the line above (see [`crate::annotated`]), a line `#?` below it a
//! part of the help of that problem; `#-` says that the line above is not in the mended input (`#- 3`: the three lines
//! above), `#+` that the rest of its line is in the mended input only. None of these lines are part of the texts that go in.
//!
//! As it stands, the input has the problems that are marked and no other error or warning. Mended, it has no error and
//! no warning, but for the codes in `remain`, and none of the marked codes.
//!
//! Of the options, `with` names files of `problems/with/`: documents that are put behind the manifests. The others are
//! the fields of [`Input`]. Without a part `environment` the controller has its publish Service and nothing else.

use std::collections::BTreeSet;

use kic_core::wire::{self, Input, Report};
use serde::Deserialize;

use crate::annotated::{self, Expected};

/// What the controller does not start without.
const ENVIRONMENT: &str = "CONTROLLER_PUBLISH_SERVICE=kong/proxy\n";

/// One file.
#[derive(Clone, Debug)]
pub struct ProblemCase {
    /// Family and name of the file, `yaml/yaml-tag`.
    pub name: String,
    /// What raises the problems.
    pub input: Input,
    /// What raises none of them.
    pub mended: Input,
    /// Pane and problem.
    expected: Vec<Marked>,
    remain: BTreeSet<String>,
}

/// A problem that must be there.
#[derive(Clone, Debug)]
struct Marked {
    pane: String,
    expected: Expected,
    /// Parts of its help.
    help: Vec<String>,
}

#[derive(Deserialize, Default, Debug)]
#[serde(deny_unknown_fields, default)]
struct Options {
    with: Vec<String>,
    remain: BTreeSet<String>,
    kic: Option<String>,
    kong: Option<String>,
    router_flavor: Option<String>,
    release: String,
    namespace: String,
    as_stored: bool,
    assume: bool,
    now: Option<i64>,
}

impl ProblemCase {
    /// Reads a case; `with` gives the texts of `problems/with/` by name.
    ///
    /// # Panics
    ///
    /// When the file does not have the form that it should have.
    pub fn parse(name: &str, file: &str, with: &dyn Fn(&str) -> String) -> Self {
        let parts = parts(file);
        let options = parts.iter().find(|(pane, _)| *pane == "options").map(|(_, text)| text.as_str());
        let options: Options = options
            .map(|text| serde_yaml::from_str(text).unwrap_or_else(|error| panic!("{name}: options: {error}")))
            .unwrap_or_default();
        let surroundings: Vec<String> = options.with.iter().map(|file| format!("---\n{}", with(file))).collect();
        let base = Input {
            kic: options.kic,
            kong: options.kong,
            router_flavor: options.router_flavor,
            release: options.release,
            namespace: options.namespace,
            as_stored: options.as_stored,
            assume: options.assume,
            now: options.now,
            ..Input::default()
        };
        let (mut input, mut mended, mut expected) = (base.clone(), base, Vec::new());
        let (mut environment, mut replicas) = (false, 0);
        for (pane, text) in &parts {
            let written = Written::read(name, text);
            let wire_pane = match pane.as_str() {
                "options" => continue,
                "manifests" => "manifests",
                "environment" => "environment",
                "values" => "helm-values",
                "replica" => "replica-environment",
                other => panic!("{name}: there is no part `{other}`"),
            };
            environment |= wire_pane == "environment";
            for (to, text) in [(&mut input, written.text), (&mut mended, written.mended)] {
                match wire_pane {
                    "manifests" => to.manifests += &text,
                    // Without the last line break, so that the end of the text is in a line that can be marked.
                    "environment" => text.trim_end().clone_into(&mut to.environment),
                    "helm-values" => to.helm += &text,
                    _ => to.replica_environments.push(text),
                }
            }
            replicas += usize::from(wire_pane == "replica-environment");
            let marked = written.expected.into_iter();
            expected.extend(marked.map(|(expected, help)| Marked { pane: wire_pane.to_owned(), expected, help }));
        }
        assert!(replicas <= 1, "{name}: markers cannot tell replicas apart");
        for input in [&mut input, &mut mended] {
            input.manifests += &surroundings.concat();
            if !environment && input.helm.is_empty() {
                ENVIRONMENT.clone_into(&mut input.environment);
            }
        }
        Self { name: name.to_owned(), input, mended, expected, remain: options.remain }
    }

    /// The codes that are marked.
    pub fn codes(&self) -> BTreeSet<&str> {
        self.expected.iter().map(|marked| marked.expected.code.as_str()).collect()
    }

    /// Runs both inputs.
    ///
    /// # Errors
    ///
    /// What is missing and what is not expected, a line each; the latter with the marker that would expect it.
    pub fn check(&self) -> Result<(), String> {
        let report = wire::run(&self.input);
        let mut faults = self.faults_of_the_input(&report);
        let codes = self.codes();
        let named = self.name.rsplit('/').next().and_then(|name| name.split("--").next()).unwrap_or_default();
        if !codes.contains(named) {
            faults.push(format!("`{named}` is not marked"));
            let infos = report.problems.iter().filter(|problem| problem.severity == "info" && problem.code == named);
            faults.extend(infos.map(|problem| format!("not marked: {}", found(problem))));
        }
        for problem in &wire::run(&self.mended).problems {
            let stays = self.remain.contains(&problem.code);
            if codes.contains(problem.code.as_str()) || (problem.severity != "info" && !stays) {
                faults.push(format!("mended: {}", found(problem)));
            }
        }
        if faults.is_empty() { Ok(()) } else { Err(format!("{}\n{}", self.name, faults.join("\n"))) }
    }

    fn faults_of_the_input(&self, report: &Report) -> Vec<String> {
        let (mut met, mut faults) = (BTreeSet::new(), Vec::new());
        for Marked { pane, expected, help } in &self.expected {
            let found = report.problems.iter().enumerate().find(|(index, problem)| {
                problem.span.pane == *pane && !met.contains(index) && expected.is_met_by(&Expected::of(problem))
            });
            match found {
                Some((index, problem)) => {
                    met.insert(index);
                    let missing = help.iter().filter(|part| !problem.help.iter().any(|help| help.contains(*part)));
                    faults.extend(missing.map(|part| format!("no help `{part}`: {}", problem.help.join("; "))));
                }
                None => faults.push(format!("missing: {pane}:{}", expected.in_words())),
            }
        }
        for (index, problem) in report.problems.iter().enumerate() {
            if !met.contains(&index) && problem.severity != "info" {
                faults.push(format!("not expected: {}", found(problem)));
            }
        }
        for problem in report.problems.iter().filter(|problem| problem.message.contains('\n')) {
            faults.push(format!("a message of several lines: {}", problem.code));
        }
        for problem in report.problems.iter().filter(|problem| problem.severity != "info" && problem.help.is_empty()) {
            faults.push(format!("no help: {}: {}", problem.code, problem.message));
        }
        faults
    }
}

/// A problem: its line, and below it the line that would expect it.
fn found(problem: &wire::Problem) -> String {
    let (from, to) = Expected::of(problem).columns;
    let length = |from: u32, to: u32| usize::try_from(to.saturating_sub(from)).unwrap_or(1).max(1);
    let carets = match from {
        1 => format!("#<{}", "^".repeat(length(3, to.max(3)))),
        2 => format!("#{}", "^".repeat(length(from, to))),
        _ => format!("#{}{}", " ".repeat(length(2, from)), "^".repeat(length(from, to))),
    };
    let place = format!("{}:{}", problem.span.pane, problem.span.line);
    format!("{place}\n{carets} {}[{}]: {}", problem.severity, problem.code, problem.message)
}

/// The parts of a file, each with its heading; what stands before the first heading are manifests.
fn parts(file: &str) -> Vec<(String, String)> {
    let mut parts = vec![("manifests".to_owned(), String::new())];
    for line in file.split_inclusive('\n') {
        match line.strip_prefix("#=== ") {
            Some(heading) => parts.push((heading.trim().to_owned(), String::new())),
            None => {
                if let Some((_, text)) = parts.last_mut() {
                    text.push_str(line);
                }
            }
        }
    }
    parts.retain(|(_, text)| !text.is_empty());
    parts
}

/// A part without its markers.
struct Written {
    text: String,
    mended: String,
    /// Each with parts of its help.
    expected: Vec<(Expected, Vec<String>)>,
}

impl Written {
    fn read(name: &str, part: &str) -> Self {
        let (mut text, mut kept): (Vec<&str>, Vec<Option<&str>>) = (Vec::new(), Vec::new());
        let mut expected: Vec<(Expected, Vec<String>)> = Vec::new();
        for line in part.split_inclusive('\n') {
            if annotated::is_annotation(line) {
                let number = u32::try_from(text.len()).unwrap_or(0);
                let marked = annotated::parse(line, number);
                expected.push((marked.unwrap_or_else(|| panic!("{name}: no annotation: {line}")), Vec::new()));
            } else if let Some(help) = line.strip_prefix("#?") {
                let marked = expected.last_mut().unwrap_or_else(|| panic!("{name}: help of nothing: {line}"));
                marked.1.push(help.trim().to_owned());
            } else if let Some(added) = line.strip_prefix("#+") {
                kept.push(Some(added));
            } else if let Some(count) = line.strip_prefix("#-") {
                let count: usize = count.trim().parse().unwrap_or(1);
                for gone in kept.iter_mut().rev().filter(|line| line.is_some()).take(count) {
                    *gone = None;
                }
            } else {
                text.push(line);
                kept.push(Some(line));
            }
        }
        Self { text: text.concat(), mended: kept.into_iter().flatten().collect(), expected }
    }
}
