//! Two runs, what differs between them, and which rules made it.
//!
//! From the run before to the run after it is some steps: the text, the router flavor, each version of Kong between the two
//! at which something changes, the release of the controller. Each step is a run; a difference is the matter of the
//! steps that it shows in. The step of the release is taken apart further, behaviour by behaviour.

use std::collections::{BTreeMap, BTreeSet};

use super::differences;
use super::rules::{attribute, in_order};
use crate::report::Modelled;
use crate::settings::{Behaviour, KongChange, KongVersion};
use crate::wire::compare::{Comparison, Difference, Rule, Setting};
use crate::wire::{self, Report};
use crate::{Input, translate};

/// A run that was made: its input and its report.
pub struct Run<'r, 'a> {
    /// What went in.
    pub input: &'r Input<'a>,
    /// What came out.
    pub report: Report,
    /// What was modelled, after the environment was asked.
    pub modelled: Modelled,
}

impl<'r, 'a> Run<'r, 'a> {
    /// Runs an input.
    pub fn of(input: &'r Input<'a>) -> Self {
        let report = translate(input);
        Self { input, modelled: report.modelled, report: wire::report(&report, &input.sources) }
    }
}

/// Whether the rules that made the differences are looked for.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Explain {
    /// No more runs.
    No,
    /// Some more runs, at most a few for each behaviour in which the releases differ.
    Rules,
}

/// What differs between two runs. Equal runs differ in nothing.
pub fn compare(before: &Run<'_, '_>, after: &Run<'_, '_>, explain: Explain) -> Comparison {
    let same_texts = texts(before.input) == texts(after.input);
    let mut found = differences(&before.report, &after.report);
    for difference in &mut found {
        difference.places_before &= !same_texts;
    }
    let mut comparison = Comparison {
        before: setting(before.modelled),
        after: setting(after.modelled),
        same_texts,
        differences: found,
        rules: Vec::new(),
        explained: explain == Explain::Rules,
    };
    if explain == Explain::Rules && !comparison.differences.is_empty() {
        Steps { comparison: &mut comparison }.walk(before, after);
    }
    comparison
}

fn setting(it: Modelled) -> Setting {
    Setting { kic: it.kic.to_string(), kong: it.kong.to_string(), router_flavor: it.router_flavor.as_str().to_owned() }
}

fn texts<'a>(input: &Input<'a>) -> Vec<(crate::text::Pane, &'a str)> {
    input.sources.iter().map(|(_, file)| (file.pane, file.text)).collect()
}

/// The way from one run to the other.
struct Steps<'c> {
    comparison: &'c mut Comparison,
}

impl Steps<'_> {
    fn walk(&mut self, before: &Run<'_, '_>, after: &Run<'_, '_>) {
        let mut input = before.input.clone();
        let mut report = before.report.clone();
        let mut modelled = before.modelled;
        if !self.comparison.same_texts && modelled == after.modelled {
            // Nothing but the text can have made anything.
            self.comparison.explained = false;
            return;
        }
        if !self.comparison.same_texts {
            input.sources = after.input.sources.clone();
            let text = "what is written is different".to_owned();
            let rule = Rule { what: "the text".to_owned(), text, source: String::new() };
            let run = Run::of(&input);
            self.step(&[rule], &report, &run.report);
            (report, modelled) = (run.report, run.modelled);
        }
        if modelled.router_flavor != after.modelled.router_flavor {
            input.options.router_flavor = Some(after.modelled.router_flavor.as_str());
            let next = Run::of(&input).report;
            self.step(&[flavor_rule(modelled, after.modelled)], &report, &next);
            report = next;
        }
        for (version, rules) in kong_steps(modelled.kong, after.modelled.kong) {
            input.options.kong = Some(version);
            let next = Run::of(&input).report;
            self.step(&rules, &report, &next);
            report = next;
        }
        self.releases(&input, &report, after);
    }

    /// The rules of a step made the differences that show in it.
    fn step(&mut self, rules: &[Rule], before: &Report, after: &Report) {
        let first = self.comparison.rules.len();
        let numbers: Vec<usize> = (first..first + rules.len()).collect();
        let made = differences(before, after);
        let of_each = vec![numbers; made.len()];
        if self.name(&made, &of_each) {
            self.comparison.rules.extend(rules.iter().cloned());
        }
    }

    /// The release of the controller, once all else is as after: each behaviour in which the two differ is turned alone.
    fn releases(&mut self, input: &Input<'_>, before: &Report, after: &Run<'_, '_>) {
        let (from, to) = (input.options.kic, after.modelled.kic);
        let behaviours: Vec<Behaviour> = to.differences(from).collect();
        if behaviours.is_empty() {
            return;
        }
        let mut turned = |some: &[usize]| {
            let mut input = input.clone();
            let some = some.iter().filter_map(|index| behaviours.get(*index));
            input.options.kic = some.fold(to, |kic, behaviour| kic.with(*behaviour, from.has(*behaviour)));
            Run::of(&input).report
        };
        let end = turned(&[]);
        let mut of_each = attribute(before, &end, behaviours.len(), &mut turned);
        // Only the rules that made something are listed.
        let used: BTreeSet<usize> = of_each.iter().flatten().copied().collect();
        let first = self.comparison.rules.len();
        for number in of_each.iter_mut().flatten() {
            *number = first + used.iter().position(|other| other == number).unwrap_or_default();
        }
        self.name(&differences(before, &end), &of_each);
        let used = used.iter().filter_map(|index| behaviours.get(*index));
        self.comparison.rules.extend(used.map(|behaviour| release_rule(*behaviour)));
    }

    /// Adds the rules to the differences that are there; whether there was any.
    fn name(&mut self, made: &[Difference], rules: &[Vec<usize>]) -> bool {
        let by_key: BTreeMap<_, _> = in_order(made).into_iter().zip(rules).collect();
        let keys = in_order(&self.comparison.differences);
        let found: Vec<Option<&Vec<usize>>> = keys.iter().map(|key| by_key.get(key).copied()).collect();
        let mut is_any = false;
        for (difference, rules) in self.comparison.differences.iter_mut().zip(found) {
            if let Some(rules) = rules {
                is_any |= !rules.is_empty();
                difference.rules.extend(rules);
            }
        }
        is_any
    }
}

/// A behaviour that some releases have.
fn release_rule(behaviour: Behaviour) -> Rule {
    let since: Vec<String> = behaviour.since().collect();
    Rule {
        what: format!("since KIC {}", since.join(" and ")),
        text: behaviour.text().trim_end_matches('.').to_owned(),
        source: format!("KIC {}", behaviour.source()),
    }
}

/// Kong's router is another one.
fn flavor_rule(before: Modelled, after: Modelled) -> Rule {
    let (from, to) = (before.router_flavor.as_str(), after.router_flavor.as_str());
    Rule {
        what: "router flavor".to_owned(),
        text: format!("`{to}` in place of `{from}`: the controller writes routes in the form that Kong's router reads"),
        source: "KIC internal/dataplane/config/router.go: ShouldEnableExpressionRoutes".to_owned(),
    }
}

/// The versions of Kong on the way, each with what changes there; the last one is where the way ends.
fn kong_steps(from: KongVersion, to: KongVersion) -> Vec<(KongVersion, Vec<Rule>)> {
    let (low, high) = (from.min(to), from.max(to));
    let mut steps: Vec<(KongVersion, Vec<Rule>)> = Vec::new();
    for change in KongChange::ALL.iter().filter(|change| low < change.since && change.since <= high) {
        let rule = Rule {
            what: format!("Kong {}.{}", change.since.major, change.since.minor),
            text: change.text.to_owned(),
            source: change.source.to_owned(),
        };
        match steps.iter_mut().find(|step| step.0 == change.since) {
            Some(step) => step.1.push(rule),
            None => steps.push((change.since, vec![rule])),
        }
    }
    if from > to {
        // Down: each step leads below the version at which something changed.
        let mut versions: Vec<KongVersion> = steps.iter().map(|step| step.0).collect();
        versions.insert(0, to);
        versions.pop();
        for (step, version) in steps.iter_mut().zip(versions) {
            step.0 = version;
        }
        steps.reverse();
    }
    if let (Some(last), true) = (steps.last_mut(), from < to) {
        last.0 = to;
    }
    steps
}
